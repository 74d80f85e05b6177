//! Parameters: where each is sent, and in which style (OpenAPI 3.0.4, "Parameter Object").

use openapiv3::{
    Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr,
};

use crate::diagnostics::Diagnostics;
use crate::ir::{self, Docs, Input, Place, Type};
use crate::pointer::Pointer;
use crate::resolve::{Resolved, Start};

use super::super::schemas::Schemas;
use super::Context;

/// The parameters of the path and of the operation, the latter in place of the former where both have
/// the same name and place.
pub(super) fn lower<'a>(
    context: &Context<'a, '_>,
    schemas: &mut Schemas<'a>,
    diagnostics: &mut Diagnostics,
) -> Vec<Input> {
    let mut merged = resolve(
        &context.item.parameters,
        context.item_pointer,
        schemas,
        diagnostics,
    );
    for own in resolve(
        &context.source.parameters,
        &context.pointer,
        schemas,
        diagnostics,
    ) {
        match merged
            .iter_mut()
            .find(|other| key(other.item) == key(own.item))
        {
            Some(other) => *other = own,
            None => merged.push(own),
        }
    }
    let words = context.words();
    merged
        .into_iter()
        .filter_map(|parameter| input(&parameter, &words, schemas, diagnostics))
        .collect()
}

/// What tells one parameter from another.
fn key(parameter: &Parameter) -> (&'static str, &str) {
    let place = match parameter {
        Parameter::Path { .. } => "path",
        Parameter::Query { .. } => "query",
        Parameter::Header { .. } => "header",
        Parameter::Cookie { .. } => "cookie",
    };
    (place, &parameter.parameter_data_ref().name)
}

fn resolve<'a>(
    list: &'a [ReferenceOr<Parameter>],
    owner: &Pointer,
    schemas: &Schemas<'a>,
    diagnostics: &mut Diagnostics,
) -> Vec<Resolved<'a, Parameter>> {
    let mut found: Vec<(Pointer, Resolved<'a, Parameter>)> = Vec::new();
    for (index, entry) in list.iter().enumerate() {
        let pointer = owner.join("parameters").index(index);
        let Some(parameter) = schemas
            .resolver
            .parameter(Start::from(entry), &pointer, diagnostics)
        else {
            continue;
        };
        let twin = found
            .iter()
            .find(|(_, other)| key(other.item) == key(parameter.item));
        if let Some((first, _)) = twin {
            let (place, name) = key(parameter.item);
            diagnostics
                .error(
                    &pointer,
                    format!("the {place} parameter {name:?} stands twice in this list"),
                )
                .related(first, "the first one")
                .hint("take one of them out");
            continue;
        }
        found.push((pointer, parameter));
    }
    found.into_iter().map(|(_, parameter)| parameter).collect()
}

fn input<'a>(
    parameter: &Resolved<'a, Parameter>,
    words: &[String],
    schemas: &mut Schemas<'a>,
    diagnostics: &mut Diagnostics,
) -> Option<Input> {
    let pointer = &parameter.pointer;
    let data = parameter.item.parameter_data_ref();
    if is_left_out(parameter.item, pointer, diagnostics) {
        return None;
    }
    let place = place(parameter.item, pointer, diagnostics)?;
    let (ty, docs) = schema(data, parameter, words, schemas, diagnostics)?;
    let ty = match ty {
        // A parameter that is null is one that is not sent.
        Type::Nullable(inner) => *inner,
        other => other,
    };
    check_shape(&ty, place, pointer, schemas, diagnostics)?;
    check_empty_value(parameter.item, &ty, pointer, diagnostics);
    Some(Input {
        pointer: pointer.clone(),
        name: data.name.clone(),
        place,
        required: data.required || matches!(place, Place::Path(..)),
        ty,
        docs,
    })
}

fn place(parameter: &Parameter, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Option<Place> {
    let explode = parameter.parameter_data_ref().explode;
    Some(match parameter {
        Parameter::Path { style, .. } => {
            let style = match style {
                PathStyle::Simple => ir::PathStyle::Simple,
                PathStyle::Label => ir::PathStyle::Label,
                PathStyle::Matrix => ir::PathStyle::Matrix,
            };
            Place::Path(style, explode.unwrap_or(false))
        }
        Parameter::Query {
            style,
            allow_reserved,
            ..
        } => {
            if *allow_reserved {
                diagnostics
                    .error(&pointer.join("allowReserved"), "`allowReserved` is not covered yet")
                    .hint("take it out: the value is then sent percent-encoded, which servers read the same");
                return None;
            }
            let style = match style {
                QueryStyle::Form => ir::QueryStyle::Form,
                QueryStyle::SpaceDelimited => ir::QueryStyle::SpaceDelimited,
                QueryStyle::PipeDelimited => ir::QueryStyle::PipeDelimited,
                QueryStyle::DeepObject => ir::QueryStyle::DeepObject,
            };
            Place::Query(style, explode.unwrap_or(style == ir::QueryStyle::Form))
        }
        Parameter::Header { .. } => Place::Header(explode.unwrap_or(false)),
        Parameter::Cookie { .. } => Place::Cookie(explode.unwrap_or(true)),
    })
}

fn schema<'a>(
    data: &'a ParameterData,
    parameter: &Resolved<'a, Parameter>,
    words: &[String],
    schemas: &mut Schemas<'a>,
    diagnostics: &mut Diagnostics,
) -> Option<(Type, Docs)> {
    let schema = match &data.format {
        ParameterSchemaOrContent::Schema(schema) => schema,
        ParameterSchemaOrContent::Content(_) => {
            diagnostics
                .error(
                    &parameter.pointer.join("content"),
                    "a parameter with `content` is not covered yet",
                )
                .hint("give it a `schema`");
            return None;
        }
    };
    // A shared parameter names its inline enum after itself, so that all operations share that too.
    let words: Vec<String> = match parameter.component {
        Some(key) => vec![key.to_owned()],
        None => words.iter().cloned().chain([data.name.clone()]).collect(),
    };
    let place = parameter.pointer.join("schema");
    let ty = schemas.lower(Start::from(schema), &place, &words, diagnostics)?;
    let own = schemas.docs(Start::from(schema), &place);
    let docs = Docs {
        summary: None,
        description: data.description.clone().or(own.description),
        notes: own.notes,
        deprecated: data.deprecated.unwrap_or_default(),
    };
    Some((ty, docs))
}

