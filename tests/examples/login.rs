//! The example `login`.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use generated_client::oauth1::base_string::percent;
use tests::canary::leak;
use tests::ports;

use crate::programs::{CONSUMER, CONSUMER_SECRET, Program, Run, run};
use crate::provider::{Answers, Provider, assert_signed};

/// The secrets of a whole dance, as the provider gives them.
const REQUEST_TOKEN: &str = "c4n4ry-request/token";
const REQUEST_SECRET: &str = "c4n4ry-request+secret=";
const VERIFIER: &str = "c4n4ry-the&verifier";
const TOKEN: &str = "c4n4ry-access/token";
const TOKEN_SECRET: &str = "c4n4ry-access secret";
const SECRETS: [&str; 6] = [
    CONSUMER_SECRET,
    REQUEST_TOKEN,
    REQUEST_SECRET,
    VERIFIER,
    TOKEN,
    TOKEN_SECRET,
];

const ASKED: &str = "oauth_token=c4n4ry-request%2Ftoken&oauth_token_secret=c4n4ry-request%2Bsecret%3D&oauth_callback_confirmed=true";
const GIVEN: &str = "oauth_token=c4n4ry-access%2Ftoken&oauth_token_secret=c4n4ry-access+secret&expiration_date=2027-02-25T12%3A00%3A00Z";

fn answers() -> Answers {
    vec![
        ("/request_token", 200, ASKED),
        ("/request_token_query", 200, ASKED),
        ("/access_token", 200, GIVEN),
        ("/access_token_query", 200, GIVEN),
        ("/self", 200, "{\"name\":\"é\"}"),
    ]
}

/// The answers, with another one to this path.
fn answers_with(path: &'static str, status: u16, body: &'static str) -> Answers {
    [vec![(path, status, body)], answers()].concat()
}

/// A login that has printed where to go.
struct Login {
    program: Program,
    port: u16,
    open: String,
}

/// The arguments of every login.
fn arguments<'a>(base_url: &'a str, callback: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let usual = [
        "--base-url",
        base_url,
        "--callback",
        callback,
        "--no-browser",
    ];
    [&usual, more].concat()
}

/// Runs a login that ends before it has printed anything.
fn refused(base_url: &str, more: &[&str], variables: &[(&str, &str)]) -> String {
    let callback = format!("http://localhost:{}/callback", ports::free());
    let run = run("login", &arguments(base_url, &callback, more), variables);
    assert_silent(&run);
    run.refusal().to_owned()
}

/// Fails if any secret was printed.
#[track_caller]
fn assert_silent(run: &Run) {
    let printed = format!("{}{}", run.stdout, run.stderr);
    assert_eq!(leak(&printed, &SECRETS), None, "{printed}");
}

impl Login {
    fn start(provider: &Provider, more: &[&str]) -> Self {
        let port = ports::free();
        let callback = format!("http://localhost:{port}/callback?state=a%20b");
        let arguments = arguments(&provider.base_url(), &callback, more).join("\n");
        let arguments: Vec<_> = arguments.lines().collect();
        let mut program = Program::start("login", &arguments, &CONSUMER);
        let open = program.line();
        Self {
            program,
            port,
            open,
        }
    }

