//! Plain data and names to Rust: one function for each file of a client.
//!
//! Nothing here can fail, and nothing is decided here: what a description holds reaches the source as a
//! literal or as cleaned doc text, and every identifier comes from `names`.

mod bodies;
mod build;
mod comments;
mod docs;
mod example;
mod facts;
mod imports;
mod models;
mod operations;
mod request;
mod root;
mod security;
mod servers;
mod types;

use proc_macro2::{Ident, Literal, Span, TokenStream};

use crate::ir::{Api, Model, ModelId, Operation};
use crate::layout::Layout;
use crate::names::{ModelNames, Names, OperationNames};
use crate::overlay::Overlay;

pub use docs::summary;

/// Everything that the files are made from.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// What there is.
    pub api: &'a Api,
    /// What it is called.
    pub names: &'a Names,
    /// Where it stands.
    pub layout: &'a Layout,
    /// The modules that a person wrote for it.
    pub overlay: Option<&'a Overlay>,
    /// The crate, as code calls it.
    pub library: &'a str,
}

/// Each file below `src` that is made for this description, as path and tokens.
pub fn render(context: Context<'_>) -> Vec<(String, TokenStream)> {
    let mut files = vec![
        ("lib.rs".to_owned(), root::library(context)),
        ("api.rs".to_owned(), root::api(context)),
        ("encoders.rs".to_owned(), root::encoders(context)),
        ("prelude.rs".to_owned(), root::prelude(context)),
    ];
    files.extend(operations::files(context));
    if !context.api.models.is_empty() {
        files.push(("models.rs".to_owned(), models::file(context)));
    }
    if !context.api.servers.is_empty() {
        files.push(("servers.rs".to_owned(), servers::file(context)));
    }
    files
}

impl<'a> Context<'a> {
    /// The operations of a group, each with its names.
    fn operations(
        self,
        indices: &'a [usize],
    ) -> impl Iterator<Item = (&'a Operation, &'a OperationNames)> {
        indices.iter().filter_map(move |index| {
            Some((
                self.api.operations.get(*index)?,
                self.names.operations.get(*index)?,
            ))
        })
    }

    /// The models in the order of their names, each with its names.
    fn models(self) -> impl Iterator<Item = (ModelId, &'a Model, &'a ModelNames)> {
        self.layout.models.iter().filter_map(move |id| {
            Some((
                *id,
                self.api.models.get(id.0)?,
                self.names.models.get(id.0)?,
            ))
        })
    }
}

/// An identifier that `names` has decided.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// Text of a description as a string literal.
fn text(value: &str) -> Literal {
    Literal::string(value)
}
