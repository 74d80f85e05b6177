//! What a client would have in it, as a table for people.

use crate::ir::{Api, Shape};
use crate::names::Names;

/// The operations and models of a client, aligned in columns.
pub fn listing(api: &Api, names: &Names) -> String {
    let operations = api
        .operations
        .iter()
        .zip(&names.operations)
        .map(|(operation, names)| {
            [
                names.ident.clone(),
                operation.method.to_owned(),
                operation.path.escape_debug().to_string(),
            ]
        });
    let models = api.models.iter().zip(&names.models).map(|(model, names)| {
        let holds = match &model.shape {
            Shape::Object { fields, .. } => count(fields.len(), "member"),
            Shape::Enum { values } => count(values.len(), "value"),
            Shape::Parts { fields, .. } => count(fields.len(), "part"),
            Shape::Alternatives(list) => count(list.len(), "media type"),
        };
        [
            names.ident.clone(),
            holds,
            model.pointer.to_string().escape_debug().to_string(),
        ]
    });
    let mut text = section("operation", operations.collect());
    text.push_str(&section("model", models.collect()));
    text
}

fn section(what: &str, rows: Vec<[String; 3]>) -> String {
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
    };
    let (first, second) = (width(0).unwrap_or_default(), width(1).unwrap_or_default());
    let mut text = format!("{}\n", count(rows.len(), what));
    for [name, detail, place] in &rows {
        text.push_str(&format!("  {name:first$}  {detail:second$}  {place}\n"));
    }
    text
}

fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}
