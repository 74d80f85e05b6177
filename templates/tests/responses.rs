//! How each kind of answer is read.

#![cfg(test)]

use bytes::Bytes;
use http::StatusCode;
use serde_json::Value as Json;
use templates::error::Error;
use templates::response::Response;

fn answer(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> http::Response<Bytes> {
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response
        .body(Bytes::copy_from_slice(body.as_ref()))
        .unwrap()
}

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];
const HTML: &[(&str, &str)] = &[("content-type", "text/html; charset=utf-8")];
const FORM: &[(&str, &str)] = &[("content-type", "application/x-www-form-urlencoded")];

fn reason<T: std::fmt::Debug>(result: Result<Response<T>, Error>) -> String {
    match result {
        Err(error @ Error::Decode(_)) => {
            let text = error.to_string();
            text.split_once("cannot be read: ").unwrap().1.to_owned()
        }
        other => panic!("no decode error but {other:?}"),
    }
}

#[test]
fn a_json_string_is_decoded_under_any_json_type() {
    for media_type in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/problem+json",
        "application/vnd.x+JSON ; a=b",
    ] {
        let response = answer(200, &[("content-type", media_type)], r#""a\"b""#);
        assert_eq!(
            Response::string(response).unwrap().value(),
            "a\"b",
            "{media_type}"
        );
    }
}

#[test]
fn a_declared_string_under_another_type_is_the_text_itself() {
    let read = |headers, body: &str| {
        Response::string(answer(200, headers, body))
            .unwrap()
            .into_value()
    };

    assert_eq!(read(HTML, "<p>"), "<p>");
    assert_eq!(read(FORM, "oauth_token=a&b=c"), "oauth_token=a&b=c");
    assert_eq!(read(&[], "\"x\""), "\"x\"");
    assert_eq!(read(HTML, "\u{feff}x"), "\u{feff}x");
}

#[test]
fn an_empty_body_is_an_empty_string() {
    assert_eq!(Response::string(answer(200, JSON, "")).unwrap().value(), "");
    assert_eq!(Response::string(answer(200, &[], "")).unwrap().value(), "");
}

#[test]
fn a_json_string_that_is_none_is_an_error() {
    let error = reason(Response::string(answer(200, JSON, "oauth_token=a")));
    assert_eq!(error, "expected value at line 1 column 1");

    let error = reason(Response::string(answer(200, JSON, "{}")));
    assert_eq!(
        error,
        "unexpected map, expected a string at line 1 column 0"
    );
}

#[test]
fn text_that_is_not_utf_8_is_an_error() {
    let error = reason(Response::string(answer(200, HTML, b"ab\xe9")));
    assert_eq!(error, "it is not UTF-8 from byte 2 on");
}

#[test]
fn json_is_read_whatever_its_type() {
    for headers in [JSON, HTML, &[]] {
        let response = Response::<Vec<i64>>::json(answer(200, headers, " [1, 2]\n")).unwrap();
        assert_eq!(response.value(), &[1, 2]);
    }
}

#[test]
fn an_empty_body_is_no_json() {
    assert_eq!(
        reason(Response::<Json>::json(answer(200, JSON, ""))),
        "it is empty"
    );
}

#[test]
fn a_byte_order_mark_and_other_encodings_are_named() {
    let read = |body: &[u8]| reason(Response::<Json>::json(answer(200, JSON, body)));

    assert_eq!(read(b"\xef\xbb\xbf1"), "it starts with a byte order mark");
    assert_eq!(read(b"\xff\xfe1\0"), "it is not UTF-8 from byte 0 on");
    assert_eq!(read(b"\"caf\xe9\""), "it is not UTF-8 from byte 4 on");
}

#[test]
fn a_compressed_body_is_named() {
    let gzip = [("content-encoding", "gzip")];
    let both = [("content-encoding", "identity"), ("content-encoding", "br")];

    assert_eq!(
        reason(Response::<Json>::json(answer(200, &gzip, b"\x1f\x8b"))),
        "it comes in the encoding gzip, which was not asked for"
    );
    assert!(reason(Response::string(answer(200, &both, "x"))).contains("encoding br"));
    assert_eq!(
        Response::<Json>::json(answer(200, &both[..1], "1"))
            .unwrap()
            .value(),
        &1
    );
}

