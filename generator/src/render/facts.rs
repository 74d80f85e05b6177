//! What the page of an operation tells besides the description's own words: what is sent where, and what
//! comes back.

use crate::ir::{Answer, Api, Body, BodyEncoding, Input, Operation, Place, Statuses};

use super::{docs, security};

/// The facts as a list, one line or more each, ready to be printed.
pub(super) fn facts(api: &Api, operation: &Operation) -> Vec<String> {
    let request = docs::code(&format!("{} {}", operation.method, operation.path));
    let mut facts = vec![format!("- Request: {request}")];
    facts.extend(operation.server.as_ref().map(|server| {
        format!(
            "- Server: {}, instead of that of the client",
            docs::code(server)
        )
    }));
    facts.extend(
        PLACES
            .iter()
            .filter_map(|(heading, belongs)| sent(operation, heading, *belongs)),
    );
    facts.push(format!(
        "- Content-Type: {}",
        content_type(operation.body.as_ref())
    ));
    facts.push(format!("- Accept: {}", accept(operation)));
    facts.push(format!(
        "- Authorization: {}",
        security::fact(api, operation)
    ));
    facts.extend(
        operation
            .answers
            .iter()
            .map(|answer| came_back(operation, answer)),
    );
    facts.push(
        "- Errors, declared or not, come as `Error::Api`, which keeps the whole answer".to_owned(),
    );
    facts.iter().flat_map(|fact| docs::clean(fact)).collect()
}

/// A heading, and whether an input in this place belongs under it.
type Heading = (&'static str, fn(Place) -> bool);

const PLACES: [Heading; 7] = [
    ("Path", |place| matches!(place, Place::Path(_))),
    ("Query", |place| matches!(place, Place::Query(_))),
    ("Headers", |place| matches!(place, Place::Header(_))),
    ("Cookies", |place| matches!(place, Place::Cookie(_))),
    ("Form", |place| place == Place::FormField),
    ("Parts", |place| place == Place::Part),
    ("Body", |place| place == Place::Body),
];

fn sent(operation: &Operation, heading: &str, belongs: fn(Place) -> bool) -> Option<String> {
    let inputs = operation.inputs.iter().filter(|input| belongs(input.place));
    let names: Vec<String> = inputs.map(name).collect();
    (!names.is_empty()).then(|| format!("- {heading}: {}", names.join(", ")))
}

fn name(input: &Input) -> String {
    let name = docs::code(&input.name);
    if input.required {
        format!("{name} (required)")
    } else {
        name
    }
}

fn content_type(body: Option<&Body>) -> String {
    let Some(body) = body else {
        return "none, there is no body".to_owned();
    };
    let media_types = body.media_types.iter();
    let media_types: Vec<String> = media_types.map(|name| docs::code(name)).collect();
    let media_types = media_types.join(", ");
    let named = match (&body.encoding, body.media_types.len()) {
        (BodyEncoding::Media, _) => format!("one of {media_types}, which the body names"),
        (_, 0 | 1) => media_types,
        (_, _) => format!("one of {media_types}, as the body says"),
    };
    match body.required {
        true => named,
        false => format!("{named}; without a value there is no body"),
    }
}

fn accept(operation: &Operation) -> String {
    match operation.accept.as_slice() {
        [] => "none".to_owned(),
        media_types => docs::code(&media_types.join(", ")),
    }
}

fn came_back(operation: &Operation, answer: &Answer) -> String {
    let succeeds = |status: u16| {
        let mut ranges = operation.success.statuses.iter();
        ranges.any(|(first, last)| (*first..=*last).contains(&status))
    };
    let which = match answer.statuses {
        Statuses::Code(code) if succeeds(code) => format!("Answer {code}"),
        Statuses::Code(code) => format!("Error {code}"),
        Statuses::Range(hundred) if succeeds(hundred * 100) => format!("Answer {hundred}XX"),
        Statuses::Range(hundred) => format!("Error {hundred}XX"),
        Statuses::Default if succeeds(200) && succeeds(399) => "Answer 200 to 399".to_owned(),
        Statuses::Default => "Error with any other status".to_owned(),
    };
    let meaning = first_paragraph(&answer.description);
    let separator = if meaning.is_empty() { "" } else { ": " };
    format!("- {which}{separator}{meaning}")
}

/// What a list has room for: the first paragraph, or the first sentence of what is no plain paragraph.
fn first_paragraph(text: &str) -> String {
    let lines = docs::clean(text);
    let is_plain = lines
        .first()
        .is_some_and(|line| line.starts_with(char::is_alphanumeric));
    if !is_plain {
        return docs::summary(text);
    }
    let paragraph: Vec<&str> = lines
        .iter()
        .map(String::as_str)
        .take_while(|line| !line.is_empty())
        .collect();
    paragraph.join(" ")
}
