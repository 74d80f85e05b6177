//! Whole logins against a provider that we have not written: the endpoints of oauthlib, which `provider.py` serves.

#![cfg(test)]

mod provider;

use std::io::{Read, Write, stderr};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use generated_client::credentials::Credentials;
use generated_client::login::{Listener, Login, LoginError, Placement, RequestToken};
use generated_client::oauth1::{Callback, Consumer, SignatureMethod, Token};
use http::{Request, StatusCode, Uri};
use tests::callers::Caller;
use tests::ports;

use crate::provider::Provider;

/// What a consumer and the provider's tokens are made of.
struct Texts {
    key: &'static str,
    secret: &'static str,
    /// With which each token, secret and verifier begins.
    start: &'static str,
    /// The callback's path and query. oauthlib decodes what stands in a form once more than it should, so there is no
    /// `%` in it.
    callback: &'static str,
    /// For the same reason it takes PLAINTEXT only with what needs no encoding.
    methods: &'static [SignatureMethod],
}

const HMAC: &[SignatureMethod] = &[
    SignatureMethod::HmacSha512,
    SignatureMethod::HmacSha256,
    SignatureMethod::HmacSha1,
];

const TEXTS: [Texts; 4] = [
    Texts {
        key: "key",
        secret: "secret",
        start: "t",
        callback: "/callback",
        methods: SignatureMethod::ALL,
    },
    Texts {
        key: "A-Z.a_z~0-9",
        secret: "~._-~",
        start: "~._-",
        callback: "/~call.back/_-?a=b&a=c&d",
        methods: SignatureMethod::ALL,
    },
    Texts {
        key: "a+b c&d=e/f?g#h%i\"j'k\\l,m;n",
        secret: "!*'()@:$[]<>|^`{} +&=%",
        start: "+/=& \"%,;?#'",
        callback: "/call+back;a=1,2/!*'()?state=a+b/c?d&e=f:g@h&(i)=!*'&j",
        methods: HMAC,
    },
    Texts {
        key: "clé ✓ 鍵",
        secret: "señor 🔑 ключ",
        start: "жетон-é🦀",
        callback: "/zurück/✓?état=é+ü&鍵=🦀",
        methods: HMAC,
    },
];

/// Opens an address, goes where it is sent, and gives the status of the page that it ends at.
fn browse(url: &str) -> u16 {
    let uri: Uri = url.parse().unwrap();
    let mut stream = TcpStream::connect(uri.authority().unwrap().as_str()).unwrap();
    let (target, host) = (uri.path_and_query().unwrap(), uri.authority().unwrap());
    write!(
        stream,
        "GET {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let mut lines = answer.lines();
    let location = lines.find_map(|line| line.strip_prefix("Location: "));
    match location {
        Some(location) => browse(location),
        None => answer.get(9..12).unwrap().parse().unwrap(),
    }
}

/// The calls that a login is good for.
fn calls() -> [Request<Bytes>; 3] {
    let form = "application/x-www-form-urlencoded";
    let get = "/self?a=b+c&a=%C3%A9%2B%20&d=%27!*()&empty=&none";
    let post = Request::post("/things?a=1").header("content-type", form);
    let body = "a=b+c&a=%C3%A9%2B%20&d='!*()&empty=&none&a=1";
    [
        Request::get(get).body(Bytes::new()).unwrap(),
        post.body(Bytes::from(body)).unwrap(),
        // What is no form is not signed.
        Request::post("/things")
            .header("content-type", "application/json")
            .body(Bytes::from("{\"a\":\"b&c\"}"))
            .unwrap(),
    ]
}

/// How many cases passed.
#[derive(Default)]
struct Figures {
    logins: usize,
    calls: usize,
    refusals: usize,
}

/// A whole login, and the calls that it is good for.
fn log_in(caller: &Caller, login: &Login, texts: &Texts, figures: &mut Figures) {
    let callback = format!("http://127.0.0.1:{}{}", ports::free(), texts.callback);
    let listener = Listener::bind(&*callback).unwrap();
    let token = caller.send(login.request_token(listener.url())).unwrap();
    assert!(token.token().expose().starts_with(texts.start));
    let url = login.authorize_url(&token).unwrap();
    let browser = thread::spawn(move || browse(&url));
    let callback = caller.wait(listener, Duration::from_secs(30)).unwrap();
    assert_eq!(browser.join().unwrap(), 200);
    assert_eq!(callback.user(), Some("user_1"));
    assert!(callback.verifier().expose().starts_with(texts.start));

    let credentials = caller.send(login.access_token(token, callback)).unwrap();
    assert_eq!(credentials.expiration_date(), Some("2027-02-25T12:00:00Z"));
    assert!(
        credentials
            .token()
            .token()
            .expose()
            .starts_with(texts.start)
    );
    figures.logins += 1;
    for method in texts.methods {
        let credentials = credentials.clone().signature_method(*method);
        for request in calls() {
            let answer = caller.execute_signed(&credentials, request).unwrap();
            assert_eq!(
                (answer.status(), &answer.body()[..]),
                (StatusCode::OK, &b"signed well"[..])
            );
            figures.calls += 1;
        }
    }
    let wrong = Token::new(credentials.token().token().expose(), "wrong");
    let wrong = Credentials::new(credentials.consumer().clone(), wrong);
    let [get, ..] = calls();
    let answer = caller.execute_signed(&wrong, get).unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    figures.refusals += 1;
}

#[track_caller]
fn assert_unauthorized<T>(result: Result<T, LoginError>) {
    let Err(error) = result else {
        panic!("it was not refused")
    };
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
}

/// Logins with a secret that is wrong.
fn fail_to_log_in(caller: &Caller, login: &Login, wrong: &Login, figures: &mut Figures) {
    let callback = "http://127.0.0.1:1/";
    assert_unauthorized(caller.send(wrong.request_token(callback)));

    let token = caller.send(login.request_token(callback)).unwrap();
    let (token, _) = token.into_parts();
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("oauth_token", token.expose())
        .append_pair("oauth_verifier", "wrong")
        .finish();
    let token = RequestToken::from_parts(token, "wrong");
    let callback = Callback::from_query(&query).unwrap();
    assert_unauthorized(caller.send(login.access_token(token, callback)));
    figures.refusals += 2;
}

#[test]
fn a_login_works_with_the_endpoints_of_oauthlib() {
    let Some(version) = provider::version() else {
        return;
    };
    let mut figures = Figures::default();
    for texts in &TEXTS {
        let provider = Provider::start(texts.key, texts.secret, texts.start);
        let login = |secret: &str| {
            Login::new(provider.base_url(), Consumer::new(texts.key, secret)).clever_flavor("a b")
        };
        for caller in Caller::both(&provider.base_url()) {
            for placement in [Placement::Form, Placement::Query] {
                for method in texts.methods {
                    if (placement, *method) == (Placement::Query, SignatureMethod::Plaintext) {
                        continue;
                    }
                    let [right, wrong] = [texts.secret, "wrong"]
                        .map(|secret| login(secret).signature_method(*method).placement(placement));
                    log_in(&caller, &right, texts, &mut figures);
                    fail_to_log_in(&caller, &right, &wrong, &mut figures);
                }
            }
        }
    }
    let Figures {
        logins,
        calls,
        refusals,
    } = figures;
    let line = format!(
        "\noauthlib {version}: {logins} logins, {calls} signed calls and {refusals} refusals of wrong secrets passed\n"
    );
    stderr().write_all(line.as_bytes()).unwrap();
    assert_eq!(logins, 2 * (2 * 7 + 2 * 6));
}
