//! Signing: what goes where, what stays as it is, and what is refused.

use std::fmt::Debug;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Uri};
use templates::error::Error;
use templates::oauth1::base_string::pairs;
use templates::oauth1::{Consumer, SignError, SignatureMethod, Signer};

use crate::{FORM, authorization, get, request, signer};

const URL: &str = "https://api.example.com/v2/self";

fn bodied(media_type: Option<&str>, body: &'static [u8]) -> Request<Bytes> {
    let mut request = request("POST", URL, None);
    if let Some(media_type) = media_type {
        let media_type = HeaderValue::from_bytes(media_type.as_bytes()).unwrap();
        request.headers_mut().insert("content-type", media_type);
    }
    *request.body_mut() = Bytes::from_static(body);
    request
}

fn signature(signer: &Signer, method: &str, uri: &str, form: &[u8]) -> String {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let parameters = signer.parameters(&method, &uri.parse().unwrap(), form);
    let parameters = parameters.unwrap();
    let (name, signature) = parameters.iter().last().unwrap();
    assert_eq!(name, "oauth_signature");
    signature.to_owned()
}

/// Method, URI, headers (with the mark that tells whether they are sensitive) and body, to compare them.
fn parts(request: &Request<Bytes>) -> (&Method, &Uri, Vec<impl PartialEq + Debug>, &Bytes) {
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| (name, value.as_bytes(), value.is_sensitive()));
    let headers = headers.collect();
    (request.method(), request.uri(), headers, request.body())
}

// What goes where

#[test]
fn a_signer_sends_what_it_must_and_no_more() {
    let plain = Signer::new(Consumer::new("key", "secret"));
    let parameters = plain.parameters(&Method::GET, &URL.parse().unwrap(), b"");
    let names: Vec<_> = parameters.unwrap().iter().map(|(name, _)| name).collect();

    assert_eq!(
        names,
        [
            "oauth_consumer_key",
            "oauth_signature_method",
            "oauth_timestamp",
            "oauth_nonce",
            "oauth_version",
            "oauth_signature",
        ]
    );
}

#[test]
fn a_signer_with_everything_set_sends_everything() {
    let signer = signer()
        .signature_method(SignatureMethod::Plaintext)
        .callback("http://localhost/cb?a=b c")
        .verifier("é");
    let parameters = signer.parameters(&Method::POST, &URL.parse().unwrap(), b"");
    let parameters = parameters.unwrap();

    let pairs: Vec<_> = parameters.iter().collect();
    assert_eq!(
        pairs,
        [
            ("oauth_consumer_key", "key"),
            ("oauth_token", "token"),
            ("oauth_signature_method", "PLAINTEXT"),
            ("oauth_timestamp", "1764000000"),
            ("oauth_nonce", "nonce"),
            ("oauth_version", "1.0"),
            ("oauth_callback", "http://localhost/cb?a=b c"),
            ("oauth_verifier", "é"),
            ("oauth_signature", "consumer%20secret&token%20secret"),
        ]
    );
    let common = "oauth_consumer_key=key&oauth_token=token&oauth_signature_method=PLAINTEXT&\
        oauth_timestamp=1764000000&oauth_nonce=nonce&oauth_version=1.0";
    assert_eq!(
        parameters.query(),
        format!(
            "{common}&oauth_callback=http%3A%2F%2Flocalhost%2Fcb%3Fa%3Db%20c&\
            oauth_verifier=%C3%A9&oauth_signature=consumer%2520secret%26token%2520secret"
        )
    );
    assert_eq!(
        parameters.form(),
        format!(
            "{common}&oauth_callback=http%3A%2F%2Flocalhost%2Fcb%3Fa%3Db+c&\
            oauth_verifier=%C3%A9&oauth_signature=consumer%2520secret%26token%2520secret"
        )
    );
}

#[test]
fn time_and_nonce_are_the_systems_own_and_new_each_time() {
    let before = seconds_now();
    let signer = Signer::new(Consumer::new("key", "secret"));
    let [first, second] = [(); 2].map(|()| {
        let parameters = signer.parameters(&Method::GET, &URL.parse().unwrap(), b"");
        let parameters = parameters.unwrap();
        let value = |wanted| {
            let mut found = parameters.iter().filter(|(name, _)| *name == wanted);
            found.next().unwrap().1.to_owned()
        };
        (value("oauth_timestamp"), value("oauth_nonce"))
    });

    let timestamp: u64 = first.0.parse().unwrap();
    assert!((before..=seconds_now()).contains(&timestamp));
    assert_ne!(first.1, second.1);
    for nonce in [first.1, second.1] {
        assert_eq!(nonce.len(), 32);
        assert!(
            nonce
                .bytes()
                .all(|byte| b"0123456789abcdef".contains(&byte))
        );
    }
}

