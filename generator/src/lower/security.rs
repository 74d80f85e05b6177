//! Security schemes, and which of them an operation requires (OpenAPI 3.0.4, "Security Scheme Object" and "Security
//! Requirement Object").

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, OpenAPI, SecurityRequirement, SecurityScheme};

use crate::diagnostics::Diagnostics;
use crate::ir::{Requirement, Scheme, SchemeKind};
use crate::pointer::Pointer;
use crate::resolve::{Resolver, Start};

use super::component;

/// The schemes of a description, and what operations require that do not say it themselves.
pub(super) struct Security {
    schemes: IndexMap<String, Scheme>,
    default: Vec<Vec<Requirement>>,
}

impl Security {
    pub(super) fn lower(openapi: &OpenAPI, diagnostics: &mut Diagnostics) -> Self {
        let resolver = Resolver::new(openapi);
        let mut schemes = IndexMap::new();
        let components = openapi.components.iter();
        for (key, scheme) in components.flat_map(|components| &components.security_schemes) {
            let place = component("securitySchemes", key);
            if let Some(found) = resolver.security_scheme(Start::from(scheme), &place, diagnostics)
            {
                schemes.insert(key.clone(), lower_scheme(key, found.item, found.pointer));
            }
        }
        let mut security = Self {
            schemes,
            default: Vec::new(),
        };
        if let Some(list) = &openapi.security {
            let place = Pointer::root().join("security");
            security.default = security.alternatives(list, &place, diagnostics);
        }
        security
    }

    /// What an operation requires: its own list replaces that of the description.
    pub(super) fn of(
        &mut self,
        own: Option<&[SecurityRequirement]>,
        operation: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Vec<Requirement>> {
        let required = match own {
            Some(list) => self.alternatives(list, &operation.join("security"), diagnostics),
            None => self.default.clone(),
        };
        for requirement in required.iter().flatten() {
            if let Some((_, scheme)) = self.schemes.get_index_mut(requirement.scheme) {
                scheme.is_required = true;
            }
        }
        required
    }

    /// The schemes, in the order of the description. Those that operations require must be known by then.
    pub(super) fn into_schemes(self, diagnostics: &mut Diagnostics) -> Vec<Scheme> {
        let schemes: Vec<Scheme> = self.schemes.into_values().collect();
        for scheme in schemes.iter().filter(|scheme| scheme.is_required) {
            if let SchemeKind::Other(name) = &scheme.kind {
                diagnostics
                    .warning(
                        &scheme.pointer,
                        format!(
                            "the client cannot make credentials for the HTTP scheme {name:?} itself"
                        ),
                    )
                    .hint("give its setter a value that implements `security::Authorize`");
            }
        }
        schemes
    }

    fn alternatives(
        &self,
        list: &[SecurityRequirement],
        place: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Vec<Requirement>> {
        let list = list.iter().enumerate();
        let alternatives: Vec<Vec<Requirement>> = list
            .map(|(index, combination)| {
                self.combination(combination, &place.index(index), diagnostics)
            })
            .collect();
        // Where nothing is asked for in any case, nothing has to be said.
        if alternatives.iter().all(Vec::is_empty) {
            return Vec::new();
        }
        alternatives
    }

    fn combination(
        &self,
        combination: &SecurityRequirement,
        place: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Requirement> {
        let mut required: Vec<Requirement> = Vec::new();
        for (key, scopes) in combination {
            let here = place.join(key);
            let Some((index, _, scheme)) = self.schemes.get_full(key) else {
                diagnostics
                    .warning(
                        &here,
                        format!("the security scheme {key:?} is not defined; no credential is sent for it"),
                    )
                    .hint("add it to `components.securitySchemes`");
                continue;
            };
            let twin = required.iter().find_map(|other| {
                let (name, other) = self.schemes.get_index(other.scheme)?;
                meet(&other.kind, &scheme.kind).then_some(name)
            });
            if let (Some(twin), SchemeKind::Bearer) = (twin, &scheme.kind)
                && self
                    .schemes
                    .get(twin)
                    .is_some_and(|twin| twin.kind == SchemeKind::Bearer)
            {
                diagnostics
                    .warning(
                        &here,
                        format!("a request has room for one bearer token; that for {twin:?} is sent for {key:?} too"),
                    )
                    .hint("take one of the two out");
                continue;
            }
            if let Some(twin) = twin {
                diagnostics
                    .error(
                        &here,
                        format!("the credentials for {twin:?} and {key:?} go to the same place of a request, so no call can have both"),
                    )
                    .hint("make them alternatives: give each a list item of its own");
                continue;
            }
            required.push(Requirement {
                scheme: index,
                scopes: scopes.clone(),
            });
        }
        required
    }
}

fn lower_scheme(key: &str, scheme: &SecurityScheme, pointer: Pointer) -> Scheme {
    let (kind, description) = match scheme {
        SecurityScheme::APIKey {
            location,
            name,
            description,
            ..
        } => {
            let kind = match location {
                APIKeyLocation::Header => SchemeKind::Header(name.clone()),
                APIKeyLocation::Query => SchemeKind::Query(name.clone()),
                APIKeyLocation::Cookie => SchemeKind::Cookie(name.clone()),
            };
            (kind, description)
        }
        SecurityScheme::HTTP {
            scheme,
            description,
            ..
        } => (http(scheme), description),
        SecurityScheme::OAuth2 { description, .. }
        | SecurityScheme::OpenIDConnect { description, .. } => (SchemeKind::Bearer, description),
    };
    Scheme {
        pointer,
        key: key.to_owned(),
        kind,
        description: description.clone(),
        is_required: false,
    }
}

/// Names of schemes are compared without case (RFC 9110, section 11.1).
fn http(scheme: &str) -> SchemeKind {
    match scheme.to_ascii_lowercase().as_str() {
        "basic" => SchemeKind::Basic,
        "bearer" => SchemeKind::Bearer,
        // RFC 5849, section 3.5.1.
        "oauth" => SchemeKind::OAuth1,
        _ => SchemeKind::Other(scheme.to_owned()),
    }
}

/// Whether two credentials are written to the same place.
fn meet(one: &SchemeKind, other: &SchemeKind) -> bool {
    match (one, other) {
        (SchemeKind::Query(one), SchemeKind::Query(other))
        | (SchemeKind::Cookie(one), SchemeKind::Cookie(other)) => one == other,
        _ => match (header(one), header(other)) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            _ => false,
        },
    }
}

fn header(kind: &SchemeKind) -> Option<&str> {
    match kind {
        SchemeKind::Header(name) => Some(name),
        SchemeKind::Query(_) | SchemeKind::Cookie(_) => None,
        SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::OAuth1 | SchemeKind::Other(_) => {
            Some("Authorization")
        }
    }
}
