//! What a server or a network can do wrong, played to both clients over the loopback interface.
//!
//! The numbers of the rows are those of the project's table of faults.

mod addresses;

use std::error::Error as StdError;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use generated_client::error::{Error, Phase};
use generated_client::{blocking, client};
use http::{Method, Request, Response, StatusCode};
use tests::callers::Caller;
use tests::scripted::{OK, Server, Step};
use tokio::runtime::Runtime;

/// The time that a call has where the time is what the test is about.
const SHORT: Duration = Duration::from_millis(400);

/// The time that a call has where it must not matter.
const LONG: Duration = Duration::from_secs(10);

/// The most bytes that an answer's body may have here.
const LIMIT: u64 = 1024 * 1024;

const SECRET: &str = "s3cr3t-canary";

const KINDS: [fn(&str, Duration) -> Caller; 2] = [
    |url, timeout| {
        let client = client::Client::builder()
            .base_url(url)
            .connect_timeout(timeout)
            .timeout(timeout)
            .body_limit(LIMIT);
        client.build().unwrap().into()
    },
    |url, timeout| {
        let client = blocking::Client::builder()
            .base_url(url)
            .connect_timeout(timeout)
            .timeout(timeout)
            .body_limit(LIMIT);
        client.build().unwrap().into()
    },
];

/// Gives the client time to notice what happened to its connections.
fn idle(caller: &Caller) {
    let pause = Duration::from_millis(100);
    match caller {
        Caller::Async(runtime, _) => {
            runtime.block_on(async { tokio::time::sleep(pause).await });
        }
        Caller::Blocking(_) => thread::sleep(pause),
    }
}

/// Another call, which the server answers well.
fn assert_works(caller: &Caller, server: &Server) {
    let uri = format!("{}/again", server.url());
    let response = caller.execute(request(Method::GET, &uri, ""));
    assert_eq!(response.unwrap().body(), "ok");
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

fn request(method: Method, uri: &str, body: impl Into<Bytes>) -> Request<Bytes> {
    Request::builder()
        .method(method)
        .uri(uri)
        .body(body.into())
        .unwrap()
}

/// A POST with a secret in its query, in a cookie and in its body.
fn secret_post() -> Request<Bytes> {
    let mut post = request(
        Method::POST,
        &format!("/token?secret={SECRET}"),
        format!("secret={SECRET}"),
    );
    let cookie = format!("session={SECRET}");
    post.headers_mut().insert("cookie", cookie.parse().unwrap());
    post
}

fn assert_shows_no_secret(error: &Error) {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        shown.push_str(&format!("{error} {error:?}"));
        source = error.source();
    }
    assert!(!shown.contains(SECRET), "{shown}");
    assert!(!shown.contains("/token"), "{shown}");
}

/// Plays a script to a new client of each kind, which has sent [`secret_post`]; looks at what it
/// makes of it; and has it send another request. `requests` is how many the script reads.
fn play(
    script: &[Step],
    timeout: Duration,
    requests: usize,
    verify: impl Fn(Result<&Response<Bytes>, &Error>),
) {
    for kind in KINDS {
        let server = Server::start([script.to_vec()]);
        let caller = kind(&server.url(), timeout);
        let started = Instant::now();
        let result = caller.execute(secret_post());
        assert!(started.elapsed() < timeout + Duration::from_secs(3));
        if let Err(error) = &result {
            assert_shows_no_secret(error);
        }
        verify(result.as_ref());
        assert_works(&caller, &server);
        assert_eq!(server.requests().len(), requests + 1, "{script:?}");
    }
}

/// The script must end in an error.
fn fails(script: &[Step], requests: usize, verify: impl Fn(&Error)) {
    play(script, LONG, requests, |result| {
        verify(result.expect_err("the fault went unnoticed"));
    });
}

/// The script must end in an answer with this status and body. It does not close the connection: a
/// client that used it again in that very moment could not tell whether its request was taken.
fn answers(script: &[Step], status: u16, body: &[u8]) {
    let script = [script, &[Step::Serve]].concat();
    play(&script, LONG, 1, |result| {
        let response = result.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.body(), body);
    });
}

