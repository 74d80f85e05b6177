//! Which calls go through the proxies that the environment names: none to this machine, all others.
//!
//! A client reads the environment when it is made, so each test starts itself again, as a process that has the
//! variables, and makes its calls there.

use std::env;
use std::net::Ipv6Addr;
use std::process::Command;

use bytes::Bytes;
use generated_client::error::Error;
use generated_client::{blocking, client};
use http::{Request, Response};
use tests::callers::Caller;
use tests::ports::has_ipv6;
use tests::scripted::{Server, Step};

/// What decides about proxies, whoever runs the tests.
const PROXY_VARIABLES: [&str; 9] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
    // A program that serves by CGI uses no proxy: a request could name it (`Proxy: ...`).
    "REQUEST_METHOD",
];

/// Names the calls of the process that a test has started: base URL and URI, line by line.
const CALLS: &str = "CALLS_OF_THIS_TEST";

/// The host, beside this machine, that plain `http` may go to. It does not exist: only a proxy answers for it.
const ALLOWED: &str = "dev.invalid";

/// Makes these calls with both clients in a process of its own, which has this environment: runs the test of this name
/// again, which finds them with [`calls`].
fn call_in_a_process(test: &str, variables: &[(&str, &str)], calls: &[(String, String)]) {
    let lines = calls.iter().map(|(base, uri)| format!("{base} {uri}\n"));
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]);
    for name in PROXY_VARIABLES {
        command.env_remove(name);
    }
    let output = command
        .envs(variables.iter().copied())
        .env(CALLS, lines.collect::<String>())
        .output()
        .unwrap();
    assert!(output.status.success(), "{variables:?}: {output:#?}");
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.contains("1 passed"), "no such test: {stdout}");
}

/// The calls that this process has to make, if a test has started it.
fn calls() -> Option<Vec<(String, String)>> {
    let lines = env::var(CALLS).ok()?;
    let calls = lines.lines().map(|line| line.split_once(' ').unwrap());
    Some(calls.map(|(base, uri)| (base.into(), uri.into())).collect())
}

/// What both clients, made for this base URL, get from this URI.
fn call(base: &str, uri: &str) -> [Result<Response<Bytes>, Error>; 2] {
    let request = || Request::get(uri).body(Bytes::new()).unwrap();
    let client = client::Client::builder().base_url(base).allow_http(ALLOWED);
    let blocking = blocking::Client::builder()
        .base_url(base)
        .allow_http(ALLOWED);
    let callers: [Caller; 2] = [
        client.build().unwrap().into(),
        blocking.build().unwrap().into(),
    ];
    callers.map(|caller| caller.execute(request()))
}

/// The first line of each request.
fn first_lines(server: &Server) -> Vec<String> {
    let requests = server.requests().into_iter().map(String::from_utf8);
    requests
        .map(|request| request.unwrap().lines().next().unwrap().to_owned())
        .collect()
}

#[test]
fn what_goes_to_this_machine_passes_no_proxy() {
    if let Some(calls) = calls() {
        for (base, uri) in calls {
            for answer in call(&base, &uri) {
                assert_eq!(answer.expect(&uri).body(), "ok");
            }
        }
        return;
    }
    let server = Server::start([]);
    let port = server.address().port();
    let proxy = Server::start([]);
    let mut bases = [
        "127.0.0.1",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "api.localhost",
    ]
    .map(|host| format!("http://{host}:{port}"))
    .to_vec();
    let on_ipv6 = has_ipv6().then(|| Server::start_at(Ipv6Addr::LOCALHOST, []));
    bases.extend(on_ipv6.iter().map(Server::url));
    let mut calls: Vec<_> = bases.into_iter().map(|base| (base, "/a".into())).collect();
    // A client that calls other hosts beside.
    calls.push((
        format!("http://{ALLOWED}"),
        format!("http://localhost:{port}/a"),
    ));

    let url = proxy.url();
    let variables = [
        ("HTTP_PROXY", &*url),
        ("http_proxy", &*url),
        ("HTTPS_PROXY", &*url),
        ("ALL_PROXY", &*url),
    ];
    call_in_a_process(
        "what_goes_to_this_machine_passes_no_proxy",
        &variables,
        &calls,
    );
    assert_eq!(proxy.connections().len(), 0);
    let mut arrived = first_lines(&server);
    arrived.extend(on_ipv6.iter().flat_map(first_lines));
    assert_eq!(arrived, vec!["GET /a HTTP/1.1"; 2 * calls.len()]);
}

#[test]
fn what_goes_to_this_machine_over_https_passes_no_proxy() {
    if let Some(calls) = calls() {
        for (base, uri) in calls {
            for answer in call(&base, &uri) {
                let error = answer.expect_err(&uri);
                assert!(matches!(error, Error::Tls(_)), "{error:?}");
            }
        }
        return;
    }
    // Closes each connection: this is about where it leads.
    let server = Server::start(vec![vec![]; 4]);
    let proxy = Server::start([]);
    let address = server.address();
    let calls = [
        (format!("https://{address}"), "/".into()),
        (
            "https://dev.invalid".into(),
            format!("https://localhost:{}/", address.port()),
        ),
    ];
    let url = proxy.url();
    let variables = [("HTTPS_PROXY", &*url), ("ALL_PROXY", &*url)];
    call_in_a_process(
        "what_goes_to_this_machine_over_https_passes_no_proxy",
        &variables,
        &calls,
    );
    assert_eq!(proxy.connections().len(), 0);
    assert_eq!(server.connections().len(), 4);
}

#[test]
fn what_goes_to_another_host_passes_the_proxy() {
    if let Some(calls) = calls() {
        for (base, uri) in calls {
            for answer in call(&base, &uri) {
                // Over plain http it is the proxy's answer. Over https there is none without a tunnel.
                let is_https = base.starts_with("https") || uri.starts_with("https");
                assert_eq!(answer.is_err(), is_https, "{base} {uri}: {answer:?}");
            }
        }
        return;
    }
    let local = Server::start([]);
    let http = "GET http://dev.invalid/a HTTP/1.1";
    let https = "CONNECT dev.invalid:443 HTTP/1.1";
    for (variable, scheme, line) in [
        ("HTTP_PROXY", "http", http),
        ("http_proxy", "http", http),
        ("ALL_PROXY", "http", http),
        ("HTTPS_PROXY", "https", https),
        ("ALL_PROXY", "https", https),
    ] {
        let refusal = "HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        let proxy = Server::start(vec![vec![Step::Read, Step::write(refusal)]; 4]);
        let calls = [
            (format!("{scheme}://{ALLOWED}"), "/a".into()),
            // A client that calls this machine beside.
            (local.url(), format!("{scheme}://{ALLOWED}/a")),
        ];
        call_in_a_process(
            "what_goes_to_another_host_passes_the_proxy",
            &[(variable, &proxy.url())],
            &calls,
        );
        assert_eq!(first_lines(&proxy), [line; 4], "{variable}");
    }
    assert_eq!(local.connections().len(), 0);
}
