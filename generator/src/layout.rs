//! Which file holds what, and which fields are boxed.

use std::collections::BTreeSet;

use crate::ir::{Api, BodyEncoding, ModelId, Place, SchemeKind, Shape, Type};
use crate::names::Names;

/// Where everything goes.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The groups of operations; with one group there is one file.
    pub groups: Vec<Group>,
    /// The models in the order of their names, so that the order of the description does not matter.
    pub models: Vec<ModelId>,
    /// The modules of `templates` that the client needs, as paths without `.rs`.
    pub modules: Vec<&'static str>,
    /// The fields that hold their own model, themselves or by way of others: (model, field).
    boxed: BTreeSet<(ModelId, usize)>,
}

/// Operations that share a file.
#[derive(Clone, Debug)]
pub struct Group {
    /// The module.
    pub module: String,
    /// What the group is for.
    pub description: Option<String>,
    /// Indices of [`Api::operations`].
    pub operations: Vec<usize>,
}

impl Layout {
    /// Whether the field with this index would make its model endless without a box.
    pub fn is_boxed(&self, model: ModelId, field: usize) -> bool {
        self.boxed.contains(&(model, field))
    }
}

/// Lays a client out.
pub fn plan(api: &Api, names: &Names) -> Layout {
    let mut models: Vec<ModelId> = (0..api.models.len()).map(ModelId).collect();
    models.sort_by_key(|id| names.models.get(id.0).map(|names| names.ident.as_str()));
    Layout {
        groups: groups(api, names),
        models,
        modules: modules(api),
        boxed: boxed(api),
    }
}

/// Whether the generator makes a module of this name, for this description or for another one.
pub fn is_taken(module: &str) -> bool {
    let copied = templates::ALL
        .iter()
        .filter_map(|template| template.path.split(['/', '.']).next());
    RENDERED
        .into_iter()
        .chain(copied)
        .any(|taken| taken == module)
}

/// The modules at the root of a client that are rendered, as far as a description calls for them.
const RENDERED: [&str; 6] = [
    "api",
    "encoders",
    "models",
    "operations",
    "prelude",
    "servers",
];

/// Only what the description needs is copied.
fn modules(api: &Api) -> Vec<&'static str> {
    let paths = templates::ALL
        .iter()
        .filter_map(|template| template.path.strip_suffix(".rs"));
    paths.filter(|path| is_needed(path, api)).collect()
}

fn is_needed(module: &str, api: &Api) -> bool {
    let place = |wanted: fn(Place) -> bool| {
        let mut inputs = api
            .operations
            .iter()
            .flat_map(|operation| &operation.inputs);
        inputs.any(|input| wanted(input.place))
    };
    let body = |wanted: fn(&BodyEncoding) -> bool| encodings(api).any(wanted);
    match module {
        "encoders/path" => place(|place| matches!(place, Place::Path(_))),
        "encoders/query" => place(|place| matches!(place, Place::Query(_))) || body(has_encodings),
        "encoders/header" => place(|place| matches!(place, Place::Header(_))),
        "encoders/cookie" => place(|place| matches!(place, Place::Cookie(_))),
        "encoders/form" => body(|encoding| {
            matches!(
                encoding,
                BodyEncoding::FormFields(_) | BodyEncoding::FormObject(_)
            )
        }),
        "encoders/server" => {
            let mut servers = api.servers.iter();
            place(|place| place == Place::Server)
                || servers.any(|server| !server.variables.is_empty())
        }
        "encoders/json" => {
            use BodyEncoding::{Json, JsonInPart, JsonLines};
            body(|encoding| matches!(encoding, Json | JsonInPart | JsonLines))
        }
        "encoders/text" => body(|encoding| *encoding == BodyEncoding::Text),
        "encoders/binary" => {
            body(|encoding| matches!(encoding, BodyEncoding::Binary | BodyEncoding::Media))
        }
        "encoders/encoding" => body(has_encodings),
        "encoders/file" => has_files(api),
        "encoders/multipart" => has_parts(api),
        "body" | "encoders/stream" | "stream" => sends_streams(api),
        "model" => api
            .models
            .iter()
            .any(|model| matches!(model.shape, Shape::Object { .. } | Shape::Enum { .. })),
        "basic" => has_required_scheme(api, &SchemeKind::Basic),
        _ if module == "oauth1" || module.starts_with("oauth1/") => {
            has_scheme(api, &SchemeKind::OAuth1)
        }
        // Constants of one description are rendered, not copied.
        "api" => false,
        _ => true,
    }
}

