//! Servers of a description: what a variable can do to a URL, and where an operation with a server of its own goes.

#![cfg(test)]

use http::{Method, Uri};
use proptest::prelude::*;
use templates::client::Client;
use templates::encoders::path::Style;
use templates::encoders::request::{FLAT, RequestBuilder};
use templates::encoders::server::UrlBuilder;
use templates::error::Error;

fn write(
    start: &'static str,
    part: fn(&mut UrlBuilder, &str),
    value: &str,
    end: &'static str,
) -> String {
    let mut url = UrlBuilder::new(start);
    part(&mut url, value);
    url.literal(end);
    url.build()
}

#[test]
fn a_text_stands_where_its_variable_stands() {
    let origin = |value: &str| write("https://", UrlBuilder::origin, value, ".example/v1");
    let path = |value: &str| write("https://a.example/", UrlBuilder::path, value, "/x/");
    let rooted = |value: &str| write("https://a.example", UrlBuilder::rooted_path, value, "");
    let whole = |value: &str| write("", UrlBuilder::whole, value, "/v1");
    for (got, expected) in [
        (origin("eu-1.b_c~d"), "https://eu-1.b_c~d.example/v1"),
        (origin("[::1]:80"), "https://[::1]:80.example/v1"),
        (origin("a/b?c#d"), "https://a%2Fb%3Fc%23d.example/v1"),
        (origin("u@e%\\é"), "https://u%40e%25%5C%C3%A9.example/v1"),
        (path("v1/beta"), "https://a.example/v1/beta/x"),
        (path("a;b=c,d@e:f"), "https://a.example/a;b=c,d@e:f/x"),
        (path("a?b#c d\\"), "https://a.example/a%3Fb%23c%20d%5C/x"),
        (path("%20%zz%"), "https://a.example/%20%25zz%25/x"),
        (path(""), "https://a.example//x"),
        (rooted(""), "https://a.example"),
        (rooted("/"), "https://a.example"),
        (rooted("/v1"), "https://a.example/v1"),
        (rooted(".evil.example"), "https://a.example/.evil.example"),
        (rooted("@evil.example"), "https://a.example/@evil.example"),
        (whole("http://[::1]:8080/a"), "http://[::1]:8080/a/v1"),
        (whole("https://a.example?b"), "https://a.example%3Fb/v1"),
    ] {
        assert_eq!(got, expected);
    }
}

/// Host and path of a base URL, unless the client refuses it.
fn used(url: &str) -> Option<(String, String)> {
    let client = Client::builder().base_url(url).build().ok()?;
    let whole = client.resolve(&Uri::from_static("/end")).ok()?;
    Some((
        whole.host()?.to_owned(),
        whole.path_and_query()?.to_string(),
    ))
}

