//! Answers: which of them are a success, and what they become.

use insta::assert_snapshot;

use crate::client::{Client, client, shown};

/// A client of `GET /pet` with these answers.
fn with(answers: &str) -> Client {
    client(&format!(
        "
paths:
  /pet:
    get:
      operationId: getPet
      responses:
{}
components:
  schemas:
    Pet: {{type: object, properties: {{name: {{type: string}}}}}}
    Problem: {{type: object, properties: {{detail: {{type: string}}}}}}
",
        answers.trim_matches('\n')
    ))
}

#[test]
fn a_model() {
    let client = with(
        "
        '200': {description: Here., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
",
    );
    assert_snapshot!(shown([
        client.response("GetPet"),
        client.function("impl Operation for GetPet", "request"),
    ]));
}

#[test]
fn a_list_and_a_map() {
    let client = client(
        "
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: All.
          content: {application/json: {schema: {type: array, items: {type: object, properties: {name: {type: string}}}}}}
  /counts:
    get:
      operationId: countPets
      responses:
        '200':
          description: How many of each kind.
          content: {application/json: {schema: {type: object, additionalProperties: {type: integer}}}}
",
    );
    assert_snapshot!(shown([
        client.response("ListPets"),
        client.response("CountPets"),
    ]));
}

#[test]
fn a_text() {
    let client = with(
        "
        '200': {description: Its name., content: {text/html: {schema: {type: string}}, application/json: {schema: {type: string}}}}
",
    );
    assert_snapshot!(shown([
        client.response("GetPet"),
        client.function("impl Operation for GetPet", "request"),
    ]));
}

#[test]
fn without_a_schema() {
    let client = with(
        "
        '200': {description: A picture., content: {image/png: {}}}
",
    );
    assert_snapshot!(client.response("GetPet"));
}

#[test]
fn a_204_beside_a_200() {
    let client = with(
        "
        '200': {description: Here., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
        '204': {description: None.}
",
    );
    assert_snapshot!(client.response("GetPet"));
}

#[test]
fn only_a_default() {
    let client = with(
        "
        default: {description: Whatever., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
",
    );
    assert_snapshot!(client.response("GetPet"));
}

#[test]
fn a_default_beside_a_success_is_the_error() {
    let client = with(
        "
        '201': {description: Here., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
        default: {description: Trouble., content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}}
",
    );
    assert_snapshot!(shown([
        client.response("GetPet"),
        client.function("impl Operation for GetPet", "request"),
        client.item("crate::impl_failure"),
    ]));
}

#[test]
fn ranges_and_a_redirect() {
    let client = with(
        "
        '303': {description: It is elsewhere.}
        2XX: {description: Here.}
        4XX: {description: Your fault., content: {application/json: {schema: {type: string}}}}
",
    );
    assert_snapshot!(client.response("GetPet"));
}

#[test]
fn a_code_goes_before_a_range_and_each_is_read_by_its_own_schema() {
    let client = with(
        "
        2XX: {description: Accepted.}
        '200': {description: Here., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
        '303': {description: It is elsewhere.}
",
    );
    assert_snapshot!(client.response("GetPet"));
}

#[test]
fn none_but_errors() {
    let client = with(
        "
        '404': {description: Not there.}
",
    );
    assert_snapshot!(client.response("GetPet"));
}

#[test]
fn behind_a_reference() {
    let client = client(
        "
paths:
  /pet:
    get:
      operationId: getPet
      responses: {'200': {$ref: '#/components/responses/Name'}}
components:
  responses:
    Name: {description: Its name., content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
",
    );
    assert_snapshot!(client.response("GetPet"));
}
