//! Text within a paragraph: words that mean themselves in Markdown, and the lines they fill.

use super::characters;

/// What stands between two words; of several, the last in this order counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// A blank, where a line may be broken.
    Blank,
    /// The end of a line as the author wrote it.
    Line,
    /// A line break that shows.
    Break,
}

/// Where a text stands, which decides what must be escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Paragraph,
    /// A cell of a table.
    Cell,
}

/// The words of a paragraph, as Markdown.
#[derive(Debug, Default)]
pub(super) struct Inline {
    words: Vec<Word>,
    gap: Option<Gap>,
    opening: String,
    is_link: bool,
}

#[derive(Debug)]
struct Word {
    gap: Gap,
    text: String,
}

impl Inline {
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The gap after the last word, so far.
    pub(super) fn gap(&self) -> Option<Gap> {
        self.gap
    }

    /// Adds text that shows as it is. A web address becomes a link of its own, unless it is in a
    /// link.
    pub(super) fn text(&mut self, text: &str, place: Place) {
        // Character references can stand for what was dropped before.
        let text: String = text.chars().filter_map(characters::plain).collect();
        let mut rest = text.as_str();
        let mut before = None;
        let mut piece = String::new();
        while let Some(character) = rest.chars().next() {
            if let Some(url) = leading_url(rest).filter(|_| !self.is_link) {
                piece.extend(["<", url, ">"]);
                before = url.chars().next_back();
                rest = rest.get(url.len()..).unwrap_or_default();
                continue;
            }
            rest = rest.get(character.len_utf8()..).unwrap_or_default();
            if character.is_whitespace() {
                self.markup(&std::mem::take(&mut piece));
                self.space(if character == '\n' {
                    Gap::Line
                } else {
                    Gap::Blank
                });
            } else {
                if is_active(before, character, rest)
                    || (character == '|' && place == Place::Cell)
                    || (character == ']' && self.is_link)
                {
                    piece.push('\\');
                }
                piece.push(character);
            }
            before = Some(character);
        }
        self.markup(&piece);
    }

    /// Adds Markdown that must not be divided.
    pub(super) fn markup(&mut self, markup: &str) {
        if markup.is_empty() {
            return;
        }
        let opening = std::mem::take(&mut self.opening);
        match (self.gap.take(), self.words.last_mut()) {
            (None, Some(word)) => word.text.extend([&opening, markup]),
            (gap, _) => self.words.push(Word {
                gap: gap.unwrap_or(Gap::Blank),
                text: opening + markup,
            }),
        }
    }

    /// Ends the last word. The text of a link stays one word, so that it is not torn from its
    /// destination.
    pub(super) fn space(&mut self, gap: Gap) {
        match self.words.last_mut() {
            None => {}
            Some(word) if self.is_link && self.opening.is_empty() => word.text.push(' '),
            Some(_) => self.gap = self.gap.max(Some(gap)),
        }
    }

    /// Whether the words that follow are the text of a link.
    pub(super) fn is_link(&self) -> bool {
        self.is_link
    }

    /// Adds the beginning of a link before the next word. An exclamation mark before it would make
    /// it an image.
    pub(super) fn open_link(&mut self) {
        if let Some(word) = self
            .words
            .last_mut()
            .filter(|word| word.text.ends_with('!'))
        {
            word.text.pop();
            word.text.push_str("\\!");
        }
        self.open("[");
        self.is_link = true;
    }

    /// Adds the end of a link after the last word.
    pub(super) fn close_link(&mut self, address: &str) {
        self.close("[", &format!("]({address})"));
        self.is_link = false;
    }

    /// Adds an opening delimiter before the next word.
    pub(super) fn open(&mut self, delimiter: &str) {
        self.opening.push_str(delimiter);
    }

    /// Adds a closing delimiter after the last word; with no word between the two, neither is
    /// written.
    pub(super) fn close(&mut self, opening: &str, closing: &str) {
        if let Some(shorter) = self.opening.strip_suffix(opening) {
            self.opening.truncate(shorter.len());
        } else if let Some(word) = self.words.last_mut() {
            word.text.push_str(closing);
        }
    }

    /// The words in one line.
    pub(super) fn take_line(&mut self) -> String {
        let words = std::mem::take(self).words;
        let words: Vec<String> = words.into_iter().map(|word| word.text).collect();
        words.join(" ")
    }

    /// The words up to the end of the first sentence, in one line. The first word alone is none: it
    /// may be the number of a list item.
    pub(super) fn take_sentence(&mut self) -> String {
        let mut after_first = self.words.iter().skip(1);
        if let Some(end) = after_first.position(|word| ends_sentence(&word.text)) {
            self.words.truncate(end + 2);
        }
        self.take_lines(usize::MAX).concat()
    }

