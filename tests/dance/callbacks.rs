//! What comes back from the user, and the token that waits for it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use generated_client::Secret;
use generated_client::login::{Leg, LoginError, LoginFault, Placement, Reader, RequestToken, Step};
use generated_client::oauth1::CallbackError::{
    Empty, Malformed, Missing, OtherToken, Refused, Repeated,
};
use generated_client::oauth1::{Callback, Received};
use tests::provider::{Answer, Provider};

use crate::callers::callers;
use crate::cast::{
    ACCESS_TOKEN, CALLBACK, CONSUMER_SECRET, PLACEMENTS, REQUEST_SECRET, REQUEST_TOKEN, USER,
    VERIFIER, access_answer, assert_hidden, callback, callback_query, form, login, request_answer,
    request_token,
};

const TOKEN: (&str, &str) = ("oauth_token", REQUEST_TOKEN);
const APPROVED: (&str, &str) = ("oauth_verifier", VERIFIER);

#[test]
fn a_callback_that_proves_nothing_is_a_typed_error() {
    let rows = [
        (form([TOKEN]), Missing("oauth_verifier")),
        (
            form([TOKEN, ("oauth_verifier", "")]),
            Empty("oauth_verifier"),
        ),
        (
            form([TOKEN, APPROVED, APPROVED]),
            Repeated("oauth_verifier"),
        ),
        (
            form([TOKEN, ("OAUTH_VERIFIER", VERIFIER)]),
            Missing("oauth_verifier"),
        ),
        (form([APPROVED]), Missing("oauth_token")),
        (form([("oauth_token", ""), APPROVED]), Empty("oauth_token")),
        (form([TOKEN, TOKEN, APPROVED]), Repeated("oauth_token")),
        (form([TOKEN, ("oauth_problem", "user_refused")]), Refused),
        (form([("denied", REQUEST_TOKEN)]), Refused),
        (form([TOKEN, ("error", "access_denied")]), Refused),
        (form([TOKEN, APPROVED]) + "&x=%ZZ", Malformed),
        (form([TOKEN, APPROVED]) + "&x=%FF", Malformed),
        (String::new(), Missing("oauth_verifier")),
    ];
    for (query, expected) in rows {
        for error in [
            Callback::from_query(&query).unwrap_err(),
            Callback::from_url(&format!("{CALLBACK}&{query}")).unwrap_err(),
            Callback::from_url(&format!("/cb?{query}#fragment&oauth_verifier=a")).unwrap_err(),
        ] {
            assert_eq!(error, expected, "{query}");
            assert_hidden(&error);
            assert_hidden(&format_args!("{error}"));
        }
    }
}

#[test]
fn a_callback_of_another_login_ends_the_login_without_a_request() {
    let others = [
        "another".to_owned(),
        REQUEST_TOKEN.to_ascii_uppercase(),
        format!("{REQUEST_TOKEN} "),
        REQUEST_TOKEN.chars().take(12).collect(),
        REQUEST_TOKEN.chars().skip(1).collect(),
        REQUEST_SECRET.to_owned(),
        // Of another user, who has a login of the same kind under way.
        ACCESS_TOKEN.to_owned(),
    ];
    let provider = Provider::start(|_| access_answer());
    for caller in callers() {
        for placement in PLACEMENTS {
            for other in &others {
                let query = form([("oauth_token", other.as_str()), APPROVED]);
                let callback = Callback::from_query(&query).unwrap();
                let step = login(&provider, placement).access_token(request_token(), callback);
                let error = caller.send(step).unwrap_err();
                assert_eq!(error.leg(), Leg::AccessToken);
                match error.fault() {
                    LoginFault::Callback(OtherToken) => {}
                    other => panic!("{other:?}"),
                }
            }
        }
    }
    assert_eq!(provider.connections(), 0);
}

/// The handler of a web server ends with `?`.
#[test]
fn a_callback_of_no_use_is_an_error_of_the_approval() {
    let handler =
        |query: &str| -> Result<Callback, LoginError> { Ok(Callback::from_query(query)?) };
    let error = handler("denied=1").unwrap_err();
    assert_eq!(error.leg(), Leg::AuthorizeToken);
    assert!(matches!(error.fault(), LoginFault::Callback(Refused)));
    assert!(error.status().is_none() && error.api().is_none());
    assert_eq!(
        error.to_string(),
        "approving: the login was refused, by the user or by the server"
    );
}

#[test]
fn a_request_token_keeps_what_else_came_but_not_in_its_parts() {
    let body = "oauth_token=a&x=1+2&oauth_token_secret=b&oauth_callback_confirmed=true&x=&y=%C3%A9";
    let provider = Provider::start(move |_| Answer::new(200).body(body));
    for caller in callers() {
        let step = login(&provider, Placement::Form).request_token(CALLBACK);
        let token = caller.send(step).unwrap();
        let other = token.other().iter();
        let other: Vec<_> = other
            .map(|(name, value)| (&**name, value.expose()))
            .collect();
        assert_eq!(other, [("x", "1 2"), ("x", ""), ("y", "é")]);
        let (token, secret) = token.into_parts();
        assert!(RequestToken::from_parts(token, secret).other().is_empty());
    }
}

