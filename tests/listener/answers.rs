//! Whatever a browser, or somebody else, sends to the port.

use std::io::Write;
use std::net::Shutdown;
use std::thread;
use std::time::{Duration, Instant};

use generated_client::login::ListenerError;
use generated_client::oauth1::CallbackError;

use crate::browser::{Answer, GOOD, Program};

#[test]
fn the_browser_gets_a_page_that_nobody_keeps_and_that_holds_nothing_of_the_address() {
    let program = Program::start("/callback");
    let answer = program.get(&format!("{GOOD}&note=%3Cscript%3Enote"));
    assert_eq!(program.verifier(), "the-verifier");
    assert_eq!(answer.status, 200);
    let length = format!("content-length: {}", answer.body.len());
    assert_eq!(
        answer.headers,
        [
            "allow: GET",
            "cache-control: no-store",
            "connection: close",
            &length,
            "content-security-policy: default-src 'none'",
            "content-type: text/html; charset=utf-8",
            "referrer-policy: no-referrer",
        ]
    );
    assert!(answer.body.starts_with("<!DOCTYPE html>"));
    // Nobody has looked at the token yet.
    assert!(answer.body.contains(
        "<h1>Approved</h1>\n<p>Go back to the program, which finishes the login; you can close this page.</p>"
    ));
    for part in ["the-token", "the-verifier", "note", "script", "callback"] {
        assert!(!answer.body.contains(part), "{}", answer.body);
    }
}

/// What stands in place of `GET /callback HTTP/1.1` and headers, with the status that it gets.
const OTHER_REQUESTS: [(&str, u16); 22] = [
    ("GET /favicon.ico", 404),
    ("GET /", 404),
    ("GET /callbac?{}", 404),
    ("GET /callback/?{}", 404),
    ("GET /callbacks?{}", 404),
    ("GET //callback?{}", 404),
    ("GET /Callback?{}", 404),
    ("GET /x/callback?{}", 404),
    ("GET /callback%2F?{}", 404),
    ("GET /callback;a=1?{}", 404),
    ("GET /?/callback&{}", 404),
    ("GET http://127.0.0.1/other?{}", 404),
    ("HEAD /callback?{}", 405),
    ("POST /callback?{}", 405),
    ("PUT /callback?{}", 405),
    ("OPTIONS /callback?{}", 405),
    ("TRACE /callback?{}", 405),
    ("get /callback?{}", 405),
    ("HEAD /favicon.ico", 404),
    ("POST /favicon.ico", 404),
    ("OPTIONS *", 404),
    ("CONNECT 127.0.0.1:80", 404),
];

#[test]
fn what_is_not_the_callback_is_answered_with_an_error_and_does_not_count() {
    let program = Program::start("/callback");
    for (request, status) in OTHER_REQUESTS {
        let query = "oauth_token=wrong&oauth_verifier=wrong";
        let request = request.replace("{}", query);
        let answer = program.ask(format!("{request} HTTP/1.1\r\nhost: a\r\n\r\n"));
        assert_eq!(answer.status, status, "{request}");
        assert_eq!(
            answer.body.is_empty(),
            request.starts_with("HEAD"),
            "{request}"
        );
        assert!(!answer.body.contains("wrong"), "{request}");
        assert!(
            answer
                .headers
                .contains(&"cache-control: no-store".to_owned()),
            "{request}"
        );
        assert!(program.is_waiting(), "{request}");
    }
    assert_eq!(program.get(GOOD).status, 200);
    assert_eq!(program.verifier(), "the-verifier");
}

/// A browser that guesses where its user may go next must not use up the verifier, which works once.
#[test]
fn a_browser_that_only_prefetches_is_put_off_until_its_user_goes_there() {
    let program = Program::start("/callback");
    for header in [
        "Sec-Purpose: prefetch",
        "sec-purpose: prefetch;prerender",
        "Sec-Purpose: prefetch;anonymous-client-ip",
        "Purpose: prefetch",
    ] {
        let answer = program.ask(format!(
            "GET {GOOD} HTTP/1.1\r\nhost: a\r\n{header}\r\n\r\n"
        ));
        assert_eq!(answer.status, 503, "{header}");
        assert!(program.is_waiting(), "{header}");
    }
    assert_eq!(program.get(GOOD).status, 200);
    assert_eq!(program.verifier(), "the-verifier");
}

