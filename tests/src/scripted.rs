//! A server that does exactly what a test tells it to, right or wrong.
//!
//! It stands on `TcpListener` alone: an HTTP library on this side would mend the faults that a test
//! wants to see. Each connection plays a script of its own, a list of [`Step`]s; when the scripts
//! have run out, further connections are served well ([`Step::Serve`]). What the clients sent is
//! kept, byte for byte.
//!
//! ```
//! use tests::scripted::{Server, Step};
//!
//! let server = Server::start([vec![Step::Read, Step::write("HTTP/1.1 204 No Content\r\n\r\n")]]);
//! // … a call to server.url() …
//! assert_eq!(server.requests().len(), 0);
//! ```

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use socket2::SockRef;

/// No step waits longer for a client than this.
const PATIENCE: Duration = Duration::from_secs(10);

/// What [`Step::Serve`] answers to every request.
pub const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

/// One thing that the server does on a connection. After the last one, it closes the connection.
#[derive(Clone, Debug)]
pub enum Step {
    /// Reads a whole request, head and body, and records it. The body's length is its
    /// `Content-Length`, or none.
    Read,
    /// Reads a request up to the blank line behind its headers, and records that much.
    ReadHead,
    /// Writes these bytes.
    Write(Vec<u8>),
    /// Writes these bytes one at a time, with a pause before each.
    Drip(Vec<u8>, Duration),
    /// Writes these bytes over and over until the client closes the connection, or this many bytes
    /// are written.
    Flood(Vec<u8>, usize),
    /// Does nothing for a while.
    Sleep(Duration),
    /// Says that no more bytes will come, and goes on reading.
    CloseWriting,
    /// Reads and throws away this many bytes.
    Skip(usize),
    /// Reads and throws away whatever comes until the client closes the connection.
    AwaitClose,
    /// Breaks the connection off with a TCP reset.
    Reset,
    /// Answers every request with [`OK`] until the client closes the connection.
    Serve,
}

impl Step {
    /// Writes this text.
    pub fn write(text: impl Into<Vec<u8>>) -> Self {
        Self::Write(text.into())
    }
}

/// A running server; it listens until it is dropped.
pub struct Server {
    address: SocketAddr,
    log: Arc<Log>,
}

/// What has happened on a connection.
#[derive(Clone, Debug, Default)]
pub struct Connection {
    /// The requests that were read on it.
    pub requests: Vec<Vec<u8>>,
    /// How many bytes the operating system took from the server.
    pub written: usize,
    /// Whether the server noticed that the client closed it (or broke it off).
    pub closed_by_client: bool,
    /// Whether its script is over.
    pub done: bool,
}

#[derive(Default)]
struct Log {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    connections: Vec<Connection>,
    stopped: bool,
}

impl Server {
    /// Listens on a free port of 127.0.0.1; the n-th connection plays the n-th script.
    pub fn start(scripts: impl IntoIterator<Item = Vec<Step>>) -> Self {
        Self::start_at(Ipv4Addr::LOCALHOST, scripts)
    }

    /// The same on another address of this machine.
    pub fn start_at(
        address: impl Into<IpAddr>,
        scripts: impl IntoIterator<Item = Vec<Step>>,
    ) -> Self {
        let listener = TcpListener::bind((address.into(), 0)).unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            log: Arc::default(),
        };
        let log = Arc::clone(&server.log);
        let mut scripts = scripts.into_iter().collect::<Vec<_>>().into_iter();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Some(number) = log.open() else { return };
                let script = scripts.next().unwrap_or_else(|| vec![Step::Serve]);
                let log = Arc::clone(&log);
                thread::spawn(move || Playing::new(stream.unwrap(), number, log).play(script));
            }
        });
        server
    }

    /// Where the server listens, as `127.0.0.1:port` or `[::1]:port`.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The server's URL, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// All connections so far, in the order in which they were accepted.
    pub fn connections(&self) -> Vec<Connection> {
        self.log.lock().connections.clone()
    }

    /// All requests so far as they came, connection by connection.
    pub fn requests(&self) -> Vec<Vec<u8>> {
        let connections = self.connections();
        connections.into_iter().flat_map(|c| c.requests).collect()
    }

    /// Waits until a connection (counted from 0) is as the test wants it; false if that never
    /// happens.
    pub fn wait(&self, number: usize, wanted: impl Fn(&Connection) -> bool) -> bool {
        let deadline = Instant::now() + PATIENCE;
        let mut state = self.log.lock();
        while !state.connections.get(number).is_some_and(&wanted) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = self.log.changed.wait_timeout(state, left).unwrap().0;
        }
        true
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.log.lock().stopped = true;
        // Wakes the listening thread, so that it sees that its time is over.
        let _ = TcpStream::connect(self.address);
    }
}

