//! Each combination of the variables.

use std::env;
use std::ffi::OsString;
use std::process::Command;

use generated_client::credentials::{Credentials, CredentialsError};
use generated_client::oauth1::Consumer;

use crate::{PUBLIC, Scratch, environment, four};

const NONE: [(&str, &str); 0] = [];

/// The four pairs; a set variable has its own name as its value.
const PAIRS: [[&str; 2]; 4] = [
    ["CLEVER_TOKEN", "CLEVER_SECRET"],
    ["CC_OAUTH_TOKEN", "CC_OAUTH_SECRET"],
    ["OAUTH_CONSUMER_KEY", "OAUTH_CONSUMER_SECRET"],
    ["CC_CONSUMER_KEY", "CC_CONSUMER_SECRET"],
];

#[test]
fn nothing_is_found_in_an_empty_environment() {
    let environment = environment(NONE);
    assert!(matches!(
        environment.credentials(),
        Err(CredentialsError::NotFound { .. })
    ));
    assert!(matches!(
        environment.consumer(),
        Err(CredentialsError::NoConsumer)
    ));
    assert!(matches!(
        environment.find(),
        Err(CredentialsError::NotFound { .. })
    ));
}

#[test]
fn a_consumer_comes_from_the_first_pair() {
    let table: [(&[&str], &str); 3] = [
        (
            &["OAUTH_CONSUMER_KEY", "OAUTH_CONSUMER_SECRET"],
            "OAUTH_CONSUMER",
        ),
        (&["CC_CONSUMER_KEY", "CC_CONSUMER_SECRET"], "CC_CONSUMER"),
        (&[PAIRS[2], PAIRS[3]].concat(), "OAUTH_CONSUMER"),
    ];
    for (names, expected) in table {
        let consumer = environment(names.iter().map(|name| (name, name)))
            .consumer()
            .unwrap();
        assert_eq!(consumer.key(), format!("{expected}_KEY"));
        assert_eq!(consumer.secret().expose(), format!("{expected}_SECRET"));
    }
}

#[test]
fn the_public_consumer_is_that_of_clever_tools() {
    let consumer = Consumer::clever_tools();
    assert_eq!([consumer.key(), consumer.secret().expose()], PUBLIC);
}

#[test]
fn a_token_brings_its_consumer() {
    let (oauth, cc) = (PAIRS[2], PAIRS[3]);
    for (token, first, second) in [(PAIRS[0], oauth, cc), (PAIRS[1], cc, oauth)] {
        let rows = [
            (vec![token], PUBLIC),
            (vec![token, second], second),
            (vec![token, first], first),
            (vec![token, first, second], first),
        ];
        for (pairs, consumer) in rows {
            let names = pairs.concat();
            let environment = environment(names.iter().map(|name| (name, name)));
            let expected = [consumer[0], consumer[1], token[0], token[1]];
            assert_eq!(four(&environment.credentials().unwrap()), expected);
            assert_eq!(four(&environment.find().unwrap()), expected);
        }
    }
}

/// What a variable may be.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Unset,
    Empty,
    Set,
}

