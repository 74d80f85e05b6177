//! The first and the third leg against rows of `tests/conformance/oauth1.json`, which oauthlib has computed.

use std::path::Path;

use bytes::Bytes;
use generated_client::login::{Login, LoginError, Placement, RequestToken};
use generated_client::oauth1::{Callback, Consumer, Received, SignatureMethod, Signer, Token};
use http::{Method, Request};
use serde_json::Value as Json;

use crate::cast::{FORM, form, pairs};

const BASE_URL: &str = "https://api.clever-cloud.com/v2";

/// The rows about calls for tokens.
fn rows() -> Vec<Json> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance/oauth1.json");
    let text = std::fs::read_to_string(file).unwrap();
    let mut file: Json = serde_json::from_str(&text).unwrap();
    let Json::Array(mut rows) = file["vectors"].take() else {
        panic!("`vectors` is no list");
    };
    rows.retain(|row| {
        let id = row["id"].as_str().unwrap();
        let starts = ["cc-request-token-", "cc-access-token-", "cc-callback-"];
        starts.iter().any(|start| id.starts_with(start))
    });
    rows
}

/// What a row says that is sent, without the signature.
fn parameters(row: &Json) -> Vec<(String, String)> {
    let list = row["input"]["oauth_params"].as_array().unwrap();
    list.iter()
        .map(|pair| {
            let text = |index: usize| pair[index].as_str().unwrap().to_owned();
            (text(0), text(1))
        })
        .collect()
}

/// The request that a login makes of the values of a row.
fn request(row: &Json, placement: Placement) -> Result<Request<Bytes>, LoginError> {
    let input = |name: &str| row["input"][name].as_str().unwrap().to_owned();
    let parameters = parameters(row);
    let sent = |name: &str| {
        let found = parameters.iter().find(|(found, _)| found == name);
        found.map(|(_, value)| value.clone())
    };

    let consumer = Consumer::new(
        sent("oauth_consumer_key").unwrap(),
        input("consumer_secret"),
    );
    let method: SignatureMethod = input("signature_method").parse().unwrap();
    let timestamp = sent("oauth_timestamp").unwrap().parse().unwrap();
    let nonce = sent("oauth_nonce").unwrap();
    let signer = Signer::new(consumer)
        .signature_method(method)
        .clock(move || Ok(timestamp))
        .nonces(move || Ok(nonce.clone()));
    let login = Login::with_signer(BASE_URL, signer).placement(placement);

    if let Some(callback) = sent("oauth_callback") {
        return Ok(login.request_token(callback).into_parts()?.0);
    }
    let token = sent("oauth_token").unwrap();
    let verifier = sent("oauth_verifier").unwrap();
    let callback = Callback::from_query(&form([
        ("oauth_token", &*token),
        ("oauth_verifier", &*verifier),
    ]));
    let token = RequestToken::from_parts(token, input("token_secret"));
    Ok(login.access_token(token, callback.unwrap()).into_parts()?.0)
}

/// All that a row says about its request, with the parameters sorted, since their order is free.
fn assert_is(row: &Json, url: &str, carried: &str) {
    let mut expected = parameters(row);
    let signature = row["expected"]["signature"].as_str().unwrap();
    expected.push(("oauth_signature".to_owned(), signature.to_owned()));
    expected.sort();
    let mut carried = pairs(carried);
    carried.sort();
    assert_eq!(carried, expected, "{}", row["id"]);

    let names = [
        "consumer_key",
        "signature_method",
        "signature",
        "timestamp",
        "nonce",
        "version",
    ];
    let either = ["oauth_callback", "oauth_token"];
    let has = |name: &str| carried.iter().any(|(found, _)| found == name);
    assert!(names.iter().all(|name| has(&format!("oauth_{name}"))));
    assert!(either.iter().any(|name| has(name)));
    assert_eq!(row["input"]["url"], url);
}

