//! Where in the text a pointer leads: the text is read a second time, once for all pointers together.
//!
//! `serde_json` lends raw slices of the text, so a key's place is its address in it. `serde_yaml` gives places to
//! errors only, so the key that is looked for is refused, the place is read off the refusal, and reading goes on.

use std::cell::Cell;
use std::fmt;

use indexmap::IndexMap;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::position::{YamlLines, positions};
use super::{Format, Source, nesting};
use crate::diagnostics::Position;
use crate::pointer::Pointer;

/// For each pointer all places where it occurs: one in a good document, several for a key that occurs twice.
/// The nearest ancestor stands in for what does not exist.
pub(super) fn places(source: &Source, pointers: &[&Pointer]) -> Vec<Vec<Position>> {
    let mut wanted = Wanted::default();
    for pointer in pointers {
        wanted.add(pointer);
    }
    let text = Text {
        text: source.text(),
        lines: match source.format() {
            Format::Json => None,
            Format::Yaml => Some(YamlLines::new(source.text())),
        },
    };
    text.search(&mut wanted);
    let offsets: Vec<Vec<usize>> = pointers
        .iter()
        .map(|pointer| wanted.nearest(pointer))
        .collect();
    let positions = positions(source.text(), offsets.iter().flatten().copied().collect());
    let position = |offset| positions.get(offset).copied();
    offsets
        .iter()
        .map(|offsets| offsets.iter().filter_map(position).collect())
        .collect()
}

/// The pointers as a tree, and what was found for each.
#[derive(Default)]
struct Wanted {
    members: IndexMap<String, Wanted>,
    offsets: Vec<usize>,
}

impl Wanted {
    fn add(&mut self, pointer: &Pointer) {
        pointer.tokens().fold(self, |wanted, token| {
            wanted.members.entry(token).or_default()
        });
    }

    fn nearest(&self, pointer: &Pointer) -> Vec<usize> {
        let mut found = vec![0];
        let mut here = self;
        for token in pointer.tokens() {
            match here.members.get(&token) {
                Some(member) if !member.offsets.is_empty() => {
                    found.clone_from(&member.offsets);
                    here = member;
                }
                _ => break,
            }
        }
        found
    }
}

struct Text<'t> {
    text: &'t str,
    /// Present for YAML.
    lines: Option<YamlLines>,
}

impl<'t> Text<'t> {
    /// What was found before a syntax error stays found.
    fn search(&self, wanted: &mut Wanted) {
        if wanted.members.is_empty() {
            return;
        }
        let refused = Cell::new(false);
        let search = Search {
            text: self,
            wanted,
            refuse: false,
            refused: &refused,
        };
        let _ = match &self.lines {
            None => search
                .deserialize(&mut serde_json::Deserializer::from_str(self.text))
                .ok(),
            Some(_) if nesting::too_deep(self.text).is_some() => None,
            Some(_) => serde_yaml::Deserializer::from_str(self.text)
                .next()
                .and_then(|document| search.deserialize(document).ok()),
        };
    }

    fn offset_of(&self, raw: &RawValue) -> Option<usize> {
        let address = raw.get().as_ptr().addr();
        address.checked_sub(self.text.as_ptr().addr())
    }

    /// Reads the place off a refusal of `serde_yaml`, which ends in ` at line 3 column 5`; at the very start it names none.
    fn offset_of_refusal(&self, refusal: &impl fmt::Display) -> Option<usize> {
        let refusal = refusal.to_string();
        let Some((_, place)) = refusal.rsplit_once(" at line ") else {
            return Some(0);
        };
        let (line, column) = place.split_once(" column ")?;
        self.lines
            .as_ref()?
            .offset(self.text, line.parse().ok()?, column.parse().ok()?)
    }

    /// A collection in flow style starts before its first member.
    fn before_bracket(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or_default().trim_end();
        if before.ends_with(['{', '[']) {
            before.len() - 1
        } else {
            offset
        }
    }
}

/// Walks one value; gives the offset of its start where it is asked to refuse (YAML).
struct Search<'s, 't> {
    text: &'s Text<'t>,
    wanted: &'s mut Wanted,
    /// Whether the start of this value is looked for: a scalar is refused, a collection refuses its first member.
    refuse: bool,
    refused: &'s Cell<bool>,
}

impl Search<'_, '_> {
    fn scalar<E: Error>(self) -> Result<Option<usize>, E> {
        if self.refuse {
            self.refused.set(true);
            Err(E::custom(""))
        } else {
            Ok(None)
        }
    }
}

impl<'de> DeserializeSeed<'de> for Search<'_, 'de> {
    type Value = Option<usize>;

