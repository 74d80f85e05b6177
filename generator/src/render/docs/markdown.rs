//! Reads Markdown and writes it anew, with nothing that could surprise.

use crate::code_span::{code_span, longest_run_of_backticks};
use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd,
    TextMergeStream,
};

use super::EXTENSIONS;
use super::characters;
use super::inline::{self, Gap, Inline, Place};

/// Languages that a code block keeps, for editors that highlight it; rustdoc compiles none of them.
pub(super) const LANGUAGES: [&str; 4] = ["json", "yaml", "xml", "http"];

/// The columns of a line, so that a field's `    /// ` fits before it within 100.
const WIDTH: usize = 92;

/// How many quotes and lists within each other are shown as such.
const NESTING: usize = 8;

/// The largest number that a list item can have (CommonMark 0.31, section 5.2).
const LAST_NUMBER: u64 = 999_999_999;

/// How much of the author's markup is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// All of it.
    Rich,
    /// No emphasis and no links.
    Plain,
}

/// What was written.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) lines: Vec<String>,
    /// The characters that a reader must see, blanks aside.
    pub(super) shown: String,
}

/// Writes Markdown anew.
pub(super) fn write(text: &str, style: Style) -> Page {
    let mut writer = Writer::new(style);
    for event in events(text) {
        writer.event(event);
    }
    writer.end_paragraph(Space::Blank);
    while writer.lines.pop_if(|line| line.is_empty()).is_some() {}
    Page {
        lines: writer.lines,
        shown: writer.shown,
    }
}

/// The first sentence of the first paragraph, heading or list item.
pub(super) fn first_sentence(text: &str) -> String {
    let mut inline = Inline::default();
    let mut skipped = 0_usize;
    for event in events(text) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Table(_)) if inline.is_empty() => skipped += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Table) => skipped = skipped.saturating_sub(1),
            _ if skipped > 0 => {}
            Event::SoftBreak => inline.space(Gap::Blank),
            Event::InlineHtml(html) if is_line_break(&html) && inline.is_empty() => {}
            Event::InlineHtml(html) if is_line_break(&html) => break,
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                inline.text(&text, Place::Paragraph)
            }
            Event::Code(code) => inline.markup(&code_span(&code)),
            Event::Start(
                Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Link { .. }
                | Tag::Image { .. },
            )
            | Event::End(
                TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image,
            )
            | Event::FootnoteReference(_) => {}
            _ if !inline.is_empty() => break,
            _ => {}
        }
    }
    inline.take_sentence()
}

/// A code block whose end is not in `code`; nothing for an empty one.
pub(super) fn fence(language: &str, code: &str) -> Vec<String> {
    if code.trim().is_empty() {
        return Vec::new();
    }
    let fence = "`".repeat(longest_run_of_backticks(code).max(2) + 1);
    let mut lines = vec![format!("{fence}{language}")];
    lines.extend(
        code.trim_end()
            .lines()
            .map(|line| line.trim_end().to_owned()),
    );
    lines.push(fence);
    lines
}

fn events(text: &str) -> impl Iterator<Item = Event<'_>> {
    TextMergeStream::new(Parser::new_ext(text, EXTENSIONS.union(Options::ENABLE_GFM)))
}

/// What must stand before the next block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Space {
    /// Nothing: the block is the first here.
    None,
    /// An empty line, unless a list goes on.
    Tight,
    /// An empty line.
    Blank,
}

#[derive(Debug)]
enum Container {
    Quote,
    Item { marker: String, is_written: bool },
}

/// What ends an open link.
#[derive(Debug)]
enum Link {
    /// Only its text is kept.
    Text,
    /// Something in angle brackets that leads nowhere.
    Brackets,
    /// A link with its destination.
    To(String),
}

