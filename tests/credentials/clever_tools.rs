//! The file of clever-tools, in both forms.

use std::fs;
use std::path::Path;

use generated_client::credentials::CredentialsError;

use crate::{PUBLIC, Scratch, environment, four};

const OLD: &str = r#"{"token": "old-token", "secret": "old-secret", "expirationDate": "2030-01-01T00:00:00.000Z"}"#;

const PROFILES: &str = r#"{
  "version": 1,
  "profiles": [
    {"alias": "work", "token": "work-token", "secret": "work-secret", "userId": "user_1", "email": "a@example.com"},
    {"alias": "default", "token": "home-token", "secret": "home-secret", "expirationDate": "2031-01-01", "overrides": {}},
    {"alias": "test", "token": "test-token", "secret": "test-secret", "overrides": {
      "API_HOST": "https://api.test.example.com", "CONSOLE_URL": "https://console.test.example.com",
      "OAUTH_CONSUMER_KEY": "test-key", "OAUTH_CONSUMER_SECRET": "test-consumer-secret"}}
  ]
}"#;

#[test]
fn a_file_of_one_login() {
    let file = Scratch::with(OLD);
    let found = file.environment().clever_tools().unwrap();
    assert_eq!(
        four(&found),
        [PUBLIC[0], PUBLIC[1], "old-token", "old-secret"]
    );
    assert_eq!(found.expiration_date(), Some("2030-01-01T00:00:00.000Z"));
    assert_eq!(found.api_host(), None);
    assert!(found.other().is_empty());
}

#[test]
fn a_file_of_one_login_without_a_date() {
    for text in [
        r#"{"token": "t", "secret": "s"}"#,
        r#"{"token": "t", "secret": "s", "expirationDate": null, "more": [1, -1, 1.5, true]}"#,
    ] {
        let found = Scratch::with(text).environment().clever_tools().unwrap();
        assert_eq!(found.expiration_date(), None);
    }
}

#[test]
fn a_file_of_one_login_is_a_profile_called_default() {
    let environment = Scratch::with(OLD);
    let environment = environment.environment();
    let found = environment.clever_tools_profile("default").unwrap();
    assert_eq!(found.token().token().expose(), "old-token");
    let error = environment.clever_tools_profile("work").unwrap_err();
    assert!(matches!(error, CredentialsError::NoProfile { alias, .. } if alias == "work"));
}

#[test]
fn consumer_and_api_do_not_stand_beside_the_token() {
    // Today's clever-tools passes over them too.
    let file = Scratch::with(
        r#"{"token": "t", "secret": "s", "OAUTH_CONSUMER_KEY": "k", "API_HOST": "https://api.example.com"}"#,
    );
    let found = file.environment().clever_tools().unwrap();
    assert_eq!(four(&found), [PUBLIC[0], PUBLIC[1], "t", "s"]);
    assert_eq!(found.api_host(), None);
}

#[test]
fn the_first_profile_is_active() {
    let file = Scratch::with(PROFILES);
    let found = file.environment().clever_tools().unwrap();
    assert_eq!(
        four(&found),
        [PUBLIC[0], PUBLIC[1], "work-token", "work-secret"]
    );
    assert_eq!(found.expiration_date(), None);
}

#[test]
fn a_profile_is_found_by_its_alias() {
    let file = Scratch::with(PROFILES);
    let found = file.environment().clever_tools_profile("default").unwrap();
    assert_eq!(
        four(&found),
        [PUBLIC[0], PUBLIC[1], "home-token", "home-secret"]
    );
    assert_eq!(found.expiration_date(), Some("2031-01-01"));
}

#[test]
fn the_overrides_of_a_profile_go_before_the_variables() {
    let file = Scratch::with(PROFILES);
    let variables = [
        ("CONFIGURATION_FILE", file.path().into_os_string()),
        ("OAUTH_CONSUMER_KEY", "k".into()),
        ("OAUTH_CONSUMER_SECRET", "s".into()),
        ("API_HOST", "https://api.example.com".into()),
    ];
    let environment = environment(variables);

    let found = environment.clever_tools_profile("test").unwrap();
    assert_eq!(
        four(&found),
        [
            "test-key",
            "test-consumer-secret",
            "test-token",
            "test-secret"
        ]
    );
    assert_eq!(found.api_host(), Some("https://api.test.example.com"));

    let found = environment.clever_tools().unwrap();
    assert_eq!(four(&found), ["k", "s", "work-token", "work-secret"]);
    assert_eq!(found.api_host(), Some("https://api.example.com"));
}

