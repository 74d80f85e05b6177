//! What a body is called in a list of several, after its media type.

use std::collections::BTreeSet;

use super::unique;
use super::words::{Case, Role, identifier};

/// The variants for bodies of these media types, in their order.
pub(super) fn variants<'a>(media_types: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let candidates = media_types.map(|media_type| {
        let name = |words: &str| identifier(words, Role::Variant, Case::Pascal);
        let short = name(&short(media_type));
        match taken.insert(short.clone()) {
            true => short,
            false => name(&media_type.replace('*', " any ")),
        }
    });
    let candidates: Vec<String> = candidates.collect();
    unique(candidates.into_iter())
}

/// What people call it.
fn short(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    let common = match essence.as_str() {
        "application/x-www-form-urlencoded" => "form",
        "multipart/form-data" => "multipart",
        "text/plain" => "text",
        "application/octet-stream" => "binary",
        "*/*" => "any",
        _ => "",
    };
    if !common.is_empty() {
        return common.to_owned();
    }
    match essence.split_once('/') {
        Some((class, "*")) => class.to_owned(),
        Some((_, subtype)) => subtype.strip_prefix("x-").unwrap_or(subtype).to_owned(),
        None => essence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_called_after_its_media_type() {
        for (media_types, expected) in [
            (
                &["application/json", "application/xml", "text/xml"][..],
                &["Json", "Xml", "TextXml"][..],
            ),
            (
                &["application/vnd.foo+json", "application/json", "text/json"],
                &["VndFooJson", "Json", "TextJson"],
            ),
            (
                &[
                    "application/json",
                    "application/json;simple",
                    "application/json; simple",
                ],
                &["Json", "ApplicationJsonSimple", "ApplicationJsonSimple2"],
            ),
            (
                &["text/x-markdown", "text/plain", "image/*", "*/*"],
                &["Markdown", "Text", "Image", "Any"],
            ),
            (
                &["application/x-www-form-urlencoded", "multipart/form-data"],
                &["Form", "Multipart"],
            ),
        ] {
            assert_eq!(variants(media_types.iter().copied()), expected);
        }
    }
}
