//! Bodies of every kind, called over the loopback interface: the bytes that go out.

use bytes::Bytes;
use serde_json::json;

use compile_bodies::operations::{
    Form, FormObject, Old, OptionalParts, Parts, PostLines, PutAnyImage, PutAnyJson, PutBytes,
    PutImage, PutXml, Several, SeveralTexts, Upload,
};
use compile_bodies::{Body, Client, Error, File, Media, Part, blocking, models, prelude::*};
use server::scripted::{Server, Step};

/// What a server got: media type and body, the boundary of its parts written as `B`.
#[derive(Debug, PartialEq)]
struct Sent {
    media_type: Option<String>,
    body: String,
}

impl Sent {
    fn new(media_type: Option<&str>, body: &[u8]) -> Self {
        let body = String::from_utf8(body.to_vec()).unwrap();
        let boundary = media_type.and_then(|text| text.split_once("; boundary="));
        match boundary {
            Some((essence, boundary)) => Self {
                media_type: Some(essence.to_owned()),
                body: body.replace(boundary, "B"),
            },
            None => Self {
                media_type: media_type.map(str::to_owned),
                body,
            },
        }
    }
}

fn sent(media_type: &str, body: &str) -> Sent {
    Sent::new(Some(media_type), body.as_bytes())
}

fn nothing() -> Sent {
    Sent::new(None, b"")
}

/// A body of these parts, each with its headers behind `Content-Disposition`.
fn parts(parts: &[(&str, &str)]) -> Sent {
    let mut body: String = parts
        .iter()
        .map(|(head, content)| {
            format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
        })
        .collect();
    body.push_str("--B--\r\n");
    sent("multipart/form-data", &body)
}

fn of(operation: &impl Operation) -> Sent {
    let request = operation.request().unwrap();
    let media_type = request.headers().get("content-type");
    Sent::new(
        media_type.map(|value| value.to_str().unwrap()),
        request.body(),
    )
}

/// Sends a stream to a server of its own.
fn streamed(operation: impl StreamOperation) -> Sent {
    let (server, client) = server();
    operation.send_blocking(&client).unwrap();
    let [request] = server.requests().try_into().unwrap();
    let end = request
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .unwrap();
    let head = String::from_utf8(request[..end].to_vec()).unwrap();
    let media_type = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-type").then_some(value)
    });
    Sent::new(media_type, &request[end + 4..])
}

fn server() -> (Server, blocking::Client) {
    let answer = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
    let server = Server::start([vec![Step::Read, Step::write(answer)]]);
    let client = blocking::Client::builder().base_url(server.url()).build();
    (server, client.unwrap())
}

fn place() -> models::Place {
    models::Place::new("Oslo").lines(["a", "b"])
}

#[test]
fn each_property_of_a_multipart_body_is_a_part_of_its_kind() {
    let upload = Upload::new(7, "Sunset & sea", File::from("png").name("a.png"))
        .thumbnails(vec![
            File::new("one").name("1").header("X-Size", 3),
            File::new(Bytes::from_static(b"two")).media_type("image/webp"),
        ])
        .place(place())
        .tags(["x", "y"])
        .signature("AP8=")
        .rating(4)
        .license("<p>")
        .notes(Part::new("hei".to_owned()).header("X-Language", "no"))
        .extra(json!({"a": 1}));
    assert_eq!(
        streamed(upload),
        parts(&[
            ("name=\"title\"", "Sunset & sea"),
            (
                "name=\"photo\"; filename=\"a.png\"\r\nContent-Type: application/octet-stream",
                "png"
            ),
            (
                "name=\"thumbnails\"; filename=\"1\"\r\nContent-Type: image/png\r\nX-Size: 3",
                "one"
            ),
            ("name=\"thumbnails\"\r\nContent-Type: image/webp", "two"),
            (
                "name=\"place\"\r\nContent-Type: application/json",
                r#"{"name":"Oslo","lines":["a","b"]}"#
            ),
            ("name=\"tags\"", "x"),
            ("name=\"tags\"", "y"),
            (
                "name=\"signature\"\r\nContent-Type: application/octet-stream",
                "AP8="
            ),
            ("name=\"rating\"", "4"),
            (
                "name=\"license\"\r\nContent-Type: text/html; charset=utf-8",
                "<p>"
            ),
            ("name=\"notes\"\r\nX-Language: no", "hei"),
            (
                "name=\"extra\"\r\nContent-Type: application/json",
                r#"{"a":1}"#
            ),
        ])
    );
}

#[test]
fn a_multipart_body_without_files_is_no_stream() {
    assert_eq!(of(&Parts::new().a("b")), parts(&[("name=\"a\"", "b")]));
    assert_eq!(of(&Parts::new()), nothing());
    assert_eq!(streamed(OptionalParts::new()), nothing());
}

#[test]
fn bytes_go_out_as_they_are_from_memory_and_from_a_reader() {
    assert_eq!(
        streamed(PutImage::new("png".into())),
        sent("image/png", "png")
    );
    let reader = Body::reader(&b"abc"[..]).length(3);
    assert_eq!(
        streamed(PutBytes::new().body(reader)),
        sent("application/octet-stream", "abc")
    );
    assert_eq!(streamed(PutBytes::new()), nothing());
}

