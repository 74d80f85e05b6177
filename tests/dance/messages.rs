//! What a person reads when a login fails.

use bytes::Bytes;
use generated_client::authorization::NotSigned;
use generated_client::login::{Leg, Login, LoginError, Placement, Step};
use generated_client::oauth1::{Callback, SignError, SignatureMethod, Signer};
use http::Response;

use crate::callers::callers;
use crate::cast::{
    CALLBACK, FORM, REQUEST_TOKEN, SESSION, callback, consumer, form, request_token, rights,
};

const BASE_URL: &str = "https://api.example/v2";

fn login() -> Login {
    let signer = Signer::new(consumer()).clock(|| Ok(1_764_000_000));
    Login::with_signer(BASE_URL, signer)
}

/// What the step says when this is the answer.
fn reading<T: std::fmt::Debug>(step: Step<T>, answer: Response<Bytes>) -> LoginError {
    let (_, reader) = step.into_parts().unwrap();
    reader.read(answer).unwrap_err()
}

fn unsent<T: std::fmt::Debug>(step: Step<T>) -> LoginError {
    step.into_parts().unwrap_err()
}

fn answer(status: u16, content_type: &str, body: &str) -> Response<Bytes> {
    let answer = Response::builder().status(status);
    let answer = match content_type {
        "" => answer,
        content_type => answer.header("content-type", content_type),
    };
    answer.body(Bytes::from(body.to_owned())).unwrap()
}

fn redirect(location: &str) -> Response<Bytes> {
    let mut answer = answer(303, "", "");
    let location = location.parse().unwrap();
    answer.headers_mut().insert("location", location);
    answer
}

#[test]
fn a_request_that_is_not_sent_says_what_to_change() {
    let with_clock = |error: SignError| {
        let signer = Signer::new(consumer()).clock(move || Err(error));
        Login::with_signer(BASE_URL, signer)
    };
    let rows = [
        (
            Login::new("api.example/v2", consumer()),
            "the base URL is no URL",
        ),
        (
            Login::new("https://api.example:99999/v2", consumer()),
            "the base URL has a port that is not a number up to 65535",
        ),
        (
            Login::new("/v2", consumer()),
            "the base URL is neither an http nor an https URL",
        ),
        (
            Login::new("https://me:pw@api.example", consumer()),
            "the base URL holds a user name or a password",
        ),
        (
            Login::new("https://api.example/?a=b", consumer()),
            "the base URL holds a query or a fragment",
        ),
        (
            login().query("oauth_token", "a"),
            "a query parameter has a name that starts with `oauth_`, which the signer keeps for itself",
        ),
        (
            login()
                .signature_method(SignatureMethod::Plaintext)
                .placement(Placement::Query),
            "the signature cannot be made, since PLAINTEXT would put the secrets into the query; use an HMAC method there, \
             or sign in the header or a form",
        ),
        (
            Login::new("http://api.example", consumer())
                .signature_method(SignatureMethod::Plaintext),
            "the signature cannot be made, since PLAINTEXT would send the secrets over plain http; use https, or an HMAC \
             method",
        ),
        (
            with_clock(SignError::Clock),
            "the signature cannot be made, since there is no time to sign with: the clock of this system stands before \
             1970, or the signer's own tells none",
        ),
        (
            with_clock(SignError::Nonce),
            "the signature cannot be made, since there is no nonce to sign with: this system gives no random bytes, or \
             the signer's own source makes none",
        ),
    ];
    for (login, expected) in rows {
        let error = unsent(login.request_token(CALLBACK));
        assert_eq!(
            error.to_string(),
            format!("asking for a request token: the request cannot be built: {expected}")
        );
    }
}

#[test]
fn an_answer_of_no_use_says_why_and_what_it_was() {
    let unusable = "asking for a request token: the answer of the token endpoint cannot be used: ";
    let token = ("oauth_token", "a");
    let secret = ("oauth_token_secret", "b");
    let rows = [
        (
            answer(200, "text/html; charset=utf-8", "<p>Welcome to our Wi-Fi"),
            "it is JSON, XML or HTML rather than form-encoded text; the server answered 200 OK (text/html, 23 bytes)",
        ),
        (
            answer(200, FORM, &form([token, ("oauth_token_secret", "")])),
            "its `oauth_token_secret` is empty; the server answered 200 OK \
             (application/x-www-form-urlencoded, 33 bytes)",
        ),
        (
            answer(200, FORM, &form([token, token, secret])),
            "it has more than one `oauth_token`; the server answered 200 OK \
             (application/x-www-form-urlencoded, 48 bytes)",
        ),
        (
            answer(200, FORM, "oauth_token=%ZZ"),
            "it is not form-encoded text in UTF-8; the server answered 200 OK \
             (application/x-www-form-urlencoded, 15 bytes)",
        ),
        (
            answer(200, "", &"a".repeat(65_537)),
            "it is longer than 64 KiB; the server answered 200 OK (no media type, 65537 bytes)",
        ),
        (
            answer(200, FORM, &form([token, secret])),
            "it does not say `oauth_callback_confirmed=true`, so the server may not have taken the callback; \
             the server answered 200 OK (application/x-www-form-urlencoded, 34 bytes)",
        ),
    ];
    for (answer, expected) in rows {
        let error = reading(login().request_token(CALLBACK), answer);
        assert_eq!(error.to_string(), format!("{unusable}{expected}"));
    }
}

