//! What a run has to do to a folder, found without touching it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{Action, Files, FilesError, MARK, Obstacle, ObstacleKind, lock, stage};

/// A first line is looked for in so many bytes.
const FIRST_LINE: u64 = 4096;

/// The difference between the files of a run and a folder.
pub(super) struct Plan<'a> {
    /// The files to write, `Cargo.toml` last.
    pub(super) changes: Vec<Change<'a>>,
    /// How many files are right already.
    pub(super) unchanged: usize,
    /// Generated files that the run does not make, sorted.
    pub(super) orphans: Vec<String>,
    /// Temporary files of a run that was killed.
    leftovers: Vec<PathBuf>,
    locked_before: bool,
}

/// A file to write.
pub(super) struct Change<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    /// What is there now, if anything.
    pub(super) old: Option<Vec<u8>>,
}

impl<'a> Plan<'a> {
    /// Compares all files and looks for orphans; refuses a folder with anything in the way.
    pub(super) fn new(files: &'a Files, folder: &Path) -> Result<Self, FilesError> {
        for (path, text) in files.iter() {
            validate(path, text)?;
        }
        let mut plan = Self {
            changes: Vec::new(),
            unchanged: 0,
            orphans: Vec::new(),
            leftovers: Vec::new(),
            locked_before: false,
        };
        let there = folder_exists(folder)?;
        plan.compare(files, folder)?;
        if there {
            plan.scan(files, folder)?;
        }
        Ok(plan)
    }

    /// Whether the folder needs nothing.
    pub(super) fn is_settled(&self) -> bool {
        self.changes.is_empty()
            && self.orphans.is_empty()
            && self.leftovers.is_empty()
            && !self.locked_before
    }

    /// Removes what a killed run left. Only sound under the lock: a live run has such files too.
    pub(super) fn clear_leftovers(&self) -> Result<(), FilesError> {
        for path in &self.leftovers {
            fs::remove_file(path).map_err(FilesError::io(Action::Remove, path, 0))?;
        }
        Ok(())
    }

    fn compare(&mut self, files: &'a Files, folder: &Path) -> Result<(), FilesError> {
        let mut obstacles = BTreeSet::new();
        for (path, text) in files.iter() {
            match look(folder, path)? {
                Found::Nothing => self.changes.push(Change {
                    path,
                    text,
                    old: None,
                }),
                Found::Ours(old) if old == text.as_bytes() => self.unchanged += 1,
                Found::Ours(old) => self.changes.push(Change {
                    path,
                    text,
                    old: Some(old),
                }),
                Found::Obstacle(obstacle) => {
                    obstacles.insert(obstacle);
                }
            }
        }
        // The manifest makes a crate of the files, so it comes when they are all there.
        self.changes
            .sort_by_key(|change| change.path == "Cargo.toml");
        if obstacles.is_empty() {
            Ok(())
        } else {
            Err(FilesError::Blocked(obstacles.into_iter().collect()))
        }
    }

    fn scan(&mut self, files: &Files, folder: &Path) -> Result<(), FilesError> {
        let mut waiting: Vec<String> = own_folders(files).into_iter().collect();
        for entry in entries(folder, "")? {
            self.sort_entry(files, entry);
        }
        while let Some(path) = waiting.pop() {
            if !is_real_folder(folder, &path)? {
                continue;
            }
            for entry in entries(folder, &path)? {
                // A hidden folder belongs to some other tool.
                if entry.is_folder && !entry.name.starts_with('.') {
                    waiting.push(entry.path);
                } else {
                    self.sort_entry(files, entry);
                }
            }
        }
        self.orphans.sort();
        Ok(())
    }

    fn sort_entry(&mut self, files: &Files, entry: Entry) {
        if !entry.is_file || files.get(&entry.path).is_some() {
            return;
        }
        if entry.path == lock::NAME {
            self.locked_before = true;
            return;
        }
        let Some(start) = read_start(&entry.location) else {
            return;
        };
        if stage::is_temporary(&entry.name) {
            if start.is_empty() || is_ours(&start) {
                self.leftovers.push(entry.location);
            }
        } else if is_ours(&start) {
            self.orphans.push(entry.path);
        }
    }
}

/// What stands at the path of a file.
enum Found {
    Nothing,
    Ours(Vec<u8>),
    Obstacle(Obstacle),
}

