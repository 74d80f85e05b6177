//! A whole login.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use generated_client::login::{Listener, Login, Placement};
use generated_client::oauth1::base_string::percent;
use generated_client::oauth1::{Consumer, SignatureMethod};
use generated_client::operations::AuthorizeToken;
use http::Request;
use tests::callers::Caller;
use tests::canary::leak;
use tests::ports;
use tests::scripted::{Server, Step};

use crate::listening::{lines, listen};

const CONSUMER_SECRET: &str = "c4n4ry of+the/consumer=é";
const SESSION: &str = "c4n4ry-session/+=";
const REQUEST_TOKEN: &str = "c4n4ry-request/token";
const REQUEST_SECRET: &str = "c4n4ry-request+secret=";
const VERIFIER: &str = "c4n4ry-the&verifier";
const TOKEN: &str = "c4n4ry-access/token";
const TOKEN_SECRET: &str = "c4n4ry-access secret";
const SECRETS: [&str; 7] = [
    CONSUMER_SECRET,
    SESSION,
    REQUEST_TOKEN,
    REQUEST_SECRET,
    VERIFIER,
    TOKEN,
    TOKEN_SECRET,
];

/// The calls of one login here: request token, page of rights, approval, access token, a signed call.
const CALLS: usize = 5;

/// What the provider answers to them, on a connection that stays open.
fn answers() -> [String; CALLS] {
    let answer = |status: &str, more: &str, body: &str| {
        let length = body.len();
        format!("HTTP/1.1 {status}\r\n{more}content-length: {length}\r\n\r\n{body}")
    };
    let token = |token: &str, secret: &str| {
        form_urlencoded::Serializer::new(String::new())
            .append_pair("oauth_token", token)
            .append_pair("oauth_token_secret", secret)
            .append_pair("oauth_callback_confirmed", "true")
            .finish()
    };
    let cookie = format!("set-cookie: ccid={SESSION}\r\n");
    [
        answer("200 OK", "", &token(REQUEST_TOKEN, REQUEST_SECRET)),
        answer("200 OK", &cookie, &format!("\"{REQUEST_TOKEN}\"")),
        answer(
            "303 See Other",
            &format!("location: {}\r\n", came_back()),
            "",
        ),
        answer("200 OK", "", &token(TOKEN, TOKEN_SECRET)),
        answer(
            "401 Unauthorized",
            "",
            &format!("{{\"message\":\"{TOKEN_SECRET}\"}}"),
        ),
    ]
}

/// Path and query of the callback as the browser brings it.
fn came_back() -> String {
    let (token, verifier) = (percent(REQUEST_TOKEN), percent(VERIFIER));
    format!("/callback?oauth_token={token}&oauth_verifier={verifier}")
}

/// All steps of a login, those without a browser among them.
fn dance(caller: &Caller, login: &Login, method: SignatureMethod) {
    let port = ports::free();
    let listener = Listener::bind(format!("http://localhost:{port}/callback")).unwrap();
    let token = caller.send(login.request_token(listener.url())).unwrap();
    login.authorize_url(&token).unwrap();
    caller.send(login.authorize_form(&token, SESSION)).unwrap();
    caller
        .send(login.authorize_token(&token, SESSION, AuthorizeToken::new()))
        .unwrap();

    let browser = thread::spawn(move || {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        write!(
            stream,
            "GET {} HTTP/1.1\r\nhost: localhost\r\n\r\n",
            came_back()
        )
        .unwrap();
        let mut page = String::new();
        stream.read_to_string(&mut page).unwrap();
    });
    let callback = caller.wait(listener, Duration::from_secs(30));
    browser.join().unwrap();
    let credentials = caller
        .send(login.access_token(token, callback.unwrap()))
        .unwrap();

    let credentials = credentials.signature_method(method);
    let query = form_urlencoded::byte_serialize(TOKEN_SECRET.as_bytes()).collect::<String>();
    let request = Request::get(format!("/self?secret={query}"));
    let request = request.body(Bytes::new()).unwrap();
    let answer = caller.execute_signed(&credentials, request).unwrap();
    assert_eq!(answer.status(), 401);
}

#[test]
fn a_whole_login_leaves_no_secret_in_the_log() {
    listen();
    let mut logins = 0;
    let mut bytes = Vec::new();
    for placement in [Placement::Form, Placement::Query] {
        for method in [SignatureMethod::HmacSha512, SignatureMethod::Plaintext] {
            if (placement, method) == (Placement::Query, SignatureMethod::Plaintext) {
                continue;
            }
            let script = || {
                answers()
                    .into_iter()
                    .flat_map(|answer| [Step::Read, Step::write(answer)])
            };
            let server = Server::start([script().collect::<Vec<_>>(), script().collect()]);
            let base_url = format!("http://localhost:{}/v2", server.address().port());
            for caller in Caller::both(&base_url) {
                let consumer = Consumer::new("the key", CONSUMER_SECRET);
                let login = Login::new(&base_url, consumer)
                    .signature_method(method)
                    .placement(placement);
                dance(&caller, &login, method);
                logins += 1;
            }
            bytes.extend(server.requests().concat());
        }
    }

    let lines = lines();
    for line in &lines {
        assert_eq!(leak(line, &SECRETS), None, "{line}");
    }
    // What was sent does hold them, but for the secret of a token, which PLAINTEXT alone sends.
    let sent = String::from_utf8(bytes).unwrap();
    for secret in SECRETS {
        assert!(leak(&sent, &[secret]).is_some(), "{secret}");
    }
    // Somebody has said something.
    let (ours, theirs): (Vec<_>, Vec<_>) = lines
        .iter()
        .partition(|line| line.starts_with("generated_client"));
    let call = "host=\"localhost\"";
    let ours = ours.iter().filter(|line| line.contains(call)).count();
    assert_eq!((logins, ours), (6, 6 * CALLS), "{lines:#?}");
    for library in ["reqwest", "hyper_util"] {
        let is_there = theirs.iter().any(|line| line.starts_with(library));
        assert!(is_there, "{library}: {theirs:#?}");
    }
}
