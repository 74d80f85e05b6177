//! What a user comes back with: RFC 5849, 2.2.

use std::fmt;

use subtle::ConstantTimeEq;

use super::credentials::Token;
use super::form::{Defect, fields, take_one};
use crate::secret::Secret;

/// Fields with which servers say that the user has not approved. The standard names none.
const REFUSALS: [&str; 3] = ["oauth_problem", "denied", "error"];

/// The query of the callback: the token that the user has approved, the verifier, and what came beside them.
#[derive(Clone, Debug)]
pub struct Callback {
    token: Secret,
    verifier: Secret,
    other: Vec<(String, Secret)>,
}

impl Callback {
    /// Takes the token, and a verifier that came by another way: the user has typed it in (RFC 5849, 2.1: `oob`), or a
    /// test needs one.
    pub fn new(token: impl Into<Secret>, verifier: impl Into<Secret>) -> Self {
        Self {
            token: token.into(),
            verifier: verifier.into(),
            other: Vec::new(),
        }
    }

    /// Reads the query of the callback, with or without `?` in front. What the callback's own query holds may stand in
    /// it too.
    ///
    /// # Errors
    /// Each [`CallbackError`] but [`CallbackError::OtherToken`].
    pub fn from_query(query: &str) -> Result<Self, CallbackError> {
        let query = query.strip_prefix('?').unwrap_or(query);
        let mut fields = fields(query.as_bytes()).ok_or(CallbackError::Malformed)?;
        let refused = fields
            .iter()
            .any(|(name, _)| REFUSALS.contains(&name.as_str()));
        let verifier = match take_one(&mut fields, "oauth_verifier") {
            Err(Defect::Missing(_) | Defect::Empty(_)) if refused => {
                return Err(CallbackError::Refused);
            }
            verifier => verifier?,
        };
        let token = take_one(&mut fields, "oauth_token")?;
        Ok(Self {
            token,
            verifier,
            other: fields,
        })
    }

    /// Reads the address of the callback, or its path and query.
    ///
    /// # Errors
    /// Each [`CallbackError`] but [`CallbackError::OtherToken`].
    pub fn from_url(url: &str) -> Result<Self, CallbackError> {
        let without_fragment = url.split('#').next().unwrap_or_default();
        let query = without_fragment.split_once('?').map(|(_, query)| query);
        Self::from_query(query.unwrap_or_default())
    }

    /// The token that the user has approved: the identifier of the temporary credentials.
    pub fn token(&self) -> &Secret {
        &self.token
    }

    /// What proves that the user has approved.
    pub fn verifier(&self) -> &Secret {
        &self.verifier
    }

    /// All other fields, as name and value, in their order.
    pub fn other(&self) -> &[(String, Secret)] {
        &self.other
    }

    /// Checks that the user has approved these temporary credentials and no others, which somebody may have put into
    /// the address. How long this takes does not tell how much of the token is right.
    ///
    /// # Errors
    /// [`CallbackError::OtherToken`]
    pub fn belongs_to(&self, asked: &Token) -> Result<(), CallbackError> {
        let (asked, given) = (asked.token().expose(), self.token.expose());
        match asked.as_bytes().ct_eq(given.as_bytes()).into() {
            true => Ok(()),
            false => Err(CallbackError::OtherToken),
        }
    }
}

/// Why a callback does not finish a login. It shows nothing out of the callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackError {
    /// The user, or the server, has refused: there is an `oauth_problem`, `denied` or `error`, and no verifier.
    Refused,
    /// It is not form-encoded text in UTF-8.
    Malformed,
    /// This field is missing.
    Missing(&'static str),
    /// This field is empty.
    Empty(&'static str),
    /// This field comes more than once.
    Repeated(&'static str),
    /// The token is not the one that was asked for.
    OtherToken,
}

impl From<Defect> for CallbackError {
    fn from(defect: Defect) -> Self {
        match defect {
            Defect::Missing(name) => Self::Missing(name),
            Defect::Empty(name) => Self::Empty(name),
            Defect::Repeated(name) => Self::Repeated(name),
        }
    }
}

impl fmt::Display for CallbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused => f.write_str("the login was refused, by the user or by the server"),
            Self::Malformed => {
                f.write_str("the callback's query is not form-encoded text in UTF-8")
            }
            Self::Missing(name) => write!(f, "the callback has no `{name}`"),
            Self::Empty(name) => write!(f, "the callback's `{name}` is empty"),
            Self::Repeated(name) => write!(f, "the callback has more than one `{name}`"),
            Self::OtherToken => f.write_str(
                "the callback belongs to another login: its token is not the one asked for",
            ),
        }
    }
}

impl std::error::Error for CallbackError {}
