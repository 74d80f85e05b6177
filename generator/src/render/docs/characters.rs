//! Which characters may stand in a documentation comment.

/// Characters that show nothing or change the direction of reading: `Default_Ignorable_Code_Point`
/// of Unicode (among them the zero-width and the bidirectional ones, CVE-2021-42574) and the
/// interlinear annotations.
const INVISIBLE: [std::ops::RangeInclusive<char>; 17] = [
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{61c}'..='\u{61c}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{200b}'..='\u{200f}',
    '\u{202a}'..='\u{202e}',
    '\u{2060}'..='\u{206f}',
    '\u{3164}'..='\u{3164}',
    '\u{fe00}'..='\u{fe0f}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{fffb}',
    '\u{1bca0}'..='\u{1bca3}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0000}'..='\u{e0fff}',
];

/// Tab stops of Markdown (CommonMark 0.31, section 2.2).
const TAB_STOP: usize = 4;

/// The first `limit` printable characters of a text, and whether there were more.
///
/// Line ends become `\n`, a tab the blanks up to the next stop, every other white space one blank.
pub(super) fn printable(text: &str, limit: usize) -> (String, bool) {
    let mut printable = String::with_capacity(text.len().min(4 * limit));
    let (mut count, mut column) = (0, 0);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_half_of_a_line_end = character == '\r' && characters.peek() == Some(&'\n');
        let Some(character) = plain(character).filter(|_| !is_half_of_a_line_end) else {
            continue;
        };
        let width = match character {
            '\t' => TAB_STOP - column % TAB_STOP,
            _ => 1,
        };
        if count + width > limit {
            return (printable, true);
        }
        match character {
            '\t' => printable.extend(std::iter::repeat_n(' ', width)),
            other => printable.push(other),
        }
        count += width;
        column = if character == '\n' { 0 } else { column + width };
    }
    (printable, false)
}

/// Whether a character may stand in a documentation comment, the line feed that divides its lines
/// included.
pub(super) fn is_printable(character: char) -> bool {
    character != '\t' && plain(character) == Some(character)
}

/// A line feed, a tab, a blank or a visible character for `character`; nothing for one that shows
/// nothing.
pub(super) fn plain(character: char) -> Option<char> {
    match character {
        '\n' | '\r' => Some('\n'),
        '\t' => Some('\t'),
        space if space.is_whitespace() => Some(' '),
        control if control.is_control() => None,
        other if INVISIBLE.iter().any(|range| range.contains(&other)) => None,
        other => Some(other),
    }
}
