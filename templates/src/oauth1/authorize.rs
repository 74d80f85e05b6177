//! The signer as the credential of a security scheme.

use http::header::AUTHORIZATION;
use http::request::Parts;

use super::form::is_form;
use super::signer::Signer;
use crate::error::Error;
use crate::security::Authorize;

/// Signs in the `Authorization` header, as [`Signer::sign`] does.
impl Authorize for Signer {
    fn authorize(&self, parts: &mut Parts, body: &[u8]) -> Result<(), Error> {
        let form = match is_form(&parts.headers) {
            true => body,
            false => b"",
        };
        let parameters = self.parameters(&parts.method, &parts.uri, form)?;
        let value = parameters.header(self.realm.as_deref())?;
        parts.headers.insert(AUTHORIZATION, value);
        Ok(())
    }
}