#[test]
fn a_refusal_says_what_the_server_answered_and_whether_a_clock_is_wrong() {
    let json = r#"{"id":2001,"message":"no","type":"error"}"#;
    let refused = answer(401, "application/json", json);
    let mut dated = refused.clone();
    let date = "Mon, 24 Nov 2025 17:01:00 GMT".parse().unwrap();
    dated.headers_mut().insert("date", date);
    let rows = [
        (
            refused,
            "the server answered 401 Unauthorized (application/json, 41 bytes)",
            [
                "; check the consumer key and secret",
                "; the verifier may be wrong or too late, or the request token used before",
            ],
        ),
        (
            dated,
            "the server answered 401 Unauthorized (application/json, 41 bytes)",
            ["; the clock of the server is 61 minutes ahead of this one, and a signature is good for minutes only: \
                 check which of the two is right"; 2],
        ),
        (
            answer(302, "text/html", ""),
            "the server answered 302 Found (text/html, 0 bytes)",
            [", a redirect, which is not followed; check the base URL"; 2],
        ),
        (
            answer(500, "", ""),
            "the server answered 500 Internal Server Error (no media type, 0 bytes)",
            [""; 2],
        ),
    ];
    for (answer, text, [request_hint, access_hint]) in rows {
        let error = reading(login().request_token(CALLBACK), answer.clone());
        assert_eq!(
            error.to_string(),
            format!("asking for a request token: {text}{request_hint}")
        );
        assert_eq!(error.leg(), Leg::RequestToken);
        let step = login().access_token(request_token(), callback());
        let error = reading(step, answer);
        assert_eq!(
            error.to_string(),
            format!("asking for an access token: {text}{access_hint}")
        );
        assert_eq!(error.leg(), Leg::AccessToken);
    }
    // Without a browser nothing is signed, so a refusal has other reasons.
    let form = login().authorize_form(&request_token(), SESSION);
    let approve = login().authorize_token(&request_token(), SESSION, rights());
    let text = "the server answered 401 Unauthorized (no media type, 0 bytes)";
    for (error, leg, start) in [
        (
            reading(form, answer(401, "", "")),
            Leg::AuthorizeForm,
            "asking for the page of rights: ",
        ),
        (
            reading(approve, answer(401, "", "")),
            Leg::AuthorizeToken,
            "approving: ",
        ),
    ] {
        assert_eq!(error.to_string(), format!("{start}{text}"));
        assert_eq!(error.leg(), leg);
    }
}

#[test]
fn a_call_that_fails_says_which_it_was() {
    // Nobody listens there.
    let port = tests::ports::free();
    let login = Login::new(format!("http://127.0.0.1:{port}"), consumer());
    for caller in callers() {
        let no_connection = "no connection to the server came about: ";
        let error = caller.send(login.request_token(CALLBACK)).unwrap_err();
        let start = format!("asking for a request token: {no_connection}");
        assert!(error.to_string().starts_with(&start), "{error}");
        assert!(error.status().is_none() && error.api().is_none());
        let step = login.access_token(request_token(), callback());
        let error = caller.send(step).unwrap_err();
        let start = format!("asking for an access token: {no_connection}");
        assert!(error.to_string().starts_with(&start), "{error}");
    }
}

#[test]
fn a_callback_of_no_use_says_why() {
    let read = |query: &str| Callback::from_query(query).unwrap_err().to_string();
    let rows = [
        (
            "oauth_token=a&oauth_problem=b",
            "the login was refused, by the user or by the server",
        ),
        (
            "a=%ZZ",
            "the callback's query is not form-encoded text in UTF-8",
        ),
        ("oauth_token=a", "the callback has no `oauth_verifier`"),
        (
            "oauth_token=a&oauth_verifier=",
            "the callback's `oauth_verifier` is empty",
        ),
        (
            "oauth_token=a&oauth_token=a&oauth_verifier=b",
            "the callback has more than one `oauth_token`",
        ),
    ];
    for (query, expected) in rows {
        assert_eq!(read(query), expected);
    }
    let other = Callback::from_query("oauth_token=a&oauth_verifier=b").unwrap();
    let error = unsent(login().access_token(request_token(), other));
    let text = "asking for an access token: the callback belongs to another login: its token is not the one asked for";
    assert_eq!(error.to_string(), text);
}

#[test]
fn a_user_who_is_not_sent_back_is_told_of_with_the_answer() {
    let start = "approving: the API did not send the user back with a verifier, so the session may be over: ";
    let approve = || login().authorize_token(&request_token(), SESSION, rights());
    let rows = [
        (
            answer(200, "text/html", "<form>"),
            "the server answered 200 OK (text/html, 6 bytes)",
        ),
        (
            answer(303, "", ""),
            "the server answered 303 See Other (no media type, 0 bytes)",
        ),
        (
            redirect("/login"),
            "the server answered 303 See Other (no media type, 0 bytes)",
        ),
    ];
    for (answer, expected) in rows {
        assert_eq!(
            reading(approve(), answer).to_string(),
            format!("{start}{expected}")
        );
    }
    let other = redirect("/cb?oauth_token=a&oauth_verifier=b");
    let error = reading(
        login().authorize_form(&request_token(), REQUEST_TOKEN),
        other,
    );
    let text = "asking for the page of rights: the callback belongs to another login: its token is not the one asked for";
    assert_eq!(error.to_string(), text);
}

#[test]
fn a_request_that_nobody_can_be_asked_about_says_why() {
    assert_eq!(
        NotSigned::Header.to_string(),
        "the request has no `Authorization` header in UTF-8 to ask about"
    );
    assert_eq!(
        NotSigned::Body.to_string(),
        "the request's body is not UTF-8, so it cannot be passed on"
    );
}
