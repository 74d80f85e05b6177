//! The second leg without a browser.

use generated_client::error::Error;
use generated_client::login::{Approval, LoginError, LoginFault, Placement};
use generated_client::oauth1::{Callback, CallbackError};
use tests::provider::{Answer, Provider, Request};

use crate::callers::{Caller, callers};
use crate::cast::{
    CALLBACK, FORM, REQUEST_TOKEN, SESSION, USER, VERIFIER, callback_query, form, login, percent,
    request_token, rights, shows_a_secret,
};

const REDIRECTS: [u16; 5] = [301, 302, 303, 307, 308];

/// The calls that a redirect to the callback may answer.
#[derive(Clone, Copy, Debug)]
enum Call {
    Form,
    Token,
}

const CALLS: [Call; 2] = [Call::Form, Call::Token];

impl Call {
    /// Sends the call. A page is no error of a call for the form, but it gives no callback either.
    fn send(self, caller: &Caller, provider: &Provider) -> Result<Option<Callback>, LoginError> {
        let login = login(provider, Placement::Form);
        match self {
            Self::Form => match caller.send(login.authorize_form(&request_token(), SESSION))? {
                Approval::Approved(callback) => Ok(Some(callback)),
                Approval::Page(_) => Ok(None),
                other => panic!("{other:?}"),
            },
            Self::Token => {
                let step = login.authorize_token(&request_token(), SESSION, rights());
                caller.send(step).map(Some)
            }
        }
    }
}

/// Gives this answer to both calls through both clients; each sends one request, and checks how that looks.
fn each(
    answer: &Answer,
    callers: &[Caller; 2],
    check: impl Fn(Call, Result<Option<Callback>, LoginError>),
) {
    let given = answer.clone();
    let provider = Provider::start(move |_| given.clone());
    for caller in callers {
        for call in CALLS {
            check(call, call.send(caller, &provider));
            let requests = provider.requests();
            assert_is(call, requests.last().unwrap());
        }
    }
    assert_eq!(provider.connections(), 4, "{answer:?}");
}

/// The cookies come once and in lower case, nothing is signed, and the secrets stand in the cookies alone.
fn assert_is(call: Call, request: &Request) {
    assert_eq!(request.target(), "/v2/oauth/authorize");
    match call {
        Call::Form => {
            assert_eq!(request.method(), "GET");
            assert_eq!(request.headers("accept"), ["*/*"]);
            assert_eq!(request.headers("content-type"), [""; 0]);
            assert_eq!(request.text(), "");
        }
        Call::Token => {
            assert_eq!(request.method(), "POST");
            assert_eq!(request.headers("accept"), ["text/html, application/json"]);
            assert_eq!(request.headers("content-type"), [FORM]);
            assert_eq!(
                request.text(),
                "access_personal_information=on&manage_ssh_keys=on"
            );
        }
    }
    // RFC 6265, 4.1.1, says what may stand in a cookie.
    let session = "s3cr3tC4n4ry%20session%20%C3%A9%3B%2C=%5C";
    let token = "s3cr3tC4n4ry/request/%C3%A9&=+%3B%25%20~'%22";
    let cookies = format!("ccid={session}; cctk={token}");
    assert_eq!(request.headers("cookie"), [&*cookies]);
    let text = String::from_utf8(request.raw().to_vec()).unwrap();
    assert!(!text.contains("oauth_"), "{text}");
    let without = text.replace(&cookies, "");
    assert!(!shows_a_secret(without.as_bytes()), "{without}");
}

