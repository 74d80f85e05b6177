//! The body of a request (OpenAPI 3.0.4, "Request Body Object" and "Media Type Object").

mod alternatives;
mod form;
mod multipart;
mod way;

use openapiv3::{MediaType, ReferenceOr, RequestBody, Schema};

use crate::code_span::code_span;
use crate::diagnostics::Diagnostics;
use crate::ir::{Body, BodyEncoding, Docs, Input, Place, Type};
use crate::pointer::Pointer;
use crate::resolve::{Resolved, Start};

use super::super::media_type::{self, Kind};
use super::super::schemas::{Outline, Schemas};
use super::Context;

use way::Way;

/// What is told of a media type that cannot be sent, where others can.
const LEFT_OUT: &str = "a body of this type is left out";

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
    if body.item.content.is_empty() {
        diagnostics
            .warning(
                &body.pointer.join("content"),
                "`content` names no media type; no body is sent",
            )
            .hint("name one, as in `application/json: {schema: ...}`, or take the body out");
        return Some(None);
    }
    let choices = choices(context, &body, schemas, diagnostics);
    match choices.as_slice() {
        [] => None,
        [only] => only.alone(schemas, inputs, diagnostics).map(Some),
        several => alternatives::lower(several, schemas, inputs, diagnostics).map(Some),
    }
}

/// The media types of a body that can be sent. Of the others it is told: as a warning where one remains.
fn choices<'a, 'c, 'p>(
    context: &'c Context<'a, 'p>,
    body: &'c Resolved<'a, RequestBody>,
    schemas: &Schemas<'a>,
    diagnostics: &mut Diagnostics,
) -> Vec<Choice<'a, 'c, 'p>> {
    let mut choices = Vec::new();
    let mut refused = Vec::new();
    let is_only = body.item.content.len() == 1;
    for (name, media_type) in &body.item.content {
        let place = body.pointer.join("content").join(name);
        let mut told = Diagnostics::new();
        let outline = media_type.schema.as_ref().map_or(Outline::Any, |schema| {
            schemas.outline(Start::from(schema), &place.join("schema"))
        });
        match way::of(name, outline, &place, &mut told) {
            Some(way) => choices.push(Choice {
                context,
                body,
                name,
                media_type,
                way,
                outline,
                place,
                is_only,
            }),
            None => refused.push(told),
        }
    }
    leave_out(refused, choices.is_empty(), diagnostics);
    for choice in &choices {
        choice.check_encoding(diagnostics);
    }
    choices
}

/// Tells what is wrong with media types, each by itself.
fn leave_out(refused: Vec<Diagnostics>, none_remains: bool, diagnostics: &mut Diagnostics) {
    for told in refused {
        if none_remains {
            diagnostics.append(told);
        } else {
            diagnostics.append_as_warnings(told, LEFT_OUT);
        }
    }
}

/// One of the media types that a body can have.
struct Choice<'a, 'c, 'p> {
    context: &'c Context<'a, 'p>,
    body: &'c Resolved<'a, RequestBody>,
    name: &'a str,
    media_type: &'a MediaType,
    way: Way,
    outline: Outline,
    place: Pointer,
    is_only: bool,
}

/// What one input holds, and how that becomes the bytes of the body.
struct Whole {
    encoding: BodyEncoding,
    ty: Type,
}

