//! Credentials: what a caller has to show, and how it goes into a request.
//!
//! OpenAPI 3.0.4, "Security Scheme Object" and "Security Requirement Object".
//!
//! | scheme | what is sent |
//! | --- | --- |
//! | `apiKey` in a header | `X-API-Key: key` |
//! | `apiKey` in the query | `?api_key=key` |
//! | `apiKey` in a cookie | `Cookie: api_key=key` |
//! | `http` `bearer`, `oauth2`, `openIdConnect` | `Authorization: Bearer token` (RFC 6750, 2.1) |
//! | `http` `basic` | `Authorization: Basic dXNlcjpwYXNz` (RFC 7617) |
//! | `http` with another scheme | what an [`Authorize`] writes |

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::mem;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, HeaderName};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Request};
use percent_encoding::percent_decode_str;

use crate::encoders::request::with_query;
use crate::encoders::value::{cookie_octets, percent};
use crate::error::{Error, RequestError};
use crate::secret::Secret;

/// A security scheme of the description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scheme {
    /// Its name in the description.
    pub name: &'static str,
    /// Where its credential goes.
    pub place: Place,
}

/// Where the credential of a scheme goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// A key in the header of this name.
    Header(&'static str),
    /// A key in the query, under this name.
    Query(&'static str),
    /// A key in the cookie of this name.
    Cookie(&'static str),
    /// A token in the `Authorization` header, as a bearer token.
    Bearer,
    /// What an [`Authorize`] writes, as a rule into the `Authorization` header.
    Authorization,
}

/// One scheme that an operation requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Requirement {
    /// The scheme.
    pub scheme: &'static Scheme,
    /// The scopes that the token must have. They are told, not checked: only the server knows what a token may do.
    pub scopes: &'static [&'static str],
}

impl Requirement {
    /// A scheme, and the scopes that its token must have.
    pub const fn new(scheme: &'static Scheme, scopes: &'static [&'static str]) -> Self {
        Self { scheme, scopes }
    }
}

/// Writes a credential into a request: a signature, or a token that is fetched anew before it expires.
///
/// It is called right before a request is sent, when everything else is in it.
pub trait Authorize: Send + Sync {
    /// Adds the credential to the head of a request. Its URI is absolute. There is no `body` where it is a stream.
    ///
    /// # Errors
    /// The request is not sent then. [`Error::Setup`] takes any text; it must show no secret.
    fn authorize(&self, parts: &mut Parts, body: Option<&[u8]>) -> Result<(), Error>;
}

/// The credentials of a caller, each under the scheme that it is for. A copy is cheap.
///
/// There is a setter for each scheme of the description. `Debug` shows the names of the schemes only.
#[derive(Clone, Default)]
pub struct Credentials {
    set: Arc<BTreeMap<&'static str, Credential>>,
}

#[derive(Clone)]
enum Credential {
    Secret(Secret),
    Authorize(Arc<dyn Authorize>),
}

impl Credentials {
    /// No credentials yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the key or the token of a scheme.
    #[must_use]
    pub fn with_secret(self, scheme: &Scheme, secret: impl Into<Secret>) -> Self {
        with(self, scheme, Credential::Secret(secret.into()))
    }

    /// Sets what writes the credential of a scheme, whatever kind of scheme that is.
    #[must_use]
    pub fn with_authorize(self, scheme: &Scheme, authorize: impl Authorize + 'static) -> Self {
        with(self, scheme, Credential::Authorize(Arc::new(authorize)))
    }

    /// Puts credentials into the head of a request, as an operation requires them (its constant `SECURITY`): the first
    /// alternative for which all are set, and none where an alternative asks for none and no other can be met.
    ///
    /// The URI must be absolute, since signatures cover it. There is no `body` where it is a stream. The same header, query parameter or cookie of the request is left as it is, and counts as set.
    ///
    /// # Errors
    /// [`Error::Request`] if credentials are missing, or if one cannot stand in its place; it shows none of them. The
    /// request may then hold a part of them.
    pub fn apply(
        &self,
        requirements: &[&[Requirement]],
        parts: &mut Parts,
        body: Option<&[u8]>,
    ) -> Result<(), Error> {
        let chosen = choose(self, requirements, parts)?;
        let mut signatures = Vec::new();
        for scheme in chosen.iter().map(|requirement| requirement.scheme) {
            if is_there(scheme, parts) {
                continue;
            }
            match self.set.get(scheme.name) {
                Some(Credential::Secret(secret)) => write(scheme, secret.expose(), parts)?,
                Some(Credential::Authorize(authorize)) => signatures.push(authorize),
                None => {}
            }
        }
        // A signature covers the rest of the request, so it comes last.
        signatures
            .into_iter()
            .try_for_each(|authorize| authorize.authorize(parts, body))
    }

