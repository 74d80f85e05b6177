//! A small JSON file that holds secrets.

use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use zeroize::Zeroizing;

use super::CredentialsError;
use super::api_host::ApiHost;
use crate::secret::Secret;

/// A file of credentials has about 1 KiB; what is longer is something else.
const LONGEST: u64 = 1024 * 1024;

/// A file, read.
pub(super) struct File {
    path: PathBuf,
    root: Json,
}

impl File {
    /// `None` where there is no such file.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, CredentialsError> {
        Self::read_checked(path, |_| Ok(()))
    }

    /// Looks at the file before reading it.
    pub(super) fn read_checked(
        path: &Path,
        check: impl FnOnce(&fs::Metadata) -> Result<(), CredentialsError>,
    ) -> Result<Option<Self>, CredentialsError> {
        let content = |why: String| CredentialsError::content(path, None, why);
        let text = match open(path) {
            Ok(None) => return Err(content("is not a regular file".into())),
            Ok(Some((file, metadata))) => {
                check(&metadata)?;
                bytes(file, metadata.len())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => Err(error),
        };
        let text = text.map_err(|error| CredentialsError::Read {
            path: path.to_owned(),
            error,
        })?;
        let text = text.ok_or_else(|| content("is longer than 1 MiB".into()))?;
        let root = parse(&text).map_err(content)?;
        Ok(Some(Self {
            path: path.to_owned(),
            root,
        }))
    }

    pub(super) fn root(&self) -> Node<'_> {
        Node {
            file: self,
            place: String::new(),
            json: Some(&self.root),
        }
    }
}

/// `None` for a folder, or what could keep the reader waiting for ever, such as a pipe.
///
/// A pipe that takes the place of the file between the two looks still makes the reader wait. Whoever can do that can
/// write to the folder, and so put in credentials of their own, which is worse.
fn open(path: &Path) -> io::Result<Option<(fs::File, fs::Metadata)>> {
    if !fs::metadata(path)?.is_file() {
        return Ok(None);
    }
    let file = fs::File::open(path)?;
    let metadata = file.metadata()?;
    Ok(metadata.is_file().then_some((file, metadata)))
}

/// All of a file; `None` if it is too long.
fn bytes(file: fs::File, length: u64) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    // With enough room from the start no copy of the text stays behind.
    let room = usize::try_from(length.min(LONGEST)).unwrap_or_default() + 1;
    let mut text = Zeroizing::new(Vec::with_capacity(room));
    file.take(LONGEST + 1).read_to_end(&mut text)?;
    let is_short = u64::try_from(text.len()).is_ok_and(|length| length <= LONGEST);
    Ok(is_short.then_some(text))
}

/// Reads JSON; else says what is wrong, with nothing out of the text.
fn parse(text: &[u8]) -> Result<Json, String> {
    if text.is_empty() {
        return Err("is empty".into());
    }
    if text.starts_with(b"\xEF\xBB\xBF") {
        return Err("starts with a byte order mark; save it as UTF-8 without one".into());
    }
    serde_json::from_slice(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        format!("is not JSON (line {line}, column {column})")
    })
}

/// JSON, with each text in a [`Secret`].
enum Json {
    Text(Secret),
    Integer(u64),
    List(Vec<Json>),
    /// In the order of the file. Of a name that comes twice the last one counts.
    Object(Vec<(String, Json)>),
    Null,
    Other,
}

/// A place in a file, and what stands there.
pub(super) struct Node<'a> {
    file: &'a File,
    place: String,
    json: Option<&'a Json>,
}

impl<'a> Node<'a> {
    /// `null` is as good as nothing.
    pub(super) fn is_set(&self) -> bool {
        !matches!(self.json, None | Some(Json::Null))
    }

    pub(super) fn member(&self, name: &str) -> Result<Node<'a>, CredentialsError> {
        let members = self.members()?;
        let found = members.into_iter().rev().find(|(known, _)| *known == name);
        Ok(found.map_or_else(|| self.inner(self.below(name), None), |(_, node)| node))
    }

    /// The members of an object, in their order.
    pub(super) fn members(&self) -> Result<Vec<(&'a str, Node<'a>)>, CredentialsError> {
        let Some(Json::Object(members)) = self.json else {
            return Err(self.fault("is not an object"));
        };
        let nodes = members
            .iter()
            .map(|(name, json)| (name.as_str(), self.inner(self.below(name), Some(json))));
        Ok(nodes.collect())
    }

    pub(super) fn list(&self) -> Result<Vec<Node<'a>>, CredentialsError> {
        let Some(Json::List(items)) = self.json else {
            return Err(self.fault("is not a list"));
        };
        let nodes = items
            .iter()
            .enumerate()
            .map(|(index, json)| self.inner(format!("{}[{index}]", self.place), Some(json)));
        Ok(nodes.collect())
    }

    /// A text that must be there and not be empty.
    pub(super) fn text(&self) -> Result<&'a Secret, CredentialsError> {
        self.optional_text()?
            .ok_or_else(|| self.fault("is missing"))
    }

    /// A text that must not be empty if it is there.
    pub(super) fn optional_text(&self) -> Result<Option<&'a Secret>, CredentialsError> {
        match self.json {
            None | Some(Json::Null) => Ok(None),
            Some(Json::Text(text)) if text.expose().is_empty() => Err(self.fault("is empty")),
            Some(Json::Text(text)) => Ok(Some(text)),
            Some(_) => Err(self.fault("is not a text")),
        }
    }

    /// A text that must be there, but may be empty.
    #[cfg(feature = "persist")]
    pub(super) fn any_text(&self) -> Result<&'a Secret, CredentialsError> {
        match self.json {
            Some(Json::Text(text)) => Ok(text),
            _ => Err(self.fault("is not a text")),
        }
    }

    pub(super) fn integer(&self) -> Result<u64, CredentialsError> {
        let number = match self.json {
            None | Some(Json::Null) => return Err(self.fault("is missing")),
            Some(Json::Integer(number)) => Some(*number),
            // So numbers come where another crate of the program has switched on `serde_json/arbitrary_precision`.
            Some(Json::Object(members)) => match members.as_slice() {
                [(key, Json::Text(digits))] if key == "$serde_json::private::Number" => {
                    digits.expose().parse().ok()
                }
                _ => None,
            },
            Some(_) => None,
        };
        number.ok_or_else(|| self.fault("is not a whole number"))
    }

    pub(super) fn api_host(&self) -> Result<Option<ApiHost>, CredentialsError> {
        let host = self
            .optional_text()?
            .map(|text| ApiHost::parse(text.expose()));
        host.transpose().map_err(|why| self.fault(why))
    }

    pub(super) fn fault(&self, why: &'static str) -> CredentialsError {
        let member = Some(self.place.clone()).filter(|place| !place.is_empty());
        CredentialsError::content(&self.file.path, member, why)
    }

    fn below(&self, name: &str) -> String {
        match self.place.as_str() {
            "" => name.to_owned(),
            place => format!("{place}.{name}"),
        }
    }

    fn inner(&self, place: String, json: Option<&'a Json>) -> Node<'a> {
        Node {
            file: self.file,
            place,
            json,
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Integer(number))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Json, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = object.next_entry()? {
            members.push(member);
        }
        Ok(Json::Object(members))
    }
}
