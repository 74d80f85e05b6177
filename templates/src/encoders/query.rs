//! Query parameters: OpenAPI 3.0.4, "Style Values" and "Style Examples"; RFC 6570, 3.2.8 and 3.2.9.
//!
//! For a parameter `color`:
//!
//! | style | explode | empty text | text `blue` | list `blue`, `black` | object `R: 100, G: 200` |
//! | --- | --- | --- | --- | --- | --- |
//! | form | false | `color=` | `color=blue` | `color=blue,black` | `color=R,100,G,200` |
//! | form | true | `color=` | `color=blue` | `color=blue&color=black` | `R=100&G=200` |
//! | spaceDelimited | false | `color=` | `color=blue` | `color=blue%20black` | `color=R%20100%20G%20200` |
//! | pipeDelimited | false | `color=` | `color=blue` | `color=blue%7Cblack` | `color=R%7C100%7CG%7C200` |
//! | deepObject | any | `color=` | `color=blue` | `color=blue&color=black` | `color%5BR%5D=100&color%5BG%5D=200` |
//!
//! Names and values keep `A-Z a-z 0-9 - . _ ~`; all other bytes are `%XX`.
//! What is not set, `null`, and lists and objects without anything in them are left out.
//!
//! The standard leaves the following open; this is what servers commonly read:
//! - spaceDelimited and pipeDelimited with explode are as form;
//! - a list or an object inside of an exploded one is JSON text;
//! - deepObject nests as `color[a][b]`. A list inside repeats the name, and one of lists or objects numbers them: `color[a][0][b]`.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::request::{EXPLODE, FLAT, RequestBuilder};
use super::value::{Encode, Fault, ToValue, Value, percent};

/// How a query parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Names and values, items with `,` between them.
    Form,
    /// As form, items with a space between them.
    SpaceDelimited,
    /// As form, items with `|` between them.
    PipeDelimited,
    /// Each member as `name[member]`.
    DeepObject,
}

impl RequestBuilder {
    /// Appends a query parameter.
    pub fn query(&mut self, name: &'static str, style: Style, explode: bool, value: &dyn ToValue) {
        let written = self.expand(name, style, explode, value.to_value(), percent);
        self.finish_query(name, written);
    }

    /// Appends a query parameter that is declared with `allowReserved: true`: values keep `: / ? @ ! $ ' ( ) * , ;` too,
    /// and what is percent-encoded already. The others of RFC 3986, 2.2, would break the query, and so are encoded
    /// (OpenAPI 3.0.4, Appendix C).
    pub fn query_reserved(
        &mut self,
        name: &'static str,
        style: Style,
        explode: bool,
        value: &dyn ToValue,
    ) {
        let written = self.expand(name, style, explode, value.to_value(), keep_reserved);
        self.finish_query(name, written);
    }

    /// Appends a query parameter that the description declares with `content` of a JSON type.
    pub fn query_json(&mut self, name: &'static str, value: &dyn ToValue) {
        let value = value.to_value();
        if let Value::Absent = value {
            return;
        }
        self.start_pair();
        percent(&mut self.uri, name);
        self.uri.push('=');
        let written = value.write_json(&mut self.uri, percent);
        self.finish_query(name, written);
    }

    pub(super) fn expand(
        &mut self,
        name: &str,
        style: Style,
        explode: bool,
        value: Value<'_>,
        encode: Encode,
    ) -> Result<(), Fault> {
        match (style, explode) {
            (Style::Form, FLAT) => self.list(name, value, ",", encode),
            (Style::SpaceDelimited, FLAT) => self.list(name, value, "%20", encode),
            (Style::PipeDelimited, FLAT) => self.list(name, value, "%7C", encode),
            (Style::DeepObject, _) => self.deep(&Key::Parameter(name), value, encode),
            (_, EXPLODE) => value.pairs(name, &mut |name, value| {
                self.start_pair();
                percent(&mut self.uri, name);
                self.uri.push('=');
                value.write_or_json(&mut self.uri, encode)
            }),
        }
    }

    fn list(
        &mut self,
        name: &str,
        value: Value<'_>,
        delimiter: &str,
        encode: Encode,
    ) -> Result<(), Fault> {
        let before = self.uri.len();
        let had_query = self.has_query;
        self.start_pair();
        percent(&mut self.uri, name);
        self.uri.push('=');
        if !value.write_list(&mut self.uri, percent, encode, delimiter, delimiter)? {
            self.uri.truncate(before);
            self.has_query = had_query;
        }
        Ok(())
    }

    fn deep(&mut self, key: &Key<'_>, value: Value<'_>, encode: Encode) -> Result<(), Fault> {
        match value {
            Value::Absent | Value::Null => Ok(()),
            Value::Array(items) => {
                let mut numbers = 0..;
                items.each(&mut |item| match (item.is_composite(), numbers.next()) {
                    (true, Some(number)) => self.deep(&Key::Item(key, number), item, encode),
                    _ => self.deep(key, item, encode),
                })
            }
            Value::Object(members) => members
                .each(&mut |member, value| self.deep(&Key::Member(key, member), value, encode)),
            lone => {
                self.start_pair();
                key.write(&mut self.uri);
                self.uri.push('=');
                lone.write(&mut self.uri, encode)
            }
        }
    }

    fn start_pair(&mut self) {
        if !self.has_query {
            self.end_segment();
            self.has_query = true;
            self.uri.push('?');
        } else if !is_open(&self.uri) {
            self.uri.push('&');
        }
    }

    fn finish_query(&mut self, name: &str, written: Result<(), Fault>) {
        if let Err(Fault(why)) = written {
            self.refuse("query parameter", name, why);
        }
    }
}

/// Whether a pair can begin where a query ends. A `?` begins one only as the first: a value may hold another.
fn is_open(uri: &str) -> bool {
    let first = uri.strip_suffix('?');
    uri.ends_with('&') || first.is_some_and(|before| !before.contains('?'))
}

/// The name of a pair in the style deepObject.
enum Key<'a> {
    Parameter(&'a str),
    Member(&'a Key<'a>, &'a str),
    Item(&'a Key<'a>, u64),
}

impl Key<'_> {
    fn write(&self, out: &mut String) {
        match self {
            Self::Parameter(name) => percent(out, name),
            Self::Member(parent, name) => {
                parent.write(out);
                out.push_str("%5B");
                percent(out, name);
                out.push_str("%5D");
            }
            Self::Item(parent, number) => {
                parent.write(out);
                let _ = write!(out, "%5B{number}%5D");
            }
        }
    }
}

const NEVER_KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';');

/// A `%` with two hexadecimal digits after it stays (RFC 6570, 3.2.3).
pub(super) fn keep_reserved(out: &mut String, text: &str) {
    let mut parts = text.split('%');
    out.extend(utf8_percent_encode(
        parts.next().unwrap_or_default(),
        NEVER_KEPT,
    ));
    for part in parts {
        let triple = matches!(
            part.as_bytes(),
            [first, second, ..] if first.is_ascii_hexdigit() && second.is_ascii_hexdigit()
        );
        out.push_str(if triple { "%" } else { "%25" });
        out.extend(utf8_percent_encode(part, NEVER_KEPT));
    }
}
