//! A signed request as a line for a shell.

use std::str;

use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{Method, Request};

use super::signature::SignatureMethod;
use super::signer::{SignError, Signer};

impl Signer {
    /// A `curl` command that sends this request, signed, for a POSIX shell. Its signature is for one use, and soon too
    /// old; until then, whoever sees the line can send the request.
    ///
    /// # Errors
    /// Those of [`Signer::sign`]; [`SignError::PlaintextInCurl`]; and [`SignError::Curl`] for what is not UTF-8 or
    /// holds NUL, and for a HEAD request with a body.
    pub fn curl<B: AsRef<[u8]> + Clone>(&self, request: &Request<B>) -> Result<String, SignError> {
        match self.method() {
            SignatureMethod::Plaintext => Err(SignError::PlaintextInCurl),
            _ => self.curl_showing_secrets(request),
        }
    }

    /// As [`curl`](Self::curl), but with `PLAINTEXT` too: the line shows the secrets of consumer and token then, and
    /// whoever sees it can sign any request.
    ///
    /// # Errors
    /// Those of [`curl`](Self::curl), but for [`SignError::PlaintextInCurl`].
    pub fn curl_showing_secrets<B: AsRef<[u8]> + Clone>(
        &self,
        request: &Request<B>,
    ) -> Result<String, SignError> {
        let mut signed = request.clone();
        self.sign(&mut signed)?;

        // Brackets and braces in the address mean themselves.
        let mut line = String::from("curl --globoff");
        if signed.uri().path().contains("/.") {
            line.push_str(" --path-as-is");
        }
        let body = text(signed.body().as_ref(), "the body")?;
        let usual = match body.is_empty() {
            true => Method::GET,
            false => Method::POST,
        };
        match signed.method() {
            method if *method == usual => {}
            method if *method == Method::HEAD && !body.is_empty() => {
                return Err(SignError::Curl("the body of a HEAD request"));
            }
            method if *method == Method::HEAD => line.push_str(" --head"),
            method => line.push_str(&format!(" --request {}", quoted(method.as_str()))),
        }
        for (name, value) in signed.headers() {
            if name == CONTENT_LENGTH {
                continue;
            }
            let value = text(value.as_bytes(), "a header")?;
            // An empty value would remove the header; a semicolon sends it empty.
            let header = match value.trim_ascii().is_empty() {
                true => format!("{name};"),
                false => format!("{}: {value}", spelt(name.as_str())),
            };
            line.push_str(&format!(" --header {}", quoted(&header)));
        }
        if body.is_empty() {
            // As the client does; `curl` alone does not.
            if [Method::POST, Method::PUT, Method::PATCH].contains(signed.method()) {
                line.push_str(" --header 'Content-Length: 0'");
            }
        } else {
            if !signed.headers().contains_key(CONTENT_TYPE) {
                line.push_str(" --header 'Content-Type:'");
            }
            line.push_str(&format!(" --data-raw {}", quoted(body)));
        }
        line.push_str(&format!(" {}", quoted(&signed.uri().to_string())));
        Ok(line)
    }
}

/// The name of a header as people write it, where that is known.
fn spelt(name: &str) -> &str {
    match name {
        name if name == AUTHORIZATION.as_str() => "Authorization",
        name if name == CONTENT_TYPE.as_str() => "Content-Type",
        name => name,
    }
}

fn text<'a>(bytes: &'a [u8], what: &'static str) -> Result<&'a str, SignError> {
    match str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Ok(text),
        _ => Err(SignError::Curl(what)),
    }
}

/// One word for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