fn seconds_now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.unwrap().as_secs()
}

#[test]
fn the_header_is_sensitive_and_holds_the_protocol_parameters() {
    let mut signed = get(URL);
    signer().realm("a \"b\" \\ é").sign(&mut signed).unwrap();

    assert!(signed.headers()["authorization"].is_sensitive());
    let text = authorization(signed.headers());
    let start = r#"OAuth realm="a \"b\" \\ é", oauth_consumer_key="key", oauth_token="token", "#;
    assert!(text.starts_with(start), "{text}");
    assert!(text.ends_with("%3D%3D\""), "{text}");
}

#[test]
fn the_realm_is_not_signed() {
    let header = |signer: Signer| {
        let value = signer.header(&Method::GET, &URL.parse().unwrap()).unwrap();
        assert!(value.is_sensitive());
        value.to_str().unwrap().to_owned()
    };

    let without = header(signer());
    let with = header(signer().realm("r"));
    assert_eq!(with, without.replacen("OAuth ", "OAuth realm=\"r\", ", 1));
}

#[test]
fn signing_anew_replaces_the_header_of_whatever_scheme() {
    for old in ["OAuth oauth_nonce=\"old\"", "Bearer abc", "Basic YTpi"] {
        let mut signed = get(URL);
        let headers = signed.headers_mut();
        headers.append("authorization", HeaderValue::from_static(old));
        headers.append("authorization", HeaderValue::from_static("Digest x"));
        signer().sign(&mut signed).unwrap();

        let expected = signer().header(&Method::GET, &URL.parse().unwrap());
        assert_eq!(authorization(signed.headers()), expected.unwrap());
    }
}

#[test]
fn signing_twice_signs_the_same_request_as_signing_once() {
    let mut once = request("POST", "https://h/p?a=1", Some("b=2"));
    signer().sign(&mut once).unwrap();
    let mut twice = once.clone();
    signer().sign(&mut twice).unwrap();

    assert_eq!(parts(&once), parts(&twice));
}

#[test]
fn the_query_keeps_its_own_text() {
    let signed = |uri: &str| {
        let mut signed = get(uri);
        signer().sign_query(&mut signed).unwrap();
        assert!(signed.headers().is_empty());
        let uri = signed.uri().to_string();
        let (own, ours) = uri.split_once("oauth_consumer_key=key&").unwrap();
        assert!(ours.contains("&oauth_signature="), "{ours}");
        own.to_owned()
    };

    assert_eq!(signed("https://h"), "https://h/?");
    assert_eq!(signed("https://h/p"), "https://h/p?");
    assert_eq!(signed("https://h/p?"), "https://h/p?");
    assert_eq!(
        signed("https://H:443/p?a=%7e+b&a"),
        "https://H:443/p?a=%7e+b&a&"
    );
    assert_eq!(signed("https://h/p?a=1&"), "https://h/p?a=1&&");
    assert_eq!(signed("https://h?[x]=é"), "https://h/?[x]=é&");
}

#[test]
fn a_form_is_signed_behind_its_fields() {
    let mut signed = bodied(Some(FORM), b"a=1");
    let headers = signed.headers_mut();
    headers.insert("content-length", 3.into());
    headers.insert("accept", HeaderValue::from_static("text/plain"));
    signer().sign_form(&mut signed).unwrap();

    let headers: Vec<_> = signed.headers().iter().collect();
    let values: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
        .collect();
    assert_eq!(values, [("content-type", FORM), ("accept", "text/plain")]);
    let body = str::from_utf8(signed.body()).unwrap();
    let parameters = signer().parameters(&Method::POST, &URL.parse().unwrap(), b"a=1");
    assert_eq!(body, format!("a=1&{}", parameters.unwrap().form()));
}

