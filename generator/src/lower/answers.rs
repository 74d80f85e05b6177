//! Answers: which of them are a success, and how a body becomes a value (OpenAPI 3.0.4, "Responses Object").

use openapiv3::{Operation as Source, StatusCode};

use crate::diagnostics::Diagnostics;
use crate::ir::{Answer, Decoding, Statuses, Success, Type};
use crate::pointer::Pointer;
use crate::resolve::Start;

use super::media_type::{self, Kind};
use super::schemas::Schemas;

/// The declared answers. `None` means that one has a fault, which was told.
pub(super) fn lower<'a>(
    source: &'a Source,
    pointer: &Pointer,
    words: &[String],
    schemas: &mut Schemas<'a>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Answer>> {
    let declared = source
        .responses
        .responses
        .iter()
        .map(|(code, response)| (statuses(code), response));
    let default = source
        .responses
        .default
        .iter()
        .map(|response| (Statuses::Default, response));
    let mut answers = Some(Vec::new());
    for (statuses, response) in declared.chain(default) {
        let key = key(statuses);
        let place = pointer.join("responses").join(&key);
        let Some(response) = schemas
            .resolver
            .response(Start::from(response), &place, diagnostics)
        else {
            answers = None;
            continue;
        };
        let mut content = Vec::new();
        for (media_type, entry) in &response.item.content {
            let words: Vec<String> = match response.component {
                Some(component) => vec![component.to_owned()],
                None => words
                    .iter()
                    .cloned()
                    .chain([answer_word(statuses)])
                    .collect(),
            };
            let place = response
                .pointer
                .join("content")
                .join(media_type)
                .join("schema");
            let ty = match &entry.schema {
                None => None,
                Some(schema) => {
                    match schemas.lower(Start::from(schema), &place, &words, diagnostics) {
                        Some(ty) => Some(ty),
                        None => {
                            answers = None;
                            continue;
                        }
                    }
                }
            };
            content.push((media_type.clone(), ty));
        }
        let answer = Answer {
            statuses,
            description: response.item.description.clone(),
            content,
        };
        if let Some(answers) = &mut answers {
            answers.push(answer);
        }
    }
    answers
}

fn statuses(code: &StatusCode) -> Statuses {
    match code {
        StatusCode::Code(code) => Statuses::Code(*code),
        StatusCode::Range(hundred) => Statuses::Range(*hundred),
    }
}

fn key(statuses: Statuses) -> String {
    match statuses {
        Statuses::Code(code) => code.to_string(),
        Statuses::Range(hundred) => format!("{hundred}XX"),
        Statuses::Default => "default".to_owned(),
    }
}

/// What an inline schema of an answer is called behind the operation's name.
fn answer_word(statuses: Statuses) -> String {
    match statuses {
        Statuses::Code(200..=299) | Statuses::Range(2) => "answer".to_owned(),
        Statuses::Code(code) => format!("answer {code}"),
        Statuses::Range(hundred) => format!("answer {hundred}xx"),
        Statuses::Default => "error".to_owned(),
    }
}

/// Which answers are a success: a declared 2xx or 3xx, and `default` where no 2xx is declared.
pub(super) fn success(
    answers: &[Answer],
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<Success> {
    let declares_2xx = answers
        .iter()
        .any(|answer| hundred(answer.statuses) == Some(2));
    let has_default = answers
        .iter()
        .any(|answer| answer.statuses == Statuses::Default);
    let mut statuses: Vec<(u16, u16)> = Vec::new();
    let mut values: Vec<Option<Value<'_>>> = Vec::new();
    for answer in successes(answers) {
        statuses.push(match answer.statuses {
            Statuses::Code(code) => (code, code),
            Statuses::Range(hundred) => (hundred * 100, hundred * 100 + 99),
            Statuses::Default => (200, 399),
        });
        values.push(value(answer, pointer, diagnostics)?);
    }
    if statuses.is_empty() || (!declares_2xx && !has_default) {
        // Nothing is said about what happens when all goes well.
        statuses.push((200, 299));
        values.push(None);
    }
    statuses.sort_unstable();
    let (ty, decoding) = combine(&values, pointer, diagnostics)?;
    Some(Success {
        statuses: join(statuses),
        ty,
        decoding,
    })
}

fn successes(answers: &[Answer]) -> impl Iterator<Item = &Answer> {
    let declares_2xx = answers
        .iter()
        .any(|answer| hundred(answer.statuses) == Some(2));
    answers
        .iter()
        .filter(move |answer| match hundred(answer.statuses) {
            Some(hundred) => hundred == 2 || hundred == 3,
            None => !declares_2xx,
        })
}

fn hundred(statuses: Statuses) -> Option<u16> {
    match statuses {
        Statuses::Code(code) => Some(code / 100),
        Statuses::Range(hundred) => Some(hundred),
        Statuses::Default => None,
    }
}

/// Joins ranges that touch or overlap.
fn join(sorted: Vec<(u16, u16)>) -> Vec<(u16, u16)> {
    let mut joined: Vec<(u16, u16)> = Vec::new();
    for (first, last) in sorted {
        match joined.last_mut() {
            Some(previous) if first <= previous.1 + 1 => previous.1 = previous.1.max(last),
            _ => joined.push((first, last)),
        }
    }
    joined
}

/// A type, and how a body becomes a value of it.
type Value<'a> = (&'a Type, Decoding);

