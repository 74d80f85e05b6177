//! What holds for all requests, keys and texts.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use percent_encoding::percent_decode_str;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use templates::oauth1::base_string::{base_string_uri, normalize, pairs, percent};
use templates::oauth1::{
    Callback, Consumer, Received, SignatureMethod, Signer, Token, TokenAnswer, header,
};

use crate::{FORM, authorization, exposed};

type Pair = (Vec<u8>, Vec<u8>);

/// A request and what signs it, in parts that can be changed one by one.
#[derive(Clone, Debug)]
struct Case {
    signature_method: SignatureMethod,
    scheme: &'static str,
    host: Vec<u8>,
    port: u16,
    path: Vec<u8>,
    method: Vec<u8>,
    query: Vec<Pair>,
    form: Vec<Pair>,
    consumer_key: String,
    consumer_secret: String,
    token: String,
    token_secret: String,
    nonce: String,
    callback: Option<String>,
    verifier: Option<String>,
}

impl Case {
    fn signer(&self) -> Signer {
        let nonce = self.nonce.clone();
        let consumer = Consumer::new(self.consumer_key.as_str(), self.consumer_secret.as_str());
        let mut signer = Signer::new(consumer)
            .token(Token::new(self.token.as_str(), self.token_secret.as_str()))
            .signature_method(self.signature_method)
            .clock(|| Ok(1_764_000_000))
            .nonces(move || Ok(nonce.clone()));
        if let Some(callback) = &self.callback {
            signer = signer.callback(callback.as_str());
        }
        if let Some(verifier) = &self.verifier {
            signer = signer.verifier(verifier.as_str());
        }
        signer
    }

    fn uri(&self) -> Uri {
        let [host, path] = [&self.host, &self.path].map(|it| str::from_utf8(it).unwrap());
        let (scheme, port, query) = (self.scheme, self.port, encoded(&self.query));
        format!("{scheme}://{host}:{port}/{path}?{query}")
            .parse()
            .unwrap()
    }

    fn method(&self) -> Method {
        Method::from_bytes(&self.method).unwrap()
    }

    fn request(&self) -> Request<Bytes> {
        let mut request = Request::new(encoded(&self.form).into());
        *request.method_mut() = self.method();
        *request.uri_mut() = self.uri();
        let media_type = HeaderValue::from_static(FORM);
        request.headers_mut().insert("content-type", media_type);
        request
    }

    fn signature(&self) -> String {
        let form = encoded(&self.form);
        let parameters = self
            .signer()
            .parameters(&self.method(), &self.uri(), form.as_bytes());
        let parameters = parameters.unwrap();
        let (name, signature) = parameters.iter().last().unwrap();
        assert_eq!(name, "oauth_signature");
        signature.to_owned()
    }
}