#[test]
fn the_calls_for_tokens_are_those_of_the_vectors() {
    let (mut forms, mut queries) = (0, 0);
    for row in rows() {
        let url = row["input"]["url"].as_str().unwrap();
        if row["input"]["signature_method"] == "PLAINTEXT" {
            continue;
        }
        match url.strip_suffix("_query") {
            Some(_) => {
                queries += 1;
                let request = request(&row, Placement::Query).unwrap();
                assert_carries_nothing_else(&request);
                let (address, query) = whole(&request).split_once('?').map(owned).unwrap();
                assert_is(&row, &address, &query);
                assert_eq!(request.headers().get("content-type"), None);
                assert!(request.body().is_empty());
            }
            None => {
                forms += 1;
                let request = request(&row, Placement::Form).unwrap();
                assert_carries_nothing_else(&request);
                let body = std::str::from_utf8(request.body()).unwrap();
                assert_is(&row, &whole(&request), body);
                assert_eq!(request.headers()["content-type"], FORM);
            }
        }
    }
    assert_eq!((forms, queries), (1, 6));
}

/// A call brings its own token, verifier and callback, and no other.
#[test]
fn a_signer_that_is_set_up_for_something_else_sends_nothing_of_it() {
    let signer = Signer::new(Consumer::new("key", "secret"))
        .token(Token::new("old-token", "old-secret"))
        .verifier("old-verifier")
        .callback("https://old.example")
        .realm("old-realm")
        .signature_method(SignatureMethod::HmacSha1)
        .clock(|| Ok(1_764_000_000))
        .nonces(|| Ok("the-nonce".to_owned()));
    let login = Login::with_signer(BASE_URL, signer);
    let asked = login.request_token("oob").into_parts().unwrap().0;
    let callback = Callback::from_query("oauth_token=t&oauth_verifier=v").unwrap();
    let token = RequestToken::from_parts("t", "s");
    let given = login.access_token(token, callback).into_parts().unwrap().0;
    for (request, own, secret) in [
        (asked, vec![("oauth_callback", "oob")], ""),
        (
            given,
            vec![("oauth_token", "t"), ("oauth_verifier", "v")],
            "s",
        ),
    ] {
        let body = std::str::from_utf8(request.body()).unwrap();
        let mut carried = pairs(body);
        carried.retain(|(name, _)| name != "oauth_signature");
        carried.sort();
        let mut expected = own;
        expected.extend([
            ("oauth_consumer_key", "key"),
            ("oauth_nonce", "the-nonce"),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", "1764000000"),
            ("oauth_version", "1.0"),
        ]);
        expected.sort();
        let carried: Vec<_> = carried
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect();
        assert_eq!(carried, expected);
        let received = Received::read(&request).unwrap();
        received.verify(&"secret".into(), &secret.into()).unwrap();
    }
}

/// The row puts the secrets into a query, which a login never does; in a form the signature is the same.
#[test]
fn plaintext_has_the_signature_of_its_vector_in_a_form_and_none_in_a_query() {
    let mut run = 0;
    for row in rows() {
        if row["input"]["signature_method"] != "PLAINTEXT" {
            continue;
        }
        run += 1;
        let error = request(&row, Placement::Query).unwrap_err();
        assert!(error.to_string().contains("PLAINTEXT"), "{error}");
        let request = request(&row, Placement::Form).unwrap();
        assert_carries_nothing_else(&request);
        let url = format!("{}_query", whole(&request));
        assert_is(&row, &url, std::str::from_utf8(request.body()).unwrap());
    }
    assert_eq!(run, 1);
}

fn assert_carries_nothing_else(request: &Request<Bytes>) {
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.headers()["accept"], FORM);
    for name in ["authorization", "cookie"] {
        assert_eq!(request.headers().get(name), None);
    }
}

fn whole(request: &Request<Bytes>) -> String {
    request.uri().to_string()
}

fn owned((left, right): (&str, &str)) -> (String, String) {
    (left.to_owned(), right.to_owned())
}
