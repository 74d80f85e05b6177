//! Text → tree; what the parsers refuse, in plain words.

use serde::de::{DeserializeSeed, Visitor};

use super::position::{YamlLines, position};
use super::tree::{Builder, Fault, MERGE_KEY, Node, What};
use super::{Format, Source, locate, nesting};
use crate::diagnostics::{Diagnostics, Faulty};
use crate::pointer::Pointer;

pub(super) fn parse(source: &Source, diagnostics: &mut Diagnostics) -> Result<Node, Faulty> {
    let mut builder = Builder::new(source.text(), source.format());
    let parsed = match source.format() {
        Format::Json => json(source.text(), &mut builder),
        Format::Yaml => yaml(source.text(), &mut builder),
    };
    match parsed {
        Ok(tree) => {
            report_faults(source, &builder.faults, diagnostics);
            diagnostics.checkpoint().map(|()| tree)
        }
        Err(failure) => {
            let diagnostic = diagnostics.error(&Pointer::root(), failure.message);
            diagnostic.hint = failure.hint.map(str::to_owned);
            diagnostic.position = failure.offset.map(|offset| position(source.text(), offset));
            Err(Faulty)
        }
    }
}

/// Where and why a parser gave up.
struct Failure {
    offset: Option<usize>,
    message: String,
    hint: Option<&'static str>,
}

const TOO_DEEP: &str = "this is nested more than 128 levels deep";
const ALIASES: &str = "the aliases of this description repeat more text than is reasonable";

fn json(text: &str, builder: &mut Builder) -> Result<Node, Failure> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    builder
        .deserialize(&mut deserializer)
        .and_then(|tree| deserializer.end().map(|()| tree))
        .map_err(|error| {
            let detail = error.to_string();
            let detail = detail
                .rsplit_once(" at line ")
                .map_or(detail.as_str(), |(detail, _)| detail);
            let words = plain_words(JSON_WORDS, detail);
            Failure {
                offset: Some(offset_of_line(text, error.line()) + error.column().saturating_sub(1)),
                message: if words == TOO_DEEP {
                    words.to_owned()
                } else {
                    format!("this is not valid JSON: {words} ({detail})")
                },
                hint: detail.starts_with("key must be a string").then_some(
                    "a text that starts with `{` is read as JSON: keys stand in double quotes",
                ),
            }
        })
}

/// The byte offset of the start of a line, counted from 1.
fn offset_of_line(text: &str, line: usize) -> usize {
    text.split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum()
}

fn yaml(text: &str, builder: &mut Builder) -> Result<Node, Failure> {
    if let Some(offset) = nesting::too_deep(text) {
        return Err(Failure {
            offset: Some(offset),
            message: TOO_DEEP.to_owned(),
            hint: None,
        });
    }
    let mut documents = serde_yaml::Deserializer::from_str(text);
    let first = documents.next();
    let tree = first.map_or(Ok(Node::Null), |document| builder.deserialize(document));
    let tree = tree.map_err(|error| yaml_failure(text, &error, builder.exhausted))?;
    match documents.next() {
        None => Ok(tree),
        Some(second) => Err(second_document(text, second)),
    }
}

fn yaml_failure(text: &str, error: &serde_yaml::Error, exhausted: bool) -> Failure {
    let detail = error.to_string();
    let offset = yaml_offset(error).map(|offset| {
        start_of_open(text, &detail)
            .filter(|_| is_end(text, offset))
            .unwrap_or(offset)
    });
    let words = match plain_words(YAML_WORDS, &detail) {
        CANNOT_START => match offset.and_then(|offset| text.get(offset..)?.chars().next()) {
            Some('\t') => "a tab cannot indent; use spaces",
            _ => "a text that starts with this character must stand in quotes",
        },
        words => words,
    };
    if exhausted || words == ALIASES {
        return Failure {
            offset,
            message: ALIASES.to_owned(),
            hint: Some(
                "write the repeated parts once, under `components`, and refer to them by `$ref`",
            ),
        };
    }
    if words == MERGE_KEY {
        return Failure {
            offset,
            message: MERGE_KEY.to_owned(),
            hint: Some(
                "write the members out, or put the shared part under `components` and refer to it by `$ref`",
            ),
        };
    }
    Failure {
        offset,
        message: if words == TOO_DEEP {
            format!("{words}, or an alias holds itself")
        } else {
            format!("this is not valid YAML: {words} ({detail})")
        },
        hint: None,
    }
}