/// Whether a scheme of this kind is declared. No operation has to require OAuth 1.0a: what is signed, and how, is for
/// the caller to say.
fn has_scheme(api: &Api, kind: &SchemeKind) -> bool {
    api.schemes.iter().any(|scheme| scheme.kind == *kind)
}

fn has_required_scheme(api: &Api, kind: &SchemeKind) -> bool {
    let mut schemes = api.schemes.iter();
    schemes.any(|scheme| scheme.is_required && scheme.kind == *kind)
}

/// How bodies are encoded, those among several media types too.
fn encodings(api: &Api) -> impl Iterator<Item = &BodyEncoding> {
    let operations = api.operations.iter();
    let bodies = operations.filter_map(|operation| operation.body.as_ref());
    let alternatives = api.models.iter().flat_map(|model| match &model.shape {
        Shape::Alternatives(list) => list.as_slice(),
        _ => &[],
    });
    bodies
        .map(|body| &body.encoding)
        .chain(alternatives.map(|one| &one.encoding))
}

/// Whether a field of a form is not written as usual.
fn has_encodings(encoding: &BodyEncoding) -> bool {
    match encoding {
        BodyEncoding::FormFields(fields) | BodyEncoding::FormObject(fields) => !fields.is_empty(),
        _ => false,
    }
}

fn has_parts(api: &Api) -> bool {
    let mut models = api.models.iter();
    models.any(|model| matches!(model.shape, Shape::Parts { .. }))
        || encodings(api).any(|encoding| matches!(encoding, BodyEncoding::Parts(_)))
}

fn has_files(api: &Api) -> bool {
    let inputs = api.operations.iter();
    let inputs = inputs.flat_map(|operation| &operation.inputs);
    let parts = api.models.iter().flat_map(|model| match &model.shape {
        Shape::Parts { fields, .. } => fields.as_slice(),
        _ => &[],
    });
    let mut types = inputs
        .map(|input| &input.ty)
        .chain(parts.map(|part| &part.ty));
    types.any(|ty| match ty {
        Type::Array(item) => **item == Type::File,
        ty => *ty == Type::File,
    })
}

/// Whether an operation can send a stream.
pub fn sends_streams(api: &Api) -> bool {
    api.operations.iter().any(|operation| operation.streams)
}

fn groups(api: &Api, names: &Names) -> Vec<Group> {
    let with_tag = |tag| {
        let indices = api
            .operations
            .iter()
            .enumerate()
            .filter(move |(_, operation)| operation.tag == tag);
        indices.map(|(index, _)| index).collect()
    };
    let tagged = api
        .tags
        .iter()
        .enumerate()
        .zip(&names.modules)
        .map(|((index, tag), module)| Group {
            module: module.clone(),
            description: tag.description.clone(),
            operations: with_tag(Some(index)),
        });
    let untagged = Group {
        module: names.untagged.clone(),
        description: None,
        operations: with_tag(None),
    };
    let mut groups: Vec<Group> = tagged
        .chain([untagged])
        .filter(|group: &Group| !group.operations.is_empty())
        .collect();
    groups.sort_by(|left, right| left.module.cmp(&right.module));
    groups
}

/// A field is boxed where its model can be reached from the field's own type without a list or a map in
/// between, which have an indirection already.
fn boxed(api: &Api) -> BTreeSet<(ModelId, usize)> {
    let mut boxed = BTreeSet::new();
    for (index, model) in api.models.iter().enumerate() {
        let Shape::Object { fields, .. } = &model.shape else {
            continue;
        };
        for (position, field) in fields.iter().enumerate() {
            if held(&field.ty).is_some_and(|target| reaches(api, target, ModelId(index))) {
                boxed.insert((ModelId(index), position));
            }
        }
    }
    boxed
}

/// The model that a value of this type holds in itself.
fn held(ty: &Type) -> Option<ModelId> {
    match ty {
        Type::Model(id) => Some(*id),
        Type::Nullable(inner) => held(inner),
        _ => None,
    }
}

fn reaches(api: &Api, from: ModelId, to: ModelId) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut queue = vec![from];
    while let Some(id) = queue.pop() {
        if id == to {
            return true;
        }
        let Some(Shape::Object { fields, .. }) = api.models.get(id.0).map(|model| &model.shape)
        else {
            continue;
        };
        queue.extend(
            fields
                .iter()
                .filter_map(|field| held(&field.ty))
                .filter(|id| seen.insert(*id)),
        );
    }
    false
}
