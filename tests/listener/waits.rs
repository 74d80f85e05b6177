//! How a wait begins and ends.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use generated_client::login::{Listener, ListenerError};
use tests::ports;
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

use crate::browser::{GOOD, LONG, send};

const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const SHORT: Duration = Duration::from_millis(30);

fn runtimes() -> [Runtime; 2] {
    let mut builders = [Builder::new_current_thread(), Builder::new_multi_thread()];
    builders
        .each_mut()
        .map(|builder| builder.enable_all().build().unwrap())
}

fn request() -> String {
    format!("GET {GOOD} HTTP/1.1\r\nhost: a\r\n\r\n")
}

/// Nobody has the port, and whoever wants it gets it at once.
fn assert_free(callback: &str) {
    Listener::bind(callback).unwrap();
}

#[test]
fn the_port_is_free_as_soon_as_the_wait_is_over() {
    for runtime in runtimes() {
        let port = ports::free();
        let callback = format!("http://localhost:{port}/callback");
        runtime.block_on(async {
            for _ in 0..20 {
                let listener = Listener::bind(&*callback).unwrap();
                let idle = send(V4, port, "");
                let browser = send(V4, port, request());
                listener.wait(LONG).await.unwrap();
                assert_free(&callback);
                drop((idle, browser));
            }
        });
    }
}

#[test]
fn nobody_comes() {
    for runtime in runtimes() {
        let port = ports::free();
        let callback = format!("http://localhost:{port}/callback");
        runtime.block_on(async {
            let listener = Listener::bind(&*callback).unwrap();
            let half = send(V4, port, "GET /callback?oauth_token=t");
            let error = listener.wait(SHORT).await.unwrap_err();
            assert_eq!(error, ListenerError::Timeout);
            assert_free(&callback);
            drop(half);
        });
        let listener = Listener::bind(&*callback).unwrap();
        let error = listener.wait_blocking(SHORT).unwrap_err();
        assert_eq!(
            error.to_string(),
            "nobody came back from the browser in the time allowed"
        );
        assert_free(&callback);
    }
}

/// No limit is too short or too long for the clock.
#[test]
fn any_limit_can_be_given() {
    let port = ports::free();
    let callback = format!("http://127.0.0.1:{port}/callback");
    let listener = Listener::bind(&*callback).unwrap();
    let browser = send(V4, port, request());
    listener.wait_blocking(Duration::MAX).unwrap();
    drop(browser);
    let listener = Listener::bind(&*callback).unwrap();
    let error = listener.wait_blocking(Duration::ZERO).unwrap_err();
    assert_eq!(error, ListenerError::Timeout);
}

#[test]
fn a_wait_that_is_given_up_frees_the_port() {
    for runtime in runtimes() {
        let port = ports::free();
        let callback = format!("http://localhost:{port}/callback");
        runtime.block_on(async {
            for _ in 0..5 {
                let listener = Listener::bind(&*callback).unwrap();
                let idle = send(V4, port, "");
                timeout(SHORT, listener.wait(LONG)).await.unwrap_err();
                assert_free(&callback);
                drop(idle);
            }
            // Nor does one that was never begun keep it.
            drop(Listener::bind(&*callback).unwrap().wait(LONG));
            assert_free(&callback);
        });
    }
}

#[test]
fn a_wait_in_the_wrong_place_is_an_error() {
    let port = ports::free();
    let callback = format!("http://127.0.0.1:{port}/callback");
    let wait = pin!(Listener::bind(&*callback).unwrap().wait(LONG));
    let Poll::Ready(Err(outside)) = wait.poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("it waits outside of a runtime");
    };
    assert_eq!(
        outside.to_string(),
        "the listener waits inside a tokio runtime only; use `wait_blocking` elsewhere"
    );
    for runtime in runtimes() {
        let inside = runtime.block_on(async {
            let listener = Listener::bind(&*callback).unwrap();
            listener.wait_blocking(LONG).unwrap_err()
        });
        assert_eq!(
            inside.to_string(),
            "the listener cannot block inside an async runtime; use `wait` there"
        );
    }
}

#[test]
fn two_logins_of_one_program_can_wait_at_a_time() {
    for runtime in runtimes() {
        let listeners = [(); 2].map(|()| {
            let port = ports::free();
            let listener = Listener::bind(format!("http://127.0.0.1:{port}/callback")).unwrap();
            (port, runtime.spawn(listener.wait(LONG)))
        });
        let browsers = listeners.each_ref().map(|(port, _)| {
            let query = format!("oauth_token=t&oauth_verifier={port}");
            send(
                V4,
                *port,
                format!("GET /callback?{query} HTTP/1.1\r\nhost: a\r\n\r\n"),
            )
        });
        for (port, waiting) in listeners {
            let callback = runtime.block_on(waiting).unwrap().unwrap();
            assert_eq!(callback.verifier().expose(), port.to_string());
        }
        drop(browsers);
    }
}
