//! Who plays in these logins, and the check that nothing shows their secrets.

use std::fmt::Debug;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};
use generated_client::login::{Login, Placement, RequestToken};
use generated_client::oauth1::{Callback, Consumer, SignatureMethod};
use generated_client::operations::AuthorizeToken;
use tests::provider::{Answer, Provider};

/// Stands in each secret. No encoding changes any of it but base64 and the like.
const MARK: &str = "s3cr3tC4n4ry";

pub const CONSUMER_KEY: &str = "the key é&=+;% ~'\"";
pub const CONSUMER_SECRET: &str = "s3cr3tC4n4ry consumer é&=+;% ~'\"";
pub const REQUEST_TOKEN: &str = "s3cr3tC4n4ry/request/é&=+;% ~'\"";
pub const REQUEST_SECRET: &str = "s3cr3tC4n4ry request secret 漢字&=+;%";
pub const VERIFIER: &str = "s3cr3tC4n4ry verifier é&=+;%#?";
pub const ACCESS_TOKEN: &str = "s3cr3tC4n4ry-access-é&=+;% ~";
pub const ACCESS_SECRET: &str = "s3cr3tC4n4ry access secret é&=+;%";
pub const SESSION: &str = "s3cr3tC4n4ry session é;,=\\";
pub const CALLBACK: &str = "http://localhost:8080/retour/é?state=a%20b&x=ü&y=1+2";
pub const USER: &str = "user_00000000-0000-4000-8000-000000000000";

pub const FORM: &str = "application/x-www-form-urlencoded";

/// Both ways to send the parameters.
pub const PLACEMENTS: [Placement; 2] = [Placement::Form, Placement::Query];

/// What `Debug` shows, on one line and on several, holds no secret, be it plain, percent-encoded or in base64.
pub fn assert_hidden(value: &(impl Debug + ?Sized)) {
    for shown in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(!shows_a_secret(shown.as_bytes()), "{shown}");
    }
}

/// Is there any secret of the cast, in any form?
pub fn shows_a_secret(text: &[u8]) -> bool {
    let forms = [MARK.to_owned()].into_iter().chain(in_base64());
    forms
        .chain([hex(MARK)])
        .any(|form| text.windows(form.len()).any(|part| part == form.as_bytes()))
}

/// The mark in base64, wherever in a group of three bytes it starts: without the letters that depend on what stands
/// around it.
fn in_base64() -> impl Iterator<Item = String> {
    (0..3).flat_map(|before| {
        let text = format!("{}{MARK}", "x".repeat(before));
        [BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD].map(|base64| {
            let whole = base64.encode(&text);
            let from = (before * 8).div_ceil(6);
            let to = text.len() * 8 / 6;
            whole[from..to].to_owned()
        })
    })
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_secret_is_found_in_each_of_its_forms() {
    let bytes = |text: &str| text.as_bytes().to_vec();
    for around in ["", "a", "ab", "abc"] {
        let text = format!("{around}{VERIFIER}{around}");
        assert!(shows_a_secret(text.as_bytes()));
        assert!(shows_a_secret(form([("a", &*text)]).as_bytes()));
        assert!(shows_a_secret(percent(&text).as_bytes()));
        assert!(shows_a_secret(&bytes(
            &BASE64_STANDARD_NO_PAD.encode(&text)
        )));
        assert!(shows_a_secret(&bytes(
            &BASE64_URL_SAFE_NO_PAD.encode(&text)
        )));
        assert!(shows_a_secret(format!("{text:?}").as_bytes()));
        assert!(shows_a_secret(hex(&text).as_bytes()));
    }
    assert!(!shows_a_secret(CONSUMER_KEY.as_bytes()));
}

pub fn consumer() -> Consumer {
    Consumer::new(CONSUMER_KEY, CONSUMER_SECRET)
}

/// A login at a provider, whose API lies under `/v2`.
pub fn login(provider: &Provider, placement: Placement) -> Login {
    Login::new(format!("{}/v2", provider.url()), consumer()).placement(placement)
}

pub fn request_token() -> RequestToken {
    RequestToken::from_parts(REQUEST_TOKEN, REQUEST_SECRET)
}

/// What comes back from a user who has approved.
pub fn callback() -> Callback {
    Callback::from_query(&callback_query()).unwrap()
}

pub fn callback_query() -> String {
    form([
        ("oauth_token", REQUEST_TOKEN),
        ("oauth_verifier", VERIFIER),
        ("user", USER),
    ])
}

/// The rights that a user grants in these tests.
pub fn rights() -> AuthorizeToken {
    AuthorizeToken::new()
        .access_personal_information("on")
        .manage_ssh_keys("on")
}

/// What a provider answers to a request for a request token.
pub fn request_answer() -> Answer {
    Answer::new(200).header("content-type", FORM).body(form([
        ("oauth_token", REQUEST_TOKEN),
        ("oauth_token_secret", REQUEST_SECRET),
        ("oauth_callback_confirmed", "true"),
    ]))
}

/// What a provider answers to a request for an access token.
pub fn access_answer() -> Answer {
    Answer::new(200).header("content-type", FORM).body(form([
        ("oauth_token", ACCESS_TOKEN),
        ("oauth_token_secret", ACCESS_SECRET),
        ("expiration_date", "2027-02-24T10:00:00Z"),
        ("since", "today é"),
    ]))
}

/// A form, as servers and browsers write it.
pub fn form<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// The names and values of a form or a query.
pub fn pairs(text: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect()
}

/// All but the unreserved characters of RFC 3986, 2.3, as `%XX`.
pub fn percent(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

/// All methods, HMAC first.
pub const METHODS: &[SignatureMethod] = SignatureMethod::ALL;