#[test]
fn a_text_that_cannot_stand_in_its_place_makes_no_base_url() {
    for value in [
        "evil.example/",
        "evil.example?",
        "evil.example#",
        "u@evil",
        "evil.example:1",
        "a b",
        "\\",
        "%2f",
        "",
    ] {
        let url = write("https://", UrlBuilder::origin, value, ".example/v1");
        let used = used(&url);
        assert!(
            used.as_ref()
                .is_none_or(|(host, _)| host.ends_with(".example")),
            "{value:?}: {used:?}"
        );
    }
    for value in ["..", "a/../..", ".", "%2E%2e", "../x"] {
        let url = write("https://a.example/v1/", UrlBuilder::path, value, "");
        assert_eq!(used(&url), None, "{value:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_in_the_host_leads_out_of_its_domain(value in "[a-z/?#@:.%\\\\\\[\\] \\PC]{0,12}") {
        let url = write("https://", UrlBuilder::origin, &value, ".a.example/v1");
        if let Some((host, path)) = used(&url) {
            prop_assert!(host.ends_with(".a.example"), "{value:?}: {host}");
            prop_assert_eq!(path, "/v1/end");
        }
    }

    #[test]
    fn no_text_in_the_path_leads_out_of_it(value in "[a-z/?#@:.%2e\\\\ \\PC]{0,12}") {
        let url = write("https://a.example/v1/", UrlBuilder::path, &value, "/v2");
        if let Some((host, path)) = used(&url) {
            prop_assert_eq!(host, "a.example");
            prop_assert!(path.starts_with("/v1/") && path.ends_with("/v2/end"), "{value:?}: {path}");
            prop_assert!(!path.contains('?'), "{value:?}: {path}");
        }
    }

    #[test]
    fn what_an_operation_is_told_leads_to_the_host_it_shows(value in "https?://[a-z/?#@:.%\\\\ \\PC]{0,16}") {
        let chosen = Some(value.clone());
        let mut request = RequestBuilder::new(Method::GET, "/end");
        request.server("", &chosen);
        if let Ok(request) = request.build() {
            let uri = request.uri();
            let origin = format!("{}://{}/", uri.scheme_str().unwrap(), uri.authority().unwrap());
            prop_assert!(format!("{value}/").starts_with(&origin), "{value:?}: {uri}");
            prop_assert!(uri.path().ends_with("/end") && uri.query().is_none(), "{value:?}: {uri}");
        }
    }
}

const DESCRIBED: &str = "https://files.example/v1";

fn at(chosen: Option<&str>) -> RequestBuilder {
    let mut request = RequestBuilder::new(Method::GET, "/pets/");
    request.server(DESCRIBED, &chosen.map(str::to_owned));
    request
}

fn address(chosen: Option<&str>) -> Result<String, Error> {
    let mut request = at(chosen);
    request.path("id", Style::Simple, FLAT, &"a/b");
    request.build().map(|request| request.uri().to_string())
}

fn error<T>(result: Result<T, Error>) -> String {
    match result {
        Err(error @ Error::Request(_)) => error.to_string(),
        _ => panic!("no such error"),
    }
}

#[test]
fn a_server_of_an_operation_stands_before_its_path() {
    assert_eq!(
        address(None).unwrap(),
        "https://files.example/v1/pets/a%2Fb"
    );
    for (chosen, expected) in [
        ("https://b.example", "https://b.example/pets/a%2Fb"),
        ("https://b.example/", "https://b.example/pets/a%2Fb"),
        (
            "http://[::1]:8080/a%20b/",
            "http://[::1]:8080/a%20b/pets/a%2Fb",
        ),
        ("http://127.0.0.1:1/v2", "http://127.0.0.1:1/v2/pets/a%2Fb"),
    ] {
        assert_eq!(address(Some(chosen)).unwrap(), expected);
    }
}

#[test]
fn the_client_sends_it_there_and_not_to_its_own_base_url() {
    let client = Client::builder()
        .base_url("https://c.example/v9")
        .build()
        .unwrap();
    let request = at(None).build().unwrap();
    assert_eq!(
        client.resolve(request.uri()).unwrap(),
        "https://files.example/v1/pets/"
    );
    let plain = at(Some("http://files.example")).build().unwrap();
    let refused = error(client.resolve(plain.uri()));
    assert!(
        refused.contains("`ClientBuilder::allow_http(\"files.example\")`"),
        "{refused}"
    );
}

#[test]
fn a_segment_that_is_empty_is_refused_behind_a_host_too() {
    let mut request = RequestBuilder::new(Method::GET, "/");
    request.server("https://a.example", &None);
    request.path("id", Style::Simple, FLAT, &"");
    assert_eq!(
        error(request.build()),
        "the request cannot be built: path parameter `id` leaves its segment of the path empty"
    );
}

#[test]
fn what_is_no_server_is_refused_and_not_shown() {
    const SECRET: &str = "s3cr3t-canary";
    let url = "is no http or https URL, such as `https://api.example.com/v1`";
    let host = "has no host, or a character in it that no host has";
    let user = "holds a user name or a password";
    let query = "holds a query or a fragment";
    let dots = "has a dot segment (`.` or `..`, encoded or not) in its path";
    for (server, why) in [
        ("", url),
        ("/v1", url),
        ("b.example", url),
        ("ftp://b.example", url),
        ("s3cr3t-canary://b.example", url),
        ("https://", host),
        ("https:///v1", host),
        ("https://b%2Fc.example", host),
        ("https://exämple.com", host),
        ("https://b.example\\c/", host),
        ("https://s3cr3t-canary@b.example", user),
        ("https://b.example/?key=s3cr3t-canary", query),
        ("https://b.example#s3cr3t-canary", query),
        ("https://b.example/v1/..", dots),
        ("https://b.example/%2E./v1", dots),
    ] {
        let error = error(address(Some(server)));
        assert_eq!(
            error,
            format!("the request cannot be built: the value of `server` {why}"),
            "{server}"
        );
        assert!(!error.contains(SECRET), "{error}");
    }
}
