//! Which models can be sent, and which can come back, and what follows for their members.

use crate::ir::{Api, BodyEncoding, Direction, Field, Model, ModelId, Place, Shape, Type};

/// Marks every model that a request or an answer can hold, itself or inside another, and how it is sent.
pub(super) fn mark(api: &mut Api) {
    leave_out_what_is_not_sent(api);
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
    mark_streams(api);
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
            let body = operation.body.as_ref().map(|body| &body.encoding);
            for input in &operation.inputs {
                collect(&input.ty, &mut roots.sent);
                let body = body.filter(|_| input.place == Place::Body);
                roots.value(&input.ty, body);
            }
            for (_, ty) in operation.answers.iter().flat_map(|answer| &answer.content) {
                if let Some(ty) = ty {
                    collect(ty, &mut roots.received);
                }
            }
        }
        for model in &api.models {
            match &model.shape {
                Shape::Parts { fields, .. } => {
                    let types = fields.iter().map(|field| &field.ty);
                    types.for_each(|ty| roots.value(ty, None));
                }
                Shape::Alternatives(list) => list
                    .iter()
                    .for_each(|one| roots.value(&one.ty, Some(&one.encoding))),
                Shape::Object { .. } | Shape::Enum { .. } => {}
            }
        }
        roots
    }

    /// Something that is sent, as a body of this encoding or outside of one. Plain JSON needs no encoder, and what is
    /// made for a body is not one value.
    fn value(&mut self, ty: &Type, body: Option<&BodyEncoding>) {
        if !matches!(body, Some(BodyEncoding::Json | BodyEncoding::Model)) {
            collect(ty, &mut self.as_value);
        }
    }
}

/// Says of each model whether a member of it, or of what it holds, is not sent.
fn sent_in_part(api: &Api) -> Vec<bool> {
    let mut known = vec![false; api.models.len()];
    loop {
        let is_new = |index: usize, model: &Model| {
            let mut fields = fields(model).iter();
            let mut held = held(model, Direction::Sent);
            !holds_any(&Type::Model(ModelId(index)), &known)
                && (fields.any(|field| field.direction == Direction::Received)
                    || held.any(|ty| holds_any(ty, &known)))
        };
        let models = api.models.iter().enumerate();
        let models = models.filter(|(index, model)| is_new(*index, model));
        let found: Vec<usize> = models.map(|(index, _)| index).collect();
        if found.is_empty() {
            return known;
        }
        for index in found {
            if let Some(known) = known.get_mut(index) {
                *known = true;
            }
        }
    }
}

/// Whether a value of this type holds one of these models.
fn holds_any(ty: &Type, these: &[bool]) -> bool {
    let mut models = Vec::new();
    collect(ty, &mut models);
    let mut models = models.iter().filter_map(|id| these.get(id.0));
    models.any(|is_one| *is_one)
}

/// JSON is written by way of the encoders where a member has to be left out.
fn leave_out_what_is_not_sent(api: &mut Api) {
    let in_part = sent_in_part(api);
    let choose = |ty: &Type, encoding: &mut BodyEncoding| {
        if *encoding == BodyEncoding::Json && holds_any(ty, &in_part) {
            *encoding = BodyEncoding::JsonInPart;
        }
    };
    for operation in &mut api.operations {
        let mut inputs = operation.inputs.iter();
        let whole = inputs.find(|input| input.place == Place::Body);
        if let (Some(body), Some(input)) = (&mut operation.body, whole) {
            choose(&input.ty, &mut body.encoding);
        }
    }
    for model in &mut api.models {
        if let Shape::Alternatives(list) = &mut model.shape {
            for one in list {
                choose(&one.ty, &mut one.encoding);
            }
        }
    }
}

fn mark_streams(api: &mut Api) {
    let models = api.models.iter().enumerate();
    let models: Vec<bool> = models
        .map(|(index, _)| holds_stream(api, &Type::Model(ModelId(index))))
        .collect();
    let operations = api.operations.iter();
    let operations: Vec<bool> = operations
        .map(|operation| {
            let mut inputs = operation.inputs.iter();
            inputs.any(|input| holds_stream(api, &input.ty))
        })
        .collect();
    for (model, streams) in api.models.iter_mut().zip(models) {
        model.streams = streams;
    }
    for (operation, streams) in api.operations.iter_mut().zip(operations) {
        operation.streams = streams;
    }
}

/// Of the models, only those that are made for a body can hold a stream.
fn holds_stream(api: &Api, ty: &Type) -> bool {
    match ty {
        Type::Body | Type::Media | Type::File => true,
        Type::Array(inner) | Type::Nullable(inner) => holds_stream(api, inner),
        Type::Model(id) => match api.models.get(id.0).map(|model| &model.shape) {
            Some(Shape::Parts { fields, .. }) => {
                fields.iter().any(|field| holds_stream(api, &field.ty))
            }
            Some(Shape::Alternatives(alternatives)) => {
                alternatives.iter().any(|one| holds_stream(api, &one.ty))
            }
            _ => false,
        },
        _ => false,
    }
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
        _ => None,
    };
    let alternatives = match &model.shape {
        Shape::Alternatives(list) => list.as_slice(),
        _ => &[],
    };
    fields(model)
        .iter()
        .filter(move |field| field.direction == Direction::Both || field.direction == way)
        .map(|field| &field.ty)
        .chain(rest)
        .chain(alternatives.iter().map(|one| &one.ty))
}

fn fields(model: &Model) -> &[Field] {
    match &model.shape {
        Shape::Object { fields, .. } | Shape::Parts { fields, .. } => fields,
        Shape::Enum { .. } | Shape::Alternatives(_) => &[],
    }
}

fn collect(ty: &Type, models: &mut Vec<ModelId>) {
    match ty {
        Type::Model(id) => models.push(*id),
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Part(inner) => {
            collect(inner, models);
        }
        Type::String
        | Type::Secret
        | Type::Boolean
        | Type::Integer(_)
        | Type::Number(_)
        | Type::Any
        | Type::Body
        | Type::Media
        | Type::File => {}
    }
}
