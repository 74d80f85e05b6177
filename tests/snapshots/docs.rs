//! What users read.

use insta::assert_snapshot;

use crate::client::{client, shown};

#[test]
fn an_operation_tells_all_of_a_call() {
    let client = client(
        "
paths:
  /pets/{id}:
    put:
      operationId: updatePet
      summary: Change a pet
      description: Only what is set is changed.
      parameters:
      - {name: id, in: path, required: true, schema: {type: integer}}
      - {name: dry-run, in: query, schema: {type: boolean}}
      - {name: If-Match, in: header, required: true, schema: {type: string}}
      - {name: session, in: cookie, schema: {type: string}}
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses:
        '200': {description: Changed. Here is how it looks now., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
        4XX: {description: Your fault., content: {text/plain: {schema: {type: string}}}}
        default: {description: Trouble.}
components: {schemas: {Pet: {type: object, required: [name], properties: {name: {type: string}}}}}
",
    );
    assert_snapshot!(client.docs("pub struct UpdatePet "));
}

#[test]
fn an_operation_of_which_little_is_said() {
    let client = client("paths: {/pets: {delete: {responses: {'204': {description: ''}}}}}");
    assert_snapshot!(client.item("pub struct DeletePets "));
}

#[test]
fn a_deprecated_operation() {
    let client = client(
        "
paths: {/pets: {get: {operationId: findPets, deprecated: true, description: Use `listPets`., responses: {'204': {description: None.}}}}}
",
    );
    assert_snapshot!(client.item("pub struct FindPets "));
}

#[test]
fn a_form_that_may_be_empty() {
    let client = client(
        "
paths:
  /pets:
    post:
      operationId: addPet
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {name: {type: string}}}}}}
      responses: {default: {description: The pet., content: {text/html: {}, application/json: {}}}}
",
    );
    assert_snapshot!(client.docs("pub struct AddPet "));
}

#[test]
fn text_that_would_run_or_break_the_page() {
    let client = client(
        r#"
paths:
  /pets:
    get:
      operationId: findPets
      summary: "Find */ pets\n\n# Not a heading"
      description: |
        A list:
        * one
        * two

        # A heading

        ```
        std::process::exit(1)
        ```

            indented();

        <script>alert(1)</script> and <your-token>, [`std`], [a link](javascript:alert(1)),
        [another](https://pets.example), ![a picture](https://pets.example/a.png), https://pets.example/docs
      responses: {'204': {description: "None.\n\n```\nboom()\n```"}}
"#,
    );
    assert_snapshot!(client.docs("pub struct FindPets "));
}

#[test]
fn a_literal_holds_whatever_a_name_holds() {
    let client = client(
        r##"
paths:
  '/pets/"{id}':
    get:
      operationId: "find\"; panic!(\"Pets"
      parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: "a\"]\n// b", in: query, schema: {type: string}}
      responses: {'204': {description: None.}}
"##,
    );
    assert_snapshot!(shown([
        client.item("impl Operation for FindPanicPets "),
        client.code("pub struct FindPanicPets "),
    ]));
}

#[test]
fn a_default_is_told_wherever_a_value_is_given() {
    let client = client(
        "
paths:
  /pets/{kind}:
    post:
      operationId: addPet
      parameters:
      - {name: kind, in: path, required: true, schema: {type: string, default: a}}
      - {name: limit, in: query, schema: {$ref: '#/components/schemas/Limit'}}
      - {name: X-Limit, in: header, schema: {type: integer, default: 2}}
      - {name: filter, in: query, content: {application/json: {schema: {type: object, default: {}}}}}
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {age: {type: integer, default: 3}}}}}}
      responses: {'204': {description: None.}}
  /photos:
    post:
      operationId: addPhoto
      requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {name: {type: string, default: b}}}}}}
      responses: {'204': {description: None.}}
  /texts:
    put:
      operationId: putText
      requestBody: {content: {text/plain: {schema: {type: string, default: c}}}}
      responses: {'204': {description: None.}}
components: {schemas: {Limit: {type: integer, default: 1}, Pet: {type: object, properties: {limit: {$ref: '#/components/schemas/Limit'}, size: {type: number, default: 0.5}}}}}
",
    );
    let [operations, models] = ["src/operations.rs", "src/models.rs"].map(|path| client.file(path));
    let told = |line: &&str| line.contains("default is");
    let told: Vec<&str> = operations
        .lines()
        .chain(models.lines())
        .filter(told)
        .collect();
    assert_snapshot!(told.join("\n"));
}
