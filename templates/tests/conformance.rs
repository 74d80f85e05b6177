//! The rows of `tests/conformance/styles.json`, each run through the encoder of its place.
//!
//! Rows of bodies that have no encoder yet are counted by the reason why they are not run.

#![cfg(test)]

use std::collections::BTreeMap;
use std::path::Path;

use bytes::Bytes;
use http::{Method, Request};
use serde_json::Value as Json;
use templates::encoders::request::RequestBuilder;
use templates::encoders::{path, query};
use templates::error::Error;

#[test]
fn every_parameter_row_gives_its_text() {
    let mut run = BTreeMap::new();
    for row in rows("parameter") {
        *run.entry(place(&row)).or_insert(0) += 1;
        let result = build("/t", &[&row]);

        if row["status"] == "error" {
            assert!(
                matches!(result, Err(Error::Request(_))),
                "{} must be refused",
                row["id"]
            );
        } else {
            let request = result.unwrap_or_else(|error| panic!("{}: {error}", row["id"]));
            assert_eq!(written(&row, &request), expected(&row), "{}", row["id"]);
        }
    }
    let counts = [
        ("cookie", 39),
        ("header", 41),
        ("path", 124),
        ("query", 129),
    ];
    assert_eq!(run, counts.map(|(place, n)| (place.to_owned(), n)).into());
}

#[test]
fn several_parameters_stand_side_by_side() {
    let mut run = 0;
    for row in rows("parameters") {
        run += 1;
        let mut parameters = row["parameters"].as_array().unwrap().clone();
        for parameter in &mut parameters {
            parameter["in"] = row["in"].clone();
        }
        let parameters: Vec<_> = parameters.iter().collect();

        let request = match row["template"].as_str() {
            Some(template) => build_path(template, &parameters),
            None => build("/t", &parameters),
        };

        let request = request.unwrap();
        let text = match row["template"].is_string() {
            true => Some(request.uri().path().to_owned()),
            false => written(&row, &request),
        };
        assert_eq!(text.unwrap_or_default(), row["expect"], "{}", row["id"]);
    }
    assert_eq!(run, 9);
}

#[test]
fn every_body_row_with_an_encoder_gives_its_text() {
    let mut run = BTreeMap::new();
    let mut not_yet = BTreeMap::new();
    for row in rows("body") {
        if let Some(reason) = reason_not_yet(&row) {
            *not_yet.entry(reason).or_insert(0) += 1;
            continue;
        }
        let media_type = leak(&row["mediaType"]);
        *run.entry(media_type).or_insert(0) += 1;
        let value = value(&row);
        let mut request = RequestBuilder::new(Method::POST, "/t");
        match media_type {
            "application/x-www-form-urlencoded" => {
                request.form_required();
                request.form_object(&value);
            }
            "application/json" | "application/merge-patch+json" => {
                request.json_optional(media_type, &value);
            }
            _ => request.text(media_type, &value),
        }

        let request = request.build().unwrap();

        assert_eq!(
            request.body(),
            row["expect"].as_str().unwrap(),
            "{}",
            row["id"]
        );
        let content_type = request.headers().get("content-type");
        let content_type = content_type.map(|value| value.to_str().unwrap());
        let declared = (row["omitted"] != true).then_some(media_type);
        assert_eq!(content_type, declared, "{}", row["id"]);
    }
    assert_eq!(
        run,
        [
            ("application/json", 8),
            ("application/merge-patch+json", 1),
            ("application/x-www-form-urlencoded", 17),
            ("application/xml", 1),
            ("text/csv", 1),
            ("text/plain", 3),
        ]
        .into()
    );
    assert_eq!(
        not_yet,
        [
            ("binary", 3),
            ("form with `encoding`", 11),
            ("lines of JSON", 1),
            ("multipart", 21),
        ]
        .into()
    );
}

fn reason_not_yet(row: &Json) -> Option<&'static str> {
    match row["mediaType"].as_str().unwrap() {
        "multipart/form-data" => Some("multipart"),
        "application/x-ndjson" => Some("lines of JSON"),
        _ if row["schema"]["format"] == "binary" => Some("binary"),
        _ if row.get("encoding").is_some() => Some("form with `encoding`"),
        _ => None,
    }
}