#[derive(Debug)]
struct Writer {
    style: Style,
    lines: Vec<String>,
    shown: String,
    space: Space,
    containers: Vec<Container>,
    /// The number of the next item of each open list, if it has numbers.
    lists: Vec<Option<u64>>,
    inline: Inline,
    /// How many headings, emphases and links are open around the next word.
    open: usize,
    links: Vec<Link>,
    is_heading: bool,
    /// The language and the text of an open code block.
    code: Option<(&'static str, String)>,
    columns: Vec<Alignment>,
    cells: Option<Vec<String>>,
}

impl Writer {
    fn new(style: Style) -> Self {
        Self {
            style,
            lines: Vec::new(),
            shown: String::new(),
            space: Space::None,
            containers: Vec::new(),
            lists: Vec::new(),
            inline: Inline::default(),
            open: 0,
            links: Vec::new(),
            is_heading: false,
            code: None,
            columns: Vec::new(),
            cells: None,
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => self.code_span(&code),
            Event::InlineHtml(html) if is_line_break(&html) => self.line_break(),
            Event::FootnoteReference(name) => self.text(&format!("[^{name}]")),
            Event::SoftBreak => self.inline.space(Gap::Line),
            Event::HardBreak => self.line_break(),
            Event::Rule => self.block(&["***".to_owned()]),
            Event::TaskListMarker(is_done) => self.text(if is_done { "[x] " } else { "[ ] " }),
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.text(&text),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.separate(),
            Tag::Heading { .. } => {
                self.end_paragraph(Space::Blank);
                self.open_emphasis("**");
                self.is_heading = true;
            }
            Tag::BlockQuote(kind) => {
                self.end_paragraph(Space::Blank);
                self.separate();
                self.containers.push(Container::Quote);
                self.alert(kind);
            }
            Tag::CodeBlock(kind) => {
                self.end_paragraph(Space::Blank);
                self.code = Some((language(&kind), String::new()));
            }
            Tag::List(first) => {
                let is_in_item = matches!(self.containers.last(), Some(Container::Item { .. }));
                self.end_paragraph(if is_in_item {
                    Space::Tight
                } else {
                    Space::Blank
                });
                self.separate_items();
                self.lists.push(first);
            }
            Tag::Item => self.start_item(),
            Tag::FootnoteDefinition(name) => {
                self.end_paragraph(Space::Blank);
                self.text(&format!("[^{name}]: "));
            }
            Tag::Table(columns) => {
                self.end_paragraph(Space::Blank);
                self.separate();
                self.columns = columns;
            }
            Tag::TableHead | Tag::TableRow => self.cells = Some(Vec::new()),
            Tag::Emphasis => self.open_emphasis("*"),
            Tag::Strong => self.open_emphasis("**"),
            Tag::Strikethrough => self.open_emphasis("~~"),
            Tag::Link {
                link_type,
                dest_url,
                ..
            }
            | Tag::Image {
                link_type,
                dest_url,
                ..
            } => self.open_link(link_type, &dest_url),
            _ => self.end_paragraph(Space::Blank),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.is_heading = false;
                self.close_emphasis("**");
                self.end_paragraph(Space::Blank);
            }
            TagEnd::BlockQuote(_) => {
                self.end_paragraph(Space::Blank);
                self.containers.pop();
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::Item => self.end_item(),
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::TableCell => {
                let cell = self.inline.take_line();
                self.cells.get_or_insert_default().push(cell);
            }
            TagEnd::TableHead => {
                self.end_row();
                let rulers = self.columns.iter().map(|column| ruler(*column)).collect();
                self.cells = Some(rulers);
                self.end_row();
            }
            TagEnd::TableRow => self.end_row(),
            TagEnd::Table => self.space = Space::Blank,
            TagEnd::Emphasis => self.close_emphasis("*"),
            TagEnd::Strong => self.close_emphasis("**"),
            TagEnd::Strikethrough => self.close_emphasis("~~"),
            TagEnd::Link | TagEnd::Image => self.close_link(),
            _ => self.end_paragraph(Space::Blank),
        }
    }

    fn text(&mut self, text: &str) {
        self.show(text);
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
        } else {
            self.inline.text(text, self.place());
        }
    }

    fn code_span(&mut self, code: &str) {
        self.show(code);
        let span = code_span(code);
        let span = match self.cells {
            // A table is divided at bars before its code spans are read.
            Some(_) => span.replace('|', "\\|"),
            None => span,
        };
        self.inline.markup(&span);
    }

    /// The label of a quote like `> [!NOTE]`, which rustdoc does not know.
    fn alert(&mut self, kind: Option<BlockQuoteKind>) {
        let label = match kind {
            None => return,
            Some(BlockQuoteKind::Note) => "Note:",
            Some(BlockQuoteKind::Tip) => "Tip:",
            Some(BlockQuoteKind::Important) => "Important:",
            Some(BlockQuoteKind::Warning) => "Warning:",
            Some(BlockQuoteKind::Caution) => "Caution:",
        };
        self.open_emphasis("**");
        self.text(label);
        self.close_emphasis("**");
        self.inline.space(Gap::Blank);
    }

    /// Two breaks in a row are the end of a paragraph.
    fn line_break(&mut self) {
        if self.cells.is_some() || self.is_heading {
            self.inline.space(Gap::Blank);
        } else if self.open == 0 && self.inline.gap() == Some(Gap::Break) {
            self.end_paragraph(Space::Blank);
        } else {
            self.inline.space(Gap::Break);
        }
    }

    fn show(&mut self, text: &str) {
        let visible = text.chars().filter_map(characters::plain);
        self.shown
            .extend(visible.filter(|character| !character.is_whitespace()));
    }

    fn place(&self) -> Place {
        match self.cells {
            Some(_) => Place::Cell,
            None => Place::Paragraph,
        }
    }

    fn open_emphasis(&mut self, delimiter: &str) {
        self.open += 1;
        if self.shows_emphasis(delimiter) {
            self.inline.open(delimiter);
        }
    }

