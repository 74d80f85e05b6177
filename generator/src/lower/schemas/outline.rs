//! What the schema of a body is about, as far as its encoding depends on it.

use openapiv3::Schema;

use crate::diagnostics::Diagnostics;
use crate::ir::{Contents, Field, Type};
use crate::pointer::Pointer;
use crate::resolve::Start;

use super::view::View;
use super::{Members, Schemas};

/// More schemas than this that do nothing but refer to the next are no real description.
const MAX_STEPS: usize = 100;

/// The kind of value that a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Outline {
    /// Any: there is no schema, or it says nothing.
    Any,
    /// Bytes.
    Binary,
    /// A text.
    Text,
    /// A number or a boolean.
    Number,
    /// A list.
    Array,
    /// An object.
    Object,
    /// One of several.
    Union,
}

/// The members of an object that gets no type of its own.
pub(in super::super) struct ObjectMembers {
    /// Those that have names.
    pub(in super::super) fields: Vec<Field>,
    /// The type of those that have none, and where it stands.
    pub(in super::super) rest: Option<(Type, Pointer)>,
}

impl<'a> Schemas<'a> {
    /// The kind of value that the schema at `start` describes. One that leads nowhere is told by `lower`.
    pub(in super::super) fn outline(&self, start: Start<'a, Schema>, pointer: &Pointer) -> Outline {
        let view = self.plain_view(start, pointer);
        view.map_or(Outline::Any, |view| outline(&view))
    }

    /// What a text, or the items of a list, stand for.
    pub(super) fn contents(&self, start: Start<'a, Schema>, pointer: &Pointer) -> Contents {
        let Some(view) = self.plain_view(start, pointer) else {
            return Contents::Text;
        };
        let item = view
            .items
            .filter(|_| outline(&view) == Outline::Array)
            .and_then(|items| self.plain_view(Start::from(items), &pointer.join("items")));
        let view = item.unwrap_or(view);
        match (view.typ, view.format) {
            (Some("string"), Some("binary")) => Contents::Binary,
            (Some("string"), Some("byte")) => Contents::Base64,
            _ => Contents::Text,
        }
    }

    /// The members of the object at `start`, those of its parts among them. `None` means that it has a fault, which
    /// was told.
    pub(in super::super) fn object_members(
        &mut self,
        start: Start<'a, Schema>,
        pointer: &Pointer,
        words: &[String],
        diagnostics: &mut Diagnostics,
    ) -> Option<ObjectMembers> {
        let resolved = self.resolver.schema(start, pointer, diagnostics)?;
        let words = resolved
            .component
            .map_or_else(|| words.to_vec(), |key| vec![key.to_owned()]);
        let mut members = Members::default();
        let mut path = vec![resolved.pointer.clone()];
        self.merge(
            &View::of(resolved.item),
            &resolved.pointer,
            &words,
            &mut members,
            &mut path,
            diagnostics,
        )?;
        let rest = members.rest.take();
        Some(ObjectMembers {
            fields: members.into_fields(diagnostics),
            rest,
        })
    }

    /// The schema at `start`, or that behind it where it only says more about a reference.
    fn plain_view(&self, start: Start<'a, Schema>, pointer: &Pointer) -> Option<View<'a>> {
        let mut view = self.view(start, pointer)?;
        for _ in 0..MAX_STEPS {
            let ([only], false) = (view.all_of, view.has_members()) else {
                break;
            };
            view = self.view(Start::from(only), pointer)?;
        }
        Some(view)
    }
}

fn outline(view: &View<'_>) -> Outline {
    if view.one_of || view.any_of || view.not {
        return Outline::Union;
    }
    match view.typ {
        _ if !view.all_of.is_empty() => Outline::Object,
        Some("string") if view.format == Some("binary") => Outline::Binary,
        Some("string") => Outline::Text,
        Some("array") => Outline::Array,
        Some("object") => Outline::Object,
        Some(_) => Outline::Number,
        None if view.has_members() => Outline::Object,
        None if view.items.is_some() => Outline::Array,
        None => match view.enumeration.first() {
            None => Outline::Any,
            Some(value) if value.is_string() => Outline::Text,
            Some(_) => Outline::Number,
        },
    }
}
