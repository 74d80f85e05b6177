//! Limits and defaults of a schema, in words. The client does not check them: the server does.

use crate::code_span::code_span;

use super::view::View;

/// One sentence for each limit, in Markdown.
pub(super) fn notes(view: &View<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(format) = view
        .format
        .filter(|format| tells_more_than_the_type(format))
    {
        notes.push(format!("Format: {}.", code(format)));
    }
    if let Some(default) = view.default {
        notes.push(format!(
            "The server's default is {}.",
            code(&default.to_string())
        ));
    }
    // Texts are the variants of an enum.
    let values = view.enumeration.iter();
    let values: Vec<String> = values
        .filter(|value| !value.is_string() && !value.is_null())
        .map(|value| code(&value.to_string()))
        .collect();
    if !values.is_empty() {
        notes.push(format!("One of {}.", values.join(", ")));
    }
    if let Some(minimum) = view.minimum {
        let words = if view.exclusive_minimum {
            "More than"
        } else {
            "At least"
        };
        notes.push(format!("{words} {minimum}."));
    }
    if let Some(maximum) = view.maximum {
        let words = if view.exclusive_maximum {
            "Less than"
        } else {
            "At most"
        };
        notes.push(format!("{words} {maximum}."));
    }
    if let Some(step) = view.multiple_of {
        notes.push(format!("A multiple of {step}."));
    }
    notes.extend(size(view));
    if let Some(pattern) = view.pattern {
        notes.push(format!("Matches {}.", code(pattern)));
    }
    if view.read_only {
        notes.push("Only the server sets it; it is not sent.".to_owned());
    }
    if view.write_only {
        notes.push("The server does not send it back.".to_owned());
    }
    notes
}

fn tells_more_than_the_type(format: &str) -> bool {
    !matches!(format, "int32" | "int64" | "float" | "double" | "password")
}

fn size(view: &View<'_>) -> Option<String> {
    let unit = match view.typ {
        Some("array") => "items",
        Some("object") => "members",
        _ => "characters",
    };
    let counted = |count: usize| match count {
        1 => format!("1 {}", unit.trim_end_matches('s')),
        count => format!("{count} {unit}"),
    };
    match view.size {
        (None, None) => None,
        (Some(least), None) => Some(format!("At least {}.", counted(least))),
        (None, Some(most)) => Some(format!("At most {}.", counted(most))),
        (Some(least), Some(most)) if least == most => Some(format!("Exactly {}.", counted(most))),
        (Some(least), Some(most)) => Some(format!("{least} to {}.", counted(most))),
    }
}

/// Text of the description as inline code, on one line.
fn code(text: &str) -> String {
    code_span(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}
