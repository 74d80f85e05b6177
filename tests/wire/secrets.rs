//! No secret is shown by anything that people print: operations, models, answers and errors.

use std::error::Error as StdError;

use bytes::Bytes;
use generated_client::error::Error;
use generated_client::models::WannabeAuthorization;

use crate::endpoints::{ENDPOINTS, Endpoint, Place, Values};
use tests::callers::Caller;
use tests::scripted::{Server, Step};

/// What stands in each secret slot, made of characters that no place encodes.
const CANARY: &str = "s3cr3t-canary";

/// What stands in each other slot, so that a test sees that values are shown at all.
const OPEN: &str = "open-value";

/// The secrets among all values, by the names that a caller sees.
const SECRETS: [&str; 11] = [
    "ccid",
    "cctk",
    "ccid2",
    "cli_token",
    "oauth_token",
    "oauth_signature",
    "oauth_verifier",
    "oauth_token_secret",
    "authorization",
    "payload",
    "mac",
];

fn values(endpoint: &Endpoint) -> Values {
    endpoint.all(|slot| match SECRETS.contains(&slot.name) {
        true => format!("{CANARY}-{}", slot.name),
        false => format!("{OPEN}-{}", slot.name),
    })
}

/// All that an error can show.
fn shown(error: &Error) -> String {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        shown.push_str(&format!(" {error} {error:?} {error:#?}"));
        source = error.source();
    }
    shown
}

#[test]
fn just_the_values_that_the_documentation_calls_secret_are_secrets() {
    for slot in ENDPOINTS.iter().flat_map(|endpoint| endpoint.slots) {
        assert_eq!(slot.secret, SECRETS.contains(&slot.name), "{}", slot.name);
    }
}

#[test]
fn an_operation_shows_its_open_values_and_no_secret() {
    for endpoint in &ENDPOINTS {
        let call = (endpoint.by_setters)(&values(endpoint));
        for shown in [format!("{call:?}"), format!("{call:#?}")] {
            assert!(!shown.contains(CANARY), "{shown}");
            for slot in endpoint.slots {
                let value = format!("\"{OPEN}-{}\"", slot.name);
                assert_eq!(shown.contains(&value), !slot.secret, "{value} {shown}");
            }
        }
    }
}

#[test]
fn a_model_shows_its_open_values_and_no_secret() {
    let model = WannabeAuthorization::new()
        .verb(OPEN)
        .authorization(CANARY)
        .payload(CANARY)
        .mac(CANARY);
    for shown in [format!("{model:?}"), format!("{model:#?}")] {
        assert!(shown.contains(OPEN) && !shown.contains(CANARY), "{shown}");
    }
}

#[test]
fn a_header_with_cookies_is_marked_as_sensitive() {
    for endpoint in &ENDPOINTS {
        let call = (endpoint.by_setters)(&values(endpoint));
        let request = call.to_request().unwrap();
        let shown = format!("{:?}", request.headers());
        assert!(!shown.contains(CANARY), "{shown}");
        let cookies = endpoint.slots.iter().any(|slot| slot.wire == "cctk");
        assert_eq!(request.headers().contains_key("cookie"), cookies);
    }
}

#[test]
fn the_error_of_a_request_that_cannot_be_built_shows_no_value() {
    for endpoint in &ENDPOINTS {
        let call = (endpoint.by_setters)(&endpoint.all(|_| CANARY.repeat(6_000)));
        let has_query = endpoint.slots_in(Place::Query).next().is_some();
        let error = call.to_request().err();
        assert_eq!(error.is_some(), has_query, "{}", endpoint.id);
        assert!(!error.is_some_and(|error| shown(&error).contains(CANARY)));
    }
}

/// Answers that hold the canary wherever a server can put it.
fn answers() -> Vec<http::Response<Bytes>> {
    let bodies = [
        ("application/json", format!(r#""{CANARY}""#)),
        ("application/json", format!(r#"{{"message":"{CANARY}"}}"#)),
        ("application/json", format!(r#"{{"{CANARY}":1}}"#)),
        ("application/json", format!(r#"{{"id":"{CANARY}"}}"#)),
        ("application/json", format!(r#"{{"type":["{CANARY}"]}}"#)),
        ("application/json", format!("[\"{CANARY}\"]")),
        ("application/json", CANARY.to_owned()),
        ("text/html", format!("<a href='?{CANARY}'>")),
        (
            "application/x-www-form-urlencoded",
            format!("oauth_token_secret={CANARY}"),
        ),
    ];
    let mut answers = Vec::new();
    for status in [200, 204, 303, 401, 500] {
        for (media_type, body) in &bodies {
            let answer = http::Response::builder()
                .status(status)
                .header("content-type", format!("{media_type}; x={CANARY}"))
                .header("location", format!("https://example.com/?{CANARY}"))
                .header("set-cookie", format!("ccid={CANARY}"))
                .header("www-authenticate", format!("OAuth {CANARY}"))
                .header(format!("x-{CANARY}"), "1");
            answers.push(answer.body(Bytes::from(body.clone())).unwrap());
        }
    }
    answers
}

#[test]
fn neither_an_answer_nor_an_error_shows_what_came() {
    let (mut good, mut refused, mut odd) = (0, 0, 0);
    for endpoint in &ENDPOINTS {
        let call = (endpoint.by_setters)(&Values::new());
        for answer in answers() {
            let shown = match call.read(answer) {
                Ok(reply) => {
                    good += 1;
                    reply.debug
                }
                Err(error) => {
                    match error {
                        Error::Api(_) => refused += 1,
                        _ => odd += 1,
                    }
                    shown(&error)
                }
            };
            assert!(!shown.contains(CANARY), "{shown}");
        }
    }
    assert!(good > 0 && refused > 0 && odd > 0, "each case was there");
}

#[test]
fn the_error_of_a_call_that_failed_shows_no_value() {
    let gone = vec![Step::Read];
    let nonsense = vec![Step::Read, Step::write("nonsense\r\n\r\n")];
    let calls = 2 * ENDPOINTS.len();
    let server = Server::start([vec![gone; calls], vec![nonsense; calls]].concat());
    for caller in Caller::both(&server.url()).iter().cycle().take(4) {
        for endpoint in &ENDPOINTS {
            let call = (endpoint.by_setters)(&values(endpoint));
            let error = call.send_with(caller).unwrap_err();
            let shown = shown(&error);
            assert!(!shown.contains(CANARY), "{shown}");
            assert!(!shown.contains(endpoint.path), "{shown}");
        }
    }
    let sent = String::from_utf8(server.requests().concat()).unwrap();
    let slots = ENDPOINTS.iter().flat_map(|endpoint| endpoint.slots);
    let secrets = slots.filter(|slot| slot.secret).count();
    assert_eq!(sent.matches(CANARY).count(), 4 * secrets);
}
