//! From a plan to the disk: new texts are staged beside their targets, then renamed over them.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::plan::{Change, Plan};
use super::{Action, FilesError};

const PREFIX: &str = ".generator-";
const SUFFIX: &str = ".tmp";

/// Whether a file name is one of our temporary files.
pub(super) fn is_temporary(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}

/// New texts, complete and on disk, but not yet in place. Those not used are removed on drop.
pub(super) struct Staged {
    files: Vec<(String, TempPath)>,
}

impl Staged {
    /// Writes every text into a temporary file beside its target: in the same folder a rename
    /// cannot fail for want of space or of a common file system.
    pub(super) fn new(
        plan: &Plan<'_>,
        folder: &Path,
        new_folders: &mut NewFolders,
    ) -> Result<Self, FilesError> {
        let mut staged = Self { files: Vec::new() };
        for change in &plan.changes {
            let location = folder.join(change.path);
            let parent = location.parent().unwrap_or(folder);
            new_folders.make(parent).map_err(|(path, error)| {
                let path = path.strip_prefix(folder).unwrap_or(&path);
                FilesError::folder((path.to_owned(), error))
            })?;
            let file =
                stage(change, parent).map_err(FilesError::io(Action::Write, change.path, 0))?;
            staged.files.push((change.path.to_owned(), file));
        }
        Ok(staged)
    }

    /// Puts every file in place, in the order of the plan, and returns their paths, sorted.
    pub(super) fn replace(self, folder: &Path) -> Result<Vec<String>, FilesError> {
        let mut written = Vec::new();
        for (path, file) in self.files {
            file.persist(folder.join(&path)).map_err(|failed| {
                FilesError::io(Action::Write, &path, written.len())(failed.error)
            })?;
            written.push(path);
        }
        written.sort();
        Ok(written)
    }
}

fn stage(change: &Change<'_>, parent: &Path) -> io::Result<TempPath> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    // The final rights: a generated file holds no secret, and only `open` applies the umask.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut file = builder.tempfile_in(parent)?;
    file.write_all(change.text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file.into_temp_path())
}

/// Removes the orphans, then the folders that are empty now. `changed` files were replaced before.
pub(super) fn remove_orphans(
    orphans: &[String],
    folder: &Path,
    changed: usize,
) -> Result<(), FilesError> {
    for (removed, path) in orphans.iter().enumerate() {
        match fs::remove_file(folder.join(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(FilesError::io(Action::Remove, path, changed + removed)(
                    error,
                ));
            }
            _ => {}
        }
    }
    for path in orphans {
        for parent in Path::new(path).ancestors().skip(1) {
            // Refused for a folder that still holds something: it stays, and so do those above it.
            if parent.as_os_str().is_empty() || fs::remove_dir(folder.join(parent)).is_err() {
                break;
            }
        }
    }
    Ok(())
}

/// The folders that this run made. Those that are empty in the end, because the run failed, go again.
#[derive(Default)]
pub(super) struct NewFolders {
    made: Vec<PathBuf>,
}

impl NewFolders {
    /// Makes a folder and those above it.
    pub(super) fn make(&mut self, folder: &Path) -> Result<(), (PathBuf, io::Error)> {
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|path| !path.as_os_str().is_empty() && !path.is_dir())
            .collect();
        for path in missing.into_iter().rev() {
            match fs::create_dir(path) {
                Ok(()) => self.made.push(path.to_owned()),
                // Another run was quicker.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
                Err(error) => return Err((path.to_owned(), error)),
            }
        }
        Ok(())
    }
}

impl Drop for NewFolders {
    fn drop(&mut self) {
        for path in self.made.iter().rev() {
            // Refused for a folder that holds something, as all do after a good run.
            let _ = fs::remove_dir(path);
        }
    }
}
