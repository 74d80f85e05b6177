//! The signer as the credential of a security scheme.

use http::header::AUTHORIZATION;
use http::request::Parts;

use super::form::is_form;
use super::signer::Signer;
use crate::error::{Error, RequestError};
use crate::security::Authorize;

/// Signs in the `Authorization` header, as [`Signer::sign`] does. A form that is a stream is refused: the signature covers
/// its fields (RFC 5849, 3.4.1.3.1).
impl Authorize for Signer {
    fn authorize(&self, parts: &mut Parts, body: Option<&[u8]>) -> Result<(), Error> {
        let form = match (is_form(&parts.headers), body) {
            (false, _) => b"",
            (true, Some(form)) => form,
            (true, None) => {
                return Err(Error::Request(RequestError::new(
                    "the body",
                    "is a form that cannot be signed, because it is a stream",
                )));
            }
        };
        let parameters = self.parameters(&parts.method, &parts.uri, form)?;
        let value = parameters.header(self.realm.as_deref())?;
        parts.headers.insert(AUTHORIZATION, value);
        Ok(())
    }
}
