//! The description of a group of rows.

use serde_json::{Map, Value, json};

use crate::rows::{Row, is_absent};

/// What a row says of a parameter, as it stands in a Parameter Object.
const KEYS: [&str; 6] = [
    "style",
    "explode",
    "allowReserved",
    "allowEmptyValue",
    "schema",
    "content",
];

/// A description with one operation for each row.
pub fn of(title: &str, rows: &[&Row]) -> String {
    let paths: Map<String, Value> = rows
        .iter()
        .map(|row| (row.path(), json!({ "post": operation(row) })))
        .collect();
    let description = json!({
        "openapi": "3.0.4",
        "info": {"title": title, "version": "1"},
        "servers": [{"url": "https://api.example"}],
        "paths": paths,
    });
    serde_json::to_string_pretty(&description).unwrap()
}

fn operation(row: &Row) -> Value {
    let mut operation = json!({
        "operationId": row.id,
        "responses": {"204": {"description": "Done."}},
    });
    let parameters: Vec<Value> = row
        .parameters()
        .iter()
        .map(|parameter| {
            let mut object = json!({"name": parameter.name, "in": row.place()});
            for key in KEYS {
                if let Some(value) = parameter.object.get(key) {
                    object[key] = value.clone();
                }
            }
            if row.place() == "path" {
                object["required"] = true.into();
            }
            object
        })
        .collect();
    if parameters.is_empty() {
        operation["requestBody"] = body(row);
    } else {
        operation["parameters"] = parameters.into();
    }
    operation
}

fn body(row: &Row) -> Value {
    let mut content = json!({"schema": row.json["schema"]});
    if let Some(encoding) = row.json.get("encoding") {
        content["encoding"] = encoding.clone();
    }
    let media_type = row.json["mediaType"].as_str().unwrap();
    json!({"required": !is_absent(&row.json["value"]), "content": {media_type: content}})
}
