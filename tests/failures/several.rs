//! All faults of a stage are told in one run, and nothing is made of a description that has one.

use insta::assert_snapshot;

use crate::checks::refusal;

#[test]
fn of_the_structure() {
    assert_snapshot!(refusal(
        "
info: {title: 7}
tags: [{nmae: pets}]
paths:
  /pets:
    get: {deprecated: 1, responses: {}}
    GET: {}
"
    ));
}

#[test]
fn of_the_meaning() {
    assert_snapshot!(refusal(
        "
servers: [{url: /v1}]
paths:
  /pets:
    get:
      parameters:
      - {name: a, in: query, schema: {$ref: '#/components/schemas/Missing'}}
      - {name: b, in: query, content: {application/xml: {schema: {type: object}}}}
      requestBody: {content: {image/png: {schema: {type: object}}}}
      responses: {'200': {description: Fine., content: {application/json: {schema: {oneOf: [{}]}}}}}
  '/cats/{id': {get: {responses: {'204': {description: None.}}}}
components:
  schemas:
    Dog: {type: object, properties: {a: {not: {}}, b: {anyOf: [{}]}}}
"
    ));
}

#[test]
fn of_one_operation_that_both_cannot_be_sent_nor_read() {
    assert_snapshot!(refusal(
        "
paths:
  '/pets/{id':
    get:
      operationId: getPet
      security: [{key: []}]
      parameters: [{name: a, in: query, content: {application/xml: {schema: {type: object}}}}]
      responses:
        '200': {description: Fine., content: {application/xml: {schema: {type: object}}}}
        default: {description: Bad., content: {application/xml: {schema: {type: object}}}}
"
    ));
}
