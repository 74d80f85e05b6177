//! Parameters: one for each place, style and shape.

use insta::assert_snapshot;

use crate::client::{Client, client, shown};

/// A client of `GET /pets`, whose path may go on, with these parameters.
fn with(path: &str, parameters: &str) -> Client {
    client(&format!(
        "
paths:
  /pets{path}:
    get:
      operationId: findPets
      parameters:
{}
      responses: {{'204': {{description: None.}}}}
",
        parameters.trim_matches('\n')
    ))
}

#[test]
fn in_the_path() {
    let client = with(
        "/{id}/photos",
        "
      - {name: id, in: path, required: true, description: The number of the pet., schema: {type: integer}}
",
    );
    assert_snapshot!(client.request("FindPets"));
}

#[test]
fn in_the_path_in_the_other_styles() {
    let client = with(
        "/{ids}{tags}",
        "
      - {name: ids, in: path, required: true, style: label, schema: {type: array, items: {type: integer}}}
      - {name: tags, in: path, required: true, style: matrix, explode: true, schema: {type: array, items: {type: string}}}
",
    );
    assert_snapshot!(client.request("FindPets"));
}

#[test]
fn text_of_the_path_is_encoded_and_its_query_stays() {
    let client = with(
        "/größe {size}?sort=up#by-size",
        "
      - {name: size, in: path, required: true, schema: {type: string}}
      - {name: page, in: query, schema: {type: integer}}
",
    );
    assert_snapshot!(client.function("impl Operation for FindPets", "request"));
}

#[test]
fn in_the_query() {
    let client = with(
        "",
        "
      - {name: tag, in: query, description: Only pets with this tag., schema: {type: string}}
",
    );
    assert_snapshot!(shown([
        client.code("pub struct FindPets "),
        client.code("impl FindPets "),
        client.function("impl Operation for FindPets", "request"),
    ]));
}

#[test]
fn in_the_query_and_required() {
    let client = with(
        "",
        "
      - {name: tag, in: query, required: true, schema: {type: string}}
      - {name: limit, in: query, schema: {type: integer}}
      - {name: kinds, in: query, required: true, schema: {type: array, items: {type: string}}}
",
    );
    assert_snapshot!(client.code("impl FindPets "));
}

#[test]
fn arrays_in_the_query_in_every_style() {
    let client = with(
        "",
        "
      - {name: each, in: query, schema: {type: array, items: {type: integer}}}
      - {name: commas, in: query, explode: false, schema: {type: array, items: {type: string}}}
      - {name: blanks, in: query, style: spaceDelimited, explode: false, schema: {type: array, items: {type: string}}}
      - {name: pipes, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: string}}}
",
    );
    assert_snapshot!(shown([
        client.request("FindPets"),
        client.function("impl FindPets ", "each"),
        client.function("impl FindPets ", "commas"),
    ]));
}

#[test]
fn objects_in_the_query_in_every_style() {
    let client = with(
        "",
        "
      - {name: size, in: query, schema: {type: object, properties: {width: {type: integer}, deep: {type: array, items: {type: string}}}}}
      - {name: flat, in: query, explode: false, schema: {type: object, additionalProperties: {type: string}}}
      - {name: blanks, in: query, style: spaceDelimited, explode: false, schema: {type: object}}
      - {name: pipes, in: query, style: pipeDelimited, explode: false, schema: {type: object}}
      - {name: filter, in: query, style: deepObject, required: true, schema: {type: object, required: [kind], properties: {kind: {type: string, nullable: true}}}}
",
    );
    assert_snapshot!(shown([
        client.request("FindPets"),
        client.function("impl FindPets ", "new"),
        client.code("impl value::Members for FindPetsFilter "),
        client.code("impl ToValue for FindPetsFilter "),
    ]));
}

