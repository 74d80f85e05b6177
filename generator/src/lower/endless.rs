//! Objects that no value can be: each holds another of its kind, and that one too.

use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Field, Model, ModelId, Shape, Type};

/// Warns about them. They compile, but nobody can build one, and no answer can hold one.
pub(super) fn check(api: &Api, diagnostics: &mut Diagnostics) {
    let ends = ends(api);
    for (index, model) in api.models.iter().enumerate() {
        let is_endless = |field: &&Field| held(field).is_some_and(|id| !is_true(&ends, id));
        if is_true(&ends, ModelId(index)) {
            continue;
        }
        if let Some(field) = fields(model).iter().find(is_endless) {
            let message = format!(
                "no value fits: the required property {:?} holds an object that requires another in turn, without end",
                field.name
            );
            diagnostics
                .warning(&field.pointer, message)
                .hint("take it out of `required`, or make it `nullable` or an array");
        }
    }
}

/// Which models have a value, found from those that hold no other.
fn ends(api: &Api) -> Vec<bool> {
    let mut ends = vec![false; api.models.len()];
    loop {
        let mut has_changed = false;
        for (index, model) in api.models.iter().enumerate() {
            let mut needs = fields(model).iter().filter_map(held);
            if !is_true(&ends, ModelId(index)) && needs.all(|id| is_true(&ends, id)) {
                if let Some(end) = ends.get_mut(index) {
                    *end = true;
                }
                has_changed = true;
            }
        }
        if !has_changed {
            return ends;
        }
    }
}

fn is_true(ends: &[bool], id: ModelId) -> bool {
    ends.get(id.0).copied().unwrap_or(true)
}

fn fields(model: &Model) -> &[Field] {
    match &model.shape {
        Shape::Object { fields, .. } => fields,
        // Nothing holds what is made for a body.
        Shape::Enum { .. } | Shape::Parts { .. } | Shape::Alternatives(_) => &[],
    }
}

/// The model that a value of the object cannot be without.
fn held(field: &Field) -> Option<ModelId> {
    match field.ty {
        Type::Model(id) if field.required => Some(id),
        _ => None,
    }
}
