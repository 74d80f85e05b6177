//! What errors tell, and what they keep to themselves.

#![cfg(test)]

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Error as _};
use templates::error::{ApiError, Error, Failure, Phase};
use templates::response::Response;

fn answer(status: u16, media_type: &str, body: &str) -> http::Response<Bytes> {
    http::Response::builder()
        .status(status)
        .header("content-type", media_type)
        .body(Bytes::copy_from_slice(body.as_bytes()))
        .unwrap()
}

fn api(status: u16, media_type: &str, body: &str) -> ApiError {
    let error = Error::from_response(answer(status, media_type, body));
    error.api().unwrap().clone()
}

#[test]
fn an_error_is_small_and_crosses_threads() {
    fn crosses<T: std::error::Error + Send + Sync + 'static>() -> usize {
        size_of::<T>()
    }

    assert!(crosses::<Error>() <= 56, "{} bytes", crosses::<Error>());
}

#[test]
fn each_variant_reads_as_a_sentence() {
    let text = |error: Error| error.to_string();

    assert_eq!(
        text(Error::Setup("the base URL has no host".into())),
        "the base URL has no host"
    );
    assert_eq!(
        text(Error::Timeout(Phase::Connect)),
        "no connection to the server came about in the time allowed"
    );
    assert_eq!(
        text(Error::Timeout(Phase::Head)),
        "the server did not answer in the time allowed"
    );
    assert_eq!(
        text(Error::Timeout(Phase::Body)),
        "the answer did not end in the time allowed"
    );
    assert_eq!(
        text(Error::BodyTooLarge { limit: 16 }),
        "the answer's body is larger than the 16 bytes that the client takes"
    );
    assert_eq!(
        text(Error::from_response(answer(404, "text/html; x=y", "<p>"))),
        "the server answered 404 Not Found (text/html, 3 bytes)"
    );
    assert_eq!(
        text(Response::<i64>::json(answer(200, "application/json", "[]")).unwrap_err()),
        "the server answered 200 OK (application/json, 2 bytes), but the body cannot be read: \
         unexpected sequence, expected i64 at line 1 column 0"
    );
}

#[test]
fn an_error_tells_the_status_where_an_answer_came() {
    let refused = Error::from_response(answer(401, "text/plain", ""));
    let unread = Response::<i64>::json(answer(200, "text/plain", "")).unwrap_err();

    assert_eq!(refused.status().unwrap(), 401);
    assert_eq!(unread.status().unwrap(), 200);
    assert!(unread.api().is_none());
    assert!(Error::Timeout(Phase::Head).status().is_none());
}

#[test]
fn a_refusal_keeps_the_whole_answer() {
    let mut response = answer(302, "text/html", "<p>");
    let location = "/login".parse().unwrap();
    response.headers_mut().insert("location", location);
    let error = Error::from_response(response);
    let api = error.api().unwrap();

    assert_eq!(api.status(), 302);
    assert_eq!(api.headers().len(), 2);
    assert_eq!(api.body(), "<p>");
    assert_eq!(api.location(), Some("/login"));
    assert_eq!(api.content_type(), Some("text/html"));
}

#[test]
fn an_unreadable_answer_keeps_the_whole_answer() {
    let mut response = answer(201, "text/html", "<p>");
    let location = "/pets/1".parse().unwrap();
    response.headers_mut().insert("location", location);
    let Err(Error::Decode(error)) = Response::<i64>::json(response) else {
        panic!("no decode error");
    };

    assert_eq!(error.status(), 201);
    assert_eq!(error.headers().len(), 2);
    assert_eq!(error.body(), "<p>");
    assert_eq!(error.location(), Some("/pets/1"));
    assert_eq!(error.content_type(), Some("text/html"));
}

