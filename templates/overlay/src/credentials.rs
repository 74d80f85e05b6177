//! The four values that sign a call to Clever Cloud's API, and where they come from: consumer key, consumer secret,
//! token and token secret.
//!
//! | the token comes from | its consumer comes from |
//! | --- | --- |
//! | a login of your own application | your application: [`Credentials::new`], [`Credentials::from_answer`] |
//! | `CLEVER_TOKEN` and `CLEVER_SECRET` | `OAUTH_CONSUMER_KEY` and `OAUTH_CONSUMER_SECRET`, else `CC_CONSUMER_KEY` and `CC_CONSUMER_SECRET`, else clever-tools |
//! | `CC_OAUTH_TOKEN` and `CC_OAUTH_SECRET` | `CC_CONSUMER_KEY` and `CC_CONSUMER_SECRET`, else `OAUTH_CONSUMER_KEY` and `OAUTH_CONSUMER_SECRET`, else clever-tools |
//! | the file of clever-tools | the overrides of its profile, else as for `CLEVER_TOKEN` |
//!
//! A token only works with the consumer that it was given to. `clever login` gets its tokens for the public consumer of
//! clever-tools ([`Consumer::clever_tools`]), and people put just these into either pair of variables: so that consumer
//! stands last in each row. The Go client and the Terraform provider read the second pair, and fall back to a public
//! consumer of their own.
//!
//! A variable that is set but empty, and one of a pair without the other, is an error: credentials that nobody meant
//! are worse than none.

use std::fmt;

#[cfg(feature = "client")]
use bytes::Bytes;
#[cfg(feature = "client")]
use http::Response;
use http::{Request, Uri};

pub(crate) use self::api_host::ApiHost;
#[cfg(feature = "client")]
use crate::error::{Error, RequestError};
use crate::oauth1::{Consumer, SignError, SignatureMethod, Signer, Token, TokenAnswer};
use crate::secret::Secret;

mod api_host;
mod clever_tools;
mod environment;
mod error;
mod file;
#[cfg(feature = "persist")]
mod persist;

pub use self::environment::Environment;
pub use self::error::CredentialsError;

/// A consumer and a token that sign calls on behalf of a user.
///
/// ```no_run
/// use generated_client::credentials::Credentials;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let credentials = Credentials::find()?;
/// let mut request = http::Request::get("https://api.clever-cloud.com/v2/self").body("")?;
/// credentials.sign(&mut request)?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Credentials {
    consumer: Consumer,
    token: Token,
    method: SignatureMethod,
    expiration_date: Option<String>,
    other: Vec<(String, Secret)>,
    api_host: Option<ApiHost>,
}

impl Credentials {
    /// Takes a consumer, and a token that was given to it. Signs with `HMAC-SHA512`.
    pub fn new(consumer: Consumer, token: Token) -> Self {
        Self {
            consumer,
            token,
            method: SignatureMethod::default(),
            expiration_date: None,
            other: Vec::new(),
            api_host: None,
        }
    }

    /// Takes what the API answers to a request for token credentials (`/oauth/access_token`), all fields of it.
    pub fn from_answer(consumer: Consumer, answer: TokenAnswer) -> Self {
        let (token, mut other) = answer.into_parts();
        let place = other.iter().position(|(name, _)| name == "expiration_date");
        let date = place.map(|place| other.remove(place).1);
        Self {
            expiration_date: date.map(|date| date.expose().to_owned()),
            other,
            ..Self::new(consumer, token)
        }
    }

    /// Reads the variables of this process: `CLEVER_TOKEN` and `CLEVER_SECRET`, else `CC_OAUTH_TOKEN` and
    /// `CC_OAUTH_SECRET`. The [page of this module](self) tells with which consumer, and
    /// [`Environment::credentials`] what else counts.
    ///
    /// # Errors
    /// Those of [`Environment::credentials`].
    pub fn from_environment() -> Result<Self, CredentialsError> {
        Environment::process().credentials()
    }

    /// Reads the file that `clever login` has written: the profile that is active there. [`Environment::clever_tools`]
    /// tells where that file lies.
    ///
    /// # Errors
    /// Those of [`Environment::clever_tools`].
    pub fn from_clever_tools() -> Result<Self, CredentialsError> {
        Environment::process().clever_tools()
    }

    /// Reads the profile of this name, as in `clever login --alias NAME`.
    ///
    /// # Errors
    /// Those of [`Environment::clever_tools`], and [`CredentialsError::NoProfile`].
    pub fn from_clever_tools_profile(alias: &str) -> Result<Self, CredentialsError> {
        Environment::process().clever_tools_profile(alias)
    }

