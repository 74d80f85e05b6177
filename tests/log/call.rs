//! A single call.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use bytes::Bytes;
use generated_client::client::Client;
use tests::callers::Caller;

use crate::listening::{lines, listen};

const SECRET: &str = "s3cr3t-canary";

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

    listen();
    let client = Client::builder().base_url(url).build().unwrap();
    let client = Caller::from(client);
    client.execute(post()).unwrap();
    client.execute(post()).unwrap_err();
    server.join().unwrap();

    let lines = lines();
    assert!(!lines.concat().contains(SECRET), "{lines:#?}");
    // The other test of this process calls `localhost`.
    let call = "method=POST host=\"127.0.0.1\"";
    let ours: Vec<_> = lines
        .iter()
        .filter(|line| line.starts_with("generated_client") && line.contains(call))
        .collect();
    let [answered, failed] = ours[..] else {
        panic!("{ours:#?}")
    };
    let start =
        format!("generated_client::client message=call answered {call} status=204 elapsed=");
    assert!(answered.starts_with(&start), "{answered}");
    let start =
        format!("generated_client::client message=call failed {call} error=\"closed\" elapsed=");
    assert!(failed.starts_with(&start), "{failed}");
}
