//! What the two models look like as JSON, and what is made of JSON that is not quite right.

use bytes::Bytes;
use generated_client::error::Error;
use generated_client::models::{Message, MessageType, WannabeAuthorization};
use generated_client::operations::PostAuthorize;
use generated_client::prelude::*;

/// The message that an answer of `postAuthorize` holds.
fn message(body: impl Into<Bytes>) -> Result<Message, Error> {
    let answer = http::Response::builder()
        .header("content-type", "application/json")
        .body(body.into())
        .unwrap();
    PostAuthorize::response(answer).map(|response| response.into_value())
}

// WannabeAuthorization goes out.

fn sent(model: WannabeAuthorization) -> String {
    let written = serde_json::to_string(&model).unwrap();
    let request = PostAuthorize::new(model).request().unwrap();
    assert_eq!(request.body(), written.as_bytes());
    written
}

#[test]
fn a_model_with_nothing_set_is_an_empty_object() {
    assert_eq!(sent(WannabeAuthorization::new()), "{}");
}

#[test]
fn what_is_not_set_is_left_out() {
    assert_eq!(
        sent(WannabeAuthorization::new().verb("GET")),
        r#"{"verb":"GET"}"#
    );
    assert_eq!(
        sent(WannabeAuthorization::new().mac("m").uri("/")),
        r#"{"uri":"/","mac":"m"}"#
    );
}

#[test]
fn all_members_are_written_in_the_order_of_the_description() {
    let model = WannabeAuthorization::new()
        .mac("6")
        .nonce("5")
        .payload("4 \"é\" \\ \n")
        .authorization("3")
        .uri("https://example.com/?a=1&b=2")
        .verb("");
    assert_eq!(
        sent(model),
        r#"{"verb":"","uri":"https://example.com/?a=1&b=2","authorization":"3","#.to_owned()
            + r#""payload":"4 \"é\" \\ \n","nonce":"5","mac":"6"}"#
    );
}

#[test]
fn a_model_that_is_sent_can_be_read_as_well() {
    let text =
        r#"{"verb":"GET","uri":"/","authorization":"a","payload":"p","nonce":"n","mac":"m"}"#;
    let model: WannabeAuthorization = serde_json::from_str(text).unwrap();
    assert_eq!(model.authorization.as_ref().unwrap().expose(), "a");
    assert_eq!(sent(model), text);
}

// Message comes in.

