//! Bodies of several media types: the value says which.

use crate::diagnostics::Diagnostics;
use crate::ir::{Alternative, Body, BodyEncoding, Docs, Input, Place, Shape, Type};

use super::super::super::schemas::Schemas;
use super::{Choice, body_words, leave_out};

/// The body, and its one input behind those that are there.
pub(super) fn lower<'a>(
    choices: &[Choice<'a, '_, '_>],
    schemas: &mut Schemas<'a>,
    inputs: &mut Vec<Input>,
    diagnostics: &mut Diagnostics,
) -> Option<Body> {
    let first = choices.first()?;
    let (context, body) = (first.context, first.body);
    let mut alternatives = Vec::new();
    let mut refused = Vec::new();
    for choice in choices {
        let mut told = Diagnostics::new();
        match choice.whole(schemas, &mut told) {
            Some(whole) => {
                diagnostics.append(told);
                alternatives.push(Alternative {
                    media_type: choice.sent().to_owned(),
                    encoding: whole.encoding,
                    ty: whole.ty,
                    docs: choice.docs(schemas),
                });
            }
            None => refused.push(told),
        }
    }
    leave_out(refused, alternatives.is_empty(), diagnostics);
    if alternatives.is_empty() {
        return None;
    }
    let media_types = alternatives.iter();
    let media_types = media_types.map(|one| one.media_type.clone()).collect();
    let docs = Docs {
        description: body.item.description.clone(),
        ..Docs::default()
    };
    let place = body.pointer.join("content");
    let words = body_words(context, body);
    let shape = Shape::Alternatives(alternatives);
    let id = schemas.body(&place, &words, docs.clone(), shape);
    inputs.push(Input {
        pointer: place,
        name: "body".to_owned(),
        place: Place::Body,
        required: body.item.required,
        ty: Type::Model(id),
        docs,
    });
    Some(Body {
        media_types,
        encoding: BodyEncoding::Model,
        required: body.item.required,
    })
}