impl<'a> Choice<'a, '_, '_> {
    /// The body of an operation that takes this media type only.
    fn alone(
        &self,
        schemas: &mut Schemas<'a>,
        inputs: &mut Vec<Input>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Body> {
        let beside = match self.way {
            Way::Form => form::beside(self, schemas, inputs, diagnostics)?,
            Way::Multipart => multipart::beside(self, schemas, inputs, diagnostics)?,
            _ => None,
        };
        let encoding = match beside {
            Some(encoding) => encoding,
            None => {
                let whole = self.whole(schemas, diagnostics)?;
                inputs.push(self.input(whole.ty, schemas));
                whole.encoding
            }
        };
        Some(Body {
            media_types: vec![self.sent().to_owned()],
            encoding,
            required: self.body.item.required,
        })
    }

    /// The body as one value.
    fn whole(&self, schemas: &mut Schemas<'a>, diagnostics: &mut Diagnostics) -> Option<Whole> {
        let (encoding, ty) = match self.way {
            Way::Json | Way::JsonForRange => (BodyEncoding::Json, self.ty(schemas, diagnostics)?),
            Way::JsonLines => (BodyEncoding::JsonLines, self.lines(schemas, diagnostics)?),
            Way::Text | Way::TextForRange => (BodyEncoding::Text, self.text(schemas, diagnostics)?),
            Way::Binary => (BodyEncoding::Binary, Type::Body),
            Way::Media => (BodyEncoding::Media, Type::Media),
            Way::Form => return form::whole(self, schemas, diagnostics),
            Way::Multipart => return multipart::whole(self, schemas, diagnostics),
        };
        Some(Whole { encoding, ty })
    }

    fn input(&self, ty: Type, schemas: &Schemas<'a>) -> Input {
        let own = self.docs(schemas);
        let docs = Docs {
            description: self.body.item.description.clone().or(own.description),
            ..own
        };
        Input {
            pointer: self.place.join("schema"),
            name: self.input_name(),
            place: Place::Body,
            required: self.body.item.required,
            ty,
            docs,
        }
    }

    /// What the schema says, and what the encoding makes of it.
    fn docs(&self, schemas: &Schemas<'a>) -> Docs {
        let schema = self.media_type.schema.as_ref();
        let own = schema.map(|schema| {
            let place = self.place.join("schema");
            schemas.docs(Start::from(schema), &place)
        });
        let own = own.unwrap_or_default();
        let says_binary = |note: &String| note == "Format: `binary`.";
        let mut notes: Vec<String> = own.notes;
        match self.way {
            Way::Binary => notes.retain(|note| !says_binary(note)),
            Way::Media => {
                notes.retain(|note| !says_binary(note));
                let range = code_span(self.name);
                notes.push(format!("Its media type is one of {range}."));
            }
            Way::JsonLines => notes.push("Each item is a line of JSON.".to_owned()),
            Way::JsonForRange | Way::TextForRange => {
                let (sent, range) = (code_span(self.sent()), code_span(self.name));
                notes.push(format!("Sent as {sent}, which is one of {range}."));
            }
            _ => {}
        }
        Docs {
            summary: None,
            description: own.description,
            notes,
            deprecated: false,
        }
    }

    /// The media type that goes out; where the caller names it, the range of it.
    fn sent(&self) -> &'a str {
        match self.way {
            Way::JsonForRange => "application/json",
            Way::TextForRange => "text/plain",
            _ => self.name,
        }
    }

    fn ty(&self, schemas: &mut Schemas<'a>, diagnostics: &mut Diagnostics) -> Option<Type> {
        let Some(schema) = &self.media_type.schema else {
            return Some(Type::Any);
        };
        let place = self.place.join("schema");
        let ty = schemas.lower(Start::from(schema), &place, &self.words(), diagnostics)?;
        Some(match (ty, self.body.item.required) {
            // A body that may be left out has no second way to be nothing.
            (Type::Nullable(inner), false) => *inner,
            (ty, _) => ty,
        })
    }

    /// The schema is that of one line. A list of them is common too.
    fn lines(&self, schemas: &mut Schemas<'a>, diagnostics: &mut Diagnostics) -> Option<Type> {
        Some(match self.ty(schemas, diagnostics)? {
            list @ Type::Array(_) => list,
            line => Type::Array(Box::new(line)),
        })
    }

    /// No text stands for `null`.
    fn text(&self, schemas: &mut Schemas<'a>, diagnostics: &mut Diagnostics) -> Option<Type> {
        if self.outline == Outline::Any {
            return Some(Type::String);
        }
        Some(match self.ty(schemas, diagnostics)? {
            Type::Nullable(inner) => *inner,
            ty => ty,
        })
    }

    /// What inline schemas of the body are named after.
    fn words(&self) -> Vec<String> {
        let mut words = body_words(self.context, self.body);
        if !self.is_only {
            words.push(self.way.word().to_owned());
        }
        words
    }

    /// The schema's name behind a reference, else `body`.
    fn input_name(&self) -> String {
        match &self.media_type.schema {
            Some(ReferenceOr::Reference { reference }) => {
                let target = Pointer::from_reference(reference);
                target.map_or_else(|| "body".to_owned(), |pointer| pointer.last())
            }
            _ => "body".to_owned(),
        }
    }

    fn schema(&self) -> Option<(&'a ReferenceOr<Schema>, Pointer)> {
        let schema = self.media_type.schema.as_ref()?;
        Some((schema, self.place.join("schema")))
    }

    fn check_encoding(&self, diagnostics: &mut Diagnostics) {
        let has_fields = matches!(self.way, Way::Form | Way::Multipart);
        if !has_fields && !self.media_type.encoding.is_empty() {
            diagnostics
                .warning(
                    &self.place.join("encoding"),
                    format!(
                        "`encoding` is for forms and multipart bodies, and is ignored for {:?}",
                        self.name
                    ),
                )
                .hint("take it out");
        }
    }
}

/// What a body is named after: the component that it is, or its operation.
fn body_words(context: &Context<'_, '_>, body: &Resolved<'_, RequestBody>) -> Vec<String> {
    let mut words = match body.component {
        Some(key) => vec![key.to_owned()],
        None => context.words(),
    };
    let says_it = |word: &String| word.to_ascii_lowercase().ends_with("body");
    if !words.last().is_some_and(says_it) {
        words.push("body".to_owned());
    }
    words
}

/// The first media type of a list that is no range, as `encoding` names them.
fn first_concrete(list: &str) -> Option<&str> {
    list.split(',')
        .map(str::trim)
        .find(|name| media_type::kind(name) != Kind::Range)
}
