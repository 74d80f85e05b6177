//! What can be wrong with an overlay, told with paths relative to its folder.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::files::{plain, printable, quoted};

/// No more faults than this are shown; the others are counted.
const MOST_SHOWN: usize = 20;

/// Why there is no overlay.
#[derive(Debug)]
#[non_exhaustive]
pub enum OverlayError {
    /// The operating system refused to read something.
    Io {
        /// What was read, relative to the folder of the overlay; empty for the folder itself.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// These files cannot become part of a client.
    Refused(Vec<OverlayFault>),
}

/// What is wrong with one file or folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OverlayFault {
    /// Where it is, relative to the folder of the overlay.
    pub path: String,
    /// What is wrong with it, to be read behind its path.
    pub message: String,
    /// What to do instead.
    pub hint: String,
}

impl OverlayFault {
    pub(super) fn new(path: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            message: message.into(),
            hint: hint.into(),
        }
    }
}

impl fmt::Display for OverlayError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, source } if path.as_os_str().is_empty() => {
                write!(formatter, "cannot read the overlay: {}", plain(source))
            }
            Self::Io { path, source } => {
                let path = quoted(path);
                write!(
                    formatter,
                    "cannot read {path} of the overlay: {}",
                    plain(source)
                )
            }
            Self::Refused(faults) => {
                formatter.write_str("the overlay cannot be used as it is")?;
                for fault in faults.iter().take(MOST_SHOWN) {
                    write!(formatter, "\n  {fault}")?;
                }
                match faults.len().saturating_sub(MOST_SHOWN) {
                    0 => Ok(()),
                    more => write!(formatter, "\n  and {more} more"),
                }
            }
        }
    }
}

/// A name or a text of the overlay must not drive a terminal, so all of it is shown escaped.
impl fmt::Display for OverlayFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = quoted(&self.path);
        let (message, hint) = (printable(&self.message), printable(&self.hint));
        write!(formatter, "{path} {message}\n    help: {hint}")
    }
}

impl std::error::Error for OverlayError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Refused(_) => None,
        }
    }
}