#[test]
fn objects_elsewhere() {
    let client = with(
        "/{point}",
        "
      - {name: point, in: path, required: true, style: label, explode: true, schema: {type: object, additionalProperties: {type: integer}}}
      - {name: X-Size, in: header, explode: true, schema: {type: object, additionalProperties: {type: integer}}}
      - {name: seen, in: cookie, schema: {type: object, additionalProperties: {type: integer}}}
",
    );
    assert_snapshot!(client.request("FindPets"));
}

#[test]
fn with_reserved_characters() {
    let client = with(
        "",
        "
      - {name: link, in: query, allowReserved: true, schema: {type: string}}
      - {name: links, in: query, explode: false, allowReserved: true, schema: {type: array, items: {type: string}}}
",
    );
    assert_snapshot!(client.request("FindPets"));
}

#[test]
fn as_json() {
    let client = with(
        "/{id}",
        "
      - {name: id, in: path, required: true, content: {application/json: {schema: {type: array, items: {type: integer}}}}}
      - {name: filter, in: query, content: {application/vnd.pets+json: {schema: {type: object, properties: {a: {type: string}}}}}}
      - {name: X-Any, in: header, content: {application/json: {}}}
      - {name: seen, in: cookie, content: {application/json: {schema: {type: object}}}}
",
    );
    assert_snapshot!(client.request("FindPets"));
}

#[test]
fn as_text() {
    let client = with(
        "/{id}",
        "
      - {name: id, in: path, required: true, content: {text/plain: {schema: {type: integer}}}}
      - {name: q, in: query, content: {application/xml: {schema: {type: string}}}}
      - {name: If-Match, in: header, content: {text/plain: {schema: {type: string}}}}
      - {name: session, in: cookie, content: {text/plain: {schema: {type: string, format: password}}}}
",
    );
    assert_snapshot!(client.request("FindPets"));
}

#[test]
fn as_a_header() {
    let client = with(
        "",
        "
      - {name: X-Request-ID, in: header, description: Comes back in the answer., schema: {type: string}}
      - {name: X-Kinds, in: header, schema: {type: array, items: {type: string}}}
",
    );
    assert_snapshot!(client.request("FindPets"));
}

#[test]
fn as_a_cookie() {
    let client = with(
        "",
        "
      - {name: session, in: cookie, required: true, schema: {type: string, format: password}}
      - {name: seen, in: cookie, explode: false, schema: {type: array, items: {type: integer}}}
",
    );
    assert_snapshot!(client.request("FindPets"));
}

#[test]
fn a_cookie_and_a_query_parameter_of_one_name() {
    let client = with(
        "",
        "
      - {name: ccid, in: cookie, schema: {type: string}}
      - {name: ccid, in: query, schema: {type: string}}
",
    );
    assert_snapshot!(client.request("FindPets"));
}

#[test]
fn numbers_and_booleans() {
    let client = with(
        "",
        "
      - {name: page, in: query, schema: {type: integer, minimum: 0, default: 0}}
      - {name: size, in: query, schema: {type: integer, format: int32, minimum: 1, maximum: 100}}
      - {name: offset, in: query, schema: {type: integer, format: int32}}
      - {name: weight, in: query, schema: {type: number, exclusiveMinimum: true, minimum: 0}}
      - {name: ratio, in: query, schema: {type: number, format: float}}
      - {name: alive, in: query, schema: {type: boolean}}
",
    );
    assert_snapshot!(client.code("pub struct FindPets "));
}

#[test]
fn one_of_some_texts() {
    let client = with(
        "",
        "
      - {name: status, in: query, schema: {type: string, enum: [available, sold]}}
      - {name: kinds, in: query, schema: {type: array, items: {type: string, enum: [cat, dog]}}}
",
    );
    assert_snapshot!(shown([
        client.code("pub struct FindPets "),
        client.function("impl FindPets ", "status"),
        client.function("impl FindPets ", "kinds"),
        client.item("pub enum FindPetsStatus "),
    ]));
}

