//! The naming obstacle course: a description that uses each of many awkward words for everything that has a name.

use serde_json::{Map, Value, json};

/// The words, in the order of the file, and behind them three that are too long for a name.
pub fn words() -> Vec<String> {
    let lines = include_str!("obstacles.txt").lines();
    let words = lines.filter(|line| !line.starts_with("# "));
    let long = ["a", "b", "long-"].map(|end| format!("{}{end}", "long-".repeat(100)));
    words.map(str::to_owned).chain(long).collect()
}

/// Each word is an operation in a group of its own, a model, a member, a value of an enum, a query parameter, a cookie
/// and a field of a form, as far as the standard allows it there.
pub fn description() -> String {
    let words = words();
    let mut paths = Map::new();
    for (index, word) in words.iter().enumerate() {
        paths.insert(
            format!("/words/{index}"),
            json!({ "post": operation(word) }),
        );
    }
    let parameters: Vec<Value> = words.iter().flat_map(|word| parameters(word)).collect();
    paths.insert(
        "/all".to_owned(),
        json!({ "post": {
            "operationId": "all of them",
            "parameters": parameters,
            "requestBody": { "content": { "application/x-www-form-urlencoded": { "schema": optional(&words) } } },
            "responses": { "204": { "description": "Done." } },
        } }),
    );
    let mut schemas: Map<String, Value> = words
        .iter()
        .filter(|word| is_component(word))
        .map(|word| (word.clone(), model(word)))
        .collect();
    schemas.insert("all-optional".to_owned(), optional(&words));
    let mut required = optional(&words);
    required["required"] = json!(words);
    required["additionalProperties"] = json!({ "type": "string" });
    schemas.insert("all-required".to_owned(), required);
    schemas.insert(
        "all-values".to_owned(),
        json!({ "type": "string", "enum": words }),
    );
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Obstacles", "version": "1" },
        "servers": [{ "url": "https://api.example" }],
        "paths": paths,
        "components": { "schemas": schemas },
    })
    .to_string()
}

/// An operation that uses much of what generated code imports.
fn operation(word: &str) -> Value {
    let schema = match is_component(word) {
        true => json!({ "$ref": format!("#/components/schemas/{word}") }),
        false => {
            json!({ "type": "object", "additionalProperties": { "type": "string", "format": "password" } })
        }
    };
    let content = json!({ "application/json": { "schema": schema } });
    json!({
        "operationId": word,
        "tags": [word],
        "parameters": [
            { "name": "words", "in": "query", "schema": { "type": "array", "items": { "type": "string" } } },
            { "name": word, "in": "query", "required": true, "schema": { "type": "string", "format": "password" } },
        ],
        "requestBody": { "content": content },
        "responses": {
            "200": { "description": "Done.", "content": content },
            "204": { "description": "Nothing." },
            "default": { "description": "No.", "content": { "application/json": { "schema": {} } } },
        },
    })
}

fn parameters(word: &str) -> Vec<Value> {
    let parameter =
        |place: &str, schema: Value| json!({ "name": word, "in": place, "schema": schema });
    let mut parameters = vec![parameter("query", json!({ "type": "integer" }))];
    if is_token(word) {
        parameters.push(parameter("cookie", json!({ "type": "string" })));
    }
    parameters
}

/// A model that holds itself. It stands beside others that use what generated code imports.
fn model(word: &str) -> Value {
    let next = format!("#/components/schemas/{word}");
    json!({ "type": "object", "properties": { "next": { "$ref": next } } })
}

/// An object with a member for each word, of several types: their setters and imports differ.
fn optional(words: &[String]) -> Value {
    let types = [
        json!({ "type": "string" }),
        json!({ "type": "integer" }),
        json!({ "type": "array", "items": { "type": "string", "format": "password" } }),
    ];
    let members: Map<String, Value> = words
        .iter()
        .zip(types.iter().cycle())
        .map(|(word, schema)| (word.clone(), schema.clone()))
        .collect();
    json!({ "type": "object", "properties": members })
}

/// The characters that the key of a component may have (OpenAPI 3.0.4, "Components Object").
fn is_component(word: &str) -> bool {
    word.chars()
        .all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

/// The characters that the name of a cookie may have (RFC 6265, section 4.1.1).
fn is_token(word: &str) -> bool {
    word.chars()
        .all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}
