//! No wait leaves a file open. It has a process of its own, because other tests open files too.

#![cfg(test)]

use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use generated_client::login::{Listener, ListenerError};
use generated_client::oauth1::CallbackError;
use tests::ports;
use tokio::task::yield_now;

const ROUNDS: usize = 50;

/// What a browser asks, and what comes of it. Where nothing does, the wait is a short one.
const BROWSERS: [(&str, Result<(), ListenerError>); 3] = [
    ("/callback?oauth_token=t&oauth_verifier=v", Ok(())),
    (
        "/callback?denied=t",
        Err(ListenerError::Callback(CallbackError::Refused)),
    ),
    ("/favicon.ico", Err(ListenerError::Timeout)),
];

#[test]
fn no_wait_leaves_a_file_open() {
    if open_files().is_none() {
        return eprintln!("skipped: only Linux says which files are open");
    }
    let port = ports::free();
    let bind = || Listener::bind(format!("http://localhost:{port}/callback")).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut before = None;
    for round in 0..ROUNDS {
        let (target, wanted) = BROWSERS[round % BROWSERS.len()];
        let limit = Duration::from_millis(if wanted == Err(ListenerError::Timeout) {
            5
        } else {
            60_000
        });
        let connect = || [send(port, ""), send(port, "GET /half"), visit(port, target)];

        let (listener, streams) = (bind(), connect());
        let outcome = runtime.block_on(async {
            let outcome = listener.wait(limit).await;
            // A connection that was cut off is closed when the runtime goes on.
            yield_now().await;
            outcome
        });
        assert_eq!(outcome.map(drop), wanted);
        drop(streams);

        let (listener, streams) = (bind(), connect());
        assert_eq!(listener.wait_blocking(limit).map(drop), wanted);
        drop(streams);

        // The first round may open what stays open for good.
        let now = open_files();
        assert_eq!(now, *before.get_or_insert(now), "after round {round}");
    }
}

fn open_files() -> Option<usize> {
    fs::read_dir("/proc/self/fd").ok().map(Iterator::count)
}

fn visit(port: u16, target: &str) -> TcpStream {
    send(port, &format!("GET {target} HTTP/1.1\r\nhost: a\r\n\r\n"))
}

fn send(port: u16, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    stream
}
