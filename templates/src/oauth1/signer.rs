//! Signing a request: RFC 5849, 3.1 to 3.5.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use zeroize::Zeroizing;

use super::base_string::{
    base_string, base_string_uri, encoded_len, normalize, pairs, push_percent,
};
use super::credentials::{Consumer, Token};
use super::form::{self, form_of, is_form};
use super::header;
use super::signature::SignatureMethod;
use crate::encoders::request::with_query;
use crate::error::{Error, RequestError};
use crate::secret::Secret;

/// Signs requests for a consumer, and for a token if it has one.
///
/// The protocol parameters of a signed request are `oauth_consumer_key`, `oauth_token` where there is a token,
/// `oauth_signature_method`, `oauth_timestamp`, `oauth_nonce`, `oauth_version`, `oauth_callback` and `oauth_verifier`
/// where they are set, and `oauth_signature`. They go into the `Authorization` header ([`sign`](Self::sign)), the query
/// ([`sign_query`](Self::sign_query)) or a form body ([`sign_form`](Self::sign_form)). The signature covers them, the
/// method, the address, its query, and the body if that is a form.
///
/// Each request is signed anew: time and nonce are never the same twice, so a request that is sent again has to be
/// signed again.
///
/// The URI of a request must be absolute when it is signed. An operation's request is not: put the base URL in front
/// of it.
#[derive(Clone)]
pub struct Signer {
    consumer: Consumer,
    token: Option<Token>,
    method: SignatureMethod,
    callback: Option<String>,
    verifier: Option<Secret>,
    pub(super) realm: Option<String>,
    clock: Arc<Clock>,
    nonces: Arc<Nonces>,
}

type Clock = dyn Fn() -> Result<u64, SignError> + Send + Sync;
type Nonces = dyn Fn() -> Result<String, SignError> + Send + Sync;

impl Signer {
    /// Signs for a consumer, with `HMAC-SHA512`, the time of the system, and nonces of 128 bits from its source of
    /// randomness.
    pub fn new(consumer: Consumer) -> Self {
        Self {
            consumer,
            token: None,
            method: SignatureMethod::default(),
            callback: None,
            verifier: None,
            realm: None,
            clock: Arc::new(unix_time),
            nonces: Arc::new(random_nonce),
        }
    }

    /// Signs for a token too: temporary credentials or token credentials.
    #[must_use]
    pub fn token(mut self, token: Token) -> Self {
        self.token = Some(token);
        self
    }

    /// Signs by another method.
    #[must_use]
    pub fn signature_method(mut self, method: SignatureMethod) -> Self {
        self.method = method;
        self
    }

    /// Sends `oauth_callback`: where the user is sent back to, as a request for temporary credentials says it
    /// (RFC 5849, 2.1).
    #[must_use]
    pub fn callback(mut self, url: impl Into<String>) -> Self {
        self.callback = Some(url.into());
        self
    }

    /// Sends `oauth_verifier`, as a request for token credentials says it (RFC 5849, 2.3).
    #[must_use]
    pub fn verifier(mut self, verifier: impl Into<Secret>) -> Self {
        self.verifier = Some(verifier.into());
        self
    }

    /// Names a realm in the `Authorization` header (RFC 5849, 3.5.1). The signature does not cover it.
    #[must_use]
    pub fn realm(mut self, realm: impl Into<String>) -> Self {
        self.realm = Some(realm.into());
        self
    }

