//! What credentials sign, and where to.

use bytes::Bytes;
use generated_client::credentials::Credentials;
use generated_client::error::Error;
use generated_client::oauth1::{Consumer, Received, SignError, SignatureMethod, TokenAnswer};
use http::{Request, Response};
use tests::callers::Caller;
use tests::scripted::{Server, Step};

use crate::{environment, sample};

fn request(uri: &str) -> Request<Bytes> {
    Request::get(uri).body(Bytes::new()).unwrap()
}

fn bound_to(host: &str) -> Credentials {
    environment([
        ("CLEVER_TOKEN", "token"),
        ("CLEVER_SECRET", "secret"),
        ("API_HOST", host),
    ])
    .credentials()
    .unwrap()
}

/// Sends a request with each client.
fn send(credentials: &Credentials, base: &str, uri: &str) -> [Result<Response<Bytes>, Error>; 2] {
    Caller::both(base).map(|caller| caller.execute_signed(credentials, request(uri)))
}

#[test]
fn what_was_given_comes_back() {
    let credentials = sample();
    assert_eq!(credentials.consumer().key(), "key");
    assert_eq!(credentials.token().token().expose(), "token");
    assert_eq!(credentials.expiration_date(), None);
    assert!(credentials.other().is_empty());
    assert_eq!(credentials.api_host(), None);
}

#[test]
fn an_answer_gives_the_token_the_date_and_what_else_came() {
    let body =
        b"oauth_token=t&oauth_token_secret=s&expiration_date=2030-01-01T00%3A00&user=u&user=v&x=";
    let answer = TokenAnswer::read(body).unwrap();
    let credentials = Credentials::from_answer(Consumer::new("k", "c"), answer);
    assert_eq!(credentials.token().secret().expose(), "s");
    assert_eq!(credentials.expiration_date(), Some("2030-01-01T00:00"));
    let other: Vec<_> = credentials
        .other()
        .iter()
        .map(|(name, value)| (name.as_str(), value.expose()))
        .collect();
    assert_eq!(other, [("user", "u"), ("user", "v"), ("x", "")]);
}

#[test]
fn a_signature_is_by_hmac_sha512_unless_another_method_is_asked_for() {
    for (credentials, method) in [
        (sample(), SignatureMethod::HmacSha512),
        (
            sample().signature_method(SignatureMethod::HmacSha1),
            SignatureMethod::HmacSha1,
        ),
    ] {
        let mut request = request("https://api.example.com/v2/self?a=1");
        credentials.sign(&mut request).unwrap();
        let header = &request.headers()["authorization"];
        assert!(header.is_sensitive());
        let named = format!("oauth_signature_method=\"{}\"", method.as_str());
        assert!(header.to_str().unwrap().contains(&named));
        let received = Received::read(&request).unwrap();
        let (consumer, token) = (credentials.consumer(), credentials.token());
        received.verify(consumer.secret(), token.secret()).unwrap();
    }
}

#[test]
fn a_call_goes_out_signed_and_its_answer_comes_back_whatever_it_is() {
    let answer = "HTTP/1.1 401 Unauthorized\r\nconnection: close\r\ncontent-length: 4\r\n\r\nno.\n";
    let script = vec![Step::Read, Step::write(answer)];
    let server = Server::start([script.clone(), script]);
    for answer in send(&sample(), &format!("{}/v2", server.url()), "/self?b=2&a=1") {
        let answer = answer.unwrap();
        assert_eq!(answer.status(), 401);
        assert_eq!(answer.body(), "no.\n");
    }
    let sent = server.requests();
    assert_eq!(sent.len(), 2);
    for sent in sent {
        let text = String::from_utf8(sent).unwrap();
        assert!(
            text.starts_with("GET /v2/self?b=2&a=1 HTTP/1.1\r\n"),
            "{text}"
        );
        let header = text
            .lines()
            .find_map(|line| line.strip_prefix("authorization: "))
            .unwrap();
        let whole = format!("{}/v2/self?b=2&a=1", server.url());
        let received = Request::get(whole)
            .header("authorization", header)
            .body(Bytes::new())
            .unwrap();
        let (consumer, token) = (sample(), sample());
        Received::read(&received)
            .unwrap()
            .verify(consumer.consumer().secret(), token.token().secret())
            .unwrap();
    }
}

#[test]
fn a_call_to_the_api_host_goes_out() {
    let script = vec![
        Step::Read,
        Step::write("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"),
    ];
    let server = Server::start([script.clone(), script]);
    let credentials = bound_to(&server.url());
    for answer in send(&credentials, &format!("{}/v2", server.url()), "/self") {
        assert_eq!(answer.unwrap().status(), 204);
    }
}

