//! Text that must not be seen.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::encoders::value::{ToValue, Value};

/// A password, a token or another text that nobody should see by accident.
///
/// `Debug` prints `Secret(..)`, there is no `Display`, and two secrets cannot be compared with `==`, which would tell
/// by its time how much of them is alike. The text is wiped from memory on drop. That holds for this value only:
/// the request and the answer that carry the text are ordinary bytes.
///
/// `Serialize` writes the text itself, so that a model that holds it can be sent: what is stored or logged by way of
/// `serde` shows it.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over. A `String` is moved, so that no copy of it stays behind.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

impl ToValue for Secret {
    fn to_value(&self) -> Value<'_> {
        Value::Secret(self.expose())
    }
}