    /// Takes the time, in seconds since 1970, from elsewhere: from a server whose clock counts, or from a test.
    #[must_use]
    pub fn clock(
        mut self,
        clock: impl Fn() -> Result<u64, SignError> + Send + Sync + 'static,
    ) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Takes the nonces from elsewhere than from [`random_nonce`]. No two of the same second may be alike (RFC 5849,
    /// 3.3).
    #[must_use]
    pub fn nonces(
        mut self,
        nonces: impl Fn() -> Result<String, SignError> + Send + Sync + 'static,
    ) -> Self {
        self.nonces = Arc::new(nonces);
        self
    }

    /// Signs for the consumer alone, by the same method, clock and nonces: token, callback, verifier and realm are left
    /// out.
    #[must_use]
    pub fn consumer_only(self) -> Self {
        Self {
            token: None,
            callback: None,
            verifier: None,
            realm: None,
            ..self
        }
    }

    /// Whom it signs for.
    pub fn consumer(&self) -> &Consumer {
        &self.consumer
    }

    /// By which method it signs.
    pub fn method(&self) -> SignatureMethod {
        self.method
    }

    /// Signs a request in its `Authorization` header (RFC 5849, 3.5.1), in place of any that it has. The header is
    /// marked as sensitive.
    ///
    /// A body that is no bytes, such as `()` or a stream, does not fit here, since of a form each field is signed. If
    /// it is no form, take `signer.header(request.method(), request.uri())` and put it into the request.
    ///
    /// # Errors
    /// [`SignError::Clock`], [`SignError::Nonce`], [`SignError::Uri`], [`SignError::Repeated`],
    /// [`SignError::PlaintextOverHttp`] and [`SignError::Realm`]. The request is as it was then.
    pub fn sign<B: AsRef<[u8]>>(&self, request: &mut Request<B>) -> Result<(), SignError> {
        let parameters = self.parameters_of(request)?;
        let value = parameters.header(self.realm.as_deref())?;
        request.headers_mut().insert(AUTHORIZATION, value);
        Ok(())
    }

    /// Signs a request in its query (RFC 5849, 3.5.3), behind what is there. Prefer the header: addresses are often
    /// written to logs. An `Authorization` header of the scheme `OAuth` is taken out, since the protocol parameters may
    /// come once.
    ///
    /// # Errors
    /// [`SignError::Clock`], [`SignError::Nonce`], [`SignError::Uri`], [`SignError::Repeated`] and
    /// [`SignError::PlaintextInQuery`]. The request is as it was then.
    pub fn sign_query<B: AsRef<[u8]>>(&self, request: &mut Request<B>) -> Result<(), SignError> {
        if self.method == SignatureMethod::Plaintext {
            return Err(SignError::PlaintextInQuery);
        }
        let parameters = self.parameters_of(request)?;
        let uri = with_query(request.uri(), &parameters.query());
        let uri = uri.ok_or(SignError::Uri("gets too long with a query"))?;
        *request.uri_mut() = uri;
        remove_oauth(request.headers_mut());
        Ok(())
    }

    /// Signs a request in its body (RFC 5849, 3.5.2): a form, behind whose fields the protocol parameters go, or no
    /// body at all, of which it makes a form. An `Authorization` header of the scheme `OAuth` is taken out, since the
    /// protocol parameters may come once.
    ///
    /// # Errors
    /// [`SignError::Clock`], [`SignError::Nonce`], [`SignError::Uri`], [`SignError::Repeated`],
    /// [`SignError::PlaintextOverHttp`] and [`SignError::NoForm`]. The request is as it was then.
    pub fn sign_form(&self, request: &mut Request<Bytes>) -> Result<(), SignError> {
        if !request.body().is_empty() && !is_form(request.headers()) {
            return Err(SignError::NoForm);
        }
        let parameters = self.parameters_of(request)?;
        let form = Zeroizing::new(parameters.form());
        let body = match request.body().as_ref() {
            b"" => form.as_bytes().to_vec(),
            own => [own, form.as_bytes()].join(&b'&'),
        };
        *request.body_mut() = Bytes::from(body);
        let headers = request.headers_mut();
        if !is_form(headers) {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(form::MEDIA_TYPE));
        }
        remove_oauth(headers);
        // It told the length of the old body; the client tells that of the new one.
        headers.remove(CONTENT_LENGTH);
        Ok(())
    }

    /// The `Authorization` header of a request without a form body, marked as sensitive, for an HTTP stack of your
    /// own, a WebSocket, or an event stream.
    ///
    /// # Errors
    /// Those of [`sign`](Self::sign).
    pub fn header(&self, method: &Method, uri: &Uri) -> Result<HeaderValue, SignError> {
        let parameters = self.parameters(method, uri, b"")?;
        parameters.header(self.realm.as_deref())
    }

