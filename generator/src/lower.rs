//! Decides what a description means: which operations there are, what they send, and how an answer is read.
//!
//! All faults are collected. What cannot be sent or read right is refused here, so that no later stage
//! has to.

mod answers;
mod endless;
mod media_type;
mod operations;
mod path;
mod schemas;
mod security;
mod servers;
mod usage;

use openapiv3::OpenAPI;

use crate::diagnostics::{Diagnostics, Faulty};
use crate::ir::{Api, Tag};
use crate::pointer::Pointer;
use crate::resolve::Resolver;

use schemas::Schemas;
use security::Security;
use servers::Servers;

/// Lowers a description that `load` has checked.
pub fn lower(openapi: &OpenAPI, diagnostics: &mut Diagnostics) -> Result<Api, Faulty> {
    let mut schemas = Schemas::new(Resolver::new(openapi));
    schemas.components(openapi, diagnostics);
    let mut tags = Vec::new();
    let mut security = Security::lower(openapi, diagnostics);
    let mut servers = Servers::of_root(openapi, diagnostics);
    let operations = operations::lower(
        openapi,
        &mut schemas,
        &mut security,
        &mut servers,
        &mut tags,
        diagnostics,
    );
    let schemes = security.into_schemes(diagnostics);
    diagnostics.checkpoint()?;

    let mut api = Api {
        title: openapi.info.title.clone(),
        version: openapi.info.version.clone(),
        description: openapi.info.description.clone(),
        base_url: servers.base_url,
        servers: servers.choices,
        schemes,
        tags: describe_tags(tags, openapi),
        operations,
        models: schemas.into_models(),
    };
    usage::mark(&mut api);
    endless::check(&api, diagnostics);
    Ok(api)
}

fn describe_tags(names: Vec<String>, openapi: &OpenAPI) -> Vec<Tag> {
    let description = |name: &str| {
        let tag = openapi.tags.iter().find(|tag| tag.name == name)?;
        tag.description.clone()
    };
    names
        .into_iter()
        .map(|name| Tag {
            description: description(&name),
            name,
        })
        .collect()
}

/// The place of a component.
fn component(section: &str, key: &str) -> Pointer {
    Pointer::root().join("components").join(section).join(key)
}
