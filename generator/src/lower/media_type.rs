//! What a media type means for the encoding of a body (RFC 9110, section 8.3.1; RFC 6839 for `+json`).

/// How a body of some media type is written and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `application/json`, `text/json` and every `+json`.
    Json,
    /// JSON texts, one in a line.
    JsonLines,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// `text/*`.
    Text,
    /// A range: `*/*`, `application/*`.
    Range,
    /// A type whose bytes are no text that a person writes.
    Binary,
    /// Anything else.
    Other,
}

/// The kind of `media_type`, whatever its parameters.
pub(super) fn kind(media_type: &str) -> Kind {
    let essence = essence(media_type);
    let (class, subtype) = essence.split_once('/').unwrap_or((&essence, ""));
    match (class, subtype) {
        _ if essence.contains('*') => Kind::Range,
        ("application" | "text", "json") => Kind::Json,
        _ if subtype.ends_with("+json") => Kind::Json,
        (_, "x-ndjson" | "ndjson" | "jsonl" | "x-jsonlines" | "jsonlines") => Kind::JsonLines,
        ("application", "x-www-form-urlencoded") => Kind::Form,
        ("multipart", "form-data") => Kind::Multipart,
        ("text", _) => Kind::Text,
        ("application", "octet-stream" | "pdf" | "zip" | "gzip" | "x-tar" | "x-gzip") => {
            Kind::Binary
        }
        _ if subtype.ends_with("+xml") => Kind::Other,
        ("image" | "audio" | "video" | "font", _) => Kind::Binary,
        _ => Kind::Other,
    }
}

/// The type and subtype of `media_type`, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
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
        assert_eq!(kind("image/png"), Kind::Binary);
        assert_eq!(kind("image/svg+xml"), Kind::Other);
        assert_eq!(kind("application/jsonl"), Kind::JsonLines);
        assert_eq!(kind("multipart/Form-Data"), Kind::Multipart);
        assert_eq!(kind("multipart/mixed"), Kind::Other);
    }
}
