//! Everything that can go wrong with a call, as one type.

use std::borrow::Cow;
use std::fmt;
use std::io;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};
use serde::de::DeserializeOwned;

use crate::response::{self, Summary};

/// Why a call has no value to give.
///
/// No message of this type shows a query, a cookie, a header value or a body: they may hold secrets.
/// Of the answer it tells status, media type and length; the answer itself is kept in [`ApiError`] and [`DecodeError`]
/// for those who ask for it.
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
    /// The server answered, but the body is not what the description declares for that status.
    Decode(Box<DecodeError>),
}

impl Error {
    /// Makes [`Error::Api`] of an answer.
    pub fn from_response(response: Response<Bytes>) -> Self {
        Self::Api(Box::new(ApiError { response }))
    }

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

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => write!(f, "the request cannot be built: {error}"),
            Self::Setup(text) => f.write_str(text),
            Self::Connect(cause) => write!(f, "no connection to the server came about: {cause}"),
            Self::Tls(cause) => write!(f, "no secure connection to the server came about: {cause}"),
            Self::Timeout(Phase::Connect) => {
                f.write_str("no connection to the server came about in the time allowed")
            }
            Self::Timeout(Phase::Head) => {
                f.write_str("the server did not answer in the time allowed")
            }
            Self::Timeout(Phase::Body) => f.write_str("the answer did not end in the time allowed"),
            Self::Closed(cause) => write!(
                f,
                "the connection ended before an answer came, and the server may have acted on the request: {cause}"
            ),
            Self::Protocol(cause) => write!(f, "the answer breaks the rules of HTTP: {cause}"),
            Self::BodyTruncated(cause) => {
                write!(
                    f,
                    "the connection ended in the middle of the answer: {cause}"
                )
            }
            Self::BodyTooLarge { limit } => write!(
                f,
                "the answer's body is larger than the {limit} bytes that the client takes"
            ),
            Self::Api(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

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
    #[cfg(feature = "client")]
    pub(crate) fn new(kind: Option<io::ErrorKind>, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
        }
    }

    /// The operating system's kind of error, where the fault came from there.
    pub fn kind(&self) -> Option<io::ErrorKind> {
        self.kind
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Which value a request cannot be built from, and why. It does not show the value.
#[derive(Clone, Debug)]
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

    /// What is wrong, such as ``header parameter `X-Id` ``.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// What is wrong with it, such as `holds a line break or another control character`.
    pub fn why(&self) -> &str {
        &self.why
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.what, self.why)
    }
}

/// The answer of a server that refused the call.
///
/// `Debug` and `Display` show its status, media type and length only.
#[derive(Clone)]
pub struct ApiError {
    response: Response<Bytes>,
}

impl ApiError {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The body of the answer.
    pub fn body(&self) -> &Bytes {
        self.response.body()
    }

    /// The address that a redirect names. It is never followed.
    pub fn location(&self) -> Option<&str> {
        response::location(self.headers())
    }

    /// The media type of the body, with its parameters.
    pub fn content_type(&self) -> Option<&str> {
        response::content_type(self.headers())
    }

    /// What the server says in words, if its body is a JSON object with a text for it: `message`, else `error` or
    /// `error.message`, else `detail` or `title`. The text comes from the server: it may be long, and may hold anything.
    pub fn message(&self) -> Option<String> {
        let body: serde_json::Value = serde_json::from_slice(self.body()).ok()?;
        ["/message", "/error", "/error/message", "/detail", "/title"]
            .into_iter()
            .find_map(|pointer| body.pointer(pointer)?.as_str())
            .map(str::to_owned)
    }

    /// The error that the description declares for this status: the type `Failure` of the operation. For any other
    /// type there is [`json`](Self::json).
    ///
    /// # Errors
    /// [`Error::Decode`] if the body is not what the description declares.
    pub fn decode<T: Failure>(&self) -> Result<T, Error> {
        T::from_error(self)
    }

    /// The body, read as JSON.
    ///
    /// # Errors
    /// [`Error::Decode`] if it is no JSON, or not that of a `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        response::read_json(&self.response)
            .map_err(|reason| DecodeError::error(self.response.clone(), reason))
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server answered {}", Summary(&self.response))
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Summary(&self.response).debug(f, "ApiError")
    }
}

impl std::error::Error for ApiError {}

/// What an operation's description declares for the answers that are no success.
pub trait Failure: Sized {
    /// Reads the declared error out of an answer.
    ///
    /// # Errors
    /// [`Error::Decode`] if the body is not what the description declares.
    fn from_error(error: &ApiError) -> Result<Self, Error>;
}

/// Of an operation whose description declares no errors.
impl Failure for () {
    fn from_error(_: &ApiError) -> Result<Self, Error> {
        Ok(())
    }
}

/// Of an operation whose declared error is a text.
impl Failure for String {
    fn from_error(error: &ApiError) -> Result<Self, Error> {
        response::read_string(&error.response)
            .map_err(|reason| DecodeError::error(error.response.clone(), reason))
    }
}

/// Of an operation whose declared error is any JSON.
impl Failure for serde_json::Value {
    fn from_error(error: &ApiError) -> Result<Self, Error> {
        error.json()
    }
}

/// Lets a model be read from the answer of a server that refused the call.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_failure {
    ($(#[$attribute:meta])* $model:ty) => {
        $(#[$attribute])*
        impl $crate::error::Failure for $model {
            fn from_error(error: &$crate::error::ApiError) -> Result<Self, $crate::error::Error> {
                error.json()
            }
        }
    };
}

/// An answer whose body is not what the description declares.
///
/// `Debug` and `Display` show its status, media type and length, and what is wrong with the body, but nothing out of it.
#[derive(Clone)]
pub struct DecodeError {
    response: Response<Bytes>,
    reason: String,
}

impl DecodeError {
    /// The reason is shown, so it must hold nothing out of the body.
    pub(crate) fn error(response: Response<Bytes>, reason: impl Into<String>) -> Error {
        Error::Decode(Box::new(Self {
            response,
            reason: reason.into(),
        }))
    }

    /// What is wrong with the body. It names members of the description, and shows nothing out of the body.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The body of the answer.
    pub fn body(&self) -> &Bytes {
        self.response.body()
    }

    /// The address that a redirect names. It is never followed.
    pub fn location(&self) -> Option<&str> {
        response::location(self.headers())
    }

    /// The media type of the body, with its parameters.
    pub fn content_type(&self) -> Option<&str> {
        response::content_type(self.headers())
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the server answered {}, but the body cannot be read: {}",
            Summary(&self.response),
            self.reason
        )
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("answer", &format_args!("{}", Summary(&self.response)))
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for DecodeError {}
