//! Why a login fails.

use std::fmt;

use http::StatusCode;

use crate::error::{ApiError, Error};
use crate::oauth1::{AnswerError, CallbackError};

/// Why a login fails: at which call, and what is wrong. No message shows a token, a secret, an address or a body.
///
/// [`api`](Self::api) gives status, headers and body of an answer that was of no use.
pub struct LoginError {
    leg: Leg,
    fault: LoginFault,
}

impl LoginError {
    pub(super) fn new(leg: Leg, fault: impl Into<LoginFault>) -> Self {
        let fault = fault.into();
        Self { leg, fault }
    }

    /// At which call.
    pub fn leg(&self) -> Leg {
        self.leg
    }

    /// What is wrong.
    pub fn fault(&self) -> &LoginFault {
        &self.fault
    }

    /// The status of the server's answer, if there is one: of a refusal, or of an answer that was of no use.
    pub fn status(&self) -> Option<StatusCode> {
        self.fault.call()?.status()
    }

    /// The server's answer, if there is one: a refusal, or an answer that was of no use.
    pub fn api(&self) -> Option<&ApiError> {
        self.fault.call()?.api()
    }

    /// What a person can do about an answer of a token endpoint.
    fn hint(&self) -> &'static str {
        let LoginFault::Call(Error::Api(answer)) = &self.fault else {
            return "";
        };
        let is_unauthorized = answer.status() == StatusCode::UNAUTHORIZED;
        match self.leg {
            Leg::RequestToken | Leg::AccessToken if answer.status().is_redirection() => {
                ", a redirect, which is not followed; check the base URL"
            }
            Leg::RequestToken if is_unauthorized => "; check the consumer key and secret",
            Leg::AccessToken if is_unauthorized => {
                "; the verifier may be wrong or too late, or the request token used before"
            }
            _ => "",
        }
    }
}

impl fmt::Display for LoginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}{}", self.leg, self.fault, self.hint())
    }
}

/// The message too: a program whose `main` returns the error shows nothing else.
impl fmt::Debug for LoginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LoginError({self})")
    }
}

impl std::error::Error for LoginError {}

/// A callback is what the approval ends with, so this is an error of [`Leg::AuthorizeToken`].
impl From<CallbackError> for LoginError {
    fn from(error: CallbackError) -> Self {
        Self::new(Leg::AuthorizeToken, error)
    }
}

/// A call of a login. `Display` says what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Leg {
    /// The first leg: [`Login::request_token`](super::Login::request_token).
    RequestToken,
    /// The second leg until the user sees what to approve: [`Login::authorize_url`](super::Login::authorize_url) and
    /// [`Login::authorize_form`](super::Login::authorize_form).
    AuthorizeForm,
    /// The second leg from there to the callback: in the user's browser, or by
    /// [`Login::authorize_token`](super::Login::authorize_token).
    AuthorizeToken,
    /// The third leg: [`Login::access_token`](super::Login::access_token).
    AccessToken,
}

impl fmt::Display for Leg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RequestToken => "asking for a request token",
            Self::AuthorizeForm => "asking for the page of rights",
            Self::AuthorizeToken => "approving",
            Self::AccessToken => "asking for an access token",
        })
    }
}

/// What can be wrong with a call of a login.
#[derive(Debug)]
#[non_exhaustive]
pub enum LoginFault {
    /// The request cannot be built or signed, the call failed, or the server refused it.
    Call(Error),
    /// The server refused the signature with 401, and its clock is more than five minutes off the one that signed. That
    /// may be why: a signature is good for a few minutes. The request is not signed and sent again.
    Clock {
        /// The server's answer: [`Error::Api`].
        refusal: Error,
        /// By how many seconds the server's clock is ahead; less than zero where it is behind.
        seconds_ahead: i64,
    },
    /// A token endpoint answered well, but without tokens that can be used. [`LoginError::api`] has its answer.
    Answer(AnswerError, Error),
    /// The callback is refused, incomplete, or of another login.
    Callback(CallbackError),
    /// The API did not send the user back with a verifier. [`LoginError::api`] has its answer.
    NotSentBack(Error),
}

impl LoginFault {
    /// The fault of the call, or the answer that was of no use.
    fn call(&self) -> Option<&Error> {
        match self {
            Self::Call(error) | Self::NotSentBack(error) | Self::Answer(_, error) => Some(error),
            Self::Clock { refusal, .. } => Some(refusal),
            Self::Callback(_) => None,
        }
    }
}

impl fmt::Display for LoginFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Clock {
                refusal,
                seconds_ahead,
            } => {
                let off = Span(seconds_ahead.unsigned_abs());
                let way = match seconds_ahead {
                    0.. => "ahead of",
                    _ => "behind",
                };
                write!(
                    f,
                    "{refusal}; the clock of the server is {off} {way} this one, and a signature is good for minutes \
                     only: check which of the two is right"
                )
            }
            Self::Answer(why, answer) => write!(f, "{why}; {answer}"),
            Self::Callback(error) => error.fmt(f),
            Self::NotSentBack(answer) => write!(
                f,
                "the API did not send the user back with a verifier, so the session may be over: {answer}"
            ),
        }
    }
}

/// A number of seconds, in the unit that says it best.
struct Span(u64);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.0 / 60;
        match minutes {
            0..120 => write!(f, "{minutes} minutes"),
            120..2880 => write!(f, "{} hours", minutes / 60),
            _ => write!(f, "{} days", minutes / 60 / 24),
        }
    }
}

impl From<Error> for LoginFault {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

impl From<CallbackError> for LoginFault {
    fn from(error: CallbackError) -> Self {
        Self::Callback(error)
    }
}
