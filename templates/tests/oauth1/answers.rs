//! What token endpoints answer.

use templates::oauth1::{AnswerError, TokenAnswer};

use crate::exposed;

const ENOUGH: &str = "oauth_token=t&oauth_token_secret=s";

#[track_caller]
fn refused(body: impl AsRef<[u8]>, error: AnswerError) {
    assert_eq!(TokenAnswer::read(body.as_ref()).unwrap_err(), error);
}

#[track_caller]
fn reads(body: &str, token: &str, secret: &str, other: &[(&str, &str)]) {
    let answer = TokenAnswer::read(body.as_bytes()).unwrap();
    assert_eq!(answer.token().token().expose(), token);
    assert_eq!(answer.token().secret().expose(), secret);
    assert_eq!(exposed(answer.other()), other);
    let (kept, rest) = answer.into_parts();
    let (kept, kept_secret) = kept.into_parts();
    assert_eq!((kept.expose(), kept_secret.expose()), (token, secret));
    assert_eq!(exposed(&rest), other);
}

#[test]
fn the_two_fields_are_enough() {
    reads(ENOUGH, "t", "s", &[]);
    reads("oauth_token_secret=s&oauth_token=t", "t", "s", &[]);
    reads("&&oauth_token=t&&oauth_token_secret=s&", "t", "s", &[]);
}

#[test]
fn other_fields_are_kept_in_their_order() {
    let body = "z=1&oauth_token=t&a&oauth_token_secret=s&z=2&oauth_callback_confirmed=true&=&\
        expiration_date=2026-02-01T00%3A00%3A00Z";
    let date = ("expiration_date", "2026-02-01T00:00:00Z");
    reads(
        body,
        "t",
        "s",
        &[("z", "1"), ("a", ""), ("z", "2"), ("", ""), date],
    );
}

#[test]
fn values_are_decoded() {
    reads(
        "oauth_token=a+b%2Bc%20%25&oauth_token_secret=%C3%A9=%26",
        "a b+c %",
        "é=&",
        &[],
    );
    reads(
        "oauth%5Ftoken=t&oauth_token_secret=s&%C3%A9=%f0%9f%A6%80",
        "t",
        "s",
        &[("é", "🦀")],
    );
    reads("oauth_token=é&oauth_token_secret={}", "é", "{}", &[]);
}

#[test]
fn a_line_break_at_the_end_does_not_belong_to_it() {
    for end in ["\n", "\r\n", " ", "\n\n"] {
        reads(&format!("{ENOUGH}{end}"), "t", "s", &[]);
    }
    reads("oauth_token=t&oauth_token_secret=s%0A", "t", "s\n", &[]);
}

#[test]
fn each_of_the_two_fields_comes_once_and_holds_something() {
    refused("", AnswerError::Missing("oauth_token"));
    refused("\n", AnswerError::Missing("oauth_token"));
    refused("oauth_token_secret=s", AnswerError::Missing("oauth_token"));
    refused("oauth_token=t", AnswerError::Missing("oauth_token_secret"));
    refused(
        "OAUTH_TOKEN=t&oauth_token_secret=s",
        AnswerError::Missing("oauth_token"),
    );
    refused(
        "oauth_token=&oauth_token_secret=s",
        AnswerError::Empty("oauth_token"),
    );
    refused(
        "oauth_token&oauth_token_secret=s",
        AnswerError::Empty("oauth_token"),
    );
    refused(
        "oauth_token=t&oauth_token_secret=",
        AnswerError::Empty("oauth_token_secret"),
    );
    let again = |field: &str| format!("{ENOUGH}&{field}");
    refused(again("oauth_token=t"), AnswerError::Repeated("oauth_token"));
    refused(again("oauth_token"), AnswerError::Repeated("oauth_token"));
    refused(
        again("oauth_token_secret=x"),
        AnswerError::Repeated("oauth_token_secret"),
    );
}

