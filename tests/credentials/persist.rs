//! Credentials in a file of one's own.

use std::fs;

use generated_client::credentials::{Credentials, CredentialsError};
use generated_client::oauth1::{Consumer, SignatureMethod, TokenAnswer};

use crate::{Scratch, environment, four, sample};

fn full() -> Credentials {
    let body =
        b"oauth_token=t%C3%A9&oauth_token_secret=s%22%0A&expiration_date=2030&user=u&user=v&x=";
    let answer = TokenAnswer::read(body).unwrap();
    Credentials::from_answer(Consumer::new("key", "consumer secret"), answer)
}

fn consumer() -> Consumer {
    Consumer::new("key", "consumer secret")
}

/// All that credentials tell.
fn told(credentials: &Credentials) -> Vec<String> {
    let mut told: Vec<String> = four(credentials).map(str::to_owned).into();
    told.push(format!("{:?}", credentials.expiration_date()));
    told.push(format!("{:?}", credentials.api_host()));
    told.push(credentials.signer().method().to_string());
    for (name, value) in credentials.other() {
        told.push(format!("{name}={}", value.expose()));
    }
    told
}

/// The names in a folder.
fn names(scratch: &Scratch) -> Vec<String> {
    let entries = fs::read_dir(scratch.folder()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

#[cfg(unix)]
fn mode(scratch: &Scratch) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(scratch.path()).unwrap().permissions().mode() & 0o7777
}

#[cfg(unix)]
fn set_mode(scratch: &Scratch, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(scratch.path(), fs::Permissions::from_mode(mode)).unwrap();
}

/// A file that `load` looks into: nobody else may read it.
fn private(text: &str) -> Scratch {
    let scratch = Scratch::with(text);
    #[cfg(unix)]
    set_mode(&scratch, 0o600);
    scratch
}

#[test]
fn what_was_saved_comes_back() {
    let bound = environment([
        ("CLEVER_TOKEN", "t"),
        ("CLEVER_SECRET", "s"),
        ("API_HOST", "https://api.example.com"),
    ]);
    let bound = bound.credentials().unwrap();
    let methods = SignatureMethod::ALL
        .iter()
        .map(|method| sample().signature_method(*method));
    for credentials in [full(), bound].into_iter().chain(methods) {
        let scratch = Scratch::new();
        credentials.save(scratch.path()).unwrap();
        let loaded = Credentials::load(scratch.path(), credentials.consumer().clone());
        assert_eq!(told(&loaded.unwrap()), told(&credentials));
        assert_eq!(names(&scratch), ["file.json"]);
    }
}

#[test]
fn the_file_is_json_with_the_key_but_not_the_secret_of_the_consumer() {
    let scratch = Scratch::new();
    full().save(scratch.path()).unwrap();
    let text = fs::read_to_string(scratch.path()).unwrap();
    assert_eq!(
        text,
        r#"{
  "version": 1,
  "consumer_key": "key",
  "token": "té",
  "secret": "s\"\n",
  "signature_method": "HMAC-SHA512",
  "expiration_date": "2030",
  "api_host": null,
  "other": {
    "user": "u",
    "user": "v",
    "x": ""
  }
}
"#
    );
}

