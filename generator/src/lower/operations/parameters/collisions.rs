//! Exploded objects send their members as parameters of their own, whose names can be those of others.

use crate::diagnostics::Diagnostics;
use crate::ir::{Direction, Input, Place, QueryStyle, Serialization, Type};

use super::super::super::schemas::Schemas;

/// Warns where the server would get one name from two parameters.
pub(super) fn check(inputs: &[Input], schemas: &Schemas<'_>, diagnostics: &mut Diagnostics) {
    for (index, input) in inputs.iter().enumerate() {
        let members = members(input, schemas);
        for (other_index, other) in inputs.iter().enumerate() {
            let is_new = match is_exploded_object(other, schemas) {
                true => other_index < index,
                false => other_index != index,
            };
            if !is_new || list(other.place).is_none() || list(other.place) != list(input.place) {
                continue;
            }
            let taken = names(other, schemas);
            let Some(name) = members.iter().find(|name| taken.contains(*name)) else {
                continue;
            };
            diagnostics
                .warning(
                    &input.pointer,
                    format!(
                        "with `explode`, the properties of this object are parameters of their own, and {name:?} is the name of another one too; the server gets both"
                    ),
                )
                .related(&other.pointer, "the other one")
                .hint("write `explode: false`, or give one of the two another name");
        }
    }
}

/// The lists of names and values in a request.
#[derive(PartialEq, Eq)]
enum List {
    Query,
    Cookies,
}

fn list(place: Place) -> Option<List> {
    match place {
        Place::Query(_) => Some(List::Query),
        Place::Cookie(_) => Some(List::Cookies),
        _ => None,
    }
}

fn is_exploded_object(input: &Input, schemas: &Schemas<'_>) -> bool {
    let explodes = match input.place {
        Place::Query(
            Serialization::Style(style, explode) | Serialization::Reserved(style, explode),
        ) => explode && style != QueryStyle::DeepObject,
        Place::Cookie(Serialization::Style((), explode)) => explode,
        _ => false,
    };
    explodes && schemas.is_object(&input.ty)
}

/// The names that the parameter has in the request, as far as the description tells them.
fn names<'s>(input: &'s Input, schemas: &'s Schemas<'_>) -> Vec<&'s str> {
    match is_exploded_object(input, schemas) {
        true => members(input, schemas),
        false => vec![&input.name],
    }
}

fn members<'s>(input: &Input, schemas: &'s Schemas<'_>) -> Vec<&'s str> {
    let fields = match input.ty {
        Type::Model(id) if is_exploded_object(input, schemas) => schemas.fields(id),
        _ => None,
    };
    fields
        .unwrap_or_default()
        .iter()
        .filter(|field| field.direction != Direction::Received)
        .map(|field| field.name.as_str())
        .collect()
}
