//! The API that a token belongs to.

use std::fmt;

use http::Uri;

use crate::oauth1::base_string::host_and_port;

/// The URL of an API without a path, as clever-tools has it in `API_HOST`.
#[derive(Clone)]
pub(crate) struct ApiHost {
    text: String,
    origin: Origin,
}

/// Scheme, host and port (RFC 9110, 4.3.1), in lower case.
type Origin = (String, String, u16);

impl ApiHost {
    /// Takes an `http` or `https` URL; else says what is wrong with it, without showing it.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        if text.contains(['@', '?', '#']) {
            return Err(
                "holds a user name, a query or a fragment, which is no part of an API's host",
            );
        }
        let uri: Option<Uri> = text.parse().ok();
        let uri = uri.filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")));
        let uri = uri.ok_or("is not an http or https URL, such as https://api.example.com")?;
        if !matches!(uri.path(), "" | "/") {
            return Err("holds a path; give scheme and host only, such as https://api.example.com");
        }
        Ok(Self {
            origin: origin(&uri)?,
            text: text.trim_end_matches('/').to_owned(),
        })
    }

    /// The API that an absolute URI leads to.
    pub(crate) fn of(uri: &Uri) -> Option<Self> {
        let origin = origin(uri).ok()?;
        let (scheme, host, port) = &origin;
        let text = match *port == usual_port(scheme) {
            true => format!("{scheme}://{host}"),
            false => format!("{scheme}://{host}:{port}"),
        };
        Some(Self { text, origin })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether an absolute URI leads to another API.
    pub(super) fn is_left_by(&self, uri: &Uri) -> bool {
        origin(uri).is_ok_and(|origin| origin != self.origin)
    }
}

impl fmt::Display for ApiHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Says what keeps the URI from having one.
fn origin(uri: &Uri) -> Result<Origin, &'static str> {
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err("is not absolute");
    };
    let (host, port) = host_and_port(authority)?;
    let scheme = scheme.to_ascii_lowercase();
    let port = port.unwrap_or_else(|| usual_port(&scheme));
    Ok((scheme, host.to_ascii_lowercase(), port))
}

fn usual_port(scheme: &str) -> u16 {
    match scheme {
        "http" => 80,
        _ => 443,
    }
}
