//! The text of a description as documentation.
//!
//! Whoever writes a description writes into our users' source files. So its Markdown is read with
//! the parser that rustdoc uses and written anew, in a small part of Markdown, and what came out is
//! read once more, as rustdoc will read it. Whatever does not hold up is shown as it is, in one
//! block of plain text.
//!
//! What a page looks like, and why:
//! - Code blocks are `text`, or one of a few languages that rustdoc never compiles, so that nothing
//!   becomes a test.
//! - A heading is a paragraph in bold: as a heading it would stand beside our own in the outline of
//!   the page.
//! - The box of a task is text: clippy misreads the lines that follow it.
//! - An image is a link: reading a page must not call somebody's server.
//! - Links stay if they lead to `http`, `https` or `mailto`. Of the others (relative ones, anchors
//!   on a page that is not ours, names in brackets that rustdoc would look up) the text stays. A
//!   bare URL becomes a link.
//! - HTML that has a form in Markdown gets it, other formatting is dropped, and the rest
//!   (`<your-token>`) is text.
//! - Characters that show nothing or change the direction of reading are dropped.

mod characters;
mod html;
mod inline;
mod markdown;

use std::cell::Cell;

use proc_macro2::TokenStream;
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};
use quote::quote;

use crate::code_span::code_span;
use markdown::{Page, Style};

/// How many characters of one text are kept; a longer one ends in `…`.
///
/// Long enough for the introductions of large public descriptions, short enough to bound the work
/// for a hostile one.
pub const LONGEST: usize = 20_000;

/// The extensions of rustdoc that change how a page is divided.
const EXTENSIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// How rustdoc renders a page and checks its links.
const RENDERED: Options = EXTENSIONS.union(Options::ENABLE_SMART_PUNCTUATION);

/// How rustdoc looks for tests in a page: without any extension.
const TESTED: Options = Options::empty();

/// Makes the Markdown of a description harmless and good to read as documentation.
///
/// One line an entry, without the blank that follows `///`; no line break in any, no blank at the
/// end of any, no empty line first or last. Prose is wrapped where it is longer than about 100
/// columns. A text longer than [`LONGEST`] is cut. The result is empty if there is nothing to show.
pub fn clean(text: &str) -> Vec<String> {
    let (text, is_cut) = characters::printable(text, LONGEST);
    let mut lines = best_page(&text);
    if is_cut {
        lines.extend((!lines.is_empty()).then(String::new));
        lines.push("…".to_owned());
    }
    lines
}

/// The first sentence of a text, or its first paragraph if that has no full stop, on one line.
///
/// It is harmless as documentation like [`clean`], has no emphasis and no structure, and may be
/// empty.
pub fn summary(text: &str) -> String {
    let (text, _) = characters::printable(text, LONGEST);
    let sentence = markdown::first_sentence(&html::to_markdown(&text));
    if is_harmless(&sentence) {
        sentence
    } else {
        code_span(&sentence)
    }
}

/// A text as inline code, whatever it holds.
pub fn code(text: &str) -> String {
    let (text, _) = characters::printable(text, LONGEST);
    code_span(&text)
}

/// Documentation attributes for lines as [`clean`] makes them, printed as `/// line`, or `///` for
/// an empty one.
pub fn attributes(lines: &[String]) -> TokenStream {
    let comments = lines.iter().map(|line| match line.as_str() {
        "" => String::new(),
        line => format!(" {line}"),
    });
    quote! { #(#[doc = #comments])* }
}

/// The first form of a text that holds up: with everything, without emphasis and links, or as plain
/// text.
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
/// A few characters can ask for a huge table, or for deep indentation of every line; hence the
/// limit.
fn holds_up(page: &Page) -> bool {
    let text = page.lines.join("\n");
    text.len() <= 8 * LONGEST && is_harmless(&text) && shown(&text) == page.shown
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
/// rustdoc takes away the indentation that all lines share, which could turn one thing into
/// another; there is none to take where the first line has none.
fn is_harmless(text: &str) -> bool {
    !text.starts_with(' ')
        && text.chars().all(characters::is_printable)
        && is_harmless_with(text, RENDERED)
        && is_harmless_with(text, TESTED)
        && !has_broken_link(text)
}

fn is_harmless_with(text: &str, options: Options) -> bool {
    let mut is_prose = true;
    Parser::new_ext(text, options).all(|event| {
        match event {
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_)) => is_prose = false,
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => is_prose = true,
            _ => {}
        }
        match event {
            Event::Start(tag) => is_welcome(&tag),
            Event::Text(text) => !(is_prose && inline::has_bare_url(&text)),
            Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => false,
            _ => true,
        }
    })
}

