//! Checks a whole tree against the structure of the standard, and reports every fault with its place.
//!
//! What the standard says is data, in [`super::standard`]; what no table can say is in [`super::rules`].

use std::fmt::Display;

use indexmap::IndexMap;

use super::mend::Repair;
use super::rules;
use super::standard;
use super::tree::{Node, Number};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::pointer::Pointer;

/// An object of the standard.
pub(super) struct Shape {
    /// The fixed fields.
    pub(super) fields: &'static [Field],
    /// What members of other names are, where the standard allows them.
    /// Names that start with `x-` are extensions, which are not looked at.
    pub(super) members: Option<(Keys, Kind)>,
    /// What the tables cannot say; not asked for what is not an object, or a reference.
    pub(super) rule: Option<Rule>,
    /// Fields that OpenAPI 3.1 added.
    pub(super) later: &'static [&'static str],
}

pub(super) type Members = IndexMap<String, Node>;
pub(super) type Rule = fn(&mut Check<'_>, &Members, &Place<'_>);

/// A fixed field.
pub(super) enum Field {
    Required(&'static str, Kind),
    Optional(&'static str, Kind),
}

impl Field {
    fn name(&self) -> &'static str {
        let (Field::Required(name, _) | Field::Optional(name, _)) = self;
        name
    }

    fn kind(&self) -> &Kind {
        let (Field::Required(_, kind) | Field::Optional(_, kind)) = self;
        kind
    }

    fn is_required(&self) -> bool {
        matches!(self, Field::Required(..))
    }
}

/// What a value must be.
pub(super) enum Kind {
    Any,
    Text,
    Boolean,
    Number,
    /// An integer from 0 to 2^64 - 1.
    Count,
    OneOf(&'static [&'static str]),
    List(&'static Kind),
    Map(Keys, &'static Kind),
    Object(&'static Shape),
    OrReference(&'static Shape),
    BooleanOr(&'static Kind),
}

/// What the names of members must be.
#[derive(Clone, Copy)]
pub(super) enum Keys {
    Any,
    Component,
    Path,
    Status,
    MediaType,
    HeaderName,
}

/// A place on the way down; it becomes a [`Pointer`] only where there is something to say.
pub(super) struct Place<'p> {
    parent: Option<&'p Place<'p>>,
    token: Token<'p>,
}

enum Token<'p> {
    Root,
    Key(&'p str),
    Index(usize),
}

impl<'p> Place<'p> {
    pub(super) fn key(&'p self, key: &'p str) -> Place<'p> {
        Place {
            parent: Some(self),
            token: Token::Key(key),
        }
    }

    fn index(&'p self, index: usize) -> Place<'p> {
        Place {
            parent: Some(self),
            token: Token::Index(index),
        }
    }

    pub(super) fn pointer(&self) -> Pointer {
        let parent = self.parent.map_or_else(Pointer::root, Place::pointer);
        match self.token {
            Token::Root => parent,
            Token::Key(key) => parent.join(key),
            Token::Index(index) => parent.index(index),
        }
    }
}

/// Reports all faults of a tree; gives what must be changed so that the rest of it can be used.
pub(super) fn check(tree: &Node, diagnostics: &mut Diagnostics) -> Vec<(Pointer, Repair)> {
    let mut check = Check {
        diagnostics,
        repairs: Vec::new(),
    };
    let root = Place {
        parent: None,
        token: Token::Root,
    };
    check.value(tree, &Kind::Object(&standard::OPENAPI), &root);
    check.repairs
}

pub(super) struct Check<'d> {
    diagnostics: &'d mut Diagnostics,
    repairs: Vec<(Pointer, Repair)>,
}

impl Check<'_> {
    pub(super) fn error(
        &mut self,
        place: &Place<'_>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.diagnostics.error(&place.pointer(), message)
    }

    pub(super) fn warning(
        &mut self,
        place: &Place<'_>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.diagnostics.warning(&place.pointer(), message)
    }

    pub(super) fn repair(&mut self, place: &Place<'_>, repair: Repair) {
        self.repairs.push((place.pointer(), repair));
    }

    fn expected(
        &mut self,
        place: &Place<'_>,
        expected: impl Display,
        node: &Node,
    ) -> &mut Diagnostic {
        let found = node.kind();
        self.error(place, format!("expected {expected}, found {found}"))
    }

    fn value(&mut self, node: &Node, kind: &Kind, place: &Place<'_>) {
        match kind {
            Kind::Any => {}
            Kind::Text => self.text(node, place),
            Kind::Boolean => {
                if !matches!(node, Node::Bool(_)) {
                    self.expected(place, "a boolean", node);
                }
            }
            Kind::Number => {
                if !matches!(node, Node::Number(_)) {
                    self.expected(place, "a number", node);
                }
            }
            Kind::Count => self.count(node, place),
            Kind::OneOf(values) => self.one_of(node, values, place),
            Kind::List(kind) => match node {
                Node::Array(items) => {
                    for (index, item) in items.iter().enumerate() {
                        self.value(item, kind, &place.index(index));
                    }
                }
                _ => {
                    self.expected(place, "an array", node);
                }
            },
            Kind::Map(keys, kind) => match node {
                Node::Object(members) => {
                    for (key, value) in members {
                        self.named(key, value, *keys, kind, &place.key(key));
                    }
                }
                _ => {
                    self.expected(place, "an object", node);
                }
            },
            Kind::Object(shape) => self.object(node, shape, place),
            Kind::OrReference(shape) => {
                match node.as_object().and_then(|members| members.get("$ref")) {
                    Some(reference) => self.reference(node, reference, place),
                    None => self.object(node, shape, place),
                }
            }
            Kind::BooleanOr(kind) => {
                if !matches!(node, Node::Bool(_)) {
                    self.value(node, kind, place);
                }
            }
        }
    }

    fn text(&mut self, node: &Node, place: &Place<'_>) {
        match node {
            Node::String(_) => {}
            Node::Null if matches!(place.token, Token::Key(_)) => {
                self.warning(place, "expected a string, found null; taken as absent");
                self.repair(place, Repair::Remove);
            }
            Node::Number(_) | Node::Bool(_) => {
                self.expected(place, "a string", node)
                    .hint("put it in quotes");
            }
            _ => {
                self.expected(place, "a string", node);
            }
        }
    }

    fn count(&mut self, node: &Node, place: &Place<'_>) {
        match node {
            Node::Number(Number::Unsigned(_)) => {}
            Node::Number(number) => match integer(*number) {
                Some(number @ Number::Unsigned(_)) => self.repair(place, Repair::Integer(number)),
                _ => {
                    self.error(
                        place,
                        format!("expected an integer from 0 to 2^64 - 1, found {number}"),
                    );
                }
            },
            _ => {
                self.expected(place, "an integer", node);
            }
        }
    }

    pub(super) fn one_of(&mut self, node: &Node, values: &[&str], place: &Place<'_>) {
        match node {
            Node::String(value) if values.contains(&value.as_str()) => {}
            Node::String(value) => {
                let message = format!("`{value}` is not allowed here; expected {}", listed(values));
                let hint = nearest(value, values.iter().copied());
                self.error(place, message).hint = hint;
            }
            _ => {
                self.expected(place, "a string", node);
            }
        }
    }

    fn reference(&mut self, node: &Node, reference: &Node, place: &Place<'_>) {
        match reference {
            Node::String(text) if text.is_empty() => {
                self.error(&place.key("$ref"), "a `$ref` must not be empty");
            }
            Node::String(_) => {}
            _ => {
                self.expected(&place.key("$ref"), "a string", reference);
            }
        }
        let ignored: Vec<&str> = node
            .as_object()
            .into_iter()
            .flat_map(Members::keys)
            .map(String::as_str)
            .filter(|key| {
                !matches!(*key, "$ref" | "description" | "summary") && !key.starts_with("x-")
            })
            .collect();
        if !ignored.is_empty() {
            self.warning(
                place,
                format!(
                    "the standard ignores {} beside `$ref`",
                    listed_all(&ignored)
                ),
            )
            .hint("put `$ref` into an `allOf`, and the rest beside that");
        }
    }

    fn object(&mut self, node: &Node, shape: &'static Shape, place: &Place<'_>) {
        let Node::Object(members) = node else {
            let is_schema = std::ptr::eq(shape, &standard::SCHEMA);
            let diagnostic = self.expected(place, "an object", node);
            if is_schema && matches!(node, Node::Bool(_)) {
                diagnostic.hint("a boolean schema is an OpenAPI 3.1 form; in 3.0 write {} for true, `not: {}` for false");
            }
            return;
        };
        for (key, value) in members {
            self.member(key, value, shape, place);
        }
        for field in shape.fields {
            if field.is_required() && !members.contains_key(field.name()) {
                self.error(
                    place,
                    format!("the required field `{}` is missing", field.name()),
                );
            }
        }
        if let Some(rule) = shape.rule {
            rule(self, members, place);
        }
    }

    fn member(&mut self, key: &str, value: &Node, shape: &'static Shape, place: &Place<'_>) {
        let place = place.key(key);
        if let Some(field) = shape.fields.iter().find(|field| field.name() == key) {
            if matches!((value, field), (Node::Null, Field::Required(_, Kind::Text))) {
                self.expected(&place, "a string", value);
            } else {
                self.value(value, field.kind(), &place);
            }
        } else if key.starts_with("x-") {
            // An extension may hold anything.
        } else if let Some((keys, kind)) = &shape.members {
            self.named(key, value, *keys, kind, &place);
        } else if shape.later.contains(&key) {
            rules::later_field(self, key, &place);
        } else {
            rules::unknown_field(self, key, shape, &place);
        }
    }

    fn named(&mut self, key: &str, value: &Node, keys: Keys, kind: &Kind, place: &Place<'_>) {
        if rules::key(self, keys, key, place) {
            self.value(value, kind, place);
        }
    }
}

impl Shape {
    pub(super) fn field_names(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().map(Field::name)
    }
}

/// A float without a fraction, as an integer.
pub(super) fn integer(number: Number) -> Option<Number> {
    const BEYOND_U64: f64 = 18_446_744_073_709_551_616.0;
    const BELOW_I64: f64 = -9_223_372_036_854_775_808.0;
    match number {
        Number::Float(value) if value.fract() != 0.0 => None,
        Number::Float(value) if (0.0..BEYOND_U64).contains(&value) => {
            Some(Number::Unsigned(value as u64))
        }
        Number::Float(value) if (BELOW_I64..0.0).contains(&value) => {
            Some(Number::Negative(value as i64))
        }
        Number::Float(_) => None,
        integer => Some(integer),
    }
}

/// `a`, `b` or `c`.
fn listed(names: &[&str]) -> String {
    joined(names, " or ")
}

/// `a`, `b` and `c`.
fn listed_all(names: &[&str]) -> String {
    joined(names, " and ")
}

fn joined(names: &[&str], last: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((end, start)) if !start.is_empty() => format!("{}{last}{end}", start.join(", ")),
        _ => quoted.concat(),
    }
}

/// A name that may have been meant.
pub(super) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<String> {
    known
        .map(|known| {
            let likeness = strsim::jaro_winkler(&name.to_lowercase(), &known.to_lowercase());
            (likeness, known)
        })
        .filter(|(likeness, _)| *likeness > 0.85)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, known)| format!("did you mean `{known}`?"))
}
