//! The description as it was written: a tree that keeps order and exact numbers, and refuses what would be lost in silence.

use std::fmt;

use indexmap::IndexMap;
use indexmap::map::Entry;
use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::Format;
use crate::pointer::Pointer;

/// One value of a description, the same whether it was written in JSON or in YAML.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `null`, and a YAML member without a value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, always finite.
    Number(Number),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Node>),
    /// Members in the order of the text; no key occurs twice.
    Object(IndexMap<String, Node>),
}

/// A number as it was written.
///
/// Integers beyond 64 bits are floats, as `serde_json` reads them, so that both formats give the same tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// An integer from 0 to 2^64 - 1.
    Unsigned(u64),
    /// An integer from -2^63 to -1.
    Negative(i64),
    /// Anything else; finite.
    Float(f64),
}

impl Node {
    /// The node that a pointer names.
    pub fn at(&self, pointer: &Pointer) -> Option<&Node> {
        pointer.tokens().try_fold(self, |node, token| match node {
            Node::Object(members) => members.get(&token),
            Node::Array(items) => items.get(token.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// The members, if this is an object.
    pub fn as_object(&self) -> Option<&IndexMap<String, Node>> {
        match self {
            Node::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Node::String(text) => Some(text),
            _ => None,
        }
    }

    /// What it is, for messages: `an object`, `a string`.
    pub fn kind(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Bool(_) => "a boolean",
            Node::Number(_) => "a number",
            Node::String(_) => "a string",
            Node::Array(_) => "an array",
            Node::Object(_) => "an object",
        }
    }
}

impl Number {
    /// The nearest float.
    pub fn as_f64(self) -> f64 {
        match self {
            Number::Unsigned(value) => value as f64,
            Number::Negative(value) => value as f64,
            Number::Float(value) => value,
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Unsigned(value) => value.fmt(formatter),
            Number::Negative(value) => value.fmt(formatter),
            // `3.0`, not `3`: as it was written.
            Number::Float(value) => write!(formatter, "{value:?}"),
        }
    }
}

/// Something in the text that the tree cannot hold.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) what: What,
    /// The tokens from the fault's own up to the root: each level adds its own on the way out.
    tokens: Vec<Token>,
}

#[derive(Debug)]
pub(super) enum What {
    DuplicateKey(String),
    Tag(String),
    NotFinite(f64),
}

#[derive(Debug)]
enum Token {
    Key(String),
    Index(usize),
}

impl Fault {
    pub(super) fn pointer(&self) -> Pointer {
        self.tokens
            .iter()
            .rev()
            .fold(Pointer::root(), |pointer, token| match token {
                Token::Key(key) => pointer.join(key),
                Token::Index(index) => pointer.index(*index),
            })
    }
}

/// Faults that are kept; one document needs no more to be understood as broken.
const MAX_FAULTS: usize = 50;

/// Builds a tree from either parser, and collects the faults on the way.
pub(super) struct Builder {
    format: Format,
    pub(super) faults: Vec<Fault>,
    /// What the tree may still grow: only YAML aliases can make it larger than its text.
    budget: usize,
    pub(super) exhausted: bool,
}

impl Builder {
    pub(super) fn new(text: &str, format: Format) -> Self {
        Self {
            format,
            faults: Vec::new(),
            budget: text.len().saturating_mul(2).saturating_add(1 << 20),
            exhausted: false,
        }
    }

    fn spend<E: serde::de::Error>(&mut self, length: usize) -> Result<(), E> {
        match self.budget.checked_sub(length.saturating_add(1)) {
            Some(rest) => {
                self.budget = rest;
                Ok(())
            }
            None => {
                self.exhausted = true;
                Err(E::custom("alias expansion limit"))
            }
        }
    }

    fn fault(&mut self, what: What, token: Option<Token>) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(Fault {
                what,
                tokens: Vec::from_iter(token),
            });
        }
    }

    /// Puts a child's token on the faults that were found in it.
    fn trace(&mut self, known: usize, token: impl Fn() -> Token) {
        for fault in self.faults.iter_mut().skip(known) {
            fault.tokens.push(token());
        }
    }
}

impl<'de> DeserializeSeed<'de> for &mut Builder {
    type Value = Node;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Builder {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Node, E> {
        self.spend(0)?;
        Ok(Node::Null)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Node, E> {
        self.visit_unit()
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Node, E> {
        self.spend(0)?;
        Ok(Node::Bool(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Node, E> {
        self.spend(0)?;
        Ok(Node::Number(Number::Unsigned(value)))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Node, E> {
        self.spend(0)?;
        Ok(Node::Number(match u64::try_from(value) {
            Ok(value) => Number::Unsigned(value),
            Err(_) => Number::Negative(value),
        }))
    }

    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Node, E> {
        self.visit_f64(value as f64)
    }

    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<Node, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Node, E> {
        self.spend(0)?;
        if !value.is_finite() {
            self.fault(What::NotFinite(value), None);
        }
        // serde_json reads `-0` as a float, serde_yaml as an integer.
        Ok(Node::Number(if value == 0.0 && value.is_sign_negative() {
            Number::Unsigned(0)
        } else {
            Number::Float(value)
        }))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Node, E> {
        self.spend(value.len())?;
        Ok(Node::String(value.to_owned()))
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Node, E> {
        self.spend(value.len())?;
        Ok(Node::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        self.spend(0)?;
        let mut items = Vec::new();
        loop {
            let known = self.faults.len();
            let Some(item) = access.next_element_seed(&mut *self)? else {
                return Ok(Node::Array(items));
            };
            self.trace(known, || Token::Index(items.len()));
            items.push(item);
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        self.spend(0)?;
        let mut members = IndexMap::new();
        while let Some(key) = access.next_key_seed(Key(self.format))? {
            self.spend(key.len())?;
            let known = self.faults.len();
            let value = access.next_value_seed(&mut *self)?;
            self.trace(known, || Token::Key(key.clone()));
            match members.entry(key) {
                Entry::Vacant(place) => {
                    place.insert(value);
                }
                Entry::Occupied(first) => {
                    let key = first.key().clone();
                    self.fault(What::DuplicateKey(key.clone()), Some(Token::Key(key)));
                }
            }
        }
        Ok(Node::Object(members))
    }

    /// Only YAML tags come here.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Node, A::Error> {
        let (tag, value) = access.variant::<String>()?;
        self.fault(What::Tag(tag), None);
        value.newtype_variant_seed(self)
    }
}

/// A key, as its text even where YAML would read a number: `200`, `1.10`, `true`.
///
/// A merge key is refused at once: what it merges may hold itself.
struct Key(Format);

/// What the refusal of a merge key says.
pub(super) const MERGE_KEY: &str = "merge keys (`<<`) are not supported";

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key that is a text or a number")
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<String, E> {
        if value == "<<" && self.0 == Format::Yaml {
            return Err(E::custom(MERGE_KEY));
        }
        Ok(value.to_owned())
    }
}
