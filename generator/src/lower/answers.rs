//! Answers: which of them are a success, and how a body becomes a value (OpenAPI 3.0.4, "Responses Object").

use openapiv3::{MediaType, StatusCode};

use crate::diagnostics::Diagnostics;
use crate::ir::{Answer, Decoding, Statuses, Success, Type};
use crate::pointer::Pointer;
use crate::resolve::{Resolved, Start};

use super::media_type::{self, Kind};
use super::operations::Context;
use super::schemas::Schemas;

/// The declared answers without those that have a fault.
pub(super) struct Answers {
    pub(super) list: Vec<Answer>,
    are_all_good: bool,
}

impl Answers {
    /// All answers; `None` means that one has a fault, which was told.
    pub(super) fn all_good(self) -> Option<Vec<Answer>> {
        self.are_all_good.then_some(self.list)
    }
}

/// The declared answers of an operation.
pub(super) fn lower<'a>(
    context: &Context<'a, '_>,
    schemas: &mut Schemas<'a>,
    diagnostics: &mut Diagnostics,
) -> Answers {
    let responses = &context.source.responses;
    let declared = responses.responses.iter();
    let declared = declared.map(|(code, response)| (statuses(code), response));
    let default = responses.default.iter();
    let default = default.map(|response| (Statuses::Default, response));
    let mut answers = Answers {
        list: Vec::new(),
        are_all_good: true,
    };
    for (statuses, response) in declared.chain(default) {
        let place = context.pointer.join("responses").join(&key(statuses));
        let response = schemas
            .resolver
            .response(Start::from(response), &place, diagnostics);
        let answer = response
            .and_then(|response| answer(context, statuses, &response, schemas, diagnostics));
        match answer {
            Some(answer) => answers.list.push(answer),
            None => answers.are_all_good = false,
        }
    }
    answers
}

fn answer<'a>(
    context: &Context<'a, '_>,
    statuses: Statuses,
    response: &Resolved<'a, openapiv3::Response>,
    schemas: &mut Schemas<'a>,
    diagnostics: &mut Diagnostics,
) -> Option<Answer> {
    let words: Vec<String> = match response.component {
        Some(component) => vec![component.to_owned()],
        None => context
            .words()
            .into_iter()
            .chain([answer_word(statuses)])
            .collect(),
    };
    let bodiless = bodiless(context.method, statuses);
    let mut content = Some(Vec::new());
    for (media_type, entry) in &response.item.content {
        let place = response.pointer.join("content").join(media_type);
        let ty = match (&entry.schema, &bodiless) {
            (None, _) => None,
            (Some(_), Some(what)) => {
                ignore_schema(what, &place, diagnostics);
                None
            }
            (Some(_), None) => match schema(entry, &place, &words, schemas, diagnostics) {
                Some(ty) => Some(ty),
                None => {
                    content = None;
                    continue;
                }
            },
        };
        if let Some(content) = &mut content {
            content.push((media_type.clone(), ty));
        }
    }
    Some(Answer {
        statuses,
        pointer: response.pointer.clone(),
        description: response.item.description.clone(),
        content: content?,
    })
}

fn schema<'a>(
    entry: &'a MediaType,
    place: &Pointer,
    words: &[String],
    schemas: &mut Schemas<'a>,
    diagnostics: &mut Diagnostics,
) -> Option<Type> {
    let schema = entry.schema.as_ref()?;
    let place = place.join("schema");
    schemas.lower(Start::from(schema), &place, words, diagnostics)
}

/// What an answer is called that never has a body (RFC 9110, section 6.4.1).
fn bodiless(method: &str, statuses: Statuses) -> Option<String> {
    match statuses {
        _ if method == "HEAD" => Some("an answer to HEAD".to_owned()),
        Statuses::Code(code @ (100..=199 | 204 | 205 | 304)) => {
            Some(format!("an answer of status {code}"))
        }
        _ => None,
    }
}

