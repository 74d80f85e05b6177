//! Schemas to types (OpenAPI 3.0.4, "Schema Object").

mod notes;
mod outline;
mod values;
mod view;

use std::collections::{HashMap, HashSet};

use openapiv3::{AdditionalProperties, ObjectType, OpenAPI, ReferenceOr, Schema};

use crate::diagnostics::Diagnostics;
use crate::ir::{Direction, Docs, Field, Integer, Model, ModelId, Number, Shape, Type};
use crate::pointer::Pointer;
use crate::resolve::{Resolver, Start};

pub(super) use outline::Outline;
use values::Values;
use view::View;

/// The schemas of one description, each lowered once.
pub(super) struct Schemas<'a> {
    pub(super) resolver: Resolver<'a>,
    models: Vec<Option<Model>>,
    known: HashMap<Pointer, Progress>,
    /// The places of the schemas that are being lowered, each inside the one before it.
    open: Vec<Pointer>,
}

/// How far the schema at some place is.
#[derive(Clone)]
enum Progress {
    /// It is being lowered and has no type yet.
    Started,
    /// It has a fault, which was told.
    Faulty,
    /// It has this type; where that is a model, the model may still be filled.
    Done(Type),
}

impl<'a> Schemas<'a> {
    pub(super) fn new(resolver: Resolver<'a>) -> Self {
        Self {
            resolver,
            models: Vec::new(),
            known: HashMap::new(),
            open: Vec::new(),
        }
    }

    /// Lowers every schema of the components, used or not, in the order of the description.
    pub(super) fn components(&mut self, openapi: &'a OpenAPI, diagnostics: &mut Diagnostics) {
        let Some(components) = &openapi.components else {
            return;
        };
        for (key, schema) in &components.schemas {
            let pointer = super::component("schemas", key);
            self.lower(
                Start::from(schema),
                &pointer,
                std::slice::from_ref(key),
                diagnostics,
            );
        }
    }

    /// The models that came out. Call it when no fault was found.
    pub(super) fn into_models(self) -> Vec<Model> {
        self.models.into_iter().flatten().collect()
    }

    /// The type of a schema in place or behind a reference. `words` name it where it stands inline.
    /// `None` means that it has a fault, which was told.
    pub(super) fn lower(
        &mut self,
        start: Start<'a, Schema>,
        pointer: &Pointer,
        words: &[String],
        diagnostics: &mut Diagnostics,
    ) -> Option<Type> {
        let resolved = self.resolver.schema(start, pointer, diagnostics)?;
        let place = resolved.pointer;
        match self.known.get(&place) {
            Some(Progress::Done(ty)) => return Some(ty.clone()),
            Some(Progress::Faulty) => return None,
            Some(Progress::Started) => {
                report_cycle(&self.open, pointer, &place, diagnostics);
                return None;
            }
            None => {}
        }
        self.known.insert(place.clone(), Progress::Started);
        self.open.push(place.clone());
        let words = resolved
            .component
            .map_or_else(|| words.to_vec(), |key| vec![key.to_owned()]);
        let view = View::of(resolved.item);
        let ty = self.by_kind(&view, &place, &words, diagnostics);
        self.open.pop();
        let ty = ty.map(|ty| if view.nullable { nullable(ty) } else { ty });
        let progress = ty.clone().map_or(Progress::Faulty, Progress::Done);
        self.known.insert(place, progress);
        ty
    }

    /// What a person is told about the schema at `start`.
    pub(super) fn docs(&self, start: Start<'a, Schema>, pointer: &Pointer) -> Docs {
        let view = self.view(start, pointer);
        view.map(|view| docs(&view)).unwrap_or_default()
    }

