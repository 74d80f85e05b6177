//! The two kinds of credentials that sign a request: who asks, and on whose behalf (RFC 5849, 1.1).

use crate::secret::Secret;

/// The application that asks, as the API knows it: a key, which is no secret, and a secret. RFC 5849 calls them client
/// credentials.
#[derive(Clone, Debug)]
pub struct Consumer {
    key: String,
    secret: Secret,
}

impl Consumer {
    /// Takes key and secret as the API shows them, not encoded in any way.
    pub fn new(key: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            key: key.into(),
            secret: secret.into(),
        }
    }

    /// What the API knows the consumer by: `oauth_consumer_key`.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What signs together with the secret of the token.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }
}

/// A token and its secret: temporary credentials during a login (a request token), token credentials after it (an
/// access token).
#[derive(Clone, Debug)]
pub struct Token {
    token: Secret,
    secret: Secret,
}

impl Token {
    /// Takes token and secret as the API gave them, not encoded in any way.
    pub fn new(token: impl Into<Secret>, secret: impl Into<Secret>) -> Self {
        Self {
            token: token.into(),
            secret: secret.into(),
        }
    }

    /// What is sent: `oauth_token`. RFC 5849 calls it the identifier of the credentials.
    pub fn token(&self) -> &Secret {
        &self.token
    }

    /// What signs. Only `PLAINTEXT` sends it, as a part of the signature.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Token and secret, for a store.
    pub fn into_parts(self) -> (Secret, Secret) {
        (self.token, self.secret)
    }
}
