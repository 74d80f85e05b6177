//! Both clients, for tests that do the same with each.

use std::time::Duration;

use bytes::Bytes;
use generated_client::credentials::Credentials;
use generated_client::error::Error;
use generated_client::login::{Listener, ListenerError, LoginError, Step};
use generated_client::oauth1::Callback;
use generated_client::operation::Operation;
use generated_client::{blocking, client, response};
use http::{Request, Response};
use tokio::runtime::{Builder, Runtime};

/// A client of either kind, and what it needs to run. It is made from a client.
pub enum Caller {
    /// The async client, in a runtime of one thread.
    Async(Runtime, client::Client),
    /// The blocking client.
    Blocking(blocking::Client),
}

impl Caller {
    /// A new client of each kind, the async one first.
    pub fn both(base_url: &str) -> [Self; 2] {
        let client = client::Client::builder().base_url(base_url).build();
        let blocking = blocking::Client::builder().base_url(base_url).build();
        [client.unwrap().into(), blocking.unwrap().into()]
    }

    /// Sends a request.
    pub fn execute(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Error> {
        match self {
            Self::Async(runtime, client) => runtime.block_on(client.execute(request)),
            Self::Blocking(client) => client.execute(request),
        }
    }

    /// Signs a request and sends it.
    pub fn execute_signed(
        &self,
        credentials: &Credentials,
        request: Request<Bytes>,
    ) -> Result<Response<Bytes>, Error> {
        match self {
            Self::Async(runtime, client) => runtime.block_on(credentials.execute(client, request)),
            Self::Blocking(client) => credentials.execute_blocking(client, request),
        }
    }

    /// Sends an operation.
    pub fn send_operation<Op: Operation>(
        &self,
        operation: &Op,
    ) -> Result<response::Response<Op::Output>, Error> {
        match self {
            Self::Async(runtime, client) => runtime.block_on(operation.send(client)),
            Self::Blocking(client) => operation.send_blocking(client),
        }
    }

    /// Sends a step of a login.
    pub fn send<T>(&self, step: Step<T>) -> Result<T, LoginError> {
        match self {
            Self::Async(runtime, client) => runtime.block_on(step.send(client)),
            Self::Blocking(client) => step.send_blocking(client),
        }
    }

    /// Waits for the browser that comes back from the page of rights.
    pub fn wait(&self, listener: Listener, limit: Duration) -> Result<Callback, ListenerError> {
        match self {
            Self::Async(runtime, _) => runtime.block_on(listener.wait(limit)),
            Self::Blocking(_) => listener.wait_blocking(limit),
        }
    }
}

impl From<client::Client> for Caller {
    fn from(client: client::Client) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build();
        Self::Async(runtime.unwrap(), client)
    }
}

impl From<blocking::Client> for Caller {
    fn from(client: blocking::Client) -> Self {
        Self::Blocking(client)
    }
}
