//! The text of a description, and what is refused before any parser sees it.

use std::fmt::Display;

use super::{locate, position::position};
use crate::diagnostics::{Diagnostics, Faulty, Position};
use crate::pointer::Pointer;

/// The largest description that is read: 32 MiB, about three times GitHub's.
const MAX_BYTES: usize = 32 << 20;

/// A description as it was read: its name for messages, its text.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
}

/// How a text is written, told by its content, whatever its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Yaml,
}

impl Source {
    /// Takes UTF-8 text of at most 32 MiB; a byte-order mark is dropped.
    ///
    /// # Errors
    ///
    /// [`Faulty`], with the reason in `diagnostics`, for what cannot be a description: nothing at all, too much,
    /// another encoding, a NUL character, a gzip file, an HTML page.
    pub fn new(
        name: impl Into<String>,
        bytes: Vec<u8>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Faulty> {
        let name = name.into();
        match text(bytes) {
            Ok(text) => Ok(Self { name, text }),
            Err(refusal) => {
                let message = format!("`{name}` {}", refusal.message);
                let diagnostic = diagnostics.error(&Pointer::root(), message);
                diagnostic.hint = refusal.hint.map(str::to_owned);
                diagnostic.position = refusal.position;
                Err(Faulty)
            }
        }
    }

    /// The name for messages: the path or file name it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a pointer: of the key of a member, of the start of an item, `1:1` for the root, and of the
    /// nearest ancestor for what does not exist.
    ///
    /// Reads the text again, so that a run without messages pays nothing. `None` if the pointer is nowhere to be found
    /// because the text cannot be read.
    pub fn locate(&self, pointer: &Pointer) -> Option<Position> {
        self.locate_all(&[pointer]).into_iter().next().flatten()
    }

    /// [`locate`](Self::locate) for many pointers, in one reading.
    pub fn locate_all(&self, pointers: &[&Pointer]) -> Vec<Option<Position>> {
        locate::places(self, pointers)
            .into_iter()
            .map(|places| places.first().copied())
            .collect()
    }

    pub(super) fn format(&self) -> Format {
        if self.text.trim_start().starts_with('{') {
            Format::Json
        } else {
            Format::Yaml
        }
    }
}

/// Why bytes are no text of a description.
struct Refusal {
    message: String,
    hint: Option<&'static str>,
    position: Option<Position>,
}

fn refuse(message: impl Display) -> Refusal {
    Refusal {
        message: message.to_string(),
        hint: None,
        position: None,
    }
}

impl Refusal {
    fn hint(self, hint: &'static str) -> Self {
        Self {
            hint: Some(hint),
            ..self
        }
    }

    fn at(self, position: Position) -> Self {
        Self {
            position: Some(position),
            ..self
        }
    }
}

fn text(mut bytes: Vec<u8>) -> Result<String, Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(refuse("is larger than 32 MiB"));
    }
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Err(refuse("is a gzip file").hint("unpack it first"));
    }
    if is_utf16(&bytes) {
        return Err(refuse("is UTF-16 text").hint("convert it to UTF-8"));
    }
    if bytes.starts_with("\u{feff}".as_bytes()) {
        bytes.drain(.."\u{feff}".len());
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let readable = String::from_utf8_lossy(error.as_bytes());
        refuse(format_args!("is not UTF-8 text, from byte {offset} on"))
            .hint("convert it to UTF-8")
            .at(position(&readable, offset))
    })?;
    if text.trim().is_empty() {
        return Err(refuse("is empty"));
    }
    if let Some(offset) = text.find('\0') {
        return Err(refuse("holds a NUL character").at(position(&text, offset)));
    }
    if is_markup(&text) {
        return Err(refuse("is an HTML or XML page, not a description").hint(
            "an error page may have been saved under this name; download the description again",
        ));
    }
    Ok(text)
}

/// A byte-order mark, or the first character, always ASCII in JSON and YAML, with a zero byte beside it.
fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || matches!(bytes, [0, character, ..] | [character, 0, ..] if *character != 0)
}

fn is_markup(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(9).collect();
    let start = start.to_ascii_lowercase();
    ["<!doctype", "<html", "<?xml"]
        .iter()
        .any(|markup| start.starts_with(markup))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(bytes: &[u8]) -> String {
        let mut diagnostics = Diagnostics::new();
        Source::new("a.yaml", bytes.to_vec(), &mut diagnostics).unwrap_err();
        crate::report::render(&diagnostics, None)
    }

    #[test]
    fn a_byte_order_mark_is_dropped() {
        let source = Source::new("a", b"\xef\xbb\xbfa: 1".to_vec(), &mut Diagnostics::new());
        assert_eq!(source.unwrap().text(), "a: 1");
    }

    #[test]
    fn the_content_tells_the_format() {
        let format = |text: &str| {
            Source::new("a.json", text.into(), &mut Diagnostics::new())
                .unwrap()
                .format()
        };
        assert_eq!(format(" \n{}"), Format::Json);
        assert_eq!(format("openapi: 3.0.3"), Format::Yaml);
    }

    #[test]
    fn what_cannot_be_a_description_is_refused() {
        assert_eq!(message(b""), "error: `a.yaml` is empty\n  --> #\n");
        assert_eq!(message(b" \t\n"), "error: `a.yaml` is empty\n  --> #\n");
        assert_eq!(
            message(b"\x1f\x8b\x08"),
            "error: `a.yaml` is a gzip file\n  --> #\n   = help: unpack it first\n"
        );
        for utf16 in [&b"\xff\xfea\0"[..], b"\xfe\xff\0a", b"a\0b\0", b"\0a\0b"] {
            assert!(message(utf16).contains("is UTF-16 text"), "{utf16:?}");
        }
        assert_eq!(
            message(b"a: 1\nb: caf\xe9"),
            "error: `a.yaml` is not UTF-8 text, from byte 11 on\n  --> 2:7  #\n   = help: convert it to UTF-8\n"
        );
        assert_eq!(
            message(b"a: \xc3\xa9\nb: \0"),
            "error: `a.yaml` holds a NUL character\n  --> 2:4  #\n"
        );
        for markup in ["<!DOCTYPE html>", "\n<HTML>", "<?xml version"] {
            assert!(
                message(markup.as_bytes()).contains("is an HTML or XML page"),
                "{markup}"
            );
        }
        assert!(message(&vec![b' '; MAX_BYTES + 1]).contains("larger than 32 MiB"));
    }
}
