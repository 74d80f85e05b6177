//! Requests as text, and how the standards want them written and read.

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use http::Request;

use crate::endpoints::{Endpoint, Place, Values};

/// A request, taken apart for people to read.
#[derive(Debug, PartialEq, Eq)]
pub struct Text {
    /// Method, path and query.
    pub line: String,
    /// Each header as `name: value`.
    pub headers: Vec<String>,
    pub body: String,
}

impl Text {
    /// What an operation made.
    pub fn of(request: &Request<Bytes>) -> Self {
        let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            format!("{name}: {}", value.to_str().unwrap())
        };
        Self {
            line: format!("{} {}", request.method(), request.uri()),
            headers: request.headers().iter().map(header).collect(),
            body: String::from_utf8(request.body().to_vec()).unwrap(),
        }
    }

    /// What the documentation and the standards want.
    pub fn expected(endpoint: &Endpoint, values: &Values) -> Self {
        let pairs = |place, link: &str, between: &str, encode: fn(&str) -> String| {
            let pairs: Vec<_> = endpoint
                .slots_in(place)
                .filter_map(|slot| Some((slot, values.get(slot.name)?)))
                .map(|(slot, text)| format!("{}{link}{}", slot.wire, encode(text)))
                .collect();
            (!pairs.is_empty()).then(|| pairs.join(between))
        };
        let query = pairs(Place::Query, "=", "&", percent).map(|query| format!("?{query}"));
        let cookies = pairs(Place::Cookie, "=", "; ", cookie).map(|all| format!("cookie: {all}"));
        let form = pairs(Place::Form, "=", "&", form);
        let takes_json = endpoint.slots_in(Place::Json).next().is_some();
        let (media_type, body) = match form {
            Some(form) => (Some("application/x-www-form-urlencoded"), form),
            None if takes_json => {
                let members = pairs(Place::Json, "\":", ",\"", json);
                let members = members.map(|members| format!("\"{members}"));
                let json = format!("{{{}}}", members.unwrap_or_default());
                (Some("application/json"), json)
            }
            None => (None, String::new()),
        };
        let empty_post = body.is_empty() && endpoint.method == http::Method::POST;

        let mut headers = vec![format!("accept: {}", endpoint.accept)];
        headers.extend(cookies);
        headers.extend(media_type.map(|it| format!("content-type: {it}")));
        headers.extend(empty_post.then(|| "content-length: 0".to_owned()));
        Self {
            line: format!(
                "{} {}{}",
                endpoint.method,
                endpoint.path,
                query.unwrap_or_default()
            ),
            headers,
            body,
        }
    }

    /// The same with the headers in the order of the alphabet: it means nothing in HTTP.
    pub fn sorted(mut self) -> Self {
        self.headers.sort();
        self
    }

    /// What a server reads out of it. A value for which there is no slot is a fault.
    pub fn received(&self, endpoint: &Endpoint) -> Values {
        let query = self.line.split_once('?').map_or("", |(_, query)| query);
        let mut found = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, text) = pair.split_once('=').unwrap();
            found.push((Place::Query, percent_decode(name), percent_decode(text)));
        }
        // Most servers read a query like a form.
        let as_form: Vec<_> = form_urlencoded::parse(query.as_bytes())
            .map(|(name, text)| (Place::Query, name.into_owned(), text.into_owned()))
            .collect();
        assert_eq!(found, as_form);

        for cookies in self.header("cookie") {
            for pair in cookies.split("; ") {
                let (name, text) = pair.split_once('=').unwrap();
                found.push((Place::Cookie, name.to_owned(), percent_decode(text)));
            }
        }
        for media_type in self.header("content-type") {
            match media_type {
                "application/json" => {
                    let members: BTreeMap<String, String> =
                        serde_json::from_str(&self.body).unwrap();
                    let members = members.into_iter();
                    found.extend(members.map(|(name, text)| (Place::Json, name, text)));
                }
                _ => {
                    let fields = form_urlencoded::parse(self.body.as_bytes()).into_owned();
                    found.extend(fields.map(|(name, text)| (Place::Form, name, text)));
                }
            }
        }
        let by_slot = found.into_iter().map(|(place, wire, text)| {
            let slot = endpoint.slots_in(place).find(|slot| slot.wire == wire);
            let slot = slot.unwrap_or_else(|| panic!("no slot for {wire} in {place:?}"));
            (slot.name, text)
        });
        by_slot.collect()
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &str> {
        let values = self.headers.iter().filter_map(|line| line.split_once(": "));
        values.filter_map(move |(found, value)| (found == name).then_some(value))
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            line,
            headers,
            body,
        } = self;
        write!(f, "{line}\n{}\n\n{body}", headers.join("\n"))
    }
}

/// RFC 3986, 2.3: all bytes but the unreserved ones are `%XX`.
fn percent(text: &str) -> String {
    encode(text, |byte| {
        byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
    })
}

/// WHATWG URL, 5.2: another set of bytes that stay, and `+` for a space.
fn form(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        encode(word, |byte| {
            byte.is_ascii_alphanumeric() || b"*-._".contains(&byte)
        })
    });
    words.collect::<Vec<_>>().join("+")
}

/// RFC 6265, 4.1.1: what is no cookie-octet is `%XX`; so is `%`, or nobody could decode it.
fn cookie(text: &str) -> String {
    encode(text, |byte| {
        matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e) && byte != b'%'
    })
}

fn encode(text: &str, stays: fn(u8) -> bool) -> String {
    let encoded = text.bytes().map(|byte| match stays(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    encoded.collect()
}

/// RFC 8259, 7: what must be escaped, as short as it goes.
fn json(text: &str) -> String {
    let escaped = text.chars().map(|character| match character {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\u{8}' => "\\b".to_owned(),
        '\t' => "\\t".to_owned(),
        '\n' => "\\n".to_owned(),
        '\u{c}' => "\\f".to_owned(),
        '\r' => "\\r".to_owned(),
        '\0'..' ' => format!("\\u{:04x}", u32::from(character)),
        _ => character.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

fn percent_decode(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).unwrap()
}
