//! Schemas to types (OpenAPI 3.0.4, "Schema Object").

mod notes;
mod view;

use std::collections::{HashMap, HashSet};

use openapiv3::{AdditionalProperties, ObjectType, OpenAPI, ReferenceOr, Schema};

use crate::diagnostics::Diagnostics;
use crate::ir::{Docs, Field, Integer, Model, ModelId, Number, Shape, Type};
use crate::pointer::Pointer;
use crate::resolve::{Resolver, Start};

use view::View;

/// The schemas of one description, each lowered once.
pub(super) struct Schemas<'a> {
    pub(super) resolver: Resolver<'a>,
    models: Vec<Option<Model>>,
    known: HashMap<Pointer, Progress>,
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
                diagnostics
                    .error(
                        pointer,
                        "this schema is made of itself, so that no value can fit it",
                    )
                    .related(&place, "it starts here")
                    .hint("put an object or an optional member in between");
                return None;
            }
            None => {}
        }
        self.known.insert(place.clone(), Progress::Started);
        let words = resolved
            .component
            .map_or_else(|| words.to_vec(), |key| vec![key.to_owned()]);
        let view = View::of(resolved.item);
        let ty = self.by_kind(&view, &place, &words, diagnostics);
        let ty = ty.map(|ty| if view.nullable { nullable(ty) } else { ty });
        let progress = ty.clone().map_or(Progress::Faulty, Progress::Done);
        self.known.insert(place, progress);
        ty
    }

    /// What a person is told about the schema at `start`.
    pub(super) fn docs(&self, start: Start<'a, Schema>, pointer: &Pointer) -> Docs {
        // A reference that leads nowhere is told by `lower`.
        let resolved = self
            .resolver
            .schema(start, pointer, &mut Diagnostics::new());
        resolved
            .map(|resolved| docs(&View::of(resolved.item)))
            .unwrap_or_default()
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

    fn by_kind(
        &mut self,
        view: &View<'a>,
        pointer: &Pointer,
        words: &[String],
        diagnostics: &mut Diagnostics,
    ) -> Option<Type> {
        for (keyword, used) in [
            ("oneOf", view.one_of),
            ("anyOf", view.any_of),
            ("not", view.not),
        ] {
            if used {
                diagnostics
                    .error(&pointer.join(keyword), format!("`{keyword}` is not covered yet"))
                    .hint("describe one of the alternatives, or leave the schema empty to take any JSON");
                return None;
            }
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
            Some("number") if view.format == Some("float") => Some(Type::Number(Number::F32)),
            Some("number") => Some(Type::Number(Number::F64)),
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
        self.fill(id, view, pointer, words, members, diagnostics);
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
        self.fill(id, view, pointer, words, members, diagnostics);
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
            let part = View::of(resolved.item);
            if !matches!(part.typ, None | Some("object")) || part.one_of || part.any_of || part.not
            {
                diagnostics
                    .error(&place, "`allOf` of anything but objects is not covered yet")
                    .related(&resolved.pointer, "this part is no plain object")
                    .hint("write the members that are meant into one object");
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
            let docs = self.docs(Start::from(schema), &place);
            let field = Field {
                pointer: place,
                name: name.clone(),
                required: false,
                ty,
                docs,
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
        if members.rest.is_none() {
            members.rest = self.rest(view, pointer, words, diagnostics)?;
        }
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
        let present = || view.enumeration.iter().filter(|value| !value.is_null());
        let has_null = present().count() < view.enumeration.len();
        let texts: Vec<String> = present()
            .filter_map(|value| value.as_str().map(str::to_owned))
            .collect();
        if texts.len() < present().count() {
            // The values of numbers and truths are told in the docs; the type holds any of its kind.
            return match view.typ {
                Some("integer") => Some(Type::Integer(integer(view))),
                Some("number") => Some(Type::Number(Number::F64)),
                Some("boolean") => Some(Type::Boolean),
                _ => {
                    diagnostics
                        .error(
                            &place,
                            "an enum of mixed or nested values is not covered yet",
                        )
                        .hint("give the schema a `type`, and values of that type only");
                    None
                }
            };
        }
        let mut values: Vec<String> = Vec::new();
        for text in texts {
            if values.contains(&text) {
                diagnostics.warning(
                    &place,
                    format!("the value {text:?} stands twice in the enum"),
                );
            } else {
                values.push(text);
            }
        }
        if values.is_empty() {
            return Some(Type::Any);
        }
        let id = self.reserve(pointer, has_null || view.nullable);
        self.put(id, view, pointer, words, Shape::Enum { values });
        let ty = Type::Model(id);
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

    fn fill(
        &mut self,
        id: ModelId,
        view: &View<'a>,
        pointer: &Pointer,
        words: &[String],
        members: Members<'a>,
        diagnostics: &mut Diagnostics,
    ) {
        let shape = members.into_shape(diagnostics);
        self.put(id, view, pointer, words, shape);
    }

    fn put(
        &mut self,
        id: ModelId,
        view: &View<'a>,
        pointer: &Pointer,
        words: &[String],
        shape: Shape,
    ) {
        let model = Model {
            pointer: pointer.clone(),
            words: words.to_vec(),
            docs: docs(view),
            shape,
            sent: false,
            received: false,
            in_form: false,
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
    rest: Option<Type>,
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
                    "the member {:?} has two types that do not go together",
                    field.name
                ),
            )
            .related(&other.pointer, "the other one is here")
            .hint("give it the same schema in both places, best by one reference");
        None
    }

    fn into_shape(mut self, diagnostics: &mut Diagnostics) -> Shape {
        let rest = self.rest.take();
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
                            format!("{name:?} is required, but no member has that name"),
                        )
                        .hint("add it to `properties`; until then it is neither sent nor expected");
                }
            }
        }
        self.fields
    }
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

fn integer(view: &View<'_>) -> Integer {
    let unsigned = view.minimum.is_some_and(|minimum| minimum >= 0.0);
    match (view.format == Some("int32"), unsigned) {
        (true, false) => Integer::I32,
        (true, true) => Integer::U32,
        (false, false) => Integer::I64,
        (false, true) => Integer::U64,
    }
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
