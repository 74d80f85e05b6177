//! Parameters: where each is sent, and how it becomes text (OpenAPI 3.0.4, "Parameter Object").

mod collisions;
mod source;
pub(super) mod text;

use std::borrow::Cow;

use openapiv3::{Parameter, PathStyle, QueryStyle, ReferenceOr};

use crate::diagnostics::Diagnostics;
use crate::ir::{self, Input, Place, Serialization, Type};
use crate::pointer::Pointer;
use crate::resolve::{Resolved, Resolver, Start};

use super::super::schemas::Schemas;
use super::Context;
use source::{Content, ValueSource};

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
    let inputs: Vec<Input> = merged
        .into_iter()
        .filter_map(|parameter| input(&parameter, &words, schemas, diagnostics))
        .collect();
    collisions::check(&inputs, schemas, diagnostics);
    inputs
}

/// Whether the path or the operation has a path parameter of this name, faulty or not.
pub(super) fn declares<'a>(context: &Context<'a, '_>, name: &str, resolver: Resolver<'a>) -> bool {
    let entries = context.item.parameters.iter();
    entries.chain(&context.source.parameters).any(|entry| {
        // A reference that leads nowhere was told.
        let mut told = Diagnostics::new();
        let found = resolver.parameter(Start::from(entry), &context.pointer, &mut told);
        found.is_some_and(|parameter| key(parameter.item) == ("path", name.into()))
    })
}

/// What tells one parameter from another: place and name. Case does not matter in the name of a header.
fn key(parameter: &Parameter) -> (&'static str, Cow<'_, str>) {
    let name = parameter.parameter_data_ref().name.as_str();
    match parameter {
        Parameter::Path { .. } => ("path", name.into()),
        Parameter::Query { .. } => ("query", name.into()),
        Parameter::Header { .. } => ("header", name.to_ascii_lowercase().into()),
        Parameter::Cookie { .. } => ("cookie", name.into()),
    }
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
        if let Some((first, twin)) = twin {
            report_twin(&pointer, parameter.item, first, twin.item, diagnostics);
            continue;
        }
        found.push((pointer, parameter));
    }
    found.into_iter().map(|(_, parameter)| parameter).collect()
}

fn report_twin(
    pointer: &Pointer,
    parameter: &Parameter,
    first: &Pointer,
    twin: &Parameter,
    diagnostics: &mut Diagnostics,
) {
    let (place, _) = key(parameter);
    let name = &parameter.parameter_data_ref().name;
    let why = match *name == twin.parameter_data_ref().name {
        true => "",
        false => ": case does not matter in the name of a header",
    };
    diagnostics
        .error(
            pointer,
            format!("the {place} parameter {name:?} stands twice in this list{why}"),
        )
        .related(first, "the first one")
        .hint("take one of them out");
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
    let source = ValueSource::of(data, parameter, diagnostics)?;
    let (ty, docs) = source.lower(words, schemas, diagnostics)?;
    let ty = match ty {
        // A parameter that is null is one that is not sent.
        Type::Nullable(inner) => *inner,
        other => other,
    };
    source.check(&ty, schemas, diagnostics)?;
    let place = place(parameter.item, source.content);
    text::check(&ty, place, pointer, schemas, diagnostics)?;
    check_empty_value(parameter.item, &ty, pointer, diagnostics);
    Some(Input {
        pointer: pointer.clone(),
        name: data.name.clone(),
        place,
        required: data.required || matches!(place, Place::Path(_)),
        ty,
        docs,
    })
}

fn place(parameter: &Parameter, content: Option<Content>) -> Place {
    let explode = parameter.parameter_data_ref().explode;
    match parameter {
        Parameter::Path { style, .. } => {
            let style = match style {
                PathStyle::Simple => ir::PathStyle::Simple,
                PathStyle::Label => ir::PathStyle::Label,
                PathStyle::Matrix => ir::PathStyle::Matrix,
            };
            Place::Path(serialization(content, style, explode.unwrap_or(false)))
        }
        Parameter::Query {
            style,
            allow_reserved,
            ..
        } => {
            let style = query_style(style);
            let explode = explode.unwrap_or(style == ir::QueryStyle::Form);
            Place::Query(match serialization(content, style, explode) {
                Serialization::Style(style, explode) if *allow_reserved => {
                    Serialization::Reserved(style, explode)
                }
                other => other,
            })
        }
        Parameter::Header { .. } => {
            Place::Header(serialization(content, (), explode.unwrap_or(false)))
        }
        Parameter::Cookie { .. } => {
            Place::Cookie(serialization(content, (), explode.unwrap_or(true)))
        }
    }
}

pub(super) fn query_style(style: &QueryStyle) -> ir::QueryStyle {
    match style {
        QueryStyle::Form => ir::QueryStyle::Form,
        QueryStyle::SpaceDelimited => ir::QueryStyle::SpaceDelimited,
        QueryStyle::PipeDelimited => ir::QueryStyle::PipeDelimited,
        QueryStyle::DeepObject => ir::QueryStyle::DeepObject,
    }
}

fn serialization<S>(content: Option<Content>, style: S, explode: bool) -> Serialization<S> {
    match content {
        None => Serialization::Style(style, explode),
        Some(Content::Json) => Serialization::Json,
        Some(Content::Text) => Serialization::Text,
    }
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
                    _ => "describe it as a security scheme, and require that with `security`",
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
