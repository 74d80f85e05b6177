//! Where the paths are appended to (OpenAPI 3.0.4, "Server Object").

use openapiv3::{OpenAPI, Server};

use crate::diagnostics::Diagnostics;
use crate::pointer::Pointer;

/// The URL of the first server, without a trailing slash; empty where the description names none.
pub(super) fn base_url(openapi: &OpenAPI, diagnostics: &mut Diagnostics) -> String {
    let pointer = Pointer::root().join("servers");
    let Some(server) = openapi.servers.first() else {
        diagnostics
            .warning(&Pointer::root(), "the description names no server")
            .hint("add `servers: [{url: https://...}]`, or set the base URL wherever a client is built");
        return String::new();
    };
    let place = pointer.index(0).join("url");
    let url = with_defaults(server);
    let absolute = url.starts_with("https://") || url.starts_with("http://");
    if !absolute || url.contains(['{', '}']) {
        diagnostics
            .error(
                &place,
                format!("the server's URL {url:?} is no complete http or https URL"),
            )
            .hint("write it with scheme and host; relative URLs are not covered yet");
    } else if url.contains(['?', '#']) || url.chars().any(|c| c.is_whitespace() || c.is_control()) {
        diagnostics
            .error(
                &place,
                format!("the server's URL {url:?} has a query, a fragment or a blank"),
            )
            .hint("paths are appended to it: end it with a host or a path");
    } else if url.starts_with("http://") {
        diagnostics.warning(
            &place,
            "the server is reached without TLS: what is sent can be read on the way",
        );
    }
    url.trim_end_matches('/').to_owned()
}

/// The URL with each `{variable}` replaced by its default.
fn with_defaults(server: &Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url
}
