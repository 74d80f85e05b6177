//! Which hosts plain `http` may go to, and which URL a request goes to: what both clients decide before they connect.

#![cfg(test)]

use http::Uri;
use templates::error::Error;
use templates::{blocking, client};

const SECRET: &str = "s3cr3t-canary";

/// Both clients for a base URL, with these hosts allowed. They must agree on whether there is one.
fn clients(base: &str, allowed: &[&str]) -> Result<(client::Client, blocking::Client), Error> {
    let mut client = client::Client::builder().base_url(base);
    let mut blocking = blocking::Client::builder().base_url(base);
    for host in allowed {
        client = client.allow_http(*host);
        blocking = blocking.allow_http((*host).to_owned());
    }
    match (client.build(), blocking.build()) {
        (Ok(client), Ok(blocking)) => Ok((client, blocking)),
        (Err(error), Err(same)) => {
            assert_eq!(error.to_string(), same.to_string());
            Err(error)
        }
        (client, blocking) => panic!("{base}: {client:?}, but {blocking:?}"),
    }
}

/// What both clients make of a URI.
fn resolve(
    (client, blocking): &(client::Client, blocking::Client),
    uri: &str,
) -> Result<String, Error> {
    let uri = uri.parse().expect(uri);
    match (client.resolve(&uri), blocking.resolve(&uri)) {
        (Ok(resolved), Ok(same)) => {
            assert_eq!(resolved, same);
            Ok(resolved.to_string())
        }
        (Err(error), Err(same)) => {
            assert_eq!(error.to_string(), same.to_string());
            Err(error)
        }
        (resolved, other) => panic!("{uri}: {resolved:?}, but {other:?}"),
    }
}

fn setup_error<T>(result: Result<T, Error>, of: &str) -> String {
    match result {
        Err(Error::Setup(text)) => text.into_owned(),
        Err(error) => panic!("{of}: another error: {error}"),
        Ok(_) => panic!("{of}: no error"),
    }
}

fn request_error(result: Result<String, Error>, of: &str) -> String {
    match result {
        Err(error @ Error::Request(_)) => error.to_string(),
        Err(error) => panic!("{of}: another error: {error}"),
        Ok(resolved) => panic!("{of}: no error, but {resolved}"),
    }
}

// Plain http

/// This machine, under all its names.
const LOOPBACK: [&str; 9] = [
    "localhost",
    "LOCALHOST:8080",
    "localhost.",
    "api.localhost",
    "a.b.Localhost.:8080",
    "127.0.0.1:8080",
    "127.255.255.254",
    "[::1]:8080",
    "[::ffff:127.0.0.1]",
];

/// Others, with the name that a message gives them. Some only look like this machine, and some lead back to it without
/// being its loopback address.
const OTHERS: [(&str, &str); 21] = [
    ("example.com", "example.com"),
    ("EXAMPLE.com:8080", "example.com"),
    ("127.0.0.1.evil.example", "127.0.0.1.evil.example"),
    ("localhost.evil.example", "localhost.evil.example"),
    ("evil-localhost", "evil-localhost"),
    ("notlocalhost", "notlocalhost"),
    ("localhost..", "localhost.."),
    ("localhost.localdomain", "localhost.localdomain"),
    ("xn--nxasmq6b", "xn--nxasmq6b"),
    ("0.0.0.0:8080", "0.0.0.0"),
    ("126.255.255.255", "126.255.255.255"),
    ("128.0.0.1", "128.0.0.1"),
    ("10.0.0.1", "10.0.0.1"),
    ("192.168.0.1", "192.168.0.1"),
    ("169.254.169.254", "169.254.169.254"),
    ("[::]", "[::]"),
    ("[::2]:8080", "[::2]"),
    ("[fe80::1]", "[fe80::1]"),
    ("[::127.0.0.1]", "[::7f00:1]"),
    ("[::ffff:10.0.0.1]", "[::ffff:a00:1]"),
    ("[2001:DB8::1]", "[2001:db8::1]"),
];

