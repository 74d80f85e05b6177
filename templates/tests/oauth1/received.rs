//! Checking requests that somebody else has signed.

use bytes::Bytes;
use http::{HeaderValue, Request, Uri};
use templates::oauth1::{Received, SignatureMethod, Signer, VerifyError};

use crate::{FORM, get, request, signer};

const URL: &str = "https://api.example.com/v2/x?a=1&b=%C3%A9";

fn verify(request: &Request<Bytes>) -> Result<(), VerifyError> {
    Received::read(request)?.verify(&"consumer secret".into(), &"token secret".into())
}

fn with_header(uri: &str, value: &[u8]) -> Request<Bytes> {
    let mut request = get(uri);
    let value = HeaderValue::from_bytes(value).unwrap();
    request.headers_mut().insert("authorization", value);
    request
}

/// A header whose parameters are those of a good one, but for what is put in the place of one.
fn replaced(old: &str, new: &str) -> Request<Bytes> {
    let mut signed = get(URL);
    signer().sign(&mut signed).unwrap();
    let good = signed.headers()["authorization"].to_str().unwrap();
    assert!(good.contains(old), "{good}");
    with_header(URL, good.replacen(old, new, 1).as_bytes())
}

fn signed_in_each_place(signer: &Signer) -> [Request<Bytes>; 3] {
    let start = request("POST", URL, Some("c=2+3&c="));
    let [mut header, mut query, mut form] = [start.clone(), start.clone(), start];
    signer.sign(&mut header).unwrap();
    signer.sign_query(&mut query).unwrap();
    signer.sign_form(&mut form).unwrap();
    [header, query, form]
}

#[test]
fn parameters_are_read_from_header_query_and_form() {
    for signed in signed_in_each_place(&signer().callback("oob").verifier("v")) {
        let received = Received::read(&signed).unwrap();

        assert_eq!(received.consumer_key(), "key");
        assert_eq!(received.token().unwrap().expose(), "token");
        assert_eq!(received.signature_method(), SignatureMethod::HmacSha512);
        assert_eq!(received.timestamp(), Some(1_764_000_000));
        assert_eq!(received.nonce(), Some("nonce"));
        assert_eq!(verify(&signed), Ok(()));
    }
}

#[test]
fn the_parts_of_a_request_are_as_good_as_the_whole() {
    let [header, _, form] = signed_in_each_place(&signer());
    for signed in [header, form] {
        let (parts, body) = signed.into_parts();
        let received = Received::read_parts(&parts.method, &parts.uri, &parts.headers, &body);
        let received = received.unwrap();
        assert_eq!(
            received.verify(&"consumer secret".into(), &"token secret".into()),
            Ok(())
        );
    }
}

#[test]
fn all_signature_methods_are_verified() {
    for &method in SignatureMethod::ALL {
        let mut signed = get(URL);
        signer().signature_method(method).sign(&mut signed).unwrap();

        assert_eq!(Received::read(&signed).unwrap().signature_method(), method);
        assert_eq!(verify(&signed), Ok(()));
    }
}

#[test]
fn other_secrets_have_not_signed_it() {
    for &method in SignatureMethod::ALL {
        let mut signed = get(URL);
        signer().signature_method(method).sign(&mut signed).unwrap();
        let received = Received::read(&signed).unwrap();

        for (consumer, token) in [
            ("", ""),
            ("consumer secret", ""),
            ("", "token secret"),
            ("token secret", "consumer secret"),
            ("consumer secret", "token secreT"),
            ("consumer secret ", "token secret"),
            ("consumer secret&token secret", ""),
        ] {
            let error = received.verify(&consumer.into(), &token.into());
            assert_eq!(
                error,
                Err(VerifyError::Signature),
                "{method} {consumer} {token}"
            );
        }
    }
}

#[test]
fn a_byte_changed_anywhere_is_noticed() {
    let mut wrong = 0;
    let mut unread = 0;
    let mut check = |changed: &Request<Bytes>| match verify(changed) {
        Ok(()) => panic!("{changed:?}"),
        Err(VerifyError::Signature) => wrong += 1,
        Err(_) => unread += 1,
    };
    // The lowest bit changes the meaning of every character that stands in these requests.
    for signed in signed_in_each_place(&signer()) {
        let header = signed.headers().get("authorization").cloned();
        let header = header.map(|value| value.as_bytes().to_vec());
        for index in 0..header.as_ref().map_or(0, Vec::len) {
            let mut bytes = header.clone().unwrap();
            bytes[index] ^= 1;
            if let Ok(value) = HeaderValue::from_bytes(&bytes) {
                let mut changed = signed.clone();
                changed.headers_mut().insert("authorization", value);
                check(&changed);
            }
        }
        let uri = signed.uri().to_string().into_bytes();
        for index in 0..uri.len() {
            let mut bytes = uri.clone();
            bytes[index] ^= 1;
            if let Ok(uri) = Uri::try_from(bytes) {
                let mut changed = signed.clone();
                *changed.uri_mut() = uri;
                check(&changed);
            }
        }
        for index in 0..signed.body().len() {
            let mut bytes = signed.body().to_vec();
            bytes[index] ^= 1;
            let mut changed = signed.clone();
            *changed.body_mut() = bytes.into();
            check(&changed);
        }
        let mut changed = signed.clone();
        *changed.method_mut() = http::Method::PUT;
        check(&changed);
        let mut changed = signed.clone();
        changed.headers_mut().remove("content-type");
        check(&changed);
    }
    assert!(wrong > 500, "{wrong}");
    assert!(unread > 200, "{unread}");
}

