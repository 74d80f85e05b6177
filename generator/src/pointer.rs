//! JSON Pointer (RFC 6901): the name of a place in a description.

use std::fmt;

/// A place in a description, written `#/paths/~1pets/get`.
///
/// Stages grow one while they walk, so that every message can say where it belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// The member `token` of the object at this place.
    #[must_use]
    pub fn join(&self, token: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + token.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        for character in token.chars() {
            match character {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                other => text.push(other),
            }
        }
        Self(text)
    }

    /// The item at `index` of the array at this place.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// Reads the fragment of a `$ref`, `#/components/schemas/Pet`, with its percent-encoding undone.
    /// Anything that does not point into this document is `None`.
    pub fn from_reference(reference: &str) -> Option<Self> {
        let fragment = reference.strip_prefix('#')?;
        let text = decode_percent(fragment)?;
        (text.is_empty() || text.starts_with('/')).then_some(Self(text))
    }

    /// The tokens from the root to this place, unescaped.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        self.0
            .split('/')
            .skip(1)
            .map(|token| token.replace("~1", "/").replace("~0", "~"))
    }

    /// The last token, unescaped; empty for the root.
    pub fn last(&self) -> String {
        self.tokens().last().unwrap_or_default()
    }
}

fn decode_percent(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_escaped_and_come_back() {
        let pointer = Pointer::root().join("paths").join("/a~b/{id}").index(3);
        assert_eq!(pointer.to_string(), "#/paths/~1a~0b~1{id}/3");
        assert_eq!(
            pointer.tokens().collect::<Vec<_>>(),
            ["paths", "/a~b/{id}", "3"]
        );
    }

    #[test]
    fn references_into_this_document_are_read() {
        let read = |text| Pointer::from_reference(text).map(|pointer| pointer.to_string());
        assert_eq!(
            read("#/components/schemas/a%20b").as_deref(),
            Some("#/components/schemas/a b")
        );
        assert_eq!(read("#").as_deref(), Some("#"));
        assert_eq!(read("#name"), None);
        assert_eq!(read("#/%zz"), None);
        assert_eq!(read("other.yaml#/a"), None);
    }
}
