//! Logging in: the three legs of OAuth 1.0a (RFC 5849, 2) over the operations of the API.
//!
//! ```no_run
//! # #[cfg(feature = "client")]
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//!
//! use generated_client::{Client, login::{Listener, Login}, oauth1::Consumer};
//!
//! let client = Client::new()?;
//! let login = Login::new(client.base_url(), Consumer::from_environment()?);
//! let listener = Listener::bind("http://localhost:8080/callback")?;
//! let token = login.request_token(listener.url()).send(&client).await?;
//! println!("open: {}", login.authorize_url(&token)?);
//! let callback = listener.wait(Duration::from_secs(300)).await?;
//! let credentials = login.access_token(token, callback).send(&client).await?;
//! println!("logged in, expires {:?}", credentials.expiration_date());
//! # Ok(())
//! # }
//! ```
//!
//! A web server has the callback in a handler of its own. The first handler makes [`Login::authorize_url`], keeps the
//! [`RequestToken`] in the session of the user (as it is, or as [`RequestToken::into_parts`] for a store that
//! serializes), and redirects; the second one reads the query with [`Callback::from_query`].

mod clock;
mod error;
#[cfg(feature = "client")]
mod listener;
mod step;

use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, HeaderValue};
use http::{Request, Response, Uri};

pub use self::error::{Leg, LoginError, LoginFault};
#[cfg(feature = "client")]
pub use self::listener::{Listener, ListenerError};
pub use self::step::{Reader, Step};

use crate::credentials::{ApiHost, Credentials};
use crate::error::{ApiError, Error, RequestError};
use crate::oauth1::base_string::{host_and_port, percent};
use crate::oauth1::{Callback, CallbackError, Consumer, SignatureMethod, Signer, Token};
use crate::operation::Operation;
use crate::operations::{
    AuthorizeForm, AuthorizeToken, PostAccessTokenRequest, PostAccessTokenRequestQuery,
    PostReqTokenRequest, PostReqTokenRequestQueryString,
};
use crate::response;
use crate::secret::Secret;

/// How an application logs its users in.
///
/// It signs with `HMAC-SHA512`, and sends the protocol parameters in form bodies, all of them each time, whatever the
/// method. The secret of a token is sent by `PLAINTEXT` only, as a part of the signature.
#[derive(Clone)]
pub struct Login {
    base_url: String,
    signer: Signer,
    placement: Placement,
    clever_flavor: Option<String>,
    query: Vec<(String, String)>,
}

/// Where the two calls for tokens carry their parameters. The API does not take them from a header in a reliable way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Placement {
    /// In a form body: `/oauth/request_token` and `/oauth/access_token`.
    #[default]
    Form,
    /// In the query: `/oauth/request_token_query` and `/oauth/access_token_query`. Addresses are often written to logs,
    /// so `PLAINTEXT` is refused here.
    Query,
}

impl Login {
    /// Logs in to the API at this base URL, usually that of the client which sends: `client.base_url()`. Without the
    /// client it is [`api::BASE_URL`](crate::api::BASE_URL).
    pub fn new(base_url: impl Into<String>, consumer: Consumer) -> Self {
        Self::with_signer(base_url, Signer::new(consumer))
    }

    /// As [`new`](Self::new), with a signer of your own, which may have another clock or other nonces. Token, callback,
    /// verifier and realm of it are left out: each call of a login brings its own.
    pub fn with_signer(base_url: impl Into<String>, signer: Signer) -> Self {
        Self {
            base_url: base_url.into(),
            signer: signer.consumer_only(),
            placement: Placement::default(),
            clever_flavor: None,
            query: Vec::new(),
        }
    }

    /// Signs by another method. Clever Cloud documents `HMAC-SHA512`, `HMAC-SHA1` and `PLAINTEXT`.
    #[must_use]
    pub fn signature_method(mut self, method: SignatureMethod) -> Self {
        self.signer = self.signer.signature_method(method);
        self
    }

    /// Sends the parameters of the two calls for tokens elsewhere.
    #[must_use]
    pub fn placement(mut self, placement: Placement) -> Self {
        self.placement = placement;
        self
    }

