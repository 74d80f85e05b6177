//! Whether what was sent is what a row expects.

use std::borrow::Cow;

use serde_json::Value;

use crate::multipart;
use crate::rows::Row;
use crate::sent::{Request, Sent, bytes};

type Verdict = Result<(), String>;

pub fn of(row: &Row, sent: &Sent) -> Verdict {
    match sent {
        Sent::Error(error) if row.is_error() => {
            let named = row.parameters().iter().all(|it| error.contains(it.name));
            named
                .then_some(())
                .ok_or(format!("the error does not name the parameter: {error}"))
        }
        Sent::Error(error) => Err(format!("refused by the call: {error}")),
        Sent::Request(request) if row.is_error() => Err(format!("sent as {}", request.uri)),
        Sent::Request(request) if row.place() == "body" => body(row, request),
        Sent::Request(request) => parameters(row, request),
    }
}

/// Compares what stands in the place of the parameters.
fn parameters(row: &Row, request: &Request) -> Verdict {
    let (path, query) = match request.uri.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (&*request.uri, None),
    };
    let start = row.start();
    let Some(rest) = path.strip_prefix(&start) else {
        return Err(format!("the path is {path}"));
    };
    let header = |name: &str| {
        request
            .headers
            .get(&name.to_lowercase())
            .map(String::as_str)
    };
    let got = match row.place() {
        "path" if row.json["style"] == "simple" => rest.strip_prefix('/'),
        "path" => Some(rest),
        "query" => query,
        "cookie" => header("cookie"),
        _ => header(row.parameters()[0].name),
    };
    let elsewhere = match row.place() {
        "path" => query.is_some(),
        "query" => !rest.is_empty(),
        _ => !rest.is_empty() || query.is_some() || request.headers.len() > 2,
    };
    if elsewhere {
        return Err(format!("something stands elsewhere: {}", request.uri));
    }
    let expected = expected(row);
    // Several parameters of which none is set leave an empty text.
    if expected.iter().any(|text| text.as_deref() == got)
        || expected[0].as_deref() == Some("") && got.is_none() && row.json["kind"] == "parameters"
        || got.is_some_and(|got| is_the_same_map(row, got))
    {
        return Ok(());
    }
    Err(format!("expected {:?}, got {got:?}", expected[0]))
}

/// The texts that are right, the best one first.
fn expected(row: &Row) -> Vec<Option<String>> {
    // The text of this row is one that a cookie cannot hold, as its note says: percent-encoding is the safe choice.
    if row.id == "cookie-content-json" {
        return vec![Some("pref={%22a%22:1}".to_owned())];
    }
    if let Some(minimal) = row.json["minimal"].as_str() {
        return vec![Some(minimal.to_owned())];
    }
    let others = row.json["accept"].as_array().into_iter().flatten();
    let all = std::iter::once(&row.json["expect"]).chain(others);
    all.map(|text| text.as_str().map(str::to_owned)).collect()
}

/// The members of a map have no order, and a client sends them by name: the texts are the same apart from that.
fn is_the_same_map(row: &Row, got: &str) -> bool {
    let is_map = row.json["schema"].get("additionalProperties").is_some();
    let expected = row.json["expect"].as_str().unwrap_or_default();
    let members = row.json["value"]
        .as_object()
        .map_or(0, |object| object.len());
    is_map && members > 1 && members_of(row, expected) == members_of(row, got)
}

/// The prefix of a text, and each member with its value, in the order of their names.
fn members_of<'a>(row: &Row, text: &'a str) -> (&'a str, Vec<Vec<&'a str>>) {
    let style = row.json["style"].as_str().unwrap();
    let is_exploded = row.json["explode"] == true;
    let separator = match (row.place(), style, is_exploded) {
        (_, "deepObject", _) => "&",
        (_, "spaceDelimited", false) => "%20",
        (_, "pipeDelimited", false) => "%7C",
        (_, "matrix", true) => ";",
        (_, "label", true) => ".",
        ("query", _, true) => "&",
        ("cookie", _, true) => "; ",
        _ => ",",
    };
    let length = match (style, is_exploded) {
        ("matrix" | "label", true) => separator.len(),
        ("label", false) => 1,
        ("simple", _) | (_, true) => 0,
        (_, false) => text.find('=').map_or(0, |at| at + 1),
    };
    let (prefix, rest) = text.split_at(length.min(text.len()));
    let pieces: Vec<&str> = rest.split(separator).collect();
    let mut members: Vec<Vec<&str>> = match is_exploded {
        true => pieces.into_iter().map(|member| vec![member]).collect(),
        false => pieces.chunks(2).map(<[_]>::to_vec).collect(),
    };
    members.sort();
    (prefix, members)
}