/// Headers that belong to the standard or to HTTP itself are not the caller's to set.
fn is_left_out(parameter: &Parameter, pointer: &Pointer, diagnostics: &mut Diagnostics) -> bool {
    let Parameter::Header { parameter_data, .. } = parameter else {
        return false;
    };
    let name = parameter_data.name.to_ascii_lowercase();
    match name.as_str() {
        "accept" | "content-type" | "authorization" => {
            diagnostics
                .warning(
                    pointer,
                    format!(
                        "the header parameter {:?} is left out, as the standard says",
                        parameter_data.name
                    ),
                )
                .hint(match name.as_str() {
                    "accept" => "it follows from the media types of the answers",
                    "content-type" => "it follows from the media type of the body",
                    _ => "add it to the request that a call becomes",
                });
            true
        }
        "host" | "content-length" | "transfer-encoding" | "connection" | "cookie" => {
            let message = format!(
                "the header {:?} is set by HTTP itself and cannot be a parameter",
                parameter_data.name
            );
            let diagnostic = if parameter_data.required {
                diagnostics.error(pointer, message)
            } else {
                diagnostics.warning(pointer, format!("{message}; it is left out"))
            };
            diagnostic.hint(match name.as_str() {
                "cookie" => "describe each cookie as a parameter with `in: cookie`",
                _ => "take it out",
            });
            true
        }
        _ => false,
    }
}

/// A string can be empty; nothing else has a text without characters.
fn check_empty_value(
    parameter: &Parameter,
    ty: &Type,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) {
    let Parameter::Query {
        allow_empty_value: Some(true),
        ..
    } = parameter
    else {
        return;
    };
    if !matches!(ty, Type::String | Type::Secret | Type::Any) {
        diagnostics
            .warning(
                &pointer.join("allowEmptyValue"),
                "`allowEmptyValue` is covered for strings only: this parameter is sent with a value or not at all",
            )
            .hint("write `type: string`, or take it out");
    }
}

/// Refuses what the style has no text for (OpenAPI 3.0.4, "Style Values").
fn check_shape(
    ty: &Type,
    place: Place,
    pointer: &Pointer,
    schemas: &Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let is_single = |ty: &Type| match ty {
        Type::Model(id) => schemas.is_enum(*id),
        Type::Array(_) | Type::Map(_) | Type::Nullable(_) => false,
        Type::String
        | Type::Secret
        | Type::Boolean
        | Type::Integer(_)
        | Type::Number(_)
        | Type::Any => true,
    };
    let (message, hint) = match (ty, place) {
        (Type::Array(item), _) if !is_single(item) => (
            "an array that holds arrays, objects or null cannot be a parameter yet".to_owned(),
            "use an array of strings, numbers or booleans",
        ),
        (Type::Array(_), Place::Query(ir::QueryStyle::DeepObject, _)) => (
            "the style `deepObject` is for objects, not for arrays".to_owned(),
            "take `style` out: each item is then sent as a parameter of its own, as in `tag=a&tag=b`",
        ),
        (
            Type::Array(_),
            Place::Query(
                style @ (ir::QueryStyle::SpaceDelimited | ir::QueryStyle::PipeDelimited),
                true,
            ),
        ) => (
            format!(
                "the style `{}` with `explode: true` says nothing about how an array is sent",
                style_name(style)
            ),
            "write `explode: false` for one parameter that holds all items, or take `style` out for one parameter each",
        ),
        (Type::Array(_), _) => return Some(()),
        (ty, _) if !is_single(ty) => (
            "an object as a parameter is not covered yet".to_owned(),
            "write a parameter for each of its properties",
        ),
        (_, Place::Query(style, _)) if style != ir::QueryStyle::Form => (
            format!(
                "the style `{}` is for arrays and objects, not for a single value",
                style_name(style)
            ),
            "take `style` out",
        ),
        _ => return Some(()),
    };
    diagnostics.error(pointer, message).hint(hint);
    None
}

fn style_name(style: ir::QueryStyle) -> &'static str {
    match style {
        ir::QueryStyle::Form => "form",
        ir::QueryStyle::SpaceDelimited => "spaceDelimited",
        ir::QueryStyle::PipeDelimited => "pipeDelimited",
        ir::QueryStyle::DeepObject => "deepObject",
    }
}