#[test]
fn another_page_cannot_end_the_login() {
    let program = Program::start("/callback");
    for header in [
        "Sec-Fetch-Dest: image",
        "Sec-Fetch-Dest: iframe\r\nSec-Fetch-Mode: navigate",
        "Sec-Fetch-Dest: empty",
        "Sec-Fetch-Dest: script",
        "Sec-Fetch-Mode: no-cors",
        "Sec-Fetch-Mode: cors",
        "Sec-Fetch-Mode: websocket",
        "Sec-Fetch-Dest: document\r\nSec-Fetch-Mode: same-origin",
    ] {
        let answer = program.ask(format!(
            "GET /callback?denied=1 HTTP/1.1\r\nhost: a\r\n{header}\r\n\r\n"
        ));
        assert_eq!(answer.status, 403, "{header}");
        assert!(program.is_waiting(), "{header}");
    }
    let answer = program.ask(format!(
        "GET {GOOD} HTTP/1.1\r\nhost: a\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\n\r\n"
    ));
    assert_eq!(answer.status, 200);
    assert_eq!(program.verifier(), "the-verifier");
}

#[test]
fn a_path_that_is_not_ascii_comes_encoded() {
    for target in ["/r%C3%BCck/%E2%9C%93", "/r%c3%bcck/%e2%9c%93", "/rück/✓"] {
        let program = Program::start("/rück/✓");
        assert_eq!(program.get("/r%C3%BCck/").status, 404);
        let answer = program.get(&format!("{target}?oauth_token=t&oauth_verifier=v"));
        assert_eq!(answer.status, 200, "{target}");
        assert_eq!(program.verifier(), "v");
    }
}

#[test]
fn a_callback_may_be_the_root() {
    for path in ["", "/", "?a=1"] {
        let program = Program::start(path);
        assert_eq!(program.get("/?oauth_token=t&oauth_verifier=v").status, 200);
        assert_eq!(program.verifier(), "v");
    }
}

#[test]
fn a_callback_keeps_its_own_query() {
    let program = Program::start("/callback?state=a%20b&state=c");
    let query = "state=a%20b&state=c&oauth_token=t%2B%2F&oauth_verifier=v+%C3%A9&user=user_1";
    assert_eq!(program.get(&format!("/callback?{query}")).status, 200);
    let callback = program.outcome().unwrap();
    assert_eq!(callback.token().expose(), "t+/");
    assert_eq!(callback.verifier().expose(), "v é");
    assert_eq!(callback.user(), Some("user_1"));
    let others = callback.other().iter();
    let others: Vec<_> = others
        .map(|(name, value)| (&**name, value.expose()))
        .collect();
    assert_eq!(
        others,
        [("state", "a b"), ("state", "c"), ("user", "user_1")]
    );
}

#[test]
fn a_callback_that_is_refused_or_incomplete_ends_the_wait_and_says_so() {
    use CallbackError::{Empty, Malformed, Missing, Refused, Repeated};
    let rows = [
        ("oauth_problem=user_refused", Refused),
        ("denied=the-token", Refused),
        ("error=access_denied&oauth_token=t", Refused),
        ("", Missing("oauth_verifier")),
        ("oauth_token=t", Missing("oauth_verifier")),
        ("oauth_verifier=v", Missing("oauth_token")),
        ("oauth_token=t&oauth_verifier=", Empty("oauth_verifier")),
        ("oauth_token=&oauth_verifier=v", Empty("oauth_token")),
        (
            "oauth_token=t&oauth_verifier=v&oauth_verifier=w",
            Repeated("oauth_verifier"),
        ),
        (
            "oauth_token=t&oauth_token=t&oauth_verifier=v",
            Repeated("oauth_token"),
        ),
        ("oauth_token=%ZZ&oauth_verifier=v", Malformed),
        ("oauth_token=t&oauth_verifier=%FF", Malformed),
    ];
    for (query, wanted) in rows {
        let program = Program::start("/callback");
        let answer = program.get(&format!("/callback?{query}"));
        assert_eq!(answer.status, 400, "{query}");
        assert!(answer.body.contains("Not logged in"), "{query}");
        let error = program.outcome().unwrap_err();
        assert_eq!(error, ListenerError::Callback(wanted), "{query}");
        assert_eq!(error.to_string(), wanted.to_string());
    }
}

