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

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

use super::request::{EXPLODE, FLAT, RequestBuilder};
use super::value::{Encode, Fault, ToValue, Value, keep_triples, percent};

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
        self.query_pairs(name, |pairs| {
            pairs.expand(name, style, explode, value.to_value(), percent)
        });
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
        self.query_pairs(name, |pairs| {
            pairs.expand(name, style, explode, value.to_value(), keep_reserved)
        });
    }

    /// Appends a query parameter that the description declares with `content` of a JSON type.
    pub fn query_json(&mut self, name: &'static str, value: &dyn ToValue) {
        self.query_pairs(name, |pairs| match value.to_value() {
            Value::Absent => Ok(()),
            value => {
                pairs.start(name);
                value.write_json(pairs.out, percent)
            }
        });
    }

    fn query_pairs(
        &mut self,
        name: &'static str,
        write: impl FnOnce(&mut Pairs<'_>) -> Result<(), Fault>,
    ) {
        self.end_segment();
        let mut pairs = Pairs {
            out: &mut self.uri,
            separator: self.separator,
        };
        let written = write(&mut pairs);
        self.separator = pairs.separator;
        if let Err(Fault(why)) = written {
            self.refuse("query parameter", name, why);
        }
    }
}

/// Names and values with `&` between them, as a query holds them, and a form.
pub(super) struct Pairs<'a> {
    pub(super) out: &'a mut String,
    /// What comes before the next pair.
    pub(super) separator: &'static str,
}

impl Pairs<'_> {
    /// Appends the pairs of a value.
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
                self.start(name);
                value.write_or_json(self.out, encode)
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
        let (before, separator) = (self.out.len(), self.separator);
        self.start(name);
        if !value.write_list(self.out, percent, encode, delimiter, delimiter)? {
            self.out.truncate(before);
            self.separator = separator;
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
                self.separate();
                key.write(self.out);
                self.out.push('=');
                lone.write(self.out, encode)
            }
        }
    }

    fn start(&mut self, name: &str) {
        self.separate();
        percent(self.out, name);
        self.out.push('=');
    }

    fn separate(&mut self) {
        self.out.push_str(self.separator);
        self.separator = "&";
    }
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

pub(super) fn keep_reserved(out: &mut String, text: &str) {
    keep_triples(out, text, NEVER_KEPT);
}
