//! No type that a login is made of shows a secret. What comes of each call is looked at where it is made
//! (`Caller::send`); here are those that are made without one.

use std::error::Error as _;

use bytes::Bytes;
use generated_client::credentials::Credentials;
use generated_client::login::{Approval, Login};
use generated_client::models::WannabeAuthorization;
use generated_client::oauth1::{Consumer, Received, SignError, Signer, Token, TokenAnswer};
use http::{HeaderMap, Method, Request, Response};

use crate::cast::{
    ACCESS_SECRET, ACCESS_TOKEN, CALLBACK, CONSUMER_KEY, METHODS, PLACEMENTS, REQUEST_SECRET,
    REQUEST_TOKEN, SESSION, VERIFIER, assert_hidden, callback, callback_query, consumer, form,
    request_token, rights,
};

const BASE_URL: &str = "https://api.example/v2";

#[test]
fn what_a_login_is_made_of_shows_no_secret() {
    for &method in METHODS {
        let signer = Signer::new(consumer())
            .signature_method(method)
            .token(Token::new(ACCESS_TOKEN, ACCESS_SECRET))
            .verifier(VERIFIER)
            .callback("https://app.example/?key=s3cr3tC4n4ry");
        assert_hidden(&signer);
        let uri = "https://api.example/v2/self?key=s3cr3tC4n4ry"
            .parse()
            .unwrap();
        assert_hidden(&signer.parameters(&Method::GET, &uri, b"").unwrap());
        for placement in PLACEMENTS {
            let login = Login::with_signer("https://me:s3cr3tC4n4ry@api.example", signer.clone())
                .placement(placement)
                .clever_flavor("s3cr3tC4n4ry")
                .query("partner_id", "s3cr3tC4n4ry");
            assert_hidden(&login);
        }
    }
    assert_hidden(&consumer());
    assert_hidden(&request_token());
    assert_hidden(&callback());
    assert_hidden(&Credentials::new(
        consumer(),
        Token::new(ACCESS_TOKEN, ACCESS_SECRET),
    ));
    assert_hidden(&rights().ccid(SESSION).cctk(REQUEST_TOKEN));
    let answer = form([
        ("oauth_token", REQUEST_TOKEN),
        ("oauth_token_secret", REQUEST_SECRET),
        ("more", "s3cr3tC4n4ry"),
    ]);
    let answer = TokenAnswer::read(answer.as_bytes()).unwrap();
    assert_hidden(&answer);
    assert_hidden(&Credentials::from_answer(consumer(), answer));
}

#[test]
fn a_step_and_its_reader_show_no_secret_and_what_they_are() {
    for &method in METHODS {
        for placement in PLACEMENTS {
            let login = Login::new(BASE_URL, consumer())
                .signature_method(method)
                .placement(placement);
            assert_hidden(&login.request_token(format!("{CALLBACK}&key=s3cr3tC4n4ry")));
            let step = login.access_token(request_token(), callback());
            assert_hidden(&step);
            assert!(format!("{step:?}").starts_with("Step {"), "{step:?}");
            assert_hidden(&step.into_parts().map(|(_, reader)| reader));
        }
    }
    let login = Login::new(BASE_URL, consumer());
    let step = login.authorize_form(&request_token(), SESSION);
    assert_hidden(&step);
    let (request, reader) = step.into_parts().unwrap();
    assert_hidden(request.headers());
    let answer = Response::builder()
        .status(303)
        .header("location", format!("/cb?{}", callback_query()))
        .header("set-cookie", "ccid=s3cr3tC4n4ry");
    let approved = reader.read(answer.body(Bytes::new()).unwrap()).unwrap();
    assert!(matches!(approved, Approval::Approved(_)));
    assert_hidden(&approved);
}

#[test]
fn a_value_that_cannot_be_signed_is_not_shown() {
    let broken = [
        Signer::new(consumer()).clock(|| Err(SignError::Clock)),
        Signer::new(consumer()).nonces(|| Err(SignError::Nonce)),
        Signer::new(Consumer::new(CONSUMER_KEY, "s3cr3tC4n4ry".repeat(6_000))),
    ];
    for (index, signer) in broken.into_iter().enumerate() {
        for placement in PLACEMENTS {
            let long = format!("{CALLBACK}&s3cr3tC4n4ry={}", "s3cr3tC4n4ry".repeat(6_000));
            let login = Login::with_signer(BASE_URL, signer.clone()).placement(placement);
            let result = login.request_token(long).into_parts();
            assert_eq!(result.is_err(), index < 2 || placement != PLACEMENTS[0]);
            if let Err(error) = result {
                assert_hidden(&error);
                assert_hidden(&format_args!("{error}"));
                assert!(error.source().is_none());
            }
        }
    }
}

#[test]
fn a_received_request_shows_no_secret() {
    for &method in METHODS {
        let mut request = Request::get(BASE_URL).body("").unwrap();
        let signer = Signer::new(consumer()).token(Token::new(ACCESS_TOKEN, ACCESS_SECRET));
        signer.signature_method(method).sign(&mut request).unwrap();
        assert_hidden(request.headers());
        assert_hidden(&Received::read(&request).unwrap());
        assert_hidden(&WannabeAuthorization::from_request(&request).unwrap());
    }
    let mut headers = HeaderMap::new();
    headers.insert("authorization", "OAuth s3cr3tC4n4ry".parse().unwrap());
    let uri = BASE_URL.parse().unwrap();
    let error = Received::read_parts(&Method::GET, &uri, &headers, b"").unwrap_err();
    assert_hidden(&error);
}