#[test]
fn no_body_becomes_a_form() {
    for mut signed in [
        bodied(None, b""),
        bodied(Some("application/json"), b""),
        bodied(Some(FORM), b""),
    ] {
        signed.headers_mut().insert("content-length", 0.into());
        signer().sign_form(&mut signed).unwrap();

        assert_eq!(signed.headers()["content-type"], FORM);
        assert!(!signed.headers().contains_key("content-length"));
        assert!(signed.body().starts_with(b"oauth_consumer_key=key&"));
    }
}

#[test]
fn a_form_keeps_its_own_media_type() {
    for media_type in [
        "application/x-www-form-urlencoded; charset=utf-8",
        "Application/X-WWW-Form-Urlencoded;x=é",
    ] {
        let mut signed = bodied(Some(media_type), b"a=1");
        signer().sign_form(&mut signed).unwrap();
        assert_eq!(
            signed.headers()["content-type"].as_bytes(),
            media_type.as_bytes()
        );
    }
}

#[test]
fn query_and_form_take_the_place_of_an_earlier_signature_in_the_header() {
    let mut signed = bodied(None, b"");
    signer().sign(&mut signed).unwrap();
    let mut in_query = signed.clone();
    signer().sign_query(&mut in_query).unwrap();
    assert!(!in_query.headers().contains_key("authorization"));
    signer().sign_form(&mut signed).unwrap();
    assert!(!signed.headers().contains_key("authorization"));

    let mut other = bodied(None, b"");
    let basic = HeaderValue::from_static("Basic YTpi");
    other.headers_mut().insert("authorization", basic);
    signer().sign_query(&mut other).unwrap();
    assert_eq!(authorization(other.headers()), "Basic YTpi");
    let mut other = bodied(None, b"");
    let basic = HeaderValue::from_static("OAuthentic x");
    other.headers_mut().insert("authorization", basic);
    signer().sign_form(&mut other).unwrap();
    assert_eq!(authorization(other.headers()), "OAuthentic x");
}

// What is signed

#[test]
fn a_body_is_signed_if_it_is_a_form_and_not_else() {
    let header = |media_type: Option<&str>, body: &'static [u8]| {
        let mut signed = bodied(media_type, body);
        signer().sign(&mut signed).unwrap();
        authorization(signed.headers()).to_owned()
    };
    let empty = header(None, b"");

    assert_eq!(header(None, b"a=1"), empty);
    assert_eq!(header(Some("application/json"), b"a=1"), empty);
    assert_eq!(
        header(Some("multipart/form-data; boundary=x"), b"a=1"),
        empty
    );
    assert_eq!(header(Some(FORM), b""), empty);
    let form = header(Some(FORM), b"a=1");
    assert_ne!(form, empty);
    assert_eq!(
        header(Some(" APPLICATION/x-www-form-URLENCODED ; x=é"), b"a=1"),
        form
    );
}

#[test]
fn what_means_the_same_has_the_same_signature() {
    let same = |uris: &[&str]| {
        let all: Vec<_> = uris
            .iter()
            .map(|uri| signature(&signer(), "GET", uri, b""))
            .collect();
        for (uri, it) in uris.iter().zip(&all) {
            assert_eq!(it, &all[0], "{uri}");
        }
    };

    same(&[
        "https://h/",
        "HTTPS://h",
        "https://H",
        "https://h:443",
        "https://h:0443/?",
        "https://h:/?&&",
    ]);
    same(&["http://h:80/p", "http://h/p"]);
    same(&["http://[::A]/", "http://[::a]:80"]);
    same(&["https://h/?a=%7e+b", "https://h/?a=~%20b"]);
    same(&["https://h/?a[]=1&b", "https://h/?b=&a%5b%5D=1"]);
    same(&["https://h/?x=é", "https://h/?x=%C3%A9"]);
    assert_eq!(
        signature(&signer(), "get", URL, b"a=1&b=2"),
        signature(&signer(), "GET", &format!("{URL}?b=2"), b"a=1")
    );
}

#[test]
fn what_means_something_else_has_another_signature() {
    let all = [
        "https://h/",
        "http://h/",
        "https://h:80/",
        "https://h:8443/",
        "https://h./",
        "https://h/p",
        "https://h/P",
        "https://h/p/",
        "https://h//p",
        "https://h/%70",
        "https://h/p;a",
        "https://h/?=",
        "https://h/?a",
        "https://h/?a&a",
        "https://h/?A",
        "https://h/?a=%25",
        "https://h/?a=%zz",
        "https://h/?a=%25zz%",
        "https://h/?a=%00",
        "https://h/?a=+",
        "https://h/?a=%2B",
    ];
    for (index, one) in all.iter().enumerate() {
        for other in &all[..index] {
            let [one, other] = [one, other].map(|uri| signature(&signer(), "GET", uri, b""));
            assert_ne!(one, other);
        }
    }
}