    /// The protocol parameters of a request, signature and all. `form` is its body if that is of type
    /// `application/x-www-form-urlencoded`, else empty.
    ///
    /// # Errors
    /// [`SignError::Clock`], [`SignError::Nonce`], [`SignError::Uri`], [`SignError::Repeated`] and
    /// [`SignError::PlaintextOverHttp`].
    pub fn parameters(
        &self,
        method: &Method,
        uri: &Uri,
        form: &[u8],
    ) -> Result<Parameters, SignError> {
        let address = base_string_uri(uri).map_err(SignError::Uri)?;
        if self.method == SignatureMethod::Plaintext && !is_private(uri) {
            return Err(SignError::PlaintextOverHttp);
        }
        let mut parameters = self.unsigned()?;
        let query = uri.query().unwrap_or_default().as_bytes();
        let sent: Vec<_> = pairs(query).chain(pairs(form)).collect();
        for (name, _) in &sent {
            if let Some(repeated) = parameters.protocol_name(name) {
                return Err(SignError::Repeated(repeated));
            }
        }
        let ours = parameters
            .iter()
            .map(|(name, value)| (name.as_bytes().into(), value.as_bytes().into()));
        let normalized = normalize(sent.into_iter().chain(ours));

        let no_token = Secret::new("");
        let signature = self.method.signature(
            &base_string(method.as_str(), &address, &normalized),
            self.consumer.secret(),
            self.token.as_ref().map_or(&no_token, Token::secret),
        );
        parameters.push("oauth_signature", signature);
        Ok(parameters)
    }

    fn parameters_of<B: AsRef<[u8]>>(&self, request: &Request<B>) -> Result<Parameters, SignError> {
        self.parameters(request.method(), request.uri(), form_of(request))
    }

    fn unsigned(&self) -> Result<Parameters, SignError> {
        let mut parameters = Parameters { pairs: Vec::new() };
        parameters.push("oauth_consumer_key", self.consumer.key());
        if let Some(token) = &self.token {
            parameters.push("oauth_token", token.token().clone());
        }
        parameters.push("oauth_signature_method", self.method.as_str());
        parameters.push("oauth_timestamp", (self.clock)()?.to_string());
        parameters.push("oauth_nonce", (self.nonces)()?);
        parameters.push("oauth_version", "1.0");
        if let Some(callback) = &self.callback {
            parameters.push("oauth_callback", callback.as_str());
        }
        if let Some(verifier) = &self.verifier {
            parameters.push("oauth_verifier", verifier.clone());
        }
        Ok(parameters)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("consumer", &self.consumer)
            .field("token", &self.token)
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// The protocol parameters of one request, decoded, with the signature last. Each is for one use.
///
/// `Debug` shows the names only.
#[derive(Clone)]
pub struct Parameters {
    pairs: Vec<(&'static str, Secret)>,
}

impl Parameters {
    /// Name and value of each.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.pairs
            .iter()
            .map(|(name, value)| (*name, value.expose()))
    }

    /// The value of `Authorization`, marked as sensitive.
    ///
    /// # Errors
    /// [`SignError::Realm`]
    pub fn header(&self, realm: Option<&str>) -> Result<HeaderValue, SignError> {
        let text = header::write(realm, self.iter());
        let mut value = HeaderValue::try_from(text).map_err(|_| SignError::Realm)?;
        value.set_sensitive(true);
        Ok(value)
    }

    /// The text of a query.
    pub fn query(&self) -> String {
        let mut text = self.buffer();
        for (name, value) in self.iter() {
            if !text.is_empty() {
                text.push('&');
            }
            text.push_str(name);
            text.push('=');
            push_percent(&mut text, value);
        }
        text
    }

    /// The text of a form.
    pub fn form(&self) -> String {
        form_urlencoded::Serializer::new(self.buffer())
            .extend_pairs(self.iter())
            .finish()
    }

    /// Takes all of them, encoded, without growing.
    fn buffer(&self) -> String {
        String::with_capacity(encoded_len(&self.iter().collect::<Vec<_>>()))
    }

    fn push(&mut self, name: &'static str, value: impl Into<Secret>) {
        self.pairs.push((name, value.into()));
    }

    /// The protocol parameter that `name` stands for, if the request may not hold it already.
    fn protocol_name(&self, name: &[u8]) -> Option<&'static str> {
        let names = self.pairs.iter().map(|(name, _)| *name);
        names
            .chain(["oauth_signature"])
            .find(|known| known.as_bytes() == name)
    }
}

impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.pairs.iter().map(|(name, _)| name))
            .finish()
    }
}

