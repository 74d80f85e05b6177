//! The whole dance, by each method, placement and client, with a provider that looks at each request.

use std::sync::{Arc, Mutex};

use generated_client::Secret;
use generated_client::login::{Login, Placement};
use generated_client::oauth1::{Callback, Received, SignatureMethod};
use tests::provider::{Answer, Provider, Request};

use crate::callers::{Caller, callers};
use crate::cast::{
    ACCESS_SECRET, ACCESS_TOKEN, CALLBACK, CONSUMER_KEY, CONSUMER_SECRET, FORM, METHODS,
    PLACEMENTS, REQUEST_SECRET, REQUEST_TOKEN, USER, VERIFIER, access_answer, assert_hidden,
    callback_query, consumer, pairs, percent, request_answer, shows_a_secret,
};

/// What each call for a token carries, beside what the call is about.
const ALWAYS: [&str; 6] = [
    "oauth_consumer_key",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_version",
];

/// A provider that serves one login. It panics over a request that is not as it has to be.
fn provider(method: SignatureMethod, placement: Placement) -> Provider {
    let nonces = Arc::new(Mutex::new(Vec::new()));
    Provider::start(move |request| {
        let received = Received::read(&request.to_http()).unwrap();
        assert_eq!(received.consumer_key(), CONSUMER_KEY);
        assert_eq!(received.signature_method(), method);
        let nonce = received.nonce().unwrap().to_owned();
        let mut nonces = nonces.lock().unwrap();
        assert!(!nonces.contains(&nonce));
        nonces.push(nonce);

        let path = match placement {
            Placement::Form => request.target(),
            _ => request.path(),
        };
        let (answer, token, token_secret) = match (placement, path) {
            (Placement::Form, "/v2/oauth/request_token")
            | (Placement::Query, "/v2/oauth/request_token_query") => {
                assert_asks(request, placement, &[("oauth_callback", CALLBACK)]);
                (request_answer(), None, "")
            }
            (Placement::Form, "/v2/oauth/access_token")
            | (Placement::Query, "/v2/oauth/access_token_query") => {
                let wanted = [("oauth_token", REQUEST_TOKEN), ("oauth_verifier", VERIFIER)];
                assert_asks(request, placement, &wanted);
                (access_answer(), Some(REQUEST_TOKEN), REQUEST_SECRET)
            }
            (_, target) => {
                assert!(target.starts_with("/v2/self"), "{target}");
                let yes = Answer::new(200).body("it is you");
                (yes, Some(ACCESS_TOKEN), ACCESS_SECRET)
            }
        };
        assert_eq!(received.token().map(Secret::expose), token);
        let secrets = (Secret::new(CONSUMER_SECRET), Secret::new(token_secret));
        received.verify(&secrets.0, &secrets.1).unwrap();
        answer
    })
}

/// A call for a token is in the right place, and holds each parameter once and no more than it should.
fn assert_asks(request: &Request, placement: Placement, about: &[(&str, &str)]) {
    assert_eq!(request.method(), "POST");
    assert_eq!(request.headers("accept"), [FORM]);
    for name in ["authorization", "cookie", "referer"] {
        assert_eq!(request.headers(name), [""; 0]);
    }
    let carried = match placement {
        Placement::Form => {
            assert_eq!(request.headers("content-type"), [FORM]);
            assert_eq!(request.query(), None);
            request.text()
        }
        _ => {
            assert_eq!(request.headers("content-type"), [""; 0]);
            assert_eq!(request.headers("content-length"), ["0"]);
            assert_eq!(request.text(), "");
            request.query().unwrap()
        }
    };
    let carried = pairs(carried);
    let mut names: Vec<_> = carried.iter().map(|(name, _)| name.as_str()).collect();
    names.sort();
    let mut expected = [
        &ALWAYS[..],
        &about.iter().map(|it| it.0).collect::<Vec<_>>(),
    ]
    .concat();
    expected.sort();
    assert_eq!(names, expected);
    for (name, value) in about.iter().chain(&[("oauth_version", "1.0")]) {
        let found = carried.iter().find(|(found, _)| found == name).unwrap();
        assert_eq!(found.1, *value);
    }
    assert_sends_no_secret(request, &carried);
}

