//! What every operation of the API has in common.

use bytes::Bytes;

use crate::error::{Error, Failure};
use crate::response::Response;
use crate::security::Requirement;

/// An operation of the API, with the values of one call.
///
/// It is plain data and does no I/O: it becomes an [`http::Request`], and reads an [`http::Response`]. What lies between
/// is the work of the client of this crate (features `client` and `blocking`), or of any other HTTP client.
pub trait Operation {
    /// What a successful answer holds; `()` where the description has no schema for it. Status, headers and bytes of
    /// the answer are there in any case.
    type Output;

    /// The errors that the description declares; `()` if there are none.
    /// [`ApiError::decode`](crate::error::ApiError::decode) reads them.
    type Failure: Failure;

    /// The `operationId` in the description.
    const ID: &'static str;

    /// The credentials that it requires: one of these combinations. Nothing at all where there are none; an empty
    /// combination among others says that it also works without.
    const SECURITY: &'static [&'static [Requirement]] = &[];

    /// The request for these values. Path and query are relative to the base URL of the API, unless the operation has a
    /// server of its own: then the address is whole.
    ///
    /// # Errors
    /// [`Error::Request`] if a value cannot stand in its place.
    fn request(&self) -> Result<http::Request<Bytes>, Error>;

    /// Reads the answer to such a request.
    ///
    /// # Errors
    /// [`Error::Api`] if the status is no success, [`Error::Decode`] if the body is not what the description declares.
    fn response(response: http::Response<Bytes>) -> Result<Response<Self::Output>, Error>;

    /// Sends the request, with the credentials of the client that it requires, and reads the answer.
    ///
    /// # Errors
    /// Those of [`request`](Self::request) and [`response`](Self::response), and all that can go wrong between:
    /// [`Error::Request`] if a required credential is missing, and those of the client.
    #[cfg(feature = "client")]
    fn send<'client>(
        &self,
        client: &'client crate::client::Client,
    ) -> impl Future<Output = Result<Response<Self::Output>, Error>> + Send + use<'client, Self>
    {
        let request = self
            .request()
            .and_then(|request| client.authorize(request, Self::SECURITY));
        async move { Self::response(client.execute(request?).await?) }
    }

    /// Sends the request, with the credentials of the client that it requires, waits for the answer and reads it.
    ///
    /// # Errors
    /// Those of [`request`](Self::request) and [`response`](Self::response), and all that can go wrong between:
    /// [`Error::Request`] if a required credential is missing, and those of the client.
    #[cfg(feature = "blocking")]
    fn send_blocking(
        &self,
        client: &crate::blocking::Client,
    ) -> Result<Response<Self::Output>, Error> {
        let request = client.authorize(self.request()?, Self::SECURITY)?;
        Self::response(client.execute(request)?)
    }
}
