//! A server whose answers a test decides on, request by request.
//!
//! It stands on `TcpListener` alone, with a thread for each connection. A connection carries one request and one answer,
//! so each request is a connection of its own. What the clients sent is kept, byte for byte. For faults of the protocol
//! there is [`scripted`](crate::scripted).
//!
//! ```
//! use tests::provider::{Answer, Provider};
//!
//! let provider = Provider::start(|request| match request.path() {
//!     "/v2/self" => Answer::new(200).header("content-type", "text/plain").body("it is you"),
//!     _ => Answer::new(404),
//! });
//! // … calls to provider.url() …
//! assert_eq!(provider.requests().len(), 0);
//! ```

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use bytes::Bytes;

/// No request takes longer to come than this.
const PATIENCE: Duration = Duration::from_secs(10);

/// A running server; it listens until it is dropped.
pub struct Provider {
    address: SocketAddr,
    log: Arc<Mutex<Log>>,
}

#[derive(Default)]
struct Log {
    connections: usize,
    requests: Vec<Request>,
    stopped: bool,
}

impl Provider {
    /// Listens on a free port of 127.0.0.1, and answers each request as `handler` says. A handler that panics answers
    /// nothing.
    pub fn start(handler: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let provider = Self {
            address: listener.local_addr().unwrap(),
            log: Arc::default(),
        };
        let log = Arc::clone(&provider.log);
        let handler = Arc::new(handler);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut state = log.lock().unwrap();
                if state.stopped {
                    return;
                }
                state.connections += 1;
                drop(state);
                let (log, handler) = (Arc::clone(&log), Arc::clone(&handler));
                thread::spawn(move || serve(stream.unwrap(), &log, &*handler));
            }
        });
        provider
    }

    /// Where it listens, as `127.0.0.1:port`.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its URL, without a path.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// All requests so far, in the order in which they came.
    pub fn requests(&self) -> Vec<Request> {
        self.log().requests.clone()
    }

    /// How many connections have been opened so far, with or without a request.
    pub fn connections(&self) -> usize {
        self.log().connections
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap()
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.log().stopped = true;
        // Wakes the listening thread, so that it sees that its time is over.
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(mut stream: TcpStream, log: &Mutex<Log>, handler: &dyn Fn(&Request) -> Answer) {
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    let Some(request) = Request::receive(&mut stream) else {
        return;
    };
    log.lock().unwrap().requests.push(request.clone());
    // A client may be gone by now.
    let _ = stream.write_all(&handler(&request).bytes());
}

/// A request as it came.
#[derive(Clone)]
pub struct Request {
    raw: Vec<u8>,
    head: String,
}

impl Request {
    fn receive(stream: &mut TcpStream) -> Option<Self> {
        let mut raw = Vec::new();
        let mut buffer = [0; 16 * 1024];
        loop {
            if let Some(end) = raw.windows(4).position(|four| four == b"\r\n\r\n") {
                let head = String::from_utf8(raw[..end].to_vec()).unwrap();
                let request = Self { raw, head };
                let lengths = request.headers("content-length");
                let length = lengths.first().map_or(0, |it| it.parse().unwrap());
                if request.body().len() >= length {
                    return Some(request);
                }
                raw = request.raw;
            }
            match stream.read(&mut buffer) {
                Ok(0) | Err(_) => return None,
                Ok(length) => raw.extend_from_slice(&buffer[..length]),
            }
        }
    }

    /// All of it, byte for byte.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The method, as it stands there.
    pub fn method(&self) -> &str {
        self.head.split(' ').next().unwrap()
    }

    /// Path and query, as they stand there.
    pub fn target(&self) -> &str {
        self.head.split(' ').nth(1).unwrap()
    }

    /// The path, as it stands there.
    pub fn path(&self) -> &str {
        self.target().split('?').next().unwrap()
    }

    /// The query without `?`, as it stands there.
    pub fn query(&self) -> Option<&str> {
        self.target().split_once('?').map(|(_, query)| query)
    }

    /// The values of all headers of this name.
    pub fn headers(&self, name: &str) -> Vec<&str> {
        let lines = self.head.split("\r\n").skip(1);
        let headers = lines.map(|line| line.split_once(": ").unwrap());
        headers
            .filter(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
            .collect()
    }

    /// The value of the one header of this name; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        let values = self.headers(name);
        assert!(values.len() < 2, "more than one {name}");
        values.first().copied().unwrap_or_default()
    }

    /// What comes behind the headers.
    pub fn body(&self) -> &[u8] {
        &self.raw[self.head.len() + 4..]
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(self.body()).unwrap()
    }

    /// The request as a value, with its whole address.
    pub fn to_http(&self) -> http::Request<Bytes> {
        let mut request = http::Request::builder().method(self.method()).uri(format!(
            "http://{}{}",
            self.header("host"),
            self.target()
        ));
        for line in self.head.split("\r\n").skip(1) {
            let (name, value) = line.split_once(": ").unwrap();
            request = request.header(name, value);
        }
        request.body(Bytes::copy_from_slice(self.body())).unwrap()
    }
}

/// What a request is answered with.
#[derive(Clone, Debug)]
pub struct Answer {
    /// 0 for none.
    status: u16,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

impl Answer {
    /// An answer without headers, but for those that end it, and without a body.
    pub fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// No answer: the connection is closed.
    pub fn none() -> Self {
        Self::new(0)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    fn bytes(&self) -> Vec<u8> {
        if self.status == 0 {
            return Vec::new();
        }
        let mut bytes = format!("HTTP/1.1 {} Answer\r\nconnection: close\r\n", self.status);
        if self.status != 204 {
            bytes.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        let mut bytes = bytes.into_bytes();
        for (name, value) in &self.headers {
            bytes.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
        }
        bytes.extend(b"\r\n");
        bytes.extend(&self.body);
        bytes
    }
}
