//! The calls of rows, as a user would write them.

use serde_json::Value;

use crate::rows::{Row, is_absent};

/// What the program consists of besides the calls.
const SUPPORT: &str = include_str!("program.rs");

/// A program that calls each row and prints what comes out.
pub fn program(rows: &[&Row]) -> String {
    let mut text = format!("{SUPPORT}\nfn main() {{\n");
    for row in rows {
        let id = &row.id;
        let call = call(row);
        // The trait of the operation is brought in by the block, as each client has its own.
        let prelude = format!("use conformance_{}::prelude::*;", row.group());
        let request = match is_stream(&row.json["schema"]) {
            true => "into_request",
            false => "request",
        };
        text.push_str(&format!(
            "    {{ {prelude} show({id:?}, {call}.{request}()); }}\n"
        ));
    }
    text.push_str("}\n");
    text
}

/// A program that calls operations without the values that they need, one to a line.
pub fn program_of_unset(rows: &[&Row]) -> String {
    let mut text = String::from("fn main() {\n");
    for row in rows {
        let (id, operation) = (&row.id, operation(row));
        let value = match row.json["value"] {
            Value::Null => "None::<String>",
            _ => "",
        };
        text.push_str(&format!("    let _ = {operation}::new({value}); // {id}\n"));
    }
    text.push_str("}\n");
    text
}

fn operation(row: &Row) -> String {
    let words = row.id.split('-');
    let name: String = words.map(capitalized).collect();
    format!("conformance_{}::operations::{name}", row.group())
}

fn capitalized(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

fn call(row: &Row) -> String {
    let operation = operation(row);
    let parameters = row.parameters();
    if row.place() == "path" {
        let values = parameters
            .iter()
            .map(|it| expression(schema(it.object), it.value));
        let values = values.collect::<Vec<_>>().join(", ");
        return format!("{operation}::new({values})");
    }
    if row.place() == "body" {
        return body(row, &operation);
    }
    let fields = parameters
        .iter()
        .map(|it| (it.name, schema(it.object), it.value));
    format!("{operation}::new(){}", setters(fields))
}

/// The members of an inline object that is sent as pairs or parts are set like parameters.
fn body(row: &Row, operation: &str) -> String {
    let (schema, value) = (&row.json["schema"], &row.json["value"]);
    let media_type = row.json["mediaType"].as_str().unwrap();
    let is_pairs = matches!(
        media_type,
        "application/x-www-form-urlencoded" | "multipart/form-data"
    );
    match schema["properties"].as_object() {
        Some(properties) if is_pairs && !properties.is_empty() => {
            let members = value.as_object().unwrap().iter();
            let fields = members.map(|(name, value)| (&**name, &properties[name], value));
            format!("{operation}::new(){}", setters(fields))
        }
        _ if is_absent(value) => format!("{operation}::new()"),
        _ if is_binary(schema) && media_type.contains('*') => {
            let own = value["contentType"].as_str();
            let media_type = own.unwrap_or("application/octet-stream");
            let bytes = bytes(value);
            format!("{operation}::new(conformance_body::body::Media::new({media_type:?}, {bytes}))")
        }
        _ if is_binary(schema) => format!("{operation}::new({}.into())", bytes(value)),
        _ => format!("{operation}::new({})", expression(schema, value)),
    }
}

/// What is absent is not set, nor is what is `null`: outside of JSON, no setter has anything else for it.
fn setters<'a>(fields: impl Iterator<Item = (&'a str, &'a Value, &'a Value)>) -> String {
    fields
        .filter(|(_, _, value)| !is_absent(value) && !value.is_null())
        .map(|(name, schema, value)| {
            format!(".{}({})", identifier(name), expression(schema, value))
        })
        .collect()
}

/// The field of a name. What is no letter or digit separates words.
fn identifier(name: &str) -> String {
    match name {
        "❤️" => "heart".to_owned(),
        "né" => "ne".to_owned(),
        _ => {
            let words = name.split(|c: char| !c.is_ascii_alphanumeric());
            let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
            words.join("_").to_lowercase()
        }
    }
}

fn schema(parameter: &Value) -> &Value {
    match parameter["content"].as_object() {
        Some(content) => &content.values().next().unwrap()["schema"],
        None => &parameter["schema"],
    }
}

/// A value as Rust. What is no text or list of texts is of a type that the call itself fixes.
fn expression(schema: &Value, value: &Value) -> String {
    if is_binary(schema) {
        return file(value);
    }
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => literal(text),
        Value::Array(items) if is_binary(&schema["items"]) => {
            let files: Vec<_> = items.iter().map(file).collect();
            format!("vec![{}]", files.join(", "))
        }
        Value::Array(items) if schema["items"]["type"] == "string" => {
            let items = items.iter().map(|item| literal(item.as_str().unwrap()));
            let items = items.collect::<Vec<_>>().join(", ");
            format!("Vec::<&str>::from([{items}])")
        }
        Value::Array(_) | Value::Object(_) => format!("from_json({})", literal(&value.to_string())),
    }
}

fn literal(text: &str) -> String {
    format!("{text:?}")
}

fn is_binary(schema: &Value) -> bool {
    schema["format"] == "binary"
}

/// Whether a body of a schema may be a stream.
fn is_stream(schema: &Value) -> bool {
    let properties = schema["properties"].as_object();
    let mut properties = properties.into_iter().flat_map(|object| object.values());
    is_binary(schema) || properties.any(|it| is_binary(it) || is_binary(&it["items"]))
}

fn file(value: &Value) -> String {
    let mut text = format!(
        "conformance_body::encoders::file::File::new({})",
        bytes(value)
    );
    if let Some(name) = value["filename"].as_str() {
        text.push_str(&format!(".name({name:?})"));
    }
    if let Some(media_type) = value["contentType"].as_str() {
        text.push_str(&format!(".media_type({media_type:?})"));
    }
    for (name, value) in value["headers"].as_object().into_iter().flatten() {
        text.push_str(&format!(".header({name:?}, {value})"));
    }
    text
}

/// The bytes of `{"$bytes": hex}`.
fn bytes(value: &Value) -> String {
    let bytes = crate::sent::bytes(value["$bytes"].as_str().unwrap());
    format!("Vec::<u8>::from({bytes:?})")
}