#[test]
fn plain_http_goes_to_this_machine() {
    for host in LOOPBACK {
        clients(&format!("http://{host}/v2"), &[]).expect(host);
    }
    // The URL parser takes these for 127.0.0.1. In a URI they are refused: their text says something else.
    let https = clients("https://example.com", &[]).unwrap();
    for host in ["127.1", "2130706433", "0x7f.1", "0177.0.0.1"] {
        let (client, _) = clients(&format!("http://{host}"), &[]).expect(host);
        assert_eq!(client.base_url(), "http://127.0.0.1");
        let error = request_error(resolve(&https, &format!("http://{host}/")), host);
        assert!(error.contains("usual form"), "{error}");
    }
}

#[test]
fn plain_http_to_this_machine_works_from_any_base_url() {
    let https = clients("https://example.com", &[]).unwrap();
    for host in LOOPBACK {
        let resolved = resolve(&https, &format!("http://{host}/a"));
        // All but the last are in their normal form.
        let usual = !host.starts_with("[::ffff");
        assert_eq!(resolved.is_ok(), usual, "{host}: {resolved:?}");
    }
}

#[test]
fn a_base_url_of_plain_http_to_another_host_is_refused() {
    for (host, name) in OTHERS {
        let base = format!("http://{host}/{SECRET}");
        let error = setup_error(clients(&base, &[]), host);
        let advice =
            format!("use https, or name the host with `ClientBuilder::allow_http({name:?})`");
        assert!(error.contains(&advice), "{error}");
        assert!(!error.contains(SECRET), "{error}");
        clients(&base.replacen("http", "https", 1), &[]).expect(host);
        clients(&base, &[name]).expect("the message gives the name that helps");
    }
}

#[test]
fn a_uri_of_plain_http_to_another_host_is_refused() {
    let https = clients("https://example.com", &[]).unwrap();
    for (host, name) in OTHERS {
        // A message that says it otherwise is about the form of the host.
        let usual = !host.starts_with("[::127") && !host.starts_with("[::ffff");
        let uri = format!("http://{host}/{SECRET}?{SECRET}");
        let error = request_error(resolve(&https, &uri), host);
        let advice =
            format!("use https, or name the host with `ClientBuilder::allow_http({name:?})`");
        assert_eq!(error.contains(&advice), usual, "{error}");
        assert!(!error.contains(SECRET), "{error}");
        if usual {
            let allowed = clients("https://example.com", &[name]).unwrap();
            resolve(&allowed, &uri).expect(host);
        }
    }
}

#[test]
fn a_host_behind_a_user_name_is_refused_even_where_both_are_allowed() {
    let https = clients("https://example.com", &["example.com", "evil.example"]).unwrap();
    for url in [
        "http://localhost@evil.example/",
        "http://localhost:80@evil.example/",
        "http://127.0.0.1:@evil.example/",
        "http://example.com@evil.example/",
        "http://evil.example@localhost/",
        "https://example.com@evil.example/",
    ] {
        let base = clients(url, &["example.com", "evil.example"]);
        let error = setup_error(base, url);
        assert!(error.contains("user name"), "{error}");
        let error = request_error(resolve(&https, url), url);
        assert!(error.contains("user name"), "{error}");
    }
}

#[test]
fn a_host_is_allowed_in_each_of_its_forms() {
    for (allowed, host) in [
        ("dev.example", "dev.example"),
        ("DEV.example", "dev.example:8080"),
        ("dev.example", "Dev.EXAMPLE"),
        ("dev.example.", "dev.example."),
        ("dév.example", "xn--dv-bja.example"),
        ("XN--dv-bja.example", "xn--dv-bja.example:81"),
        ("10.0.0.1", "10.0.0.1:8080"),
        ("10.1", "10.0.0.1"),
        ("2001:db8::1", "[2001:db8::1]:8080"),
        ("[2001:db8::1]", "[2001:db8::1]"),
        ("2001:0DB8:0:0::1", "[2001:db8::1]"),
        ("my_host", "my_host"),
    ] {
        let base = format!("http://{host}/a");
        clients(&base, &[allowed]).expect(allowed);
        let several = ["other.example", allowed, "third.example"];
        let https = clients("https://example.com", &several).expect(allowed);
        resolve(&https, &base).expect(allowed);
    }
}