#[test]
fn bytes_that_are_not_utf8_are_signed_as_they_are() {
    // A lossy reading would take the three for the same.
    let latin = signature(&signer(), "GET", "https://h/?a=%C3", b"");
    assert_ne!(latin, signature(&signer(), "GET", "https://h/?a=%FF", b""));
    assert_ne!(
        latin,
        signature(&signer(), "GET", "https://h/?a=%EF%BF%BD", b"")
    );
    assert_eq!(latin, signature(&signer(), "GET", "https://h/", b"a=\xC3"));
}

#[test]
fn no_token_is_not_an_empty_token() {
    let consumer = Consumer::new("key", "secret");
    let none = Signer::new(consumer)
        .clock(|| Ok(0))
        .nonces(|| Ok(String::new()))
        .signature_method(SignatureMethod::Plaintext);
    let parameters = none.parameters(&Method::GET, &URL.parse().unwrap(), b"");
    let parameters: Vec<_> = parameters.as_ref().unwrap().iter().collect();
    assert!(parameters.contains(&("oauth_signature", "secret&")));
    assert!(parameters.contains(&("oauth_timestamp", "0")));
    assert!(!parameters.iter().any(|(name, _)| *name == "oauth_token"));
}

// What is refused

#[test]
fn each_refusal_reads_as_a_sentence() {
    let text = |error: SignError, why: &str| {
        assert_eq!(
            error.to_string(),
            format!("the request cannot be signed: {why}")
        );
        let error = Error::from(error);
        assert_eq!(
            error.to_string(),
            format!("the request cannot be built: the signature cannot be made, since {why}")
        );
        assert!(matches!(error, Error::Request(_)));
    };

    text(
        SignError::Clock,
        "there is no time to sign with: the clock of this system stands before 1970, or the signer's own tells none",
    );
    text(
        SignError::Nonce,
        "there is no nonce to sign with: this system gives no random bytes, or the signer's own source makes none",
    );
    text(SignError::Uri("has no host"), "the URI has no host");
    text(
        SignError::Repeated("oauth_nonce"),
        "the request already holds `oauth_nonce`, which the signer adds",
    );
    text(
        SignError::NoForm,
        "the body is not a form, so it cannot hold a signature; sign in the header instead",
    );
    text(
        SignError::PlaintextInQuery,
        "PLAINTEXT would put the secrets into the query; use an HMAC method there, or sign in the header or a form",
    );
    text(
        SignError::PlaintextOverHttp,
        "PLAINTEXT would send the secrets over plain http; use https, or an HMAC method",
    );
    text(SignError::Realm, "the realm holds a control character");
    text(
        SignError::PlaintextInCurl,
        "with PLAINTEXT the curl line would show the secrets; use an HMAC method, or `curl_showing_secrets`",
    );
    text(
        SignError::Curl("a header"),
        "a header cannot stand in a curl line",
    );
}

/// Signs in each place that this error can come from, and checks that nothing has changed.
#[track_caller]
fn refused(signer: &Signer, before: &Request<Bytes>, error: SignError) {
    type Sign = fn(&Signer, &mut Request<Bytes>) -> Result<(), SignError>;
    let places: [Sign; 3] = [Signer::sign, Signer::sign_query, Signer::sign_form];
    for sign in places {
        let mut request = before.clone();
        assert_eq!(sign(signer, &mut request), Err(error));
        assert_eq!(parts(&request), parts(before));
    }
}

#[test]
fn a_request_is_unchanged_when_clock_or_nonces_fail() {
    let mut old = request("POST", "https://h/p?a=1", Some("b=2"));
    let headers = old.headers_mut();
    headers.insert(
        "authorization",
        HeaderValue::from_static("OAuth oauth_nonce=\"old\""),
    );
    headers.insert("content-length", 3.into());

    refused(
        &signer().clock(|| Err(SignError::Clock)),
        &old,
        SignError::Clock,
    );
    refused(
        &signer().nonces(|| Err(SignError::Nonce)),
        &old,
        SignError::Nonce,
    );
}

