//! Bodies that stream, sent by both clients to a server that looks at every byte.

#![cfg(test)]

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{Method, Request, Response};
use proptest::prelude::*;
use templates::body::Body;
use templates::encoders::file::File;
use templates::encoders::stream::StreamBuilder;
use templates::error::{Error, Phase};
use templates::{blocking, client};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK";

/// A server for one connection, which reads the request to its end and answers. It gives back head and body, the body without
/// the chunks in which it may have come.
fn server(
    answer: fn(&mut TcpStream) -> (String, Vec<u8>),
) -> (String, JoinHandle<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let handle = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        answer(&mut stream)
    });
    (url, handle)
}

fn whole(stream: &mut TcpStream) -> (String, Vec<u8>) {
    let head = head(stream);
    let body = match header(&head, "content-length") {
        Some(length) => exactly(stream, length.parse().unwrap()),
        None => chunks(stream),
    };
    stream.write_all(OK.as_bytes()).unwrap();
    (head, body)
}

/// Answers before it has read the body, and reads what still comes.
fn early(stream: &mut TcpStream) -> (String, Vec<u8>) {
    let head = head(stream);
    let answer = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n";
    stream.write_all(answer.as_bytes()).unwrap();
    (head, rest(stream))
}

/// Never answers.
fn silent(stream: &mut TcpStream) -> (String, Vec<u8>) {
    (String::new(), rest(stream))
}

/// What comes until the client closes the connection.
fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    bytes
}

fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.extend(exactly(stream, 1));
    }
    String::from_utf8(head).unwrap().to_lowercase()
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let start = format!("{name}: ");
    head.lines().find_map(|line| line.strip_prefix(&start))
}

fn exactly(stream: &mut TcpStream, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes).unwrap();
    bytes
}

fn chunks(stream: &mut TcpStream) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            line.extend(exactly(stream, 1));
        }
        let size = usize::from_str_radix(str::from_utf8(&line).unwrap().trim(), 16).unwrap();
        body.extend(exactly(stream, size));
        assert_eq!(exactly(stream, 2), b"\r\n");
        if size == 0 {
            return body;
        }
    }
}

/// A stream of these pieces. After the last one it stays silent where it says so.
struct Pieces {
    pieces: VecDeque<io::Result<Bytes>>,
    ends: bool,
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.pieces.pop_front() {
            None if !self.ends => Poll::Pending,
            next => Poll::Ready(next),
        }
    }
}

