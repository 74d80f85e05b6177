//! A browser that says exactly what a test tells it to, and a program that waits for it.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use generated_client::login::{Listener, ListenerError};
use generated_client::oauth1::Callback;
use tests::ports;

/// Longer than any test takes.
pub const LONG: Duration = Duration::from_secs(60);

/// A callback with all that it needs.
pub const GOOD: &str = "/callback?oauth_token=the-token&oauth_verifier=the-verifier";

/// A program that waits for its callback.
pub struct Program {
    pub port: u16,
    waiting: JoinHandle<Result<Callback, ListenerError>>,
}

impl Program {
    /// Waits at `http://127.0.0.1:port` and this path.
    pub fn start(path: &str) -> Self {
        let port = ports::free();
        let listener = Listener::bind(format!("http://127.0.0.1:{port}{path}")).unwrap();
        Self {
            port,
            waiting: thread::spawn(move || listener.wait_blocking(LONG)),
        }
    }

    /// What the browser is answered when it goes there.
    pub fn get(&self, target: &str) -> Answer {
        self.ask(format!("GET {target} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"))
    }

    /// What the browser is answered to these bytes.
    pub fn ask(&self, request: impl AsRef<[u8]>) -> Answer {
        Answer::read(self.send(request))
    }

    /// A connection on which these bytes were sent.
    pub fn send(&self, request: impl AsRef<[u8]>) -> TcpStream {
        send(Ipv4Addr::LOCALHOST.into(), self.port, request)
    }

    pub fn is_waiting(&self) -> bool {
        !self.waiting.is_finished()
    }

    /// What the program got.
    pub fn outcome(self) -> Result<Callback, ListenerError> {
        self.waiting.join().unwrap()
    }

    /// The verifier that the program got.
    pub fn verifier(self) -> String {
        self.outcome().unwrap().verifier().expose().to_owned()
    }
}

/// Connects and sends these bytes, as far as the other side takes them.
pub fn send(address: IpAddr, port: u16, request: impl AsRef<[u8]>) -> TcpStream {
    let mut stream = TcpStream::connect(SocketAddr::new(address, port)).unwrap();
    stream.set_read_timeout(Some(LONG)).unwrap();
    let _ = stream.write_all(request.as_ref());
    stream
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// 0 where nothing came.
    pub status: u16,
    /// Without `Date`, sorted.
    pub headers: Vec<String>,
    pub body: String,
}

impl Answer {
    pub fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        // Who closes a connection before all is read resets it; what came until then stays.
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_default();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.get(9..12));
        let headers = lines.filter(|line| !line.starts_with("date:"));
        let mut headers: Vec<_> = headers.map(str::to_owned).collect();
        headers.sort();
        Self {
            status: status.map_or(0, |status| status.parse().unwrap()),
            headers,
            body: body.to_owned(),
        }
    }
}
