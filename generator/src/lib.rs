//! Renders a Rust client crate from an OpenAPI 3.0 description.
//!
//! [`generate`] is the whole line: each stage takes what the one before it made, collects all its faults
//! in [`Diagnostics`], and does not start while an earlier one has any. `ARCHITECTURE.md` beside this
//! crate tells what each module is for, and what is deliberately absent.
//!
//! ```
//! use generator::diagnostics::Diagnostics;
//! use generator::{Options, generate, load::Source};
//!
//! let description = br#"{"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"},
//!     "servers": [{"url": "https://pets.example"}], "paths": {"/pets": {"get": {
//!     "operationId": "findPets", "responses": {"204": {"description": "None."}}}}}}"#;
//! let mut diagnostics = Diagnostics::new();
//! let source = Source::new("pets.json", description.to_vec(), &mut diagnostics)?;
//! let client = generate(&source, &Options::default(), &mut diagnostics)?;
//! assert!(client.files.get("src/operations.rs").is_some());
//! # Ok::<(), generator::diagnostics::Faulty>(())
//! ```

pub mod cli;
mod code_span;
pub mod diagnostics;
pub mod files;
mod format;
mod ir;
mod layout;
mod listing;
pub mod load;
mod lower;
pub mod main_job;
mod manifest;
mod names;
pub mod overlay;
pub mod pointer;
mod render;
pub mod report;
mod resolve;

use diagnostics::{Diagnostics, Faulty};
use files::{Files, MARK};
use load::Source;
use manifest::Package;
use overlay::Overlay;
use pointer::Pointer;

pub use names::is_package;

/// What a caller decides beside the description.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// The name of the package, as [`is_package`] takes it; by default a cleaned `info.title`.
    pub package: Option<String>,
    /// The licence of the package, as an SPDX expression; by default none is named.
    pub license: Option<String>,
    /// The command that makes the client again, told in each file; by default `generator`.
    pub command: Option<String>,
    /// Hand-written modules of this API, which the client gets too.
    pub overlay: Option<Overlay>,
}

/// A client, in memory.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The name of the package.
    pub package: String,
    /// All files.
    pub files: Files,
    /// The operations and models, as a table for people.
    pub listing: String,
}

/// Makes a client from a description.
///
/// # Errors
///
/// The description has faults: they stand in `diagnostics`. Warnings stand there on success too.
pub fn generate(
    source: &Source,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Result<Generated, Faulty> {
    let document = load::load(source, diagnostics)?;
    let api = lower::lower(&document.openapi, diagnostics)?;
    let names = names::decide(&api);
    let layout = layout::plan(&api, &names);

    let package = options
        .package
        .clone()
        .unwrap_or_else(|| names::package(&api.title));
    let library = package.replace('-', "_");
    let overlay = options.overlay.as_ref();
    let context = render::Context {
        api: &api,
        names: &names,
        layout: &layout,
        overlay,
        library: &library,
    };
    let header = header(source, options);
    let mut files = Files::default();
    for (path, tokens) in render::render(context) {
        let text = format::format(tokens).map_err(|error| own_fault(&path, &error, diagnostics))?;
        files.insert(format!("src/{path}"), format!("// {header}\n\n{text}"));
    }
    for template in templates::ALL {
        if template
            .path
            .strip_suffix(".rs")
            .is_some_and(|module| layout.modules.contains(&module))
        {
            files.insert(
                format!("src/{}", template.path),
                format!("// {header}\n\n{}", template.text),
            );
        }
    }
    // An overlay was read only if none of its modules can meet another one.
    for (path, text) in overlay.into_iter().flat_map(Overlay::files) {
        files.insert(path, format!("// {header}\n\n{text}"));
    }
    let description = format!("Client for {}", render::summary(&api.title));
    let about = Package {
        name: &package,
        description: &description,
        license: options.license.as_deref(),
    };
    let manifest = manifest::manifest(about, &layout.modules, overlay.map(Overlay::manifest))
        .map_err(|error| own_fault("Cargo.toml", &error, diagnostics))?;
    files.insert("Cargo.toml", format!("# {header}\n\n{manifest}"));
    files.insert("rustfmt.toml", format!("# {header}\n\n{RUSTFMT}"));
    Ok(Generated {
        package,
        files,
        listing: listing::listing(&api, &names),
    })
}

/// Generated text is formatted by the generator; another formatter would only make it look stale.
const RUSTFMT: &str = "disable_all_formatting = true\n";

/// The first line of each file. It names the description by its file name: a path is different on each
/// machine.
fn header(source: &Source, options: &Options) -> String {
    let command = options.command.as_deref().unwrap_or("generator");
    let name = source.name().rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name
        .chars()
        .map(|c| if c.is_control() { '?' } else { c })
        .collect();
    format!("{MARK}`{command}` from {name}: changes made here are lost.")
}

/// Code that does not parse is never written, and never the fault of a description.
fn own_fault(path: &str, error: &dyn std::fmt::Display, diagnostics: &mut Diagnostics) -> Faulty {
    diagnostics
        .error(
            &Pointer::root(),
            format!("the generated file {path} is not well-formed: {error}"),
        )
        .hint("this is a fault of the generator; please report it with the description");
    Faulty
}
