//! No secret is ever shown.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};
use http::{Method, Uri};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use templates::error::Error;
use templates::oauth1::{
    AnswerError, Callback, CallbackError, Consumer, Parameters, Received, SignError,
    SignatureMethod, Signer, Token, TokenAnswer, UnknownMethod, VerifyError,
};

use crate::request;

// One for each place that can hold a secret.
const CONSUMER_SECRET: &str = "canary!consumer-secret";
const TOKEN: &str = "canary!request-token";
const TOKEN_SECRET: &str = "canary!token-secret";
const VERIFIER: &str = "canary!verifier-of-it";
const OTHER: &str = "canary!another-field";
const BODY: &str = "canary!body-and-query";
const CANARIES: [&str; 6] = [CONSUMER_SECRET, TOKEN, TOKEN_SECRET, VERIFIER, OTHER, BODY];

fn signer(method: SignatureMethod) -> Signer {
    Signer::new(Consumer::new("key", CONSUMER_SECRET))
        .token(Token::new(TOKEN, TOKEN_SECRET))
        .signature_method(method)
        .callback(OTHER)
        .verifier(VERIFIER)
        .realm(OTHER)
}

fn parameters(method: SignatureMethod) -> Parameters {
    let uri: Uri = format!("https://h/?a={BODY}").parse().unwrap();
    signer(method)
        .parameters(&Method::GET, &uri, BODY.as_bytes())
        .unwrap()
}

fn answer() -> TokenAnswer {
    let body = format!("oauth_token={TOKEN}&oauth_token_secret={TOKEN_SECRET}&a={OTHER}");
    TokenAnswer::read(body.as_bytes()).unwrap()
}

fn callback() -> Callback {
    let query = format!("oauth_token={TOKEN}&oauth_verifier={VERIFIER}&a={OTHER}");
    Callback::from_query(&query).unwrap()
}

fn received(method: SignatureMethod) -> Received {
    let mut signed = request("POST", &format!("https://h/?a={OTHER}"), Some(BODY));
    signer(method).sign(&mut signed).unwrap();
    Received::read(&signed).unwrap()
}

/// Both forms of `Debug`, under the name of the type.
fn shown<T: Debug>(value: T) -> (&'static str, String) {
    let path = std::any::type_name::<T>();
    let name = path.rsplit("::").next().unwrap();
    (name, format!("{value:?}\n{value:#?}"))
}

fn all() -> Vec<(&'static str, String)> {
    let mut all = vec![
        shown(Consumer::new("key", CONSUMER_SECRET)),
        shown(Token::new(TOKEN, TOKEN_SECRET)),
        shown(answer()),
        shown(callback()),
        shown(BODY.parse::<SignatureMethod>().unwrap_err()),
    ];
    for &method in SignatureMethod::ALL {
        all.push(shown(method));
        all.push(shown(signer(method)));
        all.push(shown(parameters(method)));
        all.push(shown(received(method)));
    }
    let sign_errors = [
        signer(SignatureMethod::Plaintext).sign_query(&mut request("GET", "https://h/", None)),
        signer(SignatureMethod::HmacSha1).sign(&mut request(
            "GET",
            &format!("https://h/?oauth_nonce={BODY}"),
            None,
        )),
        signer(SignatureMethod::HmacSha1).sign(&mut request(
            "GET",
            &format!("https://user:{BODY}@h/"),
            None,
        )),
        signer(SignatureMethod::HmacSha1)
            .realm(format!("{OTHER}\0"))
            .sign(&mut request("GET", "https://h/", None)),
    ];
    for error in sign_errors.map(Result::unwrap_err) {
        all.push(shown(error));
        all.push(("SignError", error.to_string()));
        let error = Error::from(error);
        all.push(("Error", format!("{error} {error:?} {error:#?}")));
    }
    for body in [
        BODY.to_owned(),
        format!("<{BODY}>"),
        format!("oauth_token={TOKEN}&oauth_token={TOKEN}"),
        format!("oauth_token={TOKEN}&%{OTHER}"),
    ] {
        let error = TokenAnswer::read(body.as_bytes()).unwrap_err();
        all.push(shown(error));
        all.push(("AnswerError", error.to_string()));
    }
    for query in [
        BODY.to_owned(),
        format!("oauth_verifier={VERIFIER}&oauth_verifier={VERIFIER}"),
        format!("denied={TOKEN}"),
    ] {
        let error = Callback::from_query(&query).unwrap_err();
        all.push(shown(error));
        all.push(("CallbackError", error.to_string()));
    }
    let other = Token::new("another", TOKEN_SECRET);
    all.push(shown(callback().belongs_to(&other).unwrap_err()));
    let wrong = received(SignatureMethod::Plaintext).verify(&BODY.into(), &OTHER.into());
    all.push(shown(wrong.unwrap_err()));
    for query in [format!("oauth_signature_method={TOKEN}"), TOKEN.to_owned()] {
        let unread = Received::read(&request("GET", &format!("https://h/?{query}"), None));
        let error = unread.unwrap_err();
        all.push(shown(error));
        all.push(("VerifyError", error.to_string()));
    }
    all
}

