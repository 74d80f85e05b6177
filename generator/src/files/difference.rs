//! What a run would change, as a person reads it.

use std::fmt;
use std::fs;
use std::path::Path;
use std::time::Duration;

use similar::TextDiff;

use super::FilesError;
use super::plan::{Change, Plan};

/// Where the texts of a file are too far apart to find the shortest difference in this time, a
/// longer one is shown.
const PATIENCE: Duration = Duration::from_secs(5);

/// One file that a run would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its path, relative to the output folder.
    pub path: String,
    /// What is wrong with it.
    pub kind: DifferenceKind,
    /// A unified diff from what is there to what a run would make.
    pub diff: String,
}

/// What is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// A run would make it, and it is not there.
    Missing,
    /// A run would make it with another text.
    Stale,
    /// It was generated, but a run would not make it any more.
    Orphan,
}

impl fmt::Display for DifferenceKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Missing => "missing",
            Self::Stale => "stale",
            Self::Orphan => "orphan",
        })
    }
}

/// Every difference of the plan, sorted by path.
pub(super) fn list(plan: &Plan<'_>, folder: &Path) -> Result<Vec<Difference>, FilesError> {
    let mut list: Vec<Difference> = plan.changes.iter().map(change).collect();
    for path in &plan.orphans {
        list.push(orphan(path, folder)?);
    }
    list.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(list)
}

fn change(change: &Change<'_>) -> Difference {
    let path = change.path;
    let new_name = format!("b/{path}");
    let (kind, diff) = match &change.old {
        None => (
            DifferenceKind::Missing,
            unified("", change.text, NO_FILE, &new_name),
        ),
        Some(old) => (
            DifferenceKind::Stale,
            unified(
                &String::from_utf8_lossy(old),
                change.text,
                &format!("a/{path}"),
                &new_name,
            ),
        ),
    };
    Difference {
        path: path.to_owned(),
        kind,
        diff,
    }
}

fn orphan(path: &str, folder: &Path) -> Result<Difference, FilesError> {
    let old = fs::read(folder.join(path)).map_err(FilesError::read(path))?;
    let old = String::from_utf8_lossy(&old);
    Ok(Difference {
        path: path.to_owned(),
        kind: DifferenceKind::Orphan,
        diff: unified(&old, "", &format!("a/{path}"), NO_FILE),
    })
}

/// What tools that read diffs take for "no such file".
const NO_FILE: &str = "/dev/null";

fn unified(old: &str, new: &str, old_name: &str, new_name: &str) -> String {
    TextDiff::configure()
        .timeout(PATIENCE)
        .diff_lines(old, new)
        .unified_diff()
        .header(old_name, new_name)
        .to_string()
}