    /// Sends the browser back with these parameters beside the callback's own.
    fn come_back(&self, token: &str, more: &str) {
        let token = percent(token);
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let target = format!("/callback?state=a%20b&oauth_token={token}{more}");
        write!(stream, "GET {target} HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
        let mut page = Vec::new();
        let _ = stream.read_to_end(&mut page);
        assert!(page.starts_with(b"HTTP/1.1 "));
    }

    fn approve(&self) {
        let verifier = percent(VERIFIER);
        self.come_back(
            REQUEST_TOKEN,
            &format!("&oauth_verifier={verifier}&user=user_1"),
        );
    }

    /// What is printed after the address, without any secret. The address itself holds the request token by nature.
    fn end(self) -> Run {
        let run = self.program.end();
        assert_silent(&run);
        let secrets = SECRETS.map(|secret| {
            if secret == REQUEST_TOKEN {
                VERIFIER
            } else {
                secret
            }
        });
        assert_eq!(leak(&self.open, &secrets), None, "{}", self.open);
        run
    }
}

#[test]
fn the_whole_dance_by_each_method_and_placement() {
    for method in ["hmac-sha512", "hmac-sha256", "HMAC-SHA1", "plaintext"] {
        for via in ["form", "query"] {
            if (method, via) == ("plaintext", "query") {
                continue;
            }
            let provider = Provider::start(answers());
            let login = Login::start(&provider, &["--via", via, "--signature-method", method]);
            let address = format!("{}/oauth/authorize", provider.base_url());
            let token = percent(REQUEST_TOKEN);
            assert_eq!(login.open, format!("open: {address}?oauth_token={token}"));
            login.approve();
            let run = login.end();
            assert_eq!(run.code, Some(0), "{run:?}");
            assert_eq!(run.stdout, "logged in, expires 2027-02-25T12:00:00Z\n");
            assert_eq!(run.stderr, "");

            let requests = provider.requests();
            let [asked, given] = &requests[..] else {
                panic!("{requests:?}")
            };
            let name = method.to_ascii_uppercase();
            for (request, path, secret) in [
                (asked, "request_token", ""),
                (given, "access_token", REQUEST_SECRET),
            ] {
                let end = if via == "query" { "_query" } else { "" };
                assert_eq!(request.uri().path(), format!("/v2/oauth/{path}{end}"));
                assert_eq!(request.body().is_empty(), via == "query");
                assert!(!request.headers().contains_key("authorization"));
                let received = assert_signed(request, CONSUMER_SECRET, secret);
                assert_eq!(received.signature_method().as_str(), name);
            }
        }
    }
}

#[test]
fn plaintext_is_not_sent_in_a_query() {
    let provider = Provider::start(answers());
    let more = ["--via", "query", "--signature-method", "plaintext"];
    let error = refused(&provider.base_url(), &more, &CONSUMER);
    assert!(error.contains("PLAINTEXT"), "{error}");
    assert_eq!(provider.connections(), 0);
}

#[test]
fn then_makes_a_signed_call_and_shows_status_and_body() {
    for (path, status, shown) in [
        ("/self", 200, "200 OK\n{\"name\":\"é\"}\n"),
        ("/self?a=b%20c&a=%27d&e", 200, "200 OK\n{\"name\":\"é\"}\n"),
        (
            "/gone",
            410,
            "410 Gone\nline 1\n\tline 2\\u{1b}[31m\\u{7}\n",
        ),
    ] {
        let provider = Provider::start(answers_with(
            "/gone",
            status,
            "line 1\n\tline 2\x1b[31m\x07",
        ));
        let login = Login::start(&provider, &["--then", path]);
        login.approve();
        let run = login.end();
        assert_eq!((run.code, &*run.stderr), (Some(0), ""), "{run:?}");
        let (first, rest) = run.stdout.split_once('\n').unwrap();
        assert!(first.starts_with("logged in, expires 2027"), "{run:?}");
        assert_eq!(rest, shown);
        let requests = provider.requests();
        let call = requests.last().unwrap();
        let path = path.split('?').next().unwrap();
        assert_eq!(
            (call.method().as_str(), call.uri().path()),
            ("GET", &*format!("/v2{path}"))
        );
        assert_signed(call, CONSUMER_SECRET, TOKEN_SECRET);
    }
}

#[test]
fn an_expiration_date_is_shown_on_one_line_whatever_it_holds() {
    for (body, shown) in [
        ("oauth_token=a&oauth_token_secret=b", "unknown"),
        (
            "oauth_token=a&oauth_token_secret=b&expiration_date=%1B%5B2J%0Aerror:%20no%0D%9B%C2%9B",
            "",
        ),
        (
            "oauth_token=a&oauth_token_secret=b&expiration_date=%1B%5B2J%0Aerror:+no%0D%C2%9B%7F",
            "\\u{1b}[2J\\nerror: no\\r\\u{9b}\\u{7f}",
        ),
    ] {
        let provider = Provider::start(answers_with("/access_token", 200, body));
        let login = Login::start(&provider, &[]);
        login.approve();
        let run = login.end();
        match shown {
            // It is not UTF-8.
            "" => assert!(run.refusal().contains("form-encoded"), "{run:?}"),
            shown => assert_eq!(run.stdout, format!("logged in, expires {shown}\n")),
        }
    }
}

#[test]
fn a_request_token_that_cannot_be_used_is_one_line() {
    let hostile =
        "{\"message\":\"c4n4ry of+the/consumer=é \\u001b[31m\\nlogged in, expires never\"}";
    for (status, body, wanted) in [
        (401, "no", "401"),
        (401, hostile, "check the consumer key and secret"),
        (
            401,
            hostile,
            "the callback must fit the base URL of the consumer",
        ),
        (
            400,
            hostile,
            "the callback must fit the base URL of the consumer",
        ),
        (500, hostile, "500"),
        (302, "", "302"),
        (200, "<html>\x1b[31m\n\n</html>", "it is JSON, XML or HTML"),
        (200, "", "oauth_token"),
        (
            200,
            "oauth_token=c4n4ry-request%2Ftoken&oauth_token_secret=b",
            "oauth_callback_confirmed=true",
        ),
        (
            200,
            "oauth_token=a&oauth_token_secret=b&oauth_callback_confirmed=TRUE",
            "oauth_callback_confirmed=true",
        ),
        (
            200,
            "oauth_token=%0A&oauth_token=b&oauth_token_secret=c",
            "more than one",
        ),
        (0, "", "connection"),
    ] {
        let provider = Provider::start(answers_with("/request_token", status, body));
        let error = refused(&provider.base_url(), &[], &CONSUMER);
        assert!(error.contains(wanted), "{error}");
        assert_eq!(provider.requests().len(), 1, "{error}");
    }
}

#[test]
fn an_access_token_that_is_not_given_is_one_line() {
    let hostile = "{\"message\":\"c4n4ry-the&verifier\\n\\u001b[31m\"}";
    for (status, body, wanted) in [
        (401, hostile, "401"),
        (303, "", "303"),
        (
            200,
            "oauth_token=c4n4ry-access%2Ftoken",
            "oauth_token_secret",
        ),
        (0, "", "connection"),
    ] {
        let provider = Provider::start(answers_with("/access_token", status, body));
        let login = Login::start(&provider, &["--then", "/self"]);
        login.approve();
        let run = login.end();
        assert!(run.refusal().contains(wanted), "{run:?}");
        assert_eq!(provider.requests().len(), 2);
    }
}

#[test]
fn a_callback_that_does_not_finish_the_login_is_one_line_and_sends_nothing() {
    for (token, more, wanted) in [
        ("another", "&oauth_verifier=v", "another login"),
        (REQUEST_TOKEN, "&denied=1", "refused"),
        (REQUEST_TOKEN, "&oauth_problem=user_refused", "refused"),
        (REQUEST_TOKEN, "", "no `oauth_verifier`"),
        (REQUEST_TOKEN, "&oauth_verifier=%0A%FF", "form-encoded"),
    ] {
        let provider = Provider::start(answers());
        let login = Login::start(&provider, &[]);
        login.come_back(token, more);
        let run = login.end();
        assert!(run.refusal().contains(wanted), "{run:?}");
        assert_eq!(provider.requests().len(), 1);
    }
}

#[test]
fn a_user_who_does_not_come_back_ends_the_login() {
    let provider = Provider::start(answers());
    let login = Login::start(&provider, &["--timeout=0"]);
    assert!(login.open.starts_with("open: "));
    assert!(login.end().refusal().contains("time allowed"));
}

#[test]
fn a_consumer_that_is_missing_in_part_or_whole_is_one_line_that_names_the_variables() {
    let provider = Provider::start(answers());
    let [key, secret] = CONSUMER;
    for (variables, wanted) in [
        (vec![], "`OAUTH_CONSUMER_KEY` and `OAUTH_CONSUMER_SECRET`"),
        (vec![key], "`OAUTH_CONSUMER_SECRET` is not set"),
        (vec![secret], "`OAUTH_CONSUMER_KEY` is not set"),
        (
            vec![key, ("OAUTH_CONSUMER_SECRET", "")],
            "`OAUTH_CONSUMER_SECRET` is set, but empty",
        ),
        (
            vec![key, ("OAUTH_CONSUMER_SECRET", "a\nb")],
            "`OAUTH_CONSUMER_SECRET` holds a line break",
        ),
    ] {
        let error = refused(&provider.base_url(), &[], &variables);
        assert!(error.contains(wanted), "{error}");
    }
    assert_eq!(provider.connections(), 0);
}

#[test]
fn an_address_that_cannot_be_used_is_one_line_and_nothing_is_sent() {
    let gone = format!("http://127.0.0.1:{}/v2", ports::free());
    for (base_url, wanted) in [
        (&*gone, "connection"),
        ("http://c4n4ry.example/v2", "plain http"),
        ("http://192.0.2.1/v2", "plain http"),
        ("ftp://localhost/v2", "http"),
        ("nonsense", "base URL"),
        ("https://user:c4n4ry@localhost/v2\n", "base URL"),
    ] {
        let error = refused(base_url, &[], &CONSUMER);
        assert!(error.contains(wanted), "{base_url} {error}");
    }

    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let in_use = format!("http://localhost:{port}/callback");
    let named = format!("port {port}: another program has it");
    let provider = Provider::start(answers());
    for (callback, wanted) in [
        (&*in_use, &*named),
        (
            "http://example.com:8080/callback",
            "does not lead to this machine",
        ),
        ("https://localhost:8080/callback", "not an http URL"),
        ("http://localhost/callback", "no port"),
        ("nonsense\n\x1b[31m", "no URL"),
    ] {
        let arguments = arguments("", callback, &[]);
        let base_url = provider.base_url();
        let arguments = [&["--base-url", &base_url], &arguments[2..]].concat();
        let run = run("login", &arguments, &CONSUMER);
        assert!(run.refusal().contains(wanted), "{run:?}");
        assert_silent(&run);
    }
    assert_eq!(provider.connections(), 0);
}

#[test]
fn arguments_that_make_no_sense_are_told_by_the_usage() {
    for (arguments, wanted) in [
        (&["--via", "header"][..], "[possible values: form, query]"),
        (
            &["--signature-method", "md5"],
            "HMAC-SHA512, HMAC-SHA256, HMAC-SHA1 and PLAINTEXT",
        ),
        (&["--then", "self"], "a path starts with a slash"),
        (&["--timeout", "soon"], "--timeout <SECONDS>"),
        (&["--nonsense"], "--nonsense"),
        (&["nonsense"], "nonsense"),
        (&["--callback"], "--callback <URL>"),
    ] {
        let run = run("login", arguments, &CONSUMER);
        assert_eq!((run.code, &*run.stdout), (Some(2), ""), "{run:?}");
        assert!(run.stderr.contains(wanted), "{run:?}");
        assert!(run.stderr.contains("--help"), "{run:?}");
        assert_silent(&run);
    }
}

#[test]
fn its_help_names_all_that_it_takes_and_prints() {
    let run = run("login", &["--help"], &CONSUMER);
    assert_eq!((run.code, &*run.stderr), (Some(0), ""));
    for word in [
        "--base-url <URL>",
        "--callback <URL>",
        "--via <VIA>",
        "--signature-method <METHOD>",
        "--no-browser",
        "--then <PATH>",
        "--timeout <SECONDS>",
        "OAUTH_CONSUMER_KEY",
        "OAUTH_CONSUMER_SECRET",
        "open: <address>",
        "logged in, expires <date or unknown>",
        "Exit status",
    ] {
        assert!(run.stdout.contains(word), "{word}");
    }
    assert_silent(&run);
}

/// Who reads no further, as `head -1` does, gets no panic.
#[test]
fn a_pipe_that_is_closed_is_an_error() {
    let provider = Provider::start(answers());
    let Login {
        program,
        port,
        open,
    } = Login::start(&provider, &[]);
    assert!(open.starts_with("open: "));
    let child = program.stop_reading();
    let token = percent(REQUEST_TOKEN);
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let target = format!("/callback?oauth_token={token}&oauth_verifier=v");
    write!(stream, "GET {target} HTTP/1.1\r\nhost: a\r\n\r\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(stderr.starts_with("error: "), "{stderr}");
}

/// On Linux, what opens a browser is a program called `xdg-open`.
#[cfg(target_os = "linux")]
mod browser {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::{Path, PathBuf};

    use super::*;

    /// A folder for this test, to be all that there is in `PATH`.
    fn folder(name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn start(provider: &Provider, path: &Path) -> Login {
        let port = ports::free();
        let callback = format!("http://localhost:{port}/callback");
        let base_url = provider.base_url();
        let arguments = ["--base-url", &base_url, "--callback", &callback];
        let variables = [&CONSUMER[..], &[("PATH", path.to_str().unwrap())]].concat();
        let mut program = Program::start("login", &arguments, &variables);
        let open = program.line();
        Login {
            program,
            port,
            open,
        }
    }

    #[test]
    fn the_browser_is_opened_at_the_printed_address() {
        let folder = folder("browser");
        let script = folder.join("xdg-open");
        // The browser that it opens says where it is.
        let opened = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = opened.local_addr().unwrap().port();
        let text = format!("#!/bin/bash\nprintf '%s' \"$1\" > /dev/tcp/127.0.0.1/{port}\n");
        fs::write(&script, text).unwrap();
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();

        let provider = Provider::start(answers());
        let login = start(&provider, &folder);
        let mut address = String::new();
        opened
            .accept()
            .unwrap()
            .0
            .read_to_string(&mut address)
            .unwrap();
        assert_eq!(login.open, format!("open: {address}"));
        login.approve();
        let run = login.end();
        assert_eq!((run.code, &*run.stderr), (Some(0), ""), "{run:?}");
    }

    #[test]
    fn without_a_browser_the_user_is_asked_to_open_the_address() {
        let provider = Provider::start(answers());
        let login = start(&provider, &folder("no browser"));
        login.approve();
        let run = login.end();
        assert_eq!(run.code, Some(0), "{run:?}");
        assert_eq!(
            run.stderr,
            "no browser could be opened; please open the address yourself\n"
        );
    }
}
