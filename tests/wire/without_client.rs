//! An operation without any client of ours: the types of the crate `http`, and a socket.

use std::io::{Read, Write};
use std::net::TcpStream;

use bytes::Bytes;
use generated_client::operations::PostReqTokenRequest;
use generated_client::prelude::*;
use tests::scripted::{Server, Step};

#[test]
fn an_operation_becomes_a_request_and_reads_a_response_of_the_http_crate() {
    let request: http::Request<Bytes> = PostReqTokenRequest::new()
        .oauth_consumer_key("key")
        .oauth_callback("https://example.com/cb")
        .request()
        .unwrap();
    assert_eq!(request.method(), http::Method::POST);
    assert_eq!(request.uri(), "/oauth/request_token");
    let form = "oauth_consumer_key=key&oauth_callback=https%3A%2F%2Fexample.com%2Fcb";
    assert_eq!(request.body(), form);

    let response = http::Response::new(Bytes::from("oauth_token=a&oauth_token_secret=b"));
    let reply = PostReqTokenRequest::response(response).unwrap();
    assert_eq!(reply.value(), "oauth_token=a&oauth_token_secret=b");
}

#[test]
fn a_request_can_be_written_to_a_socket_by_hand() {
    let answer = "HTTP/1.1 200 OK\r\nx-request-id: 17\r\ncontent-length: 13\r\n\r\noauth_token=a";
    let server = Server::start([vec![Step::Read, Step::write(answer)]]);
    let request = PostReqTokenRequest::new().oauth_nonce("a b").request();

    let answer = exchange(&server, &request.unwrap());

    let reply = PostReqTokenRequest::response(answer).unwrap();
    assert_eq!(reply.headers()["x-request-id"], "17");
    assert_eq!(reply.into_value(), "oauth_token=a");
    let sent = String::from_utf8(server.requests().concat()).unwrap();
    assert!(sent.starts_with("POST /oauth/request_token HTTP/1.1\r\n"));
    assert!(sent.ends_with("\r\n\r\noauth_nonce=a+b"), "{sent}");
}

/// The least that is HTTP.
fn exchange(server: &Server, request: &http::Request<Bytes>) -> http::Response<Bytes> {
    let mut head = format!("{} {} HTTP/1.1\r\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        head += &format!("{name}: {}\r\n", value.to_str().unwrap());
    }
    head += &format!("host: {}\r\n", server.address());
    head += &format!("content-length: {}\r\n\r\n", request.body().len());
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(request.body()).unwrap();

    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap();
    let answer = http::Response::builder().status(status);
    let answer = lines.fold(answer, |answer, line| {
        let (name, value) = line.split_once(": ").unwrap();
        answer.header(name, value)
    });
    answer.body(Bytes::from(body.to_owned())).unwrap()
}
