//! Operations whose body may be a stream, and how the clients send one.

use bytes::Bytes;
use http::Request;

use crate::body::Body;
use crate::error::{Error, Failure};
use crate::response::Response;
use crate::security::Requirement;

/// An operation of the API that sends a file or another body that need not fit into memory.
///
/// It is what [`Operation`](crate::operation::Operation) is for the others, but a stream can be sent once only: the operation
/// becomes its request instead of lending it, and it cannot be cloned.
pub trait StreamOperation: Sized {
    /// What a successful answer holds; `()` where the description has no schema for it. Status, headers and bytes of
    /// the answer are there in any case.
    type Output;

    /// The errors that the description declares; `()` if there are none.
    /// [`ApiError::decode`](crate::error::ApiError::decode) reads them.
    type Failure: Failure;

    /// The `operationId` in the description.
    const ID: &'static str;

    /// The credentials that it requires, as for [`Operation`](crate::operation::Operation::SECURITY).
    const SECURITY: &'static [&'static [Requirement]] = &[];

    /// The request for these values. Path and query are relative to the base URL of the API, unless the operation has a
    /// server of its own: then the address is whole.
    ///
    /// # Errors
    /// [`Error::Request`] if a value cannot stand in its place.
    fn into_request(self) -> Result<Request<Body>, Error>;

    /// Reads the answer to such a request.
    ///
    /// # Errors
    /// [`Error::Api`] if the status is no success, [`Error::Decode`] if the body is not what the description declares.
    fn response(response: http::Response<Bytes>) -> Result<Response<Self::Output>, Error>;

    /// Sends the request, with the credentials of the client that it requires, and reads the answer.
    ///
    /// # Errors
    /// Those of [`into_request`](Self::into_request) and [`response`](Self::response), and all that can go wrong between:
    /// [`Error::Request`] if a required credential is missing, and those of the client.
    #[cfg(feature = "client")]
    fn send<'client>(
        self,
        client: &'client crate::client::Client,
    ) -> impl Future<Output = Result<Response<Self::Output>, Error>> + Send + use<'client, Self>
    {
        let request = self
            .into_request()
            .and_then(|request| authorized(client, request, Self::SECURITY));
        async move { Self::response(client.execute_stream(request?).await?) }
    }

    /// Sends the request, with the credentials of the client that it requires, waits for the answer and reads it.
    ///
    /// # Errors
    /// Those of [`into_request`](Self::into_request) and [`response`](Self::response), and all that can go wrong between:
    /// [`Error::Request`] if a required credential is missing, and those of the client.
    #[cfg(feature = "blocking")]
    fn send_blocking(
        self,
        client: &crate::blocking::Client,
    ) -> Result<Response<Self::Output>, Error> {
        let (mut head, body) = self.into_request()?.into_parts();
        client.authorize_head(&mut head, body.as_bytes(), Self::SECURITY)?;
        Self::response(client.execute_stream(Request::from_parts(head, body))?)
    }
}

#[cfg(feature = "client")]
fn authorized(
    client: &crate::client::Client,
    request: Request<Body>,
    requirements: &[&[Requirement]],
) -> Result<Request<Body>, Error> {
    let (mut head, body) = request.into_parts();
    client.authorize_head(&mut head, body.as_bytes(), requirements)?;
    Ok(Request::from_parts(head, body))
}

#[cfg(feature = "client")]
mod sending {
    use std::pin::Pin;
    use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
    use std::task::{Context, Poll, ready};

    use bytes::Bytes;
    use http::Request;
    use http_body::{Frame, SizeHint};
    use tokio::time::Instant;

    use crate::body::{Body, BodyError};
    use crate::client::Client;
    use crate::error::{Error, RequestError};

    impl Client {
        /// Sends any request whose body may be a stream, and waits for the whole answer, whatever its status.
        ///
        /// It is [`execute`](Self::execute) but for two things. A body whose length is not known goes out in chunks
        /// (`Transfer-Encoding: chunked`). And a large body may take its time: what must not take longer than
        /// [`timeout`](crate::client::ClientBuilder::timeout) is each step, from one piece of the body to the next, and from the
        /// last one to the end of the answer.
        ///
        /// An answer that comes before the whole body is sent, such as a refusal, ends the call.
        ///
        /// # Errors
        ///
        /// Those of `execute`; and [`Error::Request`] if the stream or the reader fails, or does not keep the length that was
        /// promised for it. The server may have seen the beginning of such a request, but no end.
        pub async fn execute_stream(
            &self,
            request: Request<Body>,
        ) -> Result<http::Response<Bytes>, Error> {
            let watch = Watch::start();
            let (head, body) = request.into_parts();
            let length = body.len();
            let watched = Watched {
                body,
                watch: watch.clone(),
            };
            let timeout = self.inner.timeout;
            let deadline = || watch.last_step().checked_add(timeout);
            let called = self
                .call(head, reqwest::Body::wrap(watched), length, &deadline)
                .await;
            match watch.fault() {
                Some(fault) if called.is_err() => {
                    Err(Error::Request(RequestError::new("the body", fault)))
                }
                _ => called,
            }
        }
    }

    #[cfg(feature = "blocking")]
    impl crate::blocking::Client {
        /// Sends any request whose body may be a stream, and waits for the whole answer, as
        /// [`Client::execute_stream`] does.
        ///
        /// # Errors
        ///
        /// Those of [`Client::execute_stream`]; and [`Error::Setup`] inside an async runtime.
        pub fn execute_stream(
            &self,
            request: Request<Body>,
        ) -> Result<http::Response<Bytes>, Error> {
            self.wait(|client| client.execute_stream(request))
        }
    }

    /// A body that tells how far it is.
    struct Watched {
        body: Body,
        watch: Watch,
    }

    impl http_body::Body for Watched {
        type Data = Bytes;
        type Error = BodyError;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
            let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
            self.watch
                .step(frame.as_ref().and_then(|frame| frame.as_ref().err()));
            Poll::Ready(frame)
        }

        fn is_end_stream(&self) -> bool {
            self.body.is_end_stream()
        }

        fn size_hint(&self) -> SizeHint {
            self.body.size_hint()
        }
    }

    /// When the last piece of a body was taken, and what went wrong with it.
    #[derive(Clone)]
    struct Watch(Arc<Mutex<Step>>);

    struct Step {
        last: Instant,
        fault: Option<String>,
    }

    impl Watch {
        fn start() -> Self {
            Self(Arc::new(Mutex::new(Step {
                last: Instant::now(),
                fault: None,
            })))
        }

        fn step(&self, fault: Option<&BodyError>) {
            let mut step = self.lock();
            step.last = Instant::now();
            step.fault = fault.map(BodyError::to_string);
        }

        fn last_step(&self) -> Instant {
            self.lock().last
        }

        fn fault(&self) -> Option<String> {
            self.lock().fault.take()
        }

        fn lock(&self) -> MutexGuard<'_, Step> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner)
        }
    }
}