#[test]
fn an_allowed_host_allows_no_other() {
    for (allowed, host) in [
        ("example.com", "sub.example.com"),
        ("sub.example.com", "example.com"),
        ("example.com", "example.com.evil.example"),
        ("example.com", "example.com."),
        ("example", "example.com"),
        ("10.0.0.1", "10.0.0.10"),
        ("10.0.0.1", "[::ffff:10.0.0.1]"),
        ("2001:db8::1", "[2001:db8::11]"),
    ] {
        let base = format!("http://{host}/");
        let error = setup_error(clients(&base, &[allowed]), host);
        assert!(error.contains("allow_http"), "{error}");
        let https = clients("https://example.com", &[allowed]).unwrap();
        request_error(resolve(&https, &base), host);
    }
}

#[test]
fn what_is_no_host_alone_cannot_be_allowed() {
    for text in [
        "",
        " ",
        "http://dev.example",
        "https://user:s3cr3t-canary@dev.example/s3cr3t-canary",
        "//dev.example",
        "dev.example/",
        "dev.example/s3cr3t-canary",
        "dev.example\\",
        "dev.example?",
        "dev.example#",
        "user@dev.example",
        "@dev.example",
        "dev.example:",
        "dev.example:80",
        "dev.example:8080",
        "10.0.0.1:80",
        "[2001:db8::1]:80",
        "[2001:db8::1",
        "2001:db8::1]",
        "fe80::1%eth0",
        "[10.0.0.1]",
        "10.0.0.256",
        "10.0.0.0/8",
        "*",
        "*.example",
        "\u{ff0a}.example",
        ".example",
        ".",
        "dev.example,test.example",
        "dev.example;",
        "dev.example test.example",
        " dev.example",
        "dev.example\n",
        "dev\t.example",
        "dev.example\0",
        "<dev>",
    ] {
        let error = setup_error(
            clients("https://example.com", &["other.example", text]),
            text,
        );
        assert!(
            error.contains("`allow_http` was given what is not a host"),
            "{error}"
        );
        assert!(!error.contains(SECRET), "{error}");
    }
}

/// The stand-in for a description names `http://api.example.com/v1`.
#[test]
fn the_host_that_the_description_names_with_plain_http_is_allowed() {
    let client = client::Client::new().unwrap();
    assert_eq!(client.base_url(), "http://api.example.com/v1");
    assert_eq!(
        blocking::Client::new().unwrap().base_url(),
        client.base_url()
    );

    clients("http://API.example.com:8080/v2", &[]).unwrap();
    let https = clients("https://example.com", &[]).unwrap();
    resolve(&https, "http://api.example.com/a").unwrap();
    setup_error(clients("http://example.com", &[]), "another host");
}

#[test]
fn the_builder_shows_no_host_before_it_has_looked_at_it() {
    let host = format!("http://user:{SECRET}@dev.example");
    let client = client::Client::builder().allow_http(&host);
    let blocking = blocking::Client::builder().allow_http(&host);
    let shown = format!("{client:?} {client:#?} {blocking:?}");
    assert!(!shown.contains(SECRET), "{shown}");
}

// The URL of a request

#[test]
fn the_base_url_is_given_in_its_normal_form() {
    for (base, normal) in [
        ("https://example.com", "https://example.com"),
        ("https://example.com/", "https://example.com"),
        ("HTTPS://EXAMPLE.com:443/v2/", "https://example.com/v2"),
        ("https://example.com:8443/v2", "https://example.com:8443/v2"),
        ("http://127.1:80/v2/", "http://127.0.0.1/v2"),
        ("http://[0:0::1]:8080/", "http://[::1]:8080"),
        ("https://exämple.com/é", "https://xn--exmple-cua.com/%C3%A9"),
    ] {
        let (client, blocking) = clients(base, &[]).unwrap();
        assert_eq!(client.base_url(), normal);
        assert_eq!(blocking.base_url(), normal);
        assert_eq!(
            client.resolve(&Uri::from_static("/")).unwrap(),
            *format!("{normal}/")
        );
        clients(normal, &[]).unwrap();
    }
}

#[test]
fn a_base_url_with_a_step_to_another_path_is_refused() {
    for base in [
        "https://example.com/a/../b/",
        "https://example.com/a/.",
        "https://example.com/%2E%2e/b",
        "https://example.com/.%2e",
        "https://example.com/a\\..",
    ] {
        let error = setup_error(clients(base, &[]), base);
        assert!(error.contains("a dot segment"), "{error}");
    }
    clients("https://example.com/.a/a.b/..c/%2e%2e%2e", &[]).unwrap();
}