/// Reads the request and writes this answer.
fn answer(bytes: impl Into<Vec<u8>>) -> Vec<Step> {
    vec![Step::Read, Step::write(bytes)]
}

/// A check that an error is of a certain kind.
macro_rules! is {
    ($pattern:pat $(if $guard:expr)?) => {
        |error: &Error| assert!(matches!(error, $pattern $(if $guard)?), "{error:?}")
    };
}

// What goes out.

#[test]
fn a_request_goes_out_with_nothing_added_but_accept_host_and_length() {
    for kind in KINDS {
        let server = Server::start([]);
        let address = server.address();
        let caller = kind(&server.url(), LONG);
        caller
            .execute(request(Method::GET, "/a?b=%20", ""))
            .unwrap();
        idle(&caller);
        caller.execute(request(Method::POST, "/a", "")).unwrap();
        idle(&caller);
        caller.execute(request(Method::POST, "/a", "body")).unwrap();
        idle(&caller);
        let mut put = request(Method::PUT, "/a", "body");
        put.headers_mut()
            .insert("accept", "text/x".parse().unwrap());
        caller.execute(put).unwrap();

        let sent = server.requests();
        let sent: Vec<_> = sent.iter().map(|r| String::from_utf8_lossy(r)).collect();
        assert_eq!(
            sent,
            [
                format!("GET /a?b=%20 HTTP/1.1\r\naccept: */*\r\nhost: {address}\r\n\r\n"),
                format!(
                    "POST /a HTTP/1.1\r\ncontent-length: 0\r\naccept: */*\r\nhost: {address}\r\n\r\n"
                ),
                format!(
                    "POST /a HTTP/1.1\r\naccept: */*\r\nhost: {address}\r\ncontent-length: 4\r\n\r\nbody"
                ),
                format!(
                    "PUT /a HTTP/1.1\r\naccept: text/x\r\nhost: {address}\r\ncontent-length: 4\r\n\r\nbody"
                ),
            ]
        );
        assert_eq!(server.connections().len(), 1, "the connection is kept");
    }
}

#[test]
fn the_whole_answer_comes_back() {
    let mut script =
        answer("HTTP/1.1 418 Teapot\r\nx-a: 1\r\nx-a: 2\r\ncontent-length: 3\r\n\r\ntea");
    script.push(Step::Serve);
    play(&script, LONG, 1, |result| {
        let response = result.unwrap();
        assert_eq!(response.status(), StatusCode::IM_A_TEAPOT);
        let values: Vec<_> = response.headers().get_all("x-a").iter().collect();
        assert_eq!(values, ["1", "2"]);
        assert_eq!(response.body(), "tea");
        assert!(response.extensions().is_empty(), "the URL would be there");
    });
}

#[test]
fn a_base_url_may_end_in_a_slash_or_not() {
    for (base, path, sent) in [
        ("", "/a", "/a"),
        ("/", "/a", "/a"),
        ("/v2", "/a", "/v2/a"),
        ("/v2/", "/a", "/v2/a"),
        ("/v2/", "/", "/v2/"),
        ("/v2", "//a/?b=c/../d", "/v2//a/?b=c/../d"),
        ("/v2", "/a%2Fb%20c", "/v2/a%2Fb%20c"),
        ("/v2", "//evil.example/", "/v2//evil.example/"),
        ("", "//evil.example/", "//evil.example/"),
    ] {
        let server = Server::start([]);
        let caller = KINDS[0](&format!("{}{base}", server.url()), LONG);
        let path_and_query: http::uri::PathAndQuery = path.parse().unwrap();
        let mut get = request(Method::GET, "/", "");
        *get.uri_mut() = path_and_query.into();
        caller.execute(get).unwrap();
        let sent_line = format!("GET {sent} HTTP/1.1\r\n");
        assert!(
            server.requests()[0].starts_with(sent_line.as_bytes()),
            "{base} {path}"
        );
    }
}

