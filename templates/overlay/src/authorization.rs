//! Asking the API about a signed request that somebody else has sent: `POST /authorize`.

use std::fmt;
use std::str;

use http::Request;
use http::header::AUTHORIZATION;

use crate::models::WannabeAuthorization;

impl WannabeAuthorization {
    /// Takes method, address, `Authorization` header and body of a request as a server got it. Any `Authorization` header
    /// will do, of whatever scheme, and the URI is taken as it stands, relative or not. `nonce` and `mac` are left to the
    /// caller: the description does not say what they are made of.
    ///
    /// # Errors
    /// [`NotSigned::Header`] and [`NotSigned::Body`].
    pub fn from_request<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Self, NotSigned> {
        let authorization = request
            .headers()
            .get(AUTHORIZATION)
            .ok_or(NotSigned::Header)?;
        let authorization =
            str::from_utf8(authorization.as_bytes()).map_err(|_| NotSigned::Header)?;
        let payload = str::from_utf8(request.body().as_ref()).map_err(|_| NotSigned::Body)?;
        let wanted = Self::new()
            .verb(request.method().as_str())
            .uri(request.uri().to_string())
            .authorization(authorization);
        Ok(match payload {
            "" => wanted,
            payload => wanted.payload(payload),
        })
    }
}

/// Why the API cannot be asked about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotSigned {
    /// It has no `Authorization` header in UTF-8.
    Header,
    /// Its body is not UTF-8.
    Body,
}

impl fmt::Display for NotSigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Header => "the request has no `Authorization` header in UTF-8 to ask about",
            Self::Body => "the request's body is not UTF-8, so it cannot be passed on",
        })
    }
}

impl std::error::Error for NotSigned {}