#[test]
fn a_request_that_holds_a_protocol_parameter_is_refused() {
    for name in [
        "oauth_consumer_key",
        "oauth_token",
        "oauth_signature_method",
        "oauth_timestamp",
        "oauth_nonce",
        "oauth_version",
        "oauth_signature",
    ] {
        let error = SignError::Repeated(name);
        refused(&signer(), &get(&format!("https://h/?a=1&{name}")), error);
        refused(
            &signer(),
            &request("POST", "https://h/", Some(&format!("{name}=&a"))),
            error,
        );
    }
    let mut signed = get(URL);
    signer().sign_query(&mut signed).unwrap();
    refused(
        &signer(),
        &signed,
        SignError::Repeated("oauth_consumer_key"),
    );
    let mut signed = bodied(None, b"");
    signer().sign_form(&mut signed).unwrap();
    refused(
        &signer(),
        &signed,
        SignError::Repeated("oauth_consumer_key"),
    );
}

#[test]
fn a_protocol_parameter_that_the_signer_does_not_add_may_be_there() {
    let uri = "https://h/?oauth_callback=a&oauth_verifier=b";
    signer().sign(&mut get(uri)).unwrap();

    let error = SignError::Repeated("oauth_callback");
    refused(&signer().callback("oob"), &get(uri), error);
    let error = SignError::Repeated("oauth_verifier");
    refused(&signer().verifier("v"), &get(uri), error);
}

#[test]
fn an_encoded_name_is_the_same_name() {
    let error = SignError::Repeated("oauth_nonce");
    refused(&signer(), &get("https://h/?o%61uth_nonce=1"), error);
    signer().sign(&mut get("https://h/?OAuth_nonce=1")).unwrap();
}

#[test]
fn an_address_that_no_signature_can_cover_is_refused() {
    for (uri, why) in [
        ("/p", "is not absolute, and the signature covers the host"),
        ("*", "is not absolute, and the signature covers the host"),
        (
            "h:443",
            "is not absolute, and the signature covers the host",
        ),
        ("ftp://h/", "is neither an http nor an https URL"),
        ("wss://h/", "is neither an http nor an https URL"),
        ("https://user@h/", "holds a user name or a password"),
        (
            "https://user:password@h:443/",
            "holds a user name or a password",
        ),
        ("https://:443/", "has no host"),
        (
            "https://h:65536/",
            "has a port that is not a number up to 65535",
        ),
        (
            "https://h:+443/",
            "has a port that is not a number up to 65535",
        ),
        (
            "https://h:443a/",
            "has a port that is not a number up to 65535",
        ),
        (
            "https://[::1]a/",
            "has a port that is not a number up to 65535",
        ),
    ] {
        refused(&signer(), &get(uri), SignError::Uri(why));
        let uri: Uri = uri.parse().unwrap();
        let header = signer().header(&Method::GET, &uri);
        assert_eq!(header.unwrap_err(), SignError::Uri(why));
    }
}

#[test]
fn an_address_that_gets_too_long_is_refused() {
    let mut long = get(&format!("https://h/{}", "a".repeat(65_400)));
    let before = long.clone();

    let error = SignError::Uri("gets too long with a query");
    assert_eq!(signer().sign_query(&mut long), Err(error));
    assert_eq!(parts(&long), parts(&before));
    signer().sign(&mut long).unwrap();
}

#[test]
fn a_body_that_is_not_a_form_cannot_hold_a_signature() {
    for media_type in [
        None,
        Some("application/json"),
        Some("x/application/x-www-form-urlencoded"),
    ] {
        let mut signed = bodied(media_type, b"a=1");
        let before = signed.clone();

        assert_eq!(signer().sign_form(&mut signed), Err(SignError::NoForm));
        assert_eq!(parts(&signed), parts(&before));
    }
}

#[test]
fn a_realm_with_a_control_character_is_refused() {
    for realm in ["a\r\nb", "a\nb", "\0", "\u{7f}"] {
        let mut signed = get(URL);
        assert_eq!(
            signer().realm(realm).sign(&mut signed),
            Err(SignError::Realm)
        );
        assert!(signed.headers().is_empty());
    }
}

