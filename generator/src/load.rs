//! From the text of a description to a checked tree and an [`openapiv3::OpenAPI`].
//!
//! Text → [`Source`] (guards) → `parse` (tree) → `version` → `shape` (every fault with its place) → `mend` → `deserialize`.

mod deserialize;
mod locate;
mod mend;
mod nesting;
mod parse;
mod position;
mod rules;
mod shape;
mod source;
mod standard;
mod tree;
mod version;

use source::Format;
pub use source::Source;
pub use tree::{Node, Number};

use crate::diagnostics::{Diagnostics, Faulty};

/// A description that passed: it has the structure of OpenAPI 3.0.
#[derive(Clone, Debug)]
pub struct Document {
    /// The description as types.
    pub openapi: openapiv3::OpenAPI,
    /// The description as it was written, for what the types do not tell (exact numbers, whether a member is there).
    /// What a warning said is ignored or filled in, is so here too.
    pub tree: Node,
}

/// Reads and checks a description. All faults of the first stage that finds any are in `diagnostics`, each with its place.
///
/// # Errors
///
/// [`Faulty`] if there is an error among them: a syntax error, a version that is not 3.0.x, or a structure that is not
/// the standard's.
pub fn load(source: &Source, diagnostics: &mut Diagnostics) -> Result<Document, Faulty> {
    let mut tree = parse::parse(source, diagnostics)?;
    version::check(&tree, diagnostics)?;
    let repairs = shape::check(&tree, diagnostics);
    diagnostics.checkpoint()?;
    mend::mend(&mut tree, repairs);
    let openapi = deserialize::openapi(&tree, diagnostics)?;
    Ok(Document { openapi, tree })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pointer::Pointer;
    use crate::report::render;

    /// What a person sees for a description.
    pub(super) fn report(text: &str) -> String {
        let mut diagnostics = Diagnostics::new();
        let source = Source::new("api.yaml", text.into(), &mut diagnostics).ok();
        if let Some(source) = &source {
            let _ = load(source, &mut diagnostics);
        }
        render(&diagnostics, source.as_ref())
    }

    /// A description with these members added.
    pub(super) fn with(members: &str) -> String {
        let paths = if members.contains("paths:") {
            ""
        } else {
            "paths: {}\n"
        };
        format!("openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\n{paths}{members}")
    }

    fn document(text: &str) -> Document {
        let mut diagnostics = Diagnostics::new();
        let source = Source::new("api", text.into(), &mut diagnostics).unwrap();
        load(&source, &mut diagnostics)
            .unwrap_or_else(|_| panic!("{}", render(&diagnostics, Some(&source))))
    }

    const YAML: &str = "\
openapi: 3.0.3
info: {title: é, version: '1.10'}
paths:
  /a:
    get:
      responses:
        200: {description: &ok \"o\\u006b\"}
        2XX: {description: *ok}
        default: {description: text}
x-numbers: [0, -1, 1.5, 18446744073709551615, -9223372036854775808, 18446744073709551616, -0, 1.0e3]
x-others: [null, ~, true, 'true', \"1\", [], {}]
";

    const JSON: &str = r#"{
        "openapi": "3.0.3",
        "info": {"title": "\u00e9", "version": "1.10"},
        "paths": {"/a": {"get": {"responses": {
            "200": {"description": "ok"}, "2XX": {"description": "ok"}, "default": {"description": "text"}
        }}}},
        "x-numbers": [0, -1, 1.5, 18446744073709551615, -9223372036854775808, 18446744073709551616, -0, 1.0e3],
        "x-others": [null, null, true, "true", "1", [], {}]
    }"#;

    #[test]
    fn json_and_yaml_give_the_same_document() {
        let (yaml, json) = (document(YAML), document(JSON));
        assert_eq!(yaml.tree, json.tree);
        assert_eq!(yaml.openapi, json.openapi);
        let Node::Object(members) = &json.tree else {
            panic!("{:?}", json.tree)
        };
        let order: Vec<&String> = members.keys().collect();
        assert_eq!(order, ["openapi", "info", "paths", "x-numbers", "x-others"]);
    }

    #[test]
    fn numbers_stay_exact_up_to_64_bits() {
        let tree = document(JSON).tree;
        let numbers = Pointer::root().join("x-numbers");
        let at = |index| tree.at(&numbers.index(index)).cloned().unwrap();
        assert_eq!(at(3), Node::Number(Number::Unsigned(u64::MAX)));
        assert_eq!(at(4), Node::Number(Number::Negative(i64::MIN)));
        assert_eq!(
            at(5),
            Node::Number(Number::Float(18_446_744_073_709_551_616.0))
        );
        assert_eq!(at(6), Node::Number(Number::Unsigned(0)));
    }

    #[test]
    fn an_empty_description_passes_without_a_message() {
        assert_eq!(report(&with("")), "");
        assert_eq!(
            report(
                "\u{feff}{\"openapi\": \"3.0.4\", \"info\": {\"title\": \"t\", \"version\": \"1\"}, \"paths\": {}}"
            ),
            ""
        );
    }

    #[test]
    fn a_nesting_at_the_limit_fits_the_stack() {
        let depth = 120;
        let schema = "{\"type\": \"array\", \"items\": ".repeat(depth) + "{}" + &"}".repeat(depth);
        let text = format!(
            "{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"t\", \"version\": \"1\"}}, \"paths\": {{}}, \"components\": {{\"schemas\": {{\"A\": {schema}}}}}}}"
        );
        assert_eq!(report(&text), "");
    }

    #[test]
    fn what_the_types_do_not_take_is_mended() {
        let text = with(
            "\
paths:
  /a:
    get:
      description:
      callbacks:
        a: {$ref: '#/components/callbacks/A'}
    put:
      responses:
        2xx: {links: {l: {}}}
components:
  schemas:
    A: {type: integer, maximum: 5.0}
    B: {type: string, maxLength: 5.0, required: true}
  callbacks:
    A: {x-a: 1, '{$url}': {get: {responses: {}}}}
",
        );
        let document = document(&text);
        let path = document
            .openapi
            .paths
            .paths
            .get("/a")
            .unwrap()
            .as_item()
            .unwrap();
        let get = path.get.as_ref().unwrap();
        assert_eq!(get.description, None);
        assert_eq!(get.responses.responses.len(), 0);
        assert!(get.callbacks.is_empty());
        let put = path.put.as_ref().unwrap();
        let response = put
            .responses
            .responses
            .get(&openapiv3::StatusCode::Range(2));
        let response = response.unwrap().as_item().unwrap();
        assert_eq!(
            (response.description.as_str(), response.links.len()),
            ("", 0)
        );
        let schemas = &document.openapi.components.as_ref().unwrap().schemas;
        let kind = |name: &str| {
            schemas
                .get(name)
                .unwrap()
                .as_item()
                .unwrap()
                .schema_kind
                .clone()
        };
        use openapiv3::{
            SchemaKind::Type,
            Type::{Integer, String},
        };
        assert!(matches!(kind("A"), Type(Integer(integer)) if integer.maximum == Some(5)));
        assert!(matches!(kind("B"), Type(String(string)) if string.max_length == Some(5)));
        let types = Pointer::root().join("paths").join("/a").join("get");
        let messages = report(&text);
        for message in [
            "expected a string, found null; taken as absent",
            "the required field `responses` is missing; taken as empty",
            "`2xx` should be written `2XX`",
            "the required field `description` is missing; taken as empty",
            "a link needs either `operationRef` or `operationId`; ignored",
            "expected an array of names, found a boolean; ignored",
        ] {
            assert!(
                messages.contains(&format!("warning: {message}")),
                "{messages}"
            );
        }
        assert!(document.tree.at(&types.join("responses")).is_some());
    }
}