/// Why a request cannot be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignError {
    /// There is no time to sign with: the clock of the system stands before 1970, or the one that the signer was given
    /// tells none.
    Clock,
    /// There is no nonce to sign with: the system gives no random bytes, or what the signer was given makes none.
    Nonce,
    /// The URI cannot be signed as it stands; says why.
    Uri(&'static str),
    /// The query or the form already holds this protocol parameter, which a request may have once (RFC 5849, 3.1).
    Repeated(&'static str),
    /// The body is neither empty nor a form, so it can hold no parameters.
    NoForm,
    /// `PLAINTEXT` would put the secrets into an address.
    PlaintextInQuery,
    /// `PLAINTEXT` would send the secrets over a connection that anybody can read.
    PlaintextOverHttp,
    /// The realm holds a line break or another control character.
    Realm,
    /// A `curl` line would show the secrets, since the method is `PLAINTEXT`.
    PlaintextInCurl,
    /// The request has a body or a header that no `curl` line can hold; says which.
    Curl(&'static str),
}

impl SignError {
    fn why(self) -> Cow<'static, str> {
        match self {
            Self::Clock => "there is no time to sign with: the clock of this system stands before \
                1970, or the signer's own tells none"
                .into(),
            Self::Nonce => "there is no nonce to sign with: this system gives no random bytes, or \
                the signer's own source makes none"
                .into(),
            Self::Uri(why) => format!("the URI {why}").into(),
            Self::Repeated(name) => {
                format!("the request already holds `{name}`, which the signer adds").into()
            }
            Self::NoForm => {
                "the body is not a form, so it cannot hold a signature; sign in the header instead"
                    .into()
            }
            Self::PlaintextInQuery => {
                "PLAINTEXT would put the secrets into the query; use an HMAC \
                method there, or sign in the header or a form"
                    .into()
            }
            Self::PlaintextOverHttp => {
                "PLAINTEXT would send the secrets over plain http; use https, or an HMAC method"
                    .into()
            }
            Self::Realm => "the realm holds a control character".into(),
            Self::PlaintextInCurl => "with PLAINTEXT the curl line would show the secrets; use an \
                HMAC method, or `curl_showing_secrets`"
                .into(),
            Self::Curl(what) => format!("{what} cannot stand in a curl line").into(),
        }
    }
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the request cannot be signed: {}", self.why())
    }
}

impl std::error::Error for SignError {}

impl From<SignError> for Error {
    fn from(error: SignError) -> Self {
        Self::Request(RequestError::new(
            "the signature",
            format!("cannot be made, since {}", error.why()),
        ))
    }
}

fn unix_time() -> Result<u64, SignError> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    Ok(since.map_err(|_| SignError::Clock)?.as_secs())
}

/// A nonce as a signer makes them unless it is told otherwise: 16 bytes from the system's source of randomness, in
/// hexadecimal.
///
/// # Errors
/// [`SignError::Nonce`]
pub fn random_nonce() -> Result<String, SignError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| SignError::Nonce)?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// Takes the protocol parameters of an earlier signature out of the headers.
fn remove_oauth(headers: &mut HeaderMap) {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    if values.any(header::is_oauth) {
        headers.remove(AUTHORIZATION);
    }
}

/// Does a request to this address go where nobody listens on the way?
fn is_private(uri: &Uri) -> bool {
    let is_https = uri
        .scheme_str()
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"));
    is_https || uri.host().is_some_and(crate::loopback::is_loopback)
}
