//! Header parameters: OpenAPI 3.0.4, "Style Values", style simple; RFC 6570, 3.2.2.
//!
//! | explode | empty text | text `blue` | list `blue`, `black` | object `R: 100, G: 200` |
//! | --- | --- | --- | --- | --- |
//! | false | empty value | `blue` | `blue,black` | `R,100,G,200` |
//! | true | empty value | `blue` | `blue,black` | `R=100,G=200` |
//!
//! Text goes out as it is, in UTF-8: servers do not decode `%XX` in a header (OpenAPI 3.2.0 forbids it).
//! CR, LF, NUL and all other control characters but tab are refused, and so is a space or a tab at either end, which is
//! no part of a header's value (RFC 9110, 5.5).
//! What is not set, `null`, and lists and objects without anything in them are left out.

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

use super::request::RequestBuilder;
use super::value::{Fault, ToValue, Value, raw};

impl RequestBuilder {
    /// Adds a header. One that holds a secret is marked as sensitive.
    pub fn header(&mut self, name: &'static str, explode: bool, value: &dyn ToValue) {
        let value = value.to_value();
        let link = if explode { "=" } else { "," };
        let mut text = String::new();
        match value.write_list(&mut text, raw, raw, ",", link) {
            Ok(true) => self.add_header(name, text, holds_secret(value)),
            Ok(false) => {}
            Err(Fault(why)) => self.refuse("header parameter", name, why),
        }
    }

    /// Adds a header that the description declares with `content` of a JSON type.
    pub fn header_json(&mut self, name: &'static str, value: &dyn ToValue) {
        let value = value.to_value();
        if let Value::Absent = value {
            return;
        }
        let mut text = String::new();
        match value.write_json(&mut text, raw) {
            Ok(()) => self.add_header(name, text, holds_secret(value)),
            Err(Fault(why)) => self.refuse("header parameter", name, why),
        }
    }

    fn add_header(&mut self, name: &'static str, text: String, sensitive: bool) {
        let Ok(header) = HeaderName::from_bytes(name.as_bytes()) else {
            return self.refuse(
                "header parameter",
                name,
                "has a name that no header can have",
            );
        };
        if text.trim_matches([' ', '\t']) != text {
            return self.refuse(
                "header parameter",
                name,
                "begins or ends with a space or a tab, which no server sees as part of the value",
            );
        }
        let Ok(mut value) = HeaderValue::from_maybe_shared(Bytes::from(text)) else {
            return self.refuse(
                "header parameter",
                name,
                "holds a line break or another control character",
            );
        };
        value.set_sensitive(sensitive);
        self.headers.append(header, value);
    }
}

fn holds_secret(value: Value<'_>) -> bool {
    let mut found = false;
    let visited = match value {
        Value::Array(items) => items.each(&mut |item| {
            found |= holds_secret(item);
            Ok(())
        }),
        Value::Object(members) => members.each(&mut |_, member| {
            found |= holds_secret(member);
            Ok(())
        }),
        value => return matches!(value, Value::Secret(_)),
    };
    found || visited.is_err()
}