/// Compares body and `Content-Type`.
fn body(row: &Row, request: &Request) -> Verdict {
    if request.uri != row.start() {
        return Err(format!("the address is {}", request.uri));
    }
    let content_type = request.headers.get("content-type").map(String::as_str);
    let got = String::from_utf8_lossy(&request.body);
    let expect = &row.json["expect"];
    let is_right = match row.json["compare"].as_str().unwrap() {
        "parts" => return parts(row, content_type.unwrap_or_default(), &request.body),
        "absent" => return absent(content_type, &request.body),
        "json" => json(&got) == json(expect.as_str().unwrap()),
        "decoded-pairs" => {
            let others = row.json["accept"].as_array().into_iter().flatten();
            let mut all = std::iter::once(expect).chain(others);
            all.any(|text| pairs(&got) == pairs(text.as_str().unwrap()))
        }
        "bytes" => match expect["$bytes"].as_str() {
            Some(hex) => request.body == bytes(hex),
            None => got == expect.as_str().unwrap(),
        },
        other => panic!("{other} is no way to compare"),
    };
    if !is_right {
        return Err(format!("expected {expect}, got {got:?}"));
    }
    let declared = row
        .json
        .get("contentType")
        .unwrap_or(&row.json["mediaType"]);
    let others = row.json["contentTypeAccept"]
        .as_array()
        .into_iter()
        .flatten();
    let mut right = std::iter::once(declared).chain(others);
    match right.any(|it| it.as_str() == content_type) {
        true => Ok(()),
        false => Err(format!("`Content-Type` is {content_type:?}")),
    }
}

fn absent(content_type: Option<&str>, body: &[u8]) -> Verdict {
    match content_type.is_none() && body.is_empty() {
        true => Ok(()),
        false => Err(format!("expected no body, got {content_type:?} {body:?}")),
    }
}

/// The pairs of a form. The text of an object is JSON, in which the order of the members means nothing.
fn pairs(text: &str) -> Vec<(Cow<'_, str>, Value)> {
    let pairs = form_urlencoded::parse(text.as_bytes());
    pairs
        .map(|(name, value)| {
            let object = json(&value).filter(Value::is_object);
            (name, object.unwrap_or(Value::String(value.into_owned())))
        })
        .collect()
}

fn json(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

fn parts(row: &Row, content_type: &str, body: &[u8]) -> Verdict {
    let got = multipart::parse(content_type, body)?;
    let expected = row.json["parts"].as_array().unwrap();
    if got.len() != expected.len() {
        return Err(format!("{} parts, not {}", got.len(), expected.len()));
    }
    got.iter()
        .zip(expected)
        .try_for_each(|(got, expected)| part(got, expected))
}

fn part(got: &multipart::Part, expected: &Value) -> Verdict {
    let text = |key: &str| expected[key].as_str();
    let on_wire = |key: &str, wire: &str| text(wire).or(text(key)).map(str::to_owned);
    if Some(&got.name) != on_wire("name", "nameOnWire").as_ref() {
        return Err(format!("the name of a part is {:?}", got.name));
    }
    if got.file_name != on_wire("filename", "filenameOnWire") {
        return Err(format!("the name of a file is {:?}", got.file_name));
    }
    let is_optional = expected["contentTypeOptional"] == true;
    match got.headers.get("content-type") {
        None if is_optional => {}
        Some(got) if Some(&**got) == text("contentType") => {}
        other => return Err(format!("`Content-Type` of a part is {other:?}")),
    }
    for (name, value) in expected["headers"].as_object().into_iter().flatten() {
        if got.headers.get(&name.to_lowercase()).map(String::as_str) != value.as_str() {
            return Err(format!("a part has no `{name}` of {value}"));
        }
    }
    let is_right = match &expected["body"] {
        Value::String(body) if text("contentType") == Some("application/json") => {
            json(&String::from_utf8_lossy(&got.body)) == json(body)
        }
        Value::String(body) => got.body == body.as_bytes(),
        other => got.body == bytes(other["$bytes"].as_str().unwrap()),
    };
    match is_right {
        true => Ok(()),
        false => Err(format!("the body of a part is {:?}", got.body)),
    }
}
