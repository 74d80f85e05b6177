//! Stands in until the client is merged.

use bytes::Bytes;

use crate::error::{Cause, Error};

/// Stands in until the client is merged.
pub struct Client;

impl Client {
    /// Stands in until the client is merged.
    ///
    /// # Errors
    /// Always.
    pub fn execute(&self, _request: http::Request<Bytes>) -> Result<http::Response<Bytes>, Error> {
        Err(Error::Connect(Cause::new(None, "there is no client yet")))
    }
}