#[test]
fn a_callback_keeps_its_own_query_and_names_the_user_that_the_server_has_added() {
    let rows = [
        (callback_query(), Some(USER)),
        (form([TOKEN, APPROVED]), None),
        // A `user` in the callback's own query stands in front of what the server adds.
        (format!("user=somebody&{}", callback_query()), Some(USER)),
        (
            form([TOKEN, APPROVED, ("user_id", "1"), ("User", "2")]),
            None,
        ),
    ];
    for (query, user) in rows {
        let callback = Callback::from_query(&query).unwrap();
        assert_eq!(callback.user(), user, "{query}");
        assert_eq!(callback.token().expose(), REQUEST_TOKEN);
        assert_eq!(callback.verifier().expose(), VERIFIER);
        assert_hidden(&callback);
    }
}

/// A web server: one handler sends the user away and keeps the parts, another one takes them out when the user is back.
#[test]
fn a_request_token_goes_through_a_store_in_its_parts() {
    let provider = Provider::start(|request| match request.path() {
        "/v2/oauth/request_token" => request_answer(),
        "/v2/oauth/access_token" => {
            let received = Received::read(&request.to_http()).unwrap();
            let secrets = [CONSUMER_SECRET, REQUEST_SECRET].map(Secret::new);
            received.verify(&secrets[0], &secrets[1]).unwrap();
            access_answer()
        }
        _ => Answer::new(404),
    });
    let store = Arc::new(Mutex::new(HashMap::new()));
    for caller in callers() {
        let starts = || {
            let login = login(&provider, Placement::Form);
            let token = caller.send(login.request_token(CALLBACK)).unwrap();
            let url = login.authorize_url(&token).unwrap();
            let (token, secret) = token.into_parts();
            let mut store = store.lock().unwrap();
            store.insert(token.expose().to_owned(), secret.expose().to_owned());
            url
        };
        let comes_back = |query: &str| {
            let callback = Callback::from_query(query).unwrap();
            let token = callback.token().expose().to_owned();
            let secret = store.lock().unwrap().remove(&token)?;
            let token = RequestToken::from_parts(token, secret);
            let step = login(&provider, Placement::Form).access_token(token, callback);
            Some(caller.send(step).unwrap())
        };
        assert!(starts().contains("oauth_token="));
        let credentials = comes_back(&callback_query()).unwrap();
        assert_eq!(credentials.token().token().expose(), ACCESS_TOKEN);
        assert!(comes_back(&callback_query()).is_none());
    }
    assert_eq!(provider.requests().len(), 4);
}

/// Tells of a type whether it can be cloned: where it can, both methods stand there, and the one of the type itself is
/// taken first.
struct Probe<T>(std::marker::PhantomData<T>);

impl<T: Clone> Probe<T> {
    fn is_clone(&self) -> bool {
        true
    }
}

trait IsNoClone {
    fn is_clone(&self) -> bool {
        false
    }
}

impl<T> IsNoClone for Probe<T> {}

macro_rules! is_clone {
    ($type:ty) => {
        Probe::<$type>(std::marker::PhantomData).is_clone()
    };
}

/// Both are used up by their one use: `access_token`, `send` and `into_parts` take them by value.
#[test]
fn a_request_token_and_a_step_cannot_be_cloned() {
    assert!(is_clone!(Callback), "the probe works");
    assert!(!is_clone!(RequestToken));
    assert!(!is_clone!(Step<RequestToken>));
    assert!(!is_clone!(Reader<RequestToken>));
}

#[test]
fn a_step_and_its_reader_may_go_to_another_thread() {
    fn shared<T: Send + Sync>() {}
    shared::<Step<RequestToken>>();
    shared::<Reader<RequestToken>>();
}

#[test]
fn the_parts_of_a_step_do_for_another_http_client() {
    let provider = Provider::start(|_| access_answer());
    let login = login(&provider, Placement::Form);
    let (request, reader) = login
        .access_token(request_token(), callback())
        .into_parts()
        .unwrap();
    assert_hidden(&reader);
    assert!(request.uri().to_string().starts_with(&provider.url()));
    let body = bytes::Bytes::from(form([
        ("oauth_token", ACCESS_TOKEN),
        ("oauth_token_secret", "s"),
    ]));
    let credentials = reader.read(http::Response::new(body)).unwrap();
    assert_eq!(credentials.token().token().expose(), ACCESS_TOKEN);
    assert_eq!(provider.connections(), 0);
}