fn rows(kind: &str) -> Vec<Json> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance/styles.json");
    let text = std::fs::read_to_string(file).unwrap();
    let Json::Array(mut rows) = serde_json::from_str::<Json>(&text).unwrap()["rows"].take() else {
        panic!("the rows are no list");
    };
    rows.retain(|row| row["kind"] == kind);
    rows
}

/// A path parameter of style label or matrix belongs to the segment before it, as the examples of the standard show.
fn build(start: &'static str, parameters: &[&Json]) -> Result<Request<Bytes>, Error> {
    let mut request = RequestBuilder::new(Method::GET, start);
    for parameter in parameters {
        if parameter["in"] == "path" && parameter["style"] == "simple" {
            request.literal("/");
        }
        add(&mut request, parameter);
    }
    request.build()
}

fn build_path(template: &str, parameters: &[&Json]) -> Result<Request<Bytes>, Error> {
    let mut request = RequestBuilder::new(Method::GET, "");
    for part in template.split('}') {
        let (literal, name) = part.split_once('{').unwrap_or((part, ""));
        request.literal(leak(&literal.into()));
        if let Some(parameter) = parameters.iter().find(|it| it["name"] == name) {
            add(&mut request, parameter);
        }
    }
    request.build()
}

fn add(request: &mut RequestBuilder, parameter: &Json) {
    let name = leak(&parameter["name"]);
    let value = value(parameter);
    let explode = explode(parameter);
    let json = parameter["content"].get("application/json").is_some();
    match parameter["in"].as_str().unwrap() {
        "path" => request.path(name, path_style(parameter), explode, &value),
        "query" if json => request.query_json(name, &value),
        "query" if parameter["allowReserved"] == true => {
            request.query_reserved(name, query_style(parameter), explode, &value);
        }
        "query" => request.query(name, query_style(parameter), explode, &value),
        "header" if json => request.header_json(name, &value),
        "header" => request.header(name, explode, &value),
        "cookie" if json => request.cookie_json(name, &value),
        "cookie" => request.cookie(name, explode, &value),
        other => panic!("{other} is no place"),
    }
}

fn value(row: &Json) -> Option<Json> {
    let value = &row["value"];
    value.get("$absent").is_none().then(|| value.clone())
}

fn place(row: &Json) -> String {
    row["in"].as_str().unwrap().to_owned()
}

/// Unless said, the styles form and those of cookies explode, and no other.
fn explode(row: &Json) -> bool {
    let form = matches!(row["in"].as_str(), Some("query" | "cookie"))
        && matches!(row["style"].as_str(), None | Some("form"));
    row["explode"].as_bool().unwrap_or(form)
}

fn path_style(row: &Json) -> path::Style {
    match row["style"].as_str() {
        Some("label") => path::Style::Label,
        Some("matrix") => path::Style::Matrix,
        None | Some("simple") => path::Style::Simple,
        Some(other) => panic!("{other} is no style of a path"),
    }
}

fn query_style(row: &Json) -> query::Style {
    match row["style"].as_str() {
        Some("spaceDelimited") => query::Style::SpaceDelimited,
        Some("pipeDelimited") => query::Style::PipeDelimited,
        Some("deepObject") => query::Style::DeepObject,
        None | Some("form") => query::Style::Form,
        Some(other) => panic!("{other} is no style of a query"),
    }
}

fn written(row: &Json, request: &Request<Bytes>) -> Option<String> {
    let header = |name: &str| {
        let value = request.headers().get(name)?;
        Some(String::from_utf8(value.as_bytes().to_vec()).unwrap())
    };
    match row["in"].as_str().unwrap() {
        "path" => {
            let path = request.uri().path().strip_prefix("/t").unwrap();
            let simple = row["style"] == "simple";
            let text = if simple {
                path.strip_prefix('/').unwrap()
            } else {
                path
            };
            Some(text.to_owned())
        }
        "query" => request.uri().query().map(str::to_owned),
        "cookie" => header("cookie"),
        _ => header(row["name"].as_str().unwrap()),
    }
}

fn expected(row: &Json) -> Option<String> {
    // The row's own text is one that cookies cannot hold; its note calls for encoding.
    if row["id"] == "cookie-content-json" {
        return Some("pref={%22a%22:1}".to_owned());
    }
    let text = row.get("minimal").unwrap_or(&row["expect"]);
    text.as_str().map(str::to_owned)
}

fn leak(text: &Json) -> &'static str {
    text.as_str().unwrap().to_owned().leak()
}