/// The reader, which refuses characters before there are lines, tells the place in its text only.
fn yaml_offset(error: &serde_yaml::Error) -> Option<usize> {
    match error.location().map(|location| location.index()) {
        Some(offset) if offset > 0 => Some(offset),
        _ => error
            .to_string()
            .rsplit_once(" at position ")
            .and_then(|(_, place)| {
                let digits = place
                    .split(|character: char| !character.is_ascii_digit())
                    .next();
                digits?.parse().ok()
            }),
    }
}

fn is_end(text: &str, offset: usize) -> bool {
    text.get(offset..).is_none_or(|rest| rest.trim().is_empty())
}

/// Where the quote or the bracket stands that the parser was still reading: the better place if the text ends first.
fn start_of_open(text: &str, detail: &str) -> Option<usize> {
    let (_, place) = detail.rsplit_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    YamlLines::new(text).offset(text, line.parse().ok()?, column.parse().ok()?)
}

/// The place of a second document is that of the `---` before its first value.
fn second_document(text: &str, second: serde_yaml::Deserializer<'_>) -> Failure {
    let value = match RefuseAll.deserialize(second) {
        Ok(()) => None,
        Err(refusal) => yaml_offset(&refusal),
    };
    let before = value.and_then(|value| text.get(..value)).unwrap_or(text);
    Failure {
        offset: before.rfind("\n---").map(|newline| newline + 1).or(value),
        message: "this text holds more than one document".to_owned(),
        hint: Some("a description is one document: remove the others, or give each a file"),
    }
}

/// Refuses any value, to learn its place.
struct RefuseAll;

impl<'de> DeserializeSeed<'de> for RefuseAll {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for RefuseAll {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("nothing")
    }
}

/// What each parser says, and what a person is told; the first that fits.
type Words = &'static [(&'static str, &'static str)];

fn plain_words(table: Words, detail: &str) -> &'static str {
    table
        .iter()
        .find(|(parser, _)| detail.contains(parser))
        .map_or("the parser cannot read on here", |(_, words)| words)
}

const JSON_WORDS: Words = &[
    ("recursion limit exceeded", TOO_DEEP),
    ("EOF while parsing", "the text ends too early"),
    (
        "trailing characters",
        "something follows the end of the description",
    ),
    (
        "trailing comma",
        "a comma stands before the closing bracket",
    ),
    (
        "number out of range",
        "a number is larger than any number can be",
    ),
    ("surrogate", "an escape is half of a pair"),
    (
        "unexpected end of hex escape",
        "an escape is half of a pair",
    ),
    (
        "control character",
        "a line break or another control character stands in a string",
    ),
    (
        "invalid escape",
        "a backslash stands before a character that needs none",
    ),
    (
        "key must be a string",
        "a key must be a string in double quotes",
    ),
    ("expected `:`", "a colon is missing after a key"),
    ("expected `,`", "a comma or a closing bracket is missing"),
    ("expected value", "a value is missing"),
];

const CANNOT_START: &str = "this character cannot start a text";