    /// Puts credentials into a whole request, as [`apply`](Self::apply) does.
    ///
    /// # Errors
    /// Those of [`apply`](Self::apply).
    pub fn apply_to(
        &self,
        requirements: &[&[Requirement]],
        request: &mut Request<Bytes>,
    ) -> Result<(), Error> {
        let (mut parts, body) = mem::take(request).into_parts();
        let applied = self.apply(requirements, &mut parts, Some(&body));
        *request = Request::from_parts(parts, body);
        applied
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes = Vec::from_iter(self.set.keys());
        f.debug_tuple("Credentials").field(&schemes).finish()
    }
}

// These are no methods: a description may have a scheme of any name, and its setter is a method.

fn with(mut credentials: Credentials, scheme: &Scheme, credential: Credential) -> Credentials {
    Arc::make_mut(&mut credentials.set).insert(scheme.name, credential);
    credentials
}

/// The first alternative that can be met. One that asks for nothing always can, and comes last.
fn choose<'a>(
    credentials: &Credentials,
    requirements: &[&'a [Requirement]],
    parts: &Parts,
) -> Result<&'a [Requirement], Error> {
    let is_missing = |requirement: &&Requirement| {
        let scheme = requirement.scheme;
        !credentials.set.contains_key(scheme.name) && !is_there(scheme, parts)
    };
    let mut missing = Vec::new();
    for alternative in requirements.iter().filter(|list| !list.is_empty()) {
        let names = alternative.iter().filter(is_missing);
        let names = Vec::from_iter(names.map(|one| format!("`{}`", one.scheme.name)));
        if names.is_empty() {
            return Ok(alternative);
        }
        missing.push(format!("for {}", names.join(" and ")));
    }
    if missing.len() < requirements.len() || missing.is_empty() {
        return Ok(&[]);
    }
    let why = format!(
        "needs a credential {}: set it with `ClientBuilder::credentials`",
        missing.join(", or ")
    );
    Err(Error::Request(RequestError::new("the operation", why)))
}

/// Whether the request holds a credential in the place of this scheme already.
fn is_there(scheme: &Scheme, parts: &Parts) -> bool {
    match scheme.place {
        Place::Header(name) => parts.headers.contains_key(name),
        Place::Query(name) => {
            let mut pairs = parts.uri.query().unwrap_or_default().split('&');
            pairs.any(|pair| {
                let written = pair.split('=').next().unwrap_or_default().replace('+', " ");
                percent_decode_str(&written).eq(name.bytes())
            })
        }
        Place::Cookie(name) => cookies(&parts.headers).any(|cookie| {
            let written = cookie.split(|byte| *byte == b'=').next();
            written.is_some_and(|written| written.trim_ascii() == name.as_bytes())
        }),
        Place::Bearer | Place::Authorization => parts.headers.contains_key(AUTHORIZATION),
    }
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = &[u8]> {
    let values = headers.get_all(COOKIE).iter();
    values.flat_map(|value| value.as_bytes().split(|byte| *byte == b';'))
}

fn write(scheme: &Scheme, secret: &str, parts: &mut Parts) -> Result<(), Error> {
    let refuse = |why: &'static str| Err(refused(scheme.name, why));
    if secret.is_empty() {
        return refuse("is empty");
    }
    let value = |text: String| {
        let value = HeaderValue::from_maybe_shared(Bytes::from(text));
        let mut value = value.map_err(|_| {
            refused(
                scheme.name,
                "holds a line break or another control character",
            )
        })?;
        value.set_sensitive(true);
        Ok::<_, Error>(value)
    };
    match scheme.place {
        Place::Header(name) => {
            let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else {
                return refuse("would go into a header with a name that no header can have");
            };
            parts.headers.insert(name, value(secret.to_owned())?);
        }
        Place::Query(name) => {
            let mut query = String::new();
            percent(&mut query, name);
            query.push('=');
            percent(&mut query, secret);
            match with_query(&parts.uri, &query) {
                Some(uri) => parts.uri = uri,
                None => return refuse("makes an address of more than 65,534 bytes"),
            }
        }
        Place::Cookie(name) => {
            let others = parts.headers.get_all(COOKIE).iter();
            let mut text = Vec::new();
            for other in others.map(HeaderValue::as_bytes) {
                text.extend_from_slice(other);
                text.extend_from_slice(b"; ");
            }
            let mut own = format!("{name}=");
            cookie_octets(&mut own, secret);
            text.extend_from_slice(own.as_bytes());
            let Ok(mut value) = HeaderValue::from_maybe_shared(Bytes::from(text)) else {
                return refuse("would go into a cookie with a name that no cookie can have");
            };
            value.set_sensitive(true);
            parts.headers.insert(COOKIE, value);
        }
        Place::Bearer if secret.starts_with("Bearer ") => {
            return refuse("starts with `Bearer`, which the client writes itself");
        }
        Place::Bearer if !is_token(secret) => {
            return refuse(
                "holds a character that no bearer token has (RFC 6750, 2.1); an `Authorize` can write any text",
            );
        }
        Place::Bearer => {
            let value = value(format!("Bearer {secret}"))?;
            parts.headers.insert(AUTHORIZATION, value);
        }
        Place::Authorization => return refuse("is a text, where it takes an `Authorize`"),
    }
    Ok(())
}

fn refused(scheme: &str, why: impl Into<Cow<'static, str>>) -> Error {
    let what = format!("the credential for `{scheme}`");
    Error::Request(RequestError::new(what, why))
}

/// Whether it is a `b64token`, as a bearer token must be.
fn is_token(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let is_usual = |c: char| c.is_ascii_alphanumeric() || "-._~+/".contains(c);
    !body.is_empty() && body.chars().all(is_usual)
}
