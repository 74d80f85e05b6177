//! The example `sign`.

use http::Request;
use tests::canary::leak;

use crate::programs::{CONSUMER, CONSUMER_SECRET, KEY, Run, run};
use crate::provider::assert_signed;

const TOKEN: &str = "the token/é";
const TOKEN_SECRET: &str = "c4n4ry of+the/token=";
const CREDENTIALS: [(&str, &str); 4] = [
    CONSUMER[0],
    CONSUMER[1],
    ("CLEVER_TOKEN", TOKEN),
    ("CLEVER_SECRET", TOKEN_SECRET),
];
const URL: &str = "https://api.example/v2/self?a=b%20c&a=%27&d[]=1";

fn sign(arguments: &[&str]) -> Run {
    run("sign", arguments, &CREDENTIALS)
}

#[track_caller]
fn assert_silent(run: &Run) {
    let printed = format!("{}{}", run.stdout, run.stderr);
    assert_eq!(
        leak(&printed, &[CONSUMER_SECRET, TOKEN_SECRET]),
        None,
        "{printed}"
    );
}

/// The one line that was printed.
#[track_caller]
fn line(run: &Run) -> &str {
    assert_eq!((run.code, &*run.stderr), (Some(0), ""), "{run:?}");
    let line = run.stdout.strip_suffix('\n').unwrap();
    assert!(!line.contains('\n'), "{run:?}");
    line
}

/// The request that a header was printed for.
#[track_caller]
fn request(method: &str, url: &str, form: &str, run: &Run) -> Request<String> {
    let value = line(run).strip_prefix("Authorization: ").unwrap();
    let request = Request::builder()
        .method(method)
        .uri(url)
        .header("authorization", value);
    let request = match form {
        "" => request,
        _ => request.header("content-type", "application/x-www-form-urlencoded"),
    };
    request.body(form.to_owned()).unwrap()
}

#[test]
fn the_header_is_that_of_the_request() {
    for method in ["hmac-sha512", "hmac-sha256", "hmac-sha1"] {
        let run = sign(&["--signature-method", method, URL]);
        let received = assert_signed(
            &request("GET", URL, "", &run),
            CONSUMER_SECRET,
            TOKEN_SECRET,
        );
        assert_eq!(received.consumer_key(), KEY);
        assert_eq!(received.token().unwrap().expose(), TOKEN);
        assert_eq!(
            received.signature_method().as_str(),
            method.to_ascii_uppercase()
        );
        assert_silent(&run);
    }
    let run = sign(&["-X", "DELETE", URL]);
    assert_signed(
        &request("DELETE", URL, "", &run),
        CONSUMER_SECRET,
        TOKEN_SECRET,
    );
}

#[test]
fn a_form_is_signed_and_sent_by_post() {
    let form = "a=1&b=%C3%A9+c&b=";
    let run = sign(&["--form", form, URL]);
    assert_signed(
        &request("POST", URL, form, &run),
        CONSUMER_SECRET,
        TOKEN_SECRET,
    );
    let run = sign(&["--form", form, "--request", "PUT", URL]);
    assert_signed(
        &request("PUT", URL, form, &run),
        CONSUMER_SECRET,
        TOKEN_SECRET,
    );
    // An empty form is one too.
    let run = sign(&["--form", "", URL]);
    assert_signed(
        &request("POST", URL, "", &run),
        CONSUMER_SECRET,
        TOKEN_SECRET,
    );
}

/// What a shell makes of the line.
#[cfg(unix)]
#[test]
fn the_curl_line_sends_the_signed_request() {
    use std::process::Command;

    for (arguments, method, form) in [
        (&[URL][..], "GET", ""),
        (&["-X", "HEAD", URL], "HEAD", ""),
        (&["-X", "DELETE", URL], "DELETE", ""),
        (&["--form", "a='b'&c=$HOME", URL], "POST", "a='b'&c=$HOME"),
        (&["--form", "a=1", "-X", "PUT", URL], "PUT", "a=1"),
    ] {
        let run = sign(&[&["--curl"], arguments].concat());
        assert_silent(&run);
        let script = format!("curl() {{ printf '%s\\n' \"$@\"; }}\n{}", line(&run));
        let shell = Command::new("sh").args(["-c", &script]).output().unwrap();
        let words = String::from_utf8(shell.stdout).unwrap();
        let words: Vec<_> = words.lines().collect();

        let after = |option: &str| {
            let places = words
                .iter()
                .enumerate()
                .filter(|(_, word)| **word == option);
            places
                .map(|(place, _)| words[place + 1])
                .collect::<Vec<_>>()
        };
        assert_eq!(words[0], "--globoff");
        assert_eq!(words.last(), Some(&URL));
        assert_eq!(words.contains(&"--head"), method == "HEAD");
        let explicit = match method {
            "PUT" | "DELETE" => vec![method],
            _ => vec![],
        };
        assert_eq!(after("--request"), explicit);
        let body = after("--data-raw").concat();
        assert_eq!(body, form);
        let mut request = Request::builder().method(method).uri(URL);
        for header in after("--header") {
            let (name, value) = header.split_once(": ").unwrap();
            request = request.header(name, value);
        }
        assert_signed(&request.body(body).unwrap(), CONSUMER_SECRET, TOKEN_SECRET);
    }
}

