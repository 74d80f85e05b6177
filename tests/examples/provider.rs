//! A provider of OAuth 1.0a that answers what a test tells it to, and keeps what it was asked.

use generated_client::oauth1::Received;
use http::Request;
use tests::provider::{self, Answer};

/// What the provider answers: to each path that ends so, this status and body, and 404 to any other. A status of 0
/// closes the connection without an answer.
pub type Answers = Vec<(&'static str, u16, &'static str)>;

/// A running provider; it listens until it is dropped.
pub struct Provider(provider::Provider);

impl Provider {
    pub fn start(answers: Answers) -> Self {
        Self(provider::Provider::start(move |request| {
            let path = request.path();
            let answer = answers.iter().find(|(end, _, _)| path.ends_with(end));
            match answer.unwrap_or(&("", 404, "nothing here")) {
                (_, 0, _) => Answer::none(),
                (_, status, body) => Answer::new(*status)
                    .header("content-type", media_type(body))
                    .body(*body),
            }
        }))
    }

    /// The base URL of its API.
    pub fn base_url(&self) -> String {
        format!("{}/v2", self.0.url())
    }

    pub fn connections(&self) -> usize {
        self.0.connections()
    }

    /// What it was asked, with whole addresses.
    pub fn requests(&self) -> Vec<Request<String>> {
        let requests = self.0.requests();
        let requests = requests.iter().map(provider::Request::to_http);
        requests
            .map(|request| request.map(|body| String::from_utf8(body.to_vec()).unwrap()))
            .collect()
    }
}

fn media_type(body: &str) -> &'static str {
    match body.starts_with('{') {
        true => "application/json",
        false => "application/x-www-form-urlencoded",
    }
}

/// Fails unless these secrets have signed the request.
#[track_caller]
pub fn assert_signed(
    request: &Request<String>,
    consumer_secret: &str,
    token_secret: &str,
) -> Received {
    let received = Received::read(request).unwrap();
    let verified = received.verify(&consumer_secret.into(), &token_secret.into());
    assert_eq!(
        verified,
        Ok(()),
        "{} {}",
        request.method(),
        request.uri().path()
    );
    received
}
