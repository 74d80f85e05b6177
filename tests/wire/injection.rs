//! A value stays a value: none adds a line to a request's head, changes its path, or leads to another host.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{Method, Request};
use templates::encoders::path::Style;
use templates::encoders::request::{FLAT, RequestBuilder};
use tests::callers::Caller;
use tests::scripted::{OK, Server, Step};

use crate::endpoints::ENDPOINTS;

/// Values that mean something else where they are not encoded.
const HOSTILE: [&str; 22] = [
    "a\r\nx-evil: 1",
    "a\nx-evil: 1",
    "a\rx-evil: 1",
    "a\r\n\r\nGET /evil HTTP/1.1\r\nhost: evil.example\r\n\r\n",
    " HTTP/1.1\r\nhost: evil.example",
    "\r\n",
    "a\0b",
    "\0",
    "a\u{b}\u{7f}\u{85}\u{2028}b",
    "//evil.example",
    "http://evil.example/",
    "@evil.example/",
    ":80@evil.example",
    ".",
    "..",
    "../../evil",
    "..\\..\\evil",
    "\\\\evil.example\\",
    "%0d%0ax-evil: 1",
    "%2e%2e/%2e%2e/evil",
    "?evil=1&evil#evil",
    "a; evil=1, evil=2",
];

/// A request as the server saw it, without the values that it was made from.
#[derive(Debug, PartialEq)]
struct Seen {
    method_and_path: String,
    /// How many values the query holds, the cookie and the body.
    values: [usize; 3],
    headers: Vec<String>,
}

impl Seen {
    fn new(request: &[u8]) -> Self {
        let request = std::str::from_utf8(request).unwrap();
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let mut lines = head.split("\r\n");
        let line = lines.next().unwrap();
        assert!(!head.replace("\r\n", "").contains(char::is_control));
        let [method, target, "HTTP/1.1"] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{line:?}")
        };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));

        let mut values = [query.split('&').count(), 0, body.split('&').count()];
        let mut headers = Vec::new();
        for line in lines {
            let (name, value) = line.split_once(": ").expect(line);
            match name {
                "cookie" => values[1] = value.split([';', ',']).count(),
                "content-length" => assert_eq!(value, body.len().to_string()),
                _ => {}
            }
            if line == "content-type: application/json" {
                let members: BTreeMap<String, String> = serde_json::from_str(body).unwrap();
                values[2] = members.len();
            }
            headers.push(match name {
                "cookie" | "content-length" => name.to_owned(),
                _ => line.to_owned(),
            });
        }
        Self {
            method_and_path: format!("{method} {path}"),
            values,
            headers,
        }
    }
}

/// What a server sees of these requests, in their order, from a client of each kind in turn.
fn seen(requests: &[Request<Bytes>]) -> Vec<Seen> {
    // A connection for each request, so that they are kept in the order of the calls.
    let answer = OK.replacen("\r\n", "\r\nconnection: close\r\n", 1);
    let script = vec![Step::Read, Step::write(answer)];
    let server = Server::start(vec![script; 2 * requests.len()]);
    for caller in &Caller::both(&format!("{}/v2", server.url())) {
        for request in requests {
            let response = caller.execute(request.clone());
            assert_eq!(response.unwrap().body(), "ok");
        }
    }
    let sent = server.requests();
    assert_eq!(sent.len(), 2 * requests.len());
    sent.iter().map(|request| Seen::new(request)).collect()
}

#[test]
fn a_value_of_the_nine_operations_changes_nothing_but_itself() {
    for endpoint in &ENDPOINTS {
        let requests = ["plain"].into_iter().chain(HOSTILE).map(|value| {
            let call = (endpoint.by_setters)(&endpoint.all(|_| value.to_owned()));
            call.to_request().expect(endpoint.id)
        });
        let seen = seen(&requests.collect::<Vec<_>>());
        let start = format!("{} /v2{}", endpoint.method, endpoint.path);
        assert_eq!(seen[0].method_and_path, start);
        for request in &seen {
            assert_eq!(request, &seen[0]);
        }
    }
}

/// None of the nine has a parameter in its path, so this one stands for those that do.
#[test]
fn a_value_in_a_path_stays_in_its_segment() {
    let request = |value: &str| {
        let mut request = RequestBuilder::new(Method::GET, "/pets/");
        request.path("id", Style::Simple, FLAT, &value);
        request.literal("/toys");
        request.build()
    };
    let (refused, taken): (Vec<_>, Vec<_>) = HOSTILE
        .into_iter()
        .partition(|value| request(value).is_err());
    assert_eq!(refused, [".", ".."], "they address another resource");
    let taken = ["plain"].into_iter().chain(taken);
    let requests: Vec<_> = taken.map(|value| request(value).unwrap()).collect();
    let seen = seen(&requests);
    for request in &seen {
        assert_eq!(request.headers, seen[0].headers);
        assert_eq!(request.values, seen[0].values);
        let path = request.method_and_path.strip_prefix("GET /v2/pets/");
        let segment = path.unwrap().strip_suffix("/toys").unwrap();
        let stays = |c: char| c.is_ascii_alphanumeric() || "-._~%".contains(c);
        assert!(segment.chars().all(stays), "{segment}");
    }
}