const YAML_WORDS: Words = &[
    ("recursion limit exceeded", TOO_DEEP),
    ("repetition limit exceeded", ALIASES),
    (MERGE_KEY, MERGE_KEY),
    (
        "a key that is a text or a number",
        "a key must be a text or a number, not a list or a mapping",
    ),
    ("cannot start any token", CANNOT_START),
    ("scanning a quoted scalar", "a quoted text is not closed"),
    (
        "scanning a simple key",
        "a key has no colon, or spans lines",
    ),
    (
        "control characters are not allowed",
        "it holds a control character",
    ),
    (
        "mapping values are not allowed",
        "a text that holds `: ` must stand in quotes, or the indentation does not fit",
    ),
    (
        "did not find expected ',' or '}'",
        "a `{` is not closed, or a comma is missing",
    ),
    (
        "did not find expected ',' or ']'",
        "a `[` is not closed, or a comma is missing",
    ),
    ("while parsing a flow node", "a `{` or `[` is not closed"),
    (
        "did not find expected key",
        "the indentation does not fit, or a quote or a colon is missing",
    ),
    (
        "did not find expected '-' indicator",
        "the indentation does not fit, or a `- ` is missing",
    ),
    (
        "did not find expected <document start>",
        "something follows the end of the description",
    ),
    (
        "unknown anchor",
        "an alias names an anchor that is not there",
    ),
    (
        "unknown escape character",
        "a backslash in double quotes stands before a character that needs none",
    ),
];

