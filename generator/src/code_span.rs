//! Text as inline code in Markdown, for the stages that write about a description.

/// A code span that shows `code`, whatever backticks and blanks are in it (CommonMark 0.31, section
/// 6.1).
pub(crate) fn code_span(code: &str) -> String {
    let fence = "`".repeat(longest_run_of_backticks(code) + 1);
    let touches = |character: char| code.starts_with(character) || code.ends_with(character);
    if touches('`') || touches(' ') {
        format!("{fence} {code} {fence}")
    } else {
        format!("{fence}{code}{fence}")
    }
}

pub(crate) fn longest_run_of_backticks(text: &str) -> usize {
    text.split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or_default()
}
