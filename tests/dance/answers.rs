//! What the two calls for tokens make of each answer.

use generated_client::error::Error;
use generated_client::login::{Login, LoginError, LoginFault, Placement};
use generated_client::oauth1::AnswerError;
use generated_client::oauth1::AnswerError::{
    CallbackNotConfirmed, Empty, Malformed, Missing, NotAForm, Repeated, TooLong,
};
use tests::provider::{Answer, Provider};

use crate::callers::{Caller, callers};
use crate::cast::{
    ACCESS_SECRET, ACCESS_TOKEN, CALLBACK, FORM, PLACEMENTS, callback, form, login, request_token,
};

/// The calls for tokens.
#[derive(Clone, Copy, Debug)]
enum Leg {
    Request,
    Access,
}

const LEGS: [Leg; 2] = [Leg::Request, Leg::Access];

/// Token, its secret and its expiration date.
type Given = (String, String, Option<String>);

impl Leg {
    fn send(self, caller: &Caller, login: &Login) -> Result<Given, LoginError> {
        let text = |secret: &generated_client::Secret| secret.expose().to_owned();
        match self {
            Self::Request => {
                let token = caller.send(login.request_token(CALLBACK))?;
                let (token, secret) = token.into_parts();
                Ok((text(&token), text(&secret), None))
            }
            Self::Access => {
                let step = login.access_token(request_token(), callback());
                let credentials = caller.send(step)?;
                let token = credentials.token();
                let date = credentials.expiration_date().map(str::to_owned);
                Ok((text(token.token()), text(token.secret()), date))
            }
        }
    }
}

/// Gives this answer to both calls, by both placements and both clients. Each sends one request.
fn each(
    answer: &Answer,
    callers: &[Caller; 2],
    mut check: impl FnMut(Leg, Placement, Result<Given, LoginError>),
) {
    let given = answer.clone();
    let provider = Provider::start(move |_| given.clone());
    for caller in callers {
        for placement in PLACEMENTS {
            for leg in LEGS {
                let before = provider.connections();
                check(
                    leg,
                    placement,
                    leg.send(caller, &login(&provider, placement)),
                );
                assert_eq!(provider.connections(), before + 1, "{answer:?}");
            }
        }
    }
}

const TOKEN: (&str, &str) = ("oauth_token", ACCESS_TOKEN);
const SECRET: (&str, &str) = ("oauth_token_secret", ACCESS_SECRET);
const CONFIRMED: (&str, &str) = ("oauth_callback_confirmed", "true");

fn good() -> String {
    form([TOKEN, SECRET, CONFIRMED])
}

fn assert_given(result: Result<Given, LoginError>, why: &str) {
    let (token, secret, _) = result.unwrap_or_else(|error| panic!("{why}: {error}"));
    assert_eq!((&*token, &*secret), (ACCESS_TOKEN, ACCESS_SECRET), "{why}");
}

fn assert_unusable(result: Result<Given, LoginError>, expected: AnswerError, why: &str) {
    let error = result.unwrap_err();
    match error.fault() {
        LoginFault::Answer(found, _) => assert_eq!(*found, expected, "{why}"),
        other => panic!("{why}: {other:?}"),
    }
    assert!(error.status().unwrap().is_success());
    assert!(error.api().is_some());
}

#[test]
fn a_request_token_comes_with_the_confirmation_in_just_these_letters_and_an_access_token_without() {
    let name = CONFIRMED.0;
    let rows = [
        (form([TOKEN, SECRET]), CallbackNotConfirmed),
        (form([TOKEN, SECRET, (name, "false")]), CallbackNotConfirmed),
        (form([TOKEN, SECRET, (name, "TRUE")]), CallbackNotConfirmed),
        (form([TOKEN, SECRET, (name, "true ")]), CallbackNotConfirmed),
        (form([TOKEN, SECRET, (name, "1")]), CallbackNotConfirmed),
        (form([TOKEN, SECRET, (name, "")]), CallbackNotConfirmed),
        (
            format!("{}&{name}", form([TOKEN, SECRET])),
            CallbackNotConfirmed,
        ),
        (
            form([TOKEN, SECRET, ("callback_confirmed", "true")]),
            CallbackNotConfirmed,
        ),
    ];
    let callers = callers();
    for (body, expected) in rows {
        let answer = Answer::new(200).header("content-type", FORM).body(&*body);
        each(&answer, &callers, |leg, _, result| match leg {
            Leg::Request => assert_unusable(result, expected, &body),
            Leg::Access => assert_given(result, &body),
        });
    }
}

