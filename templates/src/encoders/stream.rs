//! The request of an operation whose body may be a stream.

use std::mem;
use std::ops::{Deref, DerefMut};

use http::{Method, Request};

use super::request::RequestBuilder;
use crate::body::Body;
use crate::error::Error;

/// Puts a request together as [`RequestBuilder`] does, to which it lends all that does not stream.
pub struct StreamBuilder {
    request: RequestBuilder,
    /// What comes before the text that the request's own body holds.
    sent_first: Body,
}

impl StreamBuilder {
    /// Starts as [`RequestBuilder::new`] does.
    pub fn new(method: Method, path: &'static str) -> Self {
        Self {
            request: RequestBuilder::new(method, path),
            sent_first: Body::default(),
        }
    }

    /// The request.
    ///
    /// # Errors
    /// Those of [`RequestBuilder::build`].
    pub fn build(mut self) -> Result<Request<Body>, Error> {
        self.append(Body::default());
        let is_empty = self.sent_first.is_empty();
        self.request.build_with(self.sent_first, is_empty)
    }

    /// Puts a body behind what is there.
    pub(super) fn append(&mut self, body: Body) {
        let text = mem::take(&mut self.request.body);
        if !text.is_empty() {
            self.sent_first.append(Body::from(text));
        }
        self.sent_first.append(body);
    }
}

impl Deref for StreamBuilder {
    type Target = RequestBuilder;

    fn deref(&self) -> &RequestBuilder {
        &self.request
    }
}

impl DerefMut for StreamBuilder {
    fn deref_mut(&mut self) -> &mut RequestBuilder {
        &mut self.request
    }
}

/// Whether it is one media type, and no range (RFC 9110, 8.3.1).
pub(super) fn is_media_type(text: &str) -> bool {
    let is_plain = text.is_ascii() && !text.contains(|c: char| c.is_ascii_control());
    let parts = media_type_parts(text);
    is_plain && parts.is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
}

/// Type and subtype, without parameters.
pub(super) fn media_type_parts(media_type: &str) -> Option<(&str, &str)> {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().split_once('/')
}

/// RFC 9110, 5.6.2, but for `*`, which makes a range.
fn is_token(text: &str) -> bool {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(is_token)
}