#[test]
fn connections_on_which_nothing_is_asked_keep_nobody_waiting() {
    let start = Instant::now();
    let program = Program::start("/callback");
    let idle: Vec<_> = (0..50).map(|_| program.send("")).collect();
    let half = format!("GET {GOOD} HTTP/1.1\r\nhost:");
    let halves: Vec<_> = (0..50).map(|_| program.send(&half)).collect();
    assert_eq!(program.get("/favicon.ico").status, 404);
    assert_eq!(program.get(GOOD).status, 200);
    assert_eq!(program.verifier(), "the-verifier");
    assert!(
        start.elapsed() < Duration::from_secs(9),
        "{:?}",
        start.elapsed()
    );
    drop((idle, halves));
}

#[test]
fn a_head_that_comes_byte_by_byte_is_read() {
    let program = Program::start("/callback");
    let mut stream = program.send("");
    stream.set_nodelay(true).unwrap();
    for byte in format!("GET {GOOD} HTTP/1.1\r\nhost: a\r\n\r\n").bytes() {
        stream.write_all(&[byte]).unwrap();
        thread::yield_now();
    }
    assert_eq!(Answer::read(stream).status, 200);
    assert_eq!(program.verifier(), "the-verifier");
}

#[test]
fn what_is_too_long_or_no_http_is_refused_and_does_not_count() {
    let megabyte = "a".repeat(1024 * 1024);
    let program = Program::start("/callback");
    let nonsense: [Vec<u8>; 9] = [
        format!("GET {GOOD}&a={megabyte} HTTP/1.1\r\nhost: a\r\n\r\n").into(),
        format!("GET {GOOD} HTTP/1.1\r\nhost: a\r\na: {megabyte}\r\n\r\n").into(),
        format!("GET {GOOD} HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(100_000)).into(),
        megabyte.into(),
        // A browser that tries https.
        b"\x16\x03\x01\x00\xee\x01\x00\x00\xea\x03\x03\x00\x01\x02\x03\r\n\r\n".into(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".into(),
        format!("GET {GOOD}\r\n\r\n").into(),
        format!("GET {GOOD} HTTP/1.1\r\nhost: a\r\n b: c\r\nd\r\n\r\n").into(),
        b"\0\r\n\r\n".into(),
    ];
    for bytes in &nonsense {
        let stream = program.send(bytes);
        let _ = stream.shutdown(Shutdown::Write);
        let answer = Answer::read(stream);
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(80)]);
        assert!(
            [0, 400, 414, 431].contains(&answer.status),
            "{shown} {answer:?}"
        );
        assert!(program.is_waiting(), "{shown}");
    }
    assert_eq!(program.get(GOOD).status, 200);
    assert_eq!(program.verifier(), "the-verifier");
}

#[test]
fn what_a_browser_brought_counts_even_if_it_does_not_wait_for_its_page() {
    for how in [Shutdown::Read, Shutdown::Write, Shutdown::Both] {
        let program = Program::start("/callback");
        let stream = program.send(format!("GET {GOOD} HTTP/1.1\r\nhost: a\r\n\r\n"));
        stream.shutdown(how).unwrap();
        drop(stream);
        assert_eq!(program.verifier(), "the-verifier", "{how:?}");
    }
}

#[test]
fn the_first_callback_wins() {
    let program = Program::start("/callback");
    assert_eq!(
        program
            .get("/callback?oauth_token=t&oauth_verifier=first")
            .status,
        200
    );
    // Nobody need listen any more; if somebody does, it is too late.
    drop(std::net::TcpStream::connect(("127.0.0.1", program.port)));
    assert_eq!(program.verifier(), "first");
}

#[test]
fn of_two_callbacks_at_once_one_is_taken_whole_and_gets_its_page() {
    for _ in 0..20 {
        let program = Program::start("/callback");
        // Both are connected before either asks: the port is closed when the first is served.
        let browsers = ["one", "two"].map(|name| (name, program.send("")));
        let browsers = browsers.map(|(name, mut stream)| {
            let query = format!("oauth_token={name}&oauth_verifier={name}");
            let request = format!("GET /callback?{query} HTTP/1.1\r\nhost: a\r\n\r\n");
            let _ = stream.write_all(request.as_bytes());
            (name, stream)
        });
        let answers = browsers.map(|(name, stream)| (name, Answer::read(stream).status));
        let callback = program.outcome().unwrap();
        let winner = callback.token().expose();
        assert_eq!(callback.verifier().expose(), winner);
        let page = answers.iter().find(|(name, _)| *name == winner);
        assert_eq!(page, Some(&(winner, 200)));
    }
}
