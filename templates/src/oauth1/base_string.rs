//! The text that a signature covers: RFC 5849, 3.4.1 and 3.6.
//!
//! It is the method, the base string URI and the normalised parameters, each percent-encoded, with `&` between them.
//! Parameters are bytes here: what a request holds need not be UTF-8.

use std::borrow::Cow;

use http::Uri;
use http::uri::Authority;
use percent_encoding::{percent_decode, percent_encode};

use crate::encoders::value::RESERVED;

/// The name and the value of a parameter, both decoded.
pub type Pair<'a> = (Cow<'a, [u8]>, Cow<'a, [u8]>);

/// The text that is signed.
///
/// `uri` is what [`base_string_uri`] makes, `parameters` what [`normalize`] makes. The method is written in upper case.
pub fn base_string(method: &str, uri: &str, parameters: &str) -> String {
    let method = method.to_ascii_uppercase();
    let mut text = String::with_capacity(3 * (method.len() + uri.len() + parameters.len()) + 2);
    push_percent(&mut text, &method);
    for part in [uri, parameters] {
        text.push('&');
        push_percent(&mut text, part);
    }
    text
}

/// Scheme, host, port and path of a request (RFC 5849, 3.4.1.2): scheme and host in lower case, the port only if it is
/// not the usual one of the scheme, `/` for an empty path, and no query.
///
/// # Errors
/// What keeps the URI from being signed: it is not absolute, neither http nor https, has no host or an impossible port,
/// or holds a user name or a password.
pub fn base_string_uri(uri: &Uri) -> Result<String, &'static str> {
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err("is not absolute, and the signature covers the host");
    };
    if authority.as_str().contains('@') {
        return Err("holds a user name or a password");
    }
    let (host, port) = host_and_port(authority)?;
    let host = host.to_ascii_lowercase();
    let scheme = scheme.to_ascii_lowercase();
    let port = match (scheme.as_str(), port) {
        ("http", None | Some(80)) | ("https", None | Some(443)) => String::new(),
        ("http" | "https", Some(port)) => format!(":{port}"),
        _ => return Err("is neither an http nor an https URL"),
    };
    let path = match uri.path() {
        "" => "/",
        path => path,
    };
    Ok(format!("{scheme}://{host}{port}{path}"))
}

/// Host and port of an address. The type of the library takes any text for a port, and says that there is none where it
/// is no number up to 65535.
///
/// # Errors
/// What is wrong with one of them.
pub(crate) fn host_and_port(authority: &Authority) -> Result<(&str, Option<u16>), &'static str> {
    let host = authority.host();
    if host.is_empty() {
        return Err("has no host");
    }
    let behind = authority.as_str().strip_prefix(host).unwrap_or_default();
    if matches!(behind, "" | ":") {
        return Ok((host, None));
    }
    let digits = behind
        .strip_prefix(':')
        .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    match digits.and_then(|digits| digits.parse().ok()) {
        Some(port) => Ok((host, Some(port))),
        None => Err("has a port that is not a number up to 65535"),
    }
}

/// All parameters as one text (RFC 5849, 3.4.1.3.2): names and values percent-encoded, then sorted by name and by
/// value. Equal pairs stay as often as they come.
pub fn normalize<N, V>(pairs: impl IntoIterator<Item = (N, V)>) -> String
where
    N: AsRef<[u8]>,
    V: AsRef<[u8]>,
{
    let encoded = pairs
        .into_iter()
        .map(|(name, value)| (percent(name), percent(value)));
    let mut encoded: Vec<_> = encoded.collect();
    encoded.sort_unstable();

    let mut text = String::new();
    for (name, value) in encoded {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(&name);
        text.push('=');
        text.push_str(&value);
    }
    text
}

/// The parameters of a query, or of a body of type `application/x-www-form-urlencoded`, decoded (RFC 5849, 3.4.1.3.1):
/// `+` is a space, and a name without `=` has an empty value.
pub fn pairs(text: &[u8]) -> impl Iterator<Item = Pair<'_>> {
    let pieces = text.split(|byte| *byte == b'&');
    pieces.filter(|piece| !piece.is_empty()).map(|piece| {
        let mut parts = piece.splitn(2, |byte| *byte == b'=');
        let mut next = || decode(parts.next().unwrap_or_default());
        (next(), next())
    })
}

fn decode(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.iter().any(|byte| matches!(byte, b'+' | b'%')) {
        return text.into();
    }
    // It may be a secret: a buffer that grew would leave a copy behind.
    let mut decoded = Vec::with_capacity(text.len());
    for (index, word) in text.split(|byte| *byte == b'+').enumerate() {
        if index > 0 {
            decoded.push(b' ');
        }
        decoded.extend(percent_decode(word));
    }
    decoded.into()
}

/// Percent-encodes all bytes but `A-Z a-z 0-9 - . _ ~`, with upper-case digits (RFC 5849, 3.6).
pub fn percent(text: impl AsRef<[u8]>) -> String {
    let mut encoded = String::new();
    push_percent(&mut encoded, text);
    encoded
}

/// How long the pairs get at most when they are encoded, with up to five bytes around each pair. A buffer of this size
/// never grows, which would leave copies of secrets behind.
pub(super) fn encoded_len<N: AsRef<[u8]>, V: AsRef<[u8]>>(pairs: &[(N, V)]) -> usize {
    let lengths = pairs
        .iter()
        .map(|(name, value)| 3 * (name.as_ref().len() + value.as_ref().len()) + 5);
    lengths.sum()
}

/// Adds what [`percent`] makes of a text: at most three bytes for each.
pub(super) fn push_percent(encoded: &mut String, text: impl AsRef<[u8]>) {
    encoded.extend(percent_encode(text.as_ref(), RESERVED));
}
