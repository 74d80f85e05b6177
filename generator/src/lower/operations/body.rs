//! The body of a request (OpenAPI 3.0.4, "Request Body Object").

use openapiv3::{AdditionalProperties, MediaType, ReferenceOr, RequestBody, Schema, SchemaKind};

use crate::diagnostics::Diagnostics;
use crate::ir::{Body, BodyEncoding, Direction, Docs, Field, Input, Place, Type};
use crate::pointer::Pointer;
use crate::resolve::{Resolved, Start};

use super::super::media_type::{self, Kind};
use super::super::schemas::Schemas;
use super::Context;

/// The body of an operation, and its inputs behind those that are there. The outer `None` means that
/// it has a fault, which was told.
pub(super) fn lower<'a>(
    context: &Context<'a, '_>,
    schemas: &mut Schemas<'a>,
    inputs: &mut Vec<Input>,
    diagnostics: &mut Diagnostics,
) -> Option<Option<Body>> {
    let Some(entry) = &context.source.request_body else {
        return Some(None);
    };
    let pointer = context.pointer.join("requestBody");
    let body = schemas
        .resolver
        .request_body(Start::from(entry), &pointer, diagnostics)?;
    let Some((name, media_type)) = only_media_type(&body, diagnostics)? else {
        return Some(None);
    };
    let place = body.pointer.join("content").join(name);
    let Some(schema) = &media_type.schema else {
        diagnostics
            .error(&place, "a body without a schema is not covered yet")
            .hint("add `schema: {type: string}` for text, or `schema: {}` for any JSON");
        return None;
    };
    if !media_type.encoding.is_empty() {
        diagnostics
            .error(&place.join("encoding"), "`encoding` is not covered yet")
            .hint("take it out: each item of an array is then a field of its own, as in `tag=a&tag=b`");
        return None;
    }
    let source = BodySource {
        context,
        body: &body,
        schema,
        place: place.join("schema"),
    };
    let encoding = match media_type::kind(name) {
        Kind::Json => source.whole(BodyEncoding::Json, schemas, inputs, diagnostics)?,
        Kind::Text => source.text(schemas, inputs, diagnostics)?,
        Kind::Form => source.form(schemas, inputs, diagnostics)?,
        Kind::Range | Kind::Other => {
            diagnostics
                .error(
                    &place,
                    format!("a body of type {name:?} is not covered yet"),
                )
                .hint("use application/json, application/x-www-form-urlencoded or a text type");
            return None;
        }
    };
    Some(Some(Body {
        media_type: name.clone(),
        encoding,
        required: body.item.required,
    }))
}

/// The one entry of `content`. The outer `None` means that there are several.
fn only_media_type<'a>(
    body: &Resolved<'a, RequestBody>,
    diagnostics: &mut Diagnostics,
) -> Option<Option<(&'a String, &'a MediaType)>> {
    let mut entries = body.item.content.iter();
    let first = entries.next();
    if entries.next().is_some() {
        diagnostics
            .error(
                &body.pointer.join("content"),
                "a body in one of several media types is not covered yet",
            )
            .hint("keep only the one that the client is to send");
        return None;
    }
    if first.is_none() {
        diagnostics
            .warning(
                &body.pointer.join("content"),
                "`content` names no media type; no body is sent",
            )
            .hint("name one, as in `application/json: {schema: ...}`, or take the body out");
    }
    Some(first)
}

/// A body with its one schema.
struct BodySource<'a, 'c, 'p> {
    context: &'c Context<'a, 'p>,
    body: &'c Resolved<'a, RequestBody>,
    schema: &'a ReferenceOr<Schema>,
    place: Pointer,
}