#[test]
fn no_debug_output_and_no_error_shows_a_secret() {
    let forms = CANARIES.into_iter().flat_map(|canary| {
        let percent = utf8_percent_encode(canary, NON_ALPHANUMERIC).to_string();
        // The first bytes of the text alone, so that what follows it makes no difference.
        let base64 = BASE64_STANDARD.encode(&canary[..18]);
        let base64_url = BASE64_URL_SAFE.encode(&canary[..canary.len() / 3 * 3]);
        [canary.to_owned(), percent, base64, base64_url]
    });
    let forms: Vec<_> = forms.collect();
    let all = all();
    assert!(all.len() > 40);
    for (name, text) in all {
        for form in &forms {
            assert!(!text.contains(form), "{name} shows {form}: {text}");
        }
        assert!(!text.contains("canary"), "{name}: {text}");
    }
}

#[test]
fn signatures_are_not_shown_either() {
    for &method in SignatureMethod::ALL {
        let parameters = parameters(method);
        let (_, signature) = parameters.iter().last().unwrap();
        let (_, text) = shown(&parameters);
        assert!(text.contains("oauth_signature"));
        assert!(!text.contains(signature));

        let mut signed = request("GET", "https://h/", None);
        signer(method).sign(&mut signed).unwrap();
        let (_, text) = shown(signed.headers());
        assert!(text.contains("Sensitive"), "{text}");
        assert!(!text.contains("canary"), "{text}");
    }
}

#[test]
fn what_is_no_secret_is_shown() {
    let (_, text) = shown(signer(SignatureMethod::HmacSha1));
    for known in ["Signer", "\"key\"", "HmacSha1", "Secret(..)"] {
        assert!(text.contains(known), "{text}");
    }
    let (_, text) = shown(received(SignatureMethod::HmacSha1));
    for known in ["Received", "\"key\"", "HmacSha1", "Secret(..)"] {
        assert!(text.contains(known), "{text}");
    }
}

/// A type that is added has to be added here.
#[test]
fn no_public_type_is_left_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/oauth1");
    let mut public = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let source = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for line in source.lines() {
            for start in ["pub struct ", "pub enum "] {
                if let Some(rest) = line.strip_prefix(start) {
                    let end = rest.find(|it: char| !it.is_alphanumeric()).unwrap();
                    public.insert(rest[..end].to_owned());
                }
            }
        }
    }

    let shown: BTreeSet<_> = all().into_iter().map(|(name, _)| name.to_owned()).collect();
    let missing: Vec<_> = public.difference(&shown).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(public.len() >= 13, "{public:?}");
}

#[test]
fn errors_cross_threads() {
    fn crosses<T: std::error::Error + Send + Sync + 'static>() {}

    crosses::<SignError>();
    crosses::<AnswerError>();
    crosses::<CallbackError>();
    crosses::<VerifyError>();
    crosses::<UnknownMethod>();
    fn is_shared<T: Clone + Send + Sync + 'static>() {}
    is_shared::<Signer>();
    is_shared::<Received>();
    is_shared::<Parameters>();
}
