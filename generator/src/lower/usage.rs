//! Which models can be sent, and which can come back, and what follows for their members.

use crate::ir::{Api, BodyEncoding, Direction, Field, Model, ModelId, Place, Shape, Type};

/// Marks every model that a request or an answer can hold, itself or inside another, and how it is sent.
pub(super) fn mark(api: &mut Api) {
    mark_sent_in_part(api);
    let roots = Roots::of(api);
    for id in reachable(api, roots.sent, Direction::Sent) {
        if let Some(model) = api.models.get_mut(id.0) {
            model.sent = true;
        }
    }
    for id in reachable(api, roots.as_value, Direction::Sent) {
        if let Some(model) = api.models.get_mut(id.0) {
            model.as_value = true;
        }
    }
    for id in reachable(api, roots.received, Direction::Received) {
        if let Some(model) = api.models.get_mut(id.0) {
            model.received = true;
        }
    }
    api.models.iter_mut().for_each(relax);
}

/// The models that requests and answers hold themselves.
#[derive(Default)]
struct Roots {
    sent: Vec<ModelId>,
    as_value: Vec<ModelId>,
    received: Vec<ModelId>,
}

impl Roots {
    fn of(api: &Api) -> Self {
        let mut roots = Self::default();
        for operation in &api.operations {
            let body = operation.body.as_ref().map(|body| body.encoding);
            for input in &operation.inputs {
                collect(&input.ty, &mut roots.sent);
                let is_json = input.place == Place::Body && body == Some(BodyEncoding::Json);
                if !is_json || is_sent_in_part(&input.ty, api) {
                    collect(&input.ty, &mut roots.as_value);
                }
            }
            for (_, ty) in operation.answers.iter().flat_map(|answer| &answer.content) {
                if let Some(ty) = ty {
                    collect(ty, &mut roots.received);
                }
            }
        }
        roots
    }
}

/// Goes from the models with a member that is not sent to those that hold them.
fn mark_sent_in_part(api: &mut Api) {
    loop {
        let is_new = |model: &&Model| {
            let mut fields = fields(model).iter();
            let mut held = held(model, Direction::Sent);
            !model.sent_in_part
                && (fields.any(|field| field.direction == Direction::Received)
                    || held.any(|ty| is_sent_in_part(ty, api)))
        };
        let found: Vec<usize> = api
            .models
            .iter()
            .enumerate()
            .filter(|(_, model)| is_new(model))
            .map(|(index, _)| index)
            .collect();
        if found.is_empty() {
            return;
        }
        for index in found {
            if let Some(model) = api.models.get_mut(index) {
                model.sent_in_part = true;
            }
        }
    }
}

fn is_sent_in_part(ty: &Type, api: &Api) -> bool {
    let mut models = Vec::new();
    collect(ty, &mut models);
    let mut models = models.iter().filter_map(|id| api.models.get(id.0));
    models.any(|model| model.sent_in_part)
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

/// The models that go this way with those of the queue.
fn reachable(api: &Api, mut queue: Vec<ModelId>, way: Direction) -> Vec<ModelId> {
    let mut seen = vec![false; api.models.len()];
    let mut found = Vec::new();
    while let Some(id) = queue.pop() {
        match seen.get_mut(id.0) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        found.push(id);
        if let Some(model) = api.models.get(id.0) {
            held(model, way).for_each(|ty| collect(ty, &mut queue));
        }
    }
    found
}

/// The types of the members that go this way.
fn held(model: &Model, way: Direction) -> impl Iterator<Item = &Type> {
    let rest = match &model.shape {
        Shape::Object { rest, .. } => rest.as_ref(),
        Shape::Enum { .. } => None,
    };
    fields(model)
        .iter()
        .filter(move |field| field.direction == Direction::Both || field.direction == way)
        .map(|field| &field.ty)
        .chain(rest)
}

fn fields(model: &Model) -> &[Field] {
    match &model.shape {
        Shape::Object { fields, .. } => fields,
        Shape::Enum { .. } => &[],
    }
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
