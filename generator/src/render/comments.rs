//! Documentation of generated items: what the description says, and behind it what the generator knows; and the
//! attributes of what the description advises against.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Docs;

use super::docs;

/// The docs of a type; `otherwise` stands where the description says nothing.
pub(super) fn item(said: &Docs, otherwise: &str) -> TokenStream {
    let mut paragraphs = said_paragraphs(said);
    if paragraphs.is_empty() {
        paragraphs.push(vec![otherwise.to_owned()]);
    }
    docs::attributes(&join(paragraphs))
}

/// The docs of a field, with where it is sent and whether it must be set at the end.
pub(super) fn field(said: &Docs, fact: &str) -> TokenStream {
    let mut paragraphs = said_paragraphs(said);
    let mut last = vec![fact.to_owned()];
    last.extend(said.notes.iter().cloned());
    paragraphs.push(docs::clean(&last.join(" ")));
    docs::attributes(&join(paragraphs))
}

/// The attribute of what the description advises against. rustdoc shows it, so that the docs need not say it too.
pub(super) fn deprecated(said: &Docs) -> Option<TokenStream> {
    said.deprecated.then(|| quote!(#[deprecated]))
}

/// The attribute of an item that itself names something deprecated.
pub(super) fn allow_deprecated(is_named: bool) -> Option<TokenStream> {
    is_named.then(
        || quote!(#[allow(deprecated, reason = "the description advises against some of this")]),
    )
}

/// What the description says, in its first sentence; empty where it says nothing.
pub(super) fn meaning(said: &Docs) -> String {
    let text = said.summary.as_ref().or(said.description.as_ref());
    text.map(|text| docs::summary(text)).unwrap_or_default()
}

/// The docs of a module or a crate, for the inside of its file.
pub(super) fn inner(text: &str) -> TokenStream {
    inner_attributes(&docs::clean(text))
}

/// Lines of such docs that are clean already.
pub(super) fn inner_attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#![doc = #lines])*)
}

fn said_paragraphs(said: &Docs) -> Vec<Vec<String>> {
    let texts = [&said.summary, &said.description];
    let texts = texts.into_iter().flatten().map(|text| docs::clean(text));
    texts.filter(|lines| !lines.is_empty()).collect()
}

fn join(paragraphs: Vec<Vec<String>>) -> Vec<String> {
    paragraphs.join(&String::new())
}

/// A word as it starts a sentence.
pub(super) fn capitalized(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}
