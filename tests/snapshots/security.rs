//! Credentials: the schemes of the description, and which of them an operation requires.

use insta::assert_snapshot;

use crate::client::client;

#[test]
fn schemes_of_every_kind() {
    let client = client(
        "
security: [{key: []}, {search: []}, {session: []}, {token: []}, {password: []}, {login: []}]
paths: {/pets: {get: {operationId: findPets, responses: {'204': {description: None.}}}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key, description: Ask for one.}
    search: {type: apiKey, in: query, name: search key}
    session: {type: apiKey, in: cookie, name: session}
    token: {type: oauth2, flows: {}}
    password: {type: http, scheme: basic}
    login: {type: http, scheme: OAuth}
    unused: {type: http, scheme: bearer}
",
    );
    assert_snapshot!(client.file("src/api.rs"));
}

#[test]
fn what_an_operation_requires() {
    let client = client(
        "
security: [{key: []}]
paths:
  /pets:
    get: {operationId: findPets, responses: {'204': {description: None.}}}
    put: {operationId: putPets, security: [{token: [read, write], key: []}, {password: []}, {}], responses: {'204': {description: None.}}}
    post: {operationId: addPets, security: [], responses: {'204': {description: None.}}}
    delete: {operationId: removePets, security: [{}], responses: {'204': {description: None.}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    token: {type: openIdConnect, openIdConnectUrl: https://pets.example/openid}
    password: {type: http, scheme: basic}
",
    );
    assert_snapshot!(client.file("src/operations.rs"));
}

#[test]
fn schemes_with_names_that_are_taken() {
    let client = client(
        "
security: [{title: []}, {new: []}, {apply: []}, {self: []}, {api-key: []}, {api_key: []}]
paths: {/pets: {get: {operationId: findPets, responses: {'204': {description: None.}}}}}
components:
  securitySchemes:
    title: {type: http, scheme: bearer}
    new: {type: http, scheme: bearer}
    apply: {type: http, scheme: bearer}
    self: {type: http, scheme: bearer}
    api-key: {type: http, scheme: bearer}
    api_key: {type: http, scheme: bearer}
",
    );
    let file = client.file("src/api.rs");
    let names = file.lines().filter(|line| line.contains("pub "));
    assert_snapshot!(names.collect::<Vec<_>>().join("\n"));
}
