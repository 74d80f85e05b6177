//! The callback of a program that runs where its user's browser runs (RFC 8252, 7.3).

use std::convert::Infallible;
use std::fmt;
use std::future::poll_fn;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::loopback::is_loopback;
use crate::oauth1::base_string::host_and_port;
use crate::oauth1::{Callback, CallbackError};

/// A browser opens connections on which it never asks anything; none keeps its place longer than this.
const PATIENCE: Duration = Duration::from_secs(10);

type Outcome = Result<Callback, CallbackError>;

/// Waits on a port of this machine until the user's browser comes back with the verifier, and shows the user a small
/// page.
///
/// The port is a fixed one, since the callback has to fit what the consumer is registered with. Whatever else is asked
/// for on it, such as `/favicon.ico`, is answered with an error and does not count; neither does a request by which a
/// browser only prepares for what its user may do next (`Sec-Purpose: prefetch`), or one of another page for a piece of
/// itself (`Sec-Fetch-Dest`, `Sec-Fetch-Mode`).
///
/// Another program of this machine, or a web page that sends the user here, can end the wait with a callback of its
/// own, and nothing more: [`Login::access_token`](super::Login::access_token) takes the callback of its own token only.
pub struct Listener {
    url: String,
    path: String,
    sockets: Vec<TcpListener>,
}

impl Listener {
    /// Listens where `callback` says: an `http` URL with a loopback host, a port and a path, such as
    /// `http://localhost:8080/callback`, without a fragment. For `localhost` it listens on 127.0.0.1 and, where there
    /// is IPv6, on `[::1]`: a browser may take either.
    ///
    /// # Errors
    /// [`ListenerError::Address`] and [`ListenerError::Bind`].
    pub fn bind(callback: impl Into<String>) -> Result<Self, ListenerError> {
        let callback = callback.into();
        let uri: Uri = callback.parse().map_err(|_| {
            ListenerError::Address("is no URL, such as `http://localhost:8080/callback`")
        })?;
        let (addresses, port) = addresses(&uri)?;
        if callback.contains('#') {
            return Err(ListenerError::Address(
                "has a fragment, which no browser sends",
            ));
        }
        let mut sockets = Vec::new();
        for address in addresses {
            match TcpListener::bind(SocketAddr::new(address, port)) {
                Ok(socket) => sockets.push(socket),
                // Not every machine has IPv6. A port that somebody else holds is another matter: the browser might
                // bring the verifier there.
                Err(error) if !sockets.is_empty() && error.kind() != io::ErrorKind::AddrInUse => {}
                Err(error) => return Err(ListenerError::Bind(port, error.kind())),
            }
        }
        Ok(Self {
            path: uri.path().to_owned(),
            url: callback,
            sockets,
        })
    }

    /// The callback, to ask a request token for.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Waits for the browser, but no longer than the limit, and stops listening. A runtime that is built by hand needs
    /// `enable_all`, as `tokio::main` has it.
    ///
    /// # Errors
    /// [`ListenerError::Timeout`]; [`ListenerError::Callback`] if what comes to the callback's path is refused or
    /// incomplete; [`ListenerError::Socket`]; [`ListenerError::Runtime`] outside a tokio runtime.
    pub async fn wait(self, limit: Duration) -> Result<Callback, ListenerError> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(ListenerError::Runtime(
                "waits inside a tokio runtime only; use `wait_blocking` elsewhere",
            ));
        }
        let path = self.path.into();
        let sockets: io::Result<Vec<_>> = self.sockets.into_iter().map(asynchronous).collect();
        let sockets = sockets.map_err(|error| ListenerError::Socket(error.kind()))?;
        timeout(limit, first_callback(&sockets, &path))
            .await
            .map_err(|_| ListenerError::Timeout)?
            .map_err(ListenerError::Callback)
    }

    /// As [`wait`](Self::wait), for a thread that may wait.
    ///
    /// # Errors
    /// Those of [`wait`](Self::wait); [`ListenerError::Runtime`] inside an async runtime.
    #[cfg(feature = "blocking")]
    pub fn wait_blocking(self, limit: Duration) -> Result<Callback, ListenerError> {
        if tokio::runtime::Handle::try_current().is_ok() {
            return Err(ListenerError::Runtime(
                "cannot block inside an async runtime; use `wait` there",
            ));
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| ListenerError::Socket(error.kind()))?;
        runtime.block_on(self.wait(limit))
    }
}

