//! Servers: where the paths are appended to (OpenAPI 3.0.4, "Server Object").

mod loopback;
mod template;
mod url;

use openapiv3::OpenAPI;

use crate::code_span::code_span;
use crate::diagnostics::Diagnostics;
use crate::ir::{Docs, Server, ServerPart};
use crate::pointer::Pointer;

use template::Template;

/// The servers of a description, as far as they are lowered.
pub(super) struct Servers {
    /// Where paths are appended to that have no server of their own.
    pub(super) base_url: String,
    /// Those that a caller can choose from, once each.
    pub(super) choices: Vec<Server>,
}

impl Servers {
    /// The servers of the description as a whole.
    pub(super) fn of_root(openapi: &OpenAPI, diagnostics: &mut Diagnostics) -> Self {
        let mut servers = Self {
            base_url: String::new(),
            choices: Vec::new(),
        };
        if openapi.servers.is_empty() {
            diagnostics
                .warning(&Pointer::root(), "the description names no server")
                .hint("add `servers: [{url: https://...}]`, or set the base URL wherever a client is built");
        }
        let mut lowered = Vec::new();
        for (index, source) in openapi.servers.iter().enumerate() {
            let place = Pointer::root().join("servers").index(index);
            let Some(server) = Template::new(source, &place).lower(diagnostics) else {
                continue;
            };
            if index == 0 {
                servers.base_url = with_defaults(&server);
                check_first(&servers.base_url, &place, diagnostics);
                lowered.push(server);
            } else if let Some(server) = servers.behind_first(server, &place, diagnostics) {
                warn_of_plain_http(&server, &place, diagnostics);
                lowered.push(server);
            }
        }
        let several = lowered.len() > 1;
        // Without a host there is nothing that a client could be given.
        lowered.retain(|server| !with_defaults(server).starts_with('/'));
        if several || is_choice(&lowered) {
            servers.remember(lowered);
        }
        servers
    }

    /// The first of the servers of one operation, or of its path, and what to tell of all of them.
    pub(super) fn of_operation(
        &mut self,
        sources: &[openapiv3::Server],
        owner: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<(String, Docs)> {
        let mut lowered = Vec::new();
        for (index, source) in sources.iter().enumerate() {
            let place = owner.join("servers").index(index);
            let server = Template::new(source, &place).lower(diagnostics)?;
            let server = self.with_host(server, &place, diagnostics)?;
            warn_of_plain_http(&server, &place, diagnostics);
            lowered.push(server);
        }
        let url = with_defaults(lowered.first()?);
        let docs = Docs {
            description: Some(alternatives(&url, &lowered)),
            ..Docs::default()
        };
        self.choose(lowered);
        Some((url, docs))
    }

    /// A server of the description behind the first. Where neither of the two says which host, a caller has to name the
    /// base URL anyway.
    fn behind_first(
        &self,
        server: Server,
        place: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<Server> {
        let is_path = with_defaults(&server).starts_with('/');
        if is_path && url::origin(&self.base_url).is_none() {
            diagnostics
                .warning(
                    &place.join("url"),
                    format!(
                        "the server's URL {:?} does not say which host; it is left out",
                        server.url
                    ),
                )
                .hint("write it with scheme and host, as in `https://api.example.com/v1`");
            return None;
        }
        self.with_host(server, place, diagnostics)
    }

    /// Puts the host of the first server before a URL that names none.
    fn with_host(
        &self,
        mut server: Server,
        place: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<Server> {
        if !with_defaults(&server).starts_with('/') {
            return Some(server);
        }
        let message = format!("the server's URL {:?} does not say which host", server.url);
        let place = place.join("url");
        let Some(origin) = url::origin(&self.base_url) else {
            diagnostics
                .error(&place, message)
                .hint("write it with scheme and host, as in `https://api.example.com/v1`");
            return None;
        };
        diagnostics
            .warning(
                &place,
                format!("{message}; that of the first server of the description is taken"),
            )
            .hint(format!("write `{origin}{}`", server.url));
        server.url.insert_str(0, origin);
        server
            .parts
            .insert(0, ServerPart::Literal(origin.to_owned()));
        Some(server)
    }

    /// Remembers servers where there is a choice among them.
    fn choose(&mut self, servers: Vec<Server>) {
        if is_choice(&servers) {
            self.remember(servers);
        }
    }

    fn remember(&mut self, servers: Vec<Server>) {
        for server in servers {
            if !self.choices.contains(&server) {
                self.choices.push(server);
            }
        }
    }
}

fn is_choice(servers: &[Server]) -> bool {
    servers.len() > 1 || servers.iter().any(|server| !server.variables.is_empty())
}

/// What can be sent to instead of the first server of an operation, in Markdown.
fn alternatives(url: &str, servers: &[Server]) -> String {
    let url = code_span(url);
    let mut text =
        format!("Another server than {url}: an `http` or `https` URL that the path is put behind.");
    if is_choice(servers) {
        let urls: Vec<String> = servers
            .iter()
            .map(|server| code_span(&server.url))
            .collect();
        let urls = urls.join(", ");
        text.push_str(&format!(
            " The description names {urls}: see the module `servers`."
        ));
    }
    text
}

/// The URL with the default of each variable, without a trailing slash; of a path, the first slash stays.
fn with_defaults(server: &Server) -> String {
    match template::filled(server, None).trim_end_matches('/') {
        "" => "/".to_owned(),
        url => url.to_owned(),
    }
}

fn check_first(url: &str, place: &Pointer, diagnostics: &mut Diagnostics) {
    let place = place.join("url");
    if url.starts_with('/') {
        diagnostics
            .warning(
                &place,
                format!("the server's URL {url:?} does not say which host, so a client must be told"),
            )
            .hint("write it with scheme and host, as in `https://api.example.com/v1`, or call `ClientBuilder::base_url` wherever a client is built");
    } else if is_plain_http(url) {
        diagnostics
            .warning(&place, WITHOUT_TLS)
            .hint("write `https://`");
    }
}

const WITHOUT_TLS: &str = "the server is reached without TLS: what is sent can be read on the way";

/// A client takes plain http from the first server of the description alone.
fn warn_of_plain_http(server: &Server, place: &Pointer, diagnostics: &mut Diagnostics) {
    let url = with_defaults(server);
    if is_plain_http(&url) {
        let host = url::host(&url);
        diagnostics
            .warning(&place.join("url"), WITHOUT_TLS)
            .hint(format!(
                "write `https://`; a client refuses it, unless it is built with `ClientBuilder::allow_http({host:?})`"
            ));
    }
}

fn is_plain_http(url: &str) -> bool {
    url.starts_with("http://") && !loopback::is_loopback(url)
}
