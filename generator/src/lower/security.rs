//! Security schemes (OpenAPI 3.0.4, "Security Scheme Object").

use openapiv3::{OpenAPI, SecurityScheme};

use crate::diagnostics::Diagnostics;
use crate::resolve::{Resolver, Start};

use super::component;

/// The name of OAuth 1.0a (RFC 5849, section 3.5.1) in the IANA registry of HTTP authentication schemes.
const OAUTH1: &str = "OAuth";

/// Whether the description declares OAuth 1.0a. No operation has to require it: what is signed, and how, is for
/// the caller to say.
pub(super) fn has_oauth1(openapi: &OpenAPI, diagnostics: &mut Diagnostics) -> bool {
    let resolver = Resolver::new(openapi);
    let declared = openapi
        .components
        .iter()
        .flat_map(|components| &components.security_schemes);
    let schemes = declared.filter_map(|(key, scheme)| {
        let place = component("securitySchemes", key);
        resolver.security_scheme(Start::from(scheme), &place, diagnostics)
    });
    // Each is looked at before the answer, so that every reference that leads to nothing is told.
    let schemes: Vec<_> = schemes.collect();
    schemes.iter().any(|scheme| is_oauth1(scheme.item))
}

fn is_oauth1(scheme: &SecurityScheme) -> bool {
    // Names of schemes are compared without case (RFC 9110, section 11.1).
    matches!(scheme, SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case(OAUTH1))
}