#[test]
fn any_redirect_to_the_callback_has_the_verifier_and_is_not_followed() {
    let elsewhere = Provider::start(|_| Answer::new(200));
    let query = callback_query();
    let without_token = form([("oauth_verifier", VERIFIER), ("user", USER)]);
    let locations = [
        format!("{}/cb?{query}", elsewhere.url()),
        format!("{}/cb?state=a%20b&{query}", elsewhere.url()),
        format!("{}/cb?{query}#fragment", elsewhere.url()),
        format!("//{}/cb?{query}", elsewhere.address()),
        format!("/cb?{query}"),
        format!("{CALLBACK}&{query}"),
        format!("some.app:/cb?{query}"),
        format!("?{query}"),
        // It answers our own request, so it need not say which token that was about.
        format!("{}/cb?{without_token}", elsewhere.url()),
        format!("{}/cb?{without_token}#oauth_token=other", elsewhere.url()),
    ];
    let callers = callers();
    for status in REDIRECTS {
        for location in &locations {
            let answer = Answer::new(status).header("location", &**location);
            each(&answer, &callers, |call, result| {
                let callback = result.unwrap_or_else(|it| panic!("{call:?} {location}: {it}"));
                let callback = callback.unwrap();
                assert_eq!(callback.token().expose(), REQUEST_TOKEN);
                assert_eq!(callback.verifier().expose(), VERIFIER);
                assert_eq!(callback.user(), Some(USER));
            });
        }
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[test]
fn a_redirect_to_anywhere_else_sends_nobody_back_and_keeps_the_answer() {
    let elsewhere = Provider::start(|_| Answer::new(200));
    let locations = [
        None,
        Some(String::new()),
        Some("/v2/sessions/login?next=s3cr3tC4n4ry".to_owned()),
        Some(format!("{}/login", elsewhere.url())),
        Some(format!("{CALLBACK}&oauth_token={}", percent(REQUEST_TOKEN))),
        Some(format!("/cb#{}", callback_query())),
    ];
    let callers = callers();
    for status in REDIRECTS {
        for location in &locations {
            let mut answer = Answer::new(status).body("log in, s3cr3tC4n4ry");
            if let Some(location) = location {
                answer = answer.header("location", &**location);
            }
            each(&answer, &callers, |_, result| {
                let error = result.unwrap_err();
                let LoginFault::NotSentBack(_) = error.fault() else {
                    panic!("{location:?}: {error:?}");
                };
                let answer = error.api().unwrap();
                assert_eq!(answer.status(), status);
                assert_eq!(answer.location(), location.as_deref());
                assert_eq!(answer.body(), "log in, s3cr3tC4n4ry");
            });
        }
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[test]
fn a_redirect_with_a_callback_of_no_use_is_the_fault_of_that_callback() {
    let verifier = ("oauth_verifier", VERIFIER);
    let rows = [
        (
            form([("oauth_token", "another"), verifier]),
            CallbackError::OtherToken,
        ),
        (
            form([("oauth_token", ""), verifier]),
            CallbackError::Empty("oauth_token"),
        ),
        (
            format!("{0}&{0}", form([verifier])),
            CallbackError::Repeated("oauth_verifier"),
        ),
        (
            form([("oauth_verifier", "")]),
            CallbackError::Empty("oauth_verifier"),
        ),
        (
            form([("oauth_problem", "user_refused")]),
            CallbackError::Refused,
        ),
        (form([verifier]) + "&x=%ZZ", CallbackError::Malformed),
    ];
    let callers = callers();
    for (query, expected) in rows {
        let answer = Answer::new(303).header("location", format!("{CALLBACK}&{query}"));
        each(&answer, &callers, |_, result| {
            match result.unwrap_err().fault() {
                LoginFault::Callback(error) => assert_eq!(*error, expected, "{query}"),
                other => panic!("{query}: {other:?}"),
            }
        });
    }
}

#[test]
fn a_location_that_is_not_utf_8_sends_nobody_back() {
    let location = [b"/cb?oauth_verifier=a&x=\xff".as_slice()].concat();
    let answer = Answer::new(303).header("location", location);
    each(&answer, &callers(), |_, result| {
        let error = result.unwrap_err();
        assert!(
            matches!(error.fault(), LoginFault::NotSentBack(_)),
            "{error:?}"
        );
    });
}

#[test]
fn the_page_of_rights_is_text_whatever_it_comes_as() {
    let page = "<form action=\"/v2/oauth/authorize\"><!-- é s3cr3tC4n4ry --></form>";
    let json = serde_json::to_string(page).unwrap();
    let rows = [
        (Some("text/html;charset=utf-8"), page),
        (Some("application/json"), &*json),
        (None, page),
    ];
    let callers = callers();
    for (content_type, body) in rows {
        let mut answer = Answer::new(200).body(body);
        if let Some(content_type) = content_type {
            answer = answer.header("content-type", content_type);
        }
        let provider = Provider::start(move |_| answer.clone());
        for caller in &callers {
            let login = login(&provider, Placement::Form);
            let step = login.authorize_form(&request_token(), SESSION);
            let Approval::Page(found) = caller.send(step).unwrap() else {
                panic!("{content_type:?} is a page");
            };
            assert_eq!(found.value(), page);
            assert_eq!(found.bytes(), body);
        }
    }
}

#[test]
fn a_page_where_the_user_should_be_sent_back_is_an_error_with_the_page_kept() {
    for status in [200, 204] {
        let body = match status {
            204 => "",
            _ => "<p>s3cr3tC4n4ry",
        };
        let answer = Answer::new(status)
            .header("content-type", "text/html")
            .header("location", format!("/cb?{}", callback_query()))
            .body(body);
        each(&answer, &callers(), |call, result| match (call, result) {
            (Call::Form, Ok(None)) => assert_eq!(status, 200),
            (call, Err(error)) => {
                match (call, error.fault()) {
                    (Call::Token, LoginFault::NotSentBack(_)) => {}
                    (Call::Form, LoginFault::Call(Error::Api(_))) => assert_eq!(status, 204),
                    (_, other) => panic!("{status}: {other:?}"),
                }
                assert_eq!(error.status().unwrap(), status);
                assert_eq!(error.api().unwrap().body(), body);
            }
            (_, other) => panic!("{status}: {other:?}"),
        });
    }
}

#[test]
fn a_refusal_keeps_status_and_body() {
    let callers = callers();
    for status in [400, 401, 403, 404, 429, 500, 503] {
        let body = r#"{"id":2001,"message":"s3cr3tC4n4ry","type":"error"}"#;
        let answer = Answer::new(status)
            .header("location", format!("/cb?{}", callback_query()))
            .body(body);
        each(&answer, &callers, |_, result| {
            let error = result.unwrap_err();
            let LoginFault::Call(Error::Api(refusal)) = error.fault() else {
                panic!("{status}: {error:?}");
            };
            assert_eq!(refusal.status(), status);
            assert_eq!(refusal.body(), body);
            assert_eq!(refusal.message().as_deref(), Some("s3cr3tC4n4ry"));
        });
    }
}

#[test]
fn without_a_right_the_form_is_empty_and_its_cookies_are_those_of_the_login() {
    let provider = Provider::start(|_| {
        Answer::new(303).header("location", format!("/cb?{}", callback_query()))
    });
    for caller in callers() {
        let rights = generated_client::operations::AuthorizeToken::new()
            .ccid("of somebody else")
            .cctk("of another login");
        let login = login(&provider, Placement::Query);
        let step = login.authorize_token(&request_token(), "mine", rights);
        caller.send(step).unwrap();
    }
    for request in provider.requests() {
        assert!(
            request
                .header("cookie")
                .starts_with("ccid=mine; cctk=s3cr3tC4n4ry/request/")
        );
        assert_eq!(request.header("content-length"), "0");
        assert_eq!(request.query(), None);
    }
}