/// Whether there is a `[name]` that rustdoc would look up among the items of the crate.
fn has_broken_link(text: &str) -> bool {
    let is_broken = Cell::new(false);
    let mut note = |_: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        is_broken.set(true);
        None
    };
    Parser::new_with_broken_link_callback(text, RENDERED, Some(&mut note)).for_each(drop);
    is_broken.get()
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The page of a text, checked as rustdoc will read it.
    fn checked(text: &str) -> String {
        let lines = clean(text);
        assert_eq!(printed(&lines), lines, "of {text:?}");
        for line in &lines {
            assert!(
                !line.contains('\n') && line.trim_end() == line,
                "{line:?} of {text:?}"
            );
        }
        assert!(
            lines
                .first()
                .is_none_or(|line| !line.is_empty() && !line.starts_with(' ')),
            "{lines:?} of {:?}",
            text.get(..100)
        );
        assert!(lines.last().is_none_or(|line| !line.is_empty()));
        let page = lines.join("\n");
        assert_nothing_to_warn_of(&page, text);
        assert_nothing_to_warn_of(&format!("- {}", summary(text)), text);
        page
    }

    /// What a compiler reads of the attributes once they are printed as comments.
    fn printed(lines: &[String]) -> Vec<String> {
        let attributes = attributes(lines);
        let file = syn::parse2(quote! { #attributes struct Documented; }).unwrap();
        let source = prettyplease::unparse(&file);
        let (comments, item): (Vec<_>, Vec<_>) =
            source.lines().partition(|line| line.starts_with("///"));
        assert_eq!(item, ["struct Documented;"], "in {source}");
        let unindent = |line: &str| {
            line.trim_start_matches("///")
                .strip_prefix(' ')
                .map(str::to_owned)
        };
        comments
            .into_iter()
            .map(|line| unindent(line).unwrap_or_default())
            .collect()
    }

    /// Written apart from what it checks: a list of what may be, not of what may not.
    fn assert_nothing_to_warn_of(page: &str, text: &str) {
        for character in page.chars().filter(|character| *character != '\n') {
            let is_hidden = matches!(u32::from(character), 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff | 0xad | 0x61c);
            assert!(
                !character.is_control() && !is_hidden,
                "{character:?} of {text:?}"
            );
        }
        for options in [RENDERED, TESTED] {
            let mut is_bare = true;
            for event in Parser::new_ext(page, options) {
                match event {
                    Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                        is_bare = false;
                        assert!(
                            ["text", "json", "yaml", "xml", "http"].contains(&&*language),
                            "{page}\nof {text:?}"
                        );
                    }
                    Event::Start(Tag::Link { dest_url, .. }) => {
                        is_bare = false;
                        let schemes = ["http://", "https://", "mailto:"];
                        let lower = dest_url.to_ascii_lowercase();
                        assert!(
                            schemes.iter().any(|scheme| lower.starts_with(scheme)),
                            "{page}\nof {text:?}"
                        );
                    }
                    Event::End(TagEnd::CodeBlock | TagEnd::Link) => is_bare = true,
                    Event::Text(shown) if is_bare => {
                        let address = shown
                            .split("://")
                            .nth(1)
                            .and_then(|rest| rest.chars().next());
                        let is_address =
                            address.is_some_and(char::is_alphanumeric) && shown.contains("http");
                        assert!(!is_address, "{page}\nof {text:?}");
                    }
                    Event::Start(
                        Tag::Paragraph
                        | Tag::BlockQuote(_)
                        | Tag::List(_)
                        | Tag::Item
                        | Tag::Table(_)
                        | Tag::TableHead
                        | Tag::TableRow
                        | Tag::TableCell
                        | Tag::Emphasis
                        | Tag::Strong
                        | Tag::Strikethrough,
                    )
                    | Event::End(_)
                    | Event::Text(_)
                    | Event::Code(_)
                    | Event::SoftBreak
                    | Event::HardBreak
                    | Event::Rule
                    | Event::TaskListMarker(_) => {}
                    other => panic!("{other:?} in\n{page}\nof {text:?}"),
                }
            }
        }
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        assert_eq!(checked(""), "");
        assert_eq!(checked(" \n\t\n"), "");
        assert_eq!(checked("A pet."), "A pet.");
        assert_eq!(
            checked("Its `name`, 2 * 3, a_b, a < b, ~5 & 10%!"),
            "Its `name`, 2 * 3, a_b, a < b, ~5 & 10%!"
        );
        assert_eq!(
            checked("One line\nand another.\n\nA paragraph."),
            "One line\nand another.\n\nA paragraph."
        );
    }

    #[test]
    fn emphasis_links_and_lists_stay() {
        let text = "*One* **two** ~~three~~ [four](https://example.com/a_(b)?c=d&e)\n\n1. a\n2. b\n   - [ ] c\n   - [x] d\n\n> quote";
        assert_eq!(
            checked(text),
            "*One* **two** ~~three~~ [four](https://example.com/a_%28b%29?c=d&e)\n\n1. a\n2. b\n   - \\[ ] c\n   - \\[x] d\n\n> quote"
        );
    }

    #[test]
    fn tables_stay_tables() {
        assert_eq!(
            checked("a | b\n:-|-:\n`x\\|y` | <b>z</b> <br> \\|"),
            "| a | b |\n| :-- | --: |\n| `x\\|y` | z \\| |"
        );
    }

    #[test]
    fn code_blocks_of_every_kind_are_text() {
        let code = "```text\npanic!()\n```";
        for text in [
            "```\npanic!()\n```",
            "```rust\npanic!()",
            "~~~ignore\npanic!()\n~~~",
            "    panic!()",
            "\tpanic!()",
        ] {
            assert_eq!(checked(text), code, "of {text:?}");
        }
        assert_eq!(
            checked("- a\n\n      panic!()"),
            "- a\n\n  ```text\n  panic!()\n  ```"
        );
        assert_eq!(checked("> ```\n> panic!()"), "> ```text\n> panic!()\n> ```");
        assert_eq!(checked("```` rust\n```\n````"), "````text\n```\n````");
        assert_eq!(checked("```JSON\n{}\n```"), "```json\n{}\n```");
        assert_eq!(checked("```json,rust\n{}\n```"), "```text\n{}\n```");
    }

    #[test]
    fn a_footnote_hides_no_code_from_the_reading_without_footnotes() {
        assert_eq!(
            checked("[^1]: a\n\n    panic!()\n\n[^1]"),
            "\\[^1]: a\n\npanic!()\n\n\\[^1]"
        );
    }

    #[test]
    fn a_heading_is_bold() {
        assert_eq!(
            checked("# One **two** `three`\ntext"),
            "**One two `three`**\n\ntext"
        );
        assert_eq!(checked("One\n==="), "**One**");
        assert_eq!(checked("- # One\n- #"), "- **One**\n\n-");
    }

    #[test]
    fn an_alert_gets_a_label() {
        assert_eq!(checked("> [!NOTE]\n> Slow."), "> **Note:** Slow.");
    }

    #[test]
    fn an_image_is_a_link() {
        assert_eq!(
            checked("![a](http://example.com/a.png)"),
            "[a](http://example.com/a.png)"
        );
        assert_eq!(
            checked("[![a](http://example.com/a.png)](http://example.com)"),
            "[a](http://example.com)"
        );
    }

    #[test]
    fn links_that_lead_nowhere_keep_their_text() {
        assert_eq!(
            checked("[a](b) [c](#d) [e](javascript:f) [g](crate::h)"),
            "a c e g"
        );
        assert_eq!(checked("[a] [b][c] [`d`]"), "\\[a] \\[b]\\[c] \\[`d`]");
        assert_eq!(
            checked("<javascript:a> <crate::b> <a@example.com>"),
            "\\<javascript:a> \\<crate::b> a@example.com"
        );
        assert_eq!(checked("[a]: crate::b\n\n[a]"), "a");
    }

    #[test]
    fn a_bare_address_is_a_link() {
        assert_eq!(
            checked("See https://example.com/a_b_c."),
            "See <https://example.com/a_b_c>."
        );
        assert_eq!(checked("(http://example.com)"), "(<http://example.com>)");
        assert_eq!(checked("http&#58;//example.com"), "<http://example.com>");
        assert_eq!(
            checked("[https://example.com](https://example.com)"),
            "[https://example.com](https://example.com)"
        );
    }

    #[test]
    fn html_with_a_form_in_markdown_gets_it() {
        assert_eq!(
            checked(
                "<p>See <a href=\"https://example.com\">a <code>b</code></a>.</p>\n<p>c<br/>d<sup>2</sup></p>"
            ),
            "See [a `b`](https://example.com).\n\nc\n\nd^2"
        );
        assert_eq!(
            checked("<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>"),
            "- a\n- b"
        );
        assert_eq!(checked("a<br>b<br><br>c<!-- d -->"), "a\\\nb\n\nc");
    }

    #[test]
    fn other_html_is_text() {
        assert_eq!(checked("Bearer <token>"), "Bearer \\<token>");
        assert_eq!(checked("<script>a()</script>"), "\\<script>a()\\</script>");
        assert_eq!(checked("<details>\n\n<b"), "\\<details>\n\n\\<b");
    }

    #[test]
    fn characters_that_hide_are_dropped() {
        assert_eq!(
            checked("a\u{0}b\u{1b}[31m\r\nc\rd\te"),
            "ab\\[31m\nc\nd   e".replace("d   e", "d e")
        );
        assert_eq!(
            checked("\u{202e}\u{2066}\u{200b}\u{feff}a\u{2028}b\u{85}c"),
            "a b c"
        );
        assert_eq!(checked("&#x202e;a&#13;&#10;b&#0;"), "a\nb\u{fffd}");
    }

    #[test]
    fn a_line_made_by_wrapping_starts_no_block() {
        let filler = "x".repeat(91);
        for word in [
            "-", "+", "*", "#", ">", "1.", "2)", "===", "---", "|", ":-:|", ">a", "```", "~~~",
            "<!--", "***",
        ] {
            let page = checked(&format!("{filler} {word} y {filler}"));
            assert_eq!(
                shown(&page),
                format!("{filler}{word}y{filler}"),
                "of {word:?}"
            );
            assert_eq!(page.lines().count(), 3, "of {word:?}");
        }
    }

    #[test]
    fn long_prose_is_wrapped_and_short_lines_are_kept() {
        let long = "word ".repeat(50);
        let page = checked(&format!("- {long}\n  {long}"));
        assert!(page.lines().all(|line| line.len() <= 92), "{page}");
        assert!(
            page.lines().skip(1).all(|line| line.starts_with("  word")),
            "{page}"
        );
        assert_eq!(checked("one\ntwo\nthree"), "one\ntwo\nthree");
    }

    #[test]
    fn code_and_links_are_not_wrapped() {
        let long = "word ".repeat(50);
        let long = long.trim_end();
        assert_eq!(checked(&format!("`{long}`")), format!("`{long}`"));
        assert_eq!(
            checked(&format!("[{long}](http://a.example)")),
            format!("[{long}](http://a.example)")
        );
        assert_eq!(
            checked(&format!("    {long}")),
            format!("```text\n{long}\n```")
        );
    }

    #[test]
    fn what_would_read_differently_loses_its_emphasis() {
        assert_eq!(checked("*a*_b_"), "ab");
    }

    #[test]
    fn what_would_be_too_large_is_shown_as_it_is() {
        let table = format!(
            "{}\n{}\n{}",
            "|a".repeat(3000),
            "|-".repeat(3000),
            "b\n".repeat(60)
        );
        let page = checked(&table);
        assert_eq!(page, format!("```text\n{}\n```", table.trim_end()));
    }

    #[test]
    fn a_text_that_is_too_long_is_cut() {
        let page = checked(&"é ".repeat(LONGEST));
        assert!(page.ends_with("é\n\n…"));
        assert_eq!(shown(&page).chars().count(), LONGEST / 2 + 1);
        assert!(!checked(&"é".repeat(LONGEST)).contains('…'));
    }

    #[test]
    fn nesting_and_repetition_come_to_an_end() {
        for unit in [
            "> ",
            "- ",
            "1. ",
            ">",
            "* ",
            "[",
            "![",
            "](",
            "`",
            "``a",
            "*a",
            "**a_",
            "_a",
            "<",
            "<a",
            "<!--",
            "<a href='",
            "<p>",
            "~",
            "|",
            "a|\n-|\n",
            "&",
            "\\",
            "[^a]: ",
            "[a]: ",
            "(",
            "\t",
            "\r",
            "\u{200b}",
            "http://a.b",
            "- a\n",
            "<https://",
            "# ",
            "[](<",
        ] {
            let repeated = unit.repeat(1_000_000 / unit.len());
            assert_nothing_to_warn_of(&clean(&repeated).join("\n"), unit);
            let staircase: String = (0..200)
                .map(|depth| format!("{}{unit}a\n", " ".repeat(depth)))
                .collect();
            assert_nothing_to_warn_of(&clean(&staircase).join("\n"), unit);
        }
    }

    #[test]
    fn the_summary_is_the_first_sentence() {
        assert_eq!(
            summary("Lists *all* pets, e.g. [cats](b). More\ntext."),
            "Lists all pets, e.g. cats."
        );
        assert_eq!(summary("# Pets\n\nText."), "Pets");
        assert_eq!(summary("```\ncode\n```\n\n- One item\n- two"), "One item");
        assert_eq!(summary("one<br>two"), "one");
        assert_eq!(
            summary("<p>Has a <code>name</code>\nand [x].</p>"),
            "Has a `name` and \\[x]."
        );
        assert_eq!(summary("1\\. is\nnot a list"), "1\\. is not a list");
        assert_eq!(summary(""), "");
    }

    #[test]
    fn attributes_become_comments() {
        let lines = ["*/ \"] \"# }} #![a]", "", "/ \\"].map(str::to_owned);
        assert_eq!(printed(&lines), lines);
    }

    /// Pieces of Markdown that mean something beside each other.
    fn piece() -> impl Strategy<Value = String> {
        const SHORT: &[&str] = &[
            "a", "B c", "1", " ", "  ", "    ", "\n", "\n\n", "\t", "\r", "- ", "* ", "+ ", "1. ",
            "2) ", "> ", "# ", "=", "---", "***", "```", "~~~", "`", "``", "rust", "*", "**", "_",
            "__", "~", "~~", "[", "]", "(", ")", "![", "](", "](b)", "[a]: b\n", "[^1]", "[^1]: ",
            "[ ] ", "<", ">", "</", "<b>", "</b>", "<p>", "<br>", "<code>", "</code>", "<li>",
            "</a>", "<!--", "-->", "<script>", "<?", "https://", "|", "|-", "&", "&lt;", "&#10;",
            "&#x202e;", "&nbsp;", "\\", "\\\n", "!", "\"", "'", "\"]", "\"#", "*/", "}}", "#![a]",
            "crate::a", "\u{0}", "\u{1b}", "\u{202e}", "\u{200b}", "\u{2028}", "\u{feff}",
            "\u{a0}",
        ];
        const LONG: &[&str] = &[
            "é",
            "](http://a.example)",
            "[!NOTE]\n",
            "<a href=\"http://a.example\">",
            "<![CDATA[",
            "<http://a.example>",
            "<crate::a>",
            "http://a.example/b",
            "a|b\n-|-\n",
            "…",
            "👩‍🚀",
            "字",
        ];
        prop_oneof![
            4 => prop::sample::select(SHORT).prop_map(str::to_owned),
            1 => prop::sample::select(LONG).prop_map(str::to_owned),
            1 => ".{0,6}",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1024) })]

        #[test]
        fn any_text_is_harmless(pieces in prop::collection::vec(piece(), 0..24)) {
            checked(&pieces.concat());
        }

        #[test]
        fn no_word_is_lost(words in prop::collection::vec("[-+*_#=|:.)(>!~^{}a-z0-9]{1,40}", 1..30)) {
            // A letter first, so that the text is one paragraph.
            let text = format!("x {}", words.join(" "));
            let letters = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
            prop_assert_eq!(letters(&checked(&text)), letters(&text));
        }

        #[test]
        fn a_clean_page_stays_as_it_is(words in prop::collection::vec("[a-z]{1,12}[.,]?", 1..60)) {
            let page = checked(&words.join(" "));
            prop_assert_eq!(checked(&page), page);
        }
    }
}
