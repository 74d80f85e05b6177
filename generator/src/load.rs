//! From the text of a description to a checked tree and an [`openapiv3::OpenAPI`].
//!
//! Text → [`Source`] (guards) → `parse` (tree) → `version` → `shape` (every fault with its place) → `mend` → `deserialize`.

mod deserialize;
mod locate;
mod mend;
mod nesting;
mod parse;
mod position;
mod rules;
mod shape;
mod source;
mod standard;
mod tree;
mod version;

use source::Format;
pub use source::Source;
pub use tree::{Node, Number};

use crate::diagnostics::{Diagnostics, Faulty};

/// A description that passed: it has the structure of OpenAPI 3.0.
#[derive(Clone, Debug)]
pub struct Document {
    /// The description as types.
    pub openapi: openapiv3::OpenAPI,
    /// The description as it was written, for what the types do not tell (exact numbers, whether a member is there).
    /// What a warning said is ignored or filled in, is so here too.
    pub tree: Node,
}

/// Reads and checks a description. All faults of the first stage that finds any are in `diagnostics`, each with its place.
///
/// # Errors
///
/// [`Faulty`] if there is an error among them: a syntax error, a version that is not 3.0.x, or a structure that is not
/// the standard's.
pub fn load(source: &Source, diagnostics: &mut Diagnostics) -> Result<Document, Faulty> {
    let mut tree = parse::parse(source, diagnostics)?;
    version::check(&tree, diagnostics)?;
    let repairs = shape::check(&tree, diagnostics);
    diagnostics.checkpoint()?;
    mend::mend(&mut tree, repairs);
    let openapi = deserialize::openapi(&tree, diagnostics)?;
    Ok(Document { openapi, tree })
}
