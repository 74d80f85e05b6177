//! Servers: where a call goes, and what a caller can choose.

use insta::assert_snapshot;

use crate::client::{client, shown};

const NONE: &str = "{'204': {description: None.}}";

#[test]
fn one_server_is_a_constant_and_nothing_else() {
    let client = client("servers: [{url: https://pets.example/v1/, description: All.}]");
    assert!(!client.files().contains("servers.rs"));
    assert!(!client.files().contains("server.rs"));
    assert_snapshot!(client.file("src/api.rs"));
}

#[test]
fn servers_to_choose_from() {
    let client = client(
        "
servers:
- {url: https://pets.example/, description: Production server}
- {url: https://test.pets.example/v2, description: For tests. What is stored there is lost every night.}
- {url: https://test.pets.example/v3}
- {url: https://pets.test}
",
    );
    assert!(!client.files().contains("encoders/server.rs"));
    assert_snapshot!(shown([
        client.file("src/api.rs"),
        client.file("src/servers.rs"),
    ]));
}

#[test]
fn a_host_behind_a_path_can_be_chosen() {
    let outcome = tests::descriptions::run(
        "pets.yaml",
        tests::descriptions::description(
            "servers: [{url: /v1}, {url: https://pets.example/v1, description: Production}]",
        )
        .as_bytes(),
    );
    let files = outcome.client.unwrap().files;
    assert!(files.get("src/servers.rs").unwrap().contains("PRODUCTION"));
}

#[test]
fn a_server_with_variables() {
    let client = client(
        "
servers:
- url: 'https://{region}.pets.example/{basePath}'
  description: Production.
  variables:
    region: {default: eu, enum: [eu, us-east], description: Where the pets live.}
    basePath: {default: ''}
",
    );
    assert_snapshot!(shown([
        client.file("src/api.rs"),
        client.file("src/servers.rs"),
    ]));
}

#[test]
fn variables_of_one_name_and_the_same_values_share_a_type() {
    let client = client(
        "
servers:
- {url: 'https://{region}.pets.example', description: a, variables: {region: {default: eu, enum: [eu, us]}}}
- {url: 'https://{region}.toys.example', description: b, variables: {region: {default: us, enum: [eu, us]}}}
- {url: 'https://{region}.food.example', description: c, variables: {region: {default: eu, enum: [eu, asia]}}}
",
    );
    let servers = client.file("src/servers.rs");
    let lines = servers.lines();
    let names = lines.filter(|line| line.contains("Region"));
    assert_snapshot!(names.collect::<Vec<_>>().join("\n"));
}

#[test]
fn each_place_of_a_variable() {
    let client = client(
        "
servers:
- url: '{scheme}://{host}:{port}{base}/{version}'
  variables: {scheme: {default: https}, host: {default: a.example}, port: {default: '443'}, base: {default: /b}, version: {default: v1}}
- {url: '{server}/v1', variables: {server: {default: https://b.example}}}
- {url: 'https://{host}', variables: {host: {default: c.example/api}}}
- {url: 'https://d.example{base}', variables: {base: {default: ''}}}
- {url: 'https://d.{tld}', variables: {tld: {default: ''}}}
- {url: 'https://e.example{base}/pets', variables: {base: {default: ''}}}
- {url: 'https://f.example{base}{rest}', variables: {base: {default: /v1}, rest: {default: /x}}}
- {url: 'https://{host}{path}', variables: {host: {default: g.example/api}, path: {default: /v1}}}
- {url: 'https://h.example{base}/{rest}', variables: {base: {default: /v1}, rest: {default: x}}}
",
    );
    let servers = client.file("src/servers.rs");
    let is_part = |line: &&str| {
        line.starts_with("pub struct") || line.contains(" url") && !line.contains("///")
    };
    let lines: Vec<&str> = servers.lines().filter(is_part).collect();
    assert_snapshot!(shown([client.file("src/api.rs"), lines.join("\n")]));
}

#[test]
fn operations_with_servers_of_their_own() {
    let client = client(&format!(
        "
paths:
  /files/{{name}}:
    servers: [{{url: https://files.example/}}]
    parameters: [{{name: name, in: path, required: true, schema: {{type: string}}}}]
    get: {{operationId: getFile, responses: {NONE}}}
    put:
      operationId: putFile
      servers: [{{url: 'https://{{region}}.files.example', variables: {{region: {{default: eu}}}}}}, {{url: https://test.files.example}}]
      responses: {NONE}
  /pets: {{get: {{operationId: listPets, responses: {NONE}}}}}
",
    ));
    assert_snapshot!(shown([
        client.item("pub struct GetFile "),
        client.function("impl GetFile ", "server"),
        client.request("GetFile"),
        client.request("PutFile"),
        client.function("impl PutFile ", "server"),
        client.request("ListPets"),
    ]));
}
