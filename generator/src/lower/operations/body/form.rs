//! Forms: `application/x-www-form-urlencoded` (OpenAPI 3.0.4, "Encoding Object").

use openapiv3::{AdditionalProperties, Encoding, ReferenceOr, Schema, SchemaKind};

use crate::diagnostics::Diagnostics;
use crate::ir::{
    BodyEncoding, Direction, Field, FieldEncodings, Input, Place, QueryStyle, Serialization, Type,
};
use crate::pointer::Pointer;

use super::super::super::media_type::{Kind, kind};
use super::super::super::schemas::Schemas;
use super::super::parameters::{self, text};
use super::{Choice, Whole, first_concrete};

/// The fields of an inline form stand beside the parameters, unless the form as a whole may be left out while one of
/// its fields may not. The outer `None` means that it has a fault, which was told.
pub(super) fn beside<'a>(
    choice: &Choice<'a, '_, '_>,
    schemas: &mut Schemas<'a>,
    inputs: &mut Vec<Input>,
    diagnostics: &mut Diagnostics,
) -> Option<Option<BodyEncoding>> {
    let Some((ReferenceOr::Item(schema), place)) = choice.schema() else {
        return Some(None);
    };
    let Schema {
        schema_kind: SchemaKind::Type(openapiv3::Type::Object(object)),
        ..
    } = schema
    else {
        return Some(None);
    };
    let is_closed = matches!(
        object.additional_properties,
        None | Some(AdditionalProperties::Any(false))
    );
    let may_stand_alone = choice.body.item.required || object.required.is_empty();
    if !is_closed || object.properties.is_empty() || !may_stand_alone {
        return Some(None);
    }
    let words = choice.context.words();
    let fields = schemas.inline_fields(object, &place, &words, diagnostics)?;
    let encodings = encodings(choice, &fields, schemas, diagnostics)?;
    let sent = fields
        .into_iter()
        .filter(|field| field.direction != Direction::Received);
    inputs.extend(sent.map(|field| input(field, Place::FormField)));
    Some(Some(BodyEncoding::FormFields(encodings)))
}

/// The form as one value, whose members are its fields.
pub(super) fn whole<'a>(
    choice: &Choice<'a, '_, '_>,
    schemas: &mut Schemas<'a>,
    diagnostics: &mut Diagnostics,
) -> Option<Whole> {
    let ty = match choice.ty(schemas, diagnostics)? {
        Type::Any => Type::Map(Box::new(Type::Any)),
        ty => ty,
    };
    let object = match &ty {
        Type::Nullable(inner) => inner,
        ty => ty,
    };
    let fields = match object {
        Type::Model(id) => schemas.fields(*id).unwrap_or_default(),
        _ => &[],
    };
    let encodings = encodings(choice, fields, schemas, diagnostics)?;
    Some(Whole {
        encoding: BodyEncoding::FormObject(encodings),
        ty,
    })
}

/// A member of the body as an input of its own. What is null is not sent.
pub(super) fn input(field: Field, place: Place) -> Input {
    let ty = match field.ty {
        Type::Nullable(inner) => *inner,
        other => other,
    };
    Input {
        pointer: field.pointer,
        name: field.name,
        place,
        required: field.required,
        ty,
        docs: field.docs,
    }
}

/// Each entry of `encoding` with the field that it is for, and its place. Others are told of.
pub(super) fn entries<'c, 'a>(
    choice: &'c Choice<'a, '_, '_>,
    fields: &'c [Field],
    diagnostics: &mut Diagnostics,
) -> Vec<(&'c Field, &'a Encoding, Pointer)> {
    let mut entries = Vec::new();
    for (name, encoding) in &choice.media_type.encoding {
        let place = choice.place.join("encoding").join(name);
        match fields.iter().find(|field| field.name == *name) {
            Some(field) => entries.push((field, encoding, place)),
            None => {
                diagnostics
                    .warning(
                        &place,
                        format!("`encoding` names {name:?}, but no property has that name"),
                    )
                    .hint("add it to `properties`, or take it out");
            }
        }
    }
    entries
}

fn encodings(
    choice: &Choice<'_, '_, '_>,
    fields: &[Field],
    schemas: &Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<FieldEncodings> {
    let mut encodings = Some(Vec::new());
    for (field, source, place) in entries(choice, fields, diagnostics) {
        if !source.headers.is_empty() {
            diagnostics
                .warning(
                    &place.join("headers"),
                    "the fields of a form have no headers; these are ignored",
                )
                .hint("take them out, or use multipart/form-data");
        }
        match (
            encoding(field, source, &place, schemas, diagnostics),
            &mut encodings,
        ) {
            (Some(None), _) => {}
            (Some(Some(encoding)), Some(encodings)) => {
                encodings.push((field.name.clone(), encoding));
            }
            _ => encodings = None,
        }
    }
    encodings
}

/// How one field is written; the inner `None` means: as any other. A style goes before a media type.
fn encoding(
    field: &Field,
    source: &Encoding,
    place: &Pointer,
    schemas: &Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Option<Serialization<QueryStyle>>> {
    let ty = match &field.ty {
        Type::Nullable(inner) => inner,
        ty => ty,
    };
    if let Some(style) = &source.style {
        let style = parameters::query_style(style);
        let how = match source.allow_reserved {
            true => Serialization::Reserved(style, source.explode),
            false => Serialization::Style(style, source.explode),
        };
        text::check(ty, Place::Query(how), place, schemas, diagnostics)?;
        let is_usual = how == Serialization::Style(QueryStyle::Form, true);
        let is_same = is_usual && *ty != Type::Any && !schemas.is_object(ty);
        return Some((!is_same).then_some(how));
    }
    let Some(name) = source.content_type.as_deref().and_then(first_concrete) else {
        return Some(None);
    };
    match kind(name) {
        Kind::Json => Some(Some(Serialization::Json)),
        _ if !holds_objects(ty, schemas) => Some(None),
        _ => {
            refuse_object(&place.join("contentType"), name, diagnostics);
            None
        }
    }
}

/// Of an object, or an array of them, that is to be anything but JSON.
pub(super) fn refuse_object(place: &Pointer, media_type: &str, diagnostics: &mut Diagnostics) {
    diagnostics
        .error(
            place,
            format!("nothing says how an object becomes a text of type {media_type:?}"),
        )
        .hint("take it out: the object is then sent as JSON; or write `type: string` to send a text that the caller has made");
}

pub(super) fn holds_objects(ty: &Type, schemas: &Schemas<'_>) -> bool {
    match ty {
        Type::Nullable(inner) | Type::Array(inner) => holds_objects(inner, schemas),
        ty => schemas.is_object(ty),
    }
}