#[test]
fn a_base_url_that_http_cannot_send_is_refused() {
    for base in ["https://a\"b.example", "https://{id}.example/v2"] {
        let error = setup_error(clients(base, &[]), base);
        assert!(error.contains("HTTP cannot send"), "{error}");
    }
}

#[test]
fn a_base_url_without_http_or_https_is_refused_with_advice_and_not_shown() {
    let no_scheme = "it has no scheme: write `https://` in front";
    let other_scheme = "it starts with neither `https://` nor `http://`";
    let secret_path = format!("dev.example/{SECRET}");
    let secret_user = format!("user:{SECRET}@dev.example");
    for (base, advice) in [
        (
            "",
            "it is empty; name the server with `ClientBuilder::base_url`",
        ),
        ("dev.example", no_scheme),
        (&secret_path, no_scheme),
        ("dev.example/a:b", no_scheme),
        ("127.0.0.1:8080", no_scheme),
        ("[::1]:8080", no_scheme),
        ("//dev.example", no_scheme),
        ("/v2", no_scheme),
        ("localhost:8080", other_scheme),
        (&secret_user, other_scheme),
        ("ftp://dev.example", other_scheme),
        ("https://", "empty host"),
    ] {
        let error = setup_error(clients(base, &[]), base);
        assert_eq!(error, format!("the base URL cannot be used: {advice}"));
    }
}

#[test]
fn a_uri_resolves_to_the_whole_url_and_that_to_itself() {
    for (base, uri, resolved) in [
        ("https://example.com", "/", "https://example.com/"),
        ("https://example.com/v2/", "/a", "https://example.com/v2/a"),
        (
            "https://example.com/v2",
            "/a/?",
            "https://example.com/v2/a/?",
        ),
        (
            "https://example.com/v2",
            "//evil.example/",
            "https://example.com/v2//evil.example/",
        ),
        (
            "https://example.com",
            "/@evil.example",
            "https://example.com/@evil.example",
        ),
        ("https://example.com:443", "/a", "https://example.com/a"),
        (
            "https://example.com",
            "https://Other.Example:443/a",
            "https://other.example/a",
        ),
        (
            "https://example.com",
            "https://other.example:80/a",
            "https://other.example:80/a",
        ),
        (
            "https://example.com",
            "https://other.example",
            "https://other.example/",
        ),
        (
            "https://example.com",
            "https://other.example?b",
            "https://other.example/?b",
        ),
        // A path that the parser would change is refused; in a query it encodes what HTTP does not want there.
        (
            "https://example.com",
            "/a'(b)*!~",
            "https://example.com/a'(b)*!~",
        ),
        (
            "https://example.com",
            "/a%2fb%20%E9",
            "https://example.com/a%2fb%20%E9",
        ),
        (
            "https://example.com",
            "/a?b='c'",
            "https://example.com/a?b=%27c%27",
        ),
        (
            "https://example.com",
            "/a?b=/../c",
            "https://example.com/a?b=/../c",
        ),
        (
            "https://example.com",
            "/a?b=http://c@d:80/?e",
            "https://example.com/a?b=http://c@d:80/?e",
        ),
        (
            "https://example.com",
            "/a?b=c+d%20e%2B%7e",
            "https://example.com/a?b=c+d%20e%2B%7e",
        ),
        (
            "https://example.com",
            "/a?b=\\{}|^`[]",
            "https://example.com/a?b=\\{}|^`[]",
        ),
        (
            "https://example.com",
            "/a?é",
            "https://example.com/a?%C3%A9",
        ),
        ("https://example.com", "/a?b#c", "https://example.com/a?b"),
    ] {
        let clients = clients(base, &[]).unwrap();
        assert_eq!(resolve(&clients, uri).expect(uri), resolved);
        assert_eq!(resolve(&clients, resolved).unwrap(), resolved);
    }
}

#[test]
fn a_uri_that_cannot_be_sent_as_it_stands_is_refused() {
    let https = clients("https://example.com", &[]).unwrap();
    for uri in [
        "*",
        "host:80",
        "ftp://example.com/a",
        "/a/../b",
        "/a/%2E%2e/b",
        "/{id}",
        "/a\\b",
        "/é",
    ] {
        request_error(resolve(&https, uri), uri);
    }
}
