//! For which values a style has a text (OpenAPI 3.0.4, "Style Values").

use crate::diagnostics::Diagnostics;
use crate::ir::{Direction, Field, ModelId, PathStyle, Place, QueryStyle, Serialization, Type};
use crate::pointer::Pointer;

use super::super::super::schemas::Schemas;

/// Refuses what never has a text, and warns of what has none for some values, or none in the standard.
pub(in super::super) fn check(
    ty: &Type,
    place: Place,
    pointer: &Pointer,
    schemas: &Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let values = Values { pointer, schemas };
    if let Place::Query(
        Serialization::Style(style, explode) | Serialization::Reserved(style, explode),
    ) = place
    {
        values.warn_of_style(ty, style, explode, diagnostics);
    }
    values.warn_of_null(ty, place, diagnostics);
    match flat_style(place) {
        Some(style) => values.check_nesting(ty, style, diagnostics),
        None => Some(()),
    }
}

/// A style without a text for what stands inside of an array or an object, and what to write instead.
#[derive(Clone, Copy)]
struct FlatStyle {
    name: &'static str,
    hint: &'static str,
}

fn flat_style(place: Place) -> Option<FlatStyle> {
    const CONTENT: &str = "where the server reads JSON, write `content: {application/json: {schema: ...}}` in place of `schema`";
    const IN_QUERY: &str = "write `style: deepObject` for an object, or `style: form` with `explode: true`, which sends what is inside as JSON";
    let (name, hint) = match place {
        Place::Path(Serialization::Style(style, _)) => (path_style(style), CONTENT),
        Place::Query(
            Serialization::Style(style, false) | Serialization::Reserved(style, false),
        ) if style != QueryStyle::DeepObject => (query_style(style), IN_QUERY),
        Place::Header(Serialization::Style((), _)) => ("simple", CONTENT),
        Place::Cookie(Serialization::Style((), _)) => ("form", CONTENT),
        _ => return None,
    };
    Some(FlatStyle { name, hint })
}

fn path_style(style: PathStyle) -> &'static str {
    match style {
        PathStyle::Simple => "simple",
        PathStyle::Label => "label",
        PathStyle::Matrix => "matrix",
    }
}

fn query_style(style: QueryStyle) -> &'static str {
    match style {
        QueryStyle::Form => "form",
        QueryStyle::SpaceDelimited => "spaceDelimited",
        QueryStyle::PipeDelimited => "pipeDelimited",
        QueryStyle::DeepObject => "deepObject",
    }
}

/// The values of one parameter.
struct Values<'s, 'a> {
    pointer: &'s Pointer,
    schemas: &'s Schemas<'a>,
}

impl Values<'_, '_> {
    /// The standard leaves some uses of a style open; servers read them as the style `form`.
    fn warn_of_style(
        &self,
        ty: &Type,
        style: QueryStyle,
        explode: bool,
        diagnostics: &mut Diagnostics,
    ) {
        let name = query_style(style);
        let is_composite = self.is_composite(ty);
        let (message, hint) = match (style, ty) {
            (QueryStyle::Form, _) | (_, Type::Any) => return,
            (QueryStyle::DeepObject, Type::Array(_)) => (
                format!(
                    "the style `{name}` is for objects; each item of the array is sent as a parameter of its own, as in `tag=a&tag=b`"
                ),
                "take `style` out",
            ),
            (QueryStyle::DeepObject, _) if is_composite => return,
            (_, _) if !is_composite => (
                format!(
                    "the style `{name}` is not for a single value; it is sent as with the style `form`"
                ),
                "take `style` out",
            ),
            _ if explode => (
                format!(
                    "the standard does not say what the style `{name}` means with `explode: true`; the value is sent as with the style `form`"
                ),
                "write `explode: false` for one parameter that holds everything, or take `style` out",
            ),
            _ => return,
        };
        diagnostics
            .warning(&self.pointer.join("style"), message)
            .hint(hint);
    }

    /// What is not set has no text outside of JSON (RFC 6570, 2.3).
    fn warn_of_null(&self, ty: &Type, place: Place, diagnostics: &mut Diagnostics) {
        let is_json = matches!(
            place,
            Place::Path(Serialization::Json)
                | Place::Query(Serialization::Json)
                | Place::Header(Serialization::Json)
                | Place::Cookie(Serialization::Json)
        );
        let holds_null =
            matches!(ty, Type::Array(item) if matches!(item.as_ref(), Type::Nullable(_)));
        if holds_null && !is_json {
            diagnostics
                .warning(
                    self.pointer,
                    "`null` has no text as an item of an array; it is left out",
                )
                .hint("take `nullable` out of the items");
        }
    }

    fn check_nesting(
        &self,
        ty: &Type,
        style: FlatStyle,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let inner = match ty {
            Type::Array(item) => Some((item, "an array")),
            Type::Map(value) => Some((value, "an object")),
            _ => None,
        };
        if let Some((_, outer)) = inner.filter(|(inner, _)| self.is_composite(inner)) {
            let message = format!(
                "the style `{}` has no text for arrays and objects inside of {outer}",
                style.name
            );
            diagnostics.error(self.pointer, message).hint(style.hint);
            return None;
        }
        match ty {
            Type::Model(id) => self.check_members(*id, style, diagnostics),
            _ => Some(()),
        }
    }

    /// A call need not set what is optional, so only what is required makes the parameter useless.
    fn check_members(
        &self,
        id: ModelId,
        style: FlatStyle,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let mut good = Some(());
        let fields = self.schemas.fields(id).unwrap_or_default().iter();
        for field in fields.filter(|field| self.is_nested(field)) {
            let message = format!(
                "the style `{}` has no text for the array or object in the property {:?}",
                style.name, field.name
            );
            let diagnostic = if field.required {
                good = None;
                diagnostics.error(self.pointer, message)
            } else {
                let message = format!("{message}; a call that sets it is refused");
                diagnostics.warning(self.pointer, message)
            };
            diagnostic
                .related(&field.pointer, "the property")
                .hint(style.hint);
        }
        let rest = self.schemas.rest_of(id);
        if rest.is_some_and(|ty| self.is_composite(ty)) {
            let message = format!(
                "the style `{}` has no text for the arrays or objects of `additionalProperties`; a call that sets one is refused",
                style.name
            );
            diagnostics.warning(self.pointer, message).hint(style.hint);
        }
        good
    }

    fn is_nested(&self, field: &Field) -> bool {
        field.direction != Direction::Received && self.is_composite(&field.ty)
    }

    fn is_composite(&self, ty: &Type) -> bool {
        match ty {
            Type::Nullable(inner) => self.is_composite(inner),
            Type::Array(_) => true,
            ty => self.schemas.is_object(ty),
        }
    }
}
