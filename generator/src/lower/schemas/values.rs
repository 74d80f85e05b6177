//! The values of an `enum`: whether they are of one kind, and of that of the schema.

use indexmap::IndexSet;
use serde_json::Value;

use crate::diagnostics::Diagnostics;
use crate::pointer::Pointer;

use super::view::View;

/// What the values of an enum are.
pub(super) enum Values {
    /// Texts, once each.
    Texts(Vec<String>),
    /// Whole numbers.
    Integers,
    /// Numbers.
    Numbers,
    /// `true` or `false`.
    Booleans,
}

/// Reads the values. `None` means that one of them does not fit, which was told.
pub(super) fn check(
    view: &View<'_>,
    place: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<Values> {
    let values = view.enumeration.iter().enumerate();
    let present: Vec<(usize, &Value)> = values.filter(|(_, value)| !value.is_null()).collect();
    let wanted = view
        .typ
        .or_else(|| present.first().map(|(_, value)| type_of(value)));
    let mut good = Some(());
    for (index, value) in &present {
        let found = type_of(value);
        if wanted.is_some_and(|wanted| !fits(value, wanted)) {
            let wanted = wanted.unwrap_or_default();
            let message = format!(
                "the value {value} is of type `{found}`, but the enum is of type `{wanted}`"
            );
            diagnostics
                .error(&place.index(*index), message)
                .hint(match wanted {
                    "string" if matches!(found, "integer" | "number" | "boolean") => {
                        "put it in quotes"
                    }
                    _ => "write values of one type only, and that type as `type`",
                });
            good = None;
        } else if matches!(found, "array" | "object") {
            diagnostics
                .error(
                    &place.index(*index),
                    format!("an enum of values of type `{found}` is not covered yet"),
                )
                .hint("take the enum out, and describe the values by `properties` or `items`");
            good = None;
        }
    }
    good?;
    Some(match wanted {
        Some("integer") => Values::Integers,
        Some("number") => Values::Numbers,
        Some("boolean") => Values::Booleans,
        _ => Values::Texts(texts(&present, place, diagnostics)),
    })
}

fn texts(
    present: &[(usize, &Value)],
    place: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut texts = IndexSet::new();
    for (index, value) in present {
        let Some(text) = value.as_str() else { continue };
        if !texts.insert(text.to_owned()) {
            diagnostics
                .warning(
                    &place.index(*index),
                    format!("the value {text:?} stands in this enum before"),
                )
                .hint("take it out");
        }
    }
    texts.into_iter().collect()
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn fits(value: &Value, wanted: &str) -> bool {
    match wanted {
        "number" => value.is_number(),
        // `1.0` is an integer too.
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        wanted => type_of(value) == wanted,
    }
}
