//! How a body of some media type is sent, decided by its name and its schema.

use crate::diagnostics::Diagnostics;
use crate::pointer::Pointer;

use super::super::super::media_type::{Kind, essence, kind};
use super::super::super::schemas::Outline;

/// How a body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// As JSON.
    Json,
    /// As JSON, which is one of the declared types.
    JsonForRange,
    /// As JSON, each item in a line.
    JsonLines,
    /// As text.
    Text,
    /// As plain text, which is one of the declared types.
    TextForRange,
    /// As bytes.
    Binary,
    /// As bytes of a type that the caller names.
    Media,
    /// As a form.
    Form,
    /// As parts.
    Multipart,
}

impl Way {
    /// What an inline schema is called that is sent this way, beside others.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Json | Self::JsonForRange => "json",
            Self::JsonLines => "line",
            Self::Text | Self::TextForRange => "text",
            Self::Binary | Self::Media => "bytes",
            Self::Form => "form",
            Self::Multipart => "multipart",
        }
    }
}

/// How a body of type `name` is sent whose schema is that of `outline`. `None` means that it cannot be, which was told.
pub(super) fn of(
    name: &str,
    outline: Outline,
    place: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<Way> {
    let way = match kind(name) {
        Kind::Json => Ok(Way::Json),
        Kind::JsonLines => Ok(Way::JsonLines),
        Kind::Form => form(outline),
        Kind::Multipart => multipart(outline),
        Kind::Text => text(outline),
        Kind::Range => range(&essence(name), outline),
        Kind::Binary => match outline {
            Outline::Any | Outline::Binary | Outline::Text => Ok(Way::Binary),
            _ => Err(no_encoding(name, outline)),
        },
        Kind::Other if essence(name).starts_with("multipart/") => Err((
            format!("a body of type {name:?} is not covered yet"),
            "use multipart/form-data",
        )),
        Kind::Other => match outline {
            Outline::Any | Outline::Binary => Ok(Way::Binary),
            Outline::Text | Outline::Number => Ok(Way::Text),
            _ => Err(no_encoding(name, outline)),
        },
    };
    way.map_err(|(message, hint)| {
        diagnostics.error(place, message).hint(hint);
    })
    .ok()
}

/// What is wrong, and what to do instead.
type Refusal = (String, &'static str);

fn no_encoding(name: &str, outline: Outline) -> Refusal {
    let what = match outline {
        Outline::Array => "an array",
        Outline::Object => "an object",
        Outline::Union => "one of several schemas",
        _ => "a number or a boolean",
    };
    (
        format!("nothing says how {what} becomes a body of type {name:?}"),
        "write `schema: {type: string}` to send a text that the caller has made, add `format: binary` for bytes, or use application/json",
    )
}

fn form(outline: Outline) -> Result<Way, Refusal> {
    match outline {
        Outline::Any | Outline::Object | Outline::Union => Ok(Way::Form),
        _ => Err((
            "a form body takes an object".to_owned(),
            "write `type: object` with a property for each field",
        )),
    }
}

fn multipart(outline: Outline) -> Result<Way, Refusal> {
    match outline {
        Outline::Object | Outline::Union => Ok(Way::Multipart),
        _ => Err((
            "a multipart body takes an object".to_owned(),
            "write `type: object` with a property for each part",
        )),
    }
}

fn text(outline: Outline) -> Result<Way, Refusal> {
    match outline {
        Outline::Any | Outline::Text | Outline::Number => Ok(Way::Text),
        Outline::Binary => Ok(Way::Binary),
        Outline::Array | Outline::Object | Outline::Union => Err((
            "a text body takes a string, a number or a boolean, not an object, an array or a union"
                .to_owned(),
            "write `type: string`, or use application/json",
        )),
    }
}

/// A range is never sent: the caller names a type within it, unless one follows from the schema.
fn range(range: &str, outline: Outline) -> Result<Way, Refusal> {
    let takes_json = matches!(range, "*/*" | "application/*");
    let takes_text = matches!(range, "*/*" | "text/*");
    let is_whole = range == "*/*" || range.strip_suffix("/*").is_some_and(|class| class != "*");
    match outline {
        _ if !is_whole => Err((
            format!("{range:?} is no range of media types, and names none"),
            "name the media type, as in application/vnd.pets+json",
        )),
        Outline::Any | Outline::Binary | Outline::Text => Ok(Way::Media),
        _ if takes_json => Ok(Way::JsonForRange),
        Outline::Number if takes_text => Ok(Way::TextForRange),
        _ => Err(no_encoding(range, outline)),
    }
}
