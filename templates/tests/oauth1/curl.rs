//! Signed requests as lines for a shell.

use std::process::Command;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request};
use templates::oauth1::{SignError, SignatureMethod};

use crate::{FORM, authorization, get, request, signer};

const URL: &str = "https://h/p?a=1";

fn with(mut request: Request<Bytes>, name: &str, value: &str) -> Request<Bytes> {
    let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
    let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
    request.headers_mut().insert(name, value);
    request
}

fn bodied(method: &str, body: &'static [u8]) -> Request<Bytes> {
    request(method, URL, None).map(|_| Bytes::from_static(body))
}

/// The line of a request, with `*` in place of the `Authorization` header.
#[track_caller]
fn line(request: &Request<Bytes>) -> String {
    let line = signer().curl(request).unwrap();
    let mut signed = request.clone();
    signer().sign(&mut signed).unwrap();
    let header = format!("'Authorization: {}'", authorization(signed.headers()));
    assert!(line.contains(&header), "{line}");
    line.replacen(&header, "*", 1)
}

#[test]
fn a_get_is_what_curl_does_by_itself() {
    assert_eq!(
        line(&get(URL)),
        "curl --globoff --header * 'https://h/p?a=1'"
    );
}

#[test]
fn another_method_is_named() {
    let line = |method| line(&request(method, URL, None));
    assert_eq!(
        line("HEAD"),
        "curl --globoff --head --header * 'https://h/p?a=1'"
    );
    assert_eq!(
        line("DELETE"),
        "curl --globoff --request 'DELETE' --header * 'https://h/p?a=1'"
    );
    assert_eq!(
        line("get"),
        "curl --globoff --request 'get' --header * 'https://h/p?a=1'"
    );
    assert_eq!(
        line("A'B"),
        r"curl --globoff --request 'A'\''B' --header * 'https://h/p?a=1'"
    );
}

#[test]
fn a_post_without_a_body_says_so() {
    for method in ["POST", "PUT", "PATCH"] {
        let request = with(request(method, URL, None), "content-length", "0");
        let expected = format!(
            "curl --globoff --request '{method}' --header * --header 'Content-Length: 0' 'https://h/p?a=1'"
        );
        assert_eq!(line(&request), expected);
    }
}

#[test]
fn a_post_with_a_body_is_what_curl_does_by_itself() {
    let form = request("POST", URL, Some("a=1&b=2"));
    let form = with(form, "content-length", "7");
    assert_eq!(
        line(&form),
        format!(
            "curl --globoff --header 'Content-Type: {FORM}' --header * --data-raw 'a=1&b=2' 'https://h/p?a=1'"
        )
    );
    let put = with(bodied("PUT", b"{}"), "content-type", "application/json");
    assert_eq!(
        line(&put),
        "curl --globoff --request 'PUT' --header 'Content-Type: application/json' --header * \
        --data-raw '{}' 'https://h/p?a=1'"
    );
}

#[test]
fn curl_gives_no_media_type_to_a_body_without_one() {
    assert_eq!(
        line(&bodied("POST", b"@x")),
        "curl --globoff --header * --header 'Content-Type:' --data-raw '@x' 'https://h/p?a=1'"
    );
}

#[test]
fn an_empty_header_is_sent_empty() {
    for value in ["", " \t"] {
        assert_eq!(
            line(&with(get(URL), "x-a", value)),
            "curl --globoff --header 'x-a;' --header * 'https://h/p?a=1'"
        );
    }
}

#[test]
fn a_path_with_dots_is_sent_as_it_is() {
    assert_eq!(
        line(&get("https://h/a/../b")),
        "curl --globoff --path-as-is --header * 'https://h/a/../b'"
    );
}

#[test]
fn what_no_line_can_hold_is_refused() {
    let refused = |request: &Request<Bytes>, what| {
        assert_eq!(signer().curl(request), Err(SignError::Curl(what)));
    };
    refused(&bodied("POST", b"a\0b"), "the body");
    refused(&bodied("POST", b"\xFF"), "the body");
    refused(&bodied("HEAD", b"a"), "the body of a HEAD request");
    let mut latin = get(URL);
    let value = HeaderValue::from_bytes(b"\xE9").unwrap();
    latin.headers_mut().insert("x-a", value);
    refused(&latin, "a header");
}

#[test]
fn what_cannot_be_signed_has_no_line() {
    let relative = SignError::Uri("is not absolute, and the signature covers the host");
    assert_eq!(signer().curl(&get("/p")), Err(relative));
    assert_eq!(signer().curl_showing_secrets(&get("/p")), Err(relative));
}

#[test]
fn plaintext_shows_its_secrets_only_when_asked_to() {
    let plaintext = signer().signature_method(SignatureMethod::Plaintext);

    assert_eq!(plaintext.curl(&get(URL)), Err(SignError::PlaintextInCurl));
    let line = plaintext.curl_showing_secrets(&get(URL)).unwrap();
    assert!(
        line.contains("consumer%2520secret%26token%2520secret"),
        "{line}"
    );
    assert_eq!(
        signer().curl_showing_secrets(&get(URL)),
        signer().curl(&get(URL))
    );
}

/// What `curl` would be called with, by a real shell.
fn arguments(line: &str) -> Option<Vec<String>> {
    let script = format!("curl() {{ printf '%s\\000' \"$@\"; }}\n{line}");
    let output = match Command::new("sh").arg("-c").arg(script).output() {
        Ok(output) => output,
        Err(error) => {
            println!("skipped: there is no `sh` here ({error})");
            return None;
        }
    };
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{output:?}"
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let arguments = text.split_terminator('\0').map(str::to_owned);
    Some(arguments.collect())
}

#[test]
fn a_shell_reads_the_line_as_it_is_meant() {
    let nasty = "@a'b \"c\" $HOME `id` \\ ! * ? [x] {y,z} ~ # & ; | < > %s é\u{1F980}\ttab";
    let uri = "https://h/it's?a[]={b}&c=$HOME&d=`id`&e=!!;f=~*";
    let body = format!("{nasty}\nand 'another' line\n\n");
    let mut request = request("PATCH", uri, None).map(|_| Bytes::from(body.clone()));
    for (name, value) in [
        ("x-nasty", nasty),
        ("x-empty", ""),
        ("content-type", "text/plain"),
    ] {
        request = with(request, name, value);
    }
    let mut signed = request.clone();
    let signer = signer().realm(nasty);
    signer.sign(&mut signed).unwrap();
    let Some(arguments) = arguments(&signer.curl(&request).unwrap()) else {
        return;
    };

    assert_eq!(
        arguments,
        [
            "--globoff",
            "--request",
            "PATCH",
            "--header",
            &format!("x-nasty: {nasty}"),
            "--header",
            "x-empty;",
            "--header",
            "Content-Type: text/plain",
            "--header",
            &format!("Authorization: {}", authorization(signed.headers())),
            "--data-raw",
            &body,
            uri,
        ]
    );
}