/// The text of a query or a form, with all but letters and digits encoded.
fn encoded(pairs: &[Pair]) -> String {
    let pairs = pairs.iter();
    let pairs = pairs.map(|(name, value)| format!("{}={}", percent(name), percent(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn any_pairs() -> impl Strategy<Value = Vec<Pair>> {
    let text = prop_oneof![
        vec(any::<u8>(), 0..6),
        any::<String>().prop_map(String::into_bytes),
        select(vec!["", "a", "a", "a-b", "+", "%", "~!*'()[]", "\u{1F980}"])
            .prop_map(|it| it.as_bytes().to_vec()),
    ];
    vec((text.clone(), text), 0..5)
}

fn of(characters: &'static [u8], length: std::ops::Range<usize>) -> impl Strategy<Value = Vec<u8>> {
    vec(select(characters), length)
}

const LOWER: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
const UPPER: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const PATH: &[u8] = b"abcXYZ019-._~!$&'()*+,;=:@/";

fn any_case(methods: Vec<SignatureMethod>) -> impl Strategy<Value = Case> {
    let address = (
        select(vec!["http", "https"]),
        of(LOWER, 1..8),
        1000..u16::MAX,
        of(PATH, 0..8),
    );
    let request = (of(UPPER, 1..6), any_pairs(), any_pairs());
    let text = any::<String>;
    let credentials = (text(), text(), text(), text(), text());
    let rest = (any::<Option<String>>(), any::<Option<String>>());
    let all = (select(methods), address, request, credentials, rest);
    all.prop_map(|(signature_method, address, request, credentials, rest)| {
        let (scheme, host, port, path) = address;
        let (method, query, form) = request;
        let (consumer_key, consumer_secret, token, token_secret, nonce) = credentials;
        let (callback, verifier) = rest;
        Case {
            signature_method,
            scheme,
            host,
            port,
            path,
            method,
            query,
            form,
            consumer_key,
            consumer_secret,
            token,
            token_secret,
            nonce,
            callback,
            verifier,
        }
    })
}

fn hmac() -> Vec<SignatureMethod> {
    let mut all = SignatureMethod::ALL.to_vec();
    all.retain(|method| *method != SignatureMethod::Plaintext);
    all
}

/// Changes one byte into another one of those that may stand there; `None` where there is no byte.
fn change(bytes: &mut [u8], at: Index, to: Index, allowed: &[u8]) -> Option<()> {
    let byte = bytes.get_mut(at.index(bytes.len().max(1)))?;
    let others: Vec<u8> = allowed.iter().copied().filter(|it| it != byte).collect();
    *byte = *to.get(&others);
    Some(())
}

/// Changes one character of a text, or adds one.
fn change_text(text: &mut String, at: Index, to: char) {
    let mut characters: Vec<char> = text.chars().collect();
    match characters.is_empty() {
        true => characters.push(to),
        false => match at.index(characters.len()) {
            at if characters[at] == to => characters.insert(at, to),
            at => characters[at] = to,
        },
    }
    *text = characters.into_iter().collect();
}

fn change_pair(
    pairs: &mut [Pair],
    which: Index,
    in_name: bool,
    at: Index,
    to: Index,
) -> Option<()> {
    let (name, value) = pairs.get_mut(which.index(pairs.len().max(1)))?;
    let all: Vec<u8> = (0..=u8::MAX).collect();
    change(if in_name { name } else { value }, at, to, &all)
}

/// Changes one byte of the part with this number. `None` where there is none to change.
fn changed(case: &Case, part: u8, [which, at, to]: [Index; 3], letter: char) -> Option<Case> {
    let mut case = case.clone();
    match part {
        0 => change(&mut case.method, at, to, UPPER)?,
        1 => change(&mut case.path, at, to, PATH)?,
        2 => change(&mut case.host, at, to, LOWER)?,
        3 => case.port ^= 1 << to.index(3),
        4 => {
            case.scheme = if case.scheme == "http" {
                "https"
            } else {
                "http"
            }
        }
        5 => change_pair(&mut case.query, which, true, at, to)?,
        6 => change_pair(&mut case.query, which, false, at, to)?,
        7 => change_pair(&mut case.form, which, true, at, to)?,
        8 => change_pair(&mut case.form, which, false, at, to)?,
        9 => change_text(&mut case.consumer_secret, at, letter),
        10 => change_text(&mut case.token_secret, at, letter),
        11 => change_text(&mut case.consumer_key, at, letter),
        12 => change_text(&mut case.token, at, letter),
        13 => change_text(&mut case.nonce, at, letter),
        14 => change_text(case.callback.as_mut()?, at, letter),
        _ => change_text(case.verifier.as_mut()?, at, letter),
    }
    Some(case)
}
const PARTS: u8 = 16;

proptest! {
    #[test]
    fn the_order_of_parameters_never_matters(
        case in any_case(hmac()),
        shuffled in any::<[Index; 16]>(),
        to_query in any::<[bool; 16]>(),
    ) {
        let mut pairs: Vec<Pair> = case.query.iter().chain(&case.form).cloned().collect();
        let mut other = case.clone();
        other.query.clear();
        other.form.clear();
        for (index, to_query) in shuffled.into_iter().zip(to_query) {
            if !pairs.is_empty() {
                let pair = pairs.swap_remove(index.index(pairs.len()));
                if to_query { &mut other.query } else { &mut other.form }.push(pair);
            }
        }

        prop_assert!(pairs.is_empty());
        prop_assert_eq!(case.signature(), other.signature());
    }

    #[test]
    fn a_changed_byte_always_changes_the_signature(
        case in any_case(hmac()),
        indices in any::<[Index; 3]>(),
        letter in any::<char>(),
    ) {
        let signature = case.signature();
        let mut count = 0;
        for part in 0..PARTS {
            if let Some(other) = changed(&case, part, indices, letter) {
                count += 1;
                prop_assert_ne!(&other.signature(), &signature, "part {}: {:?}", part, other);
            }
        }
        prop_assert!(count >= 9);
    }

    #[test]
    fn one_parameter_more_or_less_always_changes_the_signature(
        case in any_case(hmac()),
        pair in any::<(Vec<u8>, Vec<u8>)>(),
        which in any::<Index>(),
    ) {
        let mut more = case.clone();
        more.query.push(pair);
        prop_assert_ne!(more.signature(), case.signature());
        if !case.form.is_empty() {
            let mut less = case.clone();
            less.form.remove(which.index(case.form.len()));
            prop_assert_ne!(less.signature(), case.signature());
        }
    }

    #[test]
    fn what_a_signer_signs_is_verified_and_a_change_is_noticed(
        mut case in any_case(SignatureMethod::ALL.to_vec()),
        part in 0..PARTS,
        indices in any::<[Index; 3]>(),
        letter in any::<char>(),
    ) {
        if case.signature_method == SignatureMethod::Plaintext {
            case.scheme = "https";
        }
        let secrets = (case.consumer_secret.as_str().into(), case.token_secret.as_str().into());
        let other = changed(&case, part, indices, letter);
        for place in 0..3 {
            let mut signed = case.request();
            match place {
                0 => case.signer().sign(&mut signed).unwrap(),
                1 => case.signer().sign_form(&mut signed).unwrap(),
                _ if case.signature_method == SignatureMethod::Plaintext => continue,
                _ => case.signer().sign_query(&mut signed).unwrap(),
            }
            let received = Received::read(&signed).unwrap();
            prop_assert_eq!(received.verify(&secrets.0, &secrets.1), Ok(()));
            prop_assert_eq!(received.consumer_key(), &case.consumer_key);
            prop_assert_eq!(received.token().unwrap().expose(), &case.token);
            prop_assert_eq!(received.nonce(), Some(case.nonce.as_str()));
            prop_assert_eq!(received.signature_method(), case.signature_method);

            // The same signature on another request.
            if let Some(other) = other.as_ref().filter(|_| place == 0 && part < 9) {
                let mut stolen = other.request();
                let value = signed.headers()["authorization"].clone();
                stolen.headers_mut().insert("authorization", value);
                let received = Received::read(&stolen).unwrap();
                let result = received.verify(&secrets.0, &secrets.1);
                let covers = case.signature_method != SignatureMethod::Plaintext;
                prop_assert_eq!(result.is_err(), covers);
            }
        }
    }

    #[test]
    fn the_header_holds_what_the_parameters_are(case in any_case(hmac()), realm in "\\PC*") {
        let mut signed = case.request();
        case.signer().realm(realm.as_str()).sign(&mut signed).unwrap();
        let read = header::read(authorization(signed.headers())).unwrap();

        let form = encoded(&case.form);
        let made = case.signer().parameters(&case.method(), &case.uri(), form.as_bytes()).unwrap();
        prop_assert_eq!(exposed(&read), made.iter().collect::<Vec<_>>());
        let form = made.form();
        let query = made.query();
        for text in [form, query] {
            let read: Vec<_> = pairs(text.as_bytes()).collect();
            let made = made.iter().map(|(name, value)| (name.as_bytes().into(), value.as_bytes().into()));
            prop_assert_eq!(read, made.collect::<Vec<_>>());
        }
    }

    #[test]
    fn percent_encoding_can_be_undone(bytes in any::<Vec<u8>>()) {
        let text = percent(&bytes);

        prop_assert_eq!(percent_decode_str(&text).collect::<Vec<u8>>(), bytes);
        let mut rest = text.as_str();
        while let Some(first) = rest.chars().next() {
            if first == '%' {
                let digits = &rest[1..3];
                prop_assert!(digits.bytes().all(|it| b"0123456789ABCDEF".contains(&it)), "{}", text);
                let byte = u8::from_str_radix(digits, 16).unwrap();
                prop_assert!(!byte.is_ascii_alphanumeric() && !b"-._~".contains(&byte), "{}", text);
                rest = &rest[3..];
            } else {
                prop_assert!(first.is_ascii_alphanumeric() || "-._~".contains(first), "{}", text);
                rest = &rest[1..];
            }
        }
    }

    #[test]
    fn a_header_is_read_as_it_was_written(
        realm in any::<Option<String>>(),
        parameters in vec((any::<String>(), any::<String>()), 1..6),
    ) {
        let named = |(name, _): &(String, String)| !name.is_empty() && !name.eq_ignore_ascii_case("realm");
        prop_assume!(parameters.iter().all(named));
        let text = header::write(realm.as_deref(), parameters.iter().map(|(name, value)| (name, value)));

        let read = header::read(&text).unwrap();
        let written: Vec<_> = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        prop_assert_eq!(exposed(&read), written);
    }

    #[test]
    fn pairs_are_read_as_they_were_written(written in any_pairs()) {
        let text = encoded(&written);
        let read: Vec<Pair> = pairs(text.as_bytes()).map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        prop_assert_eq!(&read, &written);

        let mut sorted: Vec<_> = written.iter().map(|(name, value)| (percent(name), percent(value))).collect();
        sorted.sort();
        let sorted: Vec<_> = sorted.iter().map(|(name, value)| format!("{name}={value}")).collect();
        prop_assert_eq!(normalize(written), sorted.join("&"));
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in any::<Vec<u8>>(), text in hostile()) {
        read_all(&bytes);
        read_all(text.as_bytes());
    }
}

/// Pieces of what the readers look for, in any order.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = vec![
        "oauth_token",
        "oauth_token_secret",
        "oauth_verifier",
        "oauth_signature_method",
        "HMAC-SHA1",
        "PLAINTEXT",
        "oauth_timestamp",
        "1",
        "oauth_nonce",
        "oauth_consumer_key",
        "oauth_signature",
        "oauth_version",
        "1.0",
        "oauth_callback_confirmed",
        "true",
        "denied",
        "OAuth ",
        "realm",
        "=",
        "=",
        "=",
        "&",
        "&",
        "\"",
        "\"",
        ", ",
        "\\",
        "%",
        "%2",
        "%41",
        "%FF",
        "%C3%A9",
        "+",
        " ",
        "\t",
        "?",
        "#",
        "/",
        "https://h/",
        "é",
        "\u{1F980}",
        "\u{feff}",
        "\0",
        "\n",
    ];
    let piece = prop_oneof![8 => select(pieces).prop_map(str::to_owned), 1 => any::<String>()];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn read_all(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = TokenAnswer::read(bytes);
    let _ = Callback::from_query(&text);
    let _ = Callback::from_url(&text);
    let _ = header::read(&text);
    let _ = header::read(&format!("OAuth {text}"));
    let _ = pairs(bytes).count();
    let _ = text.parse::<SignatureMethod>();
    let uris = [
        text.to_string(),
        format!("https://{text}"),
        format!("https://h/?{text}"),
    ];
    let mut headers = HeaderMap::new();
    for value in [bytes, &[b"OAuth ", bytes].concat()] {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.append("authorization", value);
        }
    }
    for uri in uris.iter().filter_map(|uri| uri.parse::<Uri>().ok()) {
        let _ = base_string_uri(&uri);
        for headers in [&HeaderMap::new(), &headers] {
            if let Ok(received) = Received::read_parts(&Method::GET, &uri, headers, bytes) {
                let _ = received.verify(&"".into(), &"".into());
            }
        }
    }
}