#[cfg(unix)]
#[test]
fn only_the_user_may_read_the_file_even_if_it_takes_the_place_of_an_open_one() {
    let scratch = Scratch::new();
    full().save(scratch.path()).unwrap();
    assert_eq!(mode(&scratch), 0o600);

    let scratch = Scratch::with("old");
    set_mode(&scratch, 0o666);
    full().save(scratch.path()).unwrap();
    assert_eq!(mode(&scratch), 0o600);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_replaced_and_what_it_leads_to_stays() {
    let scratch = Scratch::new();
    let target = scratch.folder().join("target");
    fs::write(&target, "mine").unwrap();
    std::os::unix::fs::symlink(&target, scratch.path()).unwrap();

    full().save(scratch.path()).unwrap();

    assert_eq!(fs::read_to_string(&target).unwrap(), "mine");
    assert!(fs::symlink_metadata(scratch.path()).unwrap().is_file());
    assert_eq!(names(&scratch), ["file.json", "target"]);
}

#[test]
fn nothing_is_left_behind_where_a_file_cannot_be_written() {
    // A folder stands in its place.
    let scratch = Scratch::new();
    fs::create_dir(scratch.path()).unwrap();
    let error = full().save(scratch.path()).unwrap_err();
    assert!(matches!(error, CredentialsError::Write { .. }));
    assert!(
        scratch
            .told(&error)
            .starts_with("the file FILE cannot be written: ")
    );
    // What stands in the message is no source too.
    assert!(std::error::Error::source(&error).is_none());
    assert_eq!(names(&scratch), ["file.json"]);
    assert!(scratch.path().is_dir());

    // There is no folder to hold it, and none is made.
    let scratch = Scratch::new();
    let path = scratch.folder().join("missing").join("file.json");
    let error = full().save(path).unwrap_err();
    assert!(matches!(error, CredentialsError::Write { .. }));
    let folder = scratch.folder().to_str().unwrap();
    assert_eq!(
        error.to_string().replace(folder, "FOLDER"),
        "the file FOLDER/missing/file.json cannot be written: its folder `FOLDER/missing` does not exist"
    );
    assert!(names(&scratch).is_empty());
}

#[test]
fn another_consumer_is_refused() {
    let scratch = Scratch::new();
    full().save(scratch.path()).unwrap();
    let error = Credentials::load(scratch.path(), Consumer::clever_tools()).unwrap_err();
    assert!(matches!(error, CredentialsError::OtherConsumer { .. }));
    assert_eq!(
        scratch.told(&error),
        "the credentials in the file FILE belong to another consumer than the one given; load them with that one, or \
         log in again with this one"
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_touch_is_refused() {
    let scratch = Scratch::new();
    full().save(scratch.path()).unwrap();
    for wide in [0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o777] {
        set_mode(&scratch, wide);
        let error = Credentials::load(scratch.path(), consumer()).unwrap_err();
        assert!(matches!(error, CredentialsError::Exposed { mode, .. } if mode == wide));
        assert_eq!(
            scratch.told(&error),
            format!(
                "the file FILE holds secrets, but other users may read or change it (mode {wide:04o}); make it yours \
                 alone with `chmod 600 FILE`, and log in again if somebody may have seen it"
            )
        );
    }
    for narrow in [0o400, 0o600, 0o700] {
        set_mode(&scratch, narrow);
        Credentials::load(scratch.path(), consumer()).unwrap();
    }
}

#[test]
fn a_missing_file_cannot_be_read() {
    let scratch = Scratch::new();
    let error = Credentials::load(scratch.path(), consumer()).unwrap_err();
    assert!(matches!(
        &error,
        CredentialsError::Read { error, .. } if error.kind() == std::io::ErrorKind::NotFound
    ));
    assert_eq!(
        scratch.told(&error),
        "the file FILE cannot be read: there is none; log in first and `save`"
    );
}

#[test]
fn whatever_is_wrong_with_a_file_is_told_with_its_place() {
    let table = [
        ("{", "the file FILE is not JSON (line 1, column 1)"),
        ("{}", "in the file FILE, `version` is missing"),
        (
            r#"{"version": 2}"#,
            "in the file FILE, `version` is not 1, so a newer version of this client has written it",
        ),
        (
            r#"{"version": 1}"#,
            "in the file FILE, `consumer_key` is missing",
        ),
        (
            r#"{"version": 1, "consumer_key": "key"}"#,
            "in the file FILE, `token` is missing",
        ),
        (
            r#"{"version": 1, "consumer_key": "key", "token": "t", "secret": 1}"#,
            "in the file FILE, `secret` is not a text",
        ),
        (
            r#"{"version": 1, "consumer_key": "key", "token": "t", "secret": "s", "expiration_date": ""}"#,
            "in the file FILE, `expiration_date` is empty",
        ),
        (
            r#"{"version": 1, "consumer_key": "key", "token": "t", "secret": "s", "signature_method": "RSA-SHA1"}"#,
            "in the file FILE, `signature_method` is none of HMAC-SHA512, HMAC-SHA256, HMAC-SHA1 and PLAINTEXT",
        ),
        (
            r#"{"version": 1, "consumer_key": "key", "token": "t", "secret": "s", "api_host": "x"}"#,
            "in the file FILE, `api_host` is not an http or https URL, such as https://api.example.com",
        ),
        (
            r#"{"version": 1, "consumer_key": "key", "token": "t", "secret": "s", "other": []}"#,
            "in the file FILE, `other` is not an object",
        ),
        (
            r#"{"version": 1, "consumer_key": "key", "token": "t", "secret": "s", "other": {"x": null}}"#,
            "in the file FILE, `other.x` is not a text",
        ),
        (
            r#"{"version": 1, "consumer_key": "key", "token": "t", "secret": "s", "other": {"\u001b[2J\n\u009b": 1}}"#,
            "in the file FILE, `other.\\u{1b}[2J\\n\\u{9b}` is not a text",
        ),
    ];
    for (text, expected) in table {
        let scratch = private(text);
        let error = Credentials::load(scratch.path(), consumer()).unwrap_err();
        assert_eq!(scratch.told(&error), expected, "{text}");
    }
    let least = r#"{"version": 1, "consumer_key": "key", "token": "t", "secret": "s"}"#;
    Credentials::load(private(least).path(), consumer()).unwrap();
}
