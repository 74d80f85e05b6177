//! What can stop a run on its way to disk, told with paths relative to the output folder.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why the files were not, or not all, written or compared.
#[derive(Debug)]
#[non_exhaustive]
pub enum FilesError {
    /// Something that is not ours stands where the run would write. Nothing was written.
    Blocked(Vec<Obstacle>),
    /// The output folder is a file, or something else that holds no files. Nothing was written.
    NotAFolder(PathBuf),
    /// Another run has kept the output folder locked for too long. Nothing was written.
    Locked(PathBuf),
    /// The generator made a file that it must not make; a fault of the generator, not of the disk.
    /// Nothing was written.
    Invalid {
        /// The path that the generator made.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The operating system refused.
    Io {
        /// What was being done.
        action: Action,
        /// To what: relative to the output folder, or the output folder itself.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
        /// How many files were replaced or removed before. All others are untouched.
        changed: usize,
    },
}

/// What the operating system refused to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// To read a file or a folder.
    Read,
    /// To write the new text of a file, or to put it in place of the old one.
    Write,
    /// To make a folder.
    MakeFolder,
    /// To remove a file.
    Remove,
    /// To lock the output folder.
    Lock,
}

/// Something that the run would have to overwrite or to write through, and must not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Obstacle {
    /// Where it is, relative to the output folder.
    pub path: String,
    /// What it is.
    pub kind: ObstacleKind,
}

/// What stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObstacleKind {
    /// A file without [`MARK`](super::MARK) in its first line.
    Foreign,
    /// A symbolic link, and where it leads. It is refused wherever it leads: two paths for one
    /// file would make the file an orphan of its own.
    Link(PathBuf),
    /// A folder, a pipe or a device, where a file belongs.
    NotAFile,
    /// A file, where a folder belongs.
    NotAFolder,
}

impl FilesError {
    pub(super) fn read(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        Self::io(Action::Read, path, 0)
    }

    pub(super) fn folder((path, source): (PathBuf, io::Error)) -> Self {
        Self::io(Action::MakeFolder, path, 0)(source)
    }

    pub(super) fn io(
        action: Action,
        path: impl Into<PathBuf>,
        changed: usize,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io {
            action,
            path,
            source,
            changed,
        }
    }
}

impl fmt::Display for FilesError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blocked(obstacles) => {
                formatter.write_str("nothing was written, because these are in the way:")?;
                for obstacle in obstacles {
                    write!(formatter, "\n  {obstacle}")?;
                }
                formatter.write_str("\nmove or delete them, or choose another folder")
            }
            Self::NotAFolder(path) => {
                write!(formatter, "{} is not a folder", quoted(path))
            }
            Self::Locked(path) => write!(
                formatter,
                "another run keeps {} locked; nothing was written. Wait for it to end, or end it, then run again",
                quoted(path)
            ),
            Self::Invalid { path, reason } => write!(
                formatter,
                "the generator made {}: {reason}. This is a fault of the generator, please report it; nothing was written",
                quoted(path)
            ),
            Self::Io {
                action,
                path,
                source,
                changed,
            } => {
                write!(
                    formatter,
                    "cannot {action} {}: {}",
                    quoted(path),
                    plain(source)
                )?;
                match changed {
                    0 => formatter.write_str("; no file was changed"),
                    1 => formatter.write_str(
                        "; one other file was changed before, all else is untouched: run again to finish",
                    ),
                    _ => write!(
                        formatter,
                        "; {changed} other files were changed before, all else is untouched: run again to finish"
                    ),
                }
            }
        }
    }
}

impl std::error::Error for FilesError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::MakeFolder => "make the folder",
            Self::Remove => "remove",
            Self::Lock => "lock",
        })
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = quoted(&self.path);
        match &self.kind {
            ObstacleKind::Foreign => write!(
                formatter,
                "{path} was not generated (its first line does not say so)"
            ),
            ObstacleKind::Link(target) => {
                write!(formatter, "{path} is a symbolic link to {}", quoted(target))
            }
            ObstacleKind::NotAFile => write!(formatter, "{path} is not a file"),
            ObstacleKind::NotAFolder => write!(formatter, "{path} is not a folder"),
        }
    }
}

/// A path between backticks, to stand inside a sentence.
pub(crate) fn quoted(path: impl AsRef<Path>) -> String {
    format!("`{}`", printable(path))
}

/// A path with its control characters escaped: a file name must not drive a terminal.
pub(crate) fn printable(path: impl AsRef<Path>) -> String {
    let mut text = String::new();
    for character in path.as_ref().to_string_lossy().chars() {
        if character.is_control() {
            text.extend(character.escape_default());
        } else {
            text.push(character);
        }
    }
    text
}

/// The words of the operating system, to stand inside a sentence: without its number and its capital.
pub(crate) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let words = match text.rsplit_once(" (os error ") {
        Some((words, _)) => words,
        None => text.as_str(),
    };
    let mut characters = words.chars();
    let Some(first) = characters.next() else {
        return text;
    };
    // An acronym at the start stays as it is.
    if characters
        .clone()
        .next()
        .is_some_and(|second| second.is_uppercase())
    {
        return words.to_owned();
    }
    first.to_lowercase().chain(characters).collect()
}