    /// Looks where people keep their credentials: in the variables of this process, and then in the file of
    /// clever-tools. That is the order of clever-tools itself.
    ///
    /// # Errors
    /// [`CredentialsError::NotFound`] where there are none, and those of [`from_environment`](Self::from_environment)
    /// and [`from_clever_tools`](Self::from_clever_tools) where there is something that cannot be used.
    pub fn find() -> Result<Self, CredentialsError> {
        Environment::process().find()
    }

    /// Signs by another method. Clever Cloud knows `HMAC-SHA512`, `HMAC-SHA1` and `PLAINTEXT`.
    #[must_use]
    pub fn signature_method(mut self, method: SignatureMethod) -> Self {
        self.method = method;
        self
    }

    /// Who asks.
    pub fn consumer(&self) -> &Consumer {
        &self.consumer
    }

    /// On whose behalf.
    pub fn token(&self) -> &Token {
        &self.token
    }

    /// Until when the token works: text as the server gave it, which nobody has looked at. At Clever Cloud it is a date
    /// and time of ISO 8601, about three months after the login. `None` where nobody has said.
    pub fn expiration_date(&self) -> Option<&str> {
        self.expiration_date.as_deref()
    }

    /// What else the API gave beside the token, as name and value.
    pub fn other(&self) -> &[(String, Secret)] {
        &self.other
    }

    /// The API that the token belongs to, such as `https://api.example.com`, if that is known: from a login, from
    /// `API_HOST`, or from the profile of clever-tools. Give it to the client, as `base_url(format!("{host}/v2"))`.
    ///
    /// [`sign`](Self::sign), [`curl`](Self::curl) and `execute` refuse a request to any other scheme, host or port.
    /// Where it is not known, `execute` sends to that of the client's base URL only.
    pub fn api_host(&self) -> Option<&str> {
        self.api_host.as_ref().map(ApiHost::as_str)
    }

    /// What signs, for all that [`sign`](Self::sign) does not cover: a header without a request, a signature in the query
    /// or the form. It signs for any host.
    pub fn signer(&self) -> Signer {
        Signer::new(self.consumer.clone())
            .token(self.token.clone())
            .signature_method(self.method)
    }

    /// Signs a request in its `Authorization` header. Its URI must be absolute.
    ///
    /// # Errors
    /// Those of [`Signer::sign`], and [`SignError::Uri`] if the request does not go to [`api_host`](Self::api_host).
    pub fn sign<B: AsRef<[u8]>>(&self, request: &mut Request<B>) -> Result<(), SignError> {
        self.signer_for(request.uri())?.sign(request)
    }

    /// A `curl` command that sends this request, signed, for a POSIX shell. Its URI must be absolute. Whoever sees the
    /// line can send the request, for the few minutes that the signature is good.
    ///
    /// # Errors
    /// Those of [`Signer::curl`], and [`SignError::Uri`] if the request does not go to [`api_host`](Self::api_host).
    pub fn curl<B: AsRef<[u8]> + Clone>(&self, request: &Request<B>) -> Result<String, SignError> {
        self.signer_for(request.uri())?.curl(request)
    }

    /// As [`curl`](Self::curl), but with `PLAINTEXT` too: the line shows the secrets of consumer and token then, and
    /// whoever sees it can sign any request.
    ///
    /// # Errors
    /// Those of [`curl`](Self::curl), but for [`SignError::PlaintextInCurl`].
    pub fn curl_showing_secrets<B: AsRef<[u8]> + Clone>(
        &self,
        request: &Request<B>,
    ) -> Result<String, SignError> {
        self.signer_for(request.uri())?
            .curl_showing_secrets(request)
    }

    /// The signer, if the credentials are for this address.
    fn signer_for(&self, uri: &Uri) -> Result<Signer, SignError> {
        let host = self.api_host.as_ref();
        match host.is_some_and(|host| host.is_left_by(uri)) {
            true => Err(SignError::Uri(
                "is not one of the API that the credentials belong to (see `Credentials::api_host`)",
            )),
            false => Ok(self.signer()),
        }
    }

