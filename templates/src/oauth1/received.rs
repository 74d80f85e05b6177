//! Checking a request that somebody else has signed: RFC 5849, 3.2.

use std::fmt;
use std::str;

use http::header::AUTHORIZATION;
use http::{HeaderMap, Method, Request, Uri};

use super::base_string::{Pair, base_string, base_string_uri, normalize, pairs};
use super::form::form_of;
use super::header;
use super::signature::SignatureMethod;
use crate::secret::Secret;

/// A signed request, as a server got it.
///
/// A server accepts it in five steps (RFC 5849, 3.2):
///
/// 1. [`read`](Self::read) it, with the whole URI: the origin that the server is configured with, and the path and
///    query of the request.
/// 2. Look the secrets up by [`consumer_key`](Self::consumer_key) and [`token`](Self::token). Refuse a
///    [`signature_method`](Self::signature_method) that is not offered.
/// 3. [`verify`](Self::verify) the signature with them.
/// 4. Check that the [`timestamp`](Self::timestamp) is within five minutes of the server's own clock.
/// 5. Check that the [`nonce`](Self::nonce) has not been used with this timestamp, consumer and token, and keep it.
///
/// The order matters. Until the signature is right, anybody may have written the rest: the nonces of strangers would
/// fill the store, or use up those of others. And since what is old is refused first, a nonce may be forgotten as soon
/// as its timestamp is too old.
#[derive(Clone)]
pub struct Received {
    base_string: Secret,
    method: SignatureMethod,
    consumer_key: String,
    token: Option<Secret>,
    timestamp: Option<u64>,
    nonce: Option<String>,
    signature: Secret,
}

impl Received {
    /// Reads a request. Its URI must be the whole address that the sender called: behind a proxy that is not the one
    /// which the server itself sees, and the `Host` header is what the sender likes it to be.
    ///
    /// # Errors
    /// Each [`VerifyError`] but [`VerifyError::Signature`].
    pub fn read<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Self, VerifyError> {
        let (method, uri, headers) = (request.method(), request.uri(), request.headers());
        Self::read_parts(method, uri, headers, form_of(request))
    }

    /// Reads the parts of a request; `form` is its body if that is of type `application/x-www-form-urlencoded`, else
    /// empty.
    ///
    /// # Errors
    /// Each [`VerifyError`] but [`VerifyError::Signature`].
    pub fn read_parts(
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        form: &[u8],
    ) -> Result<Self, VerifyError> {
        let address = base_string_uri(uri).map_err(VerifyError::Uri)?;
        let header = authorization(headers)?;
        let query = uri.query().unwrap_or_default().as_bytes();
        let header = header
            .iter()
            .map(|(name, value)| (name.as_bytes().into(), value.expose().as_bytes().into()));
        let all: Vec<_> = header.chain(pairs(query)).chain(pairs(form)).collect();

        let protocol = Protocol::find(&all)?;
        let signed = all
            .iter()
            .filter(|(name, _)| name.as_ref() != b"oauth_signature");
        let normalized = normalize(signed.map(|(name, value)| (name, value)));
        Ok(Self {
            base_string: base_string(method.as_str(), &address, &normalized).into(),
            method: protocol.method,
            consumer_key: protocol.consumer_key.to_owned(),
            token: protocol.token.map(Secret::from),
            timestamp: protocol.timestamp,
            nonce: protocol.nonce.map(str::to_owned),
            signature: protocol.signature.into(),
        })
    }

    /// Whose request it says it is.
    pub fn consumer_key(&self) -> &str {
        &self.consumer_key
    }

    /// The token that it says it is signed for, if any.
    pub fn token(&self) -> Option<&Secret> {
        self.token.as_ref()
    }

    /// How it is signed. A server should refuse methods that it does not offer.
    pub fn signature_method(&self) -> SignatureMethod {
        self.method
    }

    /// When it was signed, in seconds since 1970. With `PLAINTEXT` it may be missing.
    pub fn timestamp(&self) -> Option<u64> {
        self.timestamp
    }

    /// What makes it the only one of its second. With `PLAINTEXT` it may be missing.
    pub fn nonce(&self) -> Option<&str> {
        self.nonce.as_deref()
    }

    /// Checks the signature, in a time that does not depend on how much of it is right. `token_secret` is empty where
    /// there is no token.
    ///
    /// # Errors
    /// [`VerifyError::Signature`]
    pub fn verify(
        &self,
        consumer_secret: &Secret,
        token_secret: &Secret,
    ) -> Result<(), VerifyError> {
        let right = self.method.verify(
            &self.signature,
            self.base_string.expose(),
            consumer_secret,
            token_secret,
        );
        right.then_some(()).ok_or(VerifyError::Signature)
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("consumer_key", &self.consumer_key)
            .field("token", &self.token)
            .field("signature_method", &self.method)
            .finish_non_exhaustive()
    }
}

