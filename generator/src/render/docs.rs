//! The text of a description as documentation.
//!
//! Whoever writes a description writes into our users' source files. So its Markdown is read with the parser that
//! rustdoc uses and written anew, in a small part of Markdown, and what came out is read once more, as rustdoc will
//! read it. Whatever does not hold up is shown as it is, in one block of plain text.
//!
//! What a page looks like, and why:
//! - Code blocks are `text`, or one of a few languages that rustdoc never compiles, so that nothing becomes a test.
//! - A heading is a paragraph in bold: as a heading it would stand beside our own in the outline of the page.
//! - An image is a link: reading a page must not call somebody's server.
//! - Links stay if they lead to `http`, `https` or `mailto`. Of the others (relative ones, anchors on a page that is
//!   not ours, names in brackets that rustdoc would look up) the text stays. A bare URL becomes a link.
//! - HTML that has a form in Markdown gets it, other formatting is dropped, and the rest (`<your-token>`) is text.
//! - Characters that show nothing or change the direction of reading are dropped.

mod characters;
mod html;
mod inline;
mod markdown;

use std::cell::Cell;

use proc_macro2::TokenStream;
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};
use quote::quote;

use markdown::{Page, Style};

/// How many characters of one text are kept; a longer one ends in `…`.
///
/// Long enough for the introductions of large public descriptions, short enough to bound the work for a hostile one.
pub const LONGEST: usize = 20_000;

/// The extensions of rustdoc that change how a page is divided.
const EXTENSIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// How rustdoc renders a page, and how it looks for tests: without any extension.
const READINGS: [Options; 2] = [
    EXTENSIONS.union(Options::ENABLE_SMART_PUNCTUATION),
    Options::empty(),
];

/// Makes the Markdown of a description harmless and good to read as documentation.
///
/// One line an entry, without the blank that follows `///`; no line break in any, no blank at the end of any, no
/// empty line first or last. Prose is wrapped where it is longer than about 100 columns. A text longer than
/// [`LONGEST`] is cut. The result is empty if there is nothing to show.
pub fn clean(text: &str) -> Vec<String> {
    let (text, is_cut) = characters::printable(text, LONGEST);
    let mut lines = best_page(&text);
    if is_cut {
        lines.extend([String::new(), "…".to_owned()]);
    }
    lines
}

/// The first sentence of a text, or its first paragraph if that has no full stop, on one line.
///
/// It is harmless as documentation like [`clean`], has no emphasis and no structure, and may be empty.
pub fn summary(text: &str) -> String {
    let (text, _) = characters::printable(text, LONGEST);
    let sentence = markdown::first_sentence(&html::to_markdown(&text));
    if is_harmless(&sentence) {
        sentence
    } else {
        inline::code_span(&sentence)
    }
}

/// A text as inline code, whatever it holds.
pub fn code(text: &str) -> String {
    let (text, _) = characters::printable(text, LONGEST);
    inline::code_span(&text)
}

/// Documentation attributes for lines as [`clean`] makes them, printed as `/// line`, or `///` for an empty one.
pub fn attributes(lines: &[String]) -> TokenStream {
    let comments = lines.iter().map(|line| match line.as_str() {
        "" => String::new(),
        line => format!(" {line}"),
    });
    quote! { #(#[doc = #comments])* }
}

/// The first form of a text that holds up: with everything, without emphasis and links, or as plain text.
fn best_page(text: &str) -> Vec<String> {
    let markdown = html::to_markdown(text);
    [Style::Rich, Style::Plain]
        .into_iter()
        .map(|style| markdown::write(&markdown, style))
        .find(holds_up)
        .map_or_else(|| markdown::fence("text", text), |page| page.lines)
}

/// Whether rustdoc will show what was meant and nothing else.
///
/// A few characters can ask for a huge table, or for deep indentation of every line; hence the limit.
fn holds_up(page: &Page) -> bool {
    let text = page.lines.join("\n");
    text.len() <= 4 * LONGEST && is_harmless(&text) && shown(&text) == page.shown
}

/// The characters that a reader of a page sees, blanks aside.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    for event in Parser::new_ext(text, EXTENSIONS) {
        if let Event::Text(text) | Event::Code(text) = event {
            shown.extend(text.chars().filter(|character| !character.is_whitespace()));
        }
    }
    shown
}

/// Whether nothing in a page can run, lead astray, or make rustdoc warn.
///
/// rustdoc takes away the indentation that all lines share, which could turn one thing into another; there is none
/// to take where the first line has none.
fn is_harmless(text: &str) -> bool {
    !text.starts_with(' ')
        && text.chars().all(characters::is_printable)
        && READINGS
            .into_iter()
            .all(|options| is_harmless_with(text, options))
}

fn is_harmless_with(text: &str, options: Options) -> bool {
    let is_link_broken = Cell::new(false);
    let mut note = |_: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        is_link_broken.set(true);
        None
    };
    let mut is_prose = true;
    for event in Parser::new_with_broken_link_callback(text, options, Some(&mut note)) {
        match event {
            Event::Start(tag) if !is_welcome(&tag) => return false,
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_)) => is_prose = false,
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => is_prose = true,
            Event::Text(text) if is_prose && inline::has_bare_url(&text) => return false,
            Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => return false,
            _ => {}
        }
    }
    !is_link_broken.get()
}

fn is_welcome(tag: &Tag<'_>) -> bool {
    match tag {
        Tag::Link { dest_url, .. } => inline::web_address(dest_url).is_some(),
        Tag::CodeBlock(CodeBlockKind::Fenced(language)) => {
            **language == *"text" || markdown::LANGUAGES.contains(&&**language)
        }
        Tag::CodeBlock(CodeBlockKind::Indented)
        | Tag::Image { .. }
        | Tag::Heading { .. }
        | Tag::HtmlBlock
        | Tag::FootnoteDefinition(_) => false,
        _ => true,
    }
}
