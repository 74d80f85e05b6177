//! Path parameters: OpenAPI 3.0.4, "Style Values" and "Style Examples"; RFC 6570, 3.2.2, 3.2.5 and 3.2.7.
//!
//! For a parameter `color`:
//!
//! | style | explode | empty text | text `blue` | list `blue`, `black` | object `R: 100, G: 200` |
//! | --- | --- | --- | --- | --- | --- |
//! | simple | false | | `blue` | `blue,black` | `R,100,G,200` |
//! | simple | true | | `blue` | `blue,black` | `R=100,G=200` |
//! | label | false | `.` | `.blue` | `.blue,black` | `.R,100,G,200` |
//! | label | true | `.` | `.blue` | `.blue.black` | `.R=100.G=200` |
//! | matrix | false | `;color` | `;color=blue` | `;color=blue,black` | `;color=R,100,G,200` |
//! | matrix | true | `;color` | `;color=blue` | `;color=blue;color=black` | `;R=100;G=200` |
//!
//! Names and values keep `A-Z a-z 0-9 - . _ ~`; all other bytes are `%XX`. Members without a value are left out.
//! A path parameter must have a value: nothing, `null`, and lists and objects without anything in them are refused.
//! So is a segment of the path that ends up empty, `.` or `..`.

use super::request::{EXPLODE, FLAT, RequestBuilder};
use super::value::{Fault, ToValue, Value, percent};

/// How a path parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// The value alone, items with `,` between them.
    Simple,
    /// Values with `.` before them.
    Label,
    /// Names and values with `;` before them.
    Matrix,
}

impl RequestBuilder {
    /// Appends a path parameter.
    pub fn path(&mut self, name: &'static str, style: Style, explode: bool, value: &dyn ToValue) {
        let written = expand(&mut self.uri, name, style, explode, value.to_value());
        self.finish_path(name, written);
    }

    /// Appends a path parameter that the description declares with `content` of a JSON type.
    pub fn path_json(&mut self, name: &'static str, value: &dyn ToValue) {
        let written = match value.to_value() {
            Value::Absent => Ok(false),
            value => value.write_json(&mut self.uri, percent).map(|()| true),
        };
        self.finish_path(name, written);
    }

    fn finish_path(&mut self, name: &'static str, written: Result<bool, Fault>) {
        match self.separator {
            "?" => self.segment = Some(name),
            _ => self.separator = "&",
        }
        match written {
            Ok(true) => {}
            Ok(false) => self.refuse("path parameter", name, "has no value"),
            Err(Fault(why)) => self.refuse("path parameter", name, why),
        }
    }
}

/// Says whether there was anything to write.
fn expand(
    out: &mut String,
    name: &str,
    style: Style,
    explode: bool,
    value: Value<'_>,
) -> Result<bool, Fault> {
    let list = |out: &mut String, separator, link| {
        value.write_list(out, percent, percent, separator, link)
    };
    match (style, explode) {
        (Style::Simple, FLAT) => list(out, ",", ","),
        (Style::Simple, EXPLODE) => list(out, ",", "="),
        (Style::Label, FLAT) => {
            out.push('.');
            list(out, ",", ",")
        }
        (Style::Label, EXPLODE) => {
            out.push('.');
            list(out, ".", "=")
        }
        (Style::Matrix, FLAT) => {
            start_matrix(out, name, value);
            list(out, ",", ",")
        }
        (Style::Matrix, EXPLODE) => {
            let mut any = false;
            value.pairs(name, &mut |name, value| {
                any = true;
                start_matrix(out, name, value);
                value.write(out, percent)
            })?;
            Ok(any)
        }
    }
}

/// An empty value has no `=` in this style (RFC 6570, 3.2.7).
fn start_matrix(out: &mut String, name: &str, value: Value<'_>) {
    out.push(';');
    percent(out, name);
    if !value.is_empty_text() {
        out.push('=');
    }
}