fn ignore_schema(what: &str, place: &Pointer, diagnostics: &mut Diagnostics) {
    diagnostics
        .warning(
            &place.join("schema"),
            format!("{what} never has a body; its schema is ignored"),
        )
        .hint("take the schema out, or describe the answer that has the body");
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

/// How a success is read. `None` means that this has a fault, which was told.
pub(super) fn success(answers: &[Answer], diagnostics: &mut Diagnostics) -> Option<Success> {
    let mut values = Some(Vec::new());
    for answer in successes(answers) {
        match (value(answer, diagnostics), &mut values) {
            (Some(value), Some(values)) => values.push((answer, value)),
            _ => values = None,
        }
    }
    let values = values?;
    let says_what_success_is = |answer: &Answer| {
        hundred(answer.statuses) == Some(2) || answer.statuses == Statuses::Default
    };
    let is_silent = !answers.iter().any(says_what_success_is);
    let (ty, decoding) = combine(&values, is_silent, diagnostics)?;

    let mut covered: Vec<Covered> = values
        .iter()
        .map(|(answer, value)| Covered::by(answer.statuses, value.is_some()))
        .collect();
    if is_silent {
        // Nothing is said about what happens when all goes well.
        covered.push(Covered {
            rank: 2,
            range: (200, 299),
            has_value: false,
        });
    }
    let statuses = join(covered.iter().map(|covered| covered.range).collect());
    let readings = match decoding {
        Decoding::OptionalJson => readings(&covered),
        decoding => vec![(statuses.clone(), decoding)],
    };
    Some(Success {
        statuses,
        ty,
        readings,
    })
}

/// Statuses that one answer is for.
struct Covered {
    /// A code goes before a range, and a range before `default` (OpenAPI 3.0.4, "Responses Object").
    rank: u8,
    range: (u16, u16),
    has_value: bool,
}

impl Covered {
    fn by(statuses: Statuses, has_value: bool) -> Self {
        let (rank, range) = match statuses {
            Statuses::Code(code) => (0, (code, code)),
            Statuses::Range(hundred) => (1, (hundred * 100, hundred * 100 + 99)),
            Statuses::Default => (2, (200, 399)),
        };
        Self {
            rank,
            range,
            has_value,
        }
    }
}

/// Where some answers have a value and others do not, each is read by what the description says of it,
/// so that the page of a redirect is not taken for the JSON of another answer.
fn readings(covered: &[Covered]) -> Vec<(Vec<(u16, u16)>, Decoding)> {
    let mut readings = Vec::new();
    for rank in 0..=2 {
        for (has_value, decoding) in [(true, Decoding::OptionalJson), (false, Decoding::Absent)] {
            let same = |covered: &&Covered| covered.rank == rank && covered.has_value == has_value;
            let ranges = join(
                covered
                    .iter()
                    .filter(same)
                    .map(|covered| covered.range)
                    .collect(),
            );
            if !ranges.is_empty() {
                readings.push((ranges, decoding));
            }
        }
    }
    readings
}

/// A declared 2xx or 3xx, and `default` where no 2xx is declared.
fn successes(answers: &[Answer]) -> impl Iterator<Item = &Answer> {
    answers.iter().filter(|answer| is_success(answer, answers))
}

fn is_success(answer: &Answer, answers: &[Answer]) -> bool {
    match hundred(answer.statuses) {
        Some(hundred) => hundred == 2 || hundred == 3,
        None => !answers
            .iter()
            .any(|answer| hundred(answer.statuses) == Some(2)),
    }
}

fn hundred(statuses: Statuses) -> Option<u16> {
    match statuses {
        Statuses::Code(code) => Some(code / 100),
        Statuses::Range(hundred) => Some(hundred),
        Statuses::Default => None,
    }
}

/// Joins ranges that touch or overlap.
fn join(mut ranges: Vec<(u16, u16)>) -> Vec<(u16, u16)> {
    ranges.sort_unstable();
    let mut joined: Vec<(u16, u16)> = Vec::new();
    for (first, last) in ranges {
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
fn value<'a>(answer: &'a Answer, diagnostics: &mut Diagnostics) -> Option<Option<Value<'a>>> {
    let place = answer.pointer.join("content");
    let mut found: Option<Value<'a>> = None;
    for (media_type, ty) in &answer.content {
        let Some(ty) = ty else { continue };
        let decoding = match (media_type::kind(media_type), ty) {
            (Kind::Json | Kind::Form | Kind::Text | Kind::Range, Type::String) => Decoding::Text,
            (Kind::Json, _) => Decoding::Json,
            _ => {
                diagnostics
                    .error(&place.join(media_type), format!("an answer of type {media_type:?} with this schema is not covered yet"))
                    .hint("use application/json, or `type: string`, or leave the schema out to get the bytes");
                return None;
            }
        };
        match found {
            None => found = Some((ty, decoding)),
            Some((other, known)) if other == ty && known == decoding => {}
            Some(_) => {
                diagnostics
                    .error(&place, "an answer in one of several media types with schemas of their own is not covered yet")
                    .hint("keep only the schema of the one that the client is to read");
                return None;
            }
        }
    }
    Some(found)
}

/// One type for all successes: none of them has a schema, or all have the same, or some have it.
fn combine(
    values: &[(&Answer, Option<Value<'_>>)],
    some_say_nothing: bool,
    diagnostics: &mut Diagnostics,
) -> Option<(Option<Type>, Decoding)> {
    let mut typed = values
        .iter()
        .filter_map(|(answer, value)| Some((answer, (*value)?)));
    let Some((first, (ty, decoding))) = typed.next() else {
        return Some((None, Decoding::Empty));
    };
    if let Some((other, _)) = typed.find(|(_, (other, _))| *other != ty) {
        diagnostics
            .error(
                &other.pointer,
                "successes of different types are not covered yet",
            )
            .related(&first.pointer, "the other one is here")
            .hint(
                "give them the same schema, or each an empty one (`schema: {}`) to take any JSON",
            );
        return None;
    }
    let all_have_it = !some_say_nothing && values.iter().all(|(_, value)| value.is_some());
    Some(match (ty, decoding, all_have_it) {
        (ty, decoding, true) => (Some(ty.clone()), decoding),
        // The empty text is a text too.
        (Type::String, _, false) => (Some(Type::String), Decoding::Text),
        (Type::Nullable(_), _, false) => (Some(ty.clone()), Decoding::OptionalJson),
        (ty, _, false) => (
            Some(Type::Nullable(Box::new(ty.clone()))),
            Decoding::OptionalJson,
        ),
    })
}

/// The type of the declared errors; the inner `None` means that none has a schema. The outer `None`
/// means that this has a fault, which was told.
pub(super) fn failure(answers: &[Answer], diagnostics: &mut Diagnostics) -> Option<Option<Type>> {
    let mut found: Option<(&Answer, &Type)> = None;
    let mut good = Some(());
    for answer in answers.iter().filter(|answer| !is_success(answer, answers)) {
        let ty = match value(answer, diagnostics) {
            Some(Some((ty, _))) => ty,
            Some(None) => continue,
            None => {
                good = None;
                continue;
            }
        };
        match (found, ty) {
            (None, Type::String | Type::Any | Type::Model(_)) => found = Some((answer, ty)),
            (None, _) => {
                diagnostics
                    .error(
                        &answer.pointer,
                        "an error that is neither an object nor a string is not covered yet",
                    )
                    .hint("wrap it in an object, or leave its schema out: status, headers and body are kept anyway");
                good = None;
            }
            (Some((_, other)), ty) if other == ty => {}
            (Some((first, _)), _) => {
                diagnostics
                    .error(&answer.pointer, "errors of different types are not covered yet")
                    .related(&first.pointer, "the other one is here")
                    .hint("give them the same schema, or leave the schema out: status, headers and body are kept anyway");
                good = None;
            }
        }
    }
    good.map(|()| found.map(|(_, ty)| ty.clone()))
}

/// The media types of the successes in order, then those of the errors, once each.
pub(super) fn accept(answers: &[Answer]) -> Vec<String> {
    let (good, bad): (Vec<&Answer>, Vec<&Answer>) = answers
        .iter()
        .partition(|answer| is_success(answer, answers));
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
