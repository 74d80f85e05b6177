//! Models: the types of schemas.

use insta::assert_snapshot;

use crate::client::{Client, client, shown};

/// A client that only has these schemas.
fn with(schemas: &str) -> Client {
    client(&format!(
        "components:\n  schemas:\n{}\n",
        schemas.trim_matches('\n')
    ))
}

#[test]
fn an_object() {
    let client = with(
        "
    Pet:
      description: An animal in the shop.
      type: object
      required: [id, name]
      properties:
        id: {type: integer, description: Its number.}
        name: {type: string}
        tags: {type: array, items: {type: string}}
",
    );
    assert_snapshot!(shown([
        client.item("pub struct Pet "),
        client.item("impl Pet "),
        client.item("impl model::Object for Pet "),
    ]));
}

#[test]
fn required_optional_and_nullable() {
    let client = with(
        "
    Pet:
      type: object
      required: [a, b]
      properties:
        a: {type: string}
        b: {type: string, nullable: true}
        c: {type: string}
        d: {type: string, nullable: true}
",
    );
    assert_snapshot!(shown([
        client.code("pub struct Pet "),
        client.item("impl Pet "),
        client.item("impl model::Object for Pet "),
    ]));
}

#[test]
fn numbers_and_formats() {
    let client = with(
        "
    Pet:
      type: object
      properties:
        born: {type: string, format: date-time}
        photo: {type: string, format: byte, maxLength: 4000}
        code: {type: string, pattern: '^[A-Z`]+$', minLength: 2, maxLength: 8}
        age: {type: integer, format: int32, minimum: 0, maximum: 300}
        weight: {type: number, format: float, multipleOf: 0.5}
        legs: {type: integer, enum: [0, 2, 4], default: 4}
        names: {type: array, items: {type: string}, minItems: 1}
        anything: {}
",
    );
    assert_snapshot!(client.code("pub struct Pet "));
}

#[test]
fn an_enum() {
    let client = with(
        "
    Status: {type: string, enum: [available, sold], description: Whether one can buy it.}
",
    );
    assert_snapshot!(client.file("src/models.rs"));
}

#[test]
fn odd_values_of_an_enum() {
    let client = with(
        "
    Odd: {type: string, nullable: true, enum: ['', '+1', '-1', 1st, 'a b', A_B, unknown, self, '*', größe, '\"', null]}
    Pet: {type: object, properties: {odd: {$ref: '#/components/schemas/Odd'}}}
",
    );
    assert_snapshot!(shown([
        client.item("pub enum Odd "),
        client.item("impl Odd "),
        client.code("pub struct Pet "),
    ]));
}

#[test]
fn an_enum_in_place() {
    let client = with(
        "
    Pet: {type: object, properties: {status: {type: string, enum: [available, sold]}}}
",
    );
    assert_snapshot!(shown([
        client.code("pub struct Pet "),
        client.code("pub enum PetStatus "),
    ]));
}

#[test]
fn a_map() {
    let client = with(
        "
    Shop: {type: object, properties: {stock: {type: object, additionalProperties: {type: integer}}, notes: {type: object}}}
",
    );
    assert_snapshot!(shown([
        client.code("pub struct Shop "),
        client.function("impl Shop ", "stock"),
    ]));
}

#[test]
fn members_with_names_of_their_own() {
    let client = with(
        "
    Pet:
      type: object
      properties: {name: {type: string}}
      additionalProperties: {type: integer}
",
    );
    assert_snapshot!(shown([
        client.code("pub struct Pet "),
        client.item("impl Pet "),
        client.item("impl model::Object for Pet "),
    ]));
}

#[test]
fn nothing_at_all() {
    let client = with(
        "
    Nothing: {type: object, additionalProperties: false}
",
    );
    assert_snapshot!(client.file("src/models.rs"));
}

#[test]
fn an_object_that_holds_itself() {
    let client = with(
        "
    Pet:
      type: object
      required: [mother]
      properties:
        mother: {nullable: true, allOf: [{$ref: '#/components/schemas/Pet'}]}
        father: {$ref: '#/components/schemas/Pet'}
        children: {type: array, items: {$ref: '#/components/schemas/Pet'}}
",
    );
    assert_snapshot!(shown([
        client.code("pub struct Pet "),
        client.item("impl Pet "),
    ]));
}

