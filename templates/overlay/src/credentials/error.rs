//! Why there are no credentials.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why credentials cannot be had, or not be kept.
///
/// It names variables, files and members of files, and never shows what they hold.
#[non_exhaustive]
pub enum CredentialsError {
    /// There are none in the places where they were looked for.
    NotFound {
        /// The places, in words.
        looked_for: Vec<String>,
        /// What would put some there, in words.
        remedies: Vec<&'static str>,
    },
    /// No variable names a consumer.
    NoConsumer,
    /// A variable of the environment cannot be used.
    Variable {
        /// Its name.
        name: &'static str,
        /// What is wrong with it.
        why: Cow<'static, str>,
    },
    /// The file of clever-tools has no profile of this name.
    NoProfile {
        /// The file.
        path: PathBuf,
        /// The name that was asked for.
        alias: String,
    },
    /// A file cannot be read. Of a saved one that is not there, [`io::Error::kind`] says [`io::ErrorKind::NotFound`].
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A file was read, but does not hold what it should.
    Content {
        /// The file.
        path: PathBuf,
        /// The part of it that is wrong, such as `profiles[0].token`; `None` for the file as a whole.
        member: Option<String>,
        /// What is wrong with it.
        why: Cow<'static, str>,
    },
    /// A file cannot be written. If there was one, it is as it was.
    #[cfg(feature = "persist")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A file was saved for another consumer than the one given.
    #[cfg(feature = "persist")]
    OtherConsumer {
        /// The file.
        path: PathBuf,
    },
    /// Other users of the system may read or change a saved file.
    #[cfg(feature = "persist")]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
}

impl CredentialsError {
    pub(super) fn variable(name: &'static str, why: impl Into<Cow<'static, str>>) -> Self {
        let why = why.into();
        Self::Variable { name, why }
    }

    /// What is wrong is shown, so it must hold nothing out of the file.
    pub(super) fn content(
        path: &Path,
        member: Option<String>,
        why: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::Content {
            path: path.to_owned(),
            member,
            why: why.into(),
        }
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound {
                looked_for,
                remedies,
            } => write!(
                f,
                "no credentials were found; looked for {}; {}",
                escaped(&looked_for.join(", then for ")),
                remedies.join(", or ")
            ),
            Self::NoConsumer => f.write_str(
                "no consumer was found; set `OAUTH_CONSUMER_KEY` and `OAUTH_CONSUMER_SECRET` (or `CC_CONSUMER_KEY` and \
                 `CC_CONSUMER_SECRET`) to what the Clever Cloud console shows for the OAuth consumer of your application",
            ),
            Self::Variable { name, why } => write!(f, "the environment variable `{name}` {why}"),
            Self::NoProfile { path, alias } => write!(
                f,
                "the file {} has no profile `{alias}`; `clever profile list` shows those it has, `clever login --alias \
                 {alias}` makes it",
                shown(path),
                alias = escaped(alias)
            ),
            Self::Read { path, error } => {
                write!(f, "the file {} cannot be read: {error}", shown(path))
            }
            Self::Content {
                path,
                member: Some(member),
                why,
            } => write!(f, "in the file {}, `{}` {why}", shown(path), escaped(member)),
            Self::Content {
                path,
                member: None,
                why,
            } => write!(f, "the file {} {why}", shown(path)),
            #[cfg(feature = "persist")]
            Self::Write { path, error } => {
                write!(f, "the file {} cannot be written: {error}", shown(path))
            }
            #[cfg(feature = "persist")]
            Self::OtherConsumer { path } => write!(
                f,
                "the credentials in the file {} belong to another consumer than the one given; load them with that one, \
                 or log in again with this one",
                shown(path)
            ),
            #[cfg(feature = "persist")]
            Self::Exposed { path, mode } => write!(
                f,
                "the file {0} holds secrets, but other users may read or change it (mode {mode:04o}); make it yours \
                 alone with `chmod 600 {0}`, and log in again if somebody may have seen it",
                shown(path)
            ),
        }
    }
}

/// The message too: a program whose `main` returns the error shows nothing else.
impl fmt::Debug for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CredentialsError({self})")
    }
}

impl std::error::Error for CredentialsError {}

pub(super) fn shown(path: &Path) -> String {
    escaped(&path.to_string_lossy())
}

/// A name with its control characters escaped, which could feign a line.
fn escaped(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for character in name.chars() {
        match character.is_control() {
            true => escaped.extend(character.escape_debug()),
            false => escaped.push(character),
        }
    }
    escaped
}
