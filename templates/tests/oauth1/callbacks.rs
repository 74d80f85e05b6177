//! What users come back with.

use templates::oauth1::{Callback, CallbackError, Token};

use crate::exposed;

const ENOUGH: &str = "oauth_token=t&oauth_verifier=v";

#[track_caller]
fn refused(query: &str, error: CallbackError) {
    assert_eq!(Callback::from_query(query).unwrap_err(), error, "{query}");
    let url = format!("http://localhost:4000/cb?{query}#f");
    assert_eq!(Callback::from_url(&url).unwrap_err(), error, "{url}");
}

#[track_caller]
fn reads(callback: Result<Callback, CallbackError>, other: &[(&str, &str)]) {
    let callback = callback.unwrap();
    assert_eq!(callback.token().expose(), "t");
    assert_eq!(callback.verifier().expose(), "v");
    assert_eq!(exposed(callback.other()), other);
}

#[test]
fn token_and_verifier_are_enough() {
    reads(Callback::from_query(ENOUGH), &[]);
    reads(
        Callback::from_query("oauth_verifier=v&&oauth_token=t&"),
        &[],
    );
    reads(Ok(Callback::new("t", "v")), &[]);
}

#[test]
fn a_query_may_come_with_its_question_mark() {
    reads(Callback::from_query(&format!("?{ENOUGH}")), &[]);
    let error = Callback::from_query(&format!("??{ENOUGH}")).unwrap_err();
    assert_eq!(error, CallbackError::Missing("oauth_token"));
}

#[test]
fn it_may_come_as_an_address_or_its_path() {
    for url in [
        "http://localhost:4000/cb?oauth_token=t&oauth_verifier=v",
        "https://example.com?oauth_token=t&oauth_verifier=v",
        "/cb?oauth_token=t&oauth_verifier=v",
        "?oauth_token=t&oauth_verifier=v",
        "app:cb?oauth_token=t&oauth_verifier=v",
        "/cb?oauth_token=t&oauth_verifier=v#",
        "/cb?oauth_token=t&oauth_verifier=v#&oauth_token=other?oauth_token=other",
    ] {
        reads(Callback::from_url(url), &[]);
    }
}

#[test]
fn a_query_of_its_own_and_other_fields_are_kept() {
    let url = "/cb?state=a%2Bb+c&x&oauth_token=t&user=user_1&oauth_verifier=v&u=/?a";
    let other = [
        ("state", "a+b c"),
        ("x", ""),
        ("user", "user_1"),
        ("u", "/?a"),
    ];
    reads(Callback::from_url(url), &other);
}

#[test]
fn what_stands_outside_the_query_is_not_read() {
    for url in [
        "",
        "#",
        "?",
        "oauth_token=t&oauth_verifier=v",
        "/cb#?oauth_token=t&oauth_verifier=v",
    ] {
        let error = Callback::from_url(url).unwrap_err();
        assert_eq!(error, CallbackError::Missing("oauth_verifier"), "{url}");
    }
}

#[test]
fn token_and_verifier_come_once_and_hold_something() {
    refused("", CallbackError::Missing("oauth_verifier"));
    refused("oauth_token=t", CallbackError::Missing("oauth_verifier"));
    refused(
        "oauth_token=t&OAuth_verifier=v",
        CallbackError::Missing("oauth_verifier"),
    );
    refused("oauth_verifier=v", CallbackError::Missing("oauth_token"));
    refused(
        "oauth_token=t&oauth_verifier=",
        CallbackError::Empty("oauth_verifier"),
    );
    refused(
        "oauth_token&oauth_verifier=v",
        CallbackError::Empty("oauth_token"),
    );
    let again = |field: &str| format!("{ENOUGH}&{field}");
    refused(
        &again("oauth_verifier=v"),
        CallbackError::Repeated("oauth_verifier"),
    );
    refused(
        &again("oauth_verifier"),
        CallbackError::Repeated("oauth_verifier"),
    );
    refused(
        &again("oauth_token=t"),
        CallbackError::Repeated("oauth_token"),
    );
}

#[test]
fn what_is_no_form_is_refused() {
    for field in ["%", "%ZZ", "%E9", "a=%C3"] {
        refused(&format!("{ENOUGH}&{field}"), CallbackError::Malformed);
    }
}

#[test]
fn a_refusal_is_told_from_a_broken_callback() {
    for query in [
        "denied=t",
        "denied",
        "oauth_problem=user_refused",
        "error=access_denied",
        "state=1&oauth_token=t&oauth_problem=permission_denied",
        "oauth_token=t&oauth_verifier=&denied=1",
    ] {
        refused(query, CallbackError::Refused);
    }
    // The application's own fields may have these names too.
    reads(
        Callback::from_query(&format!("error=&{ENOUGH}")),
        &[("error", "")],
    );
    refused("Denied=t", CallbackError::Missing("oauth_verifier"));
}

#[test]
fn it_belongs_to_the_token_that_was_asked_for_and_no_other() {
    let belongs = |given: &str, asked: &str| {
        let query = format!("oauth_token={given}&oauth_verifier=v");
        let callback = Callback::from_query(&query).unwrap();
        callback.belongs_to(&Token::new(asked, "secret"))
    };

    assert_eq!(belongs("abc", "abc"), Ok(()));
    assert_eq!(belongs("%C3%A9+", "é "), Ok(()));
    for asked in ["", "a", "ab", "abcd", "abd", "Abc", "abc ", "xyz"] {
        assert_eq!(
            belongs("abc", asked),
            Err(CallbackError::OtherToken),
            "{asked}"
        );
    }
}

#[test]
fn each_refusal_reads_as_a_sentence() {
    for (error, text) in [
        (
            CallbackError::Refused,
            "the login was refused, by the user or by the server",
        ),
        (
            CallbackError::Malformed,
            "the callback's query is not form-encoded text in UTF-8",
        ),
        (
            CallbackError::Missing("oauth_token"),
            "the callback has no `oauth_token`",
        ),
        (
            CallbackError::Empty("oauth_token"),
            "the callback's `oauth_token` is empty",
        ),
        (
            CallbackError::Repeated("oauth_token"),
            "the callback has more than one `oauth_token`",
        ),
        (
            CallbackError::OtherToken,
            "the callback belongs to another login: its token is not the one asked for",
        ),
    ] {
        assert_eq!(error.to_string(), text);
    }
}
