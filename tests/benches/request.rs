//! How long it takes to build a request, beside the same request written by hand.
//!
//! `cargo bench -p tests --bench request`. Both sides make the same method, URI, headers and body, which is checked
//! before anything is measured.

use std::hint::black_box;

use bytes::Bytes;
use criterion::{Criterion, criterion_group, criterion_main};
use generated_client::operations::PostReqTokenRequest;
use generated_client::prelude::*;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{Method, Request};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use templates::encoders::query::Style;
use templates::encoders::request::{EXPLODE, RequestBuilder};

criterion_group!(benches, form, query);
criterion_main!(benches);

/// `PostReqTokenRequest` with every value: one query parameter, eleven form fields.
fn form(criterion: &mut Criterion) {
    let operation = token_request();
    let by_hand = || form_by_hand(black_box(&operation));
    let generated = || black_box(&operation).request().unwrap();
    assert_same(&by_hand(), &generated());

    let mut group = criterion.benchmark_group("PostReqTokenRequest");
    group.bench_function("by hand", |bencher| bencher.iter(by_hand));
    group.bench_function("generated", |bencher| bencher.iter(generated));
    group.finish();
}

/// Twenty query parameters: texts, numbers, booleans.
fn query(criterion: &mut Criterion) {
    let search = Search::new();
    let by_hand = || query_by_hand(black_box(&search));
    let generated = || query_as_generated(black_box(&search));
    assert_same(&by_hand(), &generated());

    let mut group = criterion.benchmark_group("20 query parameters");
    group.bench_function("by hand", |bencher| bencher.iter(by_hand));
    group.bench_function("generated", |bencher| bencher.iter(generated));
    group.finish();
}

fn assert_same(left: &Request<Bytes>, right: &Request<Bytes>) {
    assert_eq!(left.method(), right.method());
    assert_eq!(left.uri(), right.uri());
    assert_eq!(left.headers(), right.headers());
    assert_eq!(left.body(), right.body());
}

fn token_request() -> PostReqTokenRequest {
    PostReqTokenRequest::new()
        .clever_flavor("clever")
        .oauth_consumer_key("nTaY1rLvwCf8d0O3rSbH0rYKz9PtX5")
        .oauth_token("61d1e2e62f8d4b2f9c7a5b3e1f0a9d8c")
        .oauth_signature_method("PLAINTEXT")
        .oauth_signature("aBcD1234EfGh5678IjKl9012MnOp3456&zYxW9876VuTs5432")
        .oauth_timestamp("1732518000")
        .oauth_nonce("3a1f5c7e9b2d4f6a8c0e1d3b5f7a9c2e")
        .oauth_version("1.0")
        .oauth_verifier("7d9f1b3a5c8e0f2d4b6a8c1e3f5d7b9a")
        .oauth_callback("https://app.example.com/callback?from=login&lang=fr")
        .oauth_token_secret("1234567890abcdef1234567890abcdef")
        .oauth_callback_confirmed("true")
}

/// RFC 3986, section 2.3.
const NO_UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

