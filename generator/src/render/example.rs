//! The example in the docs of an operation. It is compiled with the docs, never run.

use crate::ir::{Input, ModelId, Operation, Place, Shape, Type};
use crate::names::OperationNames;

use super::{Context, security};

/// A value within a value within a value is enough to show how it goes.
const DEEPEST: usize = 3;

/// The example's lines, with its heading and its fence.
pub(super) fn operation(
    context: Context<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Vec<String> {
    let library = context.library;
    let call = call(context, operation, names);
    let setters = match &call {
        Some(_) => setters(context, operation, names),
        None => Vec::new(),
    };
    let (argument, start, name) = match call {
        Some(call) => (
            String::new(),
            call,
            format!("operations::{}, ", names.ident),
        ),
        // Where a value would be too long to write down, the caller has it already.
        None => (
            format!("call: {library}::operations::{}", names.ident),
            "call".to_owned(),
            String::new(),
        ),
    };
    let statement = statement(&start, &setters);
    let used = imports(&statement);
    let mut lines = vec![
        "# Example".to_owned(),
        String::new(),
        "```no_run".to_owned(),
    ];
    if needs_deprecated(context, operation) {
        lines.push("# #![allow(deprecated)]".to_owned());
    }
    lines.extend([
        "# #[cfg(feature = \"client\")]".to_owned(),
        format!("# async fn example({argument}) -> Result<(), {library}::Error> {{"),
    ]);
    lines.extend(match security::example(context, operation) {
        None => vec![
            format!("use {library}::{{Client, {used}{name}prelude::*}};"),
            String::new(),
            "let client = Client::new()?;".to_owned(),
        ],
        Some(credentials) => vec![
            format!("use {library}::{{Client, {used}{name}prelude::*, security::Credentials}};"),
            String::new(),
            format!("let credentials = {credentials};"),
            "let client = Client::builder().credentials(credentials).build()?;".to_owned(),
        ],
    });
    lines.extend(statement);
    lines.push(outcome(operation));
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

/// What the statement names, besides the operation.
fn imports(statement: &[String]) -> String {
    let names = ["Body", "File", "Media", "Part", "models"];
    let used = names
        .into_iter()
        .filter(|name| statement.iter().any(|line| starts_a_path(line, name)));
    used.map(|name| format!("{name}, ")).collect()
}

/// Whether a path in `line` starts with `name`, as in `File::new`, and not with a longer name or another module.
fn starts_a_path(line: &str, name: &str) -> bool {
    let path = format!("{name}::");
    let is_inside = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    line.match_indices(&path).any(|(index, _)| {
        let before = line.get(..index).unwrap_or_default();
        !before.ends_with(is_inside)
    })
}

/// Whether the example cannot do without something that the description advises against.
fn needs_deprecated(context: Context<'_>, operation: &Operation) -> bool {
    let mut required = operation.inputs.iter().filter(|input| input.required);
    operation.docs.deprecated || required.any(|input| names_deprecated(context, &input.ty, 0))
}

/// Whether an expression for a value of this type, as [`value`] writes it, names a deprecated model.
fn names_deprecated(context: Context<'_>, ty: &Type, depth: usize) -> bool {
    let inner = match ty {
        Type::Array(inner) | Type::Nullable(inner) | Type::Part(inner) => {
            return names_deprecated(context, inner, depth + 1);
        }
        Type::Model(id) => context.api.models.get(id.0),
        _ => None,
    };
    inner.is_some_and(|model| {
        let held: Vec<&Type> = match &model.shape {
            _ if depth >= DEEPEST => Vec::new(),
            Shape::Object { fields, .. } | Shape::Parts { fields, .. } => {
                let required = fields.iter().filter(|field| field.required);
                required.map(|field| &field.ty).collect()
            }
            Shape::Alternatives(list) => list.iter().map(|one| &one.ty).collect(),
            Shape::Enum { .. } => Vec::new(),
        };
        let mut held = held.into_iter();
        model.docs.deprecated || held.any(|ty| names_deprecated(context, ty, depth + 1))
    })
}

/// A look at what came back. Where it leads is not printed: it may carry a secret, such as a verifier.
fn outcome(operation: &Operation) -> String {
    let redirects = operation
        .success
        .statuses
        .iter()
        .any(|(_, last)| *last >= 300);
    if redirects {
        "println!(\"{}, redirect: {}\", reply.status(), reply.location().is_some());".to_owned()
    } else {
        "println!(\"{}\", reply.status());".to_owned()
    }
}

/// `let reply = …;`, on one line where that is short.
fn statement(start: &str, setters: &[String]) -> Vec<String> {
    let line = format!(
        "let reply = {start}{}.send(&client).await?;",
        setters.concat()
    );
    if line.len() <= 76 {
        return vec![line];
    }
    let mut lines = vec![format!("let reply = {start}")];
    lines.extend(setters.iter().map(|setter| format!("    {setter}")));
    lines.push("    .send(&client)".to_owned());
    lines.push("    .await?;".to_owned());
    lines
}

/// `Name::new(…)` with all that is required.
fn call(context: Context<'_>, operation: &Operation, names: &OperationNames) -> Option<String> {
    let required: Vec<&Input> = operation
        .inputs
        .iter()
        .filter(|input| input.required)
        .collect();
    if required.len() > 7 {
        return None;
    }
    let values: Option<Vec<String>> = required
        .iter()
        .map(|input| value(context, &input.ty, 0))
        .collect();
    Some(format!("{}::new({})", names.ident, values?.join(", ")))
}

/// The first two setters whose values are short, and that nothing advises against.
fn setters(context: Context<'_>, operation: &Operation, names: &OperationNames) -> Vec<String> {
    let optional = operation
        .inputs
        .iter()
        .zip(&names.inputs)
        .filter(|(input, _)| !input.required && input.place != Place::Server);
    optional
        .filter(|(input, _)| !input.docs.deprecated && !names_deprecated(context, &input.ty, 0))
        .filter_map(|(input, names)| {
            let value = value(context, &input.ty, 0)?;
            Some(format!(".{}({value})", names.setter))
        })
        .take(2)
        .collect()
}

/// An expression for a value of this type, as an argument; `None` where it would be too deep.
fn value(context: Context<'_>, ty: &Type, depth: usize) -> Option<String> {
    if depth >= DEEPEST {
        return None;
    }
    Some(match ty {
        Type::String | Type::Secret => "\"…\"".to_owned(),
        Type::Boolean => "true".to_owned(),
        Type::Integer(_) => "1".to_owned(),
        Type::Number(_) => "0.5".to_owned(),
        Type::Any => "true.into()".to_owned(),
        Type::Array(item) => match value(context, item, depth + 1)? {
            text if text.starts_with('"') => format!("[{text}]"),
            _ => format!("vec![{}]", exactly(context, item, depth + 1)?),
        },
        Type::Map(_) => "Default::default()".to_owned(),
        Type::Nullable(inner) => format!("Some({})", exactly(context, inner, depth + 1)?),
        Type::Model(id) => model(context, *id, depth)?,
        Type::Body => "Body::from(\"…\")".to_owned(),
        Type::Media => "Media::new(\"…\", \"…\")".to_owned(),
        Type::File => "File::new(\"…\")".to_owned(),
        Type::Part(inner) => format!("Part::new({})", exactly(context, inner, depth + 1)?),
    })
}

/// The same where the type itself is called for, and nothing that becomes it.
fn exactly(context: Context<'_>, ty: &Type, depth: usize) -> Option<String> {
    let value = value(context, ty, depth)?;
    Some(match ty {
        Type::String | Type::Secret => format!("{value}.into()"),
        Type::Array(item) => format!("vec![{}]", exactly(context, item, depth + 1)?),
        _ => value,
    })
}

fn model(context: Context<'_>, id: ModelId, depth: usize) -> Option<String> {
    let model = context.api.models.get(id.0)?;
    let names = context.names.models.get(id.0)?;
    match &model.shape {
        Shape::Enum { values } => {
            let variant = names.variants.first().filter(|_| !values.is_empty())?;
            Some(format!("models::{}::{variant}", names.ident))
        }
        Shape::Object { fields, .. } | Shape::Parts { fields, .. } => {
            let required: Vec<_> = fields.iter().filter(|field| field.required).collect();
            if required.len() > 7 {
                return None;
            }
            let values: Option<Vec<String>> = required
                .iter()
                .map(|field| value(context, &field.ty, depth + 1))
                .collect();
            Some(format!(
                "models::{}::new({})",
                names.ident,
                values?.join(", ")
            ))
        }
        Shape::Alternatives(list) => {
            let mut variants = list.iter().zip(&names.variants);
            variants.find_map(|(one, variant)| {
                let value = exactly(context, &one.ty, depth + 1)?;
                Some(format!("models::{}::{variant}({value})", names.ident))
            })
        }
    }
}
