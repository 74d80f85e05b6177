//! The key of a path, taken apart (OpenAPI 3.0.4, "Path Templating").

use std::fmt::Write;

/// A part of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Text that goes out as it is, percent-encoded where a URI wants that.
    Literal(String),
    /// The name between braces.
    Variable(String),
}

/// Takes a path template apart. What follows a `#` tells operations apart and is not sent.
/// The error says what is wrong.
pub(super) fn parse(path: &str) -> Result<Vec<Part>, String> {
    if !path.starts_with('/') {
        return Err("a path starts with `/`".to_owned());
    }
    let mut parts = Vec::new();
    let mut rest = path.split('#').next().unwrap_or_default();
    while let Some((literal, tail)) = rest.split_once('{') {
        push_literal(&mut parts, literal)?;
        let Some((name, tail)) = tail.split_once('}') else {
            return Err("a `{` has no `}`".to_owned());
        };
        if name.is_empty() || name.contains('{') {
            return Err("a `{` is not followed by a name and `}`".to_owned());
        }
        let variable = Part::Variable(name.to_owned());
        if parts.contains(&variable) {
            return Err(format!("the variable {name:?} stands twice in the path"));
        }
        parts.push(variable);
        rest = tail;
    }
    push_literal(&mut parts, rest)?;
    Ok(parts)
}

fn push_literal(parts: &mut Vec<Part>, text: &str) -> Result<(), String> {
    if text.contains('}') {
        return Err("a `}` has no `{`".to_owned());
    }
    if !text.is_empty() {
        parts.push(Part::Literal(encode(text)));
    }
    Ok(())
}

/// Percent-encodes what cannot stand in a path or query (RFC 3986, sections 3.3 and 3.4); a triple
/// that is there already stays.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let (head, tail) = rest.split_at(character.len_utf8());
        let allowed =
            character.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?".contains(character);
        if allowed || (character == '%' && starts_with_hex_pair(tail)) {
            encoded.push(character);
        } else {
            for byte in head.bytes() {
                // Writing to a String cannot fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
        rest = tail;
    }
    encoded
}

fn starts_with_hex_pair(text: &str) -> bool {
    let mut bytes = text.bytes();
    let mut hex = || bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit());
    hex() && hex()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> Part {
        Part::Literal(text.to_owned())
    }

    fn variable(name: &str) -> Part {
        Part::Variable(name.to_owned())
    }

    #[test]
    fn literals_and_variables_alternate() {
        assert_eq!(parse("/pets"), Ok(vec![literal("/pets")]));
        assert_eq!(
            parse("/pets/{id}/photo.{ext}"),
            Ok(vec![
                literal("/pets/"),
                variable("id"),
                literal("/photo."),
                variable("ext")
            ])
        );
        assert_eq!(
            parse("/{a}{b}"),
            Ok(vec![literal("/"), variable("a"), variable("b")])
        );
    }

    #[test]
    fn literals_are_encoded_once() {
        assert_eq!(
            parse("/a b/ä%2F%zz\"|"),
            Ok(vec![literal("/a%20b/%C3%A4%2F%25zz%22%7C")])
        );
    }

    #[test]
    fn a_fragment_is_not_sent_and_a_query_is() {
        assert_eq!(
            parse("/token?grant=code#by-code"),
            Ok(vec![literal("/token?grant=code")])
        );
    }

    #[test]
    fn what_is_no_template_says_why() {
        for (path, reason) in [
            ("pets", "a path starts with `/`"),
            ("/{id", "a `{` has no `}`"),
            ("/id}", "a `}` has no `{`"),
            ("/{}", "a `{` is not followed by a name and `}`"),
            ("/{a{b}}", "a `{` is not followed by a name and `}`"),
            ("/{id}/{id}", "the variable \"id\" stands twice in the path"),
        ] {
            assert_eq!(parse(path), Err(reason.to_owned()), "{path}");
        }
    }
}
