//! What the program prints: the request of a row, or why there is none.

use std::collections::BTreeMap;

use serde_json::Value;

/// The outcome of a call.
pub enum Sent {
    Request(Request),
    Error(String),
}

/// A request, with the text of each header.
pub struct Request {
    pub uri: String,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Sent {
    /// The id of a row and what came out, from one line.
    pub fn parse(line: &str) -> (String, Self) {
        let line: Value = serde_json::from_str(line).unwrap();
        let id = line["id"].as_str().unwrap().to_owned();
        if let Some(error) = line["error"].as_str() {
            return (id, Self::Error(error.to_owned()));
        }
        let headers: Vec<(String, String)> =
            serde_json::from_value(line["headers"].clone()).unwrap();
        let count = headers.len();
        let request = Request {
            uri: line["uri"].as_str().unwrap().to_owned(),
            headers: headers.into_iter().collect(),
            body: bytes(line["body"].as_str().unwrap()),
        };
        assert_eq!(request.headers.len(), count, "{id} has a header twice");
        (id, Self::Request(request))
    }
}

/// The bytes that hexadecimal digits stand for.
pub fn bytes(hex: &str) -> Vec<u8> {
    let pairs = (0..hex.len()).step_by(2);
    pairs
        .map(|start| u8::from_str_radix(&hex[start..start + 2], 16).unwrap())
        .collect()
}