/// Tokens and verifiers go out, secrets do not, but in the signature that consists of them.
fn assert_sends_no_secret(request: &Request, carried: &[(String, String)]) {
    let mut rest = String::from_utf8(request.raw().to_vec()).unwrap();
    let sent = |name: &str| carried.iter().find(|(found, _)| found == name);
    let mut open = vec!["oauth_token", "oauth_verifier"];
    if sent("oauth_signature_method").unwrap().1 == "PLAINTEXT" {
        open.push("oauth_signature");
    }
    for name in open {
        if let Some((name, value)) = sent(name) {
            let as_form = crate::cast::form([(&**name, &**value)]);
            let as_query = format!("{name}={}", percent(value));
            rest = rest.replace(&as_form, "").replace(&as_query, "");
        }
    }
    assert!(!shows_a_secret(rest.as_bytes()), "{rest}");
}

/// All three legs and a signed call. The user's browser is played.
fn dance(caller: &Caller, login: &Login) {
    let request_token = caller.send(login.request_token(CALLBACK)).unwrap();
    assert_eq!(request_token.token().expose(), REQUEST_TOKEN);
    let url = login.authorize_url(&request_token).unwrap();
    let query = format!("oauth_token={}", percent(REQUEST_TOKEN));
    assert!(
        url.ends_with(&format!("/v2/oauth/authorize?{query}")),
        "{url}"
    );

    let callback = Callback::from_url(&format!("{CALLBACK}&{}", callback_query())).unwrap();
    assert_eq!(callback.user(), Some(USER));
    assert_hidden(&callback);
    let own: Vec<_> = callback
        .other()
        .iter()
        .map(|(name, value)| (name.as_str(), value.expose()))
        .collect();
    let expected = [("state", "a b"), ("x", "ü"), ("y", "1 2"), ("user", USER)];
    assert_eq!(own, expected);

    let credentials = caller
        .send(login.access_token(request_token, callback))
        .unwrap();
    assert_eq!(credentials.token().token().expose(), ACCESS_TOKEN);
    assert_eq!(credentials.token().secret().expose(), ACCESS_SECRET);
    assert_eq!(credentials.consumer().key(), CONSUMER_KEY);
    assert_eq!(credentials.expiration_date(), Some("2027-02-24T10:00:00Z"));

    let base_url = url.split("/oauth/").next().unwrap();
    let api_host = base_url.strip_suffix("/v2");
    assert_eq!(credentials.api_host(), api_host);

    let url = format!("{base_url}/self?a=1&b=%C3%A9%20+&a=0");
    let answer = match &caller.0 {
        tests::callers::Caller::Async(runtime, client) => {
            runtime.block_on(credentials.get(client, &url))
        }
        tests::callers::Caller::Blocking(client) => credentials.get_blocking(client, &url),
    };
    assert_eq!(answer.unwrap().body(), "it is you");
}

#[test]
fn each_method_and_placement_logs_in_through_both_clients() {
    for caller in callers() {
        for &method in METHODS {
            for placement in PLACEMENTS {
                let provider = provider(method, placement);
                let base = format!("{}/v2", provider.url());
                let login = Login::new(&base, consumer())
                    .signature_method(method)
                    .placement(placement);
                assert_hidden(&login);
                if (method, placement) == (SignatureMethod::Plaintext, Placement::Query) {
                    let error = caller.send(login.request_token(CALLBACK)).unwrap_err();
                    assert!(error.to_string().contains("PLAINTEXT"), "{error}");
                    assert_eq!(provider.connections(), 0);
                } else {
                    dance(&caller, &login);
                    assert_eq!(provider.requests().len(), 3, "{method} {placement:?}");
                }
            }
        }
    }
}