#[test]
fn plaintext_shows_the_secrets_only_if_that_is_wanted() {
    for curl in [&[][..], &["--curl"]] {
        let plaintext = [&["--signature-method", "plaintext", URL], curl].concat();
        let run = sign(&plaintext);
        assert!(run.refusal().contains("--show-secrets"), "{run:?}");
        assert_silent(&run);
        let run = sign(&[&plaintext[..], &["--show-secrets"]].concat());
        let shown = line(&run);
        assert!(leak(shown, &[CONSUMER_SECRET]).is_some(), "{shown}");
        // With any other method there is nothing to show.
        let run = sign(&[&["--show-secrets", URL], curl].concat());
        line(&run);
        assert_silent(&run);
    }
    let run = sign(&["--signature-method", "plaintext", "--show-secrets", URL]);
    assert_signed(
        &request("GET", URL, "", &run),
        CONSUMER_SECRET,
        TOKEN_SECRET,
    );
    let plain_http = "http://api.example/v2/self";
    let run = sign(&[
        "--signature-method",
        "plaintext",
        "--show-secrets",
        plain_http,
    ]);
    assert!(run.refusal().contains("plain http"), "{run:?}");
    assert_silent(&run);
}

#[test]
fn without_credentials_one_line_says_where_to_put_them() {
    let nowhere = (
        "XDG_CONFIG_HOME",
        concat!(env!("CARGO_TARGET_TMPDIR"), "/nowhere"),
    );
    for variables in [&[nowhere][..], &[nowhere, CONSUMER[0], CONSUMER[1]]] {
        let run = run("sign", &[URL], variables);
        let error = run.refusal();
        for word in [
            "`CLEVER_TOKEN` and `CLEVER_SECRET`",
            "clever-tools.json",
            "`clever login`",
        ] {
            assert!(error.contains(word), "{error}");
        }
    }
    let half = run("sign", &[URL], &[nowhere, ("CLEVER_TOKEN", "a")]);
    assert!(
        half.refusal().contains("`CLEVER_SECRET` is not set"),
        "{half:?}"
    );
}

#[test]
fn an_address_that_cannot_be_signed_is_one_line() {
    for (url, wanted) in [
        ("/v2/self", "not absolute"),
        ("ftp://api.example/", "neither an http nor an https URL"),
        ("https://user:c4n4ry@api.example/", "user name"),
        ("https://api.example/?oauth_nonce=a", "`oauth_nonce`"),
    ] {
        for curl in [&[][..], &["--curl"]] {
            let run = sign(&[&[url], curl].concat());
            assert!(run.refusal().contains(wanted), "{run:?}");
        }
    }
}

/// A token for one API is no business of another, whatever is printed.
#[test]
fn an_address_of_another_api_is_refused() {
    let variables = [&CREDENTIALS[..], &[("API_HOST", "https://api.example")]].concat();
    for curl in [&[][..], &["--curl"]] {
        let here = run("sign", &[&[URL], curl].concat(), &variables);
        line(&here);
        let there = run(
            "sign",
            &[&["https://other.example/v2/self"], curl].concat(),
            &variables,
        );
        assert!(
            there.refusal().contains("the credentials belong to"),
            "{there:?}"
        );
    }
}

#[test]
fn arguments_that_make_no_sense_are_told_by_the_usage() {
    for arguments in [
        &[][..],
        &["a b"],
        &[URL, URL],
        &[URL, "-X", "A B"],
        &["--signature-method", "rsa", URL],
    ] {
        let run = sign(arguments);
        assert_eq!((run.code, &*run.stdout), (Some(2), ""), "{run:?}");
        assert!(run.stderr.contains("--help"), "{run:?}");
        assert_silent(&run);
    }
}

#[test]
fn its_help_says_where_the_credentials_come_from() {
    let run = sign(&["--help"]);
    assert_eq!((run.code, &*run.stderr), (Some(0), ""));
    for word in [
        "CLEVER_TOKEN",
        "CC_OAUTH_TOKEN",
        "clever-tools",
        "--show-secrets",
        "Examples",
    ] {
        assert!(run.stdout.contains(word), "{word}");
    }
}