impl Log {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn open(&self) -> Option<usize> {
        let mut state = self.lock();
        if state.stopped {
            return None;
        }
        state.connections.push(Connection::default());
        self.changed.notify_all();
        Some(state.connections.len() - 1)
    }

    fn update(&self, number: usize, change: impl FnOnce(&mut Connection)) {
        change(&mut self.lock().connections[number]);
        self.changed.notify_all();
    }
}

/// A connection that plays its script.
struct Playing {
    stream: TcpStream,
    /// Bytes that came behind the request which was read last.
    rest: Vec<u8>,
    number: usize,
    log: Arc<Log>,
}

impl Playing {
    fn new(stream: TcpStream, number: usize, log: Arc<Log>) -> Self {
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream,
            rest: Vec::new(),
            number,
            log,
        }
    }

    /// Plays the script to its end, or until the client is gone.
    fn play(mut self, script: Vec<Step>) {
        let gone = script.into_iter().any(|step| self.step(step).is_err());
        let Self {
            stream,
            number,
            log,
            ..
        } = self;
        // The connection is closed first: who sees "done" may count on it.
        drop(stream);
        log.update(number, |connection| {
            connection.closed_by_client |= gone;
            connection.done = true;
        });
    }

    /// One step. An error says that the client closed the connection.
    fn step(&mut self, step: Step) -> io::Result<()> {
        match step {
            Step::Read => self.read(true),
            Step::ReadHead => self.read(false),
            Step::Write(bytes) => self.write(&bytes),
            Step::Drip(bytes, pause) => bytes.iter().try_for_each(|byte| {
                thread::sleep(pause);
                self.write(&[*byte])
            }),
            Step::Flood(bytes, most) => {
                (0..most / bytes.len()).try_for_each(|_| self.write(&bytes))
            }
            Step::Sleep(pause) => {
                thread::sleep(pause);
                Ok(())
            }
            Step::CloseWriting => self.stream.shutdown(Shutdown::Write),
            Step::Skip(length) => {
                while self.rest.len() < length {
                    self.receive()?;
                }
                self.rest.drain(..length);
                Ok(())
            }
            Step::AwaitClose => loop {
                self.receive()?;
                self.rest.clear();
            },
            Step::Reset => SockRef::from(&self.stream).set_linger(Some(Duration::ZERO)),
            Step::Serve => loop {
                self.read(true)?;
                self.write(OK.as_bytes())?;
            },
        }
    }

    fn read(&mut self, with_body: bool) -> io::Result<()> {
        let head = loop {
            match self.rest.windows(4).position(|four| four == b"\r\n\r\n") {
                Some(end) => break end + 4,
                None => self.receive()?,
            }
        };
        let body = if with_body {
            content_length(&self.rest[..head])
        } else {
            0
        };
        while self.rest.len() < head + body {
            self.receive()?;
        }
        let behind = self.rest.split_off(head + body);
        let request = std::mem::replace(&mut self.rest, behind);
        self.log
            .update(self.number, |connection| connection.requests.push(request));
        Ok(())
    }

    fn receive(&mut self) -> io::Result<()> {
        let mut buffer = [0; 64 * 1024];
        match self.stream.read(&mut buffer)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            length => {
                self.rest.extend_from_slice(&buffer[..length]);
                Ok(())
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)?;
        self.log.update(self.number, |connection| {
            connection.written += bytes.len();
        });
        Ok(())
    }
}

fn content_length(head: &[u8]) -> usize {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    head.lines()
        .filter_map(|line| line.strip_prefix("content-length:"))
        .map(|value| value.trim().parse().unwrap())
        .next()
        .unwrap_or(0)
}
