//! OAuth 1.0a: the vectors of `tests/conformance/oauth1.json`, and what lies beyond them.

#![cfg(test)]

mod answers;
mod callbacks;
mod curl;
mod header;
mod loopback;
mod nonces;
mod properties;
mod received;
mod secrets;
mod signing;
mod vectors;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};
use templates::oauth1::{Consumer, Signer, Token};
use templates::secret::Secret;

const FORM: &str = "application/x-www-form-urlencoded";

/// Signs always at the same time and with the same nonce.
fn signer() -> Signer {
    Signer::new(Consumer::new("key", "consumer secret"))
        .token(token())
        .clock(|| Ok(1_764_000_000))
        .nonces(|| Ok("nonce".into()))
}

fn token() -> Token {
    Token::new("token", "token secret")
}

fn request(method: &str, uri: &str, form: Option<&str>) -> Request<Bytes> {
    let mut request = Request::new(Bytes::copy_from_slice(form.unwrap_or_default().as_bytes()));
    *request.method_mut() = Method::from_bytes(method.as_bytes()).unwrap();
    *request.uri_mut() = uri.parse::<Uri>().unwrap();
    if form.is_some() {
        let media_type = FORM.parse().unwrap();
        request.headers_mut().insert("content-type", media_type);
    }
    request
}

fn get(uri: &str) -> Request<Bytes> {
    request("GET", uri, None)
}

/// The text of the one `Authorization` header.
fn authorization(headers: &HeaderMap) -> &str {
    let all: Vec<_> = headers.get_all("authorization").iter().collect();
    assert_eq!(all.len(), 1);
    str::from_utf8(all[0].as_bytes()).unwrap()
}

/// Texts in place of secrets, to compare them.
fn exposed(pairs: &[(String, Secret)]) -> Vec<(&str, &str)> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| (name.as_str(), value.expose()))
        .collect()
}
