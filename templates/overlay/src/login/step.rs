//! One call of a login, as a value.

use std::fmt;

use bytes::Bytes;
use http::{Request, Response};

use super::{Leg, LoginError, LoginFault, clock};
use crate::error::Error;
use crate::oauth1::{AnswerError, TokenAnswer};

/// A call of a login: a signed request, and how its answer is read. It does no I/O until it is sent, once.
#[must_use = "a step does nothing until it is sent"]
pub struct Step<T> {
    request: Result<Request<Bytes>, LoginFault>,
    reader: Reader<T>,
}

/// Reads the answer to the request of a [`Step`].
pub struct Reader<T> {
    leg: Leg,
    read: Box<Read<T>>,
}

type Read<T> = dyn FnOnce(Response<Bytes>) -> Result<T, LoginFault> + Send + Sync;

impl<T> Step<T> {
    pub(super) fn new(
        leg: Leg,
        request: Result<Request<Bytes>, LoginFault>,
        read: impl FnOnce(Response<Bytes>) -> Result<T, LoginFault> + Send + Sync + 'static,
    ) -> Self {
        let read = Box::new(read);
        Self {
            request,
            reader: Reader { leg, read },
        }
    }

    /// A call for a token. A redirect says nothing about tokens, whatever the description counts as success.
    pub(super) fn for_token(
        leg: Leg,
        request: Result<Request<Bytes>, LoginFault>,
        accept: impl FnOnce(TokenAnswer) -> Result<T, AnswerError> + Send + Sync + 'static,
    ) -> Self {
        let signed_at = request.as_ref().ok().and_then(clock::signed_at);
        Self::new(leg, request, move |answer| {
            if !answer.status().is_success() {
                return Err(refusal(answer, signed_at));
            }
            TokenAnswer::read(answer.body())
                .and_then(accept)
                .map_err(|why| LoginFault::Answer(why, Error::from_response(answer)))
        })
    }

    /// The request, with its whole address, and what reads the answer: for an HTTP stack of your own. It must not
    /// follow redirects, nor send the request twice.
    ///
    /// # Errors
    /// [`LoginFault::Call`] with [`Error::Request`] if the request cannot be built or signed; [`LoginFault::Callback`] if
    /// the callback belongs to another login.
    pub fn into_parts(self) -> Result<(Request<Bytes>, Reader<T>), LoginError> {
        let leg = self.reader.leg;
        let request = self.request.map_err(|fault| LoginError::new(leg, fault))?;
        Ok((request, self.reader))
    }

    /// Sends the request and reads the answer.
    ///
    /// # Errors
    /// Those of [`into_parts`](Self::into_parts) and of [`Reader::read`], and [`LoginFault::Call`] with those of
    /// [`Client::execute`](crate::client::Client::execute).
    #[cfg(feature = "client")]
    pub async fn send(self, client: &crate::client::Client) -> Result<T, LoginError> {
        let (request, reader) = self.into_parts()?;
        match client.execute(request).await {
            Ok(answer) => reader.read(answer),
            Err(error) => Err(LoginError::new(reader.leg, error)),
        }
    }

    /// Sends the request, waits for the answer and reads it.
    ///
    /// # Errors
    /// Those of `send`, and [`LoginFault::Call`] with [`Error::Setup`] inside an async runtime.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self, client: &crate::blocking::Client) -> Result<T, LoginError> {
        let (request, reader) = self.into_parts()?;
        match client.execute(request) {
            Ok(answer) => reader.read(answer),
            Err(error) => Err(LoginError::new(reader.leg, error)),
        }
    }
}

impl<T> Reader<T> {
    /// Reads the answer.
    ///
    /// # Errors
    /// [`LoginFault::Call`] or [`LoginFault::Clock`] if the server refused. If its answer is not what the step needs,
    /// [`LoginFault::Answer`] for a token, else [`LoginFault::NotSentBack`] and [`LoginFault::Callback`].
    pub fn read(self, answer: Response<Bytes>) -> Result<T, LoginError> {
        let leg = self.leg;
        (self.read)(answer).map_err(|fault| LoginError::new(leg, fault))
    }
}

fn refusal(answer: Response<Bytes>, signed_at: Option<u64>) -> LoginFault {
    let seconds_ahead = signed_at.and_then(|at| clock::seconds_ahead(&answer, at));
    let refusal = Error::from_response(answer);
    match seconds_ahead {
        Some(seconds_ahead) => LoginFault::Clock {
            refusal,
            seconds_ahead,
        },
        None => LoginFault::Call(refusal),
    }
}

impl<T> fmt::Debug for Step<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Step");
        shown.field("leg", &self.reader.leg);
        match &self.request {
            Ok(request) => shown.field("method", request.method()),
            Err(error) => shown.field("error", error),
        };
        shown.finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Reader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("leg", &self.leg)
            .finish_non_exhaustive()
    }
}