#[test]
fn an_answer_without_tokens_that_can_be_used_is_a_typed_error() {
    let long = |length: usize| {
        let start = format!("{}&x=", good());
        let rest = "x".repeat(length - start.len());
        (start + &rest).into_bytes()
    };
    let with = |more: &[u8]| [good().as_bytes(), more].concat();
    let json = br#"{"oauth_token":"s3cr3tC4n4ry","oauth_token_secret":"s3cr3tC4n4ry"}"#;
    let rows: Vec<(&str, Vec<u8>, AnswerError)> = vec![
        (
            "no token",
            form([SECRET, CONFIRMED]).into(),
            Missing(TOKEN.0),
        ),
        (
            "an empty token",
            form([(TOKEN.0, ""), SECRET, CONFIRMED]).into(),
            Empty(TOKEN.0),
        ),
        (
            "two tokens",
            form([TOKEN, TOKEN, SECRET, CONFIRMED]).into(),
            Repeated(TOKEN.0),
        ),
        (
            "a token in capitals",
            form([("OAUTH_TOKEN", ACCESS_TOKEN), SECRET]).into(),
            Missing(TOKEN.0),
        ),
        (
            "no secret",
            form([TOKEN, CONFIRMED]).into(),
            Missing(SECRET.0),
        ),
        (
            "an empty secret",
            form([TOKEN, (SECRET.0, ""), CONFIRMED]).into(),
            Empty(SECRET.0),
        ),
        (
            "two secrets",
            form([TOKEN, SECRET, SECRET, CONFIRMED]).into(),
            Repeated(SECRET.0),
        ),
        (
            "two confirmations",
            form([TOKEN, SECRET, CONFIRMED, CONFIRMED]).into(),
            Repeated(CONFIRMED.0),
        ),
        ("`%` without digits", with(b"&x=%ZZ"), Malformed),
        ("`%` at the end", with(b"&x=%4"), Malformed),
        ("bytes that are not UTF-8", with(b"&x=\xff"), Malformed),
        (
            "encoded bytes that are not UTF-8",
            with(b"&x=%FF"),
            Malformed,
        ),
        ("JSON", json.to_vec(), NotAForm),
        (
            "HTML",
            b"<!DOCTYPE html>\n<p>s3cr3tC4n4ry</p>".to_vec(),
            NotAForm,
        ),
        ("nothing", Vec::new(), Missing(TOKEN.0)),
        (
            "a byte order mark",
            [b"\xef\xbb\xbf", good().as_bytes()].concat(),
            Missing(TOKEN.0),
        ),
        ("more than 64 KiB", long(64 * 1024 + 1), TooLong),
    ];
    let callers = callers();
    for (why, body, expected) in rows {
        for content_type in [FORM, "application/json"] {
            let answer = Answer::new(200)
                .header("content-type", content_type)
                .body(body.clone());
            each(&answer, &callers, |_, _, result| {
                assert_unusable(result, expected, why)
            });
        }
    }
    each(&Answer::new(204), &callers, |_, _, result| {
        assert_unusable(result, Missing(TOKEN.0), "no content");
    });
    let longest = Answer::new(200).body(long(64 * 1024));
    each(&longest, &callers, |_, _, result| {
        assert_given(result, "64 KiB")
    });
}

#[test]
fn a_good_form_is_taken_with_any_success_and_any_media_type() {
    let callers = callers();
    let good_as = |status: u16, content_type: Option<&str>| {
        let answer = Answer::new(status).body(good());
        match content_type {
            Some(content_type) => answer.header("content-type", content_type),
            None => answer,
        }
    };
    let rows = [
        good_as(200, None),
        good_as(200, Some("application/json")),
        good_as(200, Some("text/html")),
        good_as(200, Some("")),
        good_as(
            200,
            Some("application/x-www-form-urlencoded; charset=iso-8859-1"),
        ),
        good_as(201, Some(FORM)),
        good_as(202, Some(FORM)),
        Answer::new(200).body(good() + "\r\n"),
        Answer::new(200).body(format!("&&{}&", good())),
    ];
    for answer in rows {
        each(&answer, &callers, |_, _, result| {
            assert_given(result, &format!("{answer:?}"))
        });
    }
}