#[test]
fn each_combination_of_all_variables_gives_what_the_tables_say_or_names_the_variable() {
    let states = [State::Unset, State::Empty, State::Set];
    let mut met = 0;
    for number in 0..3_usize.pow(8) {
        let state = |pair: usize, one: usize| {
            let place = u32::try_from(2 * pair + one).unwrap();
            states[number / 3_usize.pow(place) % 3]
        };
        let mut variables = Vec::new();
        for (pair, names) in PAIRS.iter().enumerate() {
            for (one, name) in names.iter().enumerate() {
                match state(pair, one) {
                    State::Unset => {}
                    State::Empty => variables.push((name, "")),
                    State::Set => variables.push((name, *name)),
                }
            }
        }
        // The first pair that is touched counts: whole, or named as broken.
        let first_touched = |pairs: [usize; 2]| {
            let touched =
                |pair: &usize| [0, 1].iter().any(|one| state(*pair, *one) != State::Unset);
            let pair = pairs.into_iter().find(touched)?;
            let broken = [0, 1]
                .into_iter()
                .filter(|one| state(pair, *one) != State::Set);
            // An empty variable is named before a missing one.
            let broken = broken.max_by_key(|one| (state(pair, *one) == State::Empty, 1 - one));
            Some(broken.map_or(Ok(pair), |one| Err(PAIRS[pair][one])))
        };
        let found = environment(variables).credentials();
        let Some(token) = first_touched([0, 1]) else {
            assert!(matches!(found, Err(CredentialsError::NotFound { .. })));
            continue;
        };
        let consumer = match token {
            Ok(1) => first_touched([3, 2]),
            _ => first_touched([2, 3]),
        };
        let expected = match (token, consumer) {
            (Err(name), _) | (Ok(_), Some(Err(name))) => Err(name),
            (Ok(token), None) => Ok([PUBLIC, PAIRS[token]].concat()),
            (Ok(token), Some(Ok(consumer))) => Ok([PAIRS[consumer], PAIRS[token]].concat()),
        };
        match found {
            Ok(found) => assert_eq!(Ok(four(&found).to_vec()), expected),
            Err(CredentialsError::Variable { name, .. }) => assert_eq!(Err(name), expected),
            Err(error) => panic!("{error}"),
        }
        met += 1;
    }
    assert_eq!(met, 6561 - 81);
}

