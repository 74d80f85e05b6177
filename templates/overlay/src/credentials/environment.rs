//! Credentials in the variables of the environment.

use std::env;
use std::ffi::OsString;
use std::fmt;

use super::api_host::ApiHost;
use super::clever_tools;
use super::{Credentials, CredentialsError};
use crate::oauth1::{Consumer, Token};
use crate::secret::Secret;

/// Two variables that only work together.
type Pair = [&'static str; 2];

const CLEVER_TOKEN: Pair = ["CLEVER_TOKEN", "CLEVER_SECRET"];
const CC_TOKEN: Pair = ["CC_OAUTH_TOKEN", "CC_OAUTH_SECRET"];
const OAUTH_CONSUMER: Pair = ["OAUTH_CONSUMER_KEY", "OAUTH_CONSUMER_SECRET"];
const CC_CONSUMER: Pair = ["CC_CONSUMER_KEY", "CC_CONSUMER_SECRET"];
const API_HOST: &str = "API_HOST";

impl Consumer {
    /// Reads the variables of this process: `OAUTH_CONSUMER_KEY` and `OAUTH_CONSUMER_SECRET`, else `CC_CONSUMER_KEY` and
    /// `CC_CONSUMER_SECRET`.
    ///
    /// # Errors
    /// Those of [`Environment::consumer`].
    pub fn from_environment() -> Result<Self, CredentialsError> {
        Environment::process().consumer()
    }
}

/// The variables that credentials are read from: those of this process, or others.
///
/// ```
/// use generated_client::credentials::Environment;
///
/// let environment = Environment::from_fn(|name| match name {
///     "CLEVER_TOKEN" => Some("the token".into()),
///     "CLEVER_SECRET" => Some("its secret".into()),
///     _ => None,
/// });
/// let credentials = environment.credentials()?;
/// assert_eq!(credentials.token().token().expose(), "the token");
/// # Ok::<(), generated_client::credentials::CredentialsError>(())
/// ```
pub struct Environment {
    variable: Box<Variables>,
}

type Variables = dyn Fn(&str) -> Option<OsString> + Send + Sync;

impl Environment {
    /// The variables of this process, as they are whenever one is read.
    pub fn process() -> Self {
        Self::from_fn(|name| env::var_os(name))
    }

    /// The variables that a function gives by their names, and no others: those of a `.env` file, of a vault, of a test.
    pub fn from_fn(variable: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        Self {
            variable: Box::new(variable),
        }
    }

    /// A consumer: `OAUTH_CONSUMER_KEY` and `OAUTH_CONSUMER_SECRET`, else `CC_CONSUMER_KEY` and `CC_CONSUMER_SECRET`.
    ///
    /// # Errors
    /// [`CredentialsError::NoConsumer`] if none of the four is set; [`CredentialsError::Variable`] if one of a pair is
    /// missing, empty, or no text of one line.
    pub fn consumer(&self) -> Result<Consumer, CredentialsError> {
        self.consumer_of([OAUTH_CONSUMER, CC_CONSUMER])?
            .ok_or(CredentialsError::NoConsumer)
    }

    /// A token, `CLEVER_TOKEN` and `CLEVER_SECRET`, else `CC_OAUTH_TOKEN` and `CC_OAUTH_SECRET`, with the consumer that
    /// the [page of the module](super) names. The token of the first pair belongs to the API of `API_HOST` if that is
    /// set, as for clever-tools.
    ///
    /// # Errors
    /// [`CredentialsError::NotFound`] if none of the four is set; [`CredentialsError::Variable`] if one of a pair is
    /// missing, empty, or no text of one line, or if `API_HOST` is not the URL of an API.
    pub fn credentials(&self) -> Result<Credentials, CredentialsError> {
        if let Some(token) = self.pair(CLEVER_TOKEN)? {
            return Ok(Credentials {
                api_host: self.api_host()?,
                ..Credentials::new(self.clever_consumer()?, token_of(token))
            });
        }
        if let Some(token) = self.pair(CC_TOKEN)? {
            let consumer = self.consumer_of([CC_CONSUMER, OAUTH_CONSUMER])?;
            let consumer = consumer.unwrap_or_else(Consumer::clever_tools);
            return Ok(Credentials::new(consumer, token_of(token)));
        }
        Err(CredentialsError::NotFound {
            looked_for: [CLEVER_TOKEN, CC_TOKEN].map(in_words).into(),
            remedies: vec!["set `CLEVER_TOKEN` and `CLEVER_SECRET`"],
        })
    }

    /// The active profile in the file of clever-tools. The first variable that is set tells where it lies:
    ///
    /// | variable | file |
    /// | --- | --- |
    /// | `CONFIGURATION_FILE` | that file |
    /// | `APPDATA` (Windows only) | `%APPDATA%\clever-cloud\clever-tools.json` |
    /// | `XDG_CONFIG_HOME` | `$XDG_CONFIG_HOME/clever-cloud/clever-tools.json` |
    /// | `HOME` (macOS too) | `$HOME/.config/clever-cloud/clever-tools.json` |
    ///
    /// It may have the form of clever-tools before 4.6.0 (one login) or since (profiles, the first of which is active).
    /// The consumer is that of the profile's overrides, else that of the variables, else that of clever-tools itself;
    /// the API is that of the overrides, else that of `API_HOST`. clever-tools lets the variables win over a profile;
    /// here the profile wins, since its token works with its own consumer and API only.
    ///
    /// # Errors
    /// [`CredentialsError::NotFound`] if there is no such file, or nobody is logged in there; [`CredentialsError::Read`]
    /// and [`CredentialsError::Content`] if it cannot be read, or holds something else; [`CredentialsError::Variable`]
    /// for the variables of consumer and API.
    pub fn clever_tools(&self) -> Result<Credentials, CredentialsError> {
        clever_tools::read(self, None)
    }

    /// The profile of this name, as in `clever login --alias NAME`. The one profile of an older file has the name
    /// `default`.
    ///
    /// # Errors
    /// Those of [`clever_tools`](Self::clever_tools), and [`CredentialsError::NoProfile`].
    pub fn clever_tools_profile(&self, alias: &str) -> Result<Credentials, CredentialsError> {
        clever_tools::read(self, Some(alias))
    }

    /// What [`credentials`](Self::credentials) finds, else [`clever_tools`](Self::clever_tools).
    ///
    /// # Errors
    /// [`CredentialsError::NotFound`] if there is nothing in either place; the errors of both if there is something that
    /// cannot be used.
    pub fn find(&self) -> Result<Credentials, CredentialsError> {
        let in_variables = match self.credentials() {
            Err(CredentialsError::NotFound {
                looked_for,
                remedies,
            }) => (looked_for, remedies),
            found => return found,
        };
        match self.clever_tools() {
            Err(CredentialsError::NotFound {
                looked_for,
                remedies,
            }) => Err(CredentialsError::NotFound {
                looked_for: [in_variables.0, looked_for].concat(),
                remedies: [in_variables.1, remedies].concat(),
            }),
            found => found,
        }
    }

    /// The consumer of what clever-tools would sign.
    pub(super) fn clever_consumer(&self) -> Result<Consumer, CredentialsError> {
        let own = self.consumer_of([OAUTH_CONSUMER, CC_CONSUMER])?;
        Ok(own.unwrap_or_else(Consumer::clever_tools))
    }

    pub(super) fn api_host(&self) -> Result<Option<ApiHost>, CredentialsError> {
        let text = self.text(API_HOST)?;
        let host = text.map(|text| ApiHost::parse(text.expose()));
        host.transpose()
            .map_err(|why| CredentialsError::variable(API_HOST, why))
    }

    /// A variable that names a file or a folder. Empty means not set, as in most programs.
    pub(super) fn path(&self, name: &str) -> Option<OsString> {
        (self.variable)(name).filter(|path| !path.is_empty())
    }

    fn consumer_of(&self, pairs: [Pair; 2]) -> Result<Option<Consumer>, CredentialsError> {
        for pair in pairs {
            if let Some([key, secret]) = self.pair(pair)? {
                return Ok(Some(Consumer::new(key.expose(), secret)));
            }
        }
        Ok(None)
    }

    fn pair(&self, [first, second]: Pair) -> Result<Option<[Secret; 2]>, CredentialsError> {
        let half = |missing, set| {
            let why = format!("is not set, but `{set}` is; set both, or neither");
            Err(CredentialsError::variable(missing, why))
        };
        match (self.text(first)?, self.text(second)?) {
            (Some(one), Some(other)) => Ok(Some([one, other])),
            (None, None) => Ok(None),
            (Some(_), None) => half(second, first),
            (None, Some(_)) => half(first, second),
        }
    }

    fn text(&self, name: &'static str) -> Result<Option<Secret>, CredentialsError> {
        let Some(text) = (self.variable)(name) else {
            return Ok(None);
        };
        let refused = |why: &'static str| Err(CredentialsError::variable(name, why));
        match text.into_string().map(Secret::new) {
            Err(_) => refused("is not UTF-8"),
            Ok(text) if text.expose().is_empty() => {
                refused("is set, but empty; give it a value, or unset it")
            }
            // A file with the line ends of Windows leaves one behind, and the API would only answer 401.
            Ok(text) if text.expose().contains(char::is_control) => {
                refused("holds a line break or another control character")
            }
            Ok(text) => Ok(Some(text)),
        }
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").finish_non_exhaustive()
    }
}

fn token_of([token, secret]: [Secret; 2]) -> Token {
    Token::new(token, secret)
}

fn in_words([first, second]: Pair) -> String {
    format!("the variables `{first}` and `{second}`")
}
