//! Which version of the standard a description follows: the `openapi` field, and what stands there instead.

use super::tree::{Node, Number};
use crate::diagnostics::{Diagnostics, Faulty};
use crate::pointer::Pointer;

const SUPPORTED: &str = "supported are 3.0.0 to 3.0.4";

/// An error is reported in any case of doubt; it ends the reading where the rest could not be judged by the rules of 3.0.
pub(super) fn check(tree: &Node, diagnostics: &mut Diagnostics) -> Result<(), Faulty> {
    let root = Pointer::root();
    let Node::Object(members) = tree else {
        let found = tree.kind();
        diagnostics
            .error(&root, format!("expected an object, found {found}"))
            .hint("a description starts with `openapi: \"3.0.4\"`");
        return Err(Faulty);
    };
    let place = root.join("openapi");
    match members.get("openapi") {
        Some(Node::String(version)) if is_3_0(version) => Ok(()),
        Some(Node::String(version)) => {
            diagnostics.error(
                &place,
                format!("version `{version}` of OpenAPI is not supported; {SUPPORTED}"),
            );
            Err(Faulty)
        }
        Some(Node::Number(number)) => {
            diagnostics
                .error(
                    &place,
                    format!("`openapi` must be a string, found the number {number}"),
                )
                .hint("put the version in quotes: openapi: \"3.0.4\"");
            same_structure(*number)
        }
        Some(other) => {
            let found = other.kind();
            diagnostics.error(&place, format!("`openapi` must be a string, found {found}"));
            Ok(())
        }
        None => {
            let (at, message, hint) = match members.get("swagger") {
                Some(_) => (
                    root.join("swagger"),
                    format!("this is a Swagger 2.0 description; {SUPPORTED} of OpenAPI"),
                    "convert it to OpenAPI 3.0 first",
                ),
                None => (
                    root,
                    "this is not an OpenAPI description: the field `openapi` is missing".to_owned(),
                    "a description starts with `openapi: \"3.0.4\"`",
                ),
            };
            diagnostics.error(&at, message).hint(hint);
            Err(Faulty)
        }
    }
}

fn is_3_0(version: &str) -> bool {
    version
        .strip_prefix("3.0.")
        .is_some_and(|patch| !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit()))
}

fn same_structure(version: Number) -> Result<(), Faulty> {
    if version.as_f64() == 3.0 {
        Ok(())
    } else {
        Err(Faulty)
    }
}
