//! Byte offsets as lines and columns.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Position;

/// Line and column of a byte offset; the end of the text for one beyond it.
pub(super) fn position(text: &str, offset: usize) -> Position {
    let before = (0..=offset.min(text.len()))
        .rev()
        .find_map(|offset| text.get(..offset))
        .unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Position {
        line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
    }
}

/// [`position`] for many offsets, in one pass.
pub(super) fn positions(text: &str, offsets: BTreeSet<usize>) -> BTreeMap<usize, Position> {
    let mut found = BTreeMap::new();
    let mut position = Position { line: 1, column: 1 };
    let mut reached = 0;
    for offset in offsets {
        for character in text.get(reached..offset).unwrap_or_default().chars() {
            if character == '\n' {
                position.line += 1;
                position.column = 1;
            } else {
                position.column += 1;
            }
        }
        reached = offset;
        found.insert(offset, position);
    }
    found
}

/// Where the lines of a text start, as libyaml counts them: it takes more characters for line breaks than editors do.
pub(super) struct YamlLines(Vec<usize>);

impl YamlLines {
    pub(super) fn new(text: &str) -> Self {
        let mut starts = vec![0];
        let mut characters = text.char_indices().peekable();
        while let Some((_, character)) = characters.next() {
            let breaks = match character {
                '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => true,
                '\r' => characters.peek().is_none_or(|(_, next)| *next != '\n'),
                _ => false,
            };
            if breaks {
                starts.push(characters.peek().map_or(text.len(), |(offset, _)| *offset));
            }
        }
        Self(starts)
    }

    /// The byte offset of a line and a column in characters, both counted from 1.
    pub(super) fn offset(&self, text: &str, line: usize, column: usize) -> Option<usize> {
        let start = *self.0.get(line.checked_sub(1)?)?;
        let before: usize = text
            .get(start..)?
            .chars()
            .take(column.checked_sub(1)?)
            .map(char::len_utf8)
            .sum();
        Some(start + before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "aé\n€x";
        let at = |offset| {
            let Position { line, column } = position(text, offset);
            (line, column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(3), (1, 3));
        assert_eq!(at(7), (2, 2));
        assert_eq!(at(5), (2, 1), "inside a character");
        assert_eq!(at(99), (2, 3), "beyond the end");
    }

    #[test]
    fn many_offsets_are_found_as_each_alone() {
        let text = "aé\n\n€x\ny";
        let offsets: BTreeSet<usize> = text.char_indices().map(|(offset, _)| offset).collect();
        let found = positions(text, offsets.clone());
        assert_eq!(found.len(), offsets.len());
        for (offset, found) in found {
            assert_eq!(found, position(text, offset), "{offset}");
        }
    }

    #[test]
    fn lines_are_counted_as_libyaml_does() {
        let text = "a\r\nb\rc\u{2028}é\u{85}d\n";
        let lines = YamlLines::new(text);
        let at = |line, column| {
            let offset = lines.offset(text, line, column)?;
            text.get(offset..)?.chars().next()
        };
        assert_eq!(at(2, 1), Some('b'));
        assert_eq!(at(3, 1), Some('c'));
        assert_eq!(at(4, 1), Some('é'));
        assert_eq!(at(4, 2), Some('\u{85}'));
        assert_eq!(at(5, 1), Some('d'));
        assert_eq!(at(9, 1), None);
    }
}