#[test]
fn all_of() {
    let client = with(
        "
    Cat:
      description: It does what it likes.
      allOf:
      - {$ref: '#/components/schemas/Pet'}
      - {type: object, required: [lives], properties: {lives: {type: integer}}}
    Pet: {type: object, required: [name], properties: {name: {type: string}, tag: {type: string}}}
",
    );
    assert_snapshot!(client.item("pub struct Cat "));
}

#[test]
fn all_of_one_says_more_about_a_reference() {
    let client = with(
        "
    Pet:
      type: object
      properties: {owner: {description: Who feeds it., nullable: true, allOf: [{$ref: '#/components/schemas/Person'}]}}
    Person: {type: object, description: A human., properties: {name: {type: string}}}
",
    );
    assert_snapshot!(shown([
        client.code("pub struct Pet "),
        client.item("impl model::Object for Pet "),
    ]));
}

#[test]
fn objects_in_place() {
    let client = with(
        "
    Pet:
      type: object
      properties:
        home: {type: object, description: Where it lives., properties: {street: {type: string}}}
        toys: {type: array, items: {type: object, properties: {name: {type: string}}}}
",
    );
    assert_snapshot!(shown([
        client.code("pub struct Pet "),
        client.item("pub struct PetHome "),
        client.item("pub struct PetToysItem "),
    ]));
}

#[test]
fn a_secret() {
    let client = with(
        "
    Login: {type: object, required: [password], properties: {password: {type: string, format: password}, otp: {type: string, format: password}}}
",
    );
    assert_snapshot!(shown([
        client.code("pub struct Login "),
        client.item("impl Login "),
    ]));
}

#[test]
fn deprecated() {
    let client = with(
        "
    Pet:
      deprecated: true
      description: Use `Animal`.
      type: object
      properties: {tag: {type: string, deprecated: true, description: Use `name`.}}
",
    );
    assert_snapshot!(client.item("pub struct Pet "));
}

#[test]
fn code_that_names_a_deprecated_model_is_allowed_to() {
    let client = client(
        "
paths: {/pet: {put: {operationId: putPet, requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}, responses: {'204': {description: None.}}}}}
components: {schemas: {Pet: {type: object, properties: {kind: {type: array, items: {$ref: '#/components/schemas/Kind'}}}}, Kind: {type: string, deprecated: true, enum: [cat]}}}
",
    );
    let models = client.file("src/models.rs");
    let operations = client.file("src/operations.rs");
    assert_snapshot!(shown([models, operations]));
}

#[test]
fn what_only_comes_from_the_server_is_not_built() {
    let client = client(
        "
paths:
  /pet:
    get:
      operationId: getPet
      responses: {'200': {description: Here., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string}}}
",
    );
    assert_snapshot!(client.file("src/models.rs"));
}

#[test]
fn names_that_rust_or_the_client_has_taken() {
    let client = with(
        "
    Option: {type: object, properties: {type: {type: string}, object: {type: string}, clone: {type: string}, 'additional-properties': {type: string}}, additionalProperties: {type: string}}
    option: {type: object, properties: {Name: {type: string}, name: {type: string}}}
",
    );
    assert_snapshot!(shown([
        client.listing(),
        client.code("pub struct Option_ "),
        client.item("impl model::Object for Option_ "),
        client.code("pub struct Option2 "),
    ]));
}

#[test]
fn what_goes_one_way_only_is_required_that_way_only() {
    let client = client(
        "
paths:
  /user:
    post:
      operationId: addUser
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}
      responses: {'200': {description: Added., content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}}
components:
  schemas:
    User:
      type: object
      required: [id, name, password]
      properties:
        id: {type: integer, readOnly: true}
        name: {type: string}
        password: {type: string, format: password, writeOnly: true}
",
    );
    assert_snapshot!(shown([
        client.code("pub struct User "),
        client.function("impl User ", "new"),
    ]));
}

#[test]
fn enums_of_numbers_and_sizes() {
    let client = with(
        "
    Pet:
      type: object
      properties:
        legs: {enum: [0, 2, 4, null]}
        weight: {type: number, format: float, enum: [0.5, 1]}
        code: {type: string, minLength: 3, maxLength: 3}
        names: {type: array, items: {type: string}, maxItems: 1}
",
    );
    assert_snapshot!(client.code("pub struct Pet "));
}
