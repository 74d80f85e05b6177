//! The files at the root of a client: what the crate is, what it exports, and the constants of its API.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Api;
use crate::layout;
use crate::overlay::Overlay;

use super::{Context, comments, docs, ident, security, text};

/// `lib.rs`
pub(super) fn library(context: Context<'_>) -> TokenStream {
    let api = context.api;
    let mut lines = vec![format!("# {}", docs::summary(&api.title)), String::new()];
    if let Some(description) = &api.description {
        lines.extend(docs::clean(description));
        lines.push(String::new());
    }
    lines.extend(USAGE.lines().map(str::to_owned));
    let overlay = context.overlay.map(Overlay::docs).unwrap_or_default();
    if !overlay.is_empty() {
        lines.push(String::new());
        lines.extend(overlay.trim_end().lines().map(str::to_owned));
    }
    let docs = comments::inner_attributes(&lines);
    let modules = modules(context);
    let has = |module: &str| context.layout.modules.contains(&module);
    let body = has("body").then(|| {
        quote!(
            pub use crate::body::{Body, Media};
        )
    });
    let file = has("encoders/file").then(|| {
        quote!(
            pub use crate::encoders::file::File;
        )
    });
    let part = has("encoders/multipart").then(|| {
        quote!(
            pub use crate::encoders::multipart::Part;
        )
    });
    let stream = stream(context);
    quote! {
        #docs
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![forbid(unsafe_code)]
        #![warn(missing_docs)]

        #(#modules)*

        #body
        #[cfg(feature = "client")]
        pub use crate::client::Client;
        #file
        #part
        pub use crate::error::Error;
        pub use crate::operation::Operation;
        pub use crate::response::Response;
        pub use crate::secret::Secret;
        #stream
        pub use {bytes, http};
    }
}

/// The declarations of all modules, sorted.
fn modules(context: Context<'_>) -> Vec<TokenStream> {
    let api = context.api;
    let copied = context.layout.modules.iter().copied();
    let mut modules: Vec<&str> = copied.filter(|module| !module.contains('/')).collect();
    modules.extend(["api", "encoders", "prelude"]);
    if !api.models.is_empty() {
        modules.push("models");
    }
    if !api.operations.is_empty() {
        modules.push("operations");
    }
    if !api.servers.is_empty() {
        modules.push("servers");
    }
    modules.extend(context.overlay.into_iter().flat_map(Overlay::modules));
    modules.sort_unstable();
    modules.into_iter().map(module).collect()
}

fn module(name: &str) -> TokenStream {
    let feature = matches!(name, "blocking" | "client").then(|| quote!(#[cfg(feature = #name)]));
    let name = ident(name);
    quote! {
        #feature
        pub mod #name;
    }
}

const USAGE: &str = "\
Each operation of the API is a plain value: it becomes an [`http::Request`] and reads an
[`http::Response`]. `Client` sends it, `blocking::Client` does so without async, and any other HTTP
client can. What these pages call the description is the OpenAPI description that the crate is made from.

| feature | what it brings |
| --- | --- |
| `client` (default) | the async client |
| `blocking` | the blocking client |
| `tracing` | an event for each call, without anything secret |";

/// `api.rs`
pub(super) fn api(context: Context<'_>) -> TokenStream {
    let (title, version, base_url) = (
        text(&context.api.title),
        text(&context.api.version),
        text(&context.api.base_url),
    );
    let base_docs = docs::attributes(&base_url_docs(context.api));
    let schemes = security::schemes(context);
    let credentials = security::setters(context);
    let imports = security::imports(context);
    quote! {
        #![doc = " What the description says of the API as a whole."]

        #imports

        #[doc = " The name of the API."]
        pub const TITLE: &str = #title;
        #[doc = " The version of the description."]
        pub const VERSION: &str = #version;
        #base_docs
        pub const BASE_URL: &str = #base_url;

        #(#schemes)*

        #credentials
    }
}

fn base_url_docs(api: &Api) -> Vec<String> {
    let first = match api.base_url.as_str() {
        "" => "Where the paths of the operations are appended to: the description does not say.",
        url if url.starts_with('/') => {
            "Where the paths of the operations are appended to: the description does not say on which host."
        }
        _ => "Where the paths of the operations are appended to.",
    };
    let mut lines = vec![first.to_owned()];
    if !api.servers.is_empty() {
        lines.push(String::new());
        lines.push(
            "Other servers that the description names are in [`servers`](crate::servers)."
                .to_owned(),
        );
    }
    lines
}

/// `encoders.rs`
pub(super) fn encoders(context: Context<'_>) -> TokenStream {
    let modules = context
        .layout
        .modules
        .iter()
        .filter_map(|module| module.strip_prefix("encoders/"))
        .map(ident);
    quote! {
        #![doc = " How values are written into a request: one module for each place."]

        #(pub mod #modules;)*
    }
}

/// `prelude.rs`
pub(super) fn prelude(context: Context<'_>) -> TokenStream {
    let stream = stream(context);
    quote! {
        #![doc = " What a caller needs to have in scope."]

        pub use crate::operation::Operation;
        #stream
    }
}

/// The trait of the operations that can send a stream, where there are any.
fn stream(context: Context<'_>) -> Option<TokenStream> {
    layout::sends_streams(context.api).then(|| {
        quote!(
            pub use crate::stream::StreamOperation;
        )
    })
}
