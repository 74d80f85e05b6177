//! A provider of OAuth 1.0a that answers what a test tells it to, and keeps what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use generated_client::oauth1::Received;
use http::{HeaderMap, Request};

/// What the provider answers: to each path that ends so, this status and body, and 404 to any other.
pub type Answers = Vec<(&'static str, u16, &'static str)>;

/// A running provider; it listens until it is dropped.
pub struct Provider {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    connections: usize,
    requests: Vec<Request<String>>,
    stopped: bool,
}

impl Provider {
    pub fn start(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let provider = Self {
            address: listener.local_addr().unwrap(),
            state: Arc::default(),
        };
        let state = Arc::clone(&provider.state);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if state.lock().unwrap().stopped {
                    return;
                }
                state.lock().unwrap().connections += 1;
                serve(stream.unwrap(), &answers, &state);
            }
        });
        provider
    }

    /// The base URL of its API.
    pub fn base_url(&self) -> String {
        format!("http://{}/v2", self.address)
    }

    pub fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }

    /// What it was asked, with whole addresses.
    pub fn requests(&self) -> Vec<Request<String>> {
        self.state.lock().unwrap().requests.clone()
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.state.lock().unwrap().stopped = true;
        // Wakes the listening thread, so that it sees that its time is over.
        let _ = TcpStream::connect(self.address);
    }
}

/// Answers one request. A status of 0 closes the connection without an answer.
fn serve(mut stream: TcpStream, answers: &Answers, state: &Mutex<State>) {
    let Some(request) = read(&stream) else { return };
    let path = request.uri().path().to_owned();
    state.lock().unwrap().requests.push(request);
    let answer = answers.iter().find(|(end, _, _)| path.ends_with(end));
    let (_, status, body) = answer.unwrap_or(&("", 404, "nothing here"));
    if *status != 0 {
        let length = body.len();
        let kind = match body.starts_with('{') {
            true => "application/json",
            false => "application/x-www-form-urlencoded",
        };
        let head = format!(
            "HTTP/1.1 {status} As Told\r\ncontent-type: {kind}\r\ncontent-length: {length}"
        );
        let _ = write!(stream, "{head}\r\nconnection: close\r\n\r\n{body}");
    }
}

fn read(stream: &TcpStream) -> Option<Request<String>> {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let mut words = lines.first()?.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    let mut headers = HeaderMap::new();
    for line in &lines[1..] {
        let (name, value) = line.split_once(": ")?;
        headers.append(name.parse::<http::HeaderName>().ok()?, value.parse().ok()?);
    }
    let length = headers
        .get("content-length")
        .map_or("0", |value| value.to_str().unwrap());
    let mut body = vec![0; length.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    let host = headers.get("host")?.to_str().ok()?;
    let mut request = Request::builder()
        .method(method)
        .uri(format!("http://{host}{target}"))
        .body(String::from_utf8(body).ok()?)
        .unwrap();
    *request.headers_mut() = headers;
    Some(request)
}

/// Fails unless these secrets have signed the request.
#[track_caller]
pub fn assert_signed(
    request: &Request<String>,
    consumer_secret: &str,
    token_secret: &str,
) -> Received {
    let received = Received::read(request).unwrap();
    let verified = received.verify(&consumer_secret.into(), &token_secret.into());
    assert_eq!(
        verified,
        Ok(()),
        "{} {}",
        request.method(),
        request.uri().path()
    );
    received
}