fn pieces<const N: usize>(pieces: [io::Result<&'static str>; N]) -> Body {
    Body::stream(Pieces {
        pieces: pieces.map(|piece| piece.map(Bytes::from)).into(),
        ends: true,
    })
}

fn post(body: Body) -> Request<Body> {
    let mut request = StreamBuilder::new(Method::POST, "/upload");
    request.binary("application/octet-stream", Some(body));
    request.build().unwrap()
}

type Send = fn(&str, Duration, Request<Body>) -> Result<Response<Bytes>, Error>;

const CLIENTS: [Send; 2] = [
    |url, timeout, request| {
        let client = client::Client::builder().base_url(url).timeout(timeout);
        let client = client.build().unwrap();
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().build().unwrap();
        runtime.block_on(client.execute_stream(request))
    },
    |url, timeout, request| {
        let client = blocking::Client::builder().base_url(url).timeout(timeout);
        client.build().unwrap().execute_stream(request)
    },
];

const LONG: Duration = Duration::from_secs(10);

/// What the server saw of a body that both clients sent, which has to be the same.
fn sent(body: fn() -> Body) -> (String, Vec<u8>) {
    let seen = CLIENTS.map(|send| {
        let (url, server) = server(whole);
        let answer = send(&url, LONG, post(body())).unwrap();
        assert_eq!(answer.body(), "OK");
        let (head, body) = server.join().unwrap();
        let port = url.rsplit(':').next().unwrap();
        (head.replace(port, "PORT"), body)
    });
    assert_eq!(seen[0], seen[1]);
    let [seen, _] = seen;
    seen
}

/// The error of a body that cannot be sent to its end.
fn refused(body: fn() -> Body) -> String {
    let texts = CLIENTS.map(|send| {
        let (url, server) = server(silent);
        let error = send(&url, LONG, post(body())).unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{error}");
        let (_, body) = server.join().unwrap();
        assert!(!body.ends_with(b"0\r\n\r\n"), "the request looks whole");
        error.to_string()
    });
    assert_eq!(texts[0], texts[1]);
    let [text, _] = texts;
    text
}

#[test]
fn bytes_go_out_with_their_length() {
    let (head, body) = sent(|| Body::from("a few words"));

    assert_eq!(header(&head, "content-length"), Some("11"));
    assert_eq!(
        header(&head, "content-type"),
        Some("application/octet-stream")
    );
    assert_eq!(header(&head, "transfer-encoding"), None);
    assert_eq!(body, b"a few words");
}

#[test]
fn an_empty_body_has_a_length_of_0() {
    let (head, body) = sent(|| Body::from(""));

    assert_eq!(header(&head, "content-length"), Some("0"));
    assert_eq!(body, b"");
}

#[test]
fn a_stream_of_unknown_length_goes_out_in_chunks() {
    let (head, body) = sent(|| pieces([Ok("one "), Ok(""), Ok("two")]));

    assert_eq!(header(&head, "content-length"), None);
    assert_eq!(header(&head, "transfer-encoding"), Some("chunked"));
    assert_eq!(body, b"one two");
}

#[test]
fn a_stream_with_a_promised_length_says_it() {
    let (head, body) = sent(|| pieces([Ok("one "), Ok("two")]).length(7));

    assert_eq!(header(&head, "content-length"), Some("7"));
    assert_eq!(header(&head, "transfer-encoding"), None);
    assert_eq!(body, b"one two");
}

#[test]
fn a_reader_is_read_to_its_end() {
    let (head, body) = sent(|| Body::reader(io::repeat(b'x').take(200_000)).length(200_000));

    assert_eq!(header(&head, "content-length"), Some("200000"));
    assert_eq!(body, vec![b'x'; 200_000]);

    let (head, body) = sent(|| Body::reader(io::repeat(b'x').take(200_000)));

    assert_eq!(header(&head, "transfer-encoding"), Some("chunked"));
    assert_eq!(body, vec![b'x'; 200_000]);
}

#[test]
fn an_error_of_the_stream_or_the_reader_is_told_in_its_own_words() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let told = "the request cannot be built: the body cannot be read to its end: the disk is gone";
    let gone = || pieces([Ok("one"), Err(io::Error::other("the disk is gone"))]);

    assert_eq!(refused(gone), told);
    assert_eq!(refused(|| Body::reader(Broken)), told);
}

#[test]
fn a_length_that_is_not_kept_is_an_error() {
    assert_eq!(
        refused(|| pieces([Ok("one")]).length(4)),
        "the request cannot be built: the body is shorter than was promised"
    );
    for body in [
        || pieces([Ok("one"), Ok("two")]).length(4),
        || pieces([Ok("one"), Ok("two")]).length(3),
        || Body::reader(io::repeat(b'x').take(64 * 1024 + 1)).length(64 * 1024),
    ] {
        assert_eq!(
            refused(body),
            "the request cannot be built: the body is longer than was promised"
        );
    }
}

#[test]
fn a_reader_that_panics_ends_the_call_only() {
    struct Panics;
    impl Read for Panics {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            panic!("this is a test")
        }
    }

    assert_eq!(
        refused(|| Body::reader(Panics)),
        "the request cannot be built: the body cannot be read to its end: the reader panicked"
    );
}

#[test]
fn an_answer_that_comes_early_ends_the_call() {
    for send in CLIENTS {
        let (url, server) = server(early);
        let endless = Body::reader(io::repeat(b'x').take(1 << 30));
        let answer = send(&url, LONG, post(endless)).unwrap();

        assert_eq!(answer.status(), 413);
        let (_, body) = server.join().unwrap();
        assert!(body.len() < 1 << 30, "all of it was sent");
    }
}

