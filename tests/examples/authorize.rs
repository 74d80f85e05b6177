//! The example `authorize`.

use serde_json::{Value, json};

use crate::programs::{Program, Run};
use crate::provider::{Answers, Provider};

const REQUEST: &str = "GET /v2/self?a=1 HTTP/1.1\r\nHost: api.example\r\nAuthorization: OAuth oauth_token=\"a\"\r\n\r\n";

fn answers(status: u16, body: &'static str) -> Answers {
    vec![("/v2/authorize", status, body)]
}

fn authorize(provider: &Provider, input: impl AsRef<[u8]>) -> Run {
    let base_url = provider.base_url();
    let mut program = Program::start("authorize", &["--base-url", &base_url], &[]);
    program.give(input.as_ref());
    program.end()
}

#[test]
fn the_message_is_printed_on_one_line() {
    for (body, shown) in [
        (
            r#"{"id":7,"message":"The request is valid","type":"success"}"#,
            "success: The request is valid (7)\n",
        ),
        (r#"{"message":"no","type":"error"}"#, "error: no\n"),
        (r#"{"type":"new kind"}"#, "new kind: without a text\n"),
        ("{}", "message: without a text\n"),
        (
            r#"{"id":-1,"message":"a\u001b[31m\nb é","type":"x\ny"}"#,
            "x\\ny: a\\u{1b}[31m\\nb é (-1)\n",
        ),
    ] {
        let provider = Provider::start(answers(200, body));
        let run = authorize(&provider, REQUEST);
        assert_eq!((run.code, &*run.stdout, &*run.stderr), (Some(0), shown, ""));
    }
}

#[test]
fn the_request_is_passed_on_as_it_came() {
    let head = REQUEST.trim_end();
    let rows = [
        (REQUEST.to_owned(), Value::Null),
        (REQUEST.replace("\r\n", "\n"), Value::Null),
        (format!("{REQUEST}a=1&b=é\n"), json!("a=1&b=é\n")),
        (
            format!("{head}\r\nContent-Length: 3\r\n\r\na=1\n"),
            json!("a=1"),
        ),
        (
            format!("{head}\r\ncontent-length: 0\r\n\r\n\n"),
            Value::Null,
        ),
    ];
    for (input, payload) in rows {
        let provider = Provider::start(answers(200, "{}"));
        let run = authorize(&provider, &input);
        assert_eq!(run.code, Some(0), "{run:?}");
        let requests = provider.requests();
        let sent: Value = serde_json::from_str(requests[0].body()).unwrap();
        assert_eq!(requests[0].method(), "POST");
        assert_eq!(sent["verb"], "GET");
        assert_eq!(sent["uri"], "/v2/self?a=1");
        assert_eq!(sent["authorization"], "OAuth oauth_token=\"a\"");
        assert_eq!(sent["payload"], payload);
    }
}

#[test]
fn a_refusal_is_one_line_with_what_the_api_says() {
    for (status, body, wanted) in [
        (
            401,
            r#"{"id":2001,"message":"Not\n\u001b[31mconnected"}"#,
            "401 Unauthorized",
        ),
        (401, r#"{"message":"Not\nconnected"}"#, ": Not\\nconnected"),
        (500, "oops", "500 Internal Server Error"),
        (200, "oops", "200 OK"),
        (0, "", "connection"),
    ] {
        let provider = Provider::start(answers(status, body));
        let run = authorize(&provider, REQUEST);
        let error = run.refusal();
        assert!(error.contains(wanted), "{error}");
        assert!(!error.ends_with([':', ' ']), "{error}");
    }
}

#[test]
fn what_is_no_signed_request_is_one_line_and_nothing_is_sent() {
    let provider = Provider::start(answers(200, "{}"));
    let head = REQUEST.trim_end();
    let many = "a: b\r\n".repeat(65);
    for (input, wanted) in [
        (&b""[..], "ends before the empty line"),
        (head.as_bytes(), "ends before the empty line"),
        (b"nonsense\r\n\r\n", "no HTTP request"),
        (b"\x16\x03\x01\x1b[31m\n\n", "no HTTP request"),
        (
            format!("GET / HTTP/1.1\r\n{many}\r\n").as_bytes(),
            "no HTTP request: too many headers",
        ),
        (
            b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "no `Authorization` header",
        ),
        (
            format!("{head}\r\nContent-Length: 9\r\n\r\na").as_bytes(),
            "shorter than its `Content-Length`",
        ),
        (
            format!("{head}\r\nContent-Length: x\r\n\r\na").as_bytes(),
            "`Content-Length`",
        ),
        (&[REQUEST.as_bytes(), b"\xff"].concat(), "not UTF-8"),
    ] {
        let run = authorize(&provider, input);
        assert!(run.refusal().contains(wanted), "{run:?}");
    }
    assert_eq!(provider.connections(), 0);
}

#[test]
fn an_address_that_cannot_be_used_is_one_line() {
    for (base_url, wanted) in [
        ("http://api.example/v2", "plain http"),
        ("nonsense", "base URL"),
    ] {
        let mut program = Program::start("authorize", &["--base-url", base_url], &[]);
        program.give(REQUEST.as_bytes());
        let run = program.end();
        assert!(run.refusal().contains(wanted), "{run:?}");
    }
    let run = Program::start("authorize", &["nonsense"], &[]).end();
    assert_eq!((run.code, &*run.stdout), (Some(2), ""), "{run:?}");
    assert!(run.stderr.contains("--help"), "{run:?}");
}

#[test]
fn its_help_shows_what_to_put_in() {
    let run = Program::start("authorize", &["--help"], &[]).end();
    assert_eq!((run.code, &*run.stderr), (Some(0), ""));
    for word in [
        "standard input",
        "Authorization: OAuth",
        "Exit status",
        "--base-url <URL>",
    ] {
        assert!(run.stdout.contains(word), "{word}");
    }
}
