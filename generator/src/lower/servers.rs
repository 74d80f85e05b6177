//! Where the paths are appended to (OpenAPI 3.0.4, "Server Object").

use std::net::{Ipv4Addr, Ipv6Addr};

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

/// What goes to a server on the same machine passes no network: `localhost` and the names below it, 127.0.0.0/8 and
/// `[::1]`, as the client has it.
fn is_loopback(url: &str) -> bool {
    let rest = url.strip_prefix("http://").unwrap_or(url);
    let authority = rest.split('/').next().unwrap_or_default();
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    if let Some((address, _port)) = host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let address = address.parse::<Ipv6Addr>();
        return address.is_ok_and(|address| address.to_canonical().is_loopback());
    }
    let host = host.split(':').next().unwrap_or_default();
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return address.is_loopback();
    }
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn a_server_on_this_machine_is_known_by_each_of_its_names() {
        for host in [
            "localhost",
            "LocalHost.:8080",
            "api.localhost:8080",
            "127.0.0.1",
            "127.255.255.254:8080",
            "[::1]",
            "[::1]:8080",
            "[::ffff:127.0.0.1]",
            "user@localhost",
        ] {
            assert!(is_loopback(&format!("http://{host}")), "{host}");
            assert!(is_loopback(&format!("http://{host}/v1")), "{host}");
        }
    }

    #[test]
    fn a_server_that_only_looks_like_this_machine_is_another() {
        for host in [
            "",
            "127.evil.example",
            "127.0.0.1.evil.example:8080",
            "127.0.0.1@evil.example",
            "localhost.evil.example",
            "localhost:80@evil.example",
            "notlocalhost",
            "128.0.0.1",
            "0.0.0.0",
            "::1",
            "[::1",
            "[::]",
            "[::2]:8080",
            "[::ffff:10.0.0.1]",
        ] {
            assert!(!is_loopback(&format!("http://{host}/")), "{host}");
            assert!(!is_loopback(&format!("http://{host}/@localhost")), "{host}");
        }
    }
}
