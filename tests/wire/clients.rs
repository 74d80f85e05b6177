//! The nine operations through both clients, byte for byte.

use std::net::SocketAddr;

use generated_client::error::Error;
use generated_client::models::{MessageType, WannabeAuthorization};
use generated_client::operations::{
    AuthorizeForm, AuthorizeToken, PostAuthorize, PostReqTokenRequest,
    PostReqTokenRequestQueryString,
};
use http::StatusCode;
use tests::callers::Caller;
use tests::scripted::{Server, Step};

use crate::endpoints::{Call, ENDPOINTS, Values};
use crate::expected::Text;

/// Answers one request on each connection, so that requests are kept in the order of the calls.
fn server(answers: impl IntoIterator<Item = String>) -> Server {
    Server::start(answers.into_iter().map(|answer| {
        let answer = answer.replacen("\r\n", "\r\nconnection: close\r\n", 1);
        vec![Step::Read, Step::write(answer)]
    }))
}

/// Gives the same answer to all requests.
fn always(answer: &str) -> Server {
    server(vec![answer.to_owned(); 4 * ENDPOINTS.len()])
}

#[test]
fn what_goes_out_is_the_request_behind_the_base_path_with_host_and_length() {
    for (base, prefix) in [("/v2", "/v2"), ("/v2/", "/v2"), ("", ""), ("/", "")] {
        let server = always("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
        let mut expected = Vec::new();
        for caller in Caller::both(&format!("{}{base}", server.url())) {
            for endpoint in &ENDPOINTS {
                for values in [endpoint.samples(), Values::new()] {
                    let call = (endpoint.by_setters)(&values);
                    call.send_with(&caller).unwrap();
                    let text = Text::of(&call.to_request().unwrap());
                    expected.push(on_the_wire(text, prefix, server.address()));
                }
            }
        }
        let sent = server.requests().into_iter().map(String::from_utf8);
        assert_eq!(sent.map(Result::unwrap).collect::<Vec<_>>(), expected);
    }
}

/// What a client makes of a request.
fn on_the_wire(request: Text, prefix: &str, host: SocketAddr) -> String {
    let Text {
        line,
        headers,
        body,
    } = request;
    let (method, uri) = line.split_once(' ').unwrap();
    let mut head = vec![format!("{method} {prefix}{uri} HTTP/1.1")];
    head.extend(headers);
    head.push(format!("host: {host}"));
    if !body.is_empty() {
        head.push(format!("content-length: {}", body.len()));
    }
    format!("{}\r\n\r\n{body}", head.join("\r\n"))
}

#[test]
fn each_operation_reads_its_answer_through_both_clients() {
    let replies = ENDPOINTS.each_ref().map(|endpoint| match endpoint.id {
        "authorizeForm" | "postReqTokenRequest" | "postReqTokenRequestQueryString" => {
            (r#""yes""#, r#""yes""#)
        }
        "postAuthorize" => (
            r#"{"id":7}"#,
            "Message { id: Some(7), message: None, type_: None }",
        ),
        _ => ("any", "()"),
    });
    let answers = replies.map(|(body, _)| {
        let length = body.len();
        format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        )
    });
    let server = server([answers.clone(), answers].concat());
    for caller in Caller::both(&server.url()) {
        for (endpoint, (body, value)) in ENDPOINTS.iter().zip(replies) {
            let call = (endpoint.by_setters)(&endpoint.samples());
            let reply = call.send_with(&caller).unwrap();
            assert_eq!(reply.status, StatusCode::OK);
            assert_eq!(reply.headers["content-type"], "application/json");
            assert_eq!(reply.bytes, body);
            assert_eq!(reply.value, value, "{}", endpoint.id);
        }
    }
}

#[test]
fn a_reply_is_of_the_declared_type() {
    let body = r#"{"message":"m","type":"info"}"#;
    let message = always(&format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    ));
    for caller in &Caller::both(&message.url()) {
        let reply = caller
            .send_operation(&PostAuthorize::new(WannabeAuthorization::new()))
            .unwrap();
        let message: generated_client::models::Message = reply.into_value();
        assert_eq!(message.type_, Some(MessageType::Info));
    }
    let form = always("HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\noauth_token=a");
    for caller in &Caller::both(&form.url()) {
        let reply = caller.send_operation(&PostReqTokenRequest::new()).unwrap();
        let token: String = reply.into_value();
        assert_eq!(token, "oauth_token=a");
    }
    let empty = always("HTTP/1.1 204 No Content\r\n\r\n");
    for caller in &Caller::both(&empty.url()) {
        let reply = caller.send_operation(&AuthorizeToken::new()).unwrap();
        let () = reply.into_value();
    }
}

#[test]
fn a_redirect_is_read_and_not_followed() {
    let elsewhere = Server::start([]);
    let location = format!("{}/cb?oauth_verifier=a", elsewhere.url());
    let server = always(&format!(
        "HTTP/1.1 303 See Other\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n"
    ));
    for caller in &Caller::both(&server.url()) {
        let reply = caller.send_operation(&AuthorizeToken::new()).unwrap();
        assert_eq!(reply.location(), Some(&*location));
        let error = caller.send_operation(&AuthorizeForm::new()).unwrap_err();
        assert_eq!(error.api().unwrap().location(), Some(&*location));
    }
    assert_eq!(server.requests().len(), 4);
    assert_eq!(elsewhere.connections().len(), 0);
}

#[test]
fn cookies_of_an_answer_are_not_sent_back() {
    let answer = "HTTP/1.1 204 No Content\r\nset-cookie: ccid=a\r\n\r\n";
    let server = always(answer);
    for caller in &Caller::both(&server.url()) {
        for _ in 0..2 {
            let reply = caller.send_operation(&AuthorizeToken::new()).unwrap();
            assert_eq!(reply.headers()["set-cookie"], "ccid=a");
        }
    }
    let sent = String::from_utf8(server.requests().concat()).unwrap();
    assert_eq!(sent.matches("POST /oauth/authorize HTTP/1.1").count(), 4);
    assert!(!sent.contains("cookie"), "{sent}");
}

/// The HTTP library takes no longer address than an operation by itself may have.
#[test]
fn an_address_that_is_too_long_only_with_its_base_url_is_an_error_of_the_request() {
    let server = Server::start([]);
    let base = format!("{}/v2", server.url());
    let path = "/oauth/request_token_query?clever_flavor=";
    let longest = usize::from(u16::MAX) - 1 - path.len();
    let operation =
        |length| PostReqTokenRequestQueryString::new().clever_flavor("x".repeat(length));
    operation(longest).to_request().unwrap();
    for caller in &Caller::both(&base) {
        caller
            .send_operation(&operation(longest - base.len()))
            .unwrap();
        let error = caller
            .send_operation(&operation(longest - base.len() + 1))
            .unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{error:?}");
        assert!(error.to_string().contains("base URL"), "{error}");
    }
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_request_that_cannot_be_built_is_not_sent() {
    let server = Server::start([]);
    let operation = PostReqTokenRequestQueryString::new().clever_flavor("é".repeat(20_000));
    for caller in &Caller::both(&server.url()) {
        let error = caller.send_operation(&operation).unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{error:?}");
    }
    assert_eq!(server.connections().len(), 0);
}