    /// Sends `clever_flavor` with the request for a request token. Clever Cloud does not document it: leave it out unless
    /// you were told a value.
    #[must_use]
    pub fn clever_flavor(mut self, flavor: impl Into<String>) -> Self {
        self.clever_flavor = Some(flavor.into());
        self
    }

    /// Adds a parameter that the description does not know, such as `partner_id`, to the query of the request for a
    /// request token, which is signed with it, and to the address that the user opens.
    #[must_use]
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// The first leg: asks for a request token (temporary credentials; RFC 5849, 2.1).
    ///
    /// The user comes back to `callback`. It must fit the base URL that the consumer is registered with, port and all,
    /// and may have a query of its own. A program that nobody can come back to says `oob`, if the API lets it.
    ///
    /// What is neither a URL with its scheme nor `oob`, or holds a control character, is refused, and nothing is sent.
    pub fn request_token(&self, callback: impl Into<String>) -> Step<RequestToken> {
        let signed = self.request_token_request(callback.into());
        Step::for_token(Leg::RequestToken, signed, |answer| {
            let (token, other) = answer.confirmed()?.into_parts();
            Ok(RequestToken { token, other })
        })
    }

    fn request_token_request(&self, callback: String) -> Result<Request<Bytes>, LoginFault> {
        check_callback(&callback)?;
        let flavor = self.clever_flavor.clone();
        let request = match self.placement {
            Placement::Form => {
                let mut operation = PostReqTokenRequest::new();
                operation.clever_flavor = flavor;
                self.with_own_query(&operation)
            }
            Placement::Query => {
                let mut operation = PostReqTokenRequestQueryString::new();
                operation.clever_flavor = flavor;
                self.with_own_query(&operation)
            }
        }?;
        self.sign(&self.signer.clone().callback(callback), request)
    }

    /// The second leg: the address that the user opens in a browser, to log in and approve.
    ///
    /// # Errors
    /// [`LoginFault::Call`] with [`Error::Request`]: the base URL is no http or https URL, or holds more than host, port and
    /// path; or a parameter of [`query`](Self::query) is refused.
    pub fn authorize_url(&self, request_token: &RequestToken) -> Result<String, LoginError> {
        let operation = AuthorizeForm::new().oauth_token(request_token.token.token().clone());
        match self.with_own_query(&operation) {
            Ok(request) => Ok(request.uri().to_string()),
            Err(fault) => Err(LoginError::new(Leg::AuthorizeForm, fault)),
        }
    }

    /// The third leg: trades the request token and the verifier for an access token (token credentials; RFC 5849, 2.3).
    ///
    /// A request token is good for one try, so it is moved. If that fails, the login starts anew. What comes of it signs
    /// by the method of the login, and belongs to the host of its base URL: [`Credentials::api_host`].
    pub fn access_token(
        &self,
        request_token: RequestToken,
        callback: Callback,
    ) -> Step<Credentials> {
        let signed = self.access_token_request(request_token, &callback);
        let (consumer, method) = (self.signer.consumer().clone(), self.signer.method());
        let api_host = signed.as_ref().ok().and_then(|it| ApiHost::of(it.uri()));
        Step::for_token(Leg::AccessToken, signed, move |answer| {
            let credentials = Credentials::from_answer(consumer, answer).signature_method(method);
            Ok(credentials.bound_to(api_host))
        })
    }

    fn access_token_request(
        &self,
        request_token: RequestToken,
        callback: &Callback,
    ) -> Result<Request<Bytes>, LoginFault> {
        callback.belongs_to(&request_token.token)?;
        let request = match self.placement {
            Placement::Form => self.whole(&PostAccessTokenRequest::new())?,
            Placement::Query => self.whole(&PostAccessTokenRequestQuery::new())?,
        };
        let signer = self.signer.clone().token(request_token.token);
        self.sign(&signer.verifier(callback.verifier().clone()), request)
    }

    /// The second leg without a browser: asks for the page of rights, for a user whose session the program has. That is
    /// the value of the cookie `ccid`, decoded; it is encoded here where it must be (`%` too). An empty one is refused, and
    /// nothing is sent.
    pub fn authorize_form(
        &self,
        request_token: &RequestToken,
        session: impl Into<Secret>,
    ) -> Step<Approval> {
        let asked = request_token.token.clone();
        let request = self.authorize_form_request(&asked, session.into());
        Step::new(Leg::AuthorizeForm, request, move |answer| {
            if answer.status().is_redirection() {
                return sent_back(answer, &asked).map(Approval::Approved);
            }
            Ok(Approval::Page(AuthorizeForm::response(answer)?))
        })
    }

