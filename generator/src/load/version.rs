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
            let hint = if version.starts_with("3.0") {
                "write the version in full: openapi: \"3.0.4\""
            } else {
                "convert the description to OpenAPI 3.0 first"
            };
            diagnostics
                .error(
                    &place,
                    format!("version `{version}` of OpenAPI is not supported; {SUPPORTED}"),
                )
                .hint(hint);
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
            diagnostics
                .error(&place, format!("`openapi` must be a string, found {found}"))
                .hint("a description starts with `openapi: \"3.0.4\"`");
            Ok(())
        }
        None => {
            let (at, message, hint) = match members.get("swagger") {
                Some(_) => (
                    root.join("swagger"),
                    format!("this is a Swagger 2.0 description; {SUPPORTED} of OpenAPI"),
                    "convert the description to OpenAPI 3.0 first",
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

#[cfg(test)]
mod tests {
    use super::super::tests::report;

    #[test]
    fn another_version_is_refused_by_name() {
        let convert = "convert the description to OpenAPI 3.0 first";
        let in_full = "write the version in full: openapi: \"3.0.4\"";
        for (version, help) in [
            ("3.1.0", convert),
            ("3.2.0", convert),
            ("2.0", convert),
            ("3.0", in_full),
            ("3.0.x", in_full),
        ] {
            assert_eq!(
                report(&format!("info: {{}}\nopenapi: '{version}'\n")),
                format!(
                    "error: version `{version}` of OpenAPI is not supported; supported are 3.0.0 to 3.0.4\n  \
                     --> api.yaml:2:1  #/openapi\n  |\n2 | openapi: '{version}'\n  | ^\n  = help: {help}\n"
                )
            );
        }
    }

    #[test]
    fn swagger_2_is_to_be_converted() {
        let report = report("swagger: '2.0'\npaths: []\n");
        assert!(
            report.starts_with("error: this is a Swagger 2.0 description"),
            "{report}"
        );
        assert!(
            report.ends_with("  = help: convert the description to OpenAPI 3.0 first\n"),
            "{report}"
        );
        assert_eq!(report.matches("error").count(), 1, "{report}");
    }

    #[test]
    fn an_unquoted_version_is_a_number_and_the_rest_is_checked_too() {
        let report = report("openapi: 3.0\ninfo: {title: t, version: 1.0}\npaths: {}\n");
        assert!(
            report.starts_with("error: `openapi` must be a string, found the number 3.0\n"),
            "{report}"
        );
        assert!(
            report.contains("  = help: put the version in quotes: openapi: \"3.0.4\"\n"),
            "{report}"
        );
        assert!(report.contains("#/info/version"), "{report}");
    }

    #[test]
    fn what_is_no_description_is_told_so() {
        for text in ["[1]", "text", "# nothing\n"] {
            assert!(
                report(text).starts_with("error: expected an object, found "),
                "{text}"
            );
        }
        assert!(report("a: 1").starts_with("error: this is not an OpenAPI description"));
    }
}
