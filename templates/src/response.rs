//! The answer to a call: a typed value, and all that came with it.

use std::fmt;
use std::str;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName, LOCATION};
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::error::{DecodeError, Error};

/// The answer of a server that did what it was asked.
///
/// `Debug` shows status, media type and length, never the body or the value.
#[derive(Clone)]
pub struct Response<T> {
    response: http::Response<Bytes>,
    value: T,
}

impl<T> Response<T> {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The body of the answer, as it came.
    pub fn bytes(&self) -> &Bytes {
        self.response.body()
    }

    /// What the description says that the body holds.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// What the description says that the body holds, without the rest of the answer.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The address that a redirect, or the answer to a creation, names. It is never followed.
    pub fn location(&self) -> Option<&str> {
        location(self.headers())
    }

    /// The media type of the body, with its parameters.
    pub fn content_type(&self) -> Option<&str> {
        content_type(self.headers())
    }

    /// The answer as it came, and what its body holds.
    pub fn into_parts(self) -> (http::Response<Bytes>, T) {
        (self.response, self.value)
    }
}

impl Response<()> {
    /// Takes an answer for whose body the description has no schema.
    ///
    /// # Errors
    /// None: any body will do.
    pub fn empty(response: http::Response<Bytes>) -> Result<Self, Error> {
        Self::read(response, |_| Ok(()))
    }
}

impl<T: DeserializeOwned> Response<T> {
    /// Reads a JSON body, whatever media type it comes with.
    ///
    /// # Errors
    /// [`Error::Decode`] if it is empty, no JSON, not that of a `T`, not in UTF-8, or compressed.
    pub fn json(response: http::Response<Bytes>) -> Result<Self, Error> {
        Self::read(response, read_json)
    }
}

impl Response<String> {
    /// Reads a body that is declared as a text. If it comes as JSON, it is a JSON string, and its value is taken;
    /// under any other media type, or none, the body itself is the text. An empty body is an empty text.
    ///
    /// # Errors
    /// [`Error::Decode`] if it comes as JSON and is no JSON string, or if it is not in UTF-8, or compressed.
    pub fn string(response: http::Response<Bytes>) -> Result<Self, Error> {
        Self::read(response, read_string)
    }
}

impl<T> Response<Option<T>> {
    /// Takes an answer for whose body the description has no schema, where it has one for another success.
    ///
    /// # Errors
    /// None: any body will do.
    pub fn absent(response: http::Response<Bytes>) -> Result<Self, Error> {
        Self::read(response, |_| Ok(None))
    }
}

impl<T: DeserializeOwned> Response<Option<T>> {
    /// Reads a JSON body that need not be there: an empty body, and the statuses 204, 205 and 304, which have none, are
    /// `None`, and so is `null`.
    ///
    /// # Errors
    /// As those of [`Response::json`], but for an empty body.
    pub fn optional_json(response: http::Response<Bytes>) -> Result<Self, Error> {
        Self::read(response, |response| {
            let bodiless = matches!(response.status().as_u16(), 204 | 205 | 304);
            match bodiless || response.body().is_empty() {
                true => Ok(None),
                false => read_json(response),
            }
        })
    }
}

impl<T> Response<T> {
    fn read(
        response: http::Response<Bytes>,
        read: impl FnOnce(&http::Response<Bytes>) -> Result<T, String>,
    ) -> Result<Self, Error> {
        match read(&response) {
            Ok(value) => Ok(Self { response, value }),
            Err(reason) => Err(DecodeError::error(response, reason)),
        }
    }
}

impl<T> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Summary(&self.response).debug(f, "Response")
    }
}

/// What may be shown of an answer: its status, media type and length.
pub(crate) struct Summary<'a>(pub(crate) &'a http::Response<Bytes>);

impl Summary<'_> {
    /// The media type without its parameters, in which a server can put anything.
    fn media_type(&self) -> Option<&str> {
        content_type(self.0.headers()).map(essence)
    }

    pub(crate) fn debug(&self, f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
        f.debug_struct(name)
            .field("status", &self.0.status())
            .field("content_type", &self.media_type())
            .field("length", &self.0.body().len())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.0.status();
        let media_type = self.media_type().unwrap_or("no media type");
        let length = self.0.body().len();
        write!(f, "{status} ({media_type}, {length} bytes)")
    }
}

/// Reads a text: a JSON string where it comes as JSON, else the body itself.
pub(crate) fn read_string(response: &http::Response<Bytes>) -> Result<String, String> {
    match content_type(response.headers()).is_some_and(is_json) {
        true if !response.body().is_empty() => read_json(response),
        _ => body_text(response).map(str::to_owned),
    }
}