    fn authorize_form_request(
        &self,
        asked: &Token,
        session: Secret,
    ) -> Result<Request<Bytes>, LoginFault> {
        check_session(&session)?;
        let operation = AuthorizeForm::new()
            .ccid(session)
            .cctk(asked.token().clone());
        let mut request = self.whole(&operation)?;
        // The API answers with a page or a redirect here, and never with the declared JSON.
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        Ok(request)
    }

    /// The second leg without a browser: approves. `rights` names those that are granted, such as
    /// `AuthorizeToken::new().access_personal_information("on")`; its cookies are set here. The session is that of
    /// [`authorize_form`](Self::authorize_form).
    pub fn authorize_token(
        &self,
        request_token: &RequestToken,
        session: impl Into<Secret>,
        rights: AuthorizeToken,
    ) -> Step<Callback> {
        let (asked, session) = (request_token.token.clone(), session.into());
        let request = check_session(&session).and_then(|()| {
            let operation = rights.ccid(session).cctk(asked.token().clone());
            self.whole(&operation)
        });
        Step::new(Leg::AuthorizeToken, request, move |answer| {
            let (answer, ()) = AuthorizeToken::response(answer)?.into_parts();
            sent_back(answer, &asked)
        })
    }

    /// The request of an operation, with the base URL in front.
    fn whole<O: Operation>(&self, operation: &O) -> Result<Request<Bytes>, LoginFault> {
        let mut request = operation.request()?;
        *request.uri_mut() = self.join(&request.uri().to_string())?;
        Ok(request)
    }

    fn with_own_query<O: Operation>(&self, operation: &O) -> Result<Request<Bytes>, LoginFault> {
        let mut request = self.whole(operation)?;
        if self.query.is_empty() {
            return Ok(request);
        }
        let mut text = request.uri().to_string();
        for (name, value) in &self.query {
            if name.starts_with("oauth_") {
                return Err(refused(
                    "a query parameter",
                    "has a name that starts with `oauth_`, which the signer keeps for itself",
                ));
            }
            text.push(if text.contains('?') { '&' } else { '?' });
            text.push_str(&format!("{}={}", percent(name), percent(value)));
        }
        *request.uri_mut() = joined(&text)?;
        Ok(request)
    }

    fn join(&self, path: &str) -> Result<Uri, LoginFault> {
        let refused = |why| refused("the base URL", why);
        let base: Result<Uri, _> = self.base_url.parse();
        let base = base.map_err(|_| refused("is no URL"))?;
        let Some(authority) = base.authority().filter(|_| is_http(&base)) else {
            return Err(refused("is neither an http nor an https URL"));
        };
        if authority.as_str().contains('@') {
            return Err(refused("holds a user name or a password"));
        }
        host_and_port(authority).map_err(refused)?;
        if self.base_url.contains(['?', '#']) {
            return Err(refused("holds a query or a fragment"));
        }
        let base = self.base_url.strip_suffix('/').unwrap_or(&self.base_url);
        joined(&format!("{base}{path}"))
    }

    fn sign(
        &self,
        signer: &Signer,
        mut request: Request<Bytes>,
    ) -> Result<Request<Bytes>, LoginFault> {
        let signed = match self.placement {
            Placement::Form => signer.sign_form(&mut request),
            Placement::Query => signer.sign_query(&mut request),
        };
        signed.map_err(Error::from)?;
        Ok(request)
    }
}

impl fmt::Debug for Login {
    /// Leaves out the base URL, which may hold a password before it is looked at, and all that goes into the query.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login")
            .field("signer", &self.signer)
            .field("placement", &self.placement)
            .finish_non_exhaustive()
    }
}

