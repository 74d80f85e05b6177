//! Which models can be sent, and which can come back, and what follows for their members.

use crate::ir::{Api, BodyEncoding, Direction, Model, ModelId, Place, Shape, Type};

/// Marks every model that a request or an answer can hold, itself or inside another.
pub(super) fn mark(api: &mut Api) {
    let mut sent = Vec::new();
    let mut received = Vec::new();
    let mut in_form = Vec::new();
    for operation in &api.operations {
        let body = operation.body.as_ref();
        let is_form = body.is_some_and(|body| body.encoding == BodyEncoding::FormObject);
        for input in &operation.inputs {
            collect(&input.ty, &mut sent);
            if is_form && input.place == Place::Body {
                collect(&input.ty, &mut in_form);
            }
        }
        for (_, ty) in operation.answers.iter().flat_map(|answer| &answer.content) {
            if let Some(ty) = ty {
                collect(ty, &mut received);
            }
        }
    }
    for id in reachable(api, sent) {
        if let Some(model) = api.models.get_mut(id.0) {
            model.sent = true;
        }
    }
    for id in in_form {
        if let Some(model) = api.models.get_mut(id.0) {
            model.in_form = true;
        }
    }
    for id in reachable(api, received) {
        if let Some(model) = api.models.get_mut(id.0) {
            model.received = true;
        }
    }
    api.models.iter_mut().for_each(relax);
}

/// A member that does not go some way cannot be required there.
fn relax(model: &mut Model) {
    if let Shape::Object { fields, .. } = &mut model.shape {
        for field in fields {
            let can_lack = match field.direction {
                Direction::Both => false,
                Direction::Sent => model.received,
                Direction::Received => model.sent,
            };
            field.required &= !can_lack;
        }
    }
}

fn reachable(api: &Api, mut queue: Vec<ModelId>) -> Vec<ModelId> {
    let mut seen = vec![false; api.models.len()];
    let mut found = Vec::new();
    while let Some(id) = queue.pop() {
        match seen.get_mut(id.0) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        found.push(id);
        if let Some(Shape::Object { fields, rest }) = api.models.get(id.0).map(|model| &model.shape)
        {
            fields
                .iter()
                .map(|field| &field.ty)
                .chain(rest)
                .for_each(|ty| collect(ty, &mut queue));
        }
    }
    found
}

fn collect(ty: &Type, models: &mut Vec<ModelId>) {
    match ty {
        Type::Model(id) => models.push(*id),
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => collect(inner, models),
        Type::String
        | Type::Secret
        | Type::Boolean
        | Type::Integer(_)
        | Type::Number(_)
        | Type::Any => {}
    }
}
