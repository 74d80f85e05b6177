//! Both clients.

use generated_client::login::{LoginError, LoginFault, Step};
use generated_client::{blocking, client};

use crate::cast::assert_hidden;

/// A client of either kind, which looks for secrets in whatever a step shows.
pub struct Caller(pub tests::callers::Caller);

/// A new client of each kind. A step brings its whole address, so they will do for any server of this machine.
pub fn callers() -> [Caller; 2] {
    let client = client::Client::new().unwrap().into();
    let blocking = blocking::Client::new().unwrap().into();
    [client, blocking].map(Caller)
}

impl Caller {
    /// Sends a step. Whatever comes of it shows no secret.
    pub fn send<T: std::fmt::Debug>(&self, step: Step<T>) -> Result<T, LoginError> {
        assert_hidden(&step);
        let result = self.0.send(step);
        match &result {
            Ok(value) => assert_hidden(value),
            Err(error) => assert_error_hidden(error),
        }
        result
    }
}

/// An error, its sources, and the fault beneath it show no secret.
fn assert_error_hidden(error: &LoginError) {
    let mut next: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = next {
        assert_hidden(&error);
        assert_hidden(&format_args!("{error}"));
        next = error.source();
    }
    let fault = error.fault();
    assert_hidden(fault);
    assert_hidden(&format_args!("{fault}"));
    if let LoginFault::Call(error) = fault {
        assert_hidden(error);
        assert_hidden(&format_args!("{error}"));
    }
}
