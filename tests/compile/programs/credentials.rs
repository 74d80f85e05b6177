//! Credentials of every kind: both clients send those that an operation requires, and no others.

use bytes::Bytes;
use http::{HeaderMap, Request};

use compile_credentials::error::Error;
use compile_credentials::oauth1::{Consumer, Signer, Token};
use compile_credentials::operations::{
    Both, InCookie, InHeader, InQuery, Open, Optional, Signed, Upload, WithPassword, WithScopes,
    WithToken,
};
use compile_credentials::prelude::*;
use compile_credentials::security::Credentials;
use compile_credentials::{Body, Client, blocking};
use server::scripted::{Server, Step};

const SECRET: &str = "s3cr3t-canary";

fn all() -> Credentials {
    let consumer = Consumer::new("consumer", "secret");
    Credentials::new()
        .key("k1")
        .query_key("k 2&")
        .session("k3;")
        .token("t1.~+/=")
        .basic("Aladdin", "open sesame")
        .oauth2("t2")
        .openid("t3")
        .oauth(Signer::new(consumer).token(Token::new("token", "secret")))
}

fn client(credentials: Credentials) -> Client {
    Client::builder().credentials(credentials).build().unwrap()
}

/// The request as it goes out.
fn authorized<Op: Operation>(
    credentials: Credentials,
    operation: &Op,
) -> Result<Request<Bytes>, Error> {
    client(credentials).authorize(operation.request()?, Op::SECURITY)
}

fn authorization(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get("authorization")?;
    assert!(value.is_sensitive());
    Some(value.to_str().unwrap())
}

fn header<'a>(request: &'a Request<Bytes>, name: &str) -> Option<&'a str> {
    Some(request.headers().get(name)?.to_str().unwrap())
}

#[test]
fn each_kind_goes_to_its_place() {
    let key = authorized(all(), &InHeader::new()).unwrap();
    assert_eq!(header(&key, "x-api-key"), Some("k1"));
    assert_eq!(key.headers().len(), 1);

    let query = authorized(all(), &InQuery::new().page(2)).unwrap();
    assert_eq!(
        query.uri(),
        "https://api.example/query?page=2&api%20key=k%202%26"
    );
    assert!(query.headers().is_empty());

    let cookie = authorized(all(), &InCookie::new().other("a")).unwrap();
    assert_eq!(header(&cookie, "cookie"), Some("other=a; session=k3%3B"));

    let token = authorized(all(), &WithToken::new()).unwrap();
    assert_eq!(authorization(token.headers()), Some("Bearer t1.~+/="));

    // The example of RFC 7617, section 2.
    let basic = authorized(all(), &WithPassword::new()).unwrap();
    assert_eq!(
        authorization(basic.headers()),
        Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    );

    let signed = authorized(all(), &Signed::new().a("1")).unwrap();
    assert!(
        authorization(signed.headers())
            .unwrap()
            .starts_with("OAuth ")
    );
    assert_eq!(signed.body(), "a=1");
}

#[test]
fn the_first_alternative_that_can_be_met_is_taken() {
    let scopes = |credentials| {
        let request = authorized(credentials, &WithScopes::new()).unwrap();
        authorization(request.headers()).unwrap().to_owned()
    };
    assert_eq!(scopes(all()), "Bearer t2");
    assert_eq!(scopes(Credentials::new().openid("t3")), "Bearer t3");

    let first = authorized(all(), &Both::new()).unwrap();
    assert_eq!(header(&first, "x-api-key"), Some("k1"));
    assert_eq!(authorization(first.headers()), Some("Bearer t1.~+/="));
    assert_eq!(header(&first, "cookie"), None);

    let second = Credentials::new().key("k1").basic("u", "p").session("s");
    let second = authorized(second, &Both::new()).unwrap();
    assert_eq!(header(&second, "x-api-key"), None);
    assert_eq!(authorization(second.headers()), Some("Basic dTpw"));
    assert_eq!(header(&second, "cookie"), Some("session=s"));
}

