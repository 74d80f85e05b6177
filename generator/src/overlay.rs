//! Hand-written modules of one API, which its client gets beside the templates.
//!
//! An overlay is a folder:
//!
//! - `src` holds modules. They are copied as text; each file at the top becomes a public module of the
//!   client, and declares the modules in the folder of its name itself. A module that needs a feature of the
//!   client says so with an inner `#![cfg(feature = "…")]`.
//! - `manifest.toml`, if it is there, holds what they need: `[features]`, `[dependencies]`,
//!   `[dev-dependencies]` and `[[example]]`, as in a `Cargo.toml`. Features of a feature or of a dependency
//!   that the client has too are added to it, and a `version` may then be left out.
//! - `docs.md`, if it is there, ends the page of the crate: what the modules are for, in Markdown.
//!
//! Other files beside these are left alone.

mod error;
mod folder;

use std::collections::BTreeMap;
use std::path::Path;

use crate::layout;
use crate::manifest::fragment;
use crate::manifest::tables::Tables;
use crate::names;

pub use error::{OverlayError, OverlayFault};

/// The fragment of a manifest.
const MANIFEST: &str = "manifest.toml";

/// The text for the page of the crate.
const DOCS: &str = "docs.md";

/// An overlay that fits every client.
///
/// What the generator refuses in one is found when it is read. That is possible because it is held against
/// everything that the generator can make and not against one description, so that it stays right when its
/// description grows; and so [`generate`](crate::generate) has nothing to refuse but descriptions. Whether
/// it is good Rust, and a good manifest, is for `cargo` to say, with line and column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    /// Texts by their paths, such as `src/login.rs`.
    files: BTreeMap<String, String>,
    manifest: Tables,
    docs: String,
}

impl Overlay {
    /// Reads a folder.
    ///
    /// # Errors
    ///
    /// The folder cannot be read, or holds something that is refused; what there is of the latter is told
    /// together.
    pub fn read(folder: &Path) -> Result<Self, OverlayError> {
        Self::new(folder::files(folder)?)
    }

    /// An overlay of files in memory: each by its path in the folder, with `/` between the parts.
    ///
    /// # Errors
    ///
    /// [`OverlayError::Refused`], where a file
    ///
    /// - is neither `manifest.toml`, `docs.md` nor a Rust file below `src`, or is not UTF-8;
    /// - is `src/lib.rs` or a program, or has a name that is none of a module or is taken;
    /// - stands in a folder without the module of its name;
    /// - is a fragment that does not fit the manifest of a client.
    pub fn new(files: BTreeMap<String, Vec<u8>>) -> Result<Self, OverlayError> {
        let mut overlay = Self::default();
        let mut faults = Vec::new();
        for (path, bytes) in &files {
            let added = match path.as_str() {
                MANIFEST => overlay.add_manifest(bytes),
                DOCS => overlay.add_docs(bytes),
                _ => overlay.add_module(path, bytes, &files),
            };
            faults.extend(added.err().unwrap_or_default());
        }
        if faults.is_empty() {
            Ok(overlay)
        } else {
            Err(OverlayError::Refused(faults))
        }
    }

    /// The texts, by their paths in the client.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        let files = self.files.iter();
        files.map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The modules at the root of the client, sorted.
    pub(crate) fn modules(&self) -> impl Iterator<Item = &str> {
        let modules = self.files.keys().filter_map(|path| module(path));
        modules.filter(|module| !module.contains('/'))
    }

    /// What is added to the manifest of the client.
    pub(crate) fn manifest(&self) -> &Tables {
        &self.manifest
    }

    /// What the page of the crate ends with.
    pub(crate) fn docs(&self) -> &str {
        &self.docs
    }

    fn add_docs(&mut self, bytes: &[u8]) -> Result<(), Vec<OverlayFault>> {
        text(DOCS, bytes)
            .map(|text| self.docs = text.to_owned())
            .map_err(|fault| vec![fault])
    }

    fn add_manifest(&mut self, bytes: &[u8]) -> Result<(), Vec<OverlayFault>> {
        let text = text(MANIFEST, bytes).map_err(|fault| vec![fault])?;
        self.manifest = fragment::read(text).map_err(|faults| {
            let faults = faults.into_iter();
            faults
                .map(|fault| OverlayFault::new(MANIFEST, fault.message, fault.hint))
                .collect::<Vec<_>>()
        })?;
        Ok(())
    }

    fn add_module(
        &mut self,
        path: &str,
        bytes: &[u8],
        files: &BTreeMap<String, Vec<u8>>,
    ) -> Result<(), Vec<OverlayFault>> {
        check_path(path, files)
            .and_then(|()| text(path, bytes))
            .map(|text| {
                self.files.insert(path.to_owned(), text.to_owned());
            })
            .map_err(|fault| vec![fault])
    }
}

