//! HTML in Markdown, as people write it in descriptions.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::EXTENSIONS;

/// Puts Markdown in the place of HTML that has such a form, and drops tags that only format and
/// comments.
///
/// Other HTML stays as it is. The result may hold anything, so it must be read again.
pub(super) fn to_markdown(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    let mut links = Vec::new();
    let mut is_table = false;
    let mut end = 0;
    for (event, range) in Parser::new_ext(text, EXTENSIONS).into_offset_iter() {
        let place = match event {
            Event::Start(Tag::HtmlBlock) => Place::Block,
            Event::InlineHtml(_) if is_table => Place::Cell,
            Event::InlineHtml(_) => Place::Paragraph,
            Event::Start(Tag::Table(_)) => {
                is_table = true;
                continue;
            }
            Event::End(TagEnd::Table) => {
                is_table = false;
                continue;
            }
            _ => continue,
        };
        markdown.push_str(slice(text, end..range.start));
        end = range.end;
        convert(slice(text, range), place, &mut links, &mut markdown);
    }
    markdown.push_str(slice(text, end..text.len()));
    markdown
}

/// The beginning of a list item, which needs a line of its own.
const ITEM: &str = "\n- ";

/// Where HTML stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// On lines of its own.
    Block,
    /// Within a paragraph.
    Paragraph,
    /// Within a cell of a table, which cannot hold a line end.
    Cell,
}

fn convert<'a>(html: &'a str, place: Place, links: &mut Vec<&'a str>, markdown: &mut String) {
    let mut rest = html;
    while let Some((text, tag_and_rest)) = rest
        .find('<')
        .and_then(|start| rest.split_at_checked(start))
    {
        push_text(text, place, markdown);
        let (tag, after) = split_tag(tag_and_rest);
        rest = after;
        match replacement(tag, place, links) {
            Some(item) if item == ITEM && markdown.ends_with('\n') => markdown.push_str("- "),
            Some(replacement) => markdown.push_str(&replacement),
            None => markdown.push_str(tag),
        }
    }
    push_text(rest, place, markdown);
}

/// Text on lines of its own may be indented as HTML is, which would be code in Markdown.
fn push_text(text: &str, place: Place, markdown: &mut String) {
    if place != Place::Block {
        markdown.push_str(text);
        return;
    }
    for line in text.split_inclusive('\n') {
        match markdown.chars().next_back() {
            None | Some('\n') => markdown.push_str(line.trim_start_matches(' ')),
            Some(_) => markdown.push_str(line),
        }
    }
}

/// Divides a text that begins with `<` after its first tag or comment, or before the next `<` if
/// there is none.
fn split_tag(text: &str) -> (&str, &str) {
    let end = if text.starts_with("<!--") {
        text.find("-->").map(|end| end + "-->".len())
    } else {
        let inside = text.strip_prefix('<').unwrap_or_default();
        inside.find(['<', '>']).map(|end| match inside.get(end..) {
            Some(rest) if rest.starts_with('>') => end + "<>".len(),
            _ => end + "<".len(),
        })
    };
    text.split_at_checked(end.unwrap_or(text.len()))
        .unwrap_or((text, ""))
}

/// What stands for a tag in Markdown; nothing if the tag must stay.
fn replacement<'a>(tag: &'a str, place: Place, links: &mut Vec<&'a str>) -> Option<String> {
    if tag.starts_with("<!--") && tag.ends_with("-->") {
        return Some(String::new());
    }
    let inside = tag.strip_prefix('<')?.strip_suffix('>')?;
    let (is_end, inside) = match inside.strip_prefix('/') {
        Some(inside) => (true, inside),
        None => (false, inside),
    };
    let name_ends = inside.find(|character: char| !character.is_ascii_alphanumeric());
    let (name, attributes) = inside.split_at_checked(name_ends.unwrap_or(inside.len()))?;
    if !attributes.is_empty() && !attributes.starts_with([' ', '\n', '/']) {
        return None;
    }
    let paragraph = if place == Place::Cell { " " } else { "\n\n" };
    let markdown = match (name.to_ascii_lowercase().as_str(), is_end) {
        (
            "b" | "strong" | "i" | "em" | "u" | "small" | "sub" | "span" | "font" | "nobr"
            | "center",
            _,
        ) => "",
        ("sup", false) => "^",
        ("sup", true) => "",
        ("code" | "tt" | "kbd", _) => "`",
        ("p" | "div" | "ul" | "ol", _) => paragraph,
        ("br", false) if place == Place::Block => paragraph,
        ("li", false) if place != Place::Cell => ITEM,
        ("li", _) => " ",
        ("a", false) => {
            links.push(attribute(attributes, "href").unwrap_or_default());
            "["
        }
        ("a", true) => return links.pop().map(|target| format!("](<{target}>)")),
        _ => return None,
    };
    Some(markdown.to_owned())
}

/// The quoted value of an attribute.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = attributes.split_once(name)?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))?;
    value.strip_prefix(quote)?.split(quote).next()
}

fn slice(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or_default()
}
