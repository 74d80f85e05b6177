//! What the tables of the standard cannot say: how the fields of an object depend on each other, and what names must be.
//!
//! What real descriptions do without harm is a warning. What could send a wrong request, or lose an operation, is an error.

use std::collections::HashSet;

use super::mend::{Filling, Repair};
use super::shape::{Check, Keys, Members, Place, Shape, integer, nearest};
use super::standard::METHODS;
use super::tree::{Node, Number};

pub(super) const QUERY_STYLES: &[&str] = &["form", "spaceDelimited", "pipeDelimited", "deepObject"];

/// The styles of each place of a parameter (Parameter Object, `style`).
const STYLES: [(&str, &[&str]); 4] = [
    ("path", &["matrix", "label", "simple"]),
    ("query", QUERY_STYLES),
    ("header", &["simple"]),
    ("cookie", &["form"]),
];

/// Checks the name of a member; false if its value should not be looked at.
pub(super) fn key(check: &mut Check<'_>, keys: Keys, key: &str, place: &Place<'_>) -> bool {
    match keys {
        Keys::Any => {}
        Keys::Component => {
            if key.is_empty()
                || !key
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
            {
                check
                    .warning(
                        place,
                        format!("`{key}` is not a name that the standard allows here"),
                    )
                    .hint("use the letters A-Z and a-z, digits, `.`, `_` and `-`");
            }
        }
        Keys::Path => {
            if !key.starts_with('/') {
                check.error(place, format!("the path `{key}` must start with `/`"));
            }
        }
        Keys::Status => return status(check, key, place),
        Keys::MediaType => media_type(check, key, place),
        Keys::HeaderName => {
            if !is_token(key) {
                check
                    .error(place, format!("`{key}` is not the name of a header"))
                    .hint(TOKEN);
            }
        }
    }
    true
}

fn status(check: &mut Check<'_>, key: &str, place: &Place<'_>) -> bool {
    let [class @ b'1'..=b'5', rest @ ..] = key.as_bytes() else {
        if key == "default" {
            return true;
        }
        return no_status(check, key, place);
    };
    match rest {
        [b'0'..=b'9', b'0'..=b'9'] | [b'X', b'X'] => true,
        [b'x' | b'X', b'x' | b'X'] => {
            let class = char::from(*class);
            check.warning(place, format!("`{key}` should be written `{class}XX`"));
            true
        }
        _ => no_status(check, key, place),
    }
}

fn no_status(check: &mut Check<'_>, key: &str, place: &Place<'_>) -> bool {
    check
        .error(
            place,
            format!("`{key}` is neither a status code nor a range of them"),
        )
        .hint("use a code from 100 to 599, a range from 1XX to 5XX, or `default`");
    false
}

/// A field that OpenAPI 3.1 added.
pub(super) fn later_field(check: &mut Check<'_>, key: &str, place: &Place<'_>) {
    let instead = match key {
        "const" => "in 3.0 write an `enum` of one value",
        "examples" => "in 3.0 write `example`",
        "prefixItems" | "contains" | "unevaluatedItems" => "in 3.0 describe all items by `items`",
        "patternProperties" | "propertyNames" | "unevaluatedProperties" => {
            "in 3.0 describe other properties by `additionalProperties`"
        }
        "contentEncoding" | "contentMediaType" => "in 3.0 write `format: byte` or `format: binary`",
        "$defs" => "in 3.0 schemas stand in `components`",
        "if" | "then" | "else" => "in 3.0 write `oneOf` or `anyOf`",
        _ => "3.0 has nothing like it; remove it",
    };
    check
        .error(place, format!("`{key}` is an OpenAPI 3.1 form"))
        .hint(instead);
}

pub(super) fn unknown_field(check: &mut Check<'_>, key: &str, shape: &Shape, place: &Place<'_>) {
    let is_path_item = shape.field_names().any(|name| name == "get");
    let lower = key.to_ascii_lowercase();
    if is_path_item && METHODS.contains(&lower.as_str()) {
        check.error(
            place,
            format!("the method `{key}` must be written `{lower}`"),
        );
        return;
    }
    let hint = nearest(key, shape.field_names());
    check
        .warning(
            place,
            format!("`{key}` is not a field of the standard, and is ignored"),
        )
        .hint = hint;
}

/// What has no value can have no default either.
pub(super) fn server_variable(check: &mut Check<'_>, members: &Members, place: &Place<'_>) {
    if matches!(members.get("enum"), Some(Node::Array(values)) if values.is_empty()) {
        check
            .error(&place.key("enum"), "an `enum` needs at least one value")
            .hint("name the values that the variable can have, or take `enum` out for any");
    }
}

