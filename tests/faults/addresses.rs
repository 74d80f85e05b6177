//! Where a request goes: to the URL that `resolve` tells, and over plain http to no host that is not allowed.

use std::time::Duration;

use generated_client::api::BASE_URL;
use generated_client::error::{Error, Phase};
use generated_client::{blocking, client};
use http::{Method, Uri};
use tests::callers::Caller;
use tests::scripted::Server;

use super::{SECRET, assert_shows_no_secret, request, runtime, secret_post};

/// A client of each kind for a base URL, with these hosts allowed.
fn build(base: &str, allowed: &[&str]) -> [Result<Caller, Error>; 2] {
    let mut client = client::Client::builder().base_url(base);
    let mut blocking = blocking::Client::builder().base_url(base);
    for host in allowed {
        client = client.allow_http(*host);
        blocking = blocking.allow_http(*host);
    }
    [
        client.build().map(Caller::from),
        blocking.build().map(Caller::from),
    ]
}

fn resolve(caller: &Caller, uri: &Uri) -> Result<Uri, Error> {
    match caller {
        Caller::Async(_, client) => client.resolve(uri),
        Caller::Blocking(client) => client.resolve(uri),
    }
}

/// Hosts of URLs that are refused, with the port of a server that listens on 127.0.0.1.
fn refused_hosts(port: u16) -> Vec<String> {
    [
        // Leads to this machine on Unix, so that a request which is sent all the same does arrive.
        "0.0.0.0",
        "localhost@0.0.0.0",
        "127.0.0.1@evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example",
        "192.0.2.1",
        "[::ffff:0.0.0.0]",
        "[2001:db8::1]",
    ]
    .map(|host| format!("{host}:{port}"))
    .into()
}

#[test]
fn a_base_url_of_plain_http_to_another_host_makes_no_client() {
    let server = Server::start([]);
    for host in refused_hosts(server.address().port()) {
        for result in build(&format!("http://{host}/token/{SECRET}"), &[]) {
            let Err(error) = result else {
                panic!("{host} is taken")
            };
            assert!(matches!(error, Error::Setup(_)), "{host}: {error:?}");
            assert_shows_no_secret(&error);
        }
    }
    assert_eq!(server.connections().len(), 0);
}

#[test]
fn a_uri_of_plain_http_to_another_host_is_refused_before_a_connection_is_opened() {
    let server = Server::start([]);
    let port = server.address().port();
    let mut hosts = refused_hosts(port);
    // This machine, but not as its usual form says it.
    let unusual = ["2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]"];
    hosts.extend(unusual.map(|host| format!("{host}:{port}")));
    // The description names this one, but with https.
    hosts.push(BASE_URL.parse::<Uri>().unwrap().host().unwrap().to_owned());
    for base in [BASE_URL, &server.url()] {
        for caller in build(base, &["dev.example"]) {
            let caller = caller.unwrap();
            for host in &hosts {
                let mut post = secret_post();
                let uri = format!("http://{host}{}", post.uri());
                *post.uri_mut() = uri.parse().unwrap();
                let resolved = resolve(&caller, post.uri()).expect_err(host);
                let error = caller.execute(post).expect_err(host);
                assert!(matches!(error, Error::Request(_)), "{host}: {error:?}");
                assert_shows_no_secret(&error);
                assert_eq!(resolved.to_string(), error.to_string());
            }
        }
    }
    assert_eq!(server.connections().len(), 0);
}

#[test]
fn a_host_that_is_allowed_by_name_is_reached_over_plain_http() {
    let server = Server::start([]);
    let elsewhere = format!("http://0.0.0.0:{}", server.address().port());
    for caller in build(&elsewhere, &["0.0.0.0"]) {
        let response = caller.unwrap().execute(request(Method::GET, "/base", ""));
        assert_eq!(response.unwrap().body(), "ok");
    }
    for caller in build(BASE_URL, &["dev.example", "0.0.0.0"]) {
        let uri = format!("{elsewhere}/uri");
        let response = caller.unwrap().execute(request(Method::GET, &uri, ""));
        assert_eq!(response.unwrap().body(), "ok");
    }
    assert_eq!(server.requests().len(), 4);
}

/// Without any network, or with one that drops what it does not know: the request is not refused, but fails.
#[test]
fn an_address_that_is_allowed_is_tried() {
    let client = client::Client::builder()
        .base_url("http://[2001:db8::1]")
        .allow_http("2001:DB8::1")
        .connect_timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    let error = runtime()
        .block_on(client.execute(secret_post()))
        .unwrap_err();
    assert!(
        matches!(error, Error::Connect(_) | Error::Timeout(_)),
        "{error:?}"
    );
    assert_shows_no_secret(&error);
}

/// Also where the system would ask the network about these names.
#[test]
fn this_machine_is_reached_by_each_of_its_names() {
    let server = Server::start([]);
    let names = ["LOCALHOST", "localhost.", "api.localhost", "a.b.LocalHost."];
    for name in names {
        let base = format!("http://{name}:{}/", server.address().port());
        for caller in build(&base, &[]) {
            let response = caller.unwrap().execute(request(Method::GET, "/", ""));
            assert_eq!(response.expect(name).body(), "ok");
        }
    }
    assert_eq!(server.requests().len(), 2 * names.len());
}

#[test]
fn a_name_that_does_not_exist_gets_no_connection() {
    for caller in build("https://nowhere.invalid", &[]) {
        let error = caller.unwrap().execute(secret_post()).unwrap_err();
        assert!(
            matches!(error, Error::Connect(_) | Error::Timeout(Phase::Connect)),
            "{error:?}"
        );
        assert_shows_no_secret(&error);
    }
}

#[test]
fn what_resolve_tells_is_what_goes_out() {
    let server = Server::start([]);
    let base = format!("{}/v2/", server.url());
    let mut expected = Vec::new();
    for caller in build(&base, &[]) {
        let caller = caller.unwrap();
        for uri in [
            "/",
            "/a/",
            "/a?",
            "//evil.example/",
            "/@evil.example/:80",
            "/a%2fb%20%E9'(c)*!~;=,",
            "/a?b='c'&d=%27",
            "/a?b=c+d%20e%2B%7e*~",
            "/a?b=/../\\{}|^`[]",
            "/a?b=http://c@d:80/?e",
            "/a?é=é",
            "/a?b#c",
            "http://{address}",
            "http://{address}/a",
            "http://{address}?b='c'",
            "http://localhost:{port}/a?b='c'",
            "http://LocalHost.:{port}/a",
        ] {
            let address = server.address();
            let uri = uri
                .replace("{address}", &address.to_string())
                .replace("{port}", &address.port().to_string());
            let get = request(Method::GET, &uri, "");
            let resolved = resolve(&caller, get.uri()).expect(&uri);
            caller.execute(get).expect(&uri);
            let target = resolved.path_and_query().unwrap();
            let host = resolved.authority().unwrap();
            expected.push(format!(
                "GET {target} HTTP/1.1\r\naccept: */*\r\nhost: {host}\r\n\r\n"
            ));
        }
    }
    let sent = server.requests().into_iter().map(String::from_utf8);
    let mut sent: Vec<_> = sent.map(Result::unwrap).collect();
    // Each host has a connection of its own, and the server keeps the requests by connection.
    sent.sort();
    expected.sort();
    assert_eq!(sent, expected);
}
