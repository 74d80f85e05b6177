//! What a media type means for the encoding of a body (RFC 9110, section 8.3.1; RFC 6839 for `+json`).

/// How a body of some media type is written and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `application/json` and every `+json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `text/*`.
    Text,
    /// A range: `*/*`, `application/*`.
    Range,
    /// Anything else.
    Other,
}

/// The kind of `media_type`, whatever its parameters.
pub(super) fn kind(media_type: &str) -> Kind {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if essence.contains('*') {
        Kind::Range
    } else if essence == "application/json" || essence.ends_with("+json") {
        Kind::Json
    } else if essence == "application/x-www-form-urlencoded" {
        Kind::Form
    } else if essence.starts_with("text/") {
        Kind::Text
    } else {
        Kind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_case_do_not_matter() {
        assert_eq!(kind("Application/JSON; charset=utf-8"), Kind::Json);
        assert_eq!(kind("application/problem+json"), Kind::Json);
        assert_eq!(kind("application/x-www-form-urlencoded"), Kind::Form);
        assert_eq!(kind("text/html"), Kind::Text);
        assert_eq!(kind("*/*"), Kind::Range);
        assert_eq!(kind("image/png"), Kind::Other);
    }
}