    fn close_emphasis(&mut self, delimiter: &str) {
        self.open = self.open.saturating_sub(1);
        if self.shows_emphasis(delimiter) {
            self.inline.close(delimiter, delimiter);
        }
    }

    fn shows_emphasis(&self, delimiter: &str) -> bool {
        self.style == Style::Rich && !(self.is_heading && delimiter == "**")
    }

    fn open_link(&mut self, kind: LinkType, destination: &str) {
        self.open += 1;
        let address = inline::web_address(destination);
        let is_bare = matches!(kind, LinkType::Autolink | LinkType::Email);
        let link = match address {
            None if kind == LinkType::Autolink => Link::Brackets,
            Some(address) if !is_bare && self.style == Style::Rich && !self.inline.is_link() => {
                Link::To(address)
            }
            _ => Link::Text,
        };
        match &link {
            Link::Text => {}
            Link::Brackets => self.text("<"),
            Link::To(_) => self.inline.open_link(),
        }
        self.links.push(link);
    }

    fn close_link(&mut self) {
        self.open = self.open.saturating_sub(1);
        match self.links.pop() {
            None | Some(Link::Text) => {}
            Some(Link::Brackets) => self.text(">"),
            Some(Link::To(address)) => self.inline.close_link(&address),
        }
    }

    fn start_item(&mut self) {
        self.end_paragraph(Space::Tight);
        self.separate_items();
        self.space = Space::None;
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                let marker = format!("{number}. ");
                *number = (*number + 1).min(LAST_NUMBER);
                marker
            }
            _ => "- ".to_owned(),
        };
        self.containers.push(Container::Item {
            marker,
            is_written: false,
        });
    }

    fn end_item(&mut self) {
        self.end_paragraph(Space::Tight);
        if self.space == Space::None && self.containers.len() <= NESTING {
            self.line("");
            self.space = Space::Tight;
        }
        self.containers.pop();
    }

    fn end_code(&mut self) {
        if let Some((language, code)) = self.code.take() {
            self.block(&fence(language, &code));
        }
    }

    fn end_row(&mut self) {
        let cells = self.cells.take().unwrap_or_default();
        self.line(&format!("| {} |", cells.join(" | ")));
    }

    fn end_paragraph(&mut self, space: Space) {
        let containers = self.containers.iter().take(NESTING);
        let indentation: usize = containers.map(Container::width).sum();
        let lines = self.inline.take_lines(WIDTH.saturating_sub(indentation));
        if !lines.is_empty() {
            self.block(&lines);
            self.space = space;
        }
    }

    fn block(&mut self, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        self.separate();
        for line in lines {
            self.line(line);
        }
        self.space = Space::Blank;
    }

    fn separate(&mut self) {
        if self.space != Space::None {
            self.empty_line();
        }
        self.space = Space::None;
    }

    fn separate_items(&mut self) {
        if self.space == Space::Blank {
            self.empty_line();
        }
        self.space = Space::None;
    }

    fn empty_line(&mut self) {
        let containers = self.containers.iter().take(NESTING);
        let prefix: String = containers.map(Container::continued).collect();
        let line = prefix.trim_end();
        if self.lines.last().is_some_and(|last| last != line) {
            self.lines.push(line.to_owned());
        }
    }

    fn line(&mut self, text: &str) {
        let containers = self.containers.iter_mut().take(NESTING);
        let prefix: String = containers.map(Container::begun).collect();
        self.lines
            .push(format!("{prefix}{text}").trim_end().to_owned());
    }
}

impl Container {
    fn width(&self) -> usize {
        self.continued().len()
    }

    fn continued(&self) -> String {
        match self {
            Self::Quote => "> ".to_owned(),
            Self::Item { marker, .. } => " ".repeat(marker.len()),
        }
    }

    /// The prefix of the next line, which for an item begins with its marker.
    fn begun(&mut self) -> String {
        match self {
            Self::Item {
                marker,
                is_written: is_written @ false,
            } => {
                *is_written = true;
                marker.clone()
            }
            _ => self.continued(),
        }
    }
}

fn language(kind: &CodeBlockKind<'_>) -> &'static str {
    let info = match kind {
        CodeBlockKind::Fenced(info) => info,
        CodeBlockKind::Indented => "",
    };
    LANGUAGES
        .into_iter()
        .find(|language| info.trim().eq_ignore_ascii_case(language))
        .unwrap_or("text")
}

fn ruler(column: Alignment) -> String {
    let ruler = match column {
        Alignment::None => "---",
        Alignment::Left => ":--",
        Alignment::Center => ":-:",
        Alignment::Right => "--:",
    };
    ruler.to_owned()
}

fn is_line_break(html: &str) -> bool {
    html.strip_prefix('<')
        .and_then(|tag| tag.strip_suffix('>'))
        .is_some_and(|tag| {
            tag.trim_end_matches('/')
                .trim_end()
                .eq_ignore_ascii_case("br")
        })
}
