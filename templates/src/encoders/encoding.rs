//! Fields of a form for which the description has an Encoding Object: OpenAPI 3.0.4, "Encoding the
//! `x-www-form-urlencoded` Media Type".
//!
//! | the encoding has | for a field `color` |
//! | --- | --- |
//! | `style`, `explode` or `allowReserved` | what a query parameter of this style writes: see [`query`](super::query) |
//! | a `contentType` that is JSON | `color=` and the JSON text of all of it, a text in quotes |
//!
//! Names and values are percent-encoded, a space as `%20`, which a form reads like `+`.

use super::form::form_text;
use super::query::{Pairs, Style, keep_reserved};
use super::request::RequestBuilder;
use super::value::{Encode, Fault, ToValue, Value, percent};

/// How a field is written that is not written as usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As a query parameter.
    Styled {
        /// Its style.
        style: Style,
        /// Whether each item or member stands on its own.
        explode: bool,
        /// Whether reserved characters stay.
        reserved: bool,
    },
    /// As JSON.
    Json,
}

impl RequestBuilder {
    /// Adds a field to the body as a query parameter is written.
    pub fn form_styled(
        &mut self,
        name: &'static str,
        style: Style,
        explode: bool,
        reserved: bool,
        value: &dyn ToValue,
    ) {
        let encoding = Encoding::Styled {
            style,
            explode,
            reserved,
        };
        let written = self.encoded(name, encoding, value.to_value());
        self.finish_form(name, written);
    }

    /// Adds a field to the body as JSON text.
    pub fn form_json(&mut self, name: &'static str, value: &dyn ToValue) {
        let written = self.encoded(name, Encoding::Json, value.to_value());
        self.finish_form(name, written);
    }

    /// Adds the members of an object as fields to the body, some of them not as usual.
    pub fn form_object_with(&mut self, value: &dyn ToValue, encodings: &[(&str, Encoding)]) {
        let written = self.members(
            value.to_value(),
            &mut |request, name, value| match encodings.iter().find(|(field, _)| *field == name) {
                Some((_, encoding)) => request.encoded(name, *encoding, value),
                None => request.field(name, value),
            },
        );
        self.finish_object(written);
    }

    fn encoded(&mut self, name: &str, encoding: Encoding, value: Value<'_>) -> Result<(), Fault> {
        if let Value::Absent | Value::Null = value {
            return Ok(());
        }
        let Encoding::Styled {
            style,
            explode,
            reserved,
        } = encoding
        else {
            self.start_field();
            form_text(&mut self.body, name);
            self.body.push('=');
            return value.write_json(&mut self.body, form_text);
        };
        let encode: Encode = if reserved { keep_reserved } else { percent };
        let mut pairs = Pairs {
            separator: if self.body.is_empty() { "" } else { "&" },
            out: &mut self.body,
        };
        let written = pairs.expand(name, style, explode, value, encode);
        if !self.body.is_empty() {
            self.form_required();
        }
        written
    }
}
