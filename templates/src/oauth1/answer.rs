//! What a token endpoint answers: RFC 5849, 2.1 and 2.3.

use std::fmt;

use super::credentials::Token;
use super::form::{Defect, fields, take_one};
use crate::secret::Secret;

/// An answer is about 200 bytes long; what is longer is something else.
const LONGEST: usize = 64 * 1024;

/// Credentials out of the form-encoded body of an answer, and what came beside them.
#[derive(Clone, Debug)]
pub struct TokenAnswer {
    token: Token,
    callback_confirmed: bool,
    other: Vec<(String, Secret)>,
}

impl TokenAnswer {
    /// Reads a body, whatever media type it comes with.
    ///
    /// # Errors
    /// Each [`AnswerError`] but [`AnswerError::CallbackNotConfirmed`]. None shows anything out of the body.
    pub fn read(body: &[u8]) -> Result<Self, AnswerError> {
        if let [b'{' | b'[' | b'<', ..] = body.trim_ascii_start() {
            return Err(AnswerError::NotAForm);
        }
        if body.len() > LONGEST {
            return Err(AnswerError::TooLong);
        }
        let mut fields = fields(body.trim_ascii_end()).ok_or(AnswerError::Malformed)?;
        let token = take_one(&mut fields, "oauth_token")?;
        let secret = take_one(&mut fields, "oauth_token_secret")?;
        let confirmed = match take_one(&mut fields, "oauth_callback_confirmed") {
            Ok(confirmed) => confirmed.expose() == "true",
            Err(Defect::Missing(_) | Defect::Empty(_)) => false,
            Err(defect) => return Err(defect.into()),
        };
        Ok(Self {
            token: Token::new(token, secret),
            callback_confirmed: confirmed,
            other: fields,
        })
    }

    /// The credentials.
    pub fn token(&self) -> &Token {
        &self.token
    }

    /// All other fields, as name and value, in their order.
    pub fn other(&self) -> &[(String, Secret)] {
        &self.other
    }

    /// Checks that this is an answer to a request for temporary credentials: the server says
    /// `oauth_callback_confirmed=true`, in just these letters. One that does not would send the user to any address
    /// that somebody puts into the link.
    ///
    /// # Errors
    /// [`AnswerError::CallbackNotConfirmed`]
    pub fn confirmed(self) -> Result<Self, AnswerError> {
        match self.callback_confirmed {
            true => Ok(self),
            false => Err(AnswerError::CallbackNotConfirmed),
        }
    }

    /// The credentials and all other fields.
    pub fn into_parts(self) -> (Token, Vec<(String, Secret)>) {
        (self.token, self.other)
    }
}

/// Why the answer of a token endpoint is not accepted. It shows nothing out of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnswerError {
    /// It starts as JSON, XML or HTML does. A form has that start encoded.
    NotAForm,
    /// It is longer than 64 KiB.
    TooLong,
    /// It is not form-encoded text in UTF-8.
    Malformed,
    /// This field is missing.
    Missing(&'static str),
    /// This field is empty.
    Empty(&'static str),
    /// This field comes more than once.
    Repeated(&'static str),
    /// The server does not say `oauth_callback_confirmed=true` (RFC 5849, 2.1).
    CallbackNotConfirmed,
}

impl From<Defect> for AnswerError {
    fn from(defect: Defect) -> Self {
        match defect {
            Defect::Missing(name) => Self::Missing(name),
            Defect::Empty(name) => Self::Empty(name),
            Defect::Repeated(name) => Self::Repeated(name),
        }
    }
}

impl fmt::Display for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer of the token endpoint cannot be used: ")?;
        match self {
            Self::NotAForm => {
                f.write_str("it is JSON, XML or HTML rather than form-encoded text")
            }
            Self::TooLong => f.write_str("it is longer than 64 KiB"),
            Self::Malformed => f.write_str("it is not form-encoded text in UTF-8"),
            Self::Missing(name) => write!(f, "it has no `{name}`"),
            Self::Empty(name) => write!(f, "its `{name}` is empty"),
            Self::Repeated(name) => write!(f, "it has more than one `{name}`"),
            Self::CallbackNotConfirmed => f.write_str(
                "it does not say `oauth_callback_confirmed=true`, so the server may not have taken the callback",
            ),
        }
    }
}

impl std::error::Error for AnswerError {}
