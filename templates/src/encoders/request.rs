//! The request of an operation, put together parameter by parameter.

use std::borrow::Cow;
use std::mem;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderName};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Method, Request, Uri};

use crate::error::{Error, RequestError};

/// `explode: true` of a parameter: each item or member stands on its own.
pub const EXPLODE: bool = true;

/// `explode: false` of a parameter: items or members stand in one list.
pub const FLAT: bool = false;

/// The most bytes that an `http::Uri` holds.
pub(crate) const LONGEST_URI: usize = u16::MAX as usize - 1;

/// The address with more behind its query, percent-encoded; none if it gets too long.
pub(crate) fn with_query(uri: &Uri, more: &str) -> Option<Uri> {
    let path = match uri.path() {
        "" => "/",
        path => path,
    };
    let text = match uri.query() {
        None | Some("") => format!("{path}?{more}"),
        Some(own) => format!("{path}?{own}&{more}"),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::from_maybe_shared(Bytes::from(text)).ok()?);
    Uri::from_parts(parts).ok()
}

/// Whether the path, which may hold a query, ends where a pair can begin.
fn separator_behind(path: &str) -> &'static str {
    match path.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    }
}

/// Room for a usual query, so that the buffer of the address seldom has to grow.
const ROOM_FOR_QUERY: usize = 256;

/// Whether URL libraries take this segment of a path for a step to another one: `.` or `..`, encoded or not
/// (RFC 3986, 5.2.4).
pub fn is_dot_segment(segment: &str) -> bool {
    segment.len() <= "%2e%2e".len()
        && matches!(
            segment.to_ascii_lowercase().replace("%2e", ".").as_str(),
            "." | ".."
        )
}

/// Puts a request together.
///
/// Each place of a request has a module of its own beside this one, with the method that writes there.
/// Nothing fails before [`build`](Self::build), which returns the first fault.
pub struct RequestBuilder {
    method: Method,
    fault: Option<RequestError>,
    /// A path parameter of the segment that is being written, to be named should the segment turn out unusable.
    pub(super) segment: Option<&'static str>,
    pub(super) uri: String,
    /// What comes before the next pair of the query: `?` as long as there is no query.
    pub(super) separator: &'static str,
    pub(super) headers: HeaderMap,
    pub(super) cookie: String,
    pub(super) content_type: Option<Cow<'static, str>>,
    pub(super) body: String,
}

impl RequestBuilder {
    /// Starts with the text of the path up to its first parameter, percent-encoded. It may end with a query.
    /// An operation with a server of its own gives the whole address.
    pub fn new(method: Method, path: &'static str) -> Self {
        let mut uri = String::with_capacity(path.len() + ROOM_FOR_QUERY);
        uri.push_str(path);
        Self {
            method,
            fault: None,
            segment: None,
            uri,
            separator: separator_behind(path),
            headers: HeaderMap::new(),
            cookie: String::new(),
            content_type: None,
            body: String::new(),
        }
    }

    /// Appends the text of the path between two parameters, or after the last one, percent-encoded.
    pub fn literal(&mut self, text: &'static str) {
        let rest_of_segment = text.split(['/', '?']).next().unwrap_or_default();
        self.uri.push_str(rest_of_segment);
        if rest_of_segment.len() < text.len() {
            self.end_segment();
        }
        self.uri
            .push_str(text.strip_prefix(rest_of_segment).unwrap_or_default());
        self.separator = separator_behind(&self.uri);
    }

    /// Names the media types that the operation reads, as the `Accept` header lists them.
    pub fn accept(&mut self, media_types: &'static str) {
        self.set(ACCEPT, media_types);
    }

    /// The request.
    ///
    /// # Errors
    /// The first value that cannot stand in its place, or an address of more than 65,534 bytes.
    pub fn build(mut self) -> Result<Request<Bytes>, Error> {
        let is_empty = self.body.is_empty();
        let body = mem::take(&mut self.body);
        self.build_with(Bytes::from(body), is_empty)
    }

    /// The request with a body from elsewhere.
    pub(super) fn build_with<B>(mut self, body: B, is_empty: bool) -> Result<Request<B>, Error> {
        self.end_segment();
        self.set_cookie();
        self.describe_body(is_empty);
        let uri = self.take_uri();
        if let Some(fault) = self.fault {
            return Err(Error::Request(fault));
        }
        let mut request = Request::new(body);
        *request.method_mut() = self.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        Ok(request)
    }

    /// Keeps the first fault. `place` says what `name` names, such as `path parameter`.
    pub(super) fn refuse(&mut self, place: &str, name: &str, why: impl Into<Cow<'static, str>>) {
        self.fault
            .get_or_insert_with(|| RequestError::new(format!("{place} `{name}`"), why));
    }

    /// Refuses a segment whose parameters leave it empty, or make it `.` or `..`: such an address belongs to another
    /// operation, and most URL libraries drop the dots and the segment before them (RFC 3986, 5.2.4).
    pub(super) fn end_segment(&mut self) {
        let Some(name) = self.segment.take() else {
            return;
        };
        let why = match self.uri.rsplit('/').next() {
            None | Some("") => "leaves its segment of the path empty",
            Some(".") => "makes `.` of its segment of the path, which addresses another resource",
            Some("..") => "makes `..` of its segment of the path, which addresses another resource",
            Some(_) => return,
        };
        self.refuse("path parameter", name, why);
    }

    fn set_cookie(&mut self) {
        if self.cookie.is_empty() {
            return;
        }
        let text = mem::take(&mut self.cookie);
        match HeaderValue::from_maybe_shared(Bytes::from(text)) {
            Ok(mut value) => {
                value.set_sensitive(true);
                self.headers.append(COOKIE, value);
            }
            Err(_) => self.refuse("header", "Cookie", "holds a control character"),
        }
    }

    /// Says what the body is, and that there is none where a server waits for one (RFC 9110, 8.6).
    fn describe_body(&mut self, is_empty: bool) {
        let expects_body = matches!(self.method, Method::POST | Method::PUT | Method::PATCH);
        let says_length = is_empty && (expects_body || self.content_type.is_some());
        match self.content_type.take() {
            Some(Cow::Borrowed(media_type)) => self.set(CONTENT_TYPE, media_type),
            Some(Cow::Owned(media_type)) => self.set(CONTENT_TYPE, media_type),
            None => {}
        }
        if says_length {
            self.set(CONTENT_LENGTH, "0");
        }
    }

    fn set(&mut self, name: HeaderName, text: impl Into<Bytes>) {
        match HeaderValue::from_maybe_shared(text.into()) {
            Ok(value) => {
                self.headers.insert(name, value);
            }
            Err(_) => self.refuse("header", name.as_str(), "holds a control character"),
        }
    }

    fn take_uri(&mut self) -> Uri {
        let text = mem::take(&mut self.uri);
        let why = match text.len() > LONGEST_URI {
            true => "is longer than 65,534 bytes",
            false => "is no URI",
        };
        Uri::from_maybe_shared(Bytes::from(text)).unwrap_or_else(|_| {
            self.fault
                .get_or_insert_with(|| RequestError::new("the address", why));
            Uri::default()
        })
    }
}