/// `src/login/page.rs` is the module `login/page`.
fn module(path: &str) -> Option<&str> {
    path.strip_prefix("src/")?.strip_suffix(".rs")
}

fn text<'b>(path: &str, bytes: &'b [u8]) -> Result<&'b str, OverlayFault> {
    let refused = |message, hint| Err(OverlayFault::new(path, message, hint));
    let Ok(text) = std::str::from_utf8(bytes) else {
        return refused("is not UTF-8", "save it in UTF-8");
    };
    // A header goes in front of the text, and lines of it may become comments.
    if text.starts_with('\u{feff}') {
        return refused("starts with a byte order mark", "save it without one");
    }
    if text.replace("\r\n", "").contains('\r') {
        return refused(
            "holds a carriage return that ends no line",
            "end lines with a line feed",
        );
    }
    Ok(text)
}

fn check_path(path: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<(), OverlayFault> {
    let refused = |message: &str, hint: &str| Err(OverlayFault::new(path, message, hint));
    let Some(module) = module(path) else {
        return refused(
            "is not a Rust file below `src`",
            "move it out of `src`: what stands beside that is left alone",
        );
    };
    let top = module.split('/').next().unwrap_or_default();
    if module == "lib" {
        return refused(
            "is made by the generator",
            "name it after what it does; each file at the top of `src` becomes a public module",
        );
    }
    if matches!(top, "main" | "bin") {
        return refused(
            "would become a program of its own",
            "name it after what it does; programs belong in the folder `examples` of the client",
        );
    }
    if layout::is_taken(top) {
        return refused(
            "has the name of a module that the generator makes",
            "rename it, or fold it into a module of another name",
        );
    }
    if EXPORTED.contains(&top) {
        return refused(
            "has the name of a crate that `lib.rs` passes on",
            "rename it",
        );
    }
    if let Some(part) = module.split('/').find(|part| !names::is_module(part)) {
        return refused(
            &format!("has a name that is none of a module: `{part}`"),
            "use lower-case letters, digits and `_`, a letter first and no keyword; the module of a \
             folder `a` stands in `a.rs`",
        );
    }
    match path.rsplit_once('/') {
        Some((parent, _)) if parent != "src" && !files.contains_key(&format!("{parent}.rs")) => {
            refused(
                &format!("is reached from no module: there is no `{parent}.rs`"),
                "add that file, and declare this one in it with `mod`",
            )
        }
        _ => Ok(()),
    }
}

/// What `lib.rs` has under a name that a module could have.
const EXPORTED: [&str; 2] = ["bytes", "http"];

#[cfg(test)]
mod tests {
    use crate::diagnostics::Diagnostics;
    use crate::load::Source;
    use crate::{Options, generate};

    use super::*;

    fn overlay(files: &[(&str, &str)]) -> Result<Overlay, OverlayError> {
        let files = files.iter();
        let files = files.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        Overlay::new(files.collect())
    }

    fn told(files: &[(&str, &str)]) -> String {
        overlay(files).unwrap_err().to_string()
    }

    #[test]
    fn an_overlay_can_be_empty() {
        assert_eq!(overlay(&[]).unwrap(), Overlay::default());
        assert_eq!(overlay(&[(MANIFEST, "")]).unwrap(), Overlay::default());
    }

    #[test]
    fn files_at_the_top_are_modules_of_the_client() {
        let overlay = overlay(&[
            ("src/login.rs", "pub mod page;\n"),
            ("src/login/page.rs", "//! A page.\n"),
            ("src/credentials.rs", "#![cfg(feature = \"client\")]\n"),
        ])
        .unwrap();
        let modules: Vec<&str> = overlay.modules().collect();
        assert_eq!(modules, ["credentials", "login"]);
        assert_eq!(overlay.files().count(), 3);
    }

    #[test]
    fn all_faults_are_told_together() {
        assert_eq!(
            told(&[
                ("src/client.rs", ""),
                ("src/lib.rs", ""),
                ("src/notes.txt", "")
            ]),
            "the overlay cannot be used as it is
  `src/client.rs` has the name of a module that the generator makes
    help: rename it, or fold it into a module of another name
  `src/lib.rs` is made by the generator
    help: name it after what it does; each file at the top of `src` becomes a public module
  `src/notes.txt` is not a Rust file below `src`
    help: move it out of `src`: what stands beside that is left alone"
        );
    }

    #[test]
    fn of_many_faults_some_are_counted() {
        let paths: Vec<String> = (10..40).map(|index| format!("src/{index}.txt")).collect();
        let files: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "")).collect();
        let told = told(&files);
        assert_eq!(told.lines().count(), 1 + 2 * 20 + 1);
        assert!(told.ends_with("\n  and 10 more"), "{told}");
    }

    #[test]
    fn a_name_that_is_none_of_a_module_is_refused() {
        for (path, part) in [
            ("src/Login.rs", "Login"),
            ("src/log-in.rs", "log-in"),
            ("src/1st.rs", "1st"),
            ("src/_.rs", "_"),
            ("src/größe.rs", "größe"),
            ("src/type.rs", "type"),
            ("src/login/mod.rs", "mod"),
            ("src/self/page.rs", "self"),
            ("src/con.rs", "con"),
            ("src/.rs", ""),
            ("src/../up.rs", ".."),
        ] {
            let told = told(&[(path, "")]);
            let message = format!("`{path}` has a name that is none of a module: `{part}`\n");
            assert!(told.contains(&message), "{told}");
        }
    }

    #[test]
    fn what_cargo_takes_for_a_program_is_refused() {
        for path in ["src/main.rs", "src/bin.rs", "src/bin/login.rs"] {
            let told = told(&[(path, "")]);
            assert!(
                told.contains("would become a program of its own\n"),
                "{told}"
            );
        }
    }

    #[test]
    fn a_name_that_is_taken_is_refused_whatever_the_description_calls_for() {
        for path in [
            "src/api.rs",
            "src/encoders/multipart.rs",
            "src/models.rs",
            "src/oauth1.rs",
            "src/operations/tag.rs",
        ] {
            let told = told(&[(path, "")]);
            assert!(
                told.contains("the name of a module that the generator"),
                "{told}"
            );
        }
        for path in ["src/bytes.rs", "src/http.rs"] {
            let told = told(&[(path, "")]);
            assert!(
                told.contains("the name of a crate that `lib.rs` passes on"),
                "{told}"
            );
        }
    }

    #[test]
    fn every_module_of_a_client_is_taken() {
        let description = br#"{"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"},
            "servers": [{"url": "https://pets.example"}],
            "paths": {"/pets": {"get": {"responses": {"204": {"description": "None."}}}}},
            "components": {
                "schemas": {"Pet": {"type": "object"}},
                "securitySchemes": {"login": {"type": "http", "scheme": "OAuth"}}}}"#;
        let mut diagnostics = Diagnostics::new();
        let source = Source::new("pets.json", description.to_vec(), &mut diagnostics).unwrap();
        let client = generate(&source, &Options::default(), &mut diagnostics).unwrap();
        let modules = client.files.iter().filter_map(|(path, _)| module(path));
        let mut count = 0;
        for module in modules.filter(|module| *module != "lib") {
            let top = module.split('/').next().unwrap();
            assert!(layout::is_taken(top), "{module}");
            count += 1;
        }
        assert!(count > 10);
    }

    #[test]
    fn a_module_that_nothing_can_declare_is_refused() {
        assert_eq!(
            told(&[("src/login/page.rs", ""), ("src/page.rs", "")]),
            "the overlay cannot be used as it is
  `src/login/page.rs` is reached from no module: there is no `src/login.rs`
    help: add that file, and declare this one in it with `mod`"
        );
    }

    #[test]
    fn what_would_break_the_copy_is_refused() {
        for (text, message) in [
            ("\u{feff}//! Docs.\n", "starts with a byte order mark"),
            (
                "//! One\rline.\n",
                "holds a carriage return that ends no line",
            ),
        ] {
            for path in ["src/login.rs", MANIFEST, DOCS] {
                let told = told(&[(path, text)]);
                assert!(told.contains(&format!("`{path}` {message}\n")), "{told}");
            }
        }
        assert!(overlay(&[("src/login.rs", "//! Windows.\r\n")]).is_ok());
    }

    #[test]
    fn what_is_not_utf_8_is_refused() {
        for path in ["src/login.rs", MANIFEST, DOCS] {
            let files = BTreeMap::from([(path.to_owned(), b"// \xff\n".to_vec())]);
            let told = Overlay::new(files).unwrap_err().to_string();
            let message = format!("`{path}` is not UTF-8\n    help: save it in UTF-8");
            assert!(told.ends_with(&message), "{told}");
        }
    }

    #[test]
    fn a_name_cannot_drive_a_terminal() {
        let told = told(&[("src/\u{1b}[2J.rs", ""), (MANIFEST, "\"\\u001b[2J\" = 1")]);
        assert!(!told.contains('\u{1b}'), "{told:?}");
    }

    #[test]
    fn a_fragment_that_does_not_fit_is_told_with_its_path() {
        assert_eq!(
            told(&[(MANIFEST, "[dependencies]\nbytes = \"0.5\"\n")]),
            "the overlay cannot be used as it is
  `manifest.toml` wants version `0.5` for `dependencies.bytes`, where the client has `1.12.2`
    help: leave `version` out, or write the same"
        );
    }
}
