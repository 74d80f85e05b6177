//! How each kind of answer is read. Status, headers and bytes are kept in all cases.

use bytes::Bytes;
use generated_client::error::{DecodeError, Error};
use generated_client::models::{Message, MessageType};
use generated_client::operations::{
    AuthorizeForm, AuthorizeToken, GetLoginData, PostAuthorize, PostReqTokenRequest,
    PostReqTokenRequestQueryString,
};
use generated_client::prelude::*;
use http::StatusCode;

use crate::endpoints::{Call, ENDPOINTS, Values};

/// An answer with a media type, if any, and one more header.
fn answer(status: u16, media_type: &str, body: impl Into<Bytes>) -> http::Response<Bytes> {
    let answer = http::Response::builder()
        .status(status)
        .header("x-request-id", "17");
    let answer = match media_type {
        "" => answer,
        _ => answer.header("content-type", media_type),
    };
    answer.body(body.into()).unwrap()
}

fn redirect(location: &str) -> http::Response<Bytes> {
    let mut answer = answer(303, "text/html", "<a>");
    let location = location.parse().unwrap();
    answer.headers_mut().insert("location", location);
    answer
}

/// The operations with these ids.
fn calls(ids: &[&str]) -> Vec<Box<dyn Call>> {
    let calls = ENDPOINTS.iter().filter(|it| ids.contains(&it.id));
    let calls: Vec<_> = calls.map(|it| (it.by_setters)(&Values::new())).collect();
    assert_eq!(calls.len(), ids.len());
    calls
}

const WITHOUT_SCHEMA: [&str; 5] = [
    "authorizeToken",
    "getAvailableRights",
    "getLoginData",
    "postAccessTokenRequest",
    "postAccessTokenRequestQuery",
];

const OF_A_STRING: [&str; 3] = [
    "authorizeForm",
    "postReqTokenRequest",
    "postReqTokenRequestQueryString",
];

const OF_A_MESSAGE: [&str; 1] = ["postAuthorize"];

// Operations whose answer is a string.

/// Each operation of a string must read this text.
fn is_text(media_type: &str, body: &'static [u8], text: &str) {
    for call in calls(&OF_A_STRING) {
        let reply = call.read(answer(200, media_type, body)).unwrap();
        assert_eq!(
            reply.value,
            format!("{text:?}"),
            "{} {media_type}",
            call.id()
        );
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(reply.headers["x-request-id"], "17");
        assert_eq!(reply.bytes, body);
    }
}