fn report_faults(source: &Source, faults: &[Fault], diagnostics: &mut Diagnostics) {
    let pointers: Vec<Pointer> = faults.iter().map(Fault::pointer).collect();
    if pointers.is_empty() {
        return;
    }
    let places = locate::places(source, &Vec::from_iter(&pointers));
    let mut seen: Vec<&Pointer> = Vec::new();
    for ((fault, pointer), places) in faults.iter().zip(&pointers).zip(places) {
        seen.push(pointer);
        match &fault.what {
            What::DuplicateKey(key) => {
                let first = places.first().map_or(String::new(), |place| {
                    format!(", first at {}:{}", place.line, place.column)
                });
                let diagnostic = diagnostics
                    .error(pointer, format!("the key `{key}` stands here again{first}"))
                    .hint("remove or rename one of the two: only one of them could be read");
                let earlier = seen.iter().filter(|other| **other == pointer).count();
                diagnostic.position = places.get(earlier).copied();
            }
            What::Tag(tag) => {
                diagnostics
                    .error(
                        pointer,
                        format!("YAML tags are not supported, found `!{tag}`"),
                    )
                    .hint("remove the tag");
            }
            What::NotFinite(number) => {
                diagnostics.error(
                    pointer,
                    format!("{number} is not a number that JSON can express"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::report;

    /// Message and place, without the excerpt.
    fn told(text: &str) -> String {
        let report = report(text);
        let shown = |line: &&str| line.starts_with("error") || line.starts_with("  --> ");
        report
            .lines()
            .filter(shown)
            .map(str::trim_start)
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn a_key_that_stands_twice_is_named_with_both_places() {
        assert_eq!(
            report("a: 1\nb:\n  c: {d: 1, d: 2}\na: 2\n"),
            "\
error: the key `d` stands here again, first at 3:7
  --> api.yaml:3:13  #/b/c/d
  |
3 |   c: {d: 1, d: 2}
  |             ^
  = help: remove or rename one of the two: only one of them could be read
error: the key `a` stands here again, first at 1:1
  --> api.yaml:4:1  #/a
  |
4 | a: 2
  | ^
  = help: remove or rename one of the two: only one of them could be read
"
        );
        assert_eq!(
            told("{\"a\": 1,\n \"\\u0061\": 2, \"a\": 3}"),
            "error: the key `a` stands here again, first at 1:2\n--> api.yaml:2:2  #/a\n\
             error: the key `a` stands here again, first at 1:2\n--> api.yaml:2:15  #/a"
        );
        assert_eq!(
            told("200: 1\n'200': 2\n").lines().next(),
            Some("error: the key `200` stands here again, first at 1:1")
        );
    }

    #[test]
    fn yaml_that_no_description_needs_is_refused() {
        assert_eq!(
            told("a: &a {b: 1}\nc:\n  <<: *a\n"),
            "error: merge keys (`<<`) are not supported\n--> api.yaml:3:3  #"
        );
        assert_eq!(
            told("a:\n  - !Ref x\n"),
            "error: YAML tags are not supported, found `!Ref`\n--> api.yaml:2:5  #/a/0"
        );
        assert_eq!(
            told("a: [1, .nan, -.inf]\n"),
            "error: NaN is not a number that JSON can express\n--> api.yaml:1:8  #/a/1\n\
             error: -inf is not a number that JSON can express\n--> api.yaml:1:14  #/a/2"
        );
        assert_eq!(
            told("a: 1\n---\nb: 2\n"),
            "error: this text holds more than one document\n--> api.yaml:2:1  #"
        );
        assert_eq!(
            told("a:\n  ? [b]\n  : c\n"),
            "error: this is not valid YAML: a key must be a text or a number, not a list or a mapping \
             (a: invalid type: sequence, expected a key that is a text or a number at line 2 column 5)\n\
             --> api.yaml:2:5  #"
        );
    }

    #[test]
    fn aliases_that_repeat_too_much_are_refused() {
        let list = |alias: &str| [alias; 9].join(",");
        let mut bomb = format!("a0: &a0 [{}]\n", list("x"));
        for level in 1..10 {
            let before = format!("*a{}", level - 1);
            bomb += &format!("a{level}: &a{level} [{}]\n", list(&before));
        }
        let text = "x".repeat(20_000);
        let quadratic = format!("a: &a {text}\nb: [{}]\n", ["*a"; 3_000].join(","));
        for text in [bomb, quadratic] {
            assert!(
                report(&text).starts_with(&format!("error: {}\n", super::ALIASES)),
                "{}",
                report(&text)
            );
        }
        assert_eq!(
            told("a: &a [*a]\n"),
            "error: this is nested more than 128 levels deep, or an alias holds itself\n--> api.yaml:1:4  #"
        );
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert_eq!(
            told(&format!("a: {}", "[".repeat(40_000))),
            "error: this is nested more than 128 levels deep\n--> api.yaml:1:132  #"
        );
        assert_eq!(
            told(&format!("{{\"a\": {}", "[".repeat(40_000))),
            "error: this is nested more than 128 levels deep\n--> api.yaml:1:133  #"
        );
    }

    #[test]
    fn syntax_errors_are_told_in_plain_words() {
        for (text, place, words) in [
            ("a:\n\tb: 1\n", "2:1", "a tab cannot indent; use spaces"),
            (
                "a: @b\n",
                "1:4",
                "a text that starts with this character must stand in quotes",
            ),
            ("a: 'b\n", "1:4", "a quoted text is not closed"),
            (
                "a:\n   b: 1\n  c: 2\n",
                "3:3",
                "the indentation does not fit, or a quote or a colon is missing",
            ),
            (
                "a: b: c\n",
                "1:5",
                "a text that holds `: ` must stand in quotes, or the indentation does not fit",
            ),
            (
                "a: [b\n",
                "1:4",
                "a `[` is not closed, or a comma is missing",
            ),
            (
                "a: {b: c\nd: e\n",
                "2:2",
                "a `{` is not closed, or a comma is missing",
            ),
            (
                "a: *b\n",
                "1:4",
                "an alias names an anchor that is not there",
            ),
            ("é: \u{1}\n", "1:4", "it holds a control character"),
            ("{\"a\": ", "1:6", "the text ends too early"),
            (
                "{\"a\": 1}\nb",
                "2:1",
                "something follows the end of the description",
            ),
            (
                "{\"a\": 1,}",
                "1:9",
                "a comma stands before the closing bracket",
            ),
            (
                "{\"a\": 1e400}",
                "1:11",
                "a number is larger than any number can be",
            ),
            (
                "{\"é\": \"\\ud800\"}",
                "1:14",
                "an escape is half of a pair",
            ),
            ("{\"a\" 1}", "1:6", "a colon is missing after a key"),
            (
                "{\"a\": 1 2}",
                "1:9",
                "a comma or a closing bracket is missing",
            ),
            ("{a: 1}", "1:2", "a key must be a string in double quotes"),
        ] {
            let told = told(text);
            let format = if text.starts_with('{') {
                "JSON"
            } else {
                "YAML"
            };
            let start = format!("error: this is not valid {format}: {words} (");
            assert!(told.starts_with(&start), "{text}\n{told}");
            assert!(
                told.ends_with(&format!("--> api.yaml:{place}  #")),
                "{text}\n{told}"
            );
        }
    }
}
