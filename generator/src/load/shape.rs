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
            // Without harm only where the text is read by people.
            Node::Null
                if matches!(place.token, Token::Key("description" | "summary" | "title")) =>
            {
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

#[cfg(test)]
mod tests {
    use super::super::tests::{report, with};
    use super::*;

    /// The messages without their excerpts: message, pointer, help.
    fn told(text: &str) -> String {
        let mut told = String::new();
        for line in report(text).lines() {
            if let Some((_, pointer)) = line.split_once("  #") {
                told += &format!(" #{pointer}\n");
            } else if let Some((_, hint)) = line.split_once(" = help: ") {
                told += &format!("  {hint}\n");
            } else if line.starts_with("error") || line.starts_with("warning") {
                told += line;
            }
        }
        told
    }

    #[test]
    fn a_wrong_type_is_shown_with_its_place() {
        assert_eq!(
            report(&with("tags:\n- name: [a]\n")),
            "\
error: expected a string, found an array
  --> api.yaml:5:3  #/tags/0/name
  |
5 | - name: [a]
  |   ^
"
        );
    }

    #[test]
    fn every_fault_is_reported() {
        assert_eq!(
            told(
                "openapi: 3.0.3\ninfo: []\nservers: {}\ncomponents: x\nsecurity: [[]]\ntags: t\nexternalDocs: 7\n"
            ),
            "\
error: the required field `paths` is missing #
error: expected an object, found an array #/info
error: expected an array, found an object #/servers
error: expected an object, found a string #/components
error: expected an object, found an array #/security/0
error: expected an array, found a string #/tags
error: expected an object, found a number #/externalDocs
"
        );
        let text = with("\
paths:
  /x:
    get: {operationId: 7, deprecated: 'yes', parameters: [1], requestBody: {}, responses: [], tags: [null]}
    put: null
    x-a: 1
");
        assert_eq!(
            told(&text),
            "\
error: expected a string, found a number #/paths/~1x/get/operationId
  put it in quotes
error: expected a boolean, found a string #/paths/~1x/get/deprecated
error: expected an object, found a number #/paths/~1x/get/parameters/0
error: the required field `content` is missing #/paths/~1x/get/requestBody
error: expected an object, found an array #/paths/~1x/get/responses
error: expected a string, found null #/paths/~1x/get/tags/0
error: expected an object, found null #/paths/~1x/put
"
        );
    }

    fn schema(schema: &str) -> String {
        told(&with(&format!(
            "components: {{schemas: {{A: {schema}}}}}\n"
        )))
        .replace("#/components/schemas/A", "#")
    }

    #[test]
    fn numbers_of_a_schema_are_checked() {
        assert_eq!(
            schema("{maxLength: 18446744073709551615, minItems: 3.0, minimum: -0.5}"),
            ""
        );
        assert_eq!(
            schema(
                "{maxLength: -1, minProperties: 1.5, maxItems: 18446744073709551616, minItems: '1', minimum: x}"
            ),
            "\
error: expected an integer from 0 to 2^64 - 1, found -1 #/maxLength
error: expected an integer from 0 to 2^64 - 1, found 1.5 #/minProperties
error: expected an integer from 0 to 2^64 - 1, found 1.8446744073709552e19 #/maxItems
error: expected an integer, found a string #/minItems
error: expected a number, found a string #/minimum
"
        );
    }

    #[test]
    fn null_stands_for_an_absent_text_only() {
        assert_eq!(
            schema("{description: null, title: null, pattern: null, example: null}"),
            "\
warning: expected a string, found null; taken as absent #/description
warning: expected a string, found null; taken as absent #/title
error: expected a string, found null #/pattern
"
        );
        assert_eq!(
            told("openapi: 3.0.3\ninfo: {title: null, version: null}\npaths: {}\n"),
            "error: expected a string, found null #/info/title\nerror: expected a string, found null #/info/version\n"
        );
    }

    #[test]
    fn unknown_fields_are_named_with_what_may_have_been_meant() {
        assert_eq!(
            schema("{properites: {}, qqq: 1, x-qqq: 1}"),
            "\
warning: `properites` is not a field of the standard, and is ignored #/properites
  did you mean `properties`?
warning: `qqq` is not a field of the standard, and is ignored #/qqq
"
        );
        assert_eq!(
            schema("{type: strnig}"),
            "\
error: `strnig` is not allowed here; expected `array`, `boolean`, `integer`, `number`, `object` or `string` #/type
  did you mean `string`?
"
        );
    }

    #[test]
    fn names_of_properties_are_free() {
        assert_eq!(
            schema("{properties: {x-a: {type: string}, $ref: {type: string}, 'a/~b ': {}}}"),
            ""
        );
    }

    #[test]
    fn what_stands_beside_a_reference_is_ignored() {
        assert_eq!(schema("{$ref: '#/a', description: d, x-a: 1}"), "");
        assert_eq!(
            schema("{$ref: '#/a', nullable: true, type: 7}"),
            "warning: the standard ignores `nullable` and `type` beside `$ref` #\n  put `$ref` into an `allOf`, and the rest beside that\n"
        );
        assert_eq!(
            schema("{$ref: 1}"),
            "error: expected a string, found a number #/$ref\n"
        );
        assert_eq!(
            schema("{$ref: ''}"),
            "error: a `$ref` must not be empty #/$ref\n"
        );
    }

    #[test]
    fn forms_of_openapi_3_1_are_named() {
        for (form, place, instead) in [
            (
                "{type: [string, 'null']}",
                "/type",
                "in 3.0 write one type, `nullable: true` for null, or `oneOf`",
            ),
            (
                "{type: 'null'}",
                "/type",
                "in 3.0 write `nullable: true` beside another type",
            ),
            (
                "{const: 1}",
                "/const",
                "in 3.0 write an `enum` of one value",
            ),
            ("{examples: [1]}", "/examples", "in 3.0 write `example`"),
            (
                "{prefixItems: []}",
                "/prefixItems",
                "in 3.0 describe all items by `items`",
            ),
            ("{$id: a}", "/$id", "3.0 has nothing like it; remove it"),
            (
                "{exclusiveMinimum: 5}",
                "/exclusiveMinimum",
                "in 3.0 write `minimum: 5` and `exclusiveMinimum: true`",
            ),
        ] {
            let told = schema(form);
            assert!(told.starts_with("error: "), "{told}");
            assert!(
                told.ends_with(&format!("is an OpenAPI 3.1 form #{place}\n  {instead}\n")),
                "{told}"
            );
        }
        assert_eq!(
            schema("true"),
            "error: expected an object, found a boolean #\n  a boolean schema is an OpenAPI 3.1 form; \
             in 3.0 write {} for true, `not: {}` for false\n"
        );
        assert_eq!(
            schema("{exclusiveMaximum: x}"),
            "error: expected a boolean, found a string #/exclusiveMaximum\n"
        );
    }

    #[test]
    fn limits_that_no_value_can_keep_are_errors() {
        assert_eq!(
            schema(
                "{minimum: 5, maximum: 1.5, multipleOf: 0, minLength: 2, maxLength: 1, allOf: []}"
            ),
            "\
error: `minimum` 5 is more than `maximum` 1.5 #/minimum
error: `multipleOf` must be more than 0, found 0 #/multipleOf
error: `minLength` 2 is more than `maxLength` 1 #/minLength
error: `allOf` needs at least one schema #/allOf
"
        );
        assert_eq!(schema("{minimum: 1, maximum: 1, multipleOf: 0.1}"), "");
    }

    #[test]
    fn harmless_deviations_of_schemas_are_warnings() {
        assert_eq!(
            schema("{type: array, required: [a, b, a]}"),
            "\
warning: an array needs `items`; taken as items of any type #
  write `items: {}`
warning: `a` is required more than once #/required
"
        );
        assert_eq!(
            schema("{additionalProperties: 'yes', required: 'yes'}"),
            "\
error: expected an object, found a string #/additionalProperties
error: expected an array, found a string #/required
"
        );
    }

    fn operation(members: &str) -> String {
        told(&with(&format!(
            "paths: {{/x: {{get: {{responses: {{}}, {members}}}}}}}\n"
        )))
        .replace("#/paths/~1x/get", "#")
    }

    fn parameter(members: &str) -> String {
        operation(&format!("parameters: [{{{members}}}]")).replace("#/parameters/0", "#")
    }

    #[test]
    fn a_parameter_has_either_a_schema_or_a_content() {
        assert_eq!(parameter("name: a, in: query, schema: {}"), "");
        assert_eq!(
            parameter("name: a, in: query, content: {application/json: {}}"),
            ""
        );
        assert_eq!(
            parameter("name: a, in: query, schema: {}, content: {a/b: {}}"),
            "error: this parameter has both `schema` and `content`; only one is allowed #\n"
        );
        assert_eq!(
            parameter("name: a, in: query"),
            "error: this parameter needs a `schema` or a `content` #\n  for a text, add `schema: {type: string}`\n"
        );
        assert_eq!(
            parameter("name: a, in: query, content: {a/b: {}, a/c: {}}"),
            "error: expected exactly one media type, found 2 #/content\n  keep the one that is to be sent\n"
        );
    }

    #[test]
    fn the_place_of_a_parameter_decides_name_and_style() {
        assert_eq!(
            parameter("name: a, in: nowhere, schema: {}"),
            "error: `nowhere` is not allowed here; expected `query`, `header`, `path` or `cookie` #/in\n"
        );
        assert_eq!(
            parameter("in: query, schema: {}"),
            "error: the required field `name` is missing #\n"
        );
        assert_eq!(
            parameter("name: a, in: path, schema: {}"),
            "warning: a path parameter must say `required: true`; taken as required #\n"
        );
        assert_eq!(parameter("name: X-a_1, in: header, schema: {}"), "");
        assert_eq!(
            parameter("name: a b, in: header, schema: {}"),
            "error: `a b` is not the name of a header #/name\n  allowed are letters, digits and !#$%&'*+-.^_`|~\n"
        );
        assert_eq!(parameter("name: a;b, in: cookie, schema: {}"), "");
        assert!(
            parameter("name: '', in: cookie, schema: {}")
                .starts_with("error: a cookie must have a name #/name")
        );
        assert_eq!(parameter("name: a b, in: query, schema: {}"), "");
        let style = |place: &str, style: &str| {
            parameter(&format!(
                "name: a, in: {place}, required: true, style: {style}, schema: {{}}"
            ))
        };
        for (place, right, wrong) in [
            ("path", ["matrix", "label", "simple"].as_slice(), "form"),
            (
                "query",
                &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
                "simple",
            ),
            ("header", &["simple"], "form"),
            ("cookie", &["form"], "simple"),
        ] {
            for name in right {
                assert_eq!(style(place, name), "");
            }
            assert!(
                style(place, wrong).starts_with(&format!("error: `{wrong}` is not allowed here; "))
            );
        }
    }

    #[test]
    fn response_keys_are_codes_ranges_or_default() {
        let responses = |key: &str| {
            told(&with(&format!(
                "paths: {{/x: {{get: {{responses: {{{key}: {{description: d}}}}}}}}}}\n"
            )))
        };
        for key in ["100", "'599'", "1XX", "5XX", "default", "x-a"] {
            assert_eq!(responses(key), "", "{key}");
        }
        assert_eq!(
            responses("2xx"),
            "warning: `2xx` should be written `2XX` #/paths/~1x/get/responses/2xx\n"
        );
        for key in ["99", "600", "6XX", "2X", "20", "2000", "ok"] {
            assert_eq!(
                responses(key),
                format!(
                    "error: `{key}` is neither a status code nor a range of them #/paths/~1x/get/responses/{key}\n  \
                     use a code from 100 to 599, a range from 1XX to 5XX, or `default`\n"
                )
            );
        }
        assert!(
            responses("2XX: {description: d}, 2xx")
                .contains("error: `2xx` and `2XX` are the same range")
        );
    }

    #[test]
    fn media_types_must_be_legal() {
        let body = |key: &str| operation(&format!("requestBody: {{content: {{'{key}': {{}}}}}}"));
        for key in [
            "application/json",
            "a/b+c; q=1 ; r=\"x;\\\"y\"",
            "text/*",
            "*/*",
            "a/b;",
        ] {
            assert_eq!(body(key), "", "{key}");
        }
        assert_eq!(
            body("application/json;simple"),
            "warning: `simple` is not a parameter of a media type #/requestBody/content/application~1json;simple\n  \
             a parameter is `name=value`, as in `text/plain; charset=utf-8`\n"
        );
        for key in ["json", "a/b/c", "a /b", "/b", "a/b; c=\u{7}", "a/\u{e9}"] {
            assert!(body(key).starts_with("error: "), "{key}: {}", body(key));
        }
    }

    #[test]
    fn paths_and_methods_are_checked() {
        assert_eq!(
            told(&with(
                "paths: {x: {}, /y: {GET: {}, foo: {}}, /z: {$ref: '#/y', get: {responses: {}}}}\n"
            )),
            "\
error: the path `x` must start with `/` #/paths/x
error: the method `GET` must be written `get` #/paths/~1y/GET
warning: `foo` is not a field of the standard, and is ignored #/paths/~1y/foo
error: operations beside `$ref`: the standard does not say which of them count #/paths/~1z
  keep either the `$ref` or the operations
"
        );
    }

    #[test]
    fn names_of_components_and_headers_are_checked() {
        let text = with(
            "\
components:
  schemas: {a/b: {}, é: {}, A.b_c-1: {}}
  responses: {R: {description: d, headers: {X-A: {schema: {}}, 'X A': {schema: {}}, X-B: {}}}}
",
        );
        assert_eq!(
            told(&text),
            "\
warning: `a/b` is not a name that the standard allows here #/components/schemas/a~1b
  use the letters A-Z and a-z, digits, `.`, `_` and `-`
warning: `é` is not a name that the standard allows here #/components/schemas/é
  use the letters A-Z and a-z, digits, `.`, `_` and `-`
error: `X A` is not the name of a header #/components/responses/R/headers/X A
  allowed are letters, digits and !#$%&'*+-.^_`|~
error: this header needs a `schema` or a `content` #/components/responses/R/headers/X-B
  for a text, add `schema: {type: string}`
"
        );
    }

    #[test]
    fn a_security_scheme_needs_what_its_type_says() {
        let scheme = |members: &str| {
            told(&with(&format!(
                "components: {{securitySchemes: {{a: {{{members}}}}}}}\n"
            )))
            .replace("#/components/securitySchemes/a", "#")
        };
        assert_eq!(scheme("type: http, scheme: basic"), "");
        assert_eq!(
            scheme("type: apiKey"),
            "error: the required field `name` is missing #\nerror: the required field `in` is missing #\n"
        );
        assert_eq!(
            scheme("type: http"),
            "error: the required field `scheme` is missing #\n"
        );
        assert_eq!(
            scheme("type: oauth2"),
            "error: the required field `flows` is missing #\n"
        );
        assert_eq!(
            scheme("type: openIdConnect"),
            "error: the required field `openIdConnectUrl` is missing #\n"
        );
        assert!(
            scheme("type: basic")
                .starts_with("error: `basic` is not allowed here; expected `apiKey`")
        );
        assert_eq!(scheme("type: apiKey, in: query, name: a b"), "");
        assert!(
            scheme("type: apiKey, in: cookie, name: a b")
                .starts_with("error: `a b` is not the name of a cookie")
        );
        assert_eq!(
            scheme("type: oauth2, flows: {implicit: {scopes: {a: 1}}}"),
            "\
error: the required field `authorizationUrl` is missing #/flows/implicit
error: expected a string, found a number #/flows/implicit/scopes/a
  put it in quotes
"
        );
    }

    #[test]
    fn floats_without_a_fraction_are_integers() {
        assert_eq!(integer(Number::Float(5.0)), Some(Number::Unsigned(5)));
        assert_eq!(integer(Number::Float(-5.0)), Some(Number::Negative(-5)));
        assert_eq!(
            integer(Number::Float(-9_223_372_036_854_775_808.0)),
            Some(Number::Negative(i64::MIN))
        );
        assert_eq!(integer(Number::Float(0.5)), None);
        assert_eq!(integer(Number::Float(18_446_744_073_709_551_616.0)), None);
        assert_eq!(integer(Number::Float(-1e30)), None);
    }
}