#[test]
fn an_absolute_uri_goes_where_it_says() {
    let (base, other) = (Server::start([]), Server::start([]));
    for kind in KINDS {
        let caller = kind(&format!("{}/v2", base.url()), LONG);
        let uri = format!("{}/a?b=c", other.url());
        caller.execute(request(Method::GET, &uri, "")).unwrap();
    }
    assert_eq!(base.connections().len(), 0);
    assert!(other.requests()[1].starts_with(b"GET /a?b=c HTTP/1.1\r\n"));
}

#[test]
fn a_uri_that_would_lead_elsewhere_is_refused() {
    let server = Server::start([]);
    let caller = KINDS[0](&format!("{}/v2", server.url()), LONG);
    for uri in [
        "/../admin",
        "/a/./b",
        "/a/%2e%2E/b",
        "/a/%2e",
        "/a\\..\\b",
        "/{id}",
        "*",
        "host:80",
        "ftp://host/a",
        "http://user:s3cr3t-canary@127.0.0.1/a",
        "http://127.1/a",
        "http://127.0.0.1/a/../b",
    ] {
        let mut get = request(Method::GET, "/", "");
        *get.uri_mut() = uri.parse().expect(uri);
        let error = caller.execute(get).expect_err(uri);
        assert!(matches!(error, Error::Request(_)), "{uri}: {error:?}");
        assert_shows_no_secret(&error);
    }
    assert_eq!(server.connections().len(), 0);
}

#[test]
fn a_length_that_is_not_the_length_of_the_body_is_refused() {
    let server = Server::start([]);
    let caller = KINDS[0](&server.url(), LONG);
    let mut post = request(Method::POST, "/", "body");
    post.headers_mut().insert("content-length", 4.into());
    caller.execute(post.clone()).unwrap();
    post.headers_mut().insert("content-length", 3.into());
    assert!(matches!(caller.execute(post), Err(Error::Request(_))));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_bad_base_url_is_refused_without_being_shown() {
    for url in [
        "",
        "/",
        "example.com",
        "ftp://example.com",
        "file:///s3cr3t-canary",
        "http://",
        "https:example.com",
        "https:\\\\example.com",
        " https://example.com",
        "https://example.com/a b",
        "https://example.com:99999",
        "https://s3cr3t-canary@example.com",
        "https://user:s3cr3t-canary@example.com",
        "https://example.com/?key=s3cr3t-canary",
        "https://example.com/?",
        "https://example.com/#s3cr3t-canary",
    ] {
        let error = client::Client::builder()
            .base_url(url)
            .build()
            .expect_err(url);
        assert!(matches!(error, Error::Setup(_)), "{url}: {error:?}");
        assert_shows_no_secret(&error);
        let error = blocking::Client::builder().base_url(url).build();
        assert!(matches!(error, Err(Error::Setup(_))), "{url}");
    }
}

#[test]
fn debug_shows_limits_but_no_path() {
    let builder = client::Client::builder().base_url("https://example.com/s3cr3t-canary");
    assert!(!format!("{builder:?}").contains(SECRET));
    let client = builder.build().unwrap();
    let shown = format!("{client:?}");
    assert!(shown.contains("https://example.com"), "{shown}");
    assert!(shown.contains("30s"), "{shown}");
    assert!(!shown.contains(SECRET), "{shown}");
}

// Connections and heads: rows 1 to 7, 10, 19.

#[test]
fn row_1_a_connection_that_is_closed_at_once() {
    fails(&[], 0, is!(Error::Closed(_)));
}

#[test]
fn row_2_a_connection_closed_after_the_request_is_not_tried_again() {
    fails(&[Step::Read], 1, is!(Error::Closed(_)));
}

#[test]
fn row_3_a_reset_keeps_its_kind() {
    let reset = Some(ErrorKind::ConnectionReset);
    fails(
        &[Step::Read, Step::Reset],
        1,
        is!(Error::Closed(cause) if cause.kind() == reset),
    );
    let pause = Step::Sleep(Duration::from_millis(50));
    let half = Step::write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf");
    fails(
        &[Step::Read, half, pause, Step::Reset],
        1,
        is!(Error::BodyTruncated(cause) if cause.kind() == reset),
    );
}

#[test]
fn row_4_half_a_status_line() {
    fails(&answer("HTTP/1.1 20"), 1, is!(Error::Closed(_)));
}

#[test]
fn row_5_half_the_headers() {
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-ty";
    fails(&answer(half), 1, is!(Error::Closed(_)));
}

#[test]
fn row_6_a_banner_that_is_not_http() {
    let banner = "SSH-2.0-OpenSSH_9.6\r\n";
    fails(&answer(banner), 1, is!(Error::Protocol(_)));
    let unasked = [Step::write(banner), Step::Read];
    for kind in KINDS {
        let server = Server::start([unasked.to_vec()]);
        let error = kind(&server.url(), LONG)
            .execute(secret_post())
            .unwrap_err();
        assert!(matches!(error, Error::Protocol(_)), "{error:?}");
        assert_shows_no_secret(&error);
    }
}

#[test]
fn row_7_an_answer_without_a_head() {
    fails(&answer("<html>hello</html>"), 1, is!(Error::Protocol(_)));
}

#[test]
fn row_10_lengths_that_are_none_or_contradict_each_other() {
    for lengths in [
        "content-length: 2\r\ncontent-length: 3\r\n",
        "content-length: -5\r\n",
        "content-length: +2\r\n",
        "content-length: 100000000000000000000000\r\n",
    ] {
        let script = answer(format!("HTTP/1.1 200 OK\r\n{lengths}\r\nok"));
        fails(&script, 1, is!(Error::Protocol(_)));
    }
}

#[test]
fn row_19_a_head_that_is_too_large() {
    let many: String = (0..5000).map(|n| format!("x-{n}: 1\r\n")).collect();
    let long = format!("x-long: {}\r\n", "a".repeat(2 * 1024 * 1024));
    for headers in [many, long] {
        let script = answer(format!("HTTP/1.1 200 OK\r\n{headers}\r\n"));
        fails(&script, 1, is!(Error::Protocol(_)));
    }
}

#[test]
fn a_port_where_nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    for kind in KINDS {
        let error = kind(&url, LONG).execute(secret_post()).unwrap_err();
        let refused = Some(ErrorKind::ConnectionRefused);
        assert!(
            matches!(&error, Error::Connect(cause) if cause.kind() == refused),
            "{error:?}"
        );
        assert_shows_no_secret(&error);
    }
}