#[test]
fn the_second_pair_of_variables_for_a_consumer_counts_too() {
    let file = Scratch::with(OLD);
    let variables = [
        ("CONFIGURATION_FILE", file.path().into_os_string()),
        ("CC_CONSUMER_KEY", "k".into()),
        ("CC_CONSUMER_SECRET", "s".into()),
    ];
    let found = environment(variables).clever_tools().unwrap();
    assert_eq!(four(&found), ["k", "s", "old-token", "old-secret"]);
}

#[test]
fn half_a_consumer_in_the_variables_is_named_unless_the_profile_has_its_own() {
    let file = Scratch::with(PROFILES);
    let environment = environment([
        ("CONFIGURATION_FILE", file.path().into_os_string()),
        ("OAUTH_CONSUMER_KEY", "k".into()),
    ]);
    assert!(matches!(
        environment.clever_tools(),
        Err(CredentialsError::Variable {
            name: "OAUTH_CONSUMER_SECRET",
            ..
        })
    ));
    environment.clever_tools_profile("test").unwrap();
}

#[test]
fn variables_go_before_the_file_and_the_file_before_nothing() {
    let file = Scratch::with(OLD);
    let path = ("CONFIGURATION_FILE", file.path().into_os_string());
    let token = [
        ("CLEVER_TOKEN", "t".into()),
        ("CLEVER_SECRET", "s".into()),
        path.clone(),
    ];
    assert_eq!(four(&environment(token).find().unwrap())[2], "t");
    let found = environment([path.clone()]).find().unwrap();
    assert_eq!(four(&found)[2], "old-token");
    // Half a pair is not passed over in favour of the file.
    let half = environment([("CLEVER_TOKEN", "t".into()), path]).find();
    assert!(matches!(half, Err(CredentialsError::Variable { .. })));
}