fn look(folder: &Path, path: &str) -> Result<Found, FilesError> {
    let obstacle = |path: &str, kind| {
        Ok(Found::Obstacle(Obstacle {
            path: path.to_owned(),
            kind,
        }))
    };
    for (end, _) in path.match_indices('/') {
        let parent = path.get(..end).unwrap_or_default();
        match fs::symlink_metadata(folder.join(parent)) {
            Ok(metadata) if metadata.is_symlink() => {
                return obstacle(parent, link(folder, parent)?);
            }
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return obstacle(parent, ObstacleKind::NotAFolder),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(FilesError::read(parent)(error)),
        }
    }
    let location = folder.join(path);
    match fs::symlink_metadata(&location) {
        Ok(metadata) if metadata.is_symlink() => obstacle(path, link(folder, path)?),
        Ok(metadata) if metadata.is_file() => match read_ours(&location) {
            Ok(Some(old)) => Ok(Found::Ours(old)),
            Ok(None) => obstacle(path, ObstacleKind::Foreign),
            Err(error) => Err(FilesError::read(path)(error)),
        },
        Ok(_) => obstacle(path, ObstacleKind::NotAFile),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Found::Nothing),
        Err(error) => Err(FilesError::read(path)(error)),
    }
}

fn link(folder: &Path, path: &str) -> Result<ObstacleKind, FilesError> {
    fs::read_link(folder.join(path))
        .map(ObstacleKind::Link)
        .map_err(FilesError::read(path))
}

/// The text of a file with our mark, however long; of any other no more than the first line.
fn read_ours(location: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut file = File::open(location)?;
    let mut bytes = Vec::new();
    file.by_ref().take(FIRST_LINE).read_to_end(&mut bytes)?;
    if !is_ours(&bytes) {
        return Ok(None);
    }
    file.read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// The start of a file that may be an orphan. A file that cannot be read shows no mark: it is not ours.
fn read_start(location: &Path) -> Option<Vec<u8>> {
    let mut start = Vec::new();
    let file = File::open(location).ok()?;
    file.take(FIRST_LINE).read_to_end(&mut start).ok()?;
    Some(start)
}

/// Whether the first line is a comment that begins with [`MARK`].
///
/// The mark alone is not enough: the first line of a `Cargo.lock` reads
/// "This file is automatically @generated by Cargo".
fn is_ours(start: &[u8]) -> bool {
    let line = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    ["//!", "//", "#", "<!--"]
        .iter()
        .filter_map(|sign| line.strip_prefix(sign.as_bytes()))
        .any(|comment| comment.trim_ascii_start().starts_with(MARK.as_bytes()))
}

/// The folders at the top that hold generated files; `src` may hold orphans without any.
fn own_folders(files: &Files) -> BTreeSet<String> {
    let mut folders = BTreeSet::from(["src".to_owned()]);
    folders.extend(
        files
            .iter()
            .filter_map(|(path, _)| path.split_once('/'))
            .map(|(top, _)| top.to_owned()),
    );
    folders
}

struct Entry {
    /// Relative to the output folder.
    path: String,
    name: String,
    location: PathBuf,
    is_file: bool,
    is_folder: bool,
}

/// What is in a folder. Links are neither file nor folder here, and names that are no UTF-8 are not ours.
fn entries(folder: &Path, path: &str) -> Result<Vec<Entry>, FilesError> {
    let location = folder.join(path);
    let failed = || {
        FilesError::read(if path.is_empty() {
            folder
        } else {
            Path::new(path)
        })
    };
    let mut list = Vec::new();
    for entry in fs::read_dir(&location).map_err(failed())? {
        let entry = entry.map_err(failed())?;
        let kind = entry.file_type().map_err(failed())?;
        if let Ok(name) = entry.file_name().into_string() {
            list.push(Entry {
                path: match path {
                    "" => name.clone(),
                    _ => format!("{path}/{name}"),
                },
                name,
                location: entry.path(),
                is_file: kind.is_file(),
                is_folder: kind.is_dir(),
            });
        }
    }
    Ok(list)
}

fn folder_exists(folder: &Path) -> Result<bool, FilesError> {
    match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => Ok(true),
        Ok(_) => Err(FilesError::NotAFolder(folder.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(FilesError::read(folder)(error)),
    }
}

fn is_real_folder(folder: &Path, path: &str) -> Result<bool, FilesError> {
    match fs::symlink_metadata(folder.join(path)) {
        Ok(metadata) => Ok(metadata.is_dir()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(FilesError::read(path)(error)),
    }
}

/// The last line of defence against a path that leaves the folder.
fn validate(path: &str, text: &str) -> Result<(), FilesError> {
    let invalid = |reason| {
        Err(FilesError::Invalid {
            path: path.to_owned(),
            reason,
        })
    };
    if path.contains(['\\', ':', '\0']) {
        return invalid("a path must not hold a backslash, a colon or NUL");
    }
    if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return invalid("a path must be relative, and must not leave the folder");
    }
    if !is_ours(text.as_bytes()) {
        return invalid("its first line does not say that it is generated");
    }
    Ok(())
}
