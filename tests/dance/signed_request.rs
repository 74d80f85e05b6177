//! What a server that got a signed request asks the API about it.

use generated_client::authorization::NotSigned;
use generated_client::models::WannabeAuthorization;
use generated_client::operation::Operation;
use generated_client::operations::PostAuthorize;
use http::Request;
use serde_json::json;

use crate::cast::assert_hidden;

fn request(body: &[u8]) -> Request<Vec<u8>> {
    Request::put("/v2/self?a=b%20c&é")
        .header(
            "authorization",
            "OAuth oauth_token=\"s3cr3tC4n4ry\", x=\"é\"",
        )
        .header("authorization", "Basic second")
        .body(body.to_vec())
        .unwrap()
}

#[test]
fn it_has_method_address_header_and_body_as_they_came() {
    let wanted =
        WannabeAuthorization::from_request(&request("a=é s3cr3tC4n4ry".as_bytes())).unwrap();
    assert_hidden(&wanted);
    let sent = PostAuthorize::new(wanted).request().unwrap();
    let sent: serde_json::Value = serde_json::from_slice(sent.body()).unwrap();
    let expected = json!({
        "verb": "PUT",
        "uri": "/v2/self?a=b%20c&é",
        "authorization": "OAuth oauth_token=\"s3cr3tC4n4ry\", x=\"é\"",
        "payload": "a=é s3cr3tC4n4ry",
    });
    assert_eq!(sent, expected);
}

#[test]
fn an_empty_body_is_no_payload() {
    let wanted = WannabeAuthorization::from_request(&request(b"")).unwrap();
    assert!(wanted.payload.is_none() && wanted.nonce.is_none() && wanted.mac.is_none());
    assert_eq!(wanted.verb.as_deref(), Some("PUT"));
}

#[test]
fn the_whole_address_is_kept_where_the_request_has_it() {
    let mut request = request(b"");
    *request.uri_mut() = "https://api.example:8443/v2/self".parse().unwrap();
    let wanted = WannabeAuthorization::from_request(&request).unwrap();
    assert_eq!(
        wanted.uri.as_deref(),
        Some("https://api.example:8443/v2/self")
    );
}

#[test]
fn what_cannot_be_passed_on_is_a_typed_error() {
    let mut unsigned = request(b"");
    unsigned.headers_mut().clear();
    let mut odd = request(b"");
    let header = http::HeaderValue::from_bytes(b"OAuth \xff").unwrap();
    odd.headers_mut().insert("authorization", header);
    let rows = [
        (unsigned, NotSigned::Header),
        (odd, NotSigned::Header),
        (request(b"s3cr3tC4n4ry \xff"), NotSigned::Body),
    ];
    for (request, expected) in rows {
        let error = WannabeAuthorization::from_request(&request).unwrap_err();
        assert_eq!(error, expected);
        assert_hidden(&error);
    }
}
