//! Messages as text, in the manner of rustc.
//!
//! What comes from a description is shown escaped and cut, so that it can write no line of its own into a log and
//! no command to a terminal.

use std::fmt::Write;

use crate::diagnostics::{Diagnostic, Diagnostics, Position, Severity};
use crate::load::Source;
use crate::pointer::Pointer;

/// More messages than this are counted only.
const MAX_SHOWN: usize = 50;
/// More related places of one message than this are counted only.
const MAX_RELATED: usize = 10;
/// No line is longer, in characters.
const MAX_LINE: usize = 300;
/// What is shown of a long line of the description, and how much of it stands before the place.
const EXCERPT: usize = 120;
const EXCERPT_BEFORE: usize = 40;

/// All messages, sorted by their place in the text; without the source, only what the messages know themselves.
///
/// Of more than 50 messages the rest is counted, errors last. The text ends in a line break unless it is empty.
pub fn render(diagnostics: &Diagnostics, source: Option<&Source>) -> String {
    let mut messages = located(diagnostics, source);
    messages.sort_by_key(|message| message.diagnostic.severity);
    let hidden = messages.split_off(messages.len().min(MAX_SHOWN));
    messages.sort_by_key(|message| message.position);
    let mut report = Report {
        text: String::new(),
        source,
    };
    for message in &messages {
        report.message(message);
    }
    report.rest(&hidden);
    report.text
}

struct Located<'d> {
    diagnostic: &'d Diagnostic,
    position: Option<Position>,
    related: Vec<Option<Position>>,
}

/// Looks for all places that no message knows, in one reading of the source.
fn located<'d>(diagnostics: &'d Diagnostics, source: Option<&Source>) -> Vec<Located<'d>> {
    let pointers: Vec<&Pointer> = diagnostics
        .iter()
        .flat_map(|diagnostic| {
            let own = diagnostic.position.is_none().then_some(&diagnostic.pointer);
            let related = diagnostic.related.iter().map(|(pointer, _)| pointer);
            own.into_iter().chain(related)
        })
        .collect();
    let mut positions = match source {
        Some(source) => source.locate_all(&pointers),
        None => vec![None; pointers.len()],
    }
    .into_iter();
    diagnostics
        .iter()
        .map(|diagnostic| Located {
            diagnostic,
            position: diagnostic.position.or_else(|| positions.next().flatten()),
            related: positions.by_ref().take(diagnostic.related.len()).collect(),
        })
        .collect()
}

struct Report<'s> {
    text: String,
    source: Option<&'s Source>,
}

impl Report<'_> {
    fn line(&mut self, line: &str) {
        let cut = line.chars().count() > MAX_LINE;
        let shown = if cut { MAX_LINE - 3 } else { MAX_LINE };
        self.text.extend(line.chars().take(shown));
        self.text.push_str(if cut { "...\n" } else { "\n" });
    }

    fn message(&mut self, message: &Located<'_>) {
        let diagnostic = message.diagnostic;
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        self.line(&format!("{severity}: {}", escaped(&diagnostic.message)));
        let place = self.place(message.position);
        let pointer = escaped(&diagnostic.pointer.to_string());
        self.line(&format!("  --> {place}{pointer}"));
        let excerpt = message.position.and_then(|position| self.excerpt(position));
        let gutter = excerpt.as_ref().map_or(2, |excerpt| excerpt.number.len());
        if let Some(excerpt) = excerpt {
            self.line(&format!("{:gutter$} |", ""));
            self.line(&format!("{} | {}", excerpt.number, excerpt.text));
            self.line(&format!(
                "{:gutter$} | {:indent$}^",
                "",
                "",
                indent = excerpt.indent
            ));
        }
        if let Some(hint) = &diagnostic.hint {
            self.line(&format!("{:gutter$} = help: {}", "", escaped(hint)));
        }
        for ((pointer, label), position) in diagnostic
            .related
            .iter()
            .zip(&message.related)
            .take(MAX_RELATED)
        {
            let place = self.place(*position);
            let pointer = escaped(&pointer.to_string());
            self.line(&format!(
                "{:gutter$} = note: {place}{pointer}: {}",
                "",
                escaped(label)
            ));
        }
        let more = diagnostic.related.len().saturating_sub(MAX_RELATED);
        if more > 0 {
            self.line(&format!(
                "{:gutter$} = note: and {}",
                "",
                counted(more, "other place")
            ));
        }
    }

    /// `petstore.yaml:12:7  `, or as much of it as is known.
    fn place(&self, position: Option<Position>) -> String {
        let mut place = self
            .source
            .map(|source| escaped(source.name()))
            .unwrap_or_default();
        if let Some(Position { line, column }) = position {
            if !place.is_empty() {
                place.push(':');
            }
            let _ = write!(place, "{line}:{column}");
        }
        if !place.is_empty() {
            place.push_str("  ");
        }
        place
    }

    /// The line of a place, or a part of it around the place.
    fn excerpt(&self, position: Position) -> Option<Excerpt> {
        let line = self
            .source?
            .text()
            .lines()
            .nth(position.line.checked_sub(1)?)?;
        let column = position.column.checked_sub(1)?;
        let length = line.chars().count();
        let start = if length > EXCERPT {
            column.saturating_sub(EXCERPT_BEFORE)
        } else {
            0
        };
        let part = |from: usize, to: usize| -> String {
            let characters = line.chars().skip(from).take(to.saturating_sub(from));
            characters
                .map(|character| if character == '\t' { ' ' } else { character })
                .collect()
        };
        let dots = |needed: bool| if needed { "..." } else { "" };
        let before = format!("{}{}", dots(start > 0), escaped(&part(start, column)));
        let end = start + EXCERPT;
        let after = format!("{}{}", escaped(&part(column, end)), dots(length > end));
        Some(Excerpt {
            number: position.line.to_string(),
            indent: before.chars().count(),
            text: before + &after,
        })
    }

    fn rest(&mut self, hidden: &[Located<'_>]) {
        for (severity, name) in [
            (Severity::Error, "more error"),
            (Severity::Warning, "more warning"),
        ] {
            let count = hidden
                .iter()
                .filter(|message| message.diagnostic.severity == severity)
                .count();
            if count > 0 {
                self.line(&format!("and {}", counted(count, name)));
            }
        }
    }
}

