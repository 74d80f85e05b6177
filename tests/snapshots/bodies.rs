//! Bodies of requests, of each media type and of several.

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

#[test]
fn a_field_that_only_comes_back_is_not_sent_in_a_form() {
    let client = with(
        "
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties: {id: {type: integer, readOnly: true}, name: {type: string}}
",
    );
    assert_snapshot!(client.request("AddPet"));
}

#[test]
fn fields_of_a_form_are_written_as_their_encoding_says() {
    let client = with(
        "
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties:
                usual: {type: array, items: {type: string}}
                flat: {type: array, items: {type: string}}
                pipes: {type: array, items: {type: string}}
                same: {type: array, items: {type: string}}
                url: {type: string}
                json: {type: array, items: {type: string}}
                text: {type: string}
                pet: {$ref: '#/components/schemas/Pet'}
                pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
            encoding:
              flat: {explode: false}
              pipes: {style: pipeDelimited}
              same: {style: form, contentType: application/json}
              url: {allowReserved: true}
              json: {contentType: application/json}
              text: {contentType: text/plain}
",
    );
    assert_snapshot!(client.request("AddPet"));
}

#[test]
fn a_form_behind_a_reference_with_encodings() {
    let client = with(
        "
        content:
          application/x-www-form-urlencoded:
            schema: {$ref: '#/components/schemas/Pet'}
            encoding: {name: {contentType: application/json}, tag: {allowReserved: true}}
",
    );
    assert_snapshot!(client.request("AddPet"));
}

#[test]
fn a_form_of_which_nothing_is_said() {
    let client = with("        content: {application/x-www-form-urlencoded: {}}");
    assert_snapshot!(client.request("AddPet"));
}

#[test]
fn the_parts_of_a_multipart_body_stand_beside_the_parameters() {
    let client = with(
        "
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [photo]
              properties:
                id: {type: integer, readOnly: true}
                name: {type: string, nullable: true}
                photo: {type: string, format: binary, description: How it looks.}
                more: {type: array, items: {type: string, format: binary}}
                signature: {type: string, format: byte}
                tags: {type: array, items: {type: string}}
                pet: {$ref: '#/components/schemas/Pet'}
",
    );
    assert_snapshot!(shown([
        client.streamed("AddPet"),
        client.function("impl AddPet ", "new"),
        client.function("impl AddPet ", "more"),
    ]));
}

#[test]
fn parts_are_of_the_types_and_have_the_headers_that_their_encoding_says() {
    let client = with(
        "
        content:
          multipart/form-data:
            schema:
              type: object
              properties:
                photo: {type: string, format: binary}
                png: {type: string, format: binary}
                licence: {type: string}
                note: {type: string}
                tags: {type: array, items: {type: string}}
            encoding:
              photo: {contentType: 'image/png, image/*', headers: {X-Size: {required: true, schema: {type: integer}}}}
              png: {contentType: image/png}
              licence: {contentType: 'text/html, text/plain'}
              note: {headers: {X-Language: {schema: {type: string}}, Content-Type: {schema: {type: string}}}}
              tags: {style: form, explode: false}
",
    );
    assert_snapshot!(client.streamed("AddPet"));
}

#[test]
fn a_multipart_body_behind_a_reference() {
    let client = with(
        "
        required: true
        content: {multipart/form-data: {schema: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {age: {type: integer}}}]}}}
",
    );
    assert_snapshot!(client.request("AddPet"));
}

#[test]
fn a_multipart_body_that_may_be_left_out_though_one_of_its_parts_may_not() {
    let client = with(
        "
        description: All of it, or nothing.
        content:
          multipart/form-data:
            schema: {type: object, required: [photo], properties: {photo: {type: string, format: binary}, name: {type: string}}}
",
    );
    assert_snapshot!(shown([
        client.streamed("AddPet"),
        client.item("pub struct AddPetBody "),
        client.item("impl AddPetBody "),
    ]));
}

#[test]
fn bytes() {
    let client = with(
        "
        required: true
        description: How it looks.
        content: {image/png: {schema: {type: string, format: binary, maxLength: 4000}}}
",
    );
    assert_snapshot!(client.streamed("AddPet"));
}

#[test]
fn bytes_of_which_nothing_is_said() {
    let client = with("        content: {application/octet-stream: {}}");
    assert_snapshot!(client.streamed("AddPet"));
}

#[test]
fn bytes_of_a_type_that_the_caller_names() {
    let client = with(
        "
        required: true
        content: {image/*: {schema: {type: string, format: binary}}}
",
    );
    assert_snapshot!(client.streamed("AddPet"));
}

#[test]
fn json_where_any_type_is_taken() {
    let client = with("        content: {'*/*': {schema: {$ref: '#/components/schemas/Pet'}}}");
    assert_snapshot!(client.request("AddPet"));
}

#[test]
fn lines_of_json() {
    let client = with(
        "
        required: true
        content: {application/x-ndjson: {schema: {$ref: '#/components/schemas/Pet'}}}
",
    );
    assert_snapshot!(client.request("AddPet"));
}

#[test]
fn xml_that_the_caller_has_written() {
    let client = with("        content: {application/xml: {schema: {type: string}}}");
    assert_snapshot!(client.request("AddPet"));
}

#[test]
fn one_of_several_types() {
    let client = with(
        "
        required: true
        description: The pet.
        content:
          application/json: {schema: {$ref: '#/components/schemas/Pet'}}
          application/vnd.pet+json: {schema: {type: object, properties: {name: {type: string}}}}
          application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Pet'}}
          text/plain: {schema: {type: string, description: Only its name.}}
",
    );
    assert_snapshot!(shown([
        client.request("AddPet"),
        client.item("pub enum AddPetBody "),
        client.item("impl From<AddPetBodyJson> for AddPetBody "),
        client.item("impl From<String> for AddPetBody "),
        client.item("impl AddPetBody "),
    ]));
}

#[test]
fn one_of_several_types_some_of_which_are_streams() {
    let client = with(
        "
        content:
          application/json: {schema: {$ref: '#/components/schemas/Pet'}}
          multipart/form-data: {schema: {type: object, properties: {photo: {type: string, format: binary}}}}
          application/octet-stream: {schema: {type: string, format: binary}}
          image/*: {schema: {type: string, format: binary}}
",
    );
    assert_snapshot!(shown([
        client.streamed("AddPet"),
        client.item("pub enum AddPetBody "),
        client.item("impl AddPetBody "),
        client.item("pub struct AddPetBodyMultipart "),
        client.item("impl AddPetBodyMultipart "),
    ]));
}

#[test]
fn a_body_of_several_types_that_operations_share() {
    let client = client(
        "
paths:
  /cats: {post: {operationId: addCat, requestBody: {$ref: '#/components/requestBodies/Pet'}, responses: {'204': {description: None.}}}}
  /dogs: {post: {operationId: addDog, requestBody: {$ref: '#/components/requestBodies/Pet'}, responses: {'204': {description: None.}}}}
components:
  requestBodies:
    Pet: {content: {text/plain: {schema: {type: string}}, application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
",
    );
    assert_snapshot!(shown([
        client.request("AddCat"),
        client.request("AddDog"),
        client.listing(),
    ]));
}