// Bodies: rows 8, 9, 12, 14, 21, 23, 24.

#[test]
fn row_8_a_body_that_ends_too_early() {
    let script = answer("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf");
    fails(&script, 1, is!(Error::BodyTruncated(_)));
}

#[test]
fn row_9_bytes_behind_the_body_belong_to_no_answer() {
    let mut script = answer("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokGARBAGE GARBAGE");
    script.push(Step::AwaitClose);
    answers(&script, 200, b"ok");
}

#[test]
fn row_12_broken_chunks() {
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    for chunks in [
        "ZZ\r\nok\r\n0\r\n\r\n",
        "fffffffffffffffff\r\nok\r\n0\r\n\r\n",
    ] {
        fails(
            &answer(format!("{head}{chunks}")),
            1,
            is!(Error::Protocol(_)),
        );
    }
    for chunks in ["", "2\r\nok\r\n", "2\r\no", "2\r\nok\r\n0\r\n"] {
        fails(
            &answer(format!("{head}{chunks}")),
            1,
            is!(Error::BodyTruncated(_)),
        );
    }
}

#[test]
fn row_14_a_body_where_none_may_be_belongs_to_no_answer() {
    for body in [
        "content-length: 4\r\n\r\nbody",
        "transfer-encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
    ] {
        let mut script = answer(format!("HTTP/1.1 204 No Content\r\n{body}"));
        script.push(Step::AwaitClose);
        answers(&script, 204, b"");
    }
}