#[test]
fn a_json_string_is_the_text_that_it_stands_for() {
    for media_type in [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON",
        "application/vnd.clever+json",
    ] {
        is_text(media_type, br#""a \"b\" \u00e9\n""#, "a \"b\" é\n");
        is_text(media_type, br#" "" "#, "");
    }
}

#[test]
fn html_is_a_text_where_a_string_is_declared() {
    let html = b"<!doctype html><form><input name=\"almighty\">\r\n";
    let text = "<!doctype html><form><input name=\"almighty\">\r\n";
    is_text("text/html", html, text);
    is_text("text/html; charset=utf-8", html, text);
}

#[test]
fn a_form_is_a_text_where_a_string_is_declared() {
    let form = b"oauth_token=a%2Bb&oauth_token_secret=c+d&oauth_callback_confirmed=true";
    let text = "oauth_token=a%2Bb&oauth_token_secret=c+d&oauth_callback_confirmed=true";
    is_text("application/x-www-form-urlencoded", form, text);
}

#[test]
fn a_text_that_looks_like_json_is_taken_as_it_is_unless_it_comes_as_json() {
    for media_type in [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "text/json5",
    ] {
        is_text(media_type, br#""quoted""#, "\"quoted\"");
        is_text(media_type, b"{}", "{}");
    }
}

#[test]
fn an_empty_body_is_an_empty_text_where_a_string_is_declared() {
    for media_type in ["application/json", "text/html", ""] {
        is_text(media_type, b"", "");
    }
}

#[test]
fn json_that_is_no_string_is_an_error_where_a_string_is_declared() {
    for call in calls(&OF_A_STRING) {
        for body in [
            "{}",
            "[\"a\"]",
            "7",
            "true",
            "null",
            "a=b",
            "\"a",
            "\"a\" \"b\"",
        ] {
            let error = call
                .read(answer(200, "application/json", body))
                .unwrap_err();
            assert_kept(&error, 200, body);
        }
    }
}

// Operations whose answer is a model.

#[test]
fn a_message_is_read_whatever_media_type_it_comes_with() {
    for media_type in ["application/json", "text/html", "text/plain", ""] {
        let body = r#"{"id":1,"message":"m","type":"success"}"#;
        let response = PostAuthorize::response(answer(200, media_type, body)).unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["x-request-id"], "17");
        assert_eq!(response.bytes(), body);
        let message: &Message = response.value();
        assert_eq!(message.type_, Some(MessageType::Success));
    }
}

#[test]
fn what_is_no_message_is_an_error_where_a_message_is_declared() {
    for (media_type, body, reason) in [
        ("text/html", "<html>", "it came as text/html, not as JSON"),
        (
            "application/x-www-form-urlencoded",
            "id=1",
            "it came as application/x-www-form-urlencoded, not as JSON",
        ),
        ("", "ok", "it came without a media type"),
        ("application/json", "[]", "expected an object (Message)"),
        ("application/json", "", "it is empty"),
        ("", "", "it is empty"),
    ] {
        let error = PostAuthorize::response(answer(200, media_type, body)).unwrap_err();
        assert_kept(&error, 200, body);
        assert!(error.to_string().contains(reason), "{error}");
    }
}

// Operations whose answer has no schema.

#[test]
fn any_body_will_do_where_no_schema_is_declared() {
    for call in calls(&WITHOUT_SCHEMA) {
        for (media_type, body) in [
            ("application/json", r#"{"almighty":false}"#),
            ("application/json", "no JSON"),
            ("application/json", ""),
            ("text/html", "<html>"),
            ("application/x-www-form-urlencoded", "oauth_token=a"),
            ("image/png", "\0"),
            ("", ""),
            ("", "bytes"),
        ] {
            let reply = call.read(answer(200, media_type, body)).unwrap();
            assert_eq!(reply.value, "()");
            assert_eq!(reply.headers["x-request-id"], "17");
            assert_eq!(reply.bytes, body);
        }
    }
}

#[test]
fn a_default_answer_covers_each_status_of_success_and_of_redirection() {
    for call in calls(&WITHOUT_SCHEMA) {
        for status in 200..400 {
            let reply = call.read(answer(status, "", "body")).unwrap();
            assert_eq!(reply.status, status);
            assert_eq!(reply.bytes, "body");
        }
        for status in (100..200).chain(400..1000) {
            let error = call.read(answer(status, "", "body")).unwrap_err();
            assert_eq!(error.api().unwrap().status(), status);
        }
    }
}

#[test]
fn no_content_is_a_success_where_a_default_answer_is_declared() {
    for call in calls(&WITHOUT_SCHEMA) {
        let reply = call.read(answer(204, "", "")).unwrap();
        assert_eq!(reply.status, StatusCode::NO_CONTENT);
        assert_eq!(reply.headers["x-request-id"], "17");
        assert!(reply.bytes.is_empty());
    }
}

#[test]
fn the_parts_of_an_answer_can_be_taken_out() {
    let response = GetLoginData::response(answer(202, "text/plain", "bytes")).unwrap();
    assert_eq!(response.content_type(), Some("text/plain"));
    let (whole, ()) = response.into_parts();
    assert_eq!(whole.status(), StatusCode::ACCEPTED);
    assert_eq!(whole.headers()["x-request-id"], "17");
    assert_eq!(whole.body(), "bytes");
}

// Statuses that are not declared.

#[test]
fn where_only_200_is_declared_every_other_status_is_an_error() {
    for call in calls(&[&OF_A_STRING[..], &OF_A_MESSAGE].concat()) {
        for status in (100..200).chain(201..1000) {
            let error = call.read(answer(status, "", "body")).unwrap_err();
            let api = error.api().expect("the server's own answer");
            assert_eq!(api.status(), status);
            assert_eq!(api.body(), "body");
        }
    }
}

#[test]
fn no_content_is_an_error_where_only_200_is_declared() {
    for call in calls(&[&OF_A_STRING[..], &OF_A_MESSAGE].concat()) {
        let error = call.read(answer(204, "", "")).unwrap_err();
        assert_eq!(error.api().unwrap().status(), StatusCode::NO_CONTENT);
    }
}

// Redirects.

const CALLBACK: &str = "https://example.com/cb?oauth_token=a&oauth_verifier=b%2Bc&user=d";

#[test]
fn a_redirect_of_authorize_token_is_its_answer() {
    let response = AuthorizeToken::response(redirect(CALLBACK)).unwrap();
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.location(), Some(CALLBACK));
    assert_eq!(response.bytes(), "<a>");
}

#[test]
fn a_redirect_of_authorize_form_is_an_error_that_keeps_the_location() {
    let error = AuthorizeForm::response(redirect(CALLBACK)).unwrap_err();
    let api = error.api().unwrap();
    assert_eq!(api.status(), StatusCode::SEE_OTHER);
    assert_eq!(api.location(), Some(CALLBACK));
    assert_eq!(api.body(), "<a>");
}

#[test]
fn a_location_is_given_as_it_came() {
    for location in [
        "/relative?a=b#c",
        "",
        "no URL at all",
        "https://é.example/漢",
    ] {
        let mut answer = redirect("/");
        let value = http::HeaderValue::from_bytes(location.as_bytes()).unwrap();
        answer.headers_mut().insert("location", value);
        let response = AuthorizeToken::response(answer).unwrap();
        assert_eq!(response.location(), Some(location));
    }
}

#[test]
fn without_a_location_there_is_none() {
    let response = AuthorizeToken::response(answer(303, "", "")).unwrap();
    assert_eq!(response.location(), None);
    let error = AuthorizeForm::response(answer(303, "", "")).unwrap_err();
    assert_eq!(error.api().unwrap().location(), None);
}

// Errors of the server.

/// What each operation makes of this answer to a call that failed.
fn refused(status: u16, media_type: &str, body: &'static str, verify: impl Fn(&Error)) {
    for endpoint in &ENDPOINTS {
        let call = (endpoint.by_setters)(&Values::new());
        let error = call.read(answer(status, media_type, body)).unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        let api = error.api().unwrap();
        assert_eq!(api.status(), status);
        assert_eq!(api.headers()["x-request-id"], "17");
        assert_eq!(api.content_type().unwrap_or_default(), media_type);
        assert_eq!(api.body(), body);
        verify(&error);
    }
}

const FAILURES: [u16; 8] = [400, 401, 403, 404, 429, 500, 502, 599];

#[test]
fn a_refusal_with_a_json_message_tells_it() {
    for status in FAILURES {
        let body = r#"{"id":2001,"message":"You must authenticate","type":"error"}"#;
        refused(status, "application/json", body, |error| {
            let api = error.api().unwrap();
            assert_eq!(api.message().as_deref(), Some("You must authenticate"));
            let message: Message = api.json().unwrap();
            assert_eq!(message.id, Some(2001));
            assert_eq!(message.type_, Some(MessageType::Error));
            let declared: Result<(), _> = api.decode();
            declared.unwrap();
        });
    }
}

#[test]
fn a_refusal_without_a_json_message_has_none() {
    for status in FAILURES {
        for (media_type, body) in [
            ("text/html", "<html>Bad gateway</html>"),
            ("text/plain", "OAuth callback is invalid"),
            ("application/x-www-form-urlencoded", "error=no"),
            ("application/json", r#"{"id":2001,"type":"error"}"#),
            ("application/json", r#"{"message":7}"#),
            ("application/json", r#""text""#),
            ("application/json", "{"),
            ("application/json", ""),
            ("", ""),
        ] {
            refused(status, media_type, body, |error| {
                assert_eq!(error.api().unwrap().message(), None, "{body}");
            });
        }
    }
}

#[test]
fn a_refusal_that_is_no_message_cannot_be_read_as_one_and_is_kept() {
    refused(502, "text/html", "<html>", |error| {
        let misfit = error.api().unwrap().json::<Message>().unwrap_err();
        assert_kept(&misfit, 502, "<html>");
    });
}

#[test]
fn an_error_says_status_media_type_and_length() {
    let error = PostReqTokenRequest::response(answer(401, "text/html; a=b", "<html>"));
    assert_eq!(
        error.unwrap_err().to_string(),
        "the server answered 401 Unauthorized (text/html, 6 bytes)"
    );
    let error = PostReqTokenRequest::response(answer(500, "", ""));
    assert_eq!(
        error.unwrap_err().to_string(),
        "the server answered 500 Internal Server Error (no media type, 0 bytes)"
    );
}

// Bodies that nobody can read.

#[test]
fn a_body_that_is_not_utf_8_is_an_error_where_text_is_declared() {
    for call in calls(&[&OF_A_STRING[..], &OF_A_MESSAGE].concat()) {
        for media_type in ["application/json", "text/html; charset=iso-8859-1", ""] {
            let body = &b"\"\xe9\""[..];
            let error = call.read(answer(200, media_type, body)).unwrap_err();
            assert_kept(&error, 200, body);
            assert!(error.to_string().contains("not UTF-8 from byte 1 on"));
        }
    }
}

#[test]
fn a_compressed_body_is_an_error_where_text_is_declared() {
    for call in calls(&[&OF_A_STRING[..], &OF_A_MESSAGE].concat()) {
        let mut packed = answer(200, "application/json", "\"\"");
        let gzip = "gzip".parse().unwrap();
        packed.headers_mut().insert("content-encoding", gzip);
        let error = call.read(packed).unwrap_err();
        assert_kept(&error, 200, "\"\"");
        assert!(error.to_string().contains("gzip"), "{error}");
    }
}

#[test]
fn bytes_that_are_no_text_are_kept_where_no_schema_is_declared() {
    for call in calls(&WITHOUT_SCHEMA) {
        let body = &b"\x1f\x8b\xff\0"[..];
        let mut packed = answer(200, "application/json", body);
        let gzip = "gzip".parse().unwrap();
        packed.headers_mut().insert("content-encoding", gzip);
        assert_eq!(call.read(packed).unwrap().bytes, body);
    }
}

#[test]
fn an_error_of_decoding_keeps_location_and_media_type() {
    let mut odd = answer(200, "application/json; a=b", "{}");
    let location = CALLBACK.parse().unwrap();
    odd.headers_mut().insert("location", location);
    let error = PostReqTokenRequestQueryString::response(odd).unwrap_err();
    let decode = assert_kept(&error, 200, "{}");
    assert_eq!(decode.location(), Some(CALLBACK));
    assert_eq!(decode.content_type(), Some("application/json; a=b"));
}

/// The error of a body that is not what the description declares, with all that came.
fn assert_kept(error: &Error, status: u16, body: impl Into<Bytes>) -> &DecodeError {
    let Error::Decode(decode) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.status().unwrap(), status);
    assert!(error.api().is_none());
    assert_eq!(decode.status(), status);
    assert_eq!(decode.headers()["x-request-id"], "17");
    assert_eq!(decode.body(), &body.into());
    decode
}