#[test]
fn anonymous_is_the_last_resort_and_open_is_open() {
    let optional = |credentials| {
        let request = authorized(credentials, &Optional::new()).unwrap();
        authorization(request.headers()).map(str::to_owned)
    };
    assert_eq!(
        optional(Credentials::new().token("t")),
        Some("Bearer t".to_owned())
    );
    assert_eq!(optional(Credentials::new()), None);

    let open = authorized(all(), &Open::new()).unwrap();
    assert!(open.headers().is_empty());
    assert_eq!(open.uri(), "/open");
}

#[test]
fn what_is_missing_is_told_before_anything_is_sent() {
    let told = |credentials| {
        authorized(credentials, &Both::new())
            .unwrap_err()
            .to_string()
    };

    assert_eq!(
        told(Credentials::new()),
        "the request cannot be built: the operation needs a credential for `key` and `token`, or for `basic` and \
         `session`: set it with `ClientBuilder::credentials`"
    );
    assert_eq!(
        told(Credentials::new().key("k")),
        "the request cannot be built: the operation needs a credential for `token`, or for `basic` and `session`: set \
         it with `ClientBuilder::credentials`"
    );
}

#[test]
fn what_the_caller_has_written_stays() {
    let mut request = WithToken::new().request().unwrap();
    let own = "Bearer own".parse().unwrap();
    request.headers_mut().insert("authorization", own);
    let request = client(Credentials::new())
        .authorize(request, WithToken::SECURITY)
        .unwrap();
    assert_eq!(header(&request, "authorization"), Some("Bearer own"));

    let mut request = InQuery::new().request().unwrap();
    *request.uri_mut() = "/query?api+key=own".parse().unwrap();
    let request = client(all()).authorize(request, InQuery::SECURITY).unwrap();
    assert_eq!(request.uri(), "https://api.example/query?api+key=own");
}

#[test]
fn a_credential_that_cannot_stand_in_its_place_is_refused_and_never_shown() {
    let line_break = format!("{SECRET}\r\nX: y");
    let colon = format!("{SECRET}:x");
    let errors = [
        authorized(
            Credentials::new().key(line_break.as_str()),
            &InHeader::new(),
        ),
        authorized(
            Credentials::new().token(line_break.as_str()),
            &WithToken::new(),
        ),
        authorized(Credentials::new().token(""), &WithToken::new()),
        authorized(
            Credentials::new().basic(colon.as_str(), SECRET),
            &WithPassword::new(),
        ),
        authorized(
            Credentials::new().basic(SECRET, line_break.as_str()),
            &WithPassword::new(),
        ),
    ];
    for error in errors.map(Result::unwrap_err) {
        let shown = format!("{error} {error:?} {error:#?}");
        assert!(matches!(error, Error::Request(_)), "{shown}");
        assert!(!shown.contains("canary"), "{shown}");
    }
    let credentials = Credentials::new()
        .key(SECRET)
        .token(SECRET)
        .basic(SECRET, SECRET);
    let client = Client::builder().credentials(credentials.clone());
    let shown = format!(
        "{credentials:?} {client:?} {:?}",
        client.clone().build().unwrap()
    );
    assert!(!shown.contains("canary"), "{shown}");
    assert!(
        shown.contains("Credentials([\"basic\", \"key\", \"token\"])"),
        "{shown}"
    );
}

#[test]
fn both_clients_send_them() {
    let answer = || vec![Step::Read, Step::write("HTTP/1.1 204 No Content\r\n\r\n")];
    let server = Server::start([answer(), answer(), answer(), answer()]);
    let credentials = Credentials::new().token("t1");

    let client = Client::builder()
        .base_url(server.url())
        .credentials(credentials.clone());
    let client = client.build().unwrap();
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(async {
        WithToken::new().send(&client).await.unwrap();
        Upload::new(Body::from("bytes"))
            .send(&client)
            .await
            .unwrap();
    });
    let client = blocking::Client::builder()
        .base_url(server.url())
        .credentials(credentials);
    let client = client.build().unwrap();
    WithToken::new().send_blocking(&client).unwrap();
    Upload::new(Body::from("bytes"))
        .send_blocking(&client)
        .unwrap();

    let requests = server.requests();
    assert_eq!(requests.len(), 4);
    for request in requests {
        let text = String::from_utf8(request).unwrap().to_lowercase();
        assert!(text.contains("\r\nauthorization: bearer t1\r\n"), "{text}");
    }
}