impl fmt::Debug for Listener {
    /// Shows where it listens. The callback's query is left out: it may hold what the program keeps for itself.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener")
            .field("path", &self.path)
            .field("sockets", &self.sockets)
            .finish_non_exhaustive()
    }
}

/// Where to listen for a callback.
fn addresses(callback: &Uri) -> Result<(Vec<IpAddr>, u16), ListenerError> {
    let refused = |why| Err(ListenerError::Address(why));
    if callback.scheme_str() != Some("http") {
        return refused(
            "is not an http URL, and a program on the user's machine has no certificate",
        );
    }
    let Some(authority) = callback.authority() else {
        return refused("has no host");
    };
    let host = authority.host();
    if authority.as_str().contains('@') {
        return refused("holds a user name or a password");
    }
    if !is_loopback(host) {
        return refused("does not lead to this machine; use `localhost`, `127.0.0.1` or `[::1]`");
    }
    let (_, port) = host_and_port(authority).map_err(ListenerError::Address)?;
    let port = match port {
        None => return refused("has no port, such as `:8080`"),
        Some(0) => return refused("has the port 0, which is another one each time"),
        Some(port) => port,
    };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let addresses = match bare.parse() {
        Ok(address) => vec![address],
        Err(_) => vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
    };
    Ok((addresses, port))
}

fn asynchronous(socket: TcpListener) -> io::Result<tokio::net::TcpListener> {
    socket.set_nonblocking(true)?;
    tokio::net::TcpListener::from_std(socket)
}

/// Serves all that connect until one of them brings the callback.
///
/// The sockets stay here, not in a task of their own, so that the port is free as soon as nobody waits any more. The
/// connections are tasks; those that are still open then are closed.
async fn first_callback(sockets: &[tokio::net::TcpListener], path: &Arc<str>) -> Outcome {
    let mut connections = JoinSet::new();
    loop {
        match poll_fn(|context| poll_event(sockets, &mut connections, context)).await {
            Event::Opened(stream) => {
                connections.spawn(serve(stream, Arc::clone(path)));
            }
            Event::Served(Some(outcome)) => return outcome,
            Event::Served(None) => {}
            // Too many open files, or a connection that is gone: neither gets better by trying at once.
            Event::NotOpened => sleep(Duration::from_millis(100)).await,
        }
    }
}

/// What happens to the connections.
enum Event {
    Opened(TcpStream),
    NotOpened,
    Served(Option<Outcome>),
}

fn poll_event(
    sockets: &[tokio::net::TcpListener],
    connections: &mut JoinSet<Option<Outcome>>,
    context: &mut Context<'_>,
) -> Poll<Event> {
    if let Poll::Ready(Some(served)) = connections.poll_join_next(context) {
        return Poll::Ready(Event::Served(served.unwrap_or_default()));
    }
    for socket in sockets {
        if let Poll::Ready(accepted) = socket.poll_accept(context) {
            return Poll::Ready(match accepted {
                Ok((stream, _)) => Event::Opened(stream),
                Err(_) => Event::NotOpened,
            });
        }
    }
    Poll::Pending
}