struct Excerpt {
    number: String,
    text: String,
    /// Characters before the place.
    indent: usize,
}

fn counted(count: usize, name: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {name}{plural}")
}

/// Characters that act instead of being seen stand as `\u{..}`.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if acts(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Controls, line separators, bidirectional controls, zero-width and tag characters.
fn acts(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::new("a\u{1b}.yaml", text.into(), &mut Diagnostics::new()).unwrap()
    }

    #[test]
    fn no_messages_are_no_text() {
        assert_eq!(render(&Diagnostics::new(), None), "");
        assert_eq!(render(&Diagnostics::new(), Some(&source("a: 1"))), "");
    }

    #[test]
    fn messages_are_sorted_by_place_and_show_it() {
        let source = source("a: 1\nb:\n  c: 2\n");
        let mut diagnostics = Diagnostics::new();
        let b = Pointer::root().join("b");
        diagnostics
            .warning(&b.join("c"), "later")
            .hint("do this")
            .related(&Pointer::root().join("a"), "first here");
        diagnostics
            .error(&Pointer::root(), "known")
            .at(Position { line: 2, column: 2 });
        assert_eq!(
            render(&diagnostics, Some(&source)),
            "\
error: known
  --> a\\u{1b}.yaml:2:2  #
  |
2 | b:
  |  ^
warning: later
  --> a\\u{1b}.yaml:3:3  #/b/c
  |
3 |   c: 2
  |   ^
  = help: do this
  = note: a\\u{1b}.yaml:1:1  #/a: first here
"
        );
        assert_eq!(
            render(&diagnostics, None),
            "\
warning: later
  --> #/b/c
   = help: do this
   = note: #/a: first here
error: known
  --> 2:2  #
"
        );
    }

    #[test]
    fn text_from_a_description_cannot_act() {
        let evil = "\n::error::x\u{1b}[31m\r\u{202e}\u{200b}\u{85}\u{2028}\u{feff}\u{e0041}";
        let mut diagnostics = Diagnostics::new();
        diagnostics
            .error(&Pointer::root().join(evil), evil)
            .hint(evil)
            .related(&Pointer::root().join(evil), evil);
        let source = source(&format!("a: '{}'", evil.replace('\n', "")));
        let report = render(&diagnostics, Some(&source));
        assert!(
            report
                .chars()
                .all(|character| character == '\n' || !acts(character)),
            "{report}"
        );
        assert!(
            report
                .lines()
                .all(|line| !line.trim_start().starts_with("::")),
            "{report}"
        );
        assert!(
            report.starts_with("error: \\u{a}::error::x\\u{1b}[31m"),
            "{report}"
        );
    }

    #[test]
    fn long_lines_are_cut() {
        let mut diagnostics = Diagnostics::new();
        diagnostics.error(&Pointer::root().join("b"), "m".repeat(1_000));
        let long = format!(
            "{{\"a\": \"{}\", \"b\": \"{}\"}}",
            "é".repeat(500),
            "x".repeat(500)
        );
        let report = render(&diagnostics, Some(&source(&long)));
        let lines: Vec<&str> = report.lines().collect();
        assert_eq!(lines[0].chars().count(), MAX_LINE);
        assert!(lines[0].ends_with("m..."));
        assert!(
            lines[3].starts_with("1 | ...é") && lines[3].ends_with("x..."),
            "{}",
            lines[3]
        );
        let caret = lines[4]
            .chars()
            .position(|character| character == '^')
            .unwrap();
        let pointed: String = lines[3].chars().skip(caret).take(3).collect();
        assert_eq!(pointed, "\"b\"");
        assert!(lines.iter().all(|line| line.chars().count() <= MAX_LINE));
    }

    #[test]
    fn the_rest_is_counted_and_errors_are_shown_first() {
        let mut diagnostics = Diagnostics::new();
        for index in 0..MAX_SHOWN {
            diagnostics.warning(&Pointer::root().index(index), "w");
        }
        diagnostics.error(&Pointer::root().index(0), "e");
        diagnostics.error(&Pointer::root().index(1), "e");
        let report = render(&diagnostics, None);
        assert_eq!(report.matches("error: e\n").count(), 2);
        assert!(report.ends_with("and 2 more warnings\n"), "{report}");
    }

    #[test]
    fn what_is_found_twice_at_one_place_is_told_once() {
        let mut diagnostics = Diagnostics::new();
        for _ in 0..2 {
            diagnostics.error(&Pointer::root(), "e").hint("h");
        }
        diagnostics.error(&Pointer::root(), "f");
        let report = render(&diagnostics, None);
        assert_eq!(
            report,
            "error: e\n  --> #\n   = help: h\nerror: f\n  --> #\n"
        );
    }

    #[test]
    fn many_related_places_are_counted() {
        let mut diagnostics = Diagnostics::new();
        let diagnostic = diagnostics.error(&Pointer::root(), "e");
        for _ in 0..=MAX_RELATED {
            diagnostic.related(&Pointer::root(), "r");
        }
        let report = render(&diagnostics, None);
        assert!(report.ends_with("= note: and 1 other place\n"), "{report}");
    }
}