pub(super) fn path_item(check: &mut Check<'_>, members: &Members, place: &Place<'_>) {
    if members.contains_key("$ref") && METHODS.iter().any(|method| members.contains_key(*method)) {
        check
            .error(
                place,
                "operations beside `$ref`: the standard does not say which of them count",
            )
            .hint("keep either the `$ref` or the operations");
    }
}

pub(super) fn operation(check: &mut Check<'_>, members: &Members, place: &Place<'_>) {
    if !members.contains_key("responses") {
        check.warning(
            place,
            "the required field `responses` is missing; taken as empty",
        );
        check.repair(place, Repair::Add("responses", Filling::Object));
    }
    if members.contains_key("callbacks") {
        let place = place.key("callbacks");
        check.warning(
            &place,
            "callbacks are requests that the server makes; the client has no part in them",
        );
        check.repair(&place, Repair::Remove);
    }
}

/// openapiv3 takes the extensions of a callback for paths.
pub(super) fn callback(check: &mut Check<'_>, members: &Members, place: &Place<'_>) {
    for key in members.keys().filter(|key| key.starts_with("x-")) {
        check.repair(&place.key(key), Repair::Remove);
    }
}

pub(super) fn responses(check: &mut Check<'_>, members: &Members, place: &Place<'_>) {
    for key in members.keys() {
        let upper = key.to_ascii_uppercase();
        if *key != upper && upper.ends_with("XX") && members.contains_key(&upper) {
            check.error(
                &place.key(key),
                format!("`{key}` and `{upper}` are the same range"),
            );
        }
    }
}

pub(super) fn response(check: &mut Check<'_>, members: &Members, place: &Place<'_>) {
    if !matches!(members.get("description"), Some(Node::String(_))) {
        if !members.contains_key("description") {
            check.warning(
                place,
                "the required field `description` is missing; taken as empty",
            );
        }
        check.repair(place, Repair::Add("description", Filling::Text("")));
    }
}

pub(super) fn parameter(check: &mut Check<'_>, members: &Members, place: &Place<'_>) {
    schema_or_content(check, members, place, "parameter");
    let location = members.get("in").and_then(Node::as_str);
    let name = members.get("name").and_then(Node::as_str);
    match (location, name) {
        (Some("header"), Some(name)) if !is_token(name) => {
            check
                .error(
                    &place.key("name"),
                    format!("`{name}` is not the name of a header"),
                )
                .hint(TOKEN);
        }
        // Others are sent percent-encoded, but a cookie without any is none.
        (Some("cookie"), Some("")) => {
            check
                .error(&place.key("name"), "a cookie must have a name")
                .hint(TOKEN);
        }
        (Some("path"), _) if members.get("required") != Some(&Node::Bool(true)) => {
            check.warning(
                place,
                "a path parameter must say `required: true`; taken as required",
            );
        }
        _ => {}
    }
    if members.contains_key("content") {
        for field in ["style", "explode", "allowReserved"] {
            if members.contains_key(field) {
                check
                    .warning(
                        &place.key(field),
                        format!("`{field}` has no meaning beside `content`, and is ignored"),
                    )
                    .hint("take it out: the media type says how the value is sent");
            }
        }
    } else if location.is_some_and(|location| location != "query")
        && members.get("allowReserved") == Some(&Node::Bool(true))
    {
        check
            .warning(
                &place.key("allowReserved"),
                "`allowReserved` is for query parameters only, and is ignored",
            )
            .hint("take it out: the value is sent percent-encoded where its place needs that");
    }
    let styles = STYLES.iter().find(|(known, _)| location == Some(known));
    if let (Some(style @ Node::String(_)), Some((_, styles))) = (members.get("style"), styles) {
        check.one_of(style, styles, &place.key("style"));
    }
}

fn schema_or_content(check: &mut Check<'_>, members: &Members, place: &Place<'_>, what: &str) {
    let content = members.get("content");
    match (members.contains_key("schema"), content) {
        (true, Some(_)) => {
            check.error(
                place,
                format!("this {what} has both `schema` and `content`; only one is allowed"),
            );
        }
        (false, None) => {
            check
                .error(
                    place,
                    format!("this {what} needs a `schema` or a `content`"),
                )
                .hint("for a text, add `schema: {type: string}`");
        }
        (false, Some(Node::Object(content))) if content.len() != 1 => {
            let count = content.len();
            check
                .error(
                    &place.key("content"),
                    format!("expected exactly one media type, found {count}"),
                )
                .hint(match count {
                    0 => "name one, as in `text/plain: {schema: {type: string}}`",
                    _ => "keep the one that is to be sent",
                });
        }
        _ => {}
    }
}

pub(super) fn header(check: &mut Check<'_>, members: &Members, place: &Place<'_>) {
    schema_or_content(check, members, place, "header");
}