/// Reads a JSON body. The error says what is wrong with it, and shows nothing out of it.
pub(crate) fn read_json<T: DeserializeOwned>(
    response: &http::Response<Bytes>,
) -> Result<T, String> {
    serde_json::from_str(json_text(response)?).map_err(|error| misfit(response, &error))
}

fn json_text(response: &http::Response<Bytes>) -> Result<&str, String> {
    let text = body_text(response)?;
    match text {
        "" => Err("it is empty".to_owned()),
        _ if text.starts_with('\u{feff}') => Err("it starts with a byte order mark".to_owned()),
        _ => Ok(text),
    }
}

fn body_text(response: &http::Response<Bytes>) -> Result<&str, String> {
    let encodings = response.headers().get_all(CONTENT_ENCODING);
    let encoding = encodings
        .iter()
        .find(|it| !it.as_bytes().eq_ignore_ascii_case(b"identity"));
    if let Some(encoding) = encoding {
        // A server can put anything into a header, so only names that are known are shown.
        let known = ["gzip", "br", "deflate", "zstd", "compress"];
        let name = known
            .into_iter()
            .find(|known| encoding.as_bytes().eq_ignore_ascii_case(known.as_bytes()));
        return Err(format!(
            "it comes in the encoding {}, which was not asked for",
            name.unwrap_or("unknown")
        ));
    }
    str::from_utf8(response.body())
        .map_err(|error| format!("it is not UTF-8 from byte {} on", error.valid_up_to()))
}

fn misfit(response: &http::Response<Bytes>, error: &serde_json::Error) -> String {
    let reason = without_values(error);
    match content_type(response.headers()) {
        Some(media_type) if is_json(media_type) => reason,
        Some(media_type) => format!("{reason}; it came as {}, not as JSON", essence(media_type)),
        None => format!("{reason}; it came without a media type"),
    }
}

/// How serde's own messages about values begin. Any other message may quote whatever it likes.
const MISFITS: &[&str] = &[
    "invalid type: ",
    "invalid value: ",
    "invalid length ",
    "unknown variant ",
    "unknown field ",
];

/// How messages about a member that did not come begin. They name the member and no value.
const MISSING: &[&str] = &["missing member `", "missing field `"];

/// What serde calls the value that did not fit, before it quotes it.
const KINDS: &[&str] = &[
    "boolean",
    "integer",
    "floating point",
    "number",
    "character",
    "string",
    "byte array",
    "null",
    "sequence",
    "map",
];

/// The message of serde_json without the value out of the body that it may quote. What was expected, and the names of
/// missing members, come from the description.
fn without_values(error: &serde_json::Error) -> String {
    let place = match error.line() {
        0 => String::new(),
        line => format!(" at line {line} column {}", error.column()),
    };
    let message = error.to_string();
    let message = message.strip_suffix(&place).unwrap_or(&message);
    let shown = match error.classify() {
        Category::Data => data_message(message),
        // Messages about the text itself are fixed sentences.
        Category::Syntax | Category::Eof | Category::Io => message.to_owned(),
    };
    format!("{shown}{place}")
}

fn data_message(message: &str) -> String {
    if MISSING.iter().any(|start| message.starts_with(start)) {
        return message.to_owned();
    }
    let Some(found) = MISFITS.iter().find_map(|start| message.strip_prefix(start)) else {
        return "unexpected value".to_owned();
    };
    let kind = KINDS
        .iter()
        .find(|kind| found.starts_with(**kind))
        .unwrap_or(&"value");
    match found.rsplit_once(", expected ") {
        Some((_, expected)) => format!("unexpected {kind}, expected {expected}"),
        None => format!("unexpected {kind}"),
    }
}

pub(crate) fn location(headers: &HeaderMap) -> Option<&str> {
    text(headers, LOCATION)
}

pub(crate) fn content_type(headers: &HeaderMap) -> Option<&str> {
    text(headers, CONTENT_TYPE)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    str::from_utf8(headers.get(name)?.as_bytes()).ok()
}

/// A media type without its parameters.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// `application/json`, or a type whose suffix says that it is JSON (RFC 6838, 4.2.8).
fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    let suffix = essence.rsplit_once('+').map_or("", |(_, suffix)| suffix);
    essence.eq_ignore_ascii_case("application/json") || suffix.eq_ignore_ascii_case("json")
}