    fn deserialize<D: serde::Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        if self.refuse || !self.wanted.members.is_empty() {
            deserializer.deserialize_any(self)
        } else {
            deserializer.deserialize_ignored_any(IgnoredAny)?;
            Ok(None)
        }
    }
}

impl<'de> Visitor<'de> for Search<'_, 'de> {
    type Value = Option<usize>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        self.scalar()
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        self.scalar()
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        self.scalar()
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        self.scalar()
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        self.scalar()
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<Self::Value, E> {
        self.scalar()
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<Self::Value, E> {
        self.scalar()
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        self.scalar()
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
        self.scalar()
    }

    fn visit_enum<A: serde::de::EnumAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
        let (_, value) = access.variant::<String>()?;
        serde::de::VariantAccess::newtype_variant_seed(value, self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut start = None;
        let mut first = self.refuse;
        loop {
            let interesting = |key: &str| first || self.wanted.members.contains_key(key);
            let (key, offset) = match self.text.lines {
                None => match access.next_key::<&RawValue>()? {
                    None => return Ok(start),
                    Some(raw) => (
                        serde_json::from_str(raw.get()).map_err(A::Error::custom)?,
                        self.text.offset_of(raw),
                    ),
                },
                Some(_) => {
                    let mut key = String::new();
                    let refused = Cell::new(false);
                    match access.next_key_seed(KeySearch {
                        key: &mut key,
                        interesting,
                        refused: &refused,
                    }) {
                        Ok(None) => return Ok(start),
                        Ok(Some(())) => (key, None),
                        Err(refusal) if refused.get() => {
                            (key, self.text.offset_of_refusal(&refusal))
                        }
                        Err(error) => return Err(error),
                    }
                }
            };
            if first {
                start = offset.map(|offset| self.text.before_bracket(offset));
                first = false;
            }
            match self.wanted.members.get_mut(&key) {
                None => drop(access.next_value::<IgnoredAny>()?),
                Some(wanted) => {
                    wanted.offsets.extend(offset);
                    access.next_value_seed(Search {
                        text: self.text,
                        wanted,
                        refuse: false,
                        refused: self.refused,
                    })?;
                }
            }
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut start = None;
        let mut nothing = Wanted::default();
        for index in 0usize.. {
            let asked = self.wanted.members.get_mut(&index.to_string());
            let wanted_here = asked.is_some();
            let refuse = wanted_here || (index == 0 && self.refuse);
            let wanted = asked.unwrap_or(&mut nothing);
            let offset = if self.text.lines.is_none() && wanted_here {
                let Some(raw) = access.next_element::<&RawValue>()? else {
                    break;
                };
                let search = Search {
                    text: self.text,
                    wanted: &mut *wanted,
                    refuse: false,
                    refused: self.refused,
                };
                search
                    .deserialize(&mut serde_json::Deserializer::from_str(raw.get()))
                    .map_err(A::Error::custom)?;
                self.text.offset_of(raw)
            } else {
                match access.next_element_seed(Search {
                    text: self.text,
                    wanted: &mut *wanted,
                    refuse,
                    refused: self.refused,
                }) {
                    Ok(None) => break,
                    Ok(Some(offset)) => offset,
                    Err(refusal) if self.refused.replace(false) => {
                        self.text.offset_of_refusal(&refusal)
                    }
                    Err(error) => return Err(error),
                }
            };
            if index == 0 && self.refuse {
                start = offset.map(|offset| self.text.before_bracket(offset));
            }
            if wanted_here {
                wanted.offsets.extend(offset);
            }
        }
        Ok(start)
    }
}

/// Reads a key of a YAML mapping, and refuses one whose place is looked for.
struct KeySearch<'s, F> {
    key: &'s mut String,
    interesting: F,
    refused: &'s Cell<bool>,
}

impl<'de, F: Fn(&str) -> bool> DeserializeSeed<'de> for KeySearch<'_, F> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<F: Fn(&str) -> bool> Visitor<'_> for KeySearch<'_, F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<(), E> {
        key.clone_into(self.key);
        if (self.interesting)(key) {
            self.refused.set(true);
            Err(E::custom(""))
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Diagnostics;

    fn source(text: &str) -> Source {
        Source::new("test", text.into(), &mut Diagnostics::new()).unwrap()
    }

    fn pointer(text: &str) -> Pointer {
        Pointer::from_reference(text).unwrap()
    }

    /// The text from the place of the pointer on, to the end of the line.
    fn at(text: &str, reference: &str) -> String {
        let Position { line, column } = source(text).locate(&pointer(reference)).unwrap();
        let line = text.lines().nth(line - 1).unwrap();
        line.chars().skip(column - 1).collect()
    }

    const BLOCK: &str = "\
openapi: 3.0.3
# é
paths:
  /pets/{id~}:
    get: {tags: [ 'é', pets], parameters: [{name: id}, [ [x]], {}]}
    parameters:
      - name: limit
        in: query
      -   é: 1
      - text
      -
      - - deep
        - deeper
200: number
\"quoted key\": 1
";

    #[test]
    fn members_of_yaml_are_found_at_their_keys() {
        assert_eq!(at(BLOCK, "#"), "openapi: 3.0.3");
        assert_eq!(at(BLOCK, "#/openapi"), "openapi: 3.0.3");
        assert_eq!(at(BLOCK, "#/paths"), "paths:");
        assert_eq!(at(BLOCK, "#/paths/~1pets~1{id~0}"), "/pets/{id~}:");
        assert_eq!(
            at(BLOCK, "#/paths/~1pets~1{id~0}/parameters/0/in"),
            "in: query"
        );
        assert_eq!(at(BLOCK, "#/paths/~1pets~1{id~0}/parameters/1/é"), "é: 1");
        assert_eq!(at(BLOCK, "#/200"), "200: number");
        assert_eq!(at(BLOCK, "#/quoted key"), "\"quoted key\": 1");
    }

    #[test]
    fn items_of_yaml_are_found_at_their_start() {
        let item = |place: &str| at(BLOCK, &format!("#/paths/~1pets~1{{id~0}}/{place}"));
        assert_eq!(item("parameters/0"), "name: limit");
        assert_eq!(item("parameters/1"), "é: 1");
        assert_eq!(item("parameters/2"), "text");
        assert_eq!(item("parameters/4"), "deep");
        assert_eq!(item("parameters/4/1"), "deeper");
        let rest = "pets], parameters: [{name: id}, [ [x]], {}]}";
        assert_eq!(item("get/tags/1"), rest);
        assert_eq!(item("get/parameters/0"), "{name: id}, [ [x]], {}]}");
        assert_eq!(item("get/parameters/0/name"), "name: id}, [ [x]], {}]}");
        assert_eq!(item("get/parameters/1/0/0"), "x]], {}]}");
    }

    #[test]
    fn what_does_not_exist_is_found_at_its_nearest_ancestor() {
        assert_eq!(at(BLOCK, "#/nowhere/x"), "openapi: 3.0.3");
        assert_eq!(at(BLOCK, "#/paths/nowhere/x"), "paths:");
        assert_eq!(at(BLOCK, "#/200/x"), "200: number");
        assert_eq!(at("{\"a\": {\"b\": 1}}", "#/a/b/c"), "\"b\": 1}}");
    }

    #[test]
    fn members_and_items_of_json_are_found() {
        let text = r#"{"a" : {"x/~y": [ 1, {"é" :2 ,"z":[[3]]}]},
 "\u0062":4}"#;
        assert_eq!(
            at(text, "#/a"),
            r#""a" : {"x/~y": [ 1, {"é" :2 ,"z":[[3]]}]},"#
        );
        assert_eq!(at(text, "#/a/x~1~0y/0"), r#"1, {"é" :2 ,"z":[[3]]}]},"#);
        assert_eq!(at(text, "#/a/x~1~0y/1"), r#"{"é" :2 ,"z":[[3]]}]},"#);
        assert_eq!(at(text, "#/a/x~1~0y/1/z/0/0"), "3]]}]},");
        assert_eq!(at(text, "#/b"), r#""\u0062":4}"#);
    }

    #[test]
    fn every_occurrence_of_a_key_is_told() {
        for text in ["{\"a\": 1,\n \"a\": 2}", "\na: 1\na: 2\n", "[]"] {
            let places = places(&source(text), &[&pointer("#/a")]);
            let expected = if text == "[]" { 1 } else { 2 };
            assert_eq!(places[0].len(), expected, "{text}");
        }
    }

    #[test]
    fn anchors_and_tags_do_not_hide_a_place() {
        let text = "a: &x\n  b: 1\nc:\n  - *x\n  - d: !t 2\n  - e\n";
        assert_eq!(at(text, "#/c/0/b"), "b: 1");
        assert_eq!(at(text, "#/c/1/d"), "d: !t 2");
        assert_eq!(at(text, "#/c/2"), "e");
    }

    #[test]
    fn a_text_that_breaks_off_is_searched_up_to_there() {
        assert_eq!(at("{\"a\": 1, \"b\": ", "#/a"), "\"a\": 1, \"b\": ");
        assert_eq!(at("a: 1\nb: [\n", "#/a"), "a: 1");
    }
}