#[test]
fn row_21_bytes_arrive_as_they_are() {
    for body in [
        &b"\xff\xfe\x00"[..],
        b"\xef\xbb\xbf{}",
        b"{\0}\0",
        b"\xc3\x28",
    ] {
        let mut bytes = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n".to_vec();
        bytes.extend_from_slice(format!("content-length: {}\r\n\r\n", body.len()).as_bytes());
        bytes.extend_from_slice(body);
        answers(&answer(bytes), 200, body);
    }
}

#[test]
fn row_23_a_packed_body_arrives_as_it_is() {
    // In gzip, 64 KiB of zeros.
    let packed = [
        &b"\x1f\x8b\x08\0\0\0\0\0\x02\xff\xed\xc1\x01\x01\0\0\0\x80\x90\xfe\xaf\xee\x08\x0a"[..],
        &[0; 63],
        b"\x6a\xeb\x8e\x97\xd7\0\0\x01\0",
    ]
    .concat();
    let mut bytes = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n".to_vec();
    bytes.extend_from_slice(format!("content-length: {}\r\n\r\n", packed.len()).as_bytes());
    bytes.extend_from_slice(&packed);
    answers(&answer(bytes), 200, &packed);
}

#[test]
fn row_24_a_body_without_end_is_read_up_to_the_limit_only() {
    const GIB: usize = 1024 * 1024 * 1024;
    let block = vec![b'x'; 0x10000];
    let chunk = [b"10000\r\n", &block[..], b"\r\n"].concat();
    for (framing, block) in [
        ("content-length: 1073741824", block.clone()),
        ("connection: close", block),
        ("transfer-encoding: chunked", chunk),
    ] {
        for kind in KINDS {
            let mut script = answer(format!("HTTP/1.1 200 OK\r\n{framing}\r\n\r\n"));
            script.push(Step::Flood(block.clone(), GIB));
            let server = Server::start([script]);
            let caller = kind(&server.url(), LONG);
            let error = caller.execute(secret_post()).unwrap_err();
            assert!(
                matches!(error, Error::BodyTooLarge { limit: LIMIT }),
                "{error:?}"
            );
            assert_shows_no_secret(&error);
            // An async runtime that is not driven cannot close a connection.
            idle(&caller);
            assert!(server.wait(0, |connection| connection.closed_by_client));
            // The limit, and what the buffers of the operating system take.
            let written = server.connections()[0].written;
            assert!(written < 32 * 1024 * 1024, "{written}");
            assert_works(&caller, &server);
            assert_eq!(server.requests().len(), 2);
        }
    }
}

#[test]
fn row_24_a_body_that_is_announced_too_large_is_not_waited_for() {
    let mut script = answer("HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n");
    script.push(Step::AwaitClose);
    fails(&script, 1, is!(Error::BodyTooLarge { limit: LIMIT }));
}

#[test]
fn a_body_of_just_the_limit_is_taken_and_one_byte_more_is_not() {
    let limit = usize::try_from(LIMIT).unwrap();
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let body = "x".repeat(limit);
    let chunk = format!("{limit:x}\r\n{body}\r\n");
    let script = answer(format!("{head}{chunk}0\r\n\r\n"));
    answers(&script, 200, body.as_bytes());
    let mut script = answer(format!("{head}{chunk}1\r\nx\r\n0\r\n\r\n"));
    // The whole answer may have come before it is found too large: then the connection is used again.
    script.push(Step::Serve);
    fails(&script, 1, is!(Error::BodyTooLarge { limit: LIMIT }));
}

// Redirects: rows 25 to 27.