    /// The words in lines of `width` columns. The author's lines stay if all of them are short
    /// enough.
    pub(super) fn take_lines(&mut self, width: usize) -> Vec<String> {
        let words = std::mem::take(self).words;
        let keeps_lines = are_short(&words, width);
        let mut lines = Vec::new();
        let mut line = String::new();
        let mut column = 0;
        for Word { gap, text } in words {
            let length = text.chars().count();
            let breaks = match gap {
                Gap::Break => true,
                Gap::Line => keeps_lines,
                Gap::Blank => false,
            };
            if line.is_empty() {
                line = guarded(text);
                column = length;
            } else if breaks || column + 1 + length > width {
                if gap == Gap::Break {
                    line.push('\\');
                }
                lines.push(std::mem::replace(&mut line, guarded(text)));
                column = length;
            } else {
                line.extend([" ", &text]);
                column += 1 + length;
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }
}

fn are_short(words: &[Word], width: usize) -> bool {
    let mut column = 0;
    words.iter().all(|word| {
        let length = word.text.chars().count();
        column = match word.gap {
            Gap::Blank => column + 1 + length,
            Gap::Line | Gap::Break => length,
        };
        column <= width
    })
}

fn ends_sentence(word: &str) -> bool {
    const ABBREVIATIONS: [&str; 5] = ["e.g.", "i.e.", "etc.", "vs.", "cf."];
    let word = word.trim_start_matches('(');
    word.trim_end_matches(['"', '\'', ')', '”', '’'])
        .ends_with(['.', '!', '?'])
        && !ABBREVIATIONS.contains(&word)
}

/// Whether a character would mean something other than itself in the middle of a line.
///
/// `rest` is what follows it. Before and after a text there may be anything.
fn is_active(before: Option<char>, character: char, rest: &str) -> bool {
    let after = rest.chars().next();
    let is_word = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
    let is_blank = |neighbour: Option<char>| neighbour.is_some_and(char::is_whitespace);
    match character {
        '`' | '[' => true,
        '\\' => !is_word(after) || leading_url(rest).is_some(),
        '*' => !(is_blank(before) && is_blank(after)),
        '_' => !(is_word(before) && is_word(after)),
        // A tilde that can only open is harmless as long as none can close.
        '~' => !(is_blank(before) && is_word(after)),
        '<' => !after
            .is_some_and(|after| after.is_whitespace() || after.is_ascii_digit() || after == '='),
        '&' => is_reference(rest),
        _ => false,
    }
}

/// Whether a `&` before this text makes a character reference (CommonMark 0.31, section 2.5).
fn is_reference(rest: &str) -> bool {
    let name = rest.trim_start_matches('#');
    let end = name.find(|character: char| !character.is_ascii_alphanumeric());
    end.is_some_and(|end| end > 0 && name.get(end..).is_some_and(|rest| rest.starts_with(';')))
}

/// Escapes a word that would begin a block where it is the first of a line.
fn guarded(word: String) -> String {
    let ordinal = word
        .strip_suffix(['.', ')'])
        .filter(|digits| !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit()));
    if let Some(digits) = ordinal {
        let delimiter = if word.ends_with('.') { '.' } else { ')' };
        format!("{digits}\\{delimiter}")
    } else if word.starts_with('>') || is_line_of_a_block(&word) {
        format!("\\{word}")
    } else {
        word
    }
}

/// List markers, headings, underlines of headings and of tables are made of these alone.
fn is_line_of_a_block(word: &str) -> bool {
    word == "*" || word.chars().all(|character| "-+#=|:".contains(character))
}

/// Whether a text holds a web address that is no link.
pub(super) fn has_bare_url(text: &str) -> bool {
    text.match_indices("http")
        .any(|(start, _)| text.get(start..).and_then(leading_url).is_some())
}

/// The web address at the start of a text, without the punctuation that follows it in a sentence.
fn leading_url(text: &str) -> Option<&str> {
    let after_scheme = strip_scheme(text)?;
    let end = after_scheme
        .find(|character: char| {
            character.is_whitespace()
                || "<>\"`|\\^".contains(character)
                || !characters::is_printable(character)
        })
        .unwrap_or(after_scheme.len());
    let scheme = text.len() - after_scheme.len();
    let mut url = text.get(..scheme + end)?;
    let has_parenthesis = url.contains('(');
    let has_bracket = url.contains('[');
    let has_brace = url.contains('{');
    url = url.trim_end_matches(|character| match character {
        ')' => !has_parenthesis,
        ']' => !has_bracket,
        '}' => !has_brace,
        other => ".,;:!?'*_~".contains(other),
    });
    (url.len() > scheme).then_some(url)
}

fn strip_scheme(text: &str) -> Option<&str> {
    ["http://", "https://"].into_iter().find_map(|scheme| {
        let (start, rest) = text.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    })
}

/// The destination of a link, percent-encoded where Markdown needs it, if it leads to the web or to
/// a mailbox.
pub(super) fn web_address(destination: &str) -> Option<String> {
    // rustdoc would look up `mailto:a@b` among the items of the crate, but nothing with a dot.
    let is_mailbox = destination
        .split_at_checked("mailto:".len())
        .and_then(|(scheme, mailbox)| Some((scheme, mailbox.split_once('@')?)))
        .is_some_and(|(scheme, (_, host))| {
            scheme.eq_ignore_ascii_case("mailto:") && host.contains('.')
        });
    if !is_mailbox && strip_scheme(destination).is_none_or(str::is_empty) {
        return None;
    }
    let mut address = String::with_capacity(destination.len());
    let mut rest = destination.chars();
    while let Some(character) = rest.next() {
        match character {
            ' ' | '(' | ')' | '<' | '>' | '"' | '`' | '|' | '\\' | '^' | '[' | ']' | '{' | '}' => {
                address.push_str(&format!("%{:02X}", u32::from(character)));
            }
            '&' if is_reference(rest.as_str()) => address.push_str("\\&"),
            other => address.extend(
                Some(other).filter(|_| !other.is_whitespace() && characters::is_printable(other)),
            ),
        }
    }
    Some(address)
}