#[test]
fn a_call_to_another_origin_than_the_api_host_is_refused_before_a_byte_goes_out() {
    let server = Server::start([]);
    let there = server.url();
    let same_but_path = format!("{there}/v2");
    let other_port = format!("http://127.0.0.1:{}", server.address().port() ^ 1);
    let table = [
        // The client leads elsewhere.
        (
            other_port.as_str(),
            same_but_path.as_str(),
            "/self".to_owned(),
        ),
        (
            "https://api.example.com",
            &same_but_path,
            "/self".to_owned(),
        ),
        (
            &there.replace("http", "https"),
            &same_but_path,
            "/self".to_owned(),
        ),
        // The request does.
        (&other_port, &other_port, format!("{there}/self")),
    ];
    for (host, base, uri) in table {
        let credentials = bound_to(host);
        for answer in send(&credentials, base, &uri) {
            let Err(Error::Request(error)) = answer else {
                panic!("{host} {base} {uri}");
            };
            assert_eq!(error.what(), format!("the host `{there}`"));
            assert_eq!(
                error.why(),
                format!("is not the API that the credentials belong to: that is {host}")
            );
        }
        let mut request = request(&format!("{there}/self"));
        let refusals = [
            credentials.sign(&mut request).map(|()| String::new()),
            credentials.curl(&request),
            credentials.curl_showing_secrets(&request),
        ];
        for refusal in refusals {
            assert!(matches!(refusal, Err(SignError::Uri(_))), "{refusal:?}");
        }
        assert!(request.headers().is_empty());
        assert!(credentials.signer().curl(&request).is_ok());
    }
    assert!(server.requests().is_empty());
    assert!(server.connections().is_empty());
}

/// With `PLAINTEXT` whoever an answer leads to would have both secrets.
#[test]
fn credentials_of_no_api_go_to_the_host_of_the_client_only() {
    let elsewhere = Server::start([]);
    let there = elsewhere.url();
    let port = elsewhere.address().port();
    let script = vec![
        Step::Read,
        Step::write("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"),
    ];
    let server = Server::start(vec![script; 8]);
    let base = format!("{}/v2", server.url());
    for method in [SignatureMethod::HmacSha512, SignatureMethod::Plaintext] {
        let credentials = sample().signature_method(method);
        for uri in [
            format!("{there}/v2/self"),
            there.clone(),
            format!("http://localhost:{port}/v2/self"),
            format!("https://127.0.0.1:{}/v2/self", server.address().port()),
            "https://127.0.0.1/v2/self".to_owned(),
        ] {
            for answer in send(&credentials, &base, &uri) {
                let Err(Error::Request(error)) = answer else {
                    panic!("{uri}: {answer:?}");
                };
                let origin = uri.split("/v2").next().unwrap();
                assert_eq!(error.what(), format!("the host `{origin}`"));
                assert_eq!(
                    error.why(),
                    "is not that of the client's base URL, and the credentials name no API; sign the request yourself \
                     with `sign`, or use a client for that host"
                );
            }
            // Whoever means it can.
            credentials.sign(&mut request(&uri)).unwrap();
        }
        for uri in ["/self".to_owned(), format!("{}/elsewhere", server.url())] {
            for answer in send(&credentials, &base, &uri) {
                assert_eq!(answer.unwrap().status(), 204);
            }
        }
    }
    assert!(elsewhere.connections().is_empty());
    assert_eq!(server.requests().len(), 8);
}

#[test]
fn the_same_origin_may_be_written_in_several_ways() {
    let table = [
        (
            "https://api.example.com",
            "https://api.example.com/v2/self",
            true,
        ),
        (
            "https://api.example.com/",
            "https://API.example.com:443/v2",
            true,
        ),
        (
            "HTTPS://API.EXAMPLE.COM:443",
            "https://api.example.com/",
            true,
        ),
        ("http://api.example.com", "http://api.example.com:80/", true),
        (
            "https://api.example.com",
            "http://api.example.com/v2",
            false,
        ),
        (
            "https://api.example.com",
            "https://api.example.com:8443/",
            false,
        ),
        (
            "https://api.example.com",
            "https://api.example.com.evil.example/",
            false,
        ),
        (
            "https://api.example.com",
            "https://evil.example/api.example.com",
            false,
        ),
    ];
    for (host, uri, is_same) in table {
        let signed = bound_to(host).sign(&mut request(uri));
        assert_eq!(signed.is_ok(), is_same, "{host} {uri} {signed:?}");
    }
}

#[test]
fn a_path_alone_cannot_be_signed_and_the_message_says_so() {
    for credentials in [sample(), bound_to("https://api.example.com")] {
        let error = credentials.sign(&mut request("/v2/self")).unwrap_err();
        assert!(error.to_string().contains("absolute"), "{error}");
        let error = credentials.curl(&request("/v2/self")).unwrap_err();
        assert!(error.to_string().contains("absolute"), "{error}");
    }
}

#[test]
fn plaintext_over_plain_http_is_refused_as_a_request_that_cannot_be_built() {
    let credentials = sample().signature_method(SignatureMethod::Plaintext);
    let mut request = request("http://api.example.com/");
    assert_eq!(
        credentials.sign(&mut request),
        Err(SignError::PlaintextOverHttp)
    );
}

#[test]
fn a_curl_line_shows_the_secrets_only_if_that_is_wanted() {
    let request = request("https://api.example.com/v2/self");
    let line = sample().curl(&request).unwrap();
    assert!(line.contains("oauth_token=\"token\""), "{line}");
    assert!(
        line.ends_with(" 'https://api.example.com/v2/self'"),
        "{line}"
    );
    let plaintext = sample().signature_method(SignatureMethod::Plaintext);
    assert_eq!(plaintext.curl(&request), Err(SignError::PlaintextInCurl));
    let line = plaintext.curl_showing_secrets(&request).unwrap();
    assert!(line.contains("token%2520secret"), "{line}");
}