/// Each redirect by each kind of client, on a connection of its own. The way from https to http is missing: without a
/// certificate that the system trusts, no server here speaks TLS.
#[test]
fn rows_25_to_27_a_redirect_is_an_answer_and_never_followed() {
    let other = Server::start([]);
    let port = other.address().port();
    let locations = [
        ("the same host", "/token".to_owned()),
        ("the same host, relative", "?again".to_owned()),
        ("the same address", String::new()),
        ("another host", format!("http://localhost:{port}/")),
        ("another port", format!("http://127.0.0.1:{port}/")),
        ("another scheme", format!("https://127.0.0.1:{port}/")),
        ("no scheme", format!("//127.0.0.1:{port}/")),
        (
            "user name",
            format!("http://user:{SECRET}@127.0.0.1:{port}/"),
        ),
        (
            "user name like a host",
            format!("http://example.com@localhost:{port}/"),
        ),
        ("backslashes", format!("\\\\127.0.0.1:{port}\\")),
        ("a file", "file:///etc/passwd".to_owned()),
    ]
    .map(|(what, location)| (what, Some(location)));
    let rows = locations.iter().chain(&[("nowhere", None)]);
    let rows: Vec<_> = [301, 302, 303, 307, 308]
        .into_iter()
        .flat_map(|status| rows.clone().map(move |row| (status, row)))
        .collect();
    for kind in KINDS {
        let server = Server::start(rows.iter().map(|(status, (_, location))| {
            let location = location.iter().map(|it| format!("location: {it}\r\n"));
            let location: String = location.collect();
            answer(format!(
                "HTTP/1.1 {status} Moved\r\n{location}connection: close\r\ncontent-length: 4\r\n\r\ngone"
            ))
        }));
        let caller = kind(&server.url(), LONG);
        for (number, (status, (what, location))) in rows.iter().enumerate() {
            let response = caller.execute(secret_post()).expect(what);
            assert_eq!(response.status(), *status, "{what}");
            assert_eq!(response.body(), "gone", "{what}");
            let header = response.headers().get("location");
            let header = header.map(|value| value.to_str().unwrap());
            assert_eq!(header, location.as_deref(), "{what}");
            assert_eq!(server.requests().len(), number + 1, "{status} to {what}");
        }
        assert_eq!(server.connections().len(), rows.len());
    }
    assert_eq!(other.connections().len(), 0);
}

// Time: rows 28 to 31.

