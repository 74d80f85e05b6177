//! Bodies other than JSON: their parts, fields and bytes.

#![cfg(test)]

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::{Method, Request};
use proptest::prelude::*;
use serde_json::json;
use templates::body::{Body, Media};
use templates::encoders::encoding::Encoding;
use templates::encoders::file::File;
use templates::encoders::multipart::Part;
use templates::encoders::query::Style;
use templates::encoders::request::{EXPLODE, FLAT, RequestBuilder};
use templates::encoders::stream::StreamBuilder;
use templates::encoders::value::ToValue;
use templates::error::Error;

fn build(fill: impl FnOnce(&mut StreamBuilder)) -> Result<Request<Bytes>, Error> {
    let mut request = StreamBuilder::new(Method::POST, "/t");
    fill(&mut request);
    let (head, mut body) = request.build()?.into_parts();
    let length = body.len();
    let mut bytes = Vec::new();
    let mut context = Context::from_waker(Waker::noop());
    while let Poll::Ready(Some(frame)) =
        http_body::Body::poll_frame(Pin::new(&mut body), &mut context)
    {
        bytes.extend(frame.unwrap().into_data().unwrap());
    }
    assert_eq!(length, Some(bytes.len() as u64));
    Ok(Request::from_parts(head, bytes.into()))
}

fn error(fill: impl FnOnce(&mut StreamBuilder)) -> String {
    match build(fill) {
        Err(error @ Error::Request(_)) => error.to_string(),
        Err(error) => panic!("another error: {error}"),
        Ok(request) => panic!("no error, but {:?}", request.body()),
    }
}

fn content_type(request: &Request<Bytes>) -> Option<&str> {
    Some(request.headers().get("content-type")?.to_str().unwrap())
}

