//! Bodies of requests: forms, JSON and text.

use insta::assert_snapshot;

use crate::client::{Client, client, shown};

/// A client of `POST /pets` with this body.
fn with(body: &str) -> Client {
    client(&format!(
        "
paths:
  /pets:
    post:
      operationId: addPet
      requestBody:
{}
      responses: {{'204': {{description: None.}}}}
components:
  schemas:
    Pet: {{type: object, required: [name], properties: {{name: {{type: string}}, tag: {{type: string}}}}}}
",
        body.trim_matches('\n')
    ))
}

#[test]
fn the_fields_of_an_inline_form_stand_beside_the_parameters() {
    let client = with(
        "
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties:
                name: {type: string, description: What it is called.}
                ages: {type: array, items: {type: integer}}
",
    );
    assert_snapshot!(shown([
        client.request("AddPet"),
        client.function("impl AddPet ", "name"),
    ]));
}

#[test]
fn a_required_form() {
    let client = with(
        "
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [name]
              properties: {name: {type: string}, secret: {type: string, format: password}}
",
    );
    assert_snapshot!(shown([
        client.request("AddPet"),
        client.function("impl AddPet ", "new"),
    ]));
}

#[test]
fn a_form_that_may_be_left_out_though_one_of_its_fields_may_not() {
    let client = with(
        "
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [name]
              properties: {name: {type: string}, tag: {type: string}}
",
    );
    assert_snapshot!(client.request("AddPet"));
}

#[test]
fn a_form_behind_a_reference() {
    let client = with(
        "
        required: true
        content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Pet'}}}
",
    );
    assert_snapshot!(shown([
        client.request("AddPet"),
        client.item("impl value::Members for Pet "),
    ]));
}

#[test]
fn objects_in_a_form() {
    let client = with(
        "
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {pet: {$ref: '#/components/schemas/Pet'}, pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
",
    );
    assert_snapshot!(shown([
        client.request("AddPet"),
        client.item("impl value::Members for Pet "),
    ]));
}

#[test]
fn json_without_what_only_the_server_sets() {
    let client = client(
        "
paths:
  /pets:
    post:
      operationId: addPet
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: None.}}
    put:
      operationId: putPet
      requestBody: {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}}
      responses: {'204': {description: None.}}
    patch:
      operationId: patchPet
      requestBody: {required: true, content: {application/json: {schema: {nullable: true, allOf: [{$ref: '#/components/schemas/Pet'}]}}}}
      responses: {'204': {description: None.}}
components:
  schemas:
    Pet:
      type: object
      required: [id, name]
      properties: {id: {type: integer, readOnly: true}, name: {type: string, nullable: true}}
",
    );
    assert_snapshot!(shown([
        client.request("AddPet"),
        client.request("PutPet"),
        client.request("PatchPet"),
        client.code("pub struct Pet "),
        client.code("impl Pet "),
        client.code("impl value::Members for Pet "),
    ]));
}

#[test]
fn json_behind_a_reference() {
    let client = with(
        "
        required: true
        description: The pet to add.
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
",
    );
    assert_snapshot!(shown([
        client.request("AddPet"),
        client.function("impl AddPet ", "new"),
    ]));
}

#[test]
fn json_that_may_be_left_out() {
    let client = with(
        "
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
",
    );
    assert_snapshot!(shown([
        client.request("AddPet"),
        client.function("impl AddPet ", "pet"),
    ]));
}

#[test]
fn json_in_place() {
    let client = with(
        "
        required: true
        content:
          application/vnd.pets.v2+json:
            schema: {type: object, properties: {name: {type: string}}}
",
    );
    assert_snapshot!(shown([
        client.request("AddPet"),
        client.code("pub struct AddPetBody "),
    ]));
}

#[test]
fn a_json_array() {
    let client = with(
        "
        required: true
        content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
",
    );
    assert_snapshot!(client.request("AddPet"));
}

#[test]
fn any_json() {
    let client = with(
        "
        content: {application/json: {schema: {}}}
",
    );
    assert_snapshot!(shown([
        client.request("AddPet"),
        client.function("impl AddPet ", "body"),
    ]));
}

#[test]
fn text() {
    let client = with(
        "
        required: true
        description: Its name.
        content: {text/plain: {schema: {type: string}}}
",
    );
    assert_snapshot!(client.request("AddPet"));
}

#[test]
fn a_closed_form_with_a_field_that_only_comes_back() {
    let client = with(
        "
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              additionalProperties: false
              required: [id, name]
              properties: {id: {type: integer, readOnly: true}, name: {type: string}}
",
    );
    assert_snapshot!(client.request("AddPet"));
}