#[test]
fn html_in_place_of_json_is_named() {
    assert_eq!(
        reason(Response::<Json>::json(answer(200, HTML, "<html>"))),
        "expected value at line 1 column 1; it came as text/html, not as JSON"
    );
    assert_eq!(
        reason(Response::<Json>::json(answer(200, &[], "<html>"))),
        "expected value at line 1 column 1; it came without a media type"
    );
}

#[test]
fn json_that_goes_on_or_ends_early_is_an_error() {
    let read = |body: &str| reason(Response::<Json>::json(answer(200, JSON, body)));

    assert_eq!(read("1 2"), "trailing characters at line 1 column 3");
    assert_eq!(read("[1"), "EOF while parsing a list at line 1 column 2");
    assert!(read(&"[".repeat(100_000)).starts_with("recursion limit exceeded"));
}

#[test]
fn an_optional_body_may_be_missing() {
    let read =
        |status, body: &str| Response::<Option<i64>>::optional_json(answer(status, JSON, body));

    for status in [204, 205, 304] {
        assert_eq!(read(status, "ignored").unwrap().into_value(), None);
    }
    assert_eq!(read(200, "").unwrap().into_value(), None);
    assert_eq!(read(200, "null").unwrap().into_value(), None);
    assert_eq!(read(200, "7").unwrap().into_value(), Some(7));
    assert_eq!(reason(read(200, "x")), "expected value at line 1 column 1");
}

#[test]
fn an_answer_without_a_schema_is_kept_whatever_it_is() {
    let headers = [
        ("location", "https://example.com/cb?x=é"),
        ("content-encoding", "gzip"),
    ];
    let response = Response::empty(answer(303, &headers, b"\xff")).unwrap();

    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.location(), Some("https://example.com/cb?x=é"));
    assert_eq!(response.content_type(), None);
    assert_eq!(response.headers().len(), 2);
    assert_eq!(response.bytes(), &b"\xff"[..]);
    response.value();
}

#[test]
fn the_bytes_stay_beside_the_value() {
    let response = Response::<Json>::json(answer(201, JSON, "[ 1 ]")).unwrap();

    assert_eq!(response.bytes(), "[ 1 ]");
    assert_eq!(response.content_type(), Some("application/json"));
    let (http, value) = response.into_parts();
    assert_eq!(
        (http.status().as_u16(), http.body().len(), value[0].as_i64()),
        (201, 5, Some(1))
    );
}

#[test]
fn debug_shows_status_type_and_length_only() {
    let headers = [
        ("content-type", "application/json; token=SECRET"),
        ("set-cookie", "SECRET"),
        ("location", "/?SECRET"),
    ];
    let response = Response::<String>::json(answer(200, &headers, "\"SECRET\"")).unwrap();

    assert_eq!(
        format!("{response:?}"),
        r#"Response { status: 200, content_type: Some("application/json"), length: 8, .. }"#
    );
}

#[test]
fn a_missing_member_is_named() {
    #[derive(Debug)]
    struct Pet;
    impl templates::model::Object for Pet {
        const NAME: &'static str = "Pet";

        fn read<'de, M: serde::de::MapAccess<'de>>(
            object: &mut templates::model::ObjectReader<M>,
        ) -> Result<Self, M::Error> {
            while object.key()?.is_some() {
                object.skip()?;
            }
            object.required("id", None::<i64>)?;
            Ok(Self)
        }

        fn write<M: serde::ser::SerializeMap>(
            &self,
            _: &mut templates::model::ObjectWriter<M>,
        ) -> Result<(), M::Error> {
            Ok(())
        }
    }
    templates::impl_object!(Pet);

    assert_eq!(
        reason(Response::<Vec<Pet>>::json(answer(200, JSON, "[{}]"))),
        "missing member `id` of Pet at line 1 column 3"
    );
}

#[test]
fn an_answer_without_a_schema_beside_one_with_a_schema_has_no_value() {
    let reply = Response::<Option<i64>>::absent(answer(
        303,
        &[("content-type", "text/html")],
        "<p>See other</p>",
    ))
    .unwrap();
    assert_eq!(reply.value(), &None);
    assert_eq!(&reply.bytes()[..], b"<p>See other</p>");
}
