//! Form-encoded text: of requests that are signed, and of the answers of a login.

use std::borrow::Cow;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Request};

use super::base_string::pairs;
use crate::secret::Secret;

pub(super) const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// Is the body a form?
pub(super) fn is_form(headers: &HeaderMap) -> bool {
    let media_type = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    let essence = media_type.and_then(|bytes| bytes.split(|byte| *byte == b';').next());
    essence.is_some_and(|essence| {
        let essence = essence.trim_ascii();
        essence.eq_ignore_ascii_case(MEDIA_TYPE.as_bytes())
    })
}

/// The body if it is a form, else nothing: what a signature covers of it.
pub(super) fn form_of<B: AsRef<[u8]>>(request: &Request<B>) -> &[u8] {
    match is_form(request.headers()) {
        true => request.body().as_ref(),
        false => b"",
    }
}

/// The fields of an answer, decoded. `None` where it is not a form: a `%` without two digits, or what is not UTF-8.
pub(super) fn fields(text: &[u8]) -> Option<Vec<(String, Secret)>> {
    let mut triplets = text.split(|byte| *byte == b'%').skip(1);
    let are_whole = triplets.all(|triplet| match triplet {
        [first, second, ..] => first.is_ascii_hexdigit() && second.is_ascii_hexdigit(),
        _ => false,
    });
    let fields = pairs(text).map(|(name, value)| Some((utf8(name)?, Secret::new(utf8(value)?))));
    are_whole.then(|| fields.collect()).flatten()
}

fn utf8(text: Cow<'_, [u8]>) -> Option<String> {
    String::from_utf8(text.into_owned()).ok()
}

/// What can be wrong with a field that must come once and hold something.
pub(super) enum Defect {
    Missing(&'static str),
    Empty(&'static str),
    Repeated(&'static str),
}

/// Takes the one field of this name out of the list.
pub(super) fn take_one(
    fields: &mut Vec<(String, Secret)>,
    wanted: &'static str,
) -> Result<Secret, Defect> {
    let mut found = fields.extract_if(.., |(name, _)| name == wanted);
    let first = found.next().ok_or(Defect::Missing(wanted))?;
    if found.next().is_some() {
        return Err(Defect::Repeated(wanted));
    }
    match first.1.expose() {
        "" => Err(Defect::Empty(wanted)),
        _ => Ok(first.1),
    }
}