#[test]
fn what_the_signature_does_not_cover_may_change() {
    let mut signed = request("POST", "HTTPS://API.example.com:443/", None);
    signer().sign(&mut signed).unwrap();
    *signed.uri_mut() = "https://api.example.com".parse().unwrap();
    *signed.body_mut() = Bytes::from_static(b"{}");
    let headers = signed.headers_mut();
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    headers.append("authorization", HeaderValue::from_static("Basic YTpi"));

    assert_eq!(verify(&signed), Ok(()));
    assert_eq!(verify(&replaced("OAuth ", "oauth  realm=\"x\",  ")), Ok(()));
}

#[test]
fn each_parameter_comes_once_wherever_it_comes() {
    for (name, value) in [
        ("oauth_consumer_key", "key"),
        ("oauth_token", "token"),
        ("oauth_signature_method", "HMAC-SHA512"),
        ("oauth_timestamp", "1764000000"),
        ("oauth_nonce", "nonce"),
        ("oauth_version", "1.0"),
        ("oauth_callback", "oob"),
        ("oauth_verifier", "v"),
        ("oauth_signature", "x"),
    ] {
        let mut signed = request("POST", URL, Some("c=2"));
        signer()
            .callback("oob")
            .verifier("v")
            .sign(&mut signed)
            .unwrap();
        let repeated = Err(VerifyError::Repeated(name));

        let mut in_query = signed.clone();
        *in_query.uri_mut() = format!("{URL}&{name}={value}").parse().unwrap();
        assert_eq!(verify(&in_query), repeated);
        let mut in_form = signed.clone();
        *in_form.body_mut() = format!("{name}={value}").into();
        assert_eq!(verify(&in_form), repeated);
        let mut in_header = signed.clone();
        let value = format!("OAuth {name}=\"{value}\"").parse().unwrap();
        in_header.headers_mut().append("authorization", value);
        assert_eq!(verify(&in_header), repeated);
    }
}

#[test]
fn a_request_without_any_parameter_of_oauth_is_not_signed() {
    assert_eq!(verify(&get(URL)), Err(VerifyError::NotSigned));
    assert_eq!(
        verify(&get("https://h/?oauth&OAUTH_NONCE=a&x=oauth_nonce")),
        Err(VerifyError::NotSigned)
    );
    for value in [&b"Bearer abc"[..], b"Basic \xE9", b"OAuth a=\"b\""] {
        let request = with_header(URL, value);
        assert_eq!(verify(&request), Err(VerifyError::NotSigned));
    }
}

#[test]
fn what_is_missing_is_named() {
    for uri in ["https://h/?oauth_nonce", "https://h/?oauth_other=a"] {
        let missing = Err(VerifyError::Missing("oauth_signature_method"));
        assert_eq!(verify(&get(uri)), missing);
    }
    for name in [
        "oauth_consumer_key",
        "oauth_signature_method",
        "oauth_timestamp",
        "oauth_nonce",
        "oauth_signature",
    ] {
        let request = replaced(&format!("{name}="), "x=");
        assert_eq!(verify(&request), Err(VerifyError::Missing(name)));
    }
    let error = verify(&replaced("oauth_version", "x"));
    assert_eq!(error, Err(VerifyError::Signature));
    let error = verify(&replaced("oauth_token", "x"));
    assert_eq!(error, Err(VerifyError::Signature));
}

#[test]
fn values_that_cannot_be_are_refused() {
    let malformed = |name| Err(VerifyError::Malformed(name));
    for version in ["", "1", "1.0a", "2.0"] {
        let request = replaced(
            "oauth_version=\"1.0\"",
            &format!("oauth_version=\"{version}\""),
        );
        assert_eq!(verify(&request), malformed("oauth_version"));
    }
    for method in ["", "RSA-SHA1", "hmac-sha512", "HMAC-MD5"] {
        let request = replaced("\"HMAC-SHA512\"", &format!("\"{method}\""));
        assert_eq!(verify(&request), malformed("oauth_signature_method"));
    }
    for timestamp in [
        "",
        "-1",
        "+1764000000",
        "1764000000.0",
        "1e9",
        "%201",
        "18446744073709551616",
        "²",
    ] {
        let request = replaced("\"1764000000\"", &format!("\"{timestamp}\""));
        assert_eq!(
            verify(&request),
            malformed("oauth_timestamp"),
            "{timestamp}"
        );
    }
    // In the query a value may be any bytes; these must be text.
    for name in ["oauth_consumer_key", "oauth_signature", "oauth_verifier"] {
        let mut signed = replaced(&format!("{name}=").replace("verifier", "token"), "x=");
        *signed.uri_mut() = format!("{URL}&{name}=%FF").parse().unwrap();
        assert_eq!(verify(&signed), malformed(name));
    }
}