#[test]
fn the_first_variable_that_is_set_tells_where_the_file_lies() {
    let scratch = Scratch::new();
    let write = |path: &str, token: &str| {
        let path = scratch.folder().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!(r#"{{"token": "{token}", "secret": "s"}}"#)).unwrap();
    };
    write("file.json", "configuration file");
    write("xdg/clever-cloud/clever-tools.json", "xdg");
    write("home/.config/clever-cloud/clever-tools.json", "home");
    write("windows/clever-cloud/clever-tools.json", "windows");
    let below = |path: &str| scratch.folder().join(path);

    let mut variables = vec![
        ("CONFIGURATION_FILE", below("file.json")),
        ("APPDATA", below("windows")),
        ("XDG_CONFIG_HOME", below("xdg")),
        ("HOME", below("home")),
    ];
    let second = if cfg!(windows) { "windows" } else { "xdg" };
    for expected in ["configuration file", second, "xdg", "home"] {
        let found = environment(variables.clone()).clever_tools().unwrap();
        assert_eq!(found.token().token().expose(), expected);
        // Empty is as good as not set.
        variables[0].1 = Path::new("").into();
        variables.rotate_left(1);
    }
}

#[test]
fn a_missing_file_and_one_without_a_login_are_no_fault_but_nothing_found() {
    let hint = "log in with `clever login`";
    let scratch = Scratch::new();
    let error = scratch.environment().clever_tools().unwrap_err();
    assert!(matches!(error, CredentialsError::NotFound { .. }));
    assert_eq!(
        scratch.told(&error),
        format!("no credentials were found; looked for the file FILE (there is none); {hint}")
    );
    for text in [
        "{}",
        r#"{"token": null, "secret": null}"#,
        r#"{"version": 1}"#,
        r#"{"version": 1, "profiles": []}"#,
    ] {
        let scratch = Scratch::with(text);
        let error = scratch.environment().find().unwrap_err();
        assert_eq!(
            scratch.told(&error),
            format!(
                "no credentials were found; looked for the variables `CLEVER_TOKEN` and `CLEVER_SECRET`, then for the \
                 variables `CC_OAUTH_TOKEN` and `CC_OAUTH_SECRET`, then for a login in the file FILE (it holds none); \
                 set `CLEVER_TOKEN` and `CLEVER_SECRET`, or {hint}"
            )
        );
    }
    let nowhere = environment([("X", "x")]).clever_tools().unwrap_err();
    assert_eq!(
        nowhere.to_string(),
        format!(
            "no credentials were found; looked for the file clever-cloud/clever-tools.json (neither `XDG_CONFIG_HOME` \
             nor `HOME` is set, so nobody knows in which folder); {hint}"
        )
    );
}

#[test]
fn an_unknown_alias_is_told_with_the_commands_that_help() {
    let scratch = Scratch::with(PROFILES);
    let error = scratch.environment().clever_tools_profile("x").unwrap_err();
    assert_eq!(
        scratch.told(&error),
        "the file FILE has no profile `x`; `clever profile list` shows those it has, `clever login --alias x` makes it"
    );
}

/// `serde_json` writes a number so where a crate of the program has switched on `arbitrary_precision`.
#[test]
fn a_number_of_any_precision_is_a_number() {
    let file = Scratch::with(PROFILES.replace("1,", r#"{"$serde_json::private::Number": "1"},"#));
    file.environment().clever_tools().unwrap();
}

#[test]
fn control_characters_in_names_are_escaped() {
    let scratch = Scratch::with(PROFILES);
    let error = scratch
        .environment()
        .clever_tools_profile("\x1b[31m\n'é'")
        .unwrap_err();
    let text = scratch.told(&error);
    let start = "the file FILE has no profile `\\u{1b}[31m\\n'é'`; ";
    assert!(text.starts_with(start), "{text}");
    assert!(!text.contains(char::is_control), "{text}");

    let missing = environment([("CONFIGURATION_FILE", "a\n\u{9b}b")]);
    let text = missing.clever_tools().unwrap_err().to_string();
    let start = "no credentials were found; looked for the file a\\n\\u{9b}b (there is none); ";
    assert!(text.starts_with(start), "{text}");
}

#[test]
fn whatever_is_wrong_with_a_file_is_told_with_its_place_and_without_its_values() {
    // The alias `last` is looked for, so that each profile before it is met.
    let profile = r#"{"alias": "last", "token": "s3cr3t", "secret": "s3cr3t"}"#;
    let version_1 = |profile: &str| format!(r#"{{"version": 1, "profiles": [{profile}]}}"#);
    let table: Vec<(String, &str)> = vec![
        ("".into(), "the file FILE is empty"),
        (
            "\u{feff}{}".into(),
            "the file FILE starts with a byte order mark; save it as UTF-8 without one",
        ),
        (
            "s3cr3t".into(),
            "the file FILE is not JSON (line 1, column 1)",
        ),
        (
            "{\n\"token\": \"s3cr3t\", s3cr3t}".into(),
            "the file FILE is not JSON (line 2, column 20)",
        ),
        (
            r#"{"token": "s3cr3t""#.into(),
            "the file FILE is not JSON (line 1, column 18)",
        ),
        (
            r#"{} {"token": "s3cr3t"}"#.into(),
            "the file FILE is not JSON (line 1, column 4)",
        ),
        (
            "[".repeat(1000),
            "the file FILE is not JSON (line 1, column 128)",
        ),
        (r#""s3cr3t""#.into(), "the file FILE is not an object"),
        ("[]".into(), "the file FILE is not an object"),
        ("null".into(), "the file FILE is not an object"),
        (
            r#"{"token": "s3cr3t"}"#.into(),
            "in the file FILE, `secret` is missing",
        ),
        (
            r#"{"secret": "s3cr3t"}"#.into(),
            "in the file FILE, `token` is missing",
        ),
        (
            r#"{"token": 12345, "secret": "s3cr3t"}"#.into(),
            "in the file FILE, `token` is not a text",
        ),
        (
            r#"{"token": "s3cr3t", "secret": ""}"#.into(),
            "in the file FILE, `secret` is empty",
        ),
        (
            r#"{"token": "s3cr3t", "secret": {"s3cr3t": "s3cr3t"}}"#.into(),
            "in the file FILE, `secret` is not a text",
        ),
        (
            r#"{"token": "s3cr3t", "secret": "s3cr3t", "expirationDate": 12345}"#.into(),
            "in the file FILE, `expirationDate` is not a text",
        ),
        (
            format!(r#"{{"profiles": [{profile}]}}"#),
            "in the file FILE, `version` is missing",
        ),
        (
            format!(r#"{{"version": 2, "profiles": [{profile}]}}"#),
            "in the file FILE, `version` is not 1, so a newer clever-tools has written this file",
        ),
        (
            r#"{"version": "s3cr3t"}"#.into(),
            "in the file FILE, `version` is not a whole number",
        ),
        (
            r#"{"version": {"$serde_json::private::Numbers": "1"}}"#.into(),
            "in the file FILE, `version` is not a whole number",
        ),
        (
            r#"{"version": -1}"#.into(),
            "in the file FILE, `version` is not a whole number",
        ),
        (
            r#"{"version": 1, "profiles": {}}"#.into(),
            "in the file FILE, `profiles` is not a list",
        ),
        (
            version_1(r#""s3cr3t""#),
            "in the file FILE, `profiles[0]` is not an object",
        ),
        (
            version_1(r#"{"token": "s3cr3t"}"#),
            "in the file FILE, `profiles[0].alias` is missing",
        ),
        (
            version_1(r#"{"alias": "x"}, {"alias": ["s3cr3t"]}"#),
            "in the file FILE, `profiles[1].alias` is not a text",
        ),
        (
            version_1(r#"{"alias": "x"}, {"alias": "last"}"#),
            "in the file FILE, `profiles[1].token` is missing",
        ),
        (
            version_1(r#"{"alias": "last", "token": "", "secret": "s3cr3t"}"#),
            "in the file FILE, `profiles[0].token` is empty",
        ),
        (
            version_1(&profile.replace('}', r#", "overrides": "s3cr3t"}"#)),
            "in the file FILE, `profiles[0].overrides` is not an object",
        ),
        (
            version_1(&profile.replace('}', r#", "overrides": {"OAUTH_CONSUMER_KEY": "s3cr3t"}}"#)),
            "in the file FILE, `profiles[0].overrides.OAUTH_CONSUMER_SECRET` is missing",
        ),
        (
            version_1(&profile.replace(
                '}',
                r#", "overrides": {"OAUTH_CONSUMER_SECRET": "s3cr3t"}}"#,
            )),
            "in the file FILE, `profiles[0].overrides.OAUTH_CONSUMER_KEY` is missing",
        ),
        (
            version_1(&profile.replace('}', r#", "overrides": {"API_HOST": "s3cr3t"}}"#)),
            "in the file FILE, `profiles[0].overrides.API_HOST` is not an http or https URL, such as \
             https://api.example.com",
        ),
    ];
    for (text, expected) in table {
        let scratch = Scratch::with(&text);
        let environment = scratch.environment();
        let alias = text.contains("profiles").then_some("last");
        let error = match alias {
            Some(alias) => environment.clever_tools_profile(alias),
            None => environment.find(),
        };
        let error = error.unwrap_err();
        assert_eq!(scratch.told(&error), expected, "{text}");
        assert!(!format!("{error:?}").contains("s3cr3t"), "{error:?}");
    }
}

#[test]
fn of_a_member_that_comes_twice_the_last_one_counts() {
    let file = Scratch::with(r#"{"token": "a", "secret": "s", "token": "b"}"#);
    let found = file.environment().clever_tools().unwrap();
    assert_eq!(found.token().token().expose(), "b");
}

#[test]
fn escapes_are_read() {
    let file = Scratch::with(r#"{"token": "a\u00e9\"\/", "\u0073ecret": "s"}"#);
    let found = file.environment().clever_tools().unwrap();
    assert_eq!(found.token().token().expose(), "aé\"/");
}

#[test]
fn text_that_is_not_utf_8_is_not_json() {
    let scratch = Scratch::with(b"{\"token\": \"\xff\", \"secret\": \"s\"}");
    let error = scratch.environment().clever_tools().unwrap_err();
    assert_eq!(
        scratch.told(&error),
        "the file FILE is not JSON (line 1, column 12)"
    );
}

#[test]
fn a_file_has_one_mebibyte_at_most() {
    let json = r#"{"token": "t", "secret": "s"}"#;
    let padding = |length: usize| format!("{json}{}", " ".repeat(length - json.len()));
    let longest = Scratch::with(padding(1024 * 1024));
    longest.environment().clever_tools().unwrap();
    let scratch = Scratch::with(padding(1024 * 1024 + 1));
    let error = scratch.environment().clever_tools().unwrap_err();
    assert_eq!(scratch.told(&error), "the file FILE is longer than 1 MiB");
}

#[test]
fn a_folder_is_no_file() {
    let scratch = Scratch::new();
    fs::create_dir(scratch.path()).unwrap();
    let error = scratch.environment().find().unwrap_err();
    assert_eq!(scratch.told(&error), "the file FILE is not a regular file");
}

#[cfg(unix)]
#[test]
fn a_device_is_no_file_and_a_link_to_one_is() {
    let error = environment([("CONFIGURATION_FILE", "/dev/zero")]).find();
    assert!(matches!(error, Err(CredentialsError::Content { .. })));

    let scratch = Scratch::with(OLD);
    let link = scratch.folder().join("link");
    std::os::unix::fs::symlink(scratch.path(), &link).unwrap();
    environment([("CONFIGURATION_FILE", link)]).find().unwrap();
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_reached_is_told_with_the_words_of_the_system() {
    let scratch = Scratch::with(OLD);
    let path = scratch.path().join("below-a-file");
    let error = environment([("CONFIGURATION_FILE", &path)]).find();
    let error = error.unwrap_err();
    assert!(matches!(error, CredentialsError::Read { .. }), "{error}");
    // What stands in the message is no source too.
    assert!(std::error::Error::source(&error).is_none());
    assert!(
        error
            .to_string()
            .contains("cannot be read: Not a directory"),
        "{error}"
    );
}