#[test]
fn the_caller_names_a_type_of_a_range() {
    assert_eq!(
        streamed(PutAnyImage::new(Media::new("image/webp", "webp"))),
        sent("image/webp", "webp")
    );
    for media_type in ["image/*", "text/plain", "image", "image/a b"] {
        let error = PutAnyImage::new(Media::new(media_type, "x"))
            .into_request()
            .unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{media_type}");
    }
    assert_eq!(
        of(&PutAnyJson::new(models::Place::new("Oslo"))),
        sent("application/json", r#"{"name":"Oslo"}"#)
    );
}

#[test]
fn lines_and_texts_go_out_as_they_are() {
    assert_eq!(
        of(&PostLines::new(vec![place(), models::Place::new("\n")])),
        sent(
            "application/x-ndjson",
            "{\"name\":\"Oslo\",\"lines\":[\"a\",\"b\"]}\n{\"name\":\"\\n\"}\n"
        )
    );
    assert_eq!(of(&PutXml::new("<a/>")), sent("application/xml", "<a/>"));
}

#[test]
fn the_fields_of_a_form_are_written_as_their_encoding_says() {
    let form = Form::new()
        .ids(vec![1, 2])
        .names(["a", "b c"])
        .words(["d", "e"])
        .same(["f", "g"])
        .url("a/b?c&d")
        .json(["h"])
        .text("i j")
        .place(models::Place::new("k"))
        .deep(models::Place::new("l").inner(models::Inner::new().a(1)))
        .free(json!({"m": 2}));
    assert_eq!(
        of(&form),
        sent(
            "application/x-www-form-urlencoded",
            concat!(
                "ids=1,2&names=a%7Cb%20c&words=d%20e&same=f&same=g&url=a/b?c%26d&json=%5B%22h%22%5D",
                "&text=i+j&place=%7B%22name%22%3A%22k%22%7D&deep%5Bname%5D=l&deep%5Binner%5D%5Ba%5D=1&free%5Bm%5D=2"
            )
        )
    );
    let trip = models::Trip::new(models::Place::new("a"))
        .end(models::Place::new("b"))
        .stops(["c", "d"]);
    assert_eq!(
        of(&FormObject::new(trip)),
        sent(
            "application/x-www-form-urlencoded",
            "start%5Bname%5D=a&end=%7B%22name%22%3A%22b%22%7D&stops=c,d"
        )
    );
}

#[test]
fn the_value_says_of_which_type_a_body_is() {
    let trip = || models::Trip::new(models::Place::new("a"));
    let multipart = models::SeveralBodyMultipart::new(File::new("f")).name("n");
    for (body, expected) in [
        (
            models::SeveralBody::Json(trip()),
            sent("application/json", r#"{"start":{"name":"a"}}"#),
        ),
        (
            models::SeveralBodyJson::new().name("n").into(),
            sent("application/vnd.trip+json", r#"{"name":"n"}"#),
        ),
        (
            models::SeveralBody::Form(trip()),
            sent(
                "application/x-www-form-urlencoded",
                "start=%7B%22name%22%3A%22a%22%7D",
            ),
        ),
        (
            multipart.into(),
            parts(&[
                (
                    "name=\"file\"\r\nContent-Type: application/octet-stream",
                    "f",
                ),
                ("name=\"name\"", "n"),
            ]),
        ),
        (
            models::SeveralBody::Csv("a,b".to_owned()),
            sent("text/csv", "a,b"),
        ),
        (
            vec![models::Place::new("p")].into(),
            sent("application/x-ndjson", "{\"name\":\"p\"}\n"),
        ),
        (
            Body::from("bytes").into(),
            sent("application/octet-stream", "bytes"),
        ),
        (
            Media::new("image/gif", "gif").into(),
            sent("image/gif", "gif"),
        ),
    ] {
        assert_eq!(streamed(Several::new(body)), expected);
    }
    assert_eq!(of(&SeveralTexts::new()), nothing());
    let text = SeveralTexts::new().body("t".to_owned().into());
    assert_eq!(of(&text), sent("text/plain", "t"));
}

#[test]
#[allow(deprecated, reason = "the description advises against it")]
fn what_only_the_server_sets_is_in_no_body() {
    let mut old = models::Old::new().a("b");
    old.id = Some(1);
    assert_eq!(
        streamed(Old::new(models::OldBody::Json(old))),
        sent("application/json", r#"{"a":"b"}"#)
    );
}

#[test]
fn a_stream_goes_through_the_async_client_too() {
    let (server, _) = server();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let client = Client::builder().base_url(server.url()).build().unwrap();
        PutImage::new(Body::from("png"))
            .send(&client)
            .await
            .unwrap();
    });
    let [request] = server.requests().try_into().unwrap();
    assert!(request.ends_with(b"\r\n\r\npng"));
}
