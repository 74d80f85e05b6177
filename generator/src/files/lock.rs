//! One run at a time in one folder.
//!
//! The lock is the operating system's, on an empty file in the output folder, so a killed run
//! leaves no lock behind, only the file, which the next run takes and removes. A file beside the
//! output rather than a lock on the folder itself: folders cannot be locked on NFS and Windows.
//! A file system without locks gets none; runs on it must not overlap.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use fs4::{FileExt, TryLockError};
use same_file::Handle;

use super::{Action, FilesError, Obstacle, ObstacleKind};

/// The name of the lock file, there only while a run writes.
pub(super) const NAME: &str = ".generator.lock";

const PAUSE: Duration = Duration::from_millis(10);

/// A lock on an output folder, until it is dropped.
pub(super) struct Lock {
    location: PathBuf,
    _file: File,
}

impl Lock {
    /// Waits as long as `patience` says for other runs to end.
    pub(super) fn take(folder: &Path, patience: Duration) -> Result<Self, FilesError> {
        let start = Instant::now();
        loop {
            match Self::attempt(folder)? {
                Some(lock) => return Ok(lock),
                None if start.elapsed() >= patience => {
                    return Err(FilesError::Locked(folder.to_owned()));
                }
                None => thread::sleep(PAUSE),
            }
        }
    }

    fn attempt(folder: &Path) -> Result<Option<Self>, FilesError> {
        let location = folder.join(NAME);
        if let Ok(target) = fs::read_link(&location) {
            return Err(FilesError::Blocked(vec![Obstacle {
                path: NAME.to_owned(),
                kind: ObstacleKind::Link(target),
            }]));
        }
        lock(location).map_err(FilesError::io(Action::Lock, NAME, 0))
    }
}

fn lock(location: PathBuf) -> io::Result<Option<Lock>> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&location)?;
    // Spelled out because newer standard libraries have a method of the same name.
    match FileExt::try_lock(&file) {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
        Err(TryLockError::Error(error)) => {
            // Nobody can hold a lock where locking fails, so the file is only litter.
            let _ = fs::remove_file(&location);
            return Err(error);
        }
    }
    // The run before may have removed the file between our opening and locking it; a lock on a
    // removed file keeps nobody out.
    if is_at(&file, &location)? {
        Ok(Some(Lock {
            location,
            _file: file,
        }))
    } else {
        Ok(None)
    }
}

fn is_at(file: &File, location: &Path) -> io::Result<bool> {
    let ours = Handle::from_file(file.try_clone()?)?;
    match Handle::from_path(location) {
        Ok(there) => Ok(ours == there),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is still locked, so that nobody else's file is. One that cannot be
        // removed is empty and unlocked, and harms nobody.
        let _ = fs::remove_file(&self.location);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_taken_by_one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = Lock::take(folder.path(), Duration::ZERO).unwrap();
        let second = Lock::take(folder.path(), Duration::ZERO);
        assert!(matches!(second, Err(FilesError::Locked(_))));
        drop(first);
        Lock::take(folder.path(), Duration::ZERO).unwrap();
    }

    #[test]
    fn the_file_of_a_killed_run_is_no_lock_and_goes() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(NAME), "").unwrap();
        drop(Lock::take(folder.path(), Duration::ZERO).unwrap());
        assert!(!folder.path().join(NAME).exists());
    }

    #[test]
    fn a_lock_on_a_removed_file_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        let location = folder.path().join(NAME);
        let file = File::create(&location).unwrap();
        assert!(is_at(&file, &location).unwrap());
        fs::remove_file(&location).unwrap();
        assert!(!is_at(&file, &location).unwrap());
        let _other = File::create(&location).unwrap();
        assert!(!is_at(&file, &location).unwrap());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_the_lock_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("elsewhere");
        std::os::unix::fs::symlink(&target, folder.path().join(NAME)).unwrap();
        let taken = Lock::take(folder.path(), Duration::ZERO);
        assert!(matches!(taken, Err(FilesError::Blocked(_))));
        assert!(!target.exists());
    }
}
