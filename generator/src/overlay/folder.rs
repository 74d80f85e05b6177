//! The files of an overlay, from disk.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{DOCS, MANIFEST, OverlayError, OverlayFault};

/// An overlay is no longer than this, in bytes.
const LONGEST: u64 = 4 << 20;

/// The files below `src`, the fragment of a manifest, and the text for the page of the crate. Links and
/// whatever else is neither a file nor a folder are refused: what is copied must be what stands in the folder.
pub(super) fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, OverlayError> {
    let mut reader = Reader {
        folder,
        files: BTreeMap::new(),
        faults: Vec::new(),
        left: LONGEST,
    };
    reader.read()?;
    if reader.faults.is_empty() {
        Ok(reader.files)
    } else {
        reader.faults.sort();
        Err(OverlayError::Refused(reader.faults))
    }
}

struct Reader<'a> {
    folder: &'a Path,
    files: BTreeMap<String, Vec<u8>>,
    faults: Vec<OverlayFault>,
    /// So many bytes may still come.
    left: u64,
}

impl Reader<'_> {
    fn read(&mut self) -> Result<(), OverlayError> {
        fs::read_dir(self.folder).map_err(failed(""))?;
        for path in [MANIFEST, DOCS] {
            if let Some(metadata) = self.look(path)? {
                self.file(path, &metadata)?;
            }
        }
        match self.look("src")? {
            Some(metadata) if metadata.is_dir() => self.below_src(),
            _ => {
                self.refuse(
                    "src",
                    "is not a folder",
                    "put the modules of the overlay into a folder `src`",
                );
                Ok(())
            }
        }
    }

    /// Not by recursion: a folder can be deep.
    fn below_src(&mut self) -> Result<(), OverlayError> {
        let mut waiting = vec!["src".to_owned()];
        while let Some(parent) = waiting.pop() {
            for entry in fs::read_dir(self.folder.join(&parent)).map_err(failed(&parent))? {
                let name = entry.map_err(failed(&parent))?.file_name();
                let Some(name) = name.to_str() else {
                    let path = format!("{parent}/{}", name.to_string_lossy());
                    self.refuse(&path, "has a name that is not UTF-8", "rename it");
                    continue;
                };
                let path = format!("{parent}/{name}");
                match self.look(&path)? {
                    Some(metadata) if metadata.is_dir() => waiting.push(path),
                    Some(metadata) => self.file(&path, &metadata)?,
                    None => {}
                }
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &str, metadata: &Metadata) -> Result<(), OverlayError> {
        if !metadata.is_file() {
            let kind = if metadata.is_symlink() {
                "is a symbolic link"
            } else {
                "is not a file"
            };
            self.refuse(path, kind, "put a file there");
            return Ok(());
        }
        let mut bytes = Vec::new();
        let file = File::open(self.folder.join(path)).map_err(failed(path))?;
        file.take(self.left + 1)
            .read_to_end(&mut bytes)
            .map_err(failed(path))?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        match self.left.checked_sub(length) {
            Some(left) => {
                self.left = left;
                self.files.insert(path.to_owned(), bytes);
            }
            None => self.refuse(
                path,
                &format!("makes the overlay longer than {} MiB", LONGEST >> 20),
                "an overlay holds hand-written modules, and nothing else below `src`",
            ),
        }
        Ok(())
    }

    /// What stands at a path, links not followed.
    fn look(&self, path: &str) -> Result<Option<Metadata>, OverlayError> {
        match fs::symlink_metadata(self.folder.join(path)) {
            Ok(metadata) => Ok(Some(metadata)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(path)(error)),
        }
    }

    fn refuse(&mut self, path: &str, message: &str, hint: &str) {
        self.faults.push(OverlayFault::new(path, message, hint));
    }
}

fn failed(path: &str) -> impl FnOnce(io::Error) -> OverlayError {
    let path = PathBuf::from(path);
    move |source| OverlayError::Io { path, source }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn folder(files: &[(&str, &str)]) -> TempDir {
        let folder = TempDir::new().unwrap();
        for (path, text) in files {
            let location = folder.path().join(path);
            fs::create_dir_all(location.parent().unwrap()).unwrap();
            fs::write(location, text).unwrap();
        }
        folder
    }

    fn told(folder: &TempDir) -> String {
        files(folder.path()).unwrap_err().to_string()
    }

    #[test]
    fn modules_and_the_fragment_are_read_and_all_else_is_left_alone() {
        let folder = folder(&[
            ("src/login.rs", "1"),
            ("src/login/deep/page.rs", "2"),
            ("manifest.toml", "3"),
            ("docs.md", "4"),
            ("README.md", "4"),
            ("tests/login.rs", "5"),
        ]);
        let files = files(folder.path()).unwrap();
        let paths: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(
            paths,
            [
                "docs.md",
                "manifest.toml",
                "src/login.rs",
                "src/login/deep/page.rs"
            ]
        );
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let folder = TempDir::new().unwrap();
        let error = files(&folder.path().join("nowhere")).unwrap_err();
        assert!(
            error.to_string().starts_with("cannot read the overlay: "),
            "{error}"
        );
        assert!(
            matches!(error, OverlayError::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
        );
    }

    #[test]
    fn a_folder_without_src_is_refused() {
        let refused = "the overlay cannot be used as it is
  `src` is not a folder
    help: put the modules of the overlay into a folder `src`";
        assert_eq!(told(&folder(&[("manifest.toml", "")])), refused);
        assert_eq!(told(&folder(&[("src", "")])), refused);
    }

    #[test]
    fn a_folder_in_place_of_the_fragment_is_refused() {
        let folder = folder(&[("src/login.rs", ""), ("manifest.toml/a", "")]);
        assert!(told(&folder).contains("`manifest.toml` is not a file\n"));
    }

    #[cfg(unix)]
    #[test]
    fn links_and_sockets_are_refused() {
        use std::os::unix::{fs::symlink, net::UnixListener};

        let folder = folder(&[("src/login.rs", ""), ("outside/page.rs", "")]);
        let path = folder.path();
        symlink("login.rs", path.join("src/again.rs")).unwrap();
        symlink("../outside", path.join("src/inside")).unwrap();
        let _listener = UnixListener::bind(path.join("src/socket.rs")).unwrap();
        assert_eq!(
            told(&folder),
            "the overlay cannot be used as it is
  `src/again.rs` is a symbolic link
    help: put a file there
  `src/inside` is a symbolic link
    help: put a file there
  `src/socket.rs` is not a file
    help: put a file there"
        );
    }

    #[cfg(unix)]
    #[test]
    fn an_overlay_may_itself_be_reached_by_a_link() {
        let folder = folder(&[("real/src/login.rs", "")]);
        std::os::unix::fs::symlink("real", folder.path().join("link")).unwrap();
        assert_eq!(files(&folder.path().join("link")).unwrap().len(), 1);
    }

    #[test]
    fn no_more_than_4_mib_are_read() {
        let most = " ".repeat(4 << 20);
        assert_eq!(
            files(folder(&[("src/a.rs", &most)]).path()).unwrap().len(),
            1
        );
        let told = told(&folder(&[("src/a.rs", &most), ("src/b.rs", " ")]));
        assert!(
            told.contains(".rs` makes the overlay longer than 4 MiB\n"),
            "{told}"
        );
    }
}