#[test]
fn what_must_not_take_too_long_is_each_step() {
    struct Slow(u8);
    impl Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            thread::sleep(Duration::from_millis(2));
            self.0 = self.0.saturating_sub(1);
            // A piece is as many reads as it takes, so each of them fills it.
            buffer.fill(b'x');
            Ok(if self.0 == 0 { 0 } else { buffer.len() })
        }
    }
    for send in CLIENTS {
        // All steps together take longer than the time that each of them has.
        let (url, server) = server(whole);
        let timeout = Duration::from_millis(300);
        let answer = send(&url, timeout, post(Body::reader(Slow(255)))).unwrap();
        assert_eq!(answer.body(), "OK");
        server.join().unwrap();
    }
}

#[test]
fn a_stream_that_stops_or_a_server_that_is_silent_is_waited_for_no_longer_than_that() {
    let stuck = || {
        Body::stream(Pieces {
            pieces: VecDeque::from([Ok(Bytes::from("one"))]),
            ends: false,
        })
    };
    for body in [stuck, || Body::from("one")] {
        for send in CLIENTS {
            let (url, server) = server(silent);
            let error = send(&url, Duration::from_millis(200), post(body())).unwrap_err();

            assert!(matches!(error, Error::Timeout(Phase::Head)), "{error}");
            server.join().unwrap();
        }
    }
}

#[test]
fn a_multipart_body_with_a_file_of_known_length_has_a_length() {
    let mut request = StreamBuilder::new(Method::POST, "/upload");
    let file = File::new(Body::reader(io::repeat(b'x').take(3)).length(3));
    request.part("before", None, &"first");
    request.files("file", None, [file.name("x.bin")]);
    request.part("after", None, &"last");
    let request = request.build().unwrap();
    let length = request.body().len().unwrap();

    let (url, server) = server(whole);
    CLIENTS[0](&url, LONG, request).unwrap();
    let (head, body) = server.join().unwrap();

    assert_eq!(
        header(&head, "content-length"),
        Some(length.to_string().as_str())
    );
    let boundary = header(&head, "content-type").unwrap();
    let boundary = boundary
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let part = |head: &str, content: &str| {
        format!("--{boundary}\r\nContent-Disposition: form-data; name={head}\r\n\r\n{content}\r\n")
    };
    let expected = [
        part("\"before\"", "first"),
        part(
            "\"file\"; filename=\"x.bin\"\r\nContent-Type: application/octet-stream",
            "xxx",
        ),
        part("\"after\"", "last"),
        format!("--{boundary}--\r\n"),
    ];
    assert_eq!(String::from_utf8(body).unwrap(), expected.concat());
}

#[test]
fn nothing_of_a_body_is_shown() {
    let file = File::new("s3cr3t-canary").name("x");
    let shown = format!("{:?} {:?}", Body::from("s3cr3t-canary"), file);

    assert!(!shown.contains("canary"), "{shown}");
}

proptest! {
    #[test]
    fn any_pieces_come_out_as_they_went_in(list in prop::collection::vec(any::<Vec<u8>>(), 0..8)) {
        let whole: Vec<u8> = list.concat();
        let pieces = list.into_iter().map(|piece| Ok(Bytes::from(piece))).collect();
        let mut body = Body::stream(Pieces { pieces, ends: true }).length(whole.len() as u64);
        let mut out = Vec::new();
        let mut context = Context::from_waker(std::task::Waker::noop());
        while let Poll::Ready(Some(frame)) =
            http_body::Body::poll_frame(Pin::new(&mut body), &mut context)
        {
            out.extend(frame.unwrap().into_data().unwrap());
            prop_assert_eq!(body.len(), Some((whole.len() - out.len()) as u64));
        }

        prop_assert_eq!(out, whole);
    }
}