    /// Signs any request, sends it and waits for the whole answer, whatever its status.
    ///
    /// The URI is a path behind the base URL of the client, or a whole URL of the same API: that of
    /// [`api_host`](Self::api_host), or of the client's base URL where that is `None`. An operation gives such a request,
    /// and reads the answer:
    ///
    /// ```no_run
    /// use generated_client::credentials::Credentials;
    /// use generated_client::operations::GetAvailableRights;
    /// use generated_client::{Client, Operation};
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let (client, credentials) = (Client::new()?, Credentials::find()?);
    /// let request = GetAvailableRights::new().request()?;
    /// let answer = credentials.execute(&client, request).await?;
    /// let rights = GetAvailableRights::response(answer)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::Request`] where the request cannot be signed, or goes to another API: nothing was sent then. Else those of
    /// [`Client::execute`](crate::client::Client::execute).
    #[cfg(feature = "client")]
    pub async fn execute(
        &self,
        client: &crate::client::Client,
        request: Request<Bytes>,
    ) -> Result<Response<Bytes>, Error> {
        let uri = client.resolve(request.uri())?;
        client
            .execute(self.signed(request, uri, client.base_url())?)
            .await
    }

    /// As `execute`, without async.
    ///
    /// # Errors
    /// Those of `execute`, and [`Error::Setup`] inside an async runtime.
    #[cfg(feature = "blocking")]
    pub fn execute_blocking(
        &self,
        client: &crate::blocking::Client,
        request: Request<Bytes>,
    ) -> Result<Response<Bytes>, Error> {
        let uri = client.resolve(request.uri())?;
        client.execute(self.signed(request, uri, client.base_url())?)
    }

    /// Makes a signed GET, as [`execute`](Self::execute) sends it, and waits for the answer, whatever its status.
    ///
    /// The path is `/self`, not `/v2/self`: the base URL holds `/v2`. A whole URL of the same API will do too.
    ///
    /// # Errors
    /// Those of `execute`, and [`Error::Request`] for what is neither a path nor a URL.
    #[cfg(feature = "client")]
    pub async fn get(
        &self,
        client: &crate::client::Client,
        path: &str,
    ) -> Result<Response<Bytes>, Error> {
        self.execute(client, get(path)?).await
    }

    /// As `get`, without async.
    ///
    /// # Errors
    /// Those of `get`, and [`Error::Setup`] inside an async runtime.
    #[cfg(feature = "blocking")]
    pub fn get_blocking(
        &self,
        client: &crate::blocking::Client,
        path: &str,
    ) -> Result<Response<Bytes>, Error> {
        self.execute_blocking(client, get(path)?)
    }

    /// Takes the API that the token belongs to.
    pub(crate) fn bound_to(self, api_host: Option<ApiHost>) -> Self {
        Self { api_host, ..self }
    }

    #[cfg(feature = "client")]
    fn signed(
        &self,
        mut request: Request<Bytes>,
        uri: Uri,
        base_url: &str,
    ) -> Result<Request<Bytes>, Error> {
        self.refuse_elsewhere(&uri, base_url)?;
        *request.uri_mut() = uri;
        self.sign(&mut request)?;
        Ok(request)
    }

    /// An address out of an answer (a `Location`, a `Link`) may lead anywhere, and with `PLAINTEXT` whoever is there would
    /// have both secrets.
    #[cfg(feature = "client")]
    fn refuse_elsewhere(&self, uri: &Uri, base_url: &str) -> Result<(), Error> {
        let why = match &self.api_host {
            Some(host) if host.is_left_by(uri) => {
                format!("is not the API that the credentials belong to: that is {host}")
            }
            None if !is_at(uri, base_url) => {
                "is not that of the client's base URL, and the credentials name no API; sign the request yourself with \
                 `sign`, or use a client for that host"
                    .to_owned()
            }
            _ => return Ok(()),
        };
        let there = ApiHost::of(uri).map_or_else(String::new, |host| host.to_string());
        Err(Error::Request(RequestError::new(
            format!("the host `{there}`"),
            why,
        )))
    }
}

#[cfg(feature = "client")]
fn is_at(uri: &Uri, base_url: &str) -> bool {
    let base: Option<Uri> = base_url.parse().ok();
    let host = base.as_ref().and_then(ApiHost::of);
    host.is_some_and(|host| !host.is_left_by(uri))
}

#[cfg(feature = "client")]
fn get(path: &str) -> Result<Request<Bytes>, Error> {
    let request = Request::get(path).body(Bytes::new());
    request
        .map_err(|_| Error::Request(RequestError::new("the path", "is neither a path nor a URL")))
}

impl fmt::Debug for Credentials {
    /// Shows no secret, and of the other fields the names only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("consumer", &self.consumer)
            .field("token", &self.token)
            .field("method", &self.method)
            .field("expiration_date", &self.expiration_date)
            .field("other", &self.other)
            .field("api_host", &self.api_host())
            .finish()
    }
}
