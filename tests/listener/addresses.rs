//! Where a listener listens, and where it refuses to.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener, TcpStream};

use generated_client::login::{Listener, ListenerError};
use tests::ports;

const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

#[test]
fn a_callback_that_nobody_can_listen_at_is_refused_with_the_reason() {
    let no_url = "the callback is no URL, such as `http://localhost:8080/callback`";
    let not_http =
        "the callback is not an http URL, and a program on the user's machine has no certificate";
    let elsewhere =
        "the callback does not lead to this machine; use `localhost`, `127.0.0.1` or `[::1]`";
    let no_port = "the callback has no port, such as `:8080`";
    let no_number = "the callback has a port that is not a number up to 65535";
    let fragment = "the callback has a fragment, which no browser sends";
    let rows = [
        ("", no_url),
        ("http://", no_url),
        ("http://local host:8080/", no_url),
        ("http://localhost:99999/", no_number),
        ("http://localhost:abc/", no_number),
        ("http://localhost:/", no_port),
        ("http://localhost:8080/\n", no_url),
        ("http:localhost:8080", no_url),
        ("/callback", not_http),
        ("localhost", not_http),
        ("localhost:8080", not_http),
        ("https://localhost:8080/callback", not_http),
        ("ftp://localhost:8080/callback", not_http),
        ("oob://localhost:8080/callback", not_http),
        ("http://example.com:8080/callback", elsewhere),
        ("http://127.0.0.1.example.com:8080/", elsewhere),
        ("http://localhost.example.com:8080/", elsewhere),
        // Many systems ask the network for these two.
        ("http://app.localhost:8080/", elsewhere),
        ("http://localhost.:8080/", elsewhere),
        ("http://0.0.0.0:8080/", elsewhere),
        ("http://192.168.0.1:8080/", elsewhere),
        ("http://[::]:8080/", elsewhere),
        ("http://[::2]:8080/", elsewhere),
        (
            "http://me@localhost:8080/",
            "the callback holds a user name or a password",
        ),
        (
            "http://a:b@127.0.0.1:8080/",
            "the callback holds a user name or a password",
        ),
        (
            "http://localhost@example.com:8080/",
            "the callback holds a user name or a password",
        ),
        ("http://localhost/callback", no_port),
        ("http://[::1]/callback", no_port),
        (
            "http://localhost:0/callback",
            "the callback has the port 0, which is another one each time",
        ),
        ("http://localhost:8080/callback#", fragment),
        ("http://localhost:8080/callback?a=1#b", fragment),
    ];
    for (callback, message) in rows {
        let error = Listener::bind(callback).unwrap_err();
        assert!(matches!(error, ListenerError::Address(_)), "{callback}");
        assert_eq!(error.to_string(), message, "{callback}");
    }
}

#[test]
fn localhost_is_both_addresses_and_any_other_is_one() {
    let both = if ports::has_ipv6() {
        vec![V4, V6]
    } else {
        vec![V4]
    };
    let port = ports::free();
    let hosts = [
        ("localhost", both.clone()),
        ("LOCALHOST", both.clone()),
        ("127.0.0.1", vec![V4]),
        ("[::1]", vec![V6]),
    ];
    for (host, wanted) in hosts {
        if !both.contains(&wanted[0]) {
            continue;
        }
        let callback = format!("http://{host}:{port}/callback?state=hidden");
        let listener = Listener::bind(&*callback).unwrap();
        assert_eq!(listener.url(), callback);
        let reached = both.iter().copied();
        let reached: Vec<_> = reached
            .filter(|address| TcpStream::connect((*address, port)).is_ok())
            .collect();
        assert_eq!(reached, wanted, "{host}");
        let shown = format!("{listener:?}");
        assert!(
            shown.contains(&format!("{}:{port}", show(wanted[0]))),
            "{shown}"
        );
        assert!(!shown.contains("hidden"), "{shown}");
    }
}

fn show(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}

/// The browser may take either address of `localhost`: whoever has one of them could be brought the verifier.
#[test]
fn a_port_that_somebody_has_on_any_of_the_addresses_is_an_error_that_names_it() {
    let mut taken = vec![vec![V4]];
    if ports::has_ipv6() {
        taken.extend([vec![V6], vec![V4, V6]]);
    }
    for taken in taken {
        let port = ports::free();
        let _others: Vec<_> = taken
            .iter()
            .map(|address| TcpListener::bind((*address, port)).unwrap())
            .collect();
        let error = Listener::bind(format!("http://localhost:{port}/")).unwrap_err();
        assert_eq!(error, ListenerError::Bind(port, io::ErrorKind::AddrInUse));
        assert_eq!(
            error.to_string(),
            format!(
                "cannot listen on port {port}: another program has it; stop that one, or register another callback"
            )
        );
        // What it could bind is free again.
        for address in [V4, V6] {
            let is_free = taken.contains(&address) || TcpListener::bind((address, port)).is_ok();
            assert!(is_free || !ports::has_ipv6(), "{address}");
        }
    }
}

#[test]
fn two_listeners_cannot_have_one_port() {
    let callback = format!("http://localhost:{}/", ports::free());
    let first = Listener::bind(&*callback).unwrap();
    Listener::bind(&*callback).unwrap_err();
    drop(first);
    Listener::bind(&*callback).unwrap();
}
