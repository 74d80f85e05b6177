//! `openapiv3::OpenAPI` from the tree.

use openapiv3::OpenAPI;
use serde::de::value::{BorrowedStrDeserializer, Error, MapDeserializer, SeqDeserializer};
use serde::de::{IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde::{Deserialize, Deserializer};

use super::tree::{Node, Number};

use crate::diagnostics::{Diagnostics, Faulty};
use crate::pointer::Pointer;

/// The types of `openapiv3` copy a value at each level of a schema, deep in the stack: more than twice what 128 levels
/// take in a debug build.
const STACK: usize = 64 << 20;

/// After the check of the structure this fails only where `openapiv3` is stricter than the standard.
pub(super) fn openapi(tree: &Node, diagnostics: &mut Diagnostics) -> Result<OpenAPI, Faulty> {
    let read = std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || read(tree))
            .map(|thread| thread.join())
    });
    let (pointer, reason) = match read {
        Ok(Ok(Ok(openapi))) => return Ok(openapi),
        Ok(Ok(Err(failure))) => failure,
        Ok(Err(_)) => (Pointer::root(), "openapiv3 panicked".to_owned()),
        Err(error) => (Pointer::root(), format!("no thread to read it: {error}")),
    };
    let message = format!("this cannot be read as OpenAPI 3.0: {reason}");
    diagnostics.error(&pointer, message);
    Err(Faulty)
}

fn read(tree: &Node) -> Result<OpenAPI, (Pointer, String)> {
    OpenAPI::deserialize(NodeDeserializer(tree)).map_err(|error| {
        // Keeping track of the place costs time, so it is done only now.
        match serde_path_to_error::deserialize::<_, OpenAPI>(NodeDeserializer(tree)) {
            Err(failure) => (pointer(failure.path()), failure.inner().to_string()),
            Ok(_) => (Pointer::root(), error.to_string()),
        }
    })
}

fn pointer(path: &serde_path_to_error::Path) -> Pointer {
    use serde_path_to_error::Segment;
    path.iter()
        .fold(Pointer::root(), |pointer, segment| match segment {
            Segment::Seq { index } => pointer.index(*index),
            Segment::Map { key } => pointer.join(key),
            Segment::Enum { .. } | Segment::Unknown => pointer,
        })
}

/// Presents a node to serde; texts are lent, never copied.
#[derive(Clone, Copy)]
struct NodeDeserializer<'de>(&'de Node);

impl<'de> IntoDeserializer<'de, Error> for NodeDeserializer<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for NodeDeserializer<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Node::Null => visitor.visit_unit(),
            Node::Bool(value) => visitor.visit_bool(*value),
            Node::Number(Number::Unsigned(value)) => visitor.visit_u64(*value),
            Node::Number(Number::Negative(value)) => visitor.visit_i64(*value),
            Node::Number(Number::Float(value)) => visitor.visit_f64(*value),
            Node::String(text) => visitor.visit_borrowed_str(text),
            Node::Array(items) => {
                visitor.visit_seq(SeqDeserializer::new(items.iter().map(NodeDeserializer)))
            }
            Node::Object(members) => {
                visitor.visit_map(MapDeserializer::new(members.iter().map(|(key, value)| {
                    (BorrowedStrDeserializer::new(key), NodeDeserializer(value))
                })))
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Node::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Node::String(text) => {
                BorrowedStrDeserializer::new(text).deserialize_enum(name, variants, visitor)
            }
            _ => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Format;
    use crate::load::tree::Builder;
    use serde::de::DeserializeSeed;

    #[test]
    fn what_the_types_refuse_has_its_place() {
        let text = r#"{"openapi": "3.0.3", "info": {"title": "t", "version": 1}, "paths": {}}"#;
        let mut builder = Builder::new(text, Format::Json);
        let tree = (&mut builder)
            .deserialize(&mut serde_json::Deserializer::from_str(text))
            .unwrap();
        let mut diagnostics = Diagnostics::new();
        openapi(&tree, &mut diagnostics).unwrap_err();
        assert_eq!(
            crate::report::render(&diagnostics, None),
            "error: this cannot be read as OpenAPI 3.0: invalid type: integer `1`, expected a string\n  --> #/info/version\n"
        );
    }
}
