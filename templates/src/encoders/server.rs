//! Servers: OpenAPI 3.0.4, "Server Object" and "Server Variable Object".
//!
//! The text of a variable stands where its variable stands, and nowhere else:
//!
//! | place | kept as it is | text `a/b?c` |
//! | --- | --- | --- |
//! | scheme, host, port | `A-Z a-z 0-9 - . _ ~ : [ ]` | `a%2Fb%3Fc`, which is no host: the URL is refused where it is used |
//! | path | what a path holds (RFC 3986, 3.3), `/` and `%XX` | `a/b%3Fc` |
//! | path with its first slash | the same; the slash is added | `/a/b%3Fc` |
//! | the URL itself, or all behind its scheme | the same as in a path, and `[ ]` | `a/b%3Fc` |
//!
//! All other bytes are `%XX`, so that no text adds a query, a fragment, a user name, or leads to another host.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::request::{RequestBuilder, is_dot_segment};
use super::value::keep_triples;

/// Writes the URL of a server, part by part.
///
/// It cannot fail. Whether the URL can be used is for those to say who use it: `ClientBuilder::build`, and the request of
/// an operation that goes to a server of its own.
pub struct UrlBuilder(String);

impl UrlBuilder {
    /// Starts with the text up to the first variable.
    pub fn new(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// Appends the text between two variables, or behind the last one.
    pub fn literal(&mut self, text: &'static str) {
        self.0.push_str(text);
    }

    /// Appends a scheme, a host or a port, or a part of one.
    pub fn origin(&mut self, value: &str) {
        self.0.extend(utf8_percent_encode(value, NOT_IN_ORIGIN));
    }

    /// Appends a part of the path.
    pub fn path(&mut self, value: &str) {
        keep_triples(&mut self.0, value, NOT_IN_PATH);
    }

    /// Appends a path with its first slash; an empty text is no path.
    pub fn rooted_path(&mut self, value: &str) {
        if !value.is_empty() && !value.starts_with('/') {
            self.0.push('/');
        }
        self.path(value);
    }

    /// Appends a URL, or one without its scheme.
    pub fn whole(&mut self, value: &str) {
        keep_triples(&mut self.0, value, NOT_IN_URL);
    }

    /// The URL, without a slash at its end.
    pub fn build(mut self) -> String {
        self.0.truncate(self.0.trim_end_matches('/').len());
        self.0
    }
}

const NOT_IN_ORIGIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b'[')
    .remove(b']');

const NOT_IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/');

const NOT_IN_URL: &AsciiSet = &NOT_IN_PATH.remove(b'[').remove(b']');

/// Completes the type of a server, which has `url`.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_server {
    ($server:ty) => {
        impl ::std::fmt::Display for $server {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.url())
            }
        }

        impl ::std::convert::From<$server> for ::std::string::String {
            fn from(server: $server) -> Self {
                server.url()
            }
        }
    };
}

impl RequestBuilder {
    /// Puts a server before the path: the operation's own, as the description names it, unless the caller has chosen
    /// another.
    pub fn server(&mut self, described: &'static str, chosen: &Option<String>) {
        let server = chosen.as_deref().unwrap_or(described);
        match fault(server) {
            None => {
                let server = server.strip_suffix('/').unwrap_or(server);
                self.uri.insert_str(0, server);
            }
            Some(why) => self.refuse("the value of", "server", why),
        }
    }
}

/// Why a path cannot be put behind this text. The text is not shown: it may hold a key.
fn fault(server: &str) -> Option<&'static str> {
    let behind_scheme = server
        .strip_prefix("https://")
        .or_else(|| server.strip_prefix("http://"));
    let Some(rest) = behind_scheme else {
        return Some("is no http or https URL, such as `https://api.example.com/v1`");
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let path = rest.strip_prefix(authority).unwrap_or_default();
    if authority.contains('@') {
        Some("holds a user name or a password")
    } else if authority.is_empty() || !authority.bytes().all(can_stand_in_origin) {
        Some("has no host, or a character in it that no host has")
    } else if path.contains(['?', '#']) {
        Some("holds a query or a fragment")
    } else if path.split('/').any(is_dot_segment) {
        Some("has a dot segment (`.` or `..`, encoded or not) in its path")
    } else {
        None
    }
}

fn can_stand_in_origin(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:[]".contains(&byte)
}