#[test]
fn what_is_no_form_is_refused() {
    let missing = AnswerError::Missing("oauth_token");
    refused(format!("\u{feff}{ENOUGH}"), missing);
    refused(format!("\n{ENOUGH}"), missing);
    for tail in ["%", "%4", "%ZZ", "%%41", "%4G", "%+1", "a=%", "%=a"] {
        refused(format!("{ENOUGH}&{tail}"), AnswerError::Malformed);
    }
    // Latin-1, UTF-16, half a character, encoded and not.
    for tail in [&b"\xE9"[..], b"%E9", b"%C3", b"%ED%A0%80", b"\xFF\xFE"] {
        refused(
            [ENOUGH.as_bytes(), b"&a=", tail].concat(),
            AnswerError::Malformed,
        );
    }
    let utf16: Vec<u8> = ENOUGH.encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused(utf16, missing);
}

#[test]
fn json_xml_and_html_are_told_from_a_form() {
    for body in [
        "{",
        "[]",
        "<",
        " \t\r\n{}",
        r#"{"oauth_token":"t","oauth_token_secret":"s"}"#,
        "<?xml version=\"1.0\"?>",
        "<!DOCTYPE html>\n<p>100%",
        &format!("<p>&{ENOUGH}"),
        &format!("<p>{}", "a".repeat(64 * 1024)),
    ] {
        refused(body, AnswerError::NotAForm);
    }
    refused("]", AnswerError::Missing("oauth_token"));
    reads(
        &format!("%7B=[&{ENOUGH}&a=<"),
        "t",
        "s",
        &[("{", "["), ("a", "<")],
    );
}

#[test]
fn an_answer_may_be_64_kib_long_and_no_longer() {
    let start = format!("{ENOUGH}&a=");
    let exact = format!("{start}{}", "b".repeat(64 * 1024 - start.len()));

    assert!(TokenAnswer::read(exact.as_bytes()).is_ok());
    refused(format!("{exact}b"), AnswerError::TooLong);
    refused(format!("{exact}\n"), AnswerError::TooLong);
    refused(vec![0; 1024 * 1024], AnswerError::TooLong);
}

#[test]
fn only_true_confirms_the_callback() {
    let read = |field: &str| TokenAnswer::read(format!("{ENOUGH}&{field}").as_bytes());

    let confirmed = read("oauth_callback_confirmed=true")
        .unwrap()
        .confirmed()
        .unwrap();
    assert_eq!(confirmed.token().token().expose(), "t");
    assert!(confirmed.other().is_empty());
    for field in [
        "",
        "oauth_callback_confirmed",
        "oauth_callback_confirmed=",
        "oauth_callback_confirmed=false",
        "oauth_callback_confirmed=TRUE",
        "oauth_callback_confirmed=True",
        "oauth_callback_confirmed=true+",
        "oauth_callback_confirmed=1",
        "callback_confirmed=true",
    ] {
        let error = read(field).unwrap().confirmed().unwrap_err();
        assert_eq!(error, AnswerError::CallbackNotConfirmed, "{field}");
    }
    let error = read("oauth_callback_confirmed=true&oauth_callback_confirmed=true").unwrap_err();
    assert_eq!(error, AnswerError::Repeated("oauth_callback_confirmed"));
}

#[test]
fn each_refusal_reads_as_a_sentence() {
    for (error, why) in [
        (
            AnswerError::NotAForm,
            "it is JSON, XML or HTML rather than form-encoded text",
        ),
        (AnswerError::TooLong, "it is longer than 64 KiB"),
        (
            AnswerError::Malformed,
            "it is not form-encoded text in UTF-8",
        ),
        (
            AnswerError::Missing("oauth_token"),
            "it has no `oauth_token`",
        ),
        (
            AnswerError::Empty("oauth_token"),
            "its `oauth_token` is empty",
        ),
        (
            AnswerError::Repeated("oauth_token"),
            "it has more than one `oauth_token`",
        ),
        (
            AnswerError::CallbackNotConfirmed,
            "it does not say `oauth_callback_confirmed=true`, so the server may not have taken the callback",
        ),
    ] {
        let text = format!("the answer of the token endpoint cannot be used: {why}");
        assert_eq!(error.to_string(), text);
    }
}
