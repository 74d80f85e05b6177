//! Where the paths are appended to (OpenAPI 3.0.4, "Server Object").

use openapiv3::{OpenAPI, Server};

use crate::diagnostics::Diagnostics;
use crate::pointer::Pointer;

/// The URL of the first server, without a trailing slash; empty where the description names none.
pub(super) fn base_url(openapi: &OpenAPI, diagnostics: &mut Diagnostics) -> String {
    let Some(server) = openapi.servers.first() else {
        diagnostics
            .warning(&Pointer::root(), "the description names no server")
            .hint("add `servers: [{url: https://...}]`, or set the base URL wherever a client is built");
        return String::new();
    };
    let place = Pointer::root().join("servers").index(0).join("url");
    let url = with_defaults(server);
    if let Err((message, hint)) = check(&url) {
        diagnostics
            .error(&place, format!("the server's URL {url:?} {message}"))
            .hint(hint);
    } else if url.starts_with("http://") && !is_loopback(&url) {
        diagnostics
            .warning(
                &place,
                "the server is reached without TLS: what is sent can be read on the way",
            )
            .hint("write `https://`");
    }
    url.trim_end_matches('/').to_owned()
}

/// The servers behind the first, for people to read.
pub(super) fn others(openapi: &OpenAPI) -> Vec<(String, Option<String>)> {
    let others = openapi.servers.iter().skip(1);
    others
        .map(|server| (server.url.clone(), server.description.clone()))
        .collect()
}

/// What is wrong with a URL that paths are to be appended to, and what to do instead.
fn check(url: &str) -> Result<(), (&'static str, &'static str)> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    if url.contains(['{', '}']) {
        Err((
            "has a variable without a default",
            "declare it: `variables: {name: {default: ...}}` beside `url`",
        ))
    } else if rest.is_none_or(|rest| rest.is_empty() || rest.starts_with(['/', ':', '?', '#'])) {
        Err((
            "is no complete http or https URL",
            "write it with scheme and host, as in `https://api.example.com/v1`; relative URLs are not covered yet",
        ))
    } else if url.contains(['?', '#']) {
        Err((
            "has a query or a fragment",
            "paths are appended to it: end it with a host or a path",
        ))
    } else if !url.chars().all(can_stand_in_a_url) {
        Err((
            "has a character that cannot stand in a URL",
            "percent-encode it, or write a host in its ASCII form (`xn--...`)",
        ))
    } else {
        Ok(())
    }
}

/// RFC 3986, section 2.
fn can_stand_in_a_url(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(character)
}

/// The URL with each `{variable}` replaced by its default.
fn with_defaults(server: &Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url
}

/// What goes to a server on the same machine passes no network.
fn is_loopback(url: &str) -> bool {
    let rest = url.trim_start_matches("http://");
    let authority = rest.split('/').next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    host == "localhost" || host == "::1" || host.starts_with("127.")
}
