//! Bodies of type `multipart/form-data`: OpenAPI 3.0.4, "Encoding `multipart` Media Types"; RFC 7578; RFC 2046, 5.1.
//!
//! For a part `color`:
//!
//! | value | parts | `Content-Type` of each |
//! | --- | --- | --- |
//! | not set, `null`, empty list | none | |
//! | text, number, boolean | one, with its text | none, which means `text/plain` |
//! | object | one, with its JSON text | `application/json` |
//! | list | one for each item, all of the same name | as the item |
//!
//! A media type that the description declares for the part takes the place of that in the table. Text goes out as it is, in
//! UTF-8. In names, `"` is `%22`, CR is `%0D` and LF is `%0A`, as browsers have it (WHATWG HTML, "Multipart form data");
//! nothing else is encoded.
//!
//! The boundary is made of 128 random bits for each request, so that no content can hold it but by guessing.

use std::borrow::Cow;
use std::fmt::Write as _;

use http::{HeaderName, HeaderValue};

use super::request::RequestBuilder;
use super::value::{Fault, ToValue, Value, raw};

/// A part whose description declares headers for it, and that is no file.
#[derive(Clone, Debug)]
pub struct Part<T> {
    value: T,
    headers: Vec<(String, String)>,
}

impl<T> Part<T> {
    /// A part without headers of its own.
    pub fn new(value: T) -> Self {
        Self {
            value,
            headers: Vec::new(),
        }
    }

    /// Adds a header to the part. A name or a value that cannot be sent is refused by the call that sends it.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.headers.push((name.into(), value.to_string()));
        self
    }
}

impl<T> From<T> for Part<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl RequestBuilder {
    /// Sends the body even if no part of it is set.
    pub fn multipart_required(&mut self) {
        if let Some(boundary) = self.boundary()
            && self.body.is_empty()
        {
            self.close(&boundary);
        }
    }

    /// Adds a part, or one for each item of a list.
    pub fn part(
        &mut self,
        name: &'static str,
        media_type: Option<&'static str>,
        value: &dyn ToValue,
    ) {
        let written = self.parts(name, media_type, &[], value.to_value());
        self.finish_part(name, written);
    }

    /// Adds a part with headers of its own. Those of a list go to each of its items.
    pub fn part_with_headers<T: ToValue>(
        &mut self,
        name: &'static str,
        media_type: Option<&'static str>,
        part: Option<&Part<T>>,
    ) {
        if let Some(part) = part {
            let value = part.value.to_value();
            let written = self.parts(name, media_type, &part.headers, value);
            self.finish_part(name, written);
        }
    }

    fn parts(
        &mut self,
        name: &str,
        media_type: Option<&str>,
        headers: &[(String, String)],
        value: Value<'_>,
    ) -> Result<(), Fault> {
        match value {
            Value::Array(items) => {
                items.each(&mut |item| self.one(name, media_type, headers, item))
            }
            value => self.one(name, media_type, headers, value),
        }
    }

    fn one(
        &mut self,
        name: &str,
        media_type: Option<&str>,
        headers: &[(String, String)],
        value: Value<'_>,
    ) -> Result<(), Fault> {
        if value.is_absent() {
            return Ok(());
        }
        let Some(boundary) = self.boundary() else {
            return Ok(());
        };
        let is_json = value.is_composite() || media_type.is_some_and(is_json);
        let media_type = media_type.or(is_json.then_some("application/json"));
        self.open(&boundary, name, None, media_type, headers)?;
        match is_json {
            true => value.write_json(&mut self.body, raw)?,
            false => value.write(&mut self.body, raw)?,
        }
        self.body.push_str("\r\n");
        self.close(&boundary);
        Ok(())
    }

    /// Begins a part behind those that are there: all up to its content.
    pub(super) fn open(
        &mut self,
        boundary: &str,
        name: &str,
        file_name: Option<&str>,
        media_type: Option<&str>,
        headers: &[(String, String)],
    ) -> Result<(), Fault> {
        let end = closing(boundary);
        if self.body.ends_with(&end) {
            self.body.truncate(self.body.len() - end.len());
        }
        let body = &mut self.body;
        // A `String` takes all that is written to it.
        let _ = write!(
            body,
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
            quoted(name)
        );
        if let Some(file_name) = file_name {
            let _ = write!(body, "; filename=\"{}\"", quoted(file_name));
        }
        if let Some(media_type) = media_type {
            let _ = write!(body, "\r\nContent-Type: {media_type}");
        }
        for (name, value) in headers {
            check_header(name, value)?;
            let _ = write!(body, "\r\n{name}: {value}");
        }
        body.push_str("\r\n\r\n");
        Ok(())
    }

    /// Ends the body, until another part opens it again.
    pub(super) fn close(&mut self, boundary: &str) {
        self.body.push_str(&closing(boundary));
    }

    /// The boundary of this body, which makes it one of this type. None where there is no randomness to be had: that is told.
    pub(super) fn boundary(&mut self) -> Option<String> {
        let known = self.content_type.as_deref();
        if let Some(boundary) = known.and_then(|text| text.strip_prefix(MULTIPART)) {
            return Some(boundary.to_owned());
        }
        let mut random = [0; 16];
        if getrandom::fill(&mut random).is_err() {
            self.refuse(
                "body of type",
                "multipart/form-data",
                "cannot be separated into parts: the system has no random numbers",
            );
            return None;
        }
        let boundary = format!("{:032x}", u128::from_ne_bytes(random));
        self.content_type = Some(format!("{MULTIPART}{boundary}").into());
        Some(boundary)
    }

    pub(super) fn finish_part(&mut self, name: &str, written: Result<(), Fault>) {
        if let Err(Fault(why)) = written {
            self.refuse("part", name, why);
        }
    }
}

const MULTIPART: &str = "multipart/form-data; boundary=";

fn closing(boundary: &str) -> String {
    format!("--{boundary}--\r\n")
}

fn quoted(name: &str) -> Cow<'_, str> {
    if !name.contains(['"', '\r', '\n']) {
        return Cow::Borrowed(name);
    }
    let quoted = name.replace('"', "%22");
    quoted.replace('\r', "%0D").replace('\n', "%0A").into()
}

/// Those that say what the part is belong to this module.
fn check_header(name: &str, value: &str) -> Result<(), Fault> {
    let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else {
        return Err(Fault("has a header whose name no header can have"));
    };
    if ["content-disposition", "content-type"].contains(&name.as_str()) {
        return Err(Fault(
            "has a header that says what the part is, which is said already",
        ));
    }
    match HeaderValue::from_bytes(value.as_bytes()) {
        Ok(_) => Ok(()),
        Err(_) => Err(Fault(
            "has a header with a line break or another control character",
        )),
    }
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}
