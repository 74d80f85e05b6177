//! How a base string becomes a signature: RFC 5849, 3.4.2 and 3.4.4.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::base_string::push_percent;
use crate::secret::Secret;

/// How a request is signed.
///
/// `HMAC-SHA1` and `PLAINTEXT` come from RFC 5849; the other two are its HMAC with a newer hash, as many servers take
/// it. There is no `RSA-SHA1`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureMethod {
    /// `HMAC-SHA512`
    #[default]
    HmacSha512,
    /// `HMAC-SHA256`
    HmacSha256,
    /// `HMAC-SHA1`
    HmacSha1,
    /// `PLAINTEXT`: the secrets themselves. Whoever sees such a request can sign any other.
    Plaintext,
}

impl SignatureMethod {
    /// All methods.
    pub const ALL: &'static [Self] = &[
        Self::HmacSha512,
        Self::HmacSha256,
        Self::HmacSha1,
        Self::Plaintext,
    ];

    /// The value of `oauth_signature_method`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HmacSha512 => "HMAC-SHA512",
            Self::HmacSha256 => "HMAC-SHA256",
            Self::HmacSha1 => "HMAC-SHA1",
            Self::Plaintext => "PLAINTEXT",
        }
    }

    /// The value of `oauth_signature`, not yet encoded for its place in the request. `token_secret` is empty where
    /// there is no token yet. `PLAINTEXT` does not look at the base string.
    pub fn signature(
        self,
        base_string: &str,
        consumer_secret: &Secret,
        token_secret: &Secret,
    ) -> Secret {
        let key = key(consumer_secret, token_secret);
        match self {
            Self::HmacSha512 => digest::<Hmac<Sha512>>(&key, base_string),
            Self::HmacSha256 => digest::<Hmac<Sha256>>(&key, base_string),
            Self::HmacSha1 => digest::<Hmac<Sha1>>(&key, base_string),
            Self::Plaintext => Secret::new(key.as_str()),
        }
    }

    /// Whether a signature is right. How long this takes tells no more of the right one than its length.
    #[must_use = "the signature may be wrong"]
    pub fn verify(
        self,
        signature: &Secret,
        base_string: &str,
        consumer_secret: &Secret,
        token_secret: &Secret,
    ) -> bool {
        let right = self.signature(base_string, consumer_secret, token_secret);
        let (right, given) = (right.expose().as_bytes(), signature.expose().as_bytes());
        right.ct_eq(given).into()
    }
}

/// The two secrets, percent-encoded, with `&` between them.
fn key(consumer_secret: &Secret, token_secret: &Secret) -> Zeroizing<String> {
    let [consumer, token] = [consumer_secret, token_secret].map(Secret::expose);
    let mut key = Zeroizing::new(String::with_capacity(
        3 * (consumer.len() + token.len()) + 1,
    ));
    push_percent(&mut key, consumer);
    key.push('&');
    push_percent(&mut key, token);
    key
}

#[expect(
    clippy::expect_used,
    reason = "the signature of an HMAC names an error that it never returns"
)]
fn digest<M: Mac + KeyInit>(key: &str, base_string: &str) -> Secret {
    let mut mac = <M as KeyInit>::new_from_slice(key.as_bytes())
        .expect("an HMAC takes keys of any length (RFC 2104, 2)");
    mac.update(base_string.as_bytes());
    Secret::new(BASE64_STANDARD.encode(mac.finalize().into_bytes()))
}

impl fmt::Display for SignatureMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Reads a name as `oauth_signature_method` has it, in upper or lower case.
impl FromStr for SignatureMethod {
    type Err = UnknownMethod;

    fn from_str(text: &str) -> Result<Self, UnknownMethod> {
        let mut all = Self::ALL.iter().copied();
        all.find(|method| method.as_str().eq_ignore_ascii_case(text))
            .ok_or(UnknownMethod(()))
    }
}

/// A signature method that this crate does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownMethod(());

impl fmt::Display for UnknownMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the signature method is none of HMAC-SHA512, HMAC-SHA256, HMAC-SHA1 and PLAINTEXT",
        )
    }
}

impl std::error::Error for UnknownMethod {}
