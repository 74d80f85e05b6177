//! No secret is shown by anything that people print.

use std::error::Error;
use std::fmt::Debug;
use std::fs;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE};
use generated_client::credentials::{Credentials, CredentialsError};
use generated_client::oauth1::{Consumer, Token, TokenAnswer};

use crate::{Scratch, environment};

/// What stands in each secret slot: it looks different in each encoding.
const CANARY: &str = "s3cr3t/canary+é?";

/// All forms that a secret could be shown in.
fn forms() -> Vec<String> {
    let percent: String = form_urlencoded::byte_serialize(CANARY.as_bytes()).collect();
    // Base64 of a text that holds the canary depends on what stands before it, modulo three bytes; the ends depend on
    // the neighbours.
    let shifted = (0..3).map(|before| {
        let text = format!("{}{CANARY}", "-".repeat(before));
        let encoded = BASE64_STANDARD_NO_PAD.encode(text);
        encoded[4..encoded.len() - 4].to_owned()
    });
    let mut forms = vec![
        CANARY.to_owned(),
        percent.to_ascii_lowercase(),
        percent,
        CANARY.escape_debug().to_string(),
        CANARY.escape_default().to_string(),
        BASE64_STANDARD.encode(CANARY),
        BASE64_URL_SAFE.encode(CANARY),
    ];
    forms.extend(shifted);
    forms
}

fn assert_hidden(shown: &str) {
    for form in forms() {
        assert!(!shown.contains(&form), "{form} in {shown}");
    }
    // A part of it is as bad.
    assert!(!shown.contains("s3cr3t"), "{shown}");
    assert!(!shown.contains("canary"), "{shown}");
}

fn debug(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

/// All that an error can show.
fn shown(error: &CredentialsError) -> String {
    let mut shown = format!("{error} {}", debug(error));
    let mut source = error.source();
    while let Some(error) = source {
        shown.push_str(&format!(" {error} {error:?} {error:#?}"));
        source = error.source();
    }
    shown
}

fn full() -> Credentials {
    let percent: String = form_urlencoded::byte_serialize(CANARY.as_bytes()).collect();
    let body = format!("oauth_token={percent}&oauth_token_secret={percent}&user={percent}");
    let answer = TokenAnswer::read(body.as_bytes()).unwrap();
    Credentials::from_answer(Consumer::new("open-key", CANARY), answer)
}

#[test]
fn the_forms_are_found_where_they_stand() {
    // Else the other tests could not fail.
    for text in ["", "a", "ab", "abc"] {
        let encoded = BASE64_STANDARD.encode(format!("{text}{CANARY}{text}"));
        assert!(forms().iter().any(|form| encoded.contains(form)), "{text}");
    }
}

#[test]
fn credentials_show_the_key_and_no_secret() {
    let credentials = full();
    let shown = debug(&credentials);
    assert!(shown.contains("open-key") && shown.contains("user"));
    assert_hidden(&shown);
    assert_hidden(&debug(&credentials.signer()));
    assert_hidden(&debug(&Token::new(CANARY, CANARY)));
}

#[test]
fn a_signed_request_shows_no_secret() {
    let mut request = http::Request::get("https://api.example.com/")
        .body("")
        .unwrap();
    full().sign(&mut request).unwrap();
    assert_hidden(&debug(&request));
}

#[test]
fn an_environment_shows_no_variable() {
    assert_hidden(&debug(&environment([("CLEVER_TOKEN", CANARY)])));
}

#[test]
fn no_error_about_a_variable_shows_one() {
    let bad = ["", "\n", CANARY];
    let names = [
        "CLEVER_TOKEN",
        "CLEVER_SECRET",
        "OAUTH_CONSUMER_KEY",
        "OAUTH_CONSUMER_SECRET",
        "API_HOST",
    ];
    let mut met = 0;
    for name in names {
        for bad in bad {
            let variables = names.map(|known| match known == name {
                true => (known, format!("{CANARY}{bad}")),
                false => (known, CANARY.to_owned()),
            });
            let without = variables
                .clone()
                .into_iter()
                .filter(|(known, _)| *known != name);
            let emptied = variables.clone().map(|(known, text)| match known == name {
                true => (known, String::new()),
                false => (known, text),
            });
            let environments = [
                environment(variables),
                environment(without),
                environment(emptied),
            ];
            for environment in environments {
                for found in [environment.credentials(), environment.find()] {
                    if let Err(error) = found {
                        assert_hidden(&shown(&error));
                        met += 1;
                    }
                }
            }
        }
    }
    assert!(met > 50, "{met}");
}

#[test]
fn no_error_about_a_file_shows_a_piece_of_it() {
    let whole = serde_json::json!({
        "version": 1,
        "profiles": [{
            "alias": "x", "token": CANARY, "secret": CANARY, "expirationDate": CANARY,
            "overrides": {
                "API_HOST": "https://api.example.com",
                "OAUTH_CONSUMER_KEY": CANARY, "OAUTH_CONSUMER_SECRET": CANARY,
            },
        }],
    });
    let text = whole.to_string();
    let mut met = 0;
    let mut check = |text: &[u8]| {
        let scratch = Scratch::with(text);
        if let Err(error) = scratch.environment().clever_tools() {
            assert_hidden(&shown(&error));
            met += 1;
        }
    };
    // Cut off anywhere, and with any one byte replaced.
    for end in 0..text.len() {
        check(&text.as_bytes()[..end]);
        let mut changed = text.clone().into_bytes();
        changed[end] = b'}';
        check(&changed);
    }
    // Each text in the place of something else.
    for wrong in ["{}", "[]", "17", "null", "\"\""] {
        for (place, _) in text.match_indices('"').step_by(2) {
            let rest = &text[place + 1..];
            let end = place + 2 + rest.find('"').unwrap();
            let changed = format!("{}{wrong}{}", &text[..place], &text[end..]);
            check(changed.as_bytes());
        }
    }
    assert!(met > 400, "{met}");
}

#[test]
fn no_error_about_a_saved_file_shows_a_piece_of_it() {
    let scratch = Scratch::new();
    full().save(scratch.path()).unwrap();
    let text = fs::read(scratch.path()).unwrap();
    let load = || Credentials::load(scratch.path(), Consumer::new("open-key", CANARY));
    assert_hidden(&debug(&load().unwrap()));
    let other = Credentials::load(scratch.path(), Consumer::new(CANARY, CANARY));
    assert_hidden(&shown(&other.unwrap_err()));
    let mut met = 0;
    for end in 0..text.len() {
        fs::write(scratch.path(), &text[..end]).unwrap();
        if let Err(error) = load() {
            assert_hidden(&shown(&error));
            met += 1;
        }
    }
    assert!(met > 100, "{met}");

    fs::remove_file(scratch.path()).unwrap();
    assert_hidden(&shown(&load().unwrap_err()));
    fs::create_dir(scratch.path()).unwrap();
    assert_hidden(&shown(&load().unwrap_err()));
    assert_hidden(&shown(&full().save(scratch.path()).unwrap_err()));
}