#[test]
fn a_message_has_its_members() {
    let message = message(r#"{"id":2001,"message":"No é","type":"error"}"#).unwrap();
    assert_eq!(message.id, Some(2001));
    assert_eq!(message.message.as_deref(), Some("No é"));
    assert_eq!(message.type_, Some(MessageType::Error));
}

#[test]
fn the_members_may_come_in_any_order_with_any_space() {
    let message = message(" {\n\"type\" : \"info\",\t\"id\": -1 } \r\n").unwrap();
    assert_eq!(message.id, Some(-1));
    assert_eq!(message.type_, Some(MessageType::Info));
}

#[test]
fn each_of_the_four_types_is_known_and_sent_back_unchanged() {
    for (text, known) in [
        ("error", MessageType::Error),
        ("warning", MessageType::Warning),
        ("success", MessageType::Success),
        ("info", MessageType::Info),
    ] {
        let json = format!(r#"{{"type":"{text}"}}"#);
        let message = message(json.clone()).unwrap();
        assert_eq!(message.type_.as_ref(), Some(&known));
        assert_eq!(known.as_str(), text);
        assert_eq!(known.to_string(), text);
        assert_eq!(MessageType::from(text), known);
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
    }
}

#[test]
fn an_unknown_type_is_kept_and_sent_back_unchanged() {
    for text in ["fatal", "Error", " error", "", "é 漢 🦀"] {
        let json = format!(r#"{{"id":1,"message":"m","type":"{text}"}}"#);
        let message = message(json.clone()).unwrap();
        assert_eq!(message.type_, Some(MessageType::Unknown(text.to_owned())));
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
    }
}

#[test]
fn unknown_members_are_passed_over() {
    for unknown in [
        r#""code":7"#,
        r#""error":{"id":"x","message":[]}"#,
        r#""":null"#,
        r#""Id":2"#,
        r#""type_":"info""#,
        r#""é\u0000":[[1.5e3,true],{"a":{}}]"#,
    ] {
        let message = message(format!(r#"{{{unknown},"id":1,{unknown}}}"#)).unwrap();
        assert_eq!(message.id, Some(1), "{unknown}");
        assert!(message.message.is_none() && message.type_.is_none());
    }
}

#[test]
fn a_member_that_is_null_or_missing_is_not_set() {
    for body in ["{}", r#"{"id":null,"message":null,"type":null}"#] {
        let message = message(body).unwrap();
        assert!(message.id.is_none() && message.message.is_none() && message.type_.is_none());
        assert_eq!(serde_json::to_string(&message).unwrap(), "{}");
    }
}

#[test]
fn a_name_that_is_written_with_escapes_is_the_same_name() {
    assert_eq!(message(r#"{"\u0069d":1}"#).unwrap().id, Some(1));
}

#[test]
fn of_a_member_that_comes_twice_the_last_one_counts() {
    assert_eq!(message(r#"{"id":1,"id":2}"#).unwrap().id, Some(2));
}

#[test]
fn an_id_may_be_any_whole_number_of_64_bits() {
    for id in [i64::MIN, 0, i64::MAX] {
        assert_eq!(message(format!(r#"{{"id":{id}}}"#)).unwrap().id, Some(id));
    }
}

#[test]
fn a_value_of_another_kind_is_an_error_that_says_what_was_expected_and_shows_nothing() {
    for (body, reason) in [
        (r#"{"id":"s3cr3t"}"#, "unexpected string, expected i64"),
        (
            r#"{"id":71077345.5}"#,
            "unexpected floating point, expected i64",
        ),
        (
            r#"{"id":17107734571077345710}"#,
            "unexpected integer, expected i64",
        ),
        (
            r#"{"id":71077345710773457107}"#,
            "unexpected floating point, expected i64",
        ),
        (r#"{"id":true}"#, "unexpected boolean, expected i64"),
        (r#"{"id":["s3cr3t"]}"#, "unexpected sequence, expected i64"),
        (
            r#"{"message":71077345}"#,
            "unexpected integer, expected a string",
        ),
        (
            r#"{"message":{"s3cr3t":1}}"#,
            "unexpected map, expected a string",
        ),
        (
            r#"{"type":71077345}"#,
            "unexpected integer, expected a string",
        ),
        (
            r#"{"type":["s3cr3t"]}"#,
            "unexpected sequence, expected a string",
        ),
        (
            r#""s3cr3t""#,
            "unexpected string, expected an object (Message)",
        ),
        (
            r#"["s3cr3t"]"#,
            "unexpected sequence, expected an object (Message)",
        ),
        (
            "71077345",
            "unexpected integer, expected an object (Message)",
        ),
        ("null", "unexpected null, expected an object (Message)"),
    ] {
        assert_misfit(body, reason);
    }
}

#[test]
fn a_body_that_is_no_json_is_an_error_that_shows_nothing() {
    for (body, reason) in [
        ("s3cr3t", "expected value at line 1 column 1"),
        (
            r#"{"id":1"#,
            "EOF while parsing an object at line 1 column 7",
        ),
        (r#"{"id":1,}"#, "trailing comma at line 1 column 9"),
        (
            r#"{"id":1} s3cr3t"#,
            "trailing characters at line 1 column 10",
        ),
        (
            r#"{"id":1}{"id":2}"#,
            "trailing characters at line 1 column 9",
        ),
        ("{'id':71077345}", "key must be a string at line 1 column 2"),
        ("{\"message\":\"s3cr3t\n\"}", "control character"),
        (
            r#"{"message":"\ud800 s3cr3t"}"#,
            "unexpected end of hex escape",
        ),
        ("\u{feff}{}", "it starts with a byte order mark"),
        (" ", "EOF while parsing a value"),
    ] {
        assert_misfit(body, reason);
    }
}

#[test]
fn json_that_nests_deeper_than_any_stack_does_no_harm() {
    let deep = 100_000;
    let unknown = format!("{}1{}", "[".repeat(deep), "]".repeat(deep));
    let read = message(format!(r#"{{"unknown":{unknown},"id":1}}"#)).unwrap();
    assert_eq!(read.id, Some(1));
    let known = format!(r#"{{"message":{unknown}}}"#);
    assert!(matches!(message(known), Err(Error::Decode(_))));
}

fn assert_misfit(body: &'static str, reason: &str) {
    let error = message(body).unwrap_err();
    let Error::Decode(decode) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(decode.body(), body);
    let shown = format!("{error} {error:?}");
    assert!(shown.contains(reason), "{body}: {shown}");
    assert!(!shown.contains("s3cr3t"), "{shown}");
    assert!(!shown.contains("71077345"), "{shown}");
}