#[test]
fn row_28_a_server_that_never_reads() {
    for kind in KINDS {
        let server = Server::start([vec![Step::Sleep(2 * SHORT)]]);
        let caller = kind(&server.url(), SHORT);
        let large = request(Method::POST, "/", vec![b'x'; 16 * 1024 * 1024]);
        let error = caller.execute(large).unwrap_err();
        assert!(matches!(error, Error::Timeout(Phase::Head)), "{error:?}");
        assert_works(&caller, &server);
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn row_29_a_server_that_never_answers() {
    play(&[Step::Read, Step::AwaitClose], SHORT, 1, |result| {
        is!(Error::Timeout(Phase::Head))(result.unwrap_err());
    });
}

#[test]
fn row_30_a_body_that_stops() {
    let mut script = answer("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf");
    script.push(Step::AwaitClose);
    play(&script, SHORT, 1, |result| {
        is!(Error::Timeout(Phase::Body))(result.unwrap_err());
    });
}

#[test]
fn row_31_bytes_that_drip_do_not_prolong_the_call() {
    let pause = Duration::from_millis(50);
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n";
    let drip = Step::Drip(head.into(), pause);
    play(&[Step::Read, drip], SHORT, 1, |result| {
        is!(Error::Timeout(Phase::Head))(result.unwrap_err());
    });
    let drip = Step::Drip(vec![b'x'; 99], pause);
    play(&[Step::Read, Step::write(head), drip], SHORT, 1, |result| {
        is!(Error::Timeout(Phase::Body))(result.unwrap_err());
    });
}

#[test]
fn the_head_and_the_body_share_one_deadline() {
    let pause = Step::Sleep(SHORT * 5 / 8);
    let script = [
        Step::Read,
        pause.clone(),
        Step::write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n"),
        pause,
        Step::write("ok"),
    ];
    play(&script, SHORT, 1, |result| {
        is!(Error::Timeout(Phase::Body))(result.unwrap_err());
    });
}

// TLS: row 33.

#[test]
fn row_33_a_handshake_that_fails() {
    let alert = b"\x15\x03\x03\x00\x02\x02\x28".to_vec();
    let hello = Step::Sleep(Duration::from_millis(50));
    for script in [
        vec![
            Step::write("HTTP/1.1 400 Bad Request\r\n\r\n"),
            Step::AwaitClose,
        ],
        vec![Step::Write(alert), Step::AwaitClose],
        vec![hello.clone(), Step::CloseWriting, Step::AwaitClose],
        vec![hello, Step::Reset],
    ] {
        for kind in KINDS {
            let server = Server::start([script.clone()]);
            let caller = kind(&format!("https://{}", server.address()), LONG);
            let error = caller.execute(secret_post()).unwrap_err();
            assert!(matches!(error, Error::Tls(_)), "{script:?}: {error:?}");
            assert_shows_no_secret(&error);
            assert_works(&caller, &server);
        }
    }
}

#[test]
fn row_33_a_handshake_that_stops() {
    for kind in KINDS {
        let server = Server::start([vec![Step::AwaitClose]]);
        let caller = kind(&format!("https://{}", server.address()), SHORT);
        let error = caller.execute(secret_post()).unwrap_err();
        assert!(matches!(error, Error::Timeout(Phase::Connect)), "{error:?}");
        assert_shows_no_secret(&error);
        assert!(server.wait(0, |connection| connection.closed_by_client));
        assert_works(&caller, &server);
    }
}

#[test]
fn a_call_that_got_no_connection_says_so_even_if_the_call_has_less_time_than_the_connection() {
    let server = Server::start([vec![Step::AwaitClose]]);
    let client = client::Client::builder()
        .base_url(format!("https://{}", server.address()))
        .connect_timeout(LONG)
        .timeout(SHORT)
        .build()
        .unwrap();
    let error = runtime()
        .block_on(client.execute(secret_post()))
        .unwrap_err();
    assert!(matches!(error, Error::Timeout(Phase::Connect)), "{error:?}");
}

// Connections that are used again: rows 34 to 36.

#[test]
fn row_34_a_post_after_the_idle_connection_was_closed_is_sent_once() {
    for kind in KINDS {
        let server = Server::start([answer(OK)]);
        let caller = kind(&server.url(), LONG);
        caller.execute(request(Method::GET, "/", "")).unwrap();
        assert!(server.wait(0, |connection| connection.done));
        idle(&caller);
        caller.execute(secret_post()).unwrap();
        assert_eq!(server.connections().len(), 2);
        assert_eq!(server.requests().len(), 2);
    }
}

#[test]
fn row_34_a_post_while_the_idle_connection_is_being_closed_is_sent_once_or_fails() {
    for kind in KINDS {
        let server = Server::start([answer(OK)]);
        let caller = kind(&server.url(), LONG);
        caller.execute(request(Method::GET, "/", "")).unwrap();
        assert!(server.wait(0, |connection| connection.done));
        let posts = match caller.execute(secret_post()) {
            Ok(_) => 1,
            Err(error) => {
                assert!(matches!(error, Error::Closed(_)), "{error:?}");
                assert_shows_no_secret(&error);
                0
            }
        };
        assert_eq!(server.requests().len(), 1 + posts);
    }
}

#[test]
fn row_34_a_post_that_was_written_on_an_old_connection_is_not_sent_again() {
    for kind in KINDS {
        let server = Server::start([vec![Step::Read, Step::write(OK), Step::Read]]);
        let caller = kind(&server.url(), LONG);
        caller.execute(request(Method::GET, "/", "")).unwrap();
        idle(&caller);
        let error = caller.execute(secret_post()).unwrap_err();
        assert!(matches!(error, Error::Closed(_)), "{error:?}");
        assert_shows_no_secret(&error);
        assert_eq!(server.requests().len(), 2);
        assert_works(&caller, &server);
        assert_eq!(server.requests().len(), 3);
    }
}

#[test]
fn row_35_an_answer_that_nobody_asked_for_is_given_to_nobody() {
    let first = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nfirst";
    let second = "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecond";
    let mut script = answer(format!("{first}{second}"));
    script.push(Step::AwaitClose);
    answers(&script, 200, b"first");
}

#[test]
fn row_36_an_answer_before_the_request_is_read_is_seen() {
    const LENGTH: usize = 16 * 1024 * 1024;
    let pause = Step::Sleep(Duration::from_millis(100));
    let refusal = "HTTP/1.1 401 Unauthorized\r\ncontent-length: 2\r\n";
    let close = Step::write(format!("{refusal}connection: close\r\n\r\nno"));
    let keep = Step::write(format!("{refusal}\r\nno"));
    for script in [
        vec![
            Step::ReadHead,
            pause.clone(),
            close.clone(),
            Step::CloseWriting,
            Step::AwaitClose,
        ],
        vec![Step::ReadHead, pause.clone(), close],
        vec![Step::ReadHead, pause, keep, Step::Skip(LENGTH), Step::Serve],
    ] {
        for kind in KINDS {
            let server = Server::start([script.clone()]);
            let caller = kind(&server.url(), LONG);
            let large = request(Method::POST, "/", vec![b'x'; LENGTH]);
            let response = caller.execute(large).unwrap();
            assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
            assert_eq!(response.body(), "no");
            assert_works(&caller, &server);
            assert_eq!(server.requests().len(), 2);
        }
    }
}

// Futures that are dropped: row 42.

#[test]
fn row_42_a_dropped_call_closes_its_connection() {
    let stalled = vec![Step::AwaitClose];
    let before_head = vec![Step::Read, Step::AwaitClose];
    let mut in_body = answer("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf");
    in_body.push(Step::AwaitClose);
    for (scheme, script) in [("https", stalled), ("http", before_head), ("http", in_body)] {
        let server = Server::start([script]);
        let caller = KINDS[0](&format!("{scheme}://{}", server.address()), LONG);
        let Caller::Async(runtime, client) = &caller else {
            unreachable!()
        };
        let pause = Duration::from_millis(100);
        let call = async { tokio::time::timeout(pause, client.execute(secret_post())).await };
        assert!(runtime.block_on(call).is_err(), "{scheme}");
        idle(&caller);
        assert!(
            server.wait(0, |connection| connection.closed_by_client),
            "{scheme}"
        );
        assert_works(&caller, &server);
    }
}

// The blocking client and async runtimes.

#[test]
fn the_blocking_client_refuses_to_work_inside_an_async_runtime() {
    let server = Server::start([]);
    let client = blocking::Client::builder()
        .base_url(server.url())
        .build()
        .unwrap();
    runtime().block_on(async {
        for error in [
            blocking::Client::new().unwrap_err(),
            client.execute(secret_post()).unwrap_err(),
        ] {
            assert!(matches!(error, Error::Setup(_)), "{error:?}");
            assert!(error.to_string().contains("async client"), "{error}");
            assert_shows_no_secret(&error);
        }
    });
    let on_a_thread = runtime().block_on(async {
        let client = client.clone();
        thread::spawn(move || client.execute(secret_post()))
            .join()
            .unwrap()
    });
    assert_eq!(on_a_thread.unwrap().body(), "ok");
}

#[test]
fn the_blocking_client_can_be_dropped_anywhere() {
    let server = Server::start([]);
    let client = blocking::Client::builder()
        .base_url(server.url())
        .build()
        .unwrap();
    client.execute(secret_post()).unwrap();
    let clone = client.clone();
    runtime().block_on(async move { drop(client) });
    clone.execute(secret_post()).unwrap();
    runtime().block_on(async move { drop(clone) });
    assert!(server.wait(0, |connection| connection.closed_by_client));
}

#[test]
fn the_async_client_outside_a_runtime_is_an_error() {
    let client = client::Client::new().unwrap();
    let mut call = Box::pin(client.execute(secret_post()));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let polled = call.as_mut().poll(&mut context);
    assert!(matches!(
        polled,
        std::task::Poll::Ready(Err(Error::Setup(_)))
    ));
}

#[test]
fn clients_can_be_sent_and_shared_between_threads() {
    fn sendable<T: Clone + Send + Sync + 'static>() {}
    fn sendable_value<T: Send>(_: T) {}
    sendable::<client::Client>();
    sendable::<blocking::Client>();
    sendable_value(client::Client::new().unwrap().execute(secret_post()));
}