fn form_by_hand(values: &PostReqTokenRequest) -> Request<Bytes> {
    let mut uri = "/oauth/request_token".to_owned();
    if let Some(flavor) = &values.clever_flavor {
        uri.push_str("?clever_flavor=");
        uri.extend(utf8_percent_encode(flavor.as_str(), NO_UNRESERVED));
    }
    let mut body = form_urlencoded::Serializer::new(String::new());
    if let Some(value) = &values.oauth_consumer_key {
        body.append_pair("oauth_consumer_key", value);
    }
    if let Some(value) = &values.oauth_token {
        body.append_pair("oauth_token", value.expose());
    }
    if let Some(value) = &values.oauth_signature_method {
        body.append_pair("oauth_signature_method", value.as_str());
    }
    if let Some(value) = &values.oauth_signature {
        body.append_pair("oauth_signature", value.expose());
    }
    if let Some(value) = &values.oauth_timestamp {
        body.append_pair("oauth_timestamp", value);
    }
    if let Some(value) = &values.oauth_nonce {
        body.append_pair("oauth_nonce", value);
    }
    if let Some(value) = &values.oauth_version {
        body.append_pair("oauth_version", value);
    }
    if let Some(value) = &values.oauth_verifier {
        body.append_pair("oauth_verifier", value.expose());
    }
    if let Some(value) = &values.oauth_callback {
        body.append_pair("oauth_callback", value);
    }
    if let Some(value) = &values.oauth_token_secret {
        body.append_pair("oauth_token_secret", value.expose());
    }
    if let Some(value) = &values.oauth_callback_confirmed {
        body.append_pair("oauth_callback_confirmed", value);
    }
    Request::builder()
        .method(Method::POST)
        .uri(uri)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(ACCEPT, "application/x-www-form-urlencoded")
        .body(Bytes::from(body.finish()))
        .unwrap()
}

/// Ten texts, six numbers and four booleans, each of which may be left out.
struct Search {
    texts: [Option<String>; 10],
    numbers: [Option<i64>; 6],
    booleans: [Option<bool>; 4],
}

const TEXTS: [&str; 10] = [
    "q",
    "sort",
    "order",
    "language",
    "author",
    "label",
    "milestone",
    "branch",
    "since",
    "until",
];
const NUMBERS: [&str; 6] = ["page", "per_page", "min_size", "max_size", "stars", "forks"];
const BOOLEANS: [&str; 4] = ["archived", "draft", "locked", "template"];

impl Search {
    fn new() -> Self {
        let texts = [
            "crates for OpenAPI in:readme",
            "updated",
            "desc",
            "rust",
            "octocat",
            "good first issue",
            "1.0",
            "feature/every-request",
            "2026-01-01T00:00:00+01:00",
            "2026-11-25",
        ];
        Self {
            texts: texts.map(|text| Some(text.to_owned())),
            numbers: [1, 100, 20, 4_096, 1_000, -1].map(Some),
            booleans: [true, false, false, true].map(Some),
        }
    }
}

fn query_by_hand(values: &Search) -> Request<Bytes> {
    let mut uri = "/search".to_owned();
    let mut separator = '?';
    let mut start = |uri: &mut String, name: &str| {
        uri.push(separator);
        separator = '&';
        uri.push_str(name);
        uri.push('=');
    };
    for (name, value) in TEXTS.iter().zip(&values.texts) {
        if let Some(value) = value {
            start(&mut uri, name);
            uri.extend(utf8_percent_encode(value, NO_UNRESERVED));
        }
    }
    for (name, value) in NUMBERS.iter().zip(&values.numbers) {
        if let Some(value) = value {
            start(&mut uri, name);
            uri.push_str(&value.to_string());
        }
    }
    for (name, value) in BOOLEANS.iter().zip(&values.booleans) {
        if let Some(value) = value {
            start(&mut uri, name);
            uri.push_str(if *value { "true" } else { "false" });
        }
    }
    Request::builder()
        .method(Method::GET)
        .uri(uri)
        .header(ACCEPT, "application/json")
        .body(Bytes::new())
        .unwrap()
}

/// The calls that the generator writes for such an operation.
fn query_as_generated(values: &Search) -> Request<Bytes> {
    let mut request = RequestBuilder::new(Method::GET, "/search");
    for (name, value) in TEXTS.iter().zip(&values.texts) {
        request.query(name, Style::Form, EXPLODE, value);
    }
    for (name, value) in NUMBERS.iter().zip(&values.numbers) {
        request.query(name, Style::Form, EXPLODE, value);
    }
    for (name, value) in BOOLEANS.iter().zip(&values.booleans) {
        request.query(name, Style::Form, EXPLODE, value);
    }
    request.accept("application/json");
    request.build().unwrap()
}
