//! What a call leaves in the log. It has a process of its own, because all tests of a process share
//! what `tracing` remembers about who listens.

#![cfg(test)]

use std::fmt;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;

use bytes::Bytes;
use generated_client::client::Client;

const SECRET: &str = "s3cr3t-canary";

/// Keeps all that is said to it, at any level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl tracing::Subscriber for Log {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut line = event.metadata().target().to_owned();
        event.record(
            &mut |field: &tracing::field::Field, value: &dyn fmt::Debug| {
                line.push_str(&format!(" {field}={value:?}"));
            },
        );
        self.0.lock().unwrap().push(line);
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

#[test]
fn a_call_is_one_line_without_path_query_headers_or_body() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    // Answers the first request, and closes the connection of the second one.
    let server = thread::spawn(move || {
        for answer in [
            &b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"[..],
            b"",
        ] {
            let (mut stream, _) = listener.accept().unwrap();
            let mut buffer = [0; 4096];
            let length = stream.read(&mut buffer).unwrap();
            assert!(buffer[..length].starts_with(b"POST /token?secret="));
            stream.write_all(answer).unwrap();
        }
    });
    let post = || {
        let request = http::Request::post(format!("/token?secret={SECRET}"))
            .header("cookie", format!("session={SECRET}"));
        request
            .body(Bytes::from(format!("secret={SECRET}")))
            .unwrap()
    };

    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let client = Client::builder().base_url(url).build().unwrap();
    runtime.block_on(client.execute(post())).unwrap();
    runtime.block_on(client.execute(post())).unwrap_err();
    server.join().unwrap();

    let lines = log.0.lock().unwrap().clone();
    assert!(!lines.concat().contains(SECRET), "{lines:#?}");
    let ours: Vec<_> = lines
        .iter()
        .filter(|line| line.starts_with("generated_client"))
        .collect();
    let [answered, failed] = ours[..] else {
        panic!("{ours:#?}")
    };
    let call = "method=POST host=\"127.0.0.1\"";
    let start =
        format!("generated_client::client message=call answered {call} status=204 elapsed=");
    assert!(answered.starts_with(&start), "{answered}");
    let start =
        format!("generated_client::client message=call failed {call} error=\"closed\" elapsed=");
    assert!(failed.starts_with(&start), "{failed}");
}