#[test]
fn control_characters_elsewhere_are_encoded() {
    let mut signed = get(URL);
    let signer = Signer::new(Consumer::new("a\r\nb", "")).callback("\0");
    signer.sign(&mut signed).unwrap();

    let text = authorization(signed.headers());
    assert!(text.contains("oauth_consumer_key=\"a%0D%0Ab\""), "{text}");
    assert!(text.contains("oauth_callback=\"%00\""), "{text}");
}

#[test]
fn plaintext_never_goes_into_a_query() {
    let plaintext = signer().signature_method(SignatureMethod::Plaintext);
    let mut signed = get(URL);

    assert_eq!(
        plaintext.sign_query(&mut signed),
        Err(SignError::PlaintextInQuery)
    );
    assert_eq!(signed.uri(), URL);
}

#[test]
fn plaintext_goes_over_https_or_to_this_machine_only() {
    let plaintext = signer().signature_method(SignatureMethod::Plaintext);
    for uri in [
        "https://api.example.com/",
        "http://localhost/",
        "http://LOCALHOST:8080/",
        "http://127.0.0.1/",
        "http://[::1]:8080/",
    ] {
        plaintext.sign(&mut get(uri)).unwrap();
        plaintext.sign_form(&mut get(uri)).unwrap();
    }
    for uri in [
        "http://api.example.com/",
        "http://api.example.com:443/",
        "http://10.0.0.1/",
        "http://localhost.example.com/",
        "http://api.localhost/",
    ] {
        let before = get(uri);
        for sign in [Signer::sign, Signer::sign_form] {
            let mut signed = get(uri);
            assert_eq!(
                sign(&plaintext, &mut signed),
                Err(SignError::PlaintextOverHttp)
            );
            assert_eq!(parts(&signed), parts(&before));
        }
        signer().sign(&mut get(uri)).unwrap();
    }
}

// The functions of the standard

#[test]
fn pairs_come_as_a_form_has_them() {
    let read = |text: &'static str| -> Vec<(String, String)> {
        let pairs = pairs(text.as_bytes());
        pairs
            .map(|(name, value)| {
                [name, value].map(|it| String::from_utf8(it.into_owned()).unwrap())
            })
            .map(|[name, value]| (name, value))
            .collect()
    };
    let one = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];

    assert_eq!(read(""), []);
    assert_eq!(read("&&"), []);
    assert_eq!(read("a"), one("a", ""));
    assert_eq!(read("="), one("", ""));
    assert_eq!(read("=b"), one("", "b"));
    assert_eq!(read("a=b=c"), one("a", "b=c"));
    assert_eq!(read("a;b=c"), one("a;b", "c"));
    assert_eq!(read("+%2B%20=%26"), one(" + ", "&"));
    assert_eq!(read("%=%4&"), one("%", "%4"));
    assert_eq!(read("a=1&b&a=1").len(), 3);
}

#[test]
fn signature_methods_have_their_names() {
    for &method in SignatureMethod::ALL {
        let name = method.as_str();
        assert_eq!(method.to_string(), name);
        assert_eq!(name.parse(), Ok(method));
        assert_eq!(name.to_lowercase().parse(), Ok(method));
    }
    assert_eq!(SignatureMethod::default().as_str(), "HMAC-SHA512");
    for unknown in ["", "HMAC", "RSA-SHA1", "HMAC-SHA1 ", "hmac_sha1"] {
        let error = unknown.parse::<SignatureMethod>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "the signature method is none of HMAC-SHA512, HMAC-SHA256, HMAC-SHA1 and PLAINTEXT"
        );
    }
}

#[test]
fn only_the_same_signature_is_right() {
    for &method in SignatureMethod::ALL {
        let verify = |signature: &str, base: &str, consumer: &str, token: &str| {
            method.verify(&signature.into(), base, &consumer.into(), &token.into())
        };
        let right = method.signature("base", &"c".into(), &"t".into());
        let right = right.expose();

        assert!(verify(right, "base", "c", "t"));
        assert!(!verify("", "base", "c", "t"));
        assert!(!verify(&right[1..], "base", "c", "t"));
        assert!(!verify(&format!("{right}="), "base", "c", "t"));
        assert!(!verify(
            &right.to_lowercase().replace('c', "d"),
            "base",
            "c",
            "t"
        ));
        assert!(!verify(right, "base", "t", "c"));
        assert!(!verify(right, "base", "c&t", ""));
        assert_eq!(
            verify(right, "Base", "c", "t"),
            method == SignatureMethod::Plaintext
        );
    }
}