impl<'a> BodySource<'a, '_, '_> {
    /// One input that holds all of it.
    fn whole(
        &self,
        encoding: BodyEncoding,
        schemas: &mut Schemas<'a>,
        inputs: &mut Vec<Input>,
        diagnostics: &mut Diagnostics,
    ) -> Option<BodyEncoding> {
        let ty = self.ty(schemas, diagnostics)?;
        let own = schemas.docs(Start::from(self.schema), &self.place);
        let docs = Docs {
            summary: None,
            description: self.body.item.description.clone().or(own.description),
            notes: own.notes,
            deprecated: false,
        };
        inputs.push(Input {
            pointer: self.place.clone(),
            name: self.name(),
            place: Place::Body,
            required: self.body.item.required,
            ty,
            docs,
        });
        Some(encoding)
    }

    fn text(
        &self,
        schemas: &mut Schemas<'a>,
        inputs: &mut Vec<Input>,
        diagnostics: &mut Diagnostics,
    ) -> Option<BodyEncoding> {
        let is_text = match self.ty(schemas, diagnostics)? {
            Type::Model(id) => schemas.is_enum(id),
            Type::String | Type::Secret | Type::Boolean | Type::Integer(_) | Type::Number(_) => {
                true
            }
            Type::Any | Type::Array(_) | Type::Map(_) | Type::Nullable(_) => false,
        };
        if !is_text {
            diagnostics
                .error(
                    &self.place,
                    "a text body takes a string, a number or a boolean, not an object, an array or null",
                )
                .hint("write `type: string`, or use application/json");
            return None;
        }
        self.whole(BodyEncoding::Text, schemas, inputs, diagnostics)
    }

    /// The fields of an inline form stand beside the parameters, unless the form as a whole may be
    /// left out while one of its fields may not.
    fn form(
        &self,
        schemas: &mut Schemas<'a>,
        inputs: &mut Vec<Input>,
        diagnostics: &mut Diagnostics,
    ) -> Option<BodyEncoding> {
        if let ReferenceOr::Item(Schema {
            schema_kind: SchemaKind::Type(openapiv3::Type::Object(object)),
            ..
        }) = self.schema
            && matches!(
                object.additional_properties,
                None | Some(AdditionalProperties::Any(false))
            )
            && !object.properties.is_empty()
            && (self.body.item.required || object.required.is_empty())
        {
            let fields =
                schemas.inline_fields(object, &self.place, &self.context.words(), diagnostics)?;
            let sent = fields
                .into_iter()
                .filter(|field| field.direction != Direction::Received);
            inputs.extend(sent.map(form_field));
            return Some(BodyEncoding::FormFields);
        }
        let ty = self.ty(schemas, diagnostics)?;
        match ty {
            Type::Model(id) if !schemas.is_enum(id) => {}
            Type::Map(_) => {}
            _ => {
                diagnostics
                    .error(&self.place, "a form body takes an object")
                    .hint("write `type: object` with a property for each field");
                return None;
            }
        }
        self.whole(BodyEncoding::FormObject, schemas, inputs, diagnostics)
    }

    fn ty(&self, schemas: &mut Schemas<'a>, diagnostics: &mut Diagnostics) -> Option<Type> {
        let words: Vec<String> = self
            .context
            .words()
            .into_iter()
            .chain(["body".to_owned()])
            .collect();
        let ty = schemas.lower(Start::from(self.schema), &self.place, &words, diagnostics)?;
        Some(match (ty, self.body.item.required) {
            // A body that may be left out has no second way to be nothing.
            (Type::Nullable(inner), false) => *inner,
            (ty, _) => ty,
        })
    }

    /// The schema's name behind a reference, else `body`.
    fn name(&self) -> String {
        match self.schema {
            ReferenceOr::Reference { reference } => {
                let target = Pointer::from_reference(reference);
                target.map_or_else(|| "body".to_owned(), |pointer| pointer.last())
            }
            ReferenceOr::Item(_) => "body".to_owned(),
        }
    }
}

fn form_field(field: Field) -> Input {
    let ty = match field.ty {
        Type::Nullable(inner) => *inner,
        other => other,
    };
    Input {
        pointer: field.pointer,
        name: field.name,
        place: Place::FormField,
        required: field.required,
        ty,
        docs: field.docs,
    }
}
