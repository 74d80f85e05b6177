//! How deep the flow collections (`[..]`, `{..}`) of a YAML text nest, told in one pass before a parser sees it:
//! libyaml takes quadratic time on them (half a minute for 80 kB of `[`).
//!
//! The pass does not parse YAML. It decides, line by line, what is text and what is structure:
//!
//! - A bracket opens a collection only where a value may start: at the start of a line, after `- `, `? `, `key: `,
//!   an anchor or a tag; inside a collection anywhere outside quotes.
//! - After a value that is plain text, or a block scalar (`|`, `>`), the lines indented deeper than its key are its text.
//! - Quoted texts are skipped as a whole, comments to the end of their line.
//!
//! Where it errs, it takes text for structure; a false alarm needs [`MAX_DEPTH`] brackets that are never closed.

use std::ops::ControlFlow;

/// The limit of both parsers, too.
pub(super) const MAX_DEPTH: usize = 128;

/// The byte offset of the bracket that nests too deep.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        offset: 0,
        text_deeper_than: None,
    };
    while scanner.offset < scanner.bytes.len() {
        if let ControlFlow::Break(offset) = scanner.line() {
            return Some(offset);
        }
    }
    None
}

struct Scanner<'t> {
    bytes: &'t [u8],
    offset: usize,
    /// Lines indented deeper than this are the text of a scalar that began above; -1 for one at the root.
    text_deeper_than: Option<isize>,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.offset).copied()
    }

    fn peek_after(&self) -> Option<u8> {
        self.bytes.get(self.offset + 1).copied()
    }

    fn at_line_end(&self) -> bool {
        matches!(self.peek(), None | Some(b'\n' | b'\r'))
    }

    fn before_blank(&self) -> bool {
        matches!(self.peek_after(), None | Some(b' ' | b'\t' | b'\n' | b'\r'))
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&wanted) {
            self.offset += 1;
        }
    }

    fn skip_blanks(&mut self) {
        self.skip_while(|byte| matches!(byte, b' ' | b'\t'));
    }

    fn skip_line(&mut self) {
        self.skip_while(|byte| byte != b'\n');
        self.offset += 1;
    }

    fn line(&mut self) -> ControlFlow<usize> {
        let start = self.offset;
        self.skip_while(|byte| byte == b' ');
        let column = |offset: usize| isize::try_from(offset - start).unwrap_or(isize::MAX);
        if let Some(limit) = self.text_deeper_than {
            if self.at_line_end() || column(self.offset) > limit {
                self.skip_line();
                return ControlFlow::Continue(());
            }
            self.text_deeper_than = None;
        }
        // The column of the innermost `- ` or key of this line, which the text of its value must exceed.
        let mut parent = column(self.offset) - 1;
        loop {
            self.skip_blanks();
            match self.peek() {
                None | Some(b'\n' | b'\r' | b'#') => break,
                Some(b'-' | b'?' | b':') if self.before_blank() => {
                    parent = column(self.offset);
                    self.offset += 1;
                }
                Some(b'-') if self.bytes.get(start..start + 3) == Some(b"---") => {
                    parent = -1;
                    self.offset = start + 3;
                }
                Some(b'&' | b'!') => self.skip_word(),
                Some(b'|' | b'>') => {
                    self.text_deeper_than = Some(parent);
                    break;
                }
                Some(b'"' | b'\'') => {
                    let key = column(self.offset);
                    self.quoted();
                    parent = self.after_node(key, parent);
                }
                Some(b'[' | b'{') => {
                    let key = column(self.offset);
                    self.flow()?;
                    parent = self.after_node(key, parent);
                }
                Some(_) => {
                    let key = column(self.offset);
                    if !self.plain() {
                        self.text_deeper_than = Some(parent);
                        break;
                    }
                    parent = key;
                }
            }
        }
        self.skip_line();
        ControlFlow::Continue(())
    }

    fn skip_word(&mut self) {
        self.skip_while(|byte| !byte.is_ascii_whitespace());
    }

    /// After a quoted text or a collection: was it a key? Then its value comes next.
    fn after_node(&mut self, key: isize, parent: isize) -> isize {
        self.skip_blanks();
        if self.peek() == Some(b':') {
            self.offset += 1;
            key
        } else {
            parent
        }
    }

    /// Skips a plain key with its colon, true; or a plain text to the end of its line, false.
    fn plain(&mut self) -> bool {
        let mut after_blank = false;
        while !self.at_line_end() {
            match self.peek() {
                Some(b':') if self.before_blank() => {
                    self.offset += 1;
                    return true;
                }
                Some(b'#') if after_blank => return false,
                byte => after_blank = matches!(byte, Some(b' ' | b'\t')),
            }
            self.offset += 1;
        }
        false
    }

    /// Skips a quoted text, over several lines if need be.
    fn quoted(&mut self) {
        let quote = self.peek();
        self.offset += 1;
        while let Some(byte) = self.peek() {
            self.offset += 1;
            if byte == b'\\' && quote == Some(b'"') {
                self.offset += 1;
            } else if Some(byte) == quote {
                if byte == b'\'' && self.peek() == Some(b'\'') {
                    self.offset += 1;
                } else {
                    return;
                }
            }
        }
    }

    /// Skips a collection with all that is in it; breaks at the bracket that nests too deep.
    fn flow(&mut self) -> ControlFlow<usize> {
        let mut depth = 0usize;
        // Whether a value may start here: quotes, anchors and tags mean something only then.
        let mut fresh = true;
        while let Some(byte) = self.peek() {
            match byte {
                b'[' | b'{' => {
                    depth += 1;
                    if depth > MAX_DEPTH {
                        return ControlFlow::Break(self.offset);
                    }
                    fresh = true;
                }
                b']' | b'}' => {
                    depth -= 1;
                    fresh = false;
                    if depth == 0 {
                        self.offset += 1;
                        break;
                    }
                }
                b'"' | b'\'' if fresh => {
                    self.quoted();
                    fresh = false;
                    continue;
                }
                b'&' | b'!' if fresh => {
                    self.skip_while(|byte| {
                        !byte.is_ascii_whitespace() && !b",[]{}".contains(&byte)
                    });
                    continue;
                }
                b',' | b':' | b'?' => fresh = true,
                b'#' if self.after_blank() => {
                    self.skip_while(|byte| byte != b'\n');
                    continue;
                }
                b' ' | b'\t' | b'\n' | b'\r' => {}
                _ => fresh = false,
            }
            self.offset += 1;
        }
        ControlFlow::Continue(())
    }

    fn after_blank(&self) -> bool {
        self.offset
            .checked_sub(1)
            .and_then(|before| self.bytes.get(before))
            .is_none_or(u8::is_ascii_whitespace)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deep(before: &str, bracket: &str, after: &str) -> String {
        format!("{before}{}{after}", bracket.repeat(MAX_DEPTH + 1))
    }

    #[test]
    fn nesting_up_to_the_limit_passes() {
        let nested = format!("a: {}{}\n", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
        assert_eq!(too_deep(&nested), None);
    }

    #[test]
    fn the_bracket_that_goes_too_far_is_named() {
        assert_eq!(too_deep(&deep("", "[", "")), Some(MAX_DEPTH));
        assert_eq!(too_deep(&deep("a: ", "[", "")), Some(3 + MAX_DEPTH));
        assert_eq!(
            too_deep(&deep("a: b\nc:\n  - ", "[", "")),
            Some(12 + MAX_DEPTH)
        );
        assert_eq!(too_deep(&deep("--- ", "{a: ", "")), Some(4 + 4 * MAX_DEPTH));
        assert_eq!(
            too_deep(&deep("\"k\": &x ", "[\n", "")),
            Some(8 + 2 * MAX_DEPTH)
        );
        assert_eq!(
            too_deep(&deep("? !t ", "[ # [\n", "")),
            Some(5 + 6 * MAX_DEPTH)
        );
    }

    #[test]
    fn structure_after_any_kind_of_text_is_seen() {
        for before in [
            "a: |\n  [[[\nb: ",
            "a: >-\n  [[[\n\n  [[\nb: ",
            "- |\n [[[\n- ",
            "a: 'it''s ['\nb: ",
            "a: \"\\\"[\n  [\"\nb: ",
            "a: see [x\n  [y\nb: ",
            "a: {b: it's, c: 'x'}\nd: ",
            "a: [\"[\", '[', &x '[', !t \"[\"]\nb: ",
            "a:\n  text\n  [more\nb: ",
            "# [[[\na: b # [[\nc: ",
        ] {
            let text = deep(before, "[", "");
            assert_eq!(too_deep(&text), Some(before.len() + MAX_DEPTH), "{before}");
        }
    }

    #[test]
    fn brackets_in_text_are_not_structure() {
        for (before, after) in [
            ("a: |\n  ", "\nb: c\n"),
            ("a:\n  - key: >\n      ", "\n"),
            ("a: text ", "\n"),
            ("a: text\n  ", "\n"),
            ("- text\n  ", "\n"),
            ("a:\n  text\n  ", "\n"),
            ("a: '", "'\n"),
            ("a: \"x\\\"", "\"\n"),
            ("a: [b, '", "']\n"),
            ("# ", "\n"),
            ("a: b # ", "\n"),
            ("a: [ # ", "\n]\n"),
            ("a: http://x/", "\n"),
        ] {
            assert_eq!(too_deep(&deep(before, "[", after)), None, "{before}");
        }
    }
}