/// Answers one request, and gives the callback, if it is one, when the browser has its page.
async fn serve(stream: TcpStream, path: Arc<str>) -> Option<Outcome> {
    let found = Mutex::new(None);
    let service = service_fn(|request: Request<Incoming>| {
        let reply = Reply::to(&request, &path);
        let response = reply.response();
        if let Some(outcome) = reply.outcome {
            *found.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
        }
        async { Ok::<_, Infallible>(response) }
    });
    let connection = http1::Builder::new()
        .keep_alive(false)
        .header_read_timeout(None)
        .serve_connection(TokioIo::new(stream), service);
    // Whether the browser waits for its page or not, what it brought counts.
    let _ = timeout(PATIENCE, connection).await;
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// What a request is answered with, and what it means for the login.
struct Reply {
    status: StatusCode,
    heading: &'static str,
    text: &'static str,
    outcome: Option<Outcome>,
}

impl Reply {
    fn to<B>(request: &Request<B>, path: &str) -> Self {
        let ignored = |status, heading| Self {
            status,
            heading,
            text: "This program waits for a login, and for nothing else.",
            outcome: None,
        };
        let uri = request.uri();
        // A browser encodes what is not ASCII.
        if !percent_decode_str(uri.path()).eq(percent_decode_str(path)) {
            return ignored(StatusCode::NOT_FOUND, "Nothing here");
        }
        if request.method() != Method::GET {
            return ignored(StatusCode::METHOD_NOT_ALLOWED, "Not like this");
        }
        // The verifier works once: a page that the browser guesses its user may want next must not use it up. After
        // this answer it asks again when the user really goes there.
        if is_prefetch(request.headers()) {
            return ignored(StatusCode::SERVICE_UNAVAILABLE, "Not ahead of time");
        }
        if is_embedded(request.headers()) {
            return ignored(StatusCode::FORBIDDEN, "Not from inside another page");
        }
        let outcome = Callback::from_query(uri.query().unwrap_or_default());
        let (status, heading, text) = match &outcome {
            Ok(_) => (
                StatusCode::OK,
                "Approved",
                "Go back to the program, which finishes the login; you can close this page.",
            ),
            Err(_) => (
                StatusCode::BAD_REQUEST,
                "Not logged in",
                "The program tells why. You can close this page.",
            ),
        };
        Self {
            status,
            heading,
            text,
            outcome: Some(outcome),
        }
    }

    fn response(&self) -> Response<Full<Bytes>> {
        let (heading, text) = (self.heading, self.text);
        let page = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
             <title>{heading}</title>\n<h1>{heading}</h1>\n<p>{text}</p>\n</html>\n"
        );
        let mut response = Response::new(Full::new(Bytes::from(page)));
        *response.status_mut() = self.status;
        // The address holds the verifier: nothing may keep it or pass it on.
        let headers = [
            (ALLOW, "GET"),
            (CONTENT_TYPE, "text/html; charset=utf-8"),
            (CACHE_CONTROL, "no-store"),
            (REFERRER_POLICY, "no-referrer"),
            (CONTENT_SECURITY_POLICY, "default-src 'none'"),
        ];
        for (name, value) in headers {
            let value = HeaderValue::from_static(value);
            response.headers_mut().insert(name, value);
        }
        response
    }
}

/// Whether a browser asks before its user does, as far as it says so.
fn is_prefetch(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose"].iter().any(|name| {
        let value = headers.get(*name);
        value.is_some_and(|value| value.as_bytes().starts_with(b"prefetch"))
    })
}

/// Does another page ask, for an image, a frame or a script, rather than the user's browser for a page of its own? Any
/// page could end the login so. A client that is no browser does not say what it asks for.
fn is_embedded(headers: &HeaderMap) -> bool {
    [
        ("sec-fetch-dest", "document"),
        ("sec-fetch-mode", "navigate"),
    ]
    .into_iter()
    .any(|(name, own)| headers.get(name).is_some_and(|value| value != own))
}

/// Why a [`Listener`] has no callback to give.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListenerError {
    /// Nobody can listen at this callback; says why.
    Address(&'static str),
    /// This port cannot be had.
    Bind(u16, io::ErrorKind),
    /// The operating system does not let it wait.
    Socket(io::ErrorKind),
    /// It waits in the wrong place; says where instead.
    Runtime(&'static str),
    /// The user did not come back in the time allowed.
    Timeout,
    /// What came back is refused or incomplete.
    Callback(CallbackError),
}

impl fmt::Display for ListenerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(why) => write!(f, "the callback {why}"),
            Self::Bind(port, io::ErrorKind::AddrInUse) => write!(
                f,
                "cannot listen on port {port}: another program has it; stop that one, or register another callback"
            ),
            Self::Bind(port, kind) => write!(f, "cannot listen on port {port}: {kind}"),
            Self::Socket(kind) => write!(f, "cannot wait for the callback: {kind}"),
            Self::Runtime(why) => write!(f, "the listener {why}"),
            Self::Timeout => f.write_str("nobody came back from the browser in the time allowed"),
            Self::Callback(error) => error.fmt(f),
        }
    }
}

/// The message too: a program whose `main` returns the error shows nothing else.
impl fmt::Debug for ListenerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ListenerError({self})")
    }
}

impl std::error::Error for ListenerError {}