#[test]
fn one_of_some_numbers() {
    let client = with(
        "",
        "
      - {name: size, in: query, schema: {type: integer, enum: [1, 2, 5]}}
",
    );
    assert_snapshot!(client.code("pub struct FindPets "));
}

#[test]
fn what_may_be_null_is_left_out_instead() {
    let client = with(
        "",
        "
      - {name: tag, in: query, required: true, schema: {type: string, nullable: true}}
",
    );
    assert_snapshot!(client.code("pub struct FindPets "));
}

#[test]
fn deprecated() {
    let client = with(
        "",
        "
      - {name: q, in: query, deprecated: true, description: Use `tag`., schema: {type: string}}
",
    );
    assert_snapshot!(shown([
        client.code("pub struct FindPets "),
        client.function("impl FindPets ", "q"),
    ]));
}

#[test]
fn names_that_rust_or_the_client_has_taken() {
    let client = with(
        "",
        "
      - {name: type, in: query, schema: {type: string}}
      - {name: self, in: query, schema: {type: string}}
      - {name: new, in: query, schema: {type: string}}
      - {name: request, in: query, schema: {type: string}}
      - {name: '$filter', in: query, schema: {type: string}}
      - {name: 1st, in: query, schema: {type: string}}
      - {name: 'page[size]', in: query, schema: {type: string}}
",
    );
    assert_snapshot!(shown([
        client.request("FindPets"),
        client.function("impl FindPets ", "new"),
        client.function("impl FindPets ", "new_"),
        client.function("impl FindPets ", "request_"),
    ]));
}

#[test]
fn more_than_seven_required_ones_come_as_one_struct() {
    let client = with(
        "",
        "
      - {name: a, in: query, required: true, description: The first., schema: {type: string}}
      - {name: b, in: query, required: true, schema: {type: string}}
      - {name: c, in: query, required: true, schema: {type: string}}
      - {name: d, in: query, required: true, schema: {type: string}}
      - {name: e, in: query, required: true, schema: {type: string}}
      - {name: f, in: query, required: true, schema: {type: string}}
      - {name: g, in: query, required: true, schema: {type: string}}
      - {name: h, in: query, required: true, schema: {type: integer}}
      - {name: i, in: query, schema: {type: string}}
",
    );
    assert_snapshot!(shown([
        client.item("pub struct FindPetsRequired "),
        client.function("impl FindPets ", "new"),
        client.docs("pub struct FindPets "),
    ]));
}

#[test]
fn of_the_path_and_of_the_operation() {
    let client = client(
        "
paths:
  /pets/{id}:
    parameters:
    - {name: id, in: path, required: true, schema: {type: string}}
    - {name: lang, in: query, description: Of all operations., schema: {type: string}}
    get:
      operationId: getPet
      parameters:
      - {name: lang, in: query, description: Of this one., schema: {type: integer}}
      - {name: full, in: query, schema: {type: boolean}}
      responses: {'204': {description: None.}}
",
    );
    assert_snapshot!(client.request("GetPet"));
}

#[test]
fn a_header_of_the_path_that_the_operation_writes_in_another_case() {
    let client = client(
        "
paths:
  /pets:
    parameters:
    - {$ref: '#/components/parameters/Tag'}
    get:
      operationId: findPets
      parameters:
      - {name: x-tag, in: header, schema: {type: integer}}
      responses: {'204': {description: None.}}
components:
  parameters:
    Tag: {name: X-Tag, in: header, schema: {type: string}}
",
    );
    assert_snapshot!(client.request("FindPets"));
}

#[test]
fn behind_a_reference() {
    let client = client(
        "
paths:
  /pets:
    get:
      operationId: findPets
      parameters: [{$ref: '#/components/parameters/Sort'}]
      responses: {'204': {description: None.}}
components:
  parameters:
    Sort: {name: sort, in: query, description: The order., schema: {$ref: '#/components/schemas/Order'}}
  schemas:
    Order: {type: string, enum: [up, down], description: Where to start.}
",
    );
    assert_snapshot!(client.request("FindPets"));
}