/// How one answer is read; the inner `None` means that it gives no schema.
fn value<'a>(
    answer: &'a Answer,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<Option<Value<'a>>> {
    let mut found: Option<Value<'a>> = None;
    let place = || {
        pointer
            .join("responses")
            .join(&key(answer.statuses))
            .join("content")
    };
    for (media_type, ty) in &answer.content {
        let Some(ty) = ty else { continue };
        let decoding = match (media_type::kind(media_type), ty) {
            (Kind::Json | Kind::Form | Kind::Text | Kind::Range, Type::String) => Decoding::Text,
            (Kind::Json, _) => Decoding::Json,
            _ => {
                diagnostics
                    .error(&place().join(media_type), format!("an answer of type {media_type:?} with this schema is not covered yet"))
                    .hint("use application/json, or `type: string`, or leave the schema out to get the bytes");
                return None;
            }
        };
        match found {
            None => found = Some((ty, decoding)),
            Some((other, known)) if other == ty && known == decoding => {}
            Some(_) => {
                diagnostics
                    .error(&place(), "an answer in one of several media types with schemas of their own is not covered yet")
                    .hint("leave the one that the client is to read");
                return None;
            }
        }
    }
    Some(found)
}

/// One type for all successes: none of them has a schema, or all have the same, or some have it.
fn combine(
    values: &[Option<Value<'_>>],
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<(Option<Type>, Decoding)> {
    let mut typed = values.iter().flatten();
    let Some((ty, decoding)) = typed.next() else {
        return Some((None, Decoding::Empty));
    };
    if typed.any(|(other, _)| other != ty) {
        diagnostics
            .error(
                &pointer.join("responses"),
                "successes of different types are not covered yet",
            )
            .hint("give them the same schema, or an empty one to take any JSON");
        return None;
    }
    Some(match (ty, decoding, values.iter().all(Option::is_some)) {
        (ty, decoding, true) => (Some((*ty).clone()), *decoding),
        // The empty text is a text too.
        (Type::String, _, false) => (Some(Type::String), Decoding::Text),
        (Type::Nullable(_), _, false) => (Some((*ty).clone()), Decoding::OptionalJson),
        (ty, _, false) => (
            Some(Type::Nullable(Box::new((*ty).clone()))),
            Decoding::OptionalJson,
        ),
    })
}

/// The type of the declared errors; the inner `None` means that none has a schema. The outer `None`
/// means that they differ.
pub(super) fn failure(
    answers: &[Answer],
    success: &Success,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<Option<Type>> {
    let mut found: Option<&Type> = None;
    for answer in answers.iter().filter(|answer| !is_success(answer, success)) {
        let Some((ty, _)) = value(answer, pointer, diagnostics)? else {
            continue;
        };
        match found {
            None => found = Some(ty),
            Some(other) if other == ty => {}
            Some(_) => {
                diagnostics
                    .error(&pointer.join("responses"), "errors of different types are not covered yet")
                    .hint("give them the same schema, or leave the schema out: status, headers and body are kept anyway");
                return None;
            }
        }
    }
    match found {
        None | Some(Type::String | Type::Any | Type::Model(_)) => Some(found.cloned()),
        Some(_) => {
            diagnostics
                .error(
                    &pointer.join("responses"),
                    "an error that is neither an object nor a text is not covered yet",
                )
                .hint("wrap it in an object, or leave its schema out");
            None
        }
    }
}

fn is_success(answer: &Answer, success: &Success) -> bool {
    match answer.statuses {
        Statuses::Code(code) => success
            .statuses
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&code)),
        Statuses::Range(hundred) => hundred == 2 || hundred == 3,
        Statuses::Default => success.statuses.contains(&(200, 399)),
    }
}

/// The media types of the successes in order, then those of the errors, once each.
pub(super) fn accept(answers: &[Answer], success: &Success) -> Vec<String> {
    let (good, bad): (Vec<&Answer>, Vec<&Answer>) = answers
        .iter()
        .partition(|answer| is_success(answer, success));
    let mut accept: Vec<String> = Vec::new();
    for (media_type, _) in good
        .into_iter()
        .chain(bad)
        .flat_map(|answer| &answer.content)
    {
        if !accept.contains(media_type) {
            accept.push(media_type.clone());
        }
    }
    accept
}
