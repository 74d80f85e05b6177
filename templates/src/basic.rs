//! User name and password in the `Authorization` header (RFC 7617).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use http::header::AUTHORIZATION;
use http::request::Parts;
use zeroize::Zeroizing;

use crate::error::{Error, RequestError};
use crate::secret::Secret;
use crate::security::Authorize;

/// The credential of an HTTP scheme `basic`. Either of the two may be empty. `Debug` shows neither.
#[derive(Clone, Debug)]
pub struct Basic {
    user: Secret,
    password: Secret,
}

impl Basic {
    /// A user name, which cannot hold a `:`, and its password. They go out in UTF-8.
    pub fn new(user: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        Self {
            user: user.into(),
            password: password.into(),
        }
    }
}

/// RFC 7617, 2.
impl Authorize for Basic {
    fn authorize(&self, parts: &mut Parts, _: Option<&[u8]>) -> Result<(), Error> {
        let (user, password) = (self.user.expose(), self.password.expose());
        if user.contains(':') {
            return Err(refused("the user name", "holds a `:`, which ends it"));
        }
        for (what, text) in [("the user name", user), ("the password", password)] {
            if text.contains(char::is_control) {
                return Err(refused(what, "holds a control character"));
            }
        }
        let pair = Zeroizing::new(format!("{user}:{password}"));
        let text = format!("Basic {}", STANDARD.encode(pair.as_bytes()));
        let value = HeaderValue::try_from(text);
        let mut value = value.map_err(|_| refused("the password", "is too long"))?;
        value.set_sensitive(true);
        parts.headers.insert(AUTHORIZATION, value);
        Ok(())
    }
}

fn refused(what: &str, why: &'static str) -> Error {
    Error::Request(RequestError::new(
        format!("{what} of the basic scheme"),
        why,
    ))
}