/// openapiv3 does not tell a field that is missing from one that has its default. That matters here: any of the three
/// says that a value is written as a query parameter, whatever its media type. So all of them are there, or none.
pub(super) fn encoding(check: &mut Check<'_>, members: &Members, place: &Place<'_>) {
    if let Some(Node::String(types)) = members.get("contentType") {
        for text in types.split(',') {
            media_type(check, text.trim(), &place.key("contentType"));
        }
    }
    let style = members.get("style").map(Node::as_str);
    let is_written_as_a_parameter = ["style", "explode", "allowReserved"]
        .iter()
        .any(|field| members.contains_key(*field));
    if is_written_as_a_parameter && style.is_none() {
        check.repair(place, Repair::Add("style", Filling::Text("form")));
    }
    let is_form = matches!(style, None | Some(Some("form")));
    if is_written_as_a_parameter && is_form && !members.contains_key("explode") {
        check.repair(place, Repair::Add("explode", Filling::True));
    }
}

pub(super) fn link(check: &mut Check<'_>, members: &Members, place: &Place<'_>) {
    if members.contains_key("operationRef") == members.contains_key("operationId") {
        check.warning(
            place,
            "a link needs either `operationRef` or `operationId`; ignored",
        );
        check.repair(place, Repair::Remove);
    }
}

pub(super) fn security_scheme(check: &mut Check<'_>, members: &Members, place: &Place<'_>) {
    let needed: &[&str] = match members.get("type").and_then(Node::as_str) {
        Some("apiKey") => &["name", "in"],
        Some("http") => &["scheme"],
        Some("oauth2") => &["flows"],
        Some("openIdConnect") => &["openIdConnectUrl"],
        _ => &[],
    };
    for field in needed.iter().filter(|field| !members.contains_key(**field)) {
        check.error(place, format!("the required field `{field}` is missing"));
    }
    let text = |field: &str| members.get(field).and_then(Node::as_str);
    if let (Some("apiKey"), Some("header"), Some(name)) = (text("type"), text("in"), text("name"))
        && RESERVED_HEADERS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
    {
        check
            .error(
                &place.key("name"),
                format!("the header `{name}` has another use, so a key cannot go there"),
            )
            .hint("name the header that the server reads; for a cookie, write `in: cookie` and its name");
    }
    if let (Some("apiKey"), Some(location @ ("header" | "cookie")), Some(name)) =
        (text("type"), text("in"), text("name"))
        && !is_token(name)
    {
        check
            .error(
                &place.key("name"),
                format!("`{name}` is not the name of a {location}"),
            )
            .hint(TOKEN);
    }
}

/// Headers that follow from the request itself.
const RESERVED_HEADERS: &[&str] = &[
    "accept",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "host",
    "transfer-encoding",
];

const TYPES: &[&str] = &["array", "boolean", "integer", "number", "object", "string"];

pub(super) fn schema(check: &mut Check<'_>, members: &Members, place: &Place<'_>) {
    schema_type(check, members, place);
    for (exclusive, bound) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        match members.get(exclusive) {
            None | Some(Node::Bool(_)) => {}
            Some(Node::Number(number)) => {
                check
                    .error(
                        &place.key(exclusive),
                        format!("a number for `{exclusive}` is an OpenAPI 3.1 form"),
                    )
                    .hint(format!(
                        "in 3.0 write `{bound}: {number}` and `{exclusive}: true`"
                    ));
            }
            Some(other) => {
                let found = other.kind();
                check.error(
                    &place.key(exclusive),
                    format!("expected a boolean, found {found}"),
                );
            }
        }
    }
    for combined in ["allOf", "oneOf", "anyOf"] {
        if matches!(members.get(combined), Some(Node::Array(schemas)) if schemas.is_empty()) {
            check.error(
                &place.key(combined),
                format!("`{combined}` needs at least one schema"),
            );
        }
    }
    if matches!(members.get("enum"), Some(Node::Array(values)) if values.is_empty()) {
        check.warning(
            &place.key("enum"),
            "an `enum` needs at least one value; taken as absent",
        );
    }
    limits(check, members, place);
    required(check, members, place);
}

fn schema_type(check: &mut Check<'_>, members: &Members, place: &Place<'_>) {
    let Some(kind) = members.get("type") else {
        return;
    };
    let place_of_type = place.key("type");
    match kind {
        Node::Array(_) => {
            check
                .error(&place_of_type, "a list of types is an OpenAPI 3.1 form")
                .hint("in 3.0 write one type, `nullable: true` for null, or `oneOf`");
        }
        Node::String(kind) if kind == "null" => {
            check
                .error(&place_of_type, "the type `null` is an OpenAPI 3.1 form")
                .hint("in 3.0 write `nullable: true` beside another type");
        }
        _ => check.one_of(kind, TYPES, &place_of_type),
    }
    if let Some(kind) = kind.as_str() {
        keywords_of_other_types(check, kind, members, place);
    }
    if kind.as_str() == Some("array") && !members.contains_key("items") {
        check
            .warning(place, "an array needs `items`; taken as items of any type")
            .hint("write `items: {}`");
    }
}