/// The protocol parameters, each of which may come once, wherever it comes (RFC 5849, 3.1).
struct Protocol<'a> {
    consumer_key: &'a str,
    token: Option<&'a str>,
    method: SignatureMethod,
    timestamp: Option<u64>,
    nonce: Option<&'a str>,
    signature: &'a str,
}

impl<'a> Protocol<'a> {
    fn find(all: &'a [Pair<'a>]) -> Result<Self, VerifyError> {
        if !all.iter().any(|(name, _)| name.starts_with(b"oauth_")) {
            return Err(VerifyError::NotSigned);
        }
        let find = |wanted: &'static str| {
            let mut found = all
                .iter()
                .filter(|(name, _)| name.as_ref() == wanted.as_bytes());
            match (found.next(), found.next()) {
                (_, Some(_)) => Err(VerifyError::Repeated(wanted)),
                (Some((_, value)), None) => str::from_utf8(value)
                    .map(Some)
                    .map_err(|_| VerifyError::Malformed(wanted)),
                (None, None) => Ok(None),
            }
        };
        let need = |wanted| find(wanted)?.ok_or(VerifyError::Missing(wanted));

        if find("oauth_version")?.is_some_and(|version| version != "1.0") {
            return Err(VerifyError::Malformed("oauth_version"));
        }
        let method = need("oauth_signature_method")?;
        let method = SignatureMethod::ALL
            .iter()
            .copied()
            .find(|known| known.as_str() == method)
            .ok_or(VerifyError::Malformed("oauth_signature_method"))?;
        // PLAINTEXT alone can do without (RFC 5849, 3.1).
        let (timestamp, nonce) = match method {
            SignatureMethod::Plaintext => (find("oauth_timestamp")?, find("oauth_nonce")?),
            _ => (Some(need("oauth_timestamp")?), Some(need("oauth_nonce")?)),
        };
        let timestamp = timestamp
            .map(|text| seconds(text).ok_or(VerifyError::Malformed("oauth_timestamp")))
            .transpose()?;
        // Nothing here reads these two, but twice they are as wrong as the others.
        find("oauth_callback")?;
        find("oauth_verifier")?;
        Ok(Self {
            consumer_key: need("oauth_consumer_key")?,
            token: find("oauth_token")?,
            method,
            timestamp,
            nonce,
            signature: need("oauth_signature")?,
        })
    }
}

/// A time as RFC 5849, 3.3, has it: digits, without a sign.
fn seconds(text: &str) -> Option<u64> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

fn authorization(headers: &HeaderMap) -> Result<Vec<(String, Secret)>, VerifyError> {
    let mut found = Vec::new();
    let values = headers.get_all(AUTHORIZATION).iter();
    // Other schemes may stand beside parameters in the query or the body.
    for value in values.filter(|value| header::is_oauth(value)) {
        let text = str::from_utf8(value.as_bytes()).map_err(|_| VerifyError::Header)?;
        found.extend(header::read(text).ok_or(VerifyError::Header)?);
    }
    Ok(found)
}

/// Why a received request is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The URI cannot have been signed as it stands; says why.
    Uri(&'static str),
    /// It carries no parameters of OAuth 1.0a: it is not signed, or by another scheme.
    NotSigned,
    /// The `Authorization` header is not written as RFC 5849, 3.5.1, wants it.
    Header,
    /// This protocol parameter is missing.
    Missing(&'static str),
    /// This protocol parameter comes more than once.
    Repeated(&'static str),
    /// This protocol parameter has a value that it cannot have, or that is not known here.
    Malformed(&'static str),
    /// These secrets have not made this signature for this request.
    Signature,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request is refused: ")?;
        match self {
            Self::Uri(why) => write!(f, "its URI {why}"),
            Self::NotSigned => f.write_str("it carries no OAuth 1.0a parameters"),
            Self::Header => f.write_str("its `Authorization` header is malformed"),
            Self::Missing(name) => write!(f, "`{name}` is missing"),
            Self::Repeated(name) => write!(f, "`{name}` comes more than once"),
            Self::Malformed(name) => write!(f, "`{name}` is malformed, or not known here"),
            Self::Signature => f.write_str("its signature is wrong"),
        }
    }
}

impl std::error::Error for VerifyError {}
