//! Calls operations, and prints what each would send as a line of JSON.

use std::fmt::Display;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::Request;
use http_body::Body as _;
use serde_json::json;

fn show<B: Content, E: Display>(id: &str, request: Result<Request<B>, E>) {
    let line = match request {
        Ok(request) => {
            let (parts, body) = request.into_parts();
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            let headers = parts.headers.iter();
            let headers = headers.map(|(name, value)| (name.as_str(), text(value.as_bytes())));
            json!({
                "id": id,
                "uri": parts.uri.to_string(),
                "headers": headers.collect::<Vec<_>>(),
                "body": hex(&body.all()),
            })
        }
        Err(error) => json!({"id": id, "error": error.to_string()}),
    };
    println!("{line}");
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

trait Content {
    fn all(self) -> Vec<u8>;
}

impl Content for Bytes {
    fn all(self) -> Vec<u8> {
        self.into()
    }
}

/// A body of bytes is ready whenever it is asked.
impl Content for conformance_body::body::Body {
    fn all(mut self) -> Vec<u8> {
        let mut all = Vec::new();
        let mut context = Context::from_waker(Waker::noop());
        while let Poll::Ready(Some(frame)) = Pin::new(&mut self).poll_frame(&mut context) {
            all.extend(frame.unwrap().into_data().unwrap());
        }
        all
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