#[test]
fn the_message_names_the_variable_and_what_to_do() {
    let table = [
        (
            vec![("CLEVER_TOKEN", "t")],
            "the environment variable `CLEVER_SECRET` is not set, but `CLEVER_TOKEN` is; set both, or neither",
        ),
        (
            vec![("CLEVER_SECRET", "s"), ("CC_OAUTH_TOKEN", "t")],
            "the environment variable `CLEVER_TOKEN` is not set, but `CLEVER_SECRET` is; set both, or neither",
        ),
        (
            vec![("CLEVER_TOKEN", "t"), ("CLEVER_SECRET", "")],
            "the environment variable `CLEVER_SECRET` is set, but empty; give it a value, or unset it",
        ),
        (
            vec![("CC_OAUTH_TOKEN", "t"), ("CC_OAUTH_SECRET", "s\r")],
            "the environment variable `CC_OAUTH_SECRET` holds a line break or another control character",
        ),
        (
            vec![
                ("CC_OAUTH_TOKEN", "t"),
                ("CC_OAUTH_SECRET", "s"),
                ("CC_CONSUMER_KEY", "k"),
                ("OAUTH_CONSUMER_KEY", "k"),
                ("OAUTH_CONSUMER_SECRET", "s"),
            ],
            "the environment variable `CC_CONSUMER_SECRET` is not set, but `CC_CONSUMER_KEY` is; set both, or neither",
        ),
        (
            vec![],
            "no credentials were found; looked for the variables `CLEVER_TOKEN` and `CLEVER_SECRET`, then for the \
             variables `CC_OAUTH_TOKEN` and `CC_OAUTH_SECRET`; set `CLEVER_TOKEN` and `CLEVER_SECRET`",
        ),
    ];
    for (variables, expected) in table {
        let error = environment(variables).credentials().unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    assert_eq!(
        environment(NONE).consumer().unwrap_err().to_string(),
        "no consumer was found; set `OAUTH_CONSUMER_KEY` and `OAUTH_CONSUMER_SECRET` (or `CC_CONSUMER_KEY` and \
         `CC_CONSUMER_SECRET`) to what the Clever Cloud console shows for the OAuth consumer of your application"
    );
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf_8_is_named() {
    use std::os::unix::ffi::OsStringExt;

    let environment = environment([
        ("CLEVER_TOKEN", OsString::from_vec(vec![b't', 0xff])),
        ("CLEVER_SECRET", "s".into()),
    ]);
    assert_eq!(
        environment.credentials().unwrap_err().to_string(),
        "the environment variable `CLEVER_TOKEN` is not UTF-8"
    );
}

const CLEVER: [(&str, &str); 2] = [("CLEVER_TOKEN", "t"), ("CLEVER_SECRET", "s")];

#[test]
fn api_host_counts_for_the_token_of_clever_tools_only() {
    let host = ("API_HOST", "https://api.example.com");
    let found = environment(CLEVER.into_iter().chain([host]));
    assert_eq!(
        found.credentials().unwrap().api_host(),
        Some("https://api.example.com")
    );
    let found = environment([("CC_OAUTH_TOKEN", "t"), ("CC_OAUTH_SECRET", "s"), host]);
    assert_eq!(found.credentials().unwrap().api_host(), None);
    let found = environment(CLEVER);
    assert_eq!(found.credentials().unwrap().api_host(), None);
}

#[test]
fn api_host_is_a_url_of_an_api_or_named() {
    let with = |host| environment(CLEVER.into_iter().chain([("API_HOST", host)])).credentials();
    for (host, kept) in [
        ("https://api.example.com", "https://api.example.com"),
        ("https://api.example.com/", "https://api.example.com"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("HTTPS://API.EXAMPLE.COM", "HTTPS://API.EXAMPLE.COM"),
        ("https://[::1]:8080", "https://[::1]:8080"),
    ] {
        assert_eq!(with(host).unwrap().api_host(), Some(kept), "{host}");
    }
    let no_url = "is not an http or https URL, such as https://api.example.com";
    let more = "holds a user name, a query or a fragment, which is no part of an API's host";
    let path = "holds a path; give scheme and host only, such as https://api.example.com";
    let port = "has a port that is not a number up to 65535";
    for (host, why) in [
        ("api.example.com", no_url),
        ("ftp://api.example.com", no_url),
        ("https://", no_url),
        ("/v2", no_url),
        ("https://api example.com", no_url),
        ("https://user:s3cr3t@api.example.com", more),
        ("https://api.example.com?key=s3cr3t", more),
        ("https://api.example.com#s3cr3t", more),
        ("https://api.example.com/v2", path),
        ("http://127.0.0.1:8080/s3cr3t/", path),
        ("https://api.example.com//", path),
        ("https://api.example.com:99999", port),
        ("https://api.example.com:s3cr3t", port),
        ("", "is set, but empty; give it a value, or unset it"),
    ] {
        assert_eq!(
            with(host).unwrap_err().to_string(),
            format!("the environment variable `API_HOST` {why}"),
            "{host}"
        );
    }
}

#[test]
fn the_variables_of_this_process_are_read() {
    // A process cannot safely change its own variables, so this test runs itself in another one.
    const CHILD: &str = "CREDENTIALS_TEST_CHILD";
    if env::var_os(CHILD).is_none() {
        let names = PAIRS.concat();
        let child = Command::new(env::current_exe().unwrap())
            .args([
                "--exact",
                "environment::the_variables_of_this_process_are_read",
            ])
            .envs(names.iter().map(|name| (name, name)))
            .env("CONFIGURATION_FILE", Scratch::new().path())
            .env_remove("API_HOST")
            .env(CHILD, "yes")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&child.stdout);
        assert!(
            child.status.success() && said.contains("1 passed"),
            "{said}"
        );
        return;
    }
    let expected = [PAIRS[2], PAIRS[0]].concat();
    assert_eq!(four(&Credentials::from_environment().unwrap()), *expected);
    assert_eq!(four(&Credentials::find().unwrap()), *expected);
    assert_eq!(Consumer::from_environment().unwrap().key(), PAIRS[2][0]);
    for found in [
        Credentials::from_clever_tools(),
        Credentials::from_clever_tools_profile("x"),
    ] {
        assert!(matches!(found, Err(CredentialsError::NotFound { .. })));
    }
}