#[test]
fn an_empty_signature_is_wrong() {
    let mut signed = get("https://h/");
    let plaintext = signer().signature_method(SignatureMethod::Plaintext);
    plaintext.sign(&mut signed).unwrap();
    let text = signed.headers()["authorization"].to_str().unwrap();
    let (start, _) = text.split_once("oauth_signature=").unwrap();
    let empty = with_header(
        "https://h/",
        format!("{start}oauth_signature=\"\"").as_bytes(),
    );

    assert_eq!(verify(&empty), Err(VerifyError::Signature));
    let received = Received::read(&empty).unwrap();
    assert_eq!(
        received.verify(&"".into(), &"".into()),
        Err(VerifyError::Signature)
    );
}

#[test]
fn plaintext_can_do_without_time_and_nonce_and_no_other_method_can() {
    let header = |method: &str, more: &str| {
        let text = format!(
            "OAuth oauth_consumer_key=\"key\", oauth_signature_method=\"{method}\"{more}, \
            oauth_signature=\"consumer%2520secret%26token%2520secret\""
        );
        with_header("https://h/", text.as_bytes())
    };

    let received = Received::read(&header("PLAINTEXT", "")).unwrap();
    assert_eq!((received.timestamp(), received.nonce()), (None, None));
    assert_eq!(received.token().map(|_| ()), None);
    assert_eq!(verify(&header("PLAINTEXT", "")), Ok(()));
    assert_eq!(
        verify(&header("PLAINTEXT", ", oauth_timestamp=\"1\"")),
        Ok(())
    );
    let error = verify(&header("PLAINTEXT", ", oauth_timestamp=\"x\""));
    assert_eq!(error, Err(VerifyError::Malformed("oauth_timestamp")));
    let error = verify(&header("HMAC-SHA1", ""));
    assert_eq!(error, Err(VerifyError::Missing("oauth_timestamp")));
    let error = verify(&header("HMAC-SHA1", ", oauth_timestamp=\"1\""));
    assert_eq!(error, Err(VerifyError::Missing("oauth_nonce")));
}

#[test]
fn a_malformed_header_is_refused_and_those_of_other_schemes_are_not_read() {
    for value in [
        &b"OAuth"[..],
        b"OAuth oauth_nonce",
        b"oauth \t x",
        b"OAuth a=\"\xE9\"",
        b"OAuth a=\"%FF\"",
    ] {
        assert_eq!(verify(&with_header(URL, value)), Err(VerifyError::Header));
    }
    for value in [
        &b"Bearer abc"[..],
        b"Basic YTpi",
        b"Basic \xE9",
        b"OAuthentic a",
        b"",
    ] {
        let [_, mut query, _] = signed_in_each_place(&signer());
        let value = HeaderValue::from_bytes(value).unwrap();
        query.headers_mut().insert("authorization", value);
        assert_eq!(verify(&query), Ok(()));
    }
}

#[test]
fn a_body_counts_if_it_is_a_form() {
    let [_, _, form] = signed_in_each_place(&signer());
    for (media_type, result) in [
        (FORM, Ok(())),
        ("application/x-www-form-urlencoded;charset=utf-8", Ok(())),
        ("application/X-WWW-FORM-urlencoded; x=é", Ok(())),
        ("text/plain", Err(VerifyError::NotSigned)),
    ] {
        let mut changed = form.clone();
        let media_type = HeaderValue::from_bytes(media_type.as_bytes()).unwrap();
        changed.headers_mut().insert("content-type", media_type);
        assert_eq!(verify(&changed), result);
    }
}

#[test]
fn an_address_without_a_host_cannot_have_been_signed() {
    let mut signed = get(URL);
    signer().sign(&mut signed).unwrap();
    *signed.uri_mut() = "/v2/x?a=1&b=%C3%A9".parse().unwrap();

    let why = "is not absolute, and the signature covers the host";
    assert_eq!(verify(&signed), Err(VerifyError::Uri(why)));
}

#[test]
fn each_refusal_reads_as_a_sentence() {
    for (error, why) in [
        (VerifyError::Uri("has no host"), "its URI has no host"),
        (
            VerifyError::NotSigned,
            "it carries no OAuth 1.0a parameters",
        ),
        (
            VerifyError::Header,
            "its `Authorization` header is malformed",
        ),
        (
            VerifyError::Missing("oauth_nonce"),
            "`oauth_nonce` is missing",
        ),
        (
            VerifyError::Repeated("oauth_nonce"),
            "`oauth_nonce` comes more than once",
        ),
        (
            VerifyError::Malformed("oauth_nonce"),
            "`oauth_nonce` is malformed, or not known here",
        ),
        (VerifyError::Signature, "its signature is wrong"),
    ] {
        assert_eq!(error.to_string(), format!("the request is refused: {why}"));
    }
}
