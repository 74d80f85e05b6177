//! What holds for every report.

use tests::descriptions::{Outcome, description, run};

/// One test for each description that is refused.
macro_rules! refused {
    ($($name:ident: $description:expr;)*) => {
        $(#[test]
        fn $name() {
            $crate::checks::plainly(|| {
                insta::assert_snapshot!($crate::checks::refusal($description));
            });
        })*
    };
}
pub(crate) use refused;

/// One test for each description of which a client is made all the same.
macro_rules! warned {
    ($($name:ident: $description:expr;)*) => {
        $(#[test]
        fn $name() {
            $crate::checks::plainly(|| {
                insta::assert_snapshot!($crate::checks::warning($description));
            });
        })*
    };
}
pub(crate) use warned;

/// Without the description, whose lines stand in the report.
pub fn plainly(assert: impl FnOnce()) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(assert);
}

/// What is told when nothing is made of a description that says this.
pub fn refusal(rest: &str) -> String {
    let report = in_both_formats(&description(rest), |outcome| {
        assert!(outcome.client.is_none(), "it was made");
    });
    assert!(report.contains("error: "), "{report}");
    report
}

/// What is told beside a client of a description that says this.
pub fn warning(rest: &str) -> String {
    let report = in_both_formats(&description(rest), |outcome| {
        assert!(outcome.client.is_some(), "{}", outcome.report);
    });
    assert!(!report.contains("error: "), "{report}");
    assert!(report.contains("warning: "), "nothing was told");
    report
}

fn in_both_formats(yaml: &str, check: impl Fn(&Outcome)) -> String {
    let value: serde_yaml::Value = serde_yaml::from_str(yaml).unwrap();
    let json = serde_json::to_string_pretty(&value).unwrap();
    let outcomes = [yaml, &json].map(|text| {
        let outcome = run("api.yaml", text.as_bytes());
        check(&outcome);
        check_report(&outcome.report, text);
        outcome.report
    });
    let [of_yaml, of_json] = &outcomes;
    assert_eq!(without_positions(of_yaml), without_positions(of_json));
    let [report, _] = outcomes;
    report
}

/// What is wrong, where by the pointer, and what to do, without the lines that show the text.
fn without_positions(report: &str) -> Vec<String> {
    let is_shown = |line: &&str| {
        line.split_once(" |")
            .is_none_or(|(gutter, _)| !is_gutter(gutter))
    };
    let line = |line: &str| match line.split_once("api.yaml:") {
        Some((_, place)) => place.split_once("  ").unwrap_or_default().1.to_owned(),
        None => line.trim_start().to_owned(),
    };
    report.lines().filter(is_shown).map(line).collect()
}

fn is_gutter(text: &str) -> bool {
    text.chars()
        .all(|character| character == ' ' || character.is_ascii_digit())
}

/// Every message names its place, and the text has there what the message is about.
fn check_report(report: &str, text: &str) {
    let heads = report
        .lines()
        .filter(|line| line.starts_with("error: ") || line.starts_with("warning: "));
    let places = report
        .lines()
        .filter_map(|line| line.strip_prefix("  --> api.yaml:"));
    assert_eq!(heads.count(), places.clone().count(), "{report}");
    let related = report
        .lines()
        .filter_map(|line| line.split_once("= note: api.yaml:"))
        .map(|(_, place)| place);
    for place in places.chain(related) {
        check_place(place, text).unwrap_or_else(|| panic!("{place} in\n{text}"));
    }
    for line in report.lines() {
        assert!(line.chars().count() <= 300, "{line}");
    }
}

/// `12:7  #/paths/~1pets/get: …` leads to the last key of the pointer, to the start of an item, or, for what is
/// missing, to what should hold it.
fn check_place(place: &str, text: &str) -> Option<()> {
    let (position, pointer) = place.split_once("  ")?;
    let (line, column) = position.split_once(':')?;
    let line = text.lines().nth(line.parse::<usize>().ok()? - 1)?;
    let rest: String = line
        .chars()
        .skip(column.parse::<usize>().ok()? - 1)
        .collect();
    let there = rest.trim_start_matches(['"', '\'']);
    let pointer = pointer.split(": ").next()?;
    let tokens: Vec<String> = pointer
        .split('/')
        .skip(1)
        .map(|token| token.replace("~1", "/").replace("~0", "~"))
        .collect();
    match tokens.last() {
        None => (position == "1:1").then_some(()),
        Some(token) if token.parse::<usize>().is_ok() => (!there.is_empty()).then_some(()),
        Some(token) => {
            let shown = token.trim_matches(['"', '\'']);
            (there.starts_with(shown) || there.starts_with(&shown.replace('"', "\\\"")))
                .then_some(())
        }
    }
}
