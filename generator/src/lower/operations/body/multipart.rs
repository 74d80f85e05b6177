//! Multipart bodies: `multipart/form-data` (OpenAPI 3.0.4, "Encoding Object"; RFC 7578).

use openapiv3::{Encoding, Header, ReferenceOr};

use crate::code_span::code_span;
use crate::diagnostics::Diagnostics;
use crate::ir::{
    BodyEncoding, Contents, Direction, Docs, Field, Input, PartTypes, Place, Shape, Type,
};
use crate::pointer::Pointer;
use crate::resolve::Start;

use super::super::super::media_type::{Kind, kind};
use super::super::super::schemas::Schemas;
use super::form::{self, entries, holds_objects, refuse_object};
use super::{Choice, Whole, first_concrete};

/// The parts stand beside the parameters, unless the body as a whole may be left out while one of its parts may not.
/// The outer `None` means that it has a fault, which was told.
pub(super) fn beside<'a>(
    choice: &Choice<'a, '_, '_>,
    schemas: &mut Schemas<'a>,
    inputs: &mut Vec<Input>,
    diagnostics: &mut Diagnostics,
) -> Option<Option<BodyEncoding>> {
    let words = choice.context.words();
    let parts = parts(choice, &words, schemas, diagnostics)?;
    if !choice.body.item.required && parts.fields.iter().any(|field| field.required) {
        return Some(None);
    }
    let fields = parts.fields.into_iter();
    inputs.extend(fields.map(|field| form::input(field, Place::Part)));
    Some(Some(BodyEncoding::Parts(parts.media_types)))
}

/// The parts in a struct of their own.
pub(super) fn whole<'a>(
    choice: &Choice<'a, '_, '_>,
    schemas: &mut Schemas<'a>,
    diagnostics: &mut Diagnostics,
) -> Option<Whole> {
    let words = choice.words();
    let parts = parts(choice, &words, schemas, diagnostics)?;
    let docs = Docs {
        description: choice.body.item.description.clone(),
        ..Docs::default()
    };
    let shape = Shape::Parts {
        fields: parts.fields,
        media_types: parts.media_types,
    };
    // The schema itself may be a model too, for JSON.
    let id = schemas.body(&choice.place, &words, docs, shape);
    Some(Whole {
        encoding: BodyEncoding::Model,
        ty: Type::Model(id),
    })
}

struct Parts {
    fields: Vec<Field>,
    media_types: PartTypes,
}

fn parts<'a>(
    choice: &Choice<'a, '_, '_>,
    words: &[String],
    schemas: &mut Schemas<'a>,
    diagnostics: &mut Diagnostics,
) -> Option<Parts> {
    let (schema, place) = choice.schema()?;
    let members = schemas.object_members(Start::from(schema), &place, words, diagnostics)?;
    if let Some((_, place)) = &members.rest {
        diagnostics
            .warning(
                place,
                "parts that the description does not name are not covered yet; they cannot be sent",
            )
            .hint("add a property for each part that a caller is to send");
    }
    let sent = members.fields.into_iter();
    let mut fields: Vec<Field> = sent
        .filter(|field| field.direction != Direction::Received)
        .collect();
    if fields.is_empty() {
        diagnostics
            .error(&place, "this multipart body has no parts")
            .hint("add a property for each of them to `properties`");
        return None;
    }
    let mut media_types = Some(Vec::new());
    let encodings: Vec<(String, &Encoding, Pointer)> = entries(choice, &fields, diagnostics)
        .into_iter()
        .map(|(field, encoding, place)| (field.name.clone(), encoding, place))
        .collect();
    for field in &mut fields {
        let mut own = encodings.iter().filter(|(name, ..)| *name == field.name);
        let own = own.next().map(|(_, encoding, place)| (*encoding, place));
        match (part(field, own, schemas, diagnostics), &mut media_types) {
            (Some(None), _) => {}
            (Some(Some(media_type)), Some(list)) => list.push((field.name.clone(), media_type)),
            _ => media_types = None,
        }
    }
    Some(Parts {
        fields,
        media_types: media_types?,
    })
}

/// Makes a part of a member, and says which `Content-Type` it has, where that is not the usual one.
fn part(
    field: &mut Field,
    own: Option<(&Encoding, &Pointer)>,
    schemas: &Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Option<String>> {
    if let Type::Nullable(inner) = &field.ty {
        field.ty = inner.as_ref().clone();
    }
    let declared = own.and_then(|(encoding, _)| encoding.content_type.as_deref());
    let headers = own
        .map(|(encoding, _)| headers(encoding))
        .unwrap_or_default();
    if field.contents == Contents::Binary {
        let is_list = matches!(field.ty, Type::Array(_));
        field.ty = match is_list {
            true => Type::Array(Box::new(Type::File)),
            false => Type::File,
        };
        field.docs.notes.retain(|note| note != "Format: `binary`.");
        let media_type = file_type(field, declared);
        tell_headers(field, &headers, "File::header");
        return Some(media_type);
    }
    let media_type = match (declared, field.contents) {
        (Some(list), _) => first_concrete(list),
        (None, Contents::Base64) => Some("application/octet-stream"),
        (None, _) => None,
    };
    if let (Some(name), Some((_, place))) = (media_type, own)
        && kind(name) != Kind::Json
        && holds_objects(&field.ty, schemas)
    {
        refuse_object(&place.join("contentType"), name, diagnostics);
        return None;
    }
    if !headers.is_empty() {
        field.ty = Type::Part(Box::new(field.ty.clone()));
        tell_headers(field, &headers, "Part::header");
    }
    Some(media_type.map(str::to_owned))
}

/// The one type that a file has, if it is one; of several, the caller names it.
fn file_type(field: &mut Field, declared: Option<&str>) -> Option<String> {
    let list: Vec<&str> = declared?.split(',').map(str::trim).collect();
    match list.as_slice() {
        [only] if kind(only) != Kind::Range => Some((*only).to_owned()),
        ["*/*"] => None,
        list => {
            let list: Vec<String> = list.iter().map(|name| code_span(name)).collect();
            let list = list.join(", ");
            field
                .docs
                .notes
                .push(format!("Of type {list}, which `File::media_type` names."));
            None
        }
    }
}

/// The declared headers of a part. Its `Content-Type` is described elsewhere, and ignored here.
fn headers(encoding: &Encoding) -> Vec<(&str, bool)> {
    let headers = encoding.headers.iter();
    headers
        .filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"))
        .map(|(name, header)| (name.as_str(), is_required(header)))
        .collect()
}

fn is_required(header: &ReferenceOr<Header>) -> bool {
    matches!(header, ReferenceOr::Item(Header { required: true, .. }))
}

fn tell_headers(field: &mut Field, headers: &[(&str, bool)], by: &str) {
    let names: Vec<String> = headers
        .iter()
        .map(|(name, required)| match required {
            true => format!("{} (required)", code_span(name)),
            false => code_span(name),
        })
        .collect();
    if !names.is_empty() {
        let names = names.join(", ");
        let note = format!("Headers of the part, by `{by}`: {names}.");
        field.docs.notes.push(note);
    }
}