    fn view(&self, start: Start<'a, Schema>, pointer: &Pointer) -> Option<View<'a>> {
        // A reference that leads nowhere is told by `lower`.
        let resolved = self
            .resolver
            .schema(start, pointer, &mut Diagnostics::new());
        resolved.map(|resolved| View::of(resolved.item))
    }

    /// Whether values of this model are texts.
    pub(super) fn is_enum(&self, id: ModelId) -> bool {
        matches!(
            self.models.get(id.0),
            Some(Some(Model {
                shape: Shape::Enum { .. },
                ..
            }))
        )
    }

    /// Whether values of this type are objects.
    pub(super) fn is_object(&self, ty: &Type) -> bool {
        match ty {
            Type::Model(id) => !self.is_enum(*id),
            Type::Map(_) => true,
            _ => false,
        }
    }

    /// The members of this model, where it is an object.
    pub(super) fn fields(&self, id: ModelId) -> Option<&[Field]> {
        match self.models.get(id.0) {
            Some(Some(Model {
                shape: Shape::Object { fields, .. },
                ..
            })) => Some(fields),
            _ => None,
        }
    }

    /// The type of the members that this model has besides, where it has any.
    pub(super) fn rest_of(&self, id: ModelId) -> Option<&Type> {
        match self.models.get(id.0) {
            Some(Some(Model {
                shape: Shape::Object { rest, .. },
                ..
            })) => rest.as_ref(),
            _ => None,
        }
    }

    /// The members of an object that gets no type of its own. `None` means that one has a fault.
    pub(super) fn inline_fields(
        &mut self,
        object: &'a ObjectType,
        pointer: &Pointer,
        words: &[String],
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Field>> {
        let view = View::of_object(object);
        let mut members = Members::default();
        self.members(&view, pointer, words, &mut members, diagnostics)?;
        Some(members.into_fields(diagnostics))
    }

    /// The model that is made for a body, once for all operations that share it.
    pub(super) fn body(
        &mut self,
        pointer: &Pointer,
        words: &[String],
        docs: Docs,
        shape: Shape,
    ) -> ModelId {
        if let Some(Progress::Done(Type::Model(id))) = self.known.get(pointer) {
            return *id;
        }
        let id = self.reserve(pointer, false);
        self.fill(id, pointer, words, docs, shape);
        id
    }

    fn by_kind(
        &mut self,
        view: &View<'a>,
        pointer: &Pointer,
        words: &[String],
        diagnostics: &mut Diagnostics,
    ) -> Option<Type> {
        const ALTERNATIVES: &str =
            "describe one of the alternatives, or leave the schema empty to take any JSON";
        for (keyword, used, hint) in [
            ("oneOf", view.one_of, ALTERNATIVES),
            ("anyOf", view.any_of, ALTERNATIVES),
            (
                "not",
                view.not,
                "take it out: the server refuses what it does not want",
            ),
        ] {
            if used {
                diagnostics
                    .error(
                        &pointer.join(keyword),
                        format!("`{keyword}` is not covered yet"),
                    )
                    .hint(hint);
                return None;
            }
        }
        if view.discriminator {
            diagnostics
                .warning(
                    &pointer.join("discriminator"),
                    "`discriminator` is not covered yet: a value is read and sent with the members of this schema only",
                )
                .hint("leave the schema empty to take any JSON where the members of its variants are needed");
        }
        if !view.all_of.is_empty() {
            return self.all_of(view, pointer, words, diagnostics);
        }
        if !view.enumeration.is_empty() {
            return self.enumeration(view, pointer, words, diagnostics);
        }
        match view.typ {
            Some("string") if view.format == Some("password") => Some(Type::Secret),
            Some("string") => Some(Type::String),
            Some("boolean") => Some(Type::Boolean),
            Some("integer") => Some(Type::Integer(integer(view))),
            Some("number") => Some(number(view)),
            Some("array") => self.array(view, pointer, words, diagnostics),
            Some("object") => self.object(view, pointer, words, diagnostics),
            None if view.has_members() => self.object(view, pointer, words, diagnostics),
            None if view.items.is_some() => self.array(view, pointer, words, diagnostics),
            None => Some(Type::Any),
            Some(other) => {
                diagnostics
                    .error(&pointer.join("type"), format!("{other:?} is no type"))
                    .hint("write one of: string, number, integer, boolean, array, object");
                None
            }
        }
    }

    fn array(
        &mut self,
        view: &View<'a>,
        pointer: &Pointer,
        words: &[String],
        diagnostics: &mut Diagnostics,
    ) -> Option<Type> {
        let Some(items) = view.items else {
            return Some(Type::Array(Box::new(Type::Any)));
        };
        let words = with_word(words, "item");
        let item = self.lower(
            Start::from(items),
            &pointer.join("items"),
            &words,
            diagnostics,
        )?;
        Some(Type::Array(Box::new(item)))
    }

    fn object(
        &mut self,
        view: &View<'a>,
        pointer: &Pointer,
        words: &[String],
        diagnostics: &mut Diagnostics,
    ) -> Option<Type> {
        let closed = matches!(view.additional, Some(AdditionalProperties::Any(false)));
        if view.properties.is_empty() && !closed {
            let rest = self.rest(view, pointer, words, diagnostics)?;
            return Some(Type::Map(Box::new(rest.unwrap_or(Type::Any))));
        }
        let id = self.reserve(pointer, view.nullable);
        let mut members = Members::default();
        self.members(view, pointer, words, &mut members, diagnostics)?;
        self.fill(
            id,
            pointer,
            words,
            docs(view),
            members.into_shape(diagnostics),
        );
        Some(Type::Model(id))
    }

    /// Several schemas at once: the members of all of them, in one object.
    fn all_of(
        &mut self,
        view: &View<'a>,
        pointer: &Pointer,
        words: &[String],
        diagnostics: &mut Diagnostics,
    ) -> Option<Type> {
        if !(view.enumeration.is_empty() && view.items.is_none()) {
            let keyword = if view.items.is_some() {
                "items"
            } else {
                "enum"
            };
            diagnostics
                .error(
                    &pointer.join(keyword),
                    format!("`{keyword}` beside `allOf` is not covered yet"),
                )
                .hint("take one of the two out");
            return None;
        }
        if let ([only], false) = (view.all_of, view.has_members()) {
            // The usual way to say more about a reference: the type is that of the reference.
            return self.lower(
                Start::from(only),
                &pointer.join("allOf").index(0),
                words,
                diagnostics,
            );
        }
        let id = self.reserve(pointer, view.nullable);
        let mut members = Members::default();
        let mut path = vec![pointer.clone()];
        self.merge(view, pointer, words, &mut members, &mut path, diagnostics)?;
        self.fill(
            id,
            pointer,
            words,
            docs(view),
            members.into_shape(diagnostics),
        );
        Some(Type::Model(id))
    }

    fn merge(
        &mut self,
        view: &View<'a>,
        pointer: &Pointer,
        words: &[String],
        members: &mut Members<'a>,
        path: &mut Vec<Pointer>,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let mut good = Some(());
        for (index, part) in view.all_of.iter().enumerate() {
            let place = pointer.join("allOf").index(index);
            let Some(resolved) = self.resolver.schema(Start::from(part), &place, diagnostics)
            else {
                good = None;
                continue;
            };
            if path.contains(&resolved.pointer) {
                report_all_of_cycle(path, &resolved.pointer, diagnostics);
                good = None;
                continue;
            }
            if let Some(Progress::Faulty) = self.known.get(&resolved.pointer) {
                good = None;
                continue;
            }
            let part = View::of(resolved.item);
            if !part.is_part_of_an_object() {
                let diagnostic = diagnostics.error(
                    &place,
                    "`allOf` of anything but plain objects is not covered yet",
                );
                if place != resolved.pointer {
                    diagnostic.related(&resolved.pointer, "this part is no plain object");
                }
                diagnostic.hint("write what is meant into one schema, without `allOf`");
                good = None;
                continue;
            }
            if !members.merged.insert(resolved.pointer.clone()) {
                continue;
            }
            let words = resolved
                .component
                .map_or_else(|| words.to_vec(), |key| vec![key.to_owned()]);
            path.push(resolved.pointer.clone());
            if self
                .merge(&part, &resolved.pointer, &words, members, path, diagnostics)
                .is_none()
            {
                good = None;
            }
            path.pop();
        }
        self.members(view, pointer, words, members, diagnostics)?;
        good
    }

    /// Adds the members that `view` itself names to `members`.
    fn members(
        &mut self,
        view: &View<'a>,
        pointer: &Pointer,
        words: &[String],
        members: &mut Members<'a>,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let mut good = Some(());
        for (name, schema) in view.properties {
            let place = pointer.join("properties").join(name);
            let Some(ty) = self.lower(
                Start::from(schema),
                &place,
                &with_word(words, name),
                diagnostics,
            ) else {
                good = None;
                continue;
            };
            let own = self.view(Start::from(schema), &place);
            let contents = self.contents(Start::from(schema), &place);
            let field = Field {
                pointer: place,
                name: name.clone(),
                required: false,
                direction: own.as_ref().map_or(Direction::Both, direction),
                ty,
                contents,
                docs: own.as_ref().map(docs).unwrap_or_default(),
            };
            if members.add(field, diagnostics).is_none() {
                good = None;
            }
        }
        members.required.extend(
            view.required
                .iter()
                .map(|name| (name.as_str(), pointer.clone())),
        );
        let rest = self.rest(view, pointer, words, diagnostics)?;
        members.add_rest(rest, pointer, diagnostics)?;
        good
    }

    /// The type of the members that the schema does not name; the inner `None` means that it keeps none.
    fn rest(
        &mut self,
        view: &View<'a>,
        pointer: &Pointer,
        words: &[String],
        diagnostics: &mut Diagnostics,
    ) -> Option<Option<Type>> {
        match view.additional {
            None | Some(AdditionalProperties::Any(false)) => Some(None),
            Some(AdditionalProperties::Any(true)) => Some(Some(Type::Any)),
            Some(AdditionalProperties::Schema(schema)) => {
                let place = pointer.join("additionalProperties");
                let schema: &'a ReferenceOr<Schema> = schema;
                self.lower(
                    Start::from(schema),
                    &place,
                    &with_word(words, "value"),
                    diagnostics,
                )
                .map(Some)
            }
        }
    }

    fn enumeration(
        &mut self,
        view: &View<'a>,
        pointer: &Pointer,
        words: &[String],
        diagnostics: &mut Diagnostics,
    ) -> Option<Type> {
        let place = pointer.join("enum");
        let has_null = view.enumeration.iter().any(serde_json::Value::is_null);
        let ty = match values::check(view, &place, diagnostics)? {
            // The values of numbers and booleans are told in the docs; the type holds any of its kind.
            Values::Integers => Type::Integer(integer(view)),
            Values::Numbers => number(view),
            Values::Booleans => Type::Boolean,
            Values::Texts(values) if values.is_empty() => Type::Any,
            Values::Texts(values) => {
                let id = self.reserve(pointer, has_null || view.nullable);
                self.fill(id, pointer, words, docs(view), Shape::Enum { values });
                Type::Model(id)
            }
        };
        Some(if has_null { nullable(ty) } else { ty })
    }

    /// Takes a place among the models before the members are lowered, so that they can refer to it.
    fn reserve(&mut self, pointer: &Pointer, is_nullable: bool) -> ModelId {
        let id = ModelId(self.models.len());
        self.models.push(None);
        let ty = Type::Model(id);
        let ty = if is_nullable { nullable(ty) } else { ty };
        self.known.insert(pointer.clone(), Progress::Done(ty));
        id
    }

    fn fill(&mut self, id: ModelId, pointer: &Pointer, words: &[String], docs: Docs, shape: Shape) {
        let model = Model {
            pointer: pointer.clone(),
            words: words.to_vec(),
            docs,
            shape,
            sent: false,
            received: false,
            as_value: false,
            streams: false,
        };
        if let Some(slot) = self.models.get_mut(id.0) {
            *slot = Some(model);
        }
    }
}

/// The members of an object while they are collected.
#[derive(Default)]
struct Members<'a> {
    fields: Vec<Field>,
    required: Vec<(&'a str, Pointer)>,
    rest: Option<(Type, Pointer)>,
    /// The parts that are in already: one that is reached by two ways adds nothing the second time.
    merged: HashSet<Pointer>,
}

impl Members<'_> {
    fn add(&mut self, field: Field, diagnostics: &mut Diagnostics) -> Option<()> {
        let Some(other) = self.fields.iter().find(|other| other.name == field.name) else {
            self.fields.push(field);
            return Some(());
        };
        if other.ty == field.ty {
            return Some(());
        }
        diagnostics
            .error(
                &field.pointer,
                format!(
                    "the property {:?} has two types that do not go together",
                    field.name
                ),
            )
            .related(&other.pointer, "the other one is here")
            .hint("give it the same schema in both places, best by one reference");
        None
    }

    fn add_rest(
        &mut self,
        rest: Option<Type>,
        pointer: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let place = pointer.join("additionalProperties");
        match (&self.rest, rest) {
            (_, None) => {}
            (None, Some(ty)) => self.rest = Some((ty, place)),
            (Some((other, _)), Some(ty)) if *other == ty => {}
            (Some((_, other)), Some(_)) => {
                diagnostics
                    .error(
                        &place,
                        "`additionalProperties` has two types that do not go together",
                    )
                    .related(other, "the other one is here")
                    .hint("give it the same schema in both places, best by one reference");
                return None;
            }
        }
        Some(())
    }

    fn into_shape(mut self, diagnostics: &mut Diagnostics) -> Shape {
        let rest = self.rest.take().map(|(ty, _)| ty);
        Shape::Object {
            fields: self.into_fields(diagnostics),
            rest,
        }
    }

    fn into_fields(mut self, diagnostics: &mut Diagnostics) -> Vec<Field> {
        for (name, pointer) in &self.required {
            match self.fields.iter_mut().find(|field| field.name == *name) {
                Some(field) => field.required = true,
                None => {
                    diagnostics
                        .warning(
                            &pointer.join("required"),
                            format!("{name:?} is required, but no property has that name"),
                        )
                        .hint("add it to `properties`; until then it is neither sent nor expected");
                }
            }
        }
        self.fields
    }
}

/// `open` leads from the schema at `place` to the one at `pointer`, which leads back.
fn report_cycle(
    open: &[Pointer],
    pointer: &Pointer,
    place: &Pointer,
    diagnostics: &mut Diagnostics,
) {
    let start = open
        .iter()
        .position(|seen| seen == place)
        .unwrap_or_default();
    let diagnostic = diagnostics.error(
        pointer,
        "this leads back to a schema that holds it, without an object in between, which is not covered yet",
    );
    diagnostic.related(place, "the schema");
    for seen in open.iter().skip(start + 1) {
        if seen != pointer {
            diagnostic.related(seen, "by way of this one");
        }
    }
    diagnostic.hint("make one of them `type: object` with a property that holds the next");
}

fn report_all_of_cycle(path: &[Pointer], place: &Pointer, diagnostics: &mut Diagnostics) {
    let start = path
        .iter()
        .position(|seen| seen == place)
        .unwrap_or_default();
    let diagnostic = diagnostics.error(&place.join("allOf"), "this `allOf` holds itself");
    for seen in path.iter().skip(start + 1) {
        diagnostic.related(seen, "by way of this one");
    }
    diagnostic.hint("take it out of one of them");
}

fn docs(view: &View<'_>) -> Docs {
    Docs {
        summary: view.title.map(str::to_owned),
        description: view.description.map(str::to_owned),
        notes: notes::notes(view),
        deprecated: view.deprecated,
    }
}

fn direction(view: &View<'_>) -> Direction {
    match (view.read_only, view.write_only) {
        (true, false) => Direction::Received,
        (false, true) => Direction::Sent,
        _ => Direction::Both,
    }
}

fn integer(view: &View<'_>) -> Integer {
    let unsigned = view.minimum.is_some_and(|minimum| minimum >= 0.0);
    match view.format {
        Some("uint32") => Integer::U32,
        Some("uint64") => Integer::U64,
        Some("int32") if unsigned => Integer::U32,
        Some("int32") => Integer::I32,
        _ if unsigned => Integer::U64,
        _ => Integer::I64,
    }
}

fn number(view: &View<'_>) -> Type {
    Type::Number(match view.format {
        Some("float") => Number::F32,
        _ => Number::F64,
    })
}

fn nullable(ty: Type) -> Type {
    match ty {
        Type::Nullable(_) | Type::Any => ty,
        other => Type::Nullable(Box::new(other)),
    }
}

fn with_word(words: &[String], word: &str) -> Vec<String> {
    words.iter().cloned().chain([word.to_owned()]).collect()
}