#[test]
fn a_redirect_is_an_error_with_the_answer_kept_and_is_not_followed() {
    let elsewhere = Provider::start(|_| Answer::new(200).body(good()));
    let port = elsewhere.address().port();
    let locations = [
        format!("{}/v2/oauth/request_token", elsewhere.url()),
        format!("//127.0.0.1:{port}/"),
        format!("http://s3cr3tC4n4ry:s3cr3tC4n4ry@127.0.0.1:{port}/?s3cr3tC4n4ry"),
        format!("https://127.0.0.1:{port}/"),
        "file:///etc/passwd".to_owned(),
        "/v2/oauth/access_token".to_owned(),
        String::new(),
    ];
    let callers = callers();
    for status in [301, 302, 303, 307, 308] {
        for location in &locations {
            let answer = Answer::new(status)
                .header("location", &**location)
                .body(good());
            each(&answer, &callers, |_, _, result| {
                let error = result.unwrap_err();
                let LoginFault::Call(Error::Api(refusal)) = error.fault() else {
                    panic!("{status} {location}: {error:?}");
                };
                assert_eq!(refusal.status(), status);
                assert_eq!(refusal.location(), Some(&**location));
                assert_eq!(refusal.body(), &good());
            });
        }
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[test]
fn a_refusal_keeps_status_and_body_and_reads_the_message_out_of_json() {
    let json = r#"{"id":2001,"message":"not you","type":"error"}"#;
    let bodies = [
        (FORM, good(), None),
        (FORM, "oauth_problem=s3cr3tC4n4ry".to_owned(), None),
        ("application/json", json.to_owned(), Some("not you")),
        (
            "application/json",
            r#"{"error":"s3cr3tC4n4ry"}"#.to_owned(),
            Some("s3cr3tC4n4ry"),
        ),
        ("text/plain", json.to_owned(), Some("not you")),
        ("text/html", "<p>s3cr3tC4n4ry".to_owned(), None),
        ("text/plain", String::new(), None),
    ];
    let callers = callers();
    for status in [400, 401, 403, 404, 429, 500, 503] {
        for (content_type, body, message) in &bodies {
            let answer = Answer::new(status)
                .header("content-type", *content_type)
                .body(&**body);
            each(&answer, &callers, |_, _, result| {
                let error = result.unwrap_err();
                assert!(matches!(error.fault(), LoginFault::Call(_)), "{error:?}");
                assert_eq!(error.status().unwrap(), status);
                let refusal = error.api().unwrap();
                assert_eq!(refusal.status(), status);
                assert_eq!(refusal.body(), body);
                assert_eq!(refusal.content_type(), Some(*content_type));
                assert_eq!(refusal.message().as_deref(), *message);
            });
        }
    }
}

#[test]
fn credentials_keep_the_expiration_date_and_all_that_is_not_known() {
    let more = [
        ("b", "2 é"),
        ("expiration_date", "2027-02-24T10:00:00Z"),
        ("a", ""),
        ("b", "1"),
    ];
    let body = format!("{}&{}", good(), form(more));
    let provider = Provider::start(move |_| Answer::new(200).body(&*body));
    for caller in callers() {
        let login = login(&provider, Placement::Form);
        let credentials = caller
            .send(login.access_token(request_token(), callback()))
            .unwrap();
        assert_eq!(credentials.expiration_date(), Some("2027-02-24T10:00:00Z"));
        let other = credentials.other().iter();
        let other: Vec<_> = other
            .map(|(name, value)| (&**name, value.expose()))
            .collect();
        assert_eq!(other, [("b", "2 é"), ("a", ""), ("b", "1")]);
    }
}

#[test]
fn an_expiration_date_is_taken_as_it_comes_and_may_be_missing() {
    let rows = [
        ("", None),
        ("&expiration_date=never", Some("never")),
        ("&expiration_date=1771927200000", Some("1771927200000")),
        (
            "&expiration_date=2027-02-24T10%3A00%3A00%2B01%3A00",
            Some("2027-02-24T10:00:00+01:00"),
        ),
    ];
    let callers = callers();
    for (more, expected) in rows {
        let answer = Answer::new(200).body(good() + more);
        each(&answer, &callers, |leg, _, result| {
            let date = result.unwrap().2;
            match leg {
                Leg::Access => assert_eq!(date.as_deref(), expected),
                Leg::Request => assert_eq!(date, None),
            }
        });
    }
}
