//! Everything that can go wrong with a call, as one type.

use std::borrow::Cow;
use std::fmt;
use std::io;

use http::StatusCode;

/// Why a call has no value to give.
///
/// No message of this type shows a query, a cookie, a header value or a body: they may hold secrets.
/// The answer itself is kept in [`ApiError`] and [`DecodeError`] for those who ask for it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request cannot be built from the values given. Nothing was sent.
    Request(RequestError),
    /// The client cannot be set up or used here. Nothing was sent.
    Setup(Cow<'static, str>),
    /// No connection to the server came about. Nothing was sent.
    Connect(Cause),
    /// The TLS handshake or the server's certificate failed. Nothing was sent.
    Tls(Cause),
    /// The time that the client allows is over.
    Timeout(Phase),
    /// The connection ended before an answer came. The server may have acted on the request.
    Closed(Cause),
    /// What came is not HTTP, or breaks its rules.
    Protocol(Cause),
    /// The connection ended in the middle of the answer's body.
    BodyTruncated(Cause),
    /// The answer's body is larger than the client allows.
    BodyTooLarge {
        /// The most bytes that the client takes.
        limit: u64,
    },
    /// The server answered with a status that the description does not count as success.
    Api(Box<ApiError>),
    /// The server answered with success, but its body is not what the description declares.
    Decode(Box<DecodeError>),
}

impl Error {
    /// The server's own answer, where it refused the call.
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }

    /// The status of the answer, where one came.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
            _ => None,
        }
    }
}

/// What the client was waiting for when its time was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// A connection, with its TLS handshake. Nothing was sent.
    Connect,
    /// The status and headers of the answer.
    Head,
    /// The rest of the answer's body.
    Body,
}

/// What lies beneath a failed transfer, in words that show no URL.
#[derive(Clone, Debug)]
pub struct Cause {
    kind: Option<io::ErrorKind>,
    text: String,
}

impl Cause {
    pub(crate) fn new(kind: Option<io::ErrorKind>, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { kind, text }
    }

    /// What the operating system, or the layer above it, calls it.
    pub fn kind(&self) -> Option<io::ErrorKind> {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setup(why) => f.write_str(why),
            Self::Request(error) => write!(f, "{} {}", error.what, error.why),
            Self::Connect(c)
            | Self::Tls(c)
            | Self::Closed(c)
            | Self::Protocol(c)
            | Self::BodyTruncated(c) => f.write_str(&c.text),
            _ => write!(f, "{self:?}"),
        }
    }
}
impl std::error::Error for Error {}

/// Stand-in.
#[derive(Debug)]
pub struct RequestError {
    what: String,
    why: Cow<'static, str>,
}
impl RequestError {
    pub(crate) fn new(what: impl Into<String>, why: impl Into<Cow<'static, str>>) -> Self {
        Self {
            what: what.into(),
            why: why.into(),
        }
    }
}
/// Stand-in.
#[derive(Debug)]
pub struct ApiError;
/// Stand-in.
#[derive(Debug)]
pub struct DecodeError;
impl ApiError {
    fn status(&self) -> StatusCode {
        StatusCode::OK
    }
}
impl DecodeError {
    fn status(&self) -> StatusCode {
        StatusCode::OK
    }
}