/// The parts of a body, each with its head and its content. Anything else than RFC 2046, 5.1.1, has it is a failure.
fn parts(request: &Request<Bytes>) -> Vec<(String, Vec<u8>)> {
    let media_type = content_type(request).unwrap();
    let boundary = media_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    assert!(boundary.len() >= 16 && boundary.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let mut rest = request.body().as_ref();
    let mut parts = Vec::new();
    loop {
        rest = rest
            .strip_prefix(format!("--{boundary}").as_bytes())
            .unwrap();
        if rest == b"--\r\n" {
            return parts;
        }
        rest = rest.strip_prefix(b"\r\n").unwrap();
        let end = find(rest, b"\r\n\r\n");
        let head = String::from_utf8(rest[..end].to_vec()).unwrap();
        rest = &rest[end + 4..];
        let end = find(rest, format!("\r\n--{boundary}").as_bytes());
        parts.push((head, rest[..end].to_vec()));
        rest = &rest[end + 2..];
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
        .unwrap()
}

fn part(name: &str, more: &str, content: &str) -> (String, Vec<u8>) {
    let head = format!("Content-Disposition: form-data; name=\"{name}\"{more}");
    (head, content.as_bytes().to_vec())
}

// multipart/form-data

#[test]
fn each_kind_of_value_has_its_parts() {
    let request = build(|it| {
        it.part("text", None, &"x y&é");
        it.part("empty", None, &"");
        it.part("number", None, &42);
        it.part("boolean", None, &Some(false));
        it.part("absent", None, &None::<String>);
        it.part("null", None, &json!(null));
        it.part("nothing", None, &Vec::<String>::new());
        it.part("object", None, &json!({"x": 1, "y": "é"}));
        it.part("list", None, &json!(["a", {"a": 1}]));
        it.part("bytes", Some("application/octet-stream"), &"AP8=");
        it.part("json", Some("application/json"), &"quoted");
        it.part(
            "xml",
            Some("application/xml; charset=utf-8"),
            &json!(["<a/>", "<b/>"]),
        );
    });
    let json = "\r\nContent-Type: application/json";
    let xml = "\r\nContent-Type: application/xml; charset=utf-8";

    assert_eq!(
        parts(&request.unwrap()),
        [
            part("text", "", "x y&é"),
            part("empty", "", ""),
            part("number", "", "42"),
            part("boolean", "", "false"),
            part("object", json, "{\"x\":1,\"y\":\"é\"}"),
            part("list", "", "a"),
            part("list", json, "{\"a\":1}"),
            part(
                "bytes",
                "\r\nContent-Type: application/octet-stream",
                "AP8="
            ),
            part("json", json, "\"quoted\""),
            part("xml", xml, "<a/>"),
            part("xml", xml, "<b/>"),
        ]
    );
}

#[test]
fn a_file_has_a_name_a_type_and_headers() {
    let file = |content: &'static str| File::new(content);
    let request = build(|it| {
        it.files("plain", None, [file("1")]);
        it.files(
            "declared",
            Some("image/png"),
            [file("2").name("résumé \"x\".pdf")],
        );
        it.files("list", None, [file("3"), file("4").media_type("image/gif")]);
        it.files("headers", None, [file("5").header("X-Rate", 5)]);
        it.files("none", None, None);
    });
    let typed = |media_type: &str| format!("\r\nContent-Type: {media_type}");

    assert_eq!(
        parts(&request.unwrap()),
        [
            part("plain", &typed("application/octet-stream"), "1"),
            part(
                "declared",
                "; filename=\"résumé %22x%22.pdf\"\r\nContent-Type: image/png",
                "2"
            ),
            part("list", &typed("application/octet-stream"), "3"),
            part("list", &typed("image/gif"), "4"),
            part(
                "headers",
                &typed("application/octet-stream\r\nX-Rate: 5"),
                "5"
            ),
        ]
    );
}

#[test]
fn a_part_has_the_headers_that_it_was_given() {
    let request = build(|it| {
        let counted = Part::new(vec!["a", "b"]).header("X-Count", 2);
        it.part_with_headers("list", None, Some(&counted));
        it.part_with_headers("none", None, None::<&Part<String>>);
        it.part_with_headers("plain", None, Some(&Part::from("c")));
    });

    assert_eq!(
        parts(&request.unwrap()),
        [
            part("list", "\r\nX-Count: 2", "a"),
            part("list", "\r\nX-Count: 2", "b"),
            part("plain", "", "c"),
        ]
    );
}

#[test]
fn a_body_without_parts_is_sent_only_if_it_is_required() {
    let none = build(|it| it.part("x", None, &None::<String>)).unwrap();
    assert_eq!((content_type(&none), none.body().len()), (None, 0));

    let empty = build(|it| it.multipart_required()).unwrap();
    assert_eq!(parts(&empty), []);

    let full = build(|it| {
        it.part("x", None, &"1");
        it.multipart_required();
    });
    assert_eq!(parts(&full.unwrap()), [part("x", "", "1")]);
}

#[test]
fn two_bodies_never_have_the_same_boundary() {
    let one = build(|it| it.multipart_required()).unwrap();
    let two = build(|it| it.multipart_required()).unwrap();

    assert_ne!(content_type(&one), content_type(&two));
}

#[test]
fn a_body_without_files_is_in_memory() {
    let mut request = RequestBuilder::new(Method::POST, "/t");
    request.part("x", None, &"1");

    assert_eq!(parts(&request.build().unwrap()), [part("x", "", "1")]);
}

#[test]
fn what_would_break_a_part_is_refused() {
    let with = |name: &'static str, value: &'static str| {
        error(|it| it.files("f", None, [File::new("1").header(name, value)]))
    };
    let told = |why: &str| format!("the request cannot be built: part `f` has a {why}");

    assert_eq!(
        with("X", "a\r\nb"),
        told("header with a line break or another control character")
    );
    assert_eq!(
        with("X: y\r\nZ", "a"),
        told("header whose name no header can have")
    );
    for name in ["content-type", "Content-Disposition"] {
        assert_eq!(
            with(name, "a"),
            told("header that says what the part is, which is said already")
        );
    }
    for media_type in ["", "png", "image/*", "a/b\r\nX: y"] {
        let file = File::new("1").media_type(media_type);
        assert_eq!(
            error(|it| it.files("f", None, [file])),
            told("media type that is none, or a range")
        );
    }
    assert_eq!(
        error(|it| it.part("f", None, &f64::NAN)),
        "the request cannot be built: part `f` is not a finite number"
    );
}

// Bytes

#[test]
fn bytes_have_the_type_that_is_declared_or_named() {
    let bytes = build(|it| it.binary("image/png", Some(Body::from("1")))).unwrap();
    assert_eq!(
        (content_type(&bytes), bytes.body()),
        (Some("image/png"), &"1".into())
    );

    let named = build(|it| it.media("image/*", Some(Media::new("image/webp; q=1", "2")))).unwrap();
    assert_eq!(
        (content_type(&named), named.body()),
        (Some("image/webp; q=1"), &"2".into())
    );

    let none = build(|it| it.binary("image/png", None)).unwrap();
    assert_eq!((content_type(&none), none.body().len()), (None, 0));
}

#[test]
fn a_type_outside_of_its_range_is_refused() {
    let media = |range: &'static str, media_type: &str| {
        build(|it| it.media(range, Media::new(media_type, "1"))).is_ok()
    };

    for (range, media_type) in [
        ("*/*", "x/y"),
        ("*/*", "application/vnd.api+json; version=1"),
        ("image/*", "IMAGE/png"),
    ] {
        assert!(media(range, media_type), "{range} {media_type}");
    }
    for (range, media_type) in [
        ("image/*", "text/plain"),
        ("image/*", "image/*"),
        ("*/*", "*/*"),
        ("*/*", ""),
        ("*/*", "text"),
        ("*/*", "text/"),
        ("*/*", "te xt/plain"),
        ("*/*", "text/plain\r\nX: y"),
        ("*/*", "text/plain; x=ä"),
    ] {
        assert!(!media(range, media_type), "{range} {media_type}");
    }
    assert_eq!(
        error(|it| it.media("image/*", Media::new("text/plain", "1"))),
        "the request cannot be built: body of type `image/*` has a media type that is not one of these"
    );
}

// JSON lines

#[test]
fn each_item_is_a_line() {
    let lines = |value: &dyn ToValue| build(|it| it.json_lines("application/x-ndjson", value));
    let two = lines(&json!([{"a": 1}, "b\n"])).unwrap();

    assert_eq!(content_type(&two), Some("application/x-ndjson"));
    assert_eq!(two.body(), "{\"a\":1}\n\"b\\n\"\n");
    assert_eq!(lines(&None::<Vec<String>>).unwrap().body(), "");
    assert!(lines(&"text").is_err());
}

// Forms with encodings

fn form(fill: impl FnOnce(&mut RequestBuilder)) -> String {
    let mut request = RequestBuilder::new(Method::POST, "/t");
    fill(&mut request);
    let request = request.build().unwrap();
    let media_type = content_type(&request);
    assert_eq!(media_type.is_some(), !request.body().is_empty());
    String::from_utf8(request.into_body().to_vec()).unwrap()
}

#[test]
fn a_field_with_a_style_is_written_like_a_query_parameter() {
    let list = json!(["a", "b c"]);
    let object = json!({"city": "Some where", "zip": "1+2"});
    let styled = |style, explode, value: &dyn ToValue| {
        form(|it| {
            it.form("before", &"1");
            it.form_styled("t", style, explode, false, value);
            it.form("after", &"2");
        })
    };

    for (style, explode, value, expected) in [
        (Style::Form, EXPLODE, &list, "&t=a&t=b%20c"),
        (Style::Form, FLAT, &list, "&t=a,b%20c"),
        (Style::SpaceDelimited, FLAT, &list, "&t=a%20b%20c"),
        (Style::PipeDelimited, FLAT, &list, "&t=a%7Cb%20c"),
        (
            Style::DeepObject,
            EXPLODE,
            &object,
            "&t%5Bcity%5D=Some%20where&t%5Bzip%5D=1%2B2",
        ),
        (Style::Form, FLAT, &object, "&t=city,Some%20where,zip,1%2B2"),
        (Style::Form, EXPLODE, &json!([]), ""),
        (Style::Form, EXPLODE, &json!(null), ""),
    ] {
        assert_eq!(
            styled(style, explode, value),
            format!("before=1{expected}&after=2")
        );
    }
    assert_eq!(
        form(|it| it.form_styled("t", Style::Form, EXPLODE, false, &list)),
        "t=a&t=b%20c"
    );
    assert_eq!(
        form(|it| it.form_styled("u", Style::Form, EXPLODE, true, &"http://h/p?a=b&c#d+e f")),
        "u=http://h/p?a%3Db%26c%23d%2Be%20f"
    );
}

#[test]
fn a_field_of_json_is_json_as_a_whole() {
    assert_eq!(form(|it| it.form_json("id", &"a b")), "id=%22a+b%22");
    assert_eq!(
        form(|it| it.form_json("t", &json!(["a"]))),
        "t=%5B%22a%22%5D"
    );
    assert_eq!(form(|it| it.form_json("t", &None::<String>)), "");
}

#[test]
fn members_of_an_object_are_written_as_their_encoding_says() {
    let flat = Encoding::Styled {
        style: Style::Form,
        explode: FLAT,
        reserved: false,
    };
    let value = json!({"a": ["1", "2"], "b": ["1", "2"], "c": "x", "d": null});
    let table = [("a", flat), ("c", Encoding::Json), ("d", Encoding::Json)];

    assert_eq!(
        form(|it| it.form_object_with(&value, &table)),
        "a=1,2&b=1&b=2&c=%22x%22"
    );
}

proptest! {
    #[test]
    fn any_file_comes_out_as_it_went_in(content: Vec<u8>, name: String, text: String) {
        let file = File::new(content.clone()).name(name.clone());
        let request = build(|it| {
            it.part("text", None, &text);
            it.files("file", None, [file]);
        });
        let parts = parts(&request.unwrap());

        prop_assert_eq!(parts.len(), 2);
        prop_assert_eq!(&parts[0], &part("text", "", &text));
        let (head, found) = &parts[1];
        let head = head.strip_prefix("Content-Disposition: form-data; name=\"file\"; filename=\"").unwrap();
        let on_wire = head.strip_suffix("\"\r\nContent-Type: application/octet-stream").unwrap();
        prop_assert!(!on_wire.contains(['"', '\r', '\n']));
        let expected = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        prop_assert_eq!(on_wire, expected);
        prop_assert_eq!(found, &content);
    }

    #[test]
    fn any_styled_field_decodes_to_what_went_in(name: String, text: String, reserved: bool) {
        let encoding = Encoding::Styled { style: Style::Form, explode: EXPLODE, reserved: false };
        let mut object = serde_json::Map::new();
        object.insert(name.clone(), json!(text));
        let written = form(|it| it.form_object_with(&json!(object), &[(&name, encoding)]));
        let pairs: Vec<_> = form_urlencoded::parse(written.as_bytes()).into_owned().collect();
        prop_assert_eq!(pairs, [(name, text.clone())]);

        let kept = form(|it| it.form_styled("t", Style::Form, EXPLODE, reserved, &text));
        let pairs = form_urlencoded::parse(kept.as_bytes()).count();
        prop_assert_eq!(pairs, 1);
    }
}