#[test]
fn the_message_is_found_where_servers_put_it() {
    let message = |body: &str| api(400, "application/json", body).message();
    let found = |text: &str| Some(text.to_owned());

    assert_eq!(message(r#"{"message":"a","error":"b"}"#), found("a"));
    assert_eq!(
        message(r#"{"message":1,"error":"b","detail":"c"}"#),
        found("b")
    );
    assert_eq!(
        message(r#"{"error":{"message":"c"},"detail":"d"}"#),
        found("c")
    );
    assert_eq!(message(r#"{"title":"t","detail":"d"}"#), found("d"));
    assert_eq!(message(r#"{"title":"t"}"#), found("t"));
    assert_eq!(message(r#"{"other":"x"}"#), None);
    assert_eq!(message(r#""message""#), None);
    assert_eq!(message("<html>"), None);
    assert_eq!(message(""), None);
}

#[test]
fn a_declared_error_that_does_not_fit_is_a_decode_error() {
    #[derive(Debug)]
    struct Number;
    impl Failure for Number {
        fn from_error(error: &ApiError) -> Result<Self, Error> {
            error.json::<i64>().map(|_| Self)
        }
    }

    let api = api(500, "text/html", "<html>");

    assert!(matches!(api.decode::<Number>(), Err(Error::Decode(_))));
    assert_eq!(
        api.json::<i64>().unwrap_err().to_string(),
        "the server answered 500 Internal Server Error (text/html, 6 bytes), but the body cannot be read: \
         expected value at line 1 column 1; it came as text/html, not as JSON"
    );
    assert!(matches!(api.decode::<()>(), Ok(())));
}

#[test]
fn reasons_name_kinds_and_places_but_no_values() {
    /// A type whose message quotes what it read.
    #[derive(Debug)]
    struct Careless;
    impl<'de> Deserialize<'de> for Careless {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            Err(D::Error::custom(format_args!(
                "bad {text}, expected {text}"
            )))
        }
    }
    fn reason<T: DeserializeOwned + std::fmt::Debug>(body: &str) -> String {
        let error = Response::<T>::json(answer(200, "application/json", body)).unwrap_err();
        for text in [
            error.to_string(),
            format!("{error:?}"),
            format!("{error:#?}"),
        ] {
            assert!(!text.contains("SECRET"), "{text}");
            assert!(!text.contains("777"), "{text}");
        }
        let text = error.to_string();
        text.split_once("cannot be read: ").unwrap().1.to_owned()
    }

    assert_eq!(
        reason::<i64>(r#""SECRET""#),
        "unexpected string, expected i64 at line 1 column 8"
    );
    assert_eq!(
        reason::<Vec<i64>>("[1,\n\"SECRET, expected SECRET\"]"),
        "unexpected string, expected i64 at line 2 column 25"
    );
    assert_eq!(
        reason::<u8>("777"),
        "unexpected integer, expected u8 at line 1 column 3"
    );
    assert_eq!(
        reason::<u8>("777.5"),
        "unexpected floating point, expected u8 at line 1 column 5"
    );
    assert_eq!(
        reason::<u8>("null"),
        "unexpected null, expected u8 at line 1 column 4"
    );
    assert_eq!(
        reason::<u8>("true"),
        "unexpected boolean, expected u8 at line 1 column 4"
    );
    assert_eq!(
        reason::<(u8, u8)>("[1]"),
        "unexpected value, expected a tuple of size 2 at line 1 column 3"
    );
    assert_eq!(reason::<Careless>(r#""SECRET""#), "unexpected value");
    assert_eq!(
        reason::<BTreeMap<String, i64>>(r#"{"SECRET":SECRET}"#),
        "expected value at line 1 column 11"
    );
}

#[test]
fn nothing_shows_what_the_server_sent() {
    let mut response = answer(500, "text/plain; x=SECRET", "SECRET");
    for name in ["location", "set-cookie", "www-authenticate"] {
        response
            .headers_mut()
            .insert(name, "SECRET".parse().unwrap());
    }

    let errors = [
        Error::from_response(response.clone()),
        Response::<i64>::json(response).unwrap_err(),
    ];

    for error in errors {
        for text in [
            error.to_string(),
            format!("{error:?}"),
            format!("{error:#?}"),
        ] {
            assert!(!text.contains("SECRET"), "{text}");
            assert!(text.contains("500"), "{text}");
            assert!(text.contains("text/plain"), "{text}");
        }
    }
}