/// A value of another type has none of these, so that they say nothing.
fn keywords_of_other_types(
    check: &mut Check<'_>,
    kind: &str,
    members: &Members,
    place: &Place<'_>,
) {
    for (keyword, its_type) in [
        ("properties", "object"),
        ("additionalProperties", "object"),
        ("items", "array"),
    ] {
        if kind != its_type && members.contains_key(keyword) {
            check
                .warning(
                    &place.key(keyword),
                    format!(
                        "`{keyword}` says nothing about a value of type `{kind}`, and is ignored"
                    ),
                )
                .hint(format!("write `type: {its_type}`, or take it out"));
        }
    }
}

/// Limits that no value can keep.
fn limits(check: &mut Check<'_>, members: &Members, place: &Place<'_>) {
    let number = |name: &str| match members.get(name) {
        Some(Node::Number(number)) => Some(*number),
        _ => None,
    };
    for (low, high) in [
        ("minimum", "maximum"),
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
    ] {
        if let (Some(least), Some(most)) = (number(low), number(high))
            && least.as_f64() > most.as_f64()
        {
            check.error(
                &place.key(low),
                format!("`{low}` {least} is more than `{high}` {most}"),
            );
        }
    }
    if let Some(step) = number("multipleOf").filter(|step| step.as_f64() <= 0.0) {
        check.error(
            &place.key("multipleOf"),
            format!("`multipleOf` must be more than 0, found {step}"),
        );
    }
    // openapiv3 knows the limits of an integer only if they are written as integers.
    if members.get("type").and_then(Node::as_str) == Some("integer") {
        for name in ["minimum", "maximum", "multipleOf"] {
            if let Some(value @ Number::Float(_)) = number(name)
                && let Some(value) = integer(value)
            {
                check.repair(&place.key(name), Repair::Integer(value));
            }
        }
    }
}

fn required(check: &mut Check<'_>, members: &Members, place: &Place<'_>) {
    let place = place.key("required");
    match members.get("required") {
        Some(Node::Array(names)) => {
            let mut seen = HashSet::new();
            for name in names.iter().filter_map(Node::as_str) {
                if !seen.insert(name) {
                    check.warning(&place, format!("`{name}` is required more than once"));
                }
            }
        }
        // As in the drafts of JSON Schema before OpenAPI; real descriptions still do it.
        Some(Node::Bool(_)) => {
            check
                .warning(
                    &place,
                    "expected an array of names, found a boolean; ignored",
                )
                .hint("the object around this schema lists the properties it requires");
            check.repair(&place, Repair::Remove);
        }
        _ => {}
    }
}

const TOKEN: &str = "allowed are letters, digits and !#$%&'*+-.^_`|~";

/// A token of RFC 9110, section 5.6.2.
fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Checks a media type, or a range of them (RFC 9110, sections 8.3.1 and 12.5.1). Parameters that are none, as in
/// `application/json;simple`, can be sent all the same.
fn media_type(check: &mut Check<'_>, text: &str, place: &Place<'_>) {
    let (essence, parameters) = text.split_once(';').unwrap_or((text, ""));
    let essence_is_legal = essence
        .trim_end()
        .split_once('/')
        .is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype));
    let can_be_sent = parameters
        .chars()
        .all(|character| character == ' ' || character.is_ascii_graphic());
    if !essence_is_legal || !can_be_sent {
        check
            .error(place, format!("`{text}` is not a media type"))
            .hint("a media type is `type/subtype`, as `application/json`");
    } else if !are_parameters(parameters) {
        check
            .warning(
                place,
                format!("`{parameters}` is not a parameter of a media type"),
            )
            .hint("a parameter is `name=value`, as in `text/plain; charset=utf-8`");
    }
}

fn are_parameters(text: &str) -> bool {
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let Some((name, value)) = rest.split_once('=') else {
            return false;
        };
        let Some(after) = after_parameter_value(value) else {
            return false;
        };
        if !is_token(name) {
            return false;
        }
        rest = match after.trim_start().strip_prefix(';') {
            Some(next) => next.trim_start(),
            None if after.trim().is_empty() => "",
            None => return false,
        };
    }
    true
}

/// What follows a token or a quoted string; `None` if there is neither.
fn after_parameter_value(text: &str) -> Option<&str> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([';', ' ', '\t']).unwrap_or(text.len());
        let (value, after) = text.split_at_checked(end)?;
        return is_token(value).then_some(after);
    };
    let mut escaped = false;
    for (offset, character) in quoted.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return quoted.get(offset + 1..),
            control if control.is_control() && control != '\t' => return None,
            _ => {}
        }
    }
    None
}