/// A callback is an absolute URI, or `oob` (RFC 5849, 2.1). What is not ASCII is encoded where it is sent.
fn check_callback(callback: &str) -> Result<(), LoginFault> {
    if callback.contains(char::is_control) {
        let why = "holds a line break or another control character";
        return Err(refused("the callback", why));
    }
    let scheme = callback.split_once(':').map(|(scheme, _)| scheme);
    match callback == "oob" || scheme.is_some_and(is_scheme) {
        true => Ok(()),
        false => Err(refused(
            "the callback",
            "is neither a URL with its scheme, such as `https://example.com/callback`, nor `oob`",
        )),
    }
}

/// RFC 3986, 3.1.
fn is_scheme(text: &str) -> bool {
    let is_mark = |character| matches!(character, '+' | '-' | '.');
    let is_allowed = |character: char| character.is_ascii_alphanumeric() || is_mark(character);
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.chars().all(is_allowed)
}

fn check_session(session: &Secret) -> Result<(), LoginFault> {
    match session.expose() {
        "" => Err(refused(
            "the session",
            "is empty; it is the value of the cookie `ccid`",
        )),
        _ => Ok(()),
    }
}

/// Reads an address whose parts are well-formed, so that only its length can be wrong.
fn joined(text: &str) -> Result<Uri, LoginFault> {
    let uri = text.parse();
    uri.map_err(|_| refused("the address", "is longer than 65,534 bytes with its query"))
}

fn is_http(uri: &Uri) -> bool {
    matches!(uri.scheme_str(), Some("http" | "https"))
}

fn refused(what: &str, why: &'static str) -> LoginFault {
    LoginFault::Call(Error::Request(RequestError::new(what, why)))
}

/// Reads the callback out of a redirect that answers our own request. It may leave the token out, which then is the one
/// of that request.
fn sent_back(answer: Response<Bytes>, asked: &Token) -> Result<Callback, LoginFault> {
    let answer = Error::from_response(answer);
    let redirect = answer.api().filter(|it| it.status().is_redirection());
    let Some(location) = redirect.and_then(ApiError::location) else {
        return Err(LoginFault::NotSentBack(answer));
    };
    let callback = match Callback::from_url(location) {
        // Where a session is over, the way leads to a page for logging in.
        Err(CallbackError::Missing("oauth_verifier")) => {
            return Err(LoginFault::NotSentBack(answer));
        }
        Err(CallbackError::Missing("oauth_token")) => {
            let token = percent(asked.token().expose());
            let without_fragment = location.split('#').next().unwrap_or_default();
            Callback::from_url(&format!("{without_fragment}&oauth_token={token}"))
        }
        callback => callback,
    }?;
    callback.belongs_to(asked)?;
    Ok(callback)
}

/// A token that waits for the user's approval, and its secret: the temporary credentials of one login.
///
/// It is good for one try, so it cannot be cloned.
#[derive(Debug)]
pub struct RequestToken {
    token: Token,
    other: Vec<(String, Secret)>,
}

impl RequestToken {
    /// Takes the parts out of the store in which [`into_parts`](Self::into_parts) were kept.
    pub fn from_parts(token: impl Into<Secret>, secret: impl Into<Secret>) -> Self {
        Self {
            token: Token::new(token, secret),
            other: Vec::new(),
        }
    }

    /// Token and secret, for a store. Look the secret up by the token that comes with the callback, in the session of
    /// the user who comes back, and remove it there, since it is for one use.
    pub fn into_parts(self) -> (Secret, Secret) {
        self.token.into_parts()
    }

    /// What the callback names this login by.
    pub fn token(&self) -> &Secret {
        self.token.token()
    }

    /// What else the API gave beside the token, as name and value. It is not among the parts.
    pub fn other(&self) -> &[(String, Secret)] {
        &self.other
    }
}

/// What the API answers to the request for the page of rights.
#[derive(Debug)]
#[non_exhaustive]
pub enum Approval {
    /// The page, on which the user ticks rights: go on with [`Login::authorize_token`].
    Page(response::Response<String>),
    /// The user has granted the rights before.
    Approved(Callback),
}

impl Callback {
    /// The user who has approved, as Clever Cloud names it: `user_` and a UUID.
    pub fn user(&self) -> Option<&str> {
        // What the server adds stands behind the callback's own query (RFC 5849, 2.2), which may have a `user` too.
        let mut others = self.other().iter();
        others
            .rfind(|(name, _)| name == "user")
            .map(|(_, value)| value.expose())
    }
}
