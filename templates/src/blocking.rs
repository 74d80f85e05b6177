//! The blocking client: the asynchronous one, with a runtime of its own.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Uri;
use http::request::Parts;
use tokio::runtime::{Handle, Runtime};

use crate::client;
use crate::error::Error;
use crate::security::{Credentials, Requirement};

/// Sends requests from a thread that may wait.
///
/// It does what [`client::Client`] does, and runs it on a thread of its own: plain `http` goes to
/// this machine only, unless [`ClientBuilder::allow_http`] names another host. Make one, and clone
/// it wherever it is needed: a clone is cheap and shares the connections.
///
/// Inside an async runtime it refuses to work, because a thread that waits there can keep
/// everything else from going on. A thread of a tokio runtime's own pool (`spawn_blocking`) counts
/// as inside.
#[derive(Clone)]
pub struct Client {
    client: client::Client,
    background: Arc<Background>,
}

impl Client {
    /// A client for the API's own base URL, with the limits that [`ClientBuilder`] names.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] as for [`ClientBuilder::build`].
    pub fn new() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Starts a client with other limits, or for another base URL.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Sends any request and waits for the whole answer, as [`client::Client::execute`] does.
    ///
    /// # Errors
    ///
    /// Those of [`client::Client::execute`]; and [`Error::Setup`] inside an async runtime.
    pub fn execute(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, Error> {
        self.wait(|client| client.execute(request))
    }

    /// Waits for what the asynchronous client does.
    pub(crate) fn wait<'client, T, F: Future<Output = Result<T, Error>>>(
        &'client self,
        call: impl FnOnce(&'client client::Client) -> F,
    ) -> Result<T, Error> {
        refuse_async_context()?;
        self.background.handle.block_on(call(&self.client))
    }

    /// The base URL without the slash at its end, as [`client::Client::base_url`] gives it.
    pub fn base_url(&self) -> &str {
        self.client.base_url()
    }

    /// The whole URL that a request with this URI goes to, as [`client::Client::resolve`] gives it.
    ///
    /// # Errors
    ///
    /// Those of [`client::Client::resolve`].
    pub fn resolve(&self, uri: &Uri) -> Result<Uri, Error> {
        self.client.resolve(uri)
    }

    /// Puts the credentials of this client into a request, as [`client::Client::authorize`] does.
    ///
    /// # Errors
    ///
    /// Those of [`client::Client::authorize`].
    pub fn authorize(
        &self,
        request: http::Request<Bytes>,
        requirements: &[&[Requirement]],
    ) -> Result<http::Request<Bytes>, Error> {
        self.client.authorize(request, requirements)
    }

    /// Does the same with the head of a request, as [`client::Client::authorize_head`] does.
    ///
    /// # Errors
    ///
    /// Those of [`client::Client::authorize_head`].
    pub fn authorize_head(
        &self,
        parts: &mut Parts,
        body: Option<&[u8]>,
        requirements: &[&[Requirement]],
    ) -> Result<(), Error> {
        self.client.authorize_head(parts, body, requirements)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::Client")
            .field(&self.client)
            .finish()
    }
}

/// Sets up a blocking [`Client`], as [`client::ClientBuilder`] sets up the asynchronous one; what is
/// said there about plain `http` and proxies holds here too.
#[derive(Clone, Debug, Default)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    builder: client::ClientBuilder,
}

impl ClientBuilder {
    /// Where the API lives, as for [`client::ClientBuilder::base_url`].
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.builder = self.builder.base_url(url);
        self
    }

    /// Allows plain `http` to this host too, as [`client::ClientBuilder::allow_http`] does. Each call
    /// adds a host.
    pub fn allow_http(mut self, host: impl Into<String>) -> Self {
        self.builder = self.builder.allow_http(host);
        self
    }

    /// The credentials that go with the operations that require them, as for [`client::ClientBuilder::credentials`].
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.builder = self.builder.credentials(credentials);
        self
    }

    /// How long a connection may take, as for [`client::ClientBuilder::connect_timeout`]; 3 seconds
    /// by default.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.builder = self.builder.connect_timeout(limit);
        self
    }

    /// How long a call may take, as for [`client::ClientBuilder::timeout`]; 30 seconds by default.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.builder = self.builder.timeout(limit);
        self
    }

    /// The most bytes that the body of an answer may have, as for
    /// [`client::ClientBuilder::body_limit`]; 16 MiB by default.
    pub fn body_limit(mut self, bytes: u64) -> Self {
        self.builder = self.builder.body_limit(bytes);
        self
    }

    /// Makes the client and starts its thread. This does not connect to anything.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] as for [`client::ClientBuilder::build`], inside an async runtime, and where
    /// no thread can be started.
    pub fn build(self) -> Result<Client, Error> {
        refuse_async_context()?;
        Ok(Client {
            client: self.builder.build()?,
            background: Arc::new(Background::start()?),
        })
    }
}

fn refuse_async_context() -> Result<(), Error> {
    if Handle::try_current().is_ok() {
        return Err(Error::Setup(
            "the blocking client cannot be used inside an async runtime; use the async client \
             there, or a thread of its own (`std::thread::spawn`)"
                .into(),
        ));
    }
    Ok(())
}

/// The runtime behind a blocking client. Its one thread watches the open connections between calls.
struct Background {
    handle: Handle,
    runtime: Option<Runtime>,
}

impl Background {
    fn start() -> Result<Self, Error> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("blocking-client")
            .enable_all()
            .build()
            .map_err(|error| {
                Error::Setup(format!("the blocking client cannot start its thread: {error}").into())
            })?;
        Ok(Self {
            handle: runtime.handle().clone(),
            runtime: Some(runtime),
        })
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        // A runtime that is just dropped waits for its threads, and panics when that happens inside
        // another runtime.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
