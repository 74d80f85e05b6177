//! The `Authorization` header of the scheme `OAuth`: RFC 5849, 3.5.1.

use http::HeaderValue;
use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use super::base_string::{encoded_len, push_percent};
use crate::secret::Secret;

/// Writes the value of the header, with the parameters in their order. They come decoded.
pub fn write<N, V>(realm: Option<&str>, parameters: impl IntoIterator<Item = (N, V)>) -> String
where
    N: AsRef<[u8]>,
    V: AsRef<[u8]>,
{
    let parameters: Vec<_> = parameters.into_iter().collect();
    let mut text = match realm {
        Some(realm) => format!("OAuth realm=\"{}\"", escaped(realm)),
        None => String::from("OAuth "),
    };
    text.reserve_exact(encoded_len(&parameters));
    for (index, (name, value)) in parameters.iter().enumerate() {
        if index > 0 || realm.is_some() {
            text.push_str(", ");
        }
        push_percent(&mut text, name);
        text.push_str("=\"");
        push_percent(&mut text, value);
        text.push('"');
    }
    text
}

/// A realm is a quoted string of HTTP, and not percent-encoded (RFC 9110, 5.6.4).
fn escaped(realm: &str) -> String {
    realm.replace('\\', "\\\\").replace('"', "\\\"")
}

/// Reads the value of the header: name and value of each parameter, decoded, without the realm. `None` if it is not
/// written as the standard wants it, or holds no parameter, or something that is not UTF-8.
pub fn read(value: &str) -> Option<Vec<(String, Secret)>> {
    let (scheme, mut rest) = value.trim_start().split_once([' ', '\t'])?;
    if !scheme.eq_ignore_ascii_case("OAuth") {
        return None;
    }
    let mut parameters = Vec::new();
    loop {
        let (name, behind) = rest.split_once('=')?;
        let (value, behind) = quoted(behind.trim_start())?;
        let name = name.trim();
        if !is_token(name) {
            return None;
        }
        if !name.eq_ignore_ascii_case("realm") {
            parameters.push((decoded(name)?, Secret::new(decoded(&value)?)));
        }
        rest = behind.trim();
        if rest.is_empty() {
            break;
        }
        rest = rest.strip_prefix(',')?;
    }
    (!parameters.is_empty()).then_some(parameters)
}

/// Is this the header of the scheme `OAuth`, whatever its parameters?
pub(super) fn is_oauth(value: &HeaderValue) -> bool {
    let words = value.as_bytes().trim_ascii_start();
    let scheme = words.split(u8::is_ascii_whitespace).next();
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"OAuth"))
}

/// Is this a name as HTTP writes it (RFC 9110, 5.6.2)? It may hold percent-encoded bytes.
fn is_token(name: &str) -> bool {
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_legal)
}

/// The text between quotes, without the backslashes that stand before a character, and what comes behind it.
fn quoted(text: &str) -> Option<(Zeroizing<String>, &str)> {
    let mut is_escaped = false;
    let (inner, behind) = text.strip_prefix('"')?.split_once(|character| {
        let is_end = character == '"' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        is_end
    })?;
    let mut is_escape = false;
    let kept = inner.chars().filter(|character| {
        is_escape = *character == '\\' && !is_escape;
        !is_escape
    });
    let mut plain = Zeroizing::new(String::with_capacity(inner.len()));
    plain.extend(kept);
    Some((plain, behind))
}

/// It may be a secret: a buffer that grew would leave a copy behind.
fn decoded(text: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    decoded.extend(percent_decode_str(text));
    String::from_utf8(decoded).ok()
}
