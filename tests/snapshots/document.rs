//! The client as a whole: which files there are, and what is said once.

use insta::assert_snapshot;

use crate::client::{client, client_with_overlay, shown};

const NONE: &str = "{'204': {description: None.}}";

#[test]
fn one_file_of_operations_without_several_tags() {
    let client = client(&format!(
        "
tags: [{{name: shop, description: What is for sale.}}]
paths:
  /pets: {{get: {{operationId: listPets, tags: [shop], responses: {NONE}}}}}
",
    ));
    assert_snapshot!(shown([
        client.files(),
        client
            .file("src/operations.rs")
            .lines()
            .take(10)
            .collect::<Vec<_>>()
            .join("\n"),
    ]));
}

#[test]
fn a_file_for_each_tag() {
    let client = client(&format!(
        "
tags: [{{name: Pet Shop, description: What is for sale.}}]
paths:
  /pets: {{get: {{operationId: listPets, tags: [Pet Shop, other], responses: {NONE}}}}}
  /users: {{get: {{operationId: listUsers, tags: [type], responses: {NONE}}}}}
  /health: {{get: {{operationId: health, responses: {NONE}}}}}
",
    ));
    assert_snapshot!(shown([client.file("src/operations.rs"), client.files(),]));
}

#[test]
fn operations_without_an_id() {
    let client = client(&format!(
        "
paths:
  /: {{get: {{responses: {NONE}}}}}
  /pets: {{get: {{responses: {NONE}}}, post: {{responses: {NONE}}}}}
  /pets/{{petId}}/photos: {{get: {{parameters: [{{name: petId, in: path, required: true, schema: {{type: string}}}}], responses: {NONE}}}}}
",
    ));
    assert_snapshot!(shown([
        client.listing(),
        client.code("impl Operation for GetPetsPetIdPhotos "),
    ]));
}

#[test]
fn names_that_meet() {
    let client = client(&format!(
        "
paths:
  /a: {{get: {{operationId: list-pets, responses: {NONE}}}}}
  /b: {{get: {{operationId: listPets, responses: {NONE}}}}}
  /c: {{get: {{operationId: list_pets2, responses: {NONE}}}}}
  /d: {{get: {{operationId: Result, responses: {NONE}}}}}
",
    ));
    assert_snapshot!(client.listing());
}

#[test]
fn the_api_as_a_whole() {
    let client = client(
        "
info:
  title: 'Pets & \"friends\"'
  version: 2.1.0
  description: |
    A shop.

    See https://pets.example.
servers:
- {url: 'https://{region}.pets.example/{version}/', variables: {region: {default: eu, enum: [eu, us]}, version: {default: v2}}}
paths: {}
",
    );
    assert_snapshot!(shown([
        client.file("src/api.rs"),
        client.file("src/lib.rs"),
    ]));
}

#[test]
fn a_manifest_without_what_the_description_does_not_need() {
    let client = client(&format!(
        "paths: {{/pets: {{get: {{operationId: listPets, responses: {NONE}}}}}}}"
    ));
    assert_snapshot!(shown([
        client.file("Cargo.toml"),
        client.file("src/encoders.rs"),
    ]));
}

#[test]
fn a_client_of_an_api_with_oauth_1() {
    let client = client("components: {securitySchemes: {login: {type: http, scheme: OAuth}}}");
    assert_snapshot!(shown([
        client.file("Cargo.toml"),
        client.file("src/lib.rs"),
        client.files(),
    ]));
}

#[test]
fn only_the_http_scheme_oauth_brings_oauth_1() {
    let has_oauth1 = |schemes: &str| {
        let rest = format!("components: {{securitySchemes: {schemes}}}");
        client(&rest).files().contains("src/oauth1.rs\n")
    };
    assert!(has_oauth1("{a: {type: http, scheme: oauth}}"));
    assert!(has_oauth1(
        "{a: {type: http, scheme: basic}, b: {type: http, scheme: OAUTH}}"
    ));
    assert!(has_oauth1(
        "{a: {$ref: '#/components/securitySchemes/b'}, b: {type: http, scheme: OAuth}}"
    ));
    assert!(!has_oauth1("{a: {type: http, scheme: bearer}}"));
    assert!(!has_oauth1("{OAuth: {type: http, scheme: OAuth2}}"));
    assert!(!has_oauth1(
        "{OAuth: {type: apiKey, in: header, name: OAuth}}"
    ));
    assert!(!has_oauth1("{a: {type: oauth2, flows: {}}}"));
    assert!(!has_oauth1("{}"));
}

const FRAGMENT: &str = r#"
# A comment of the overlay stays there.
[features]
persist = ["dep:toml", "client"]
client = ["dep:hyper-util", "tokio/net", "dep:hyper"]

[dependencies]
tokio = { features = ["net", "time"] }
toml = { version = "1.2.2", optional = true, default-features = false, features = ["parse"] }
hyper-util = { version = "0.1.20", optional = true }
bytes = "1.12.2"
form_urlencoded = {}
anyhow = "1.0.0"

[dev-dependencies]
tokio = { features = ["macros"] }
tempfile = "3.27.0"

[[example]]
name = "login"
required-features = ["client"]

[[example]]
name = "sign"
"#;

#[test]
fn an_overlay_adds_modules_and_what_they_need() {
    let files = [
        ("manifest.toml", FRAGMENT),
        (
            "src/login.rs",
            "//! Logging in.\n\n#![cfg(feature = \"client\")]\n\nmod page;\n",
        ),
        ("src/login/page.rs", "//! A page.\n"),
        ("src/credentials.rs", "//! Signing.\n"),
    ];
    let client = client_with_overlay("paths: {}", &files);
    let library = client.file("src/lib.rs");
    let modules = library
        .split("\n\n")
        .find(|block| block.contains("pub mod api;"));
    assert_snapshot!(shown([
        client.file("Cargo.toml"),
        modules.unwrap().to_owned(),
        client.files(),
        client.file("src/login.rs"),
    ]));
}
