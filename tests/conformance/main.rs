//! Every row of `styles.json` through generated clients: what they send is what the row expects, or the row is refused.
//!
//! The rows of one group become one description, with an operation for each row. One program calls all operations of
//! all clients through what users call too, and prints what comes out.

mod calls;
mod description;
mod multipart;
mod rows;
mod sent;
mod table;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};

use generator::diagnostics::Diagnostics;
use generator::files::Files;
use generator::load::Source;
use generator::{Options, generate};
use tests::scratch::Scratch;

use rows::{GROUPS, Row};
use sent::Sent;
use table::Table;

/// The client of a group.
fn client(group: &str, rows: &[&Row]) -> Files {
    let mut options = Options::default();
    options.package = Some(package(group));
    let mut diagnostics = Diagnostics::new();
    let text = description::of(group, rows);
    let source = Source::new(group, text.into_bytes(), &mut diagnostics).unwrap();
    let generated = generate(&source, &options, &mut diagnostics);
    // Rows that the standard leaves undefined have warnings.
    let Ok(generated) = generated else {
        let report = generator::report::render(&diagnostics, Some(&source));
        panic!("{group}:\n{report}");
    };
    generated.files
}

fn package(group: &str) -> String {
    format!("conformance-{group}")
}

/// The lines of a manifest that name the clients and what the program uses itself. Requests are made without I/O, so
/// the clients have no features.
fn dependencies() -> String {
    let mut lines = String::from(
        "bytes = \"*\"\nhttp = \"*\"\nhttp-body = \"*\"\nserde = \"*\"\nserde_json = \"*\"\n",
    );
    for group in GROUPS {
        let package = package(group);
        lines.push_str(&format!(
            "{package} = {{ path = \"../{package}\", default-features = false }}\n"
        ));
    }
    lines
}

#[test]
fn every_row_is_sent_as_expected_or_refused() {
    let rows = rows::all();
    let mut scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "conformance");
    for group in GROUPS {
        let members: Vec<&Row> = rows.iter().filter(|row| row.group() == group).collect();
        scratch.add_client(&package(group), &client(group, &members));
    }
    let (unset, callable): (Vec<&Row>, Vec<&Row>) =
        rows.iter().partition(|row| row.is_unset_path());
    scratch.add_program(
        "conformance-calls",
        &dependencies(),
        &calls::program(&callable),
    );
    scratch.add_program(
        "conformance-unset",
        &dependencies(),
        &calls::program_of_unset(&unset),
    );
    scratch.finish();

    let run = scratch.cargo("run", &["--quiet", "--package", "conformance-calls"], &[]);
    run.expect_success();
    let sent: BTreeMap<String, Sent> = run.stdout.lines().map(Sent::parse).collect();
    let unset = refused_by_the_compiler(&scratch, &unset);

    let mut table = Table::default();
    for row in &rows {
        let verdict = match sent.get(&row.id) {
            Some(sent) => verdict::of(row, sent),
            None if unset.contains(&row.id) => Ok(()),
            None => Err("nothing was called".to_owned()),
        };
        table.add(row, verdict);
    }
    table.print();
    assert!(table.failures().is_empty(), "{}", table.failures());
    assert_eq!(table.rows(), 409);
}

/// The rows whose call does not compile, because a value that must be there is not.
fn refused_by_the_compiler(scratch: &Scratch, rows: &[&Row]) -> BTreeSet<String> {
    let arguments = [
        "--quiet",
        "--package",
        "conformance-unset",
        "--message-format=json",
    ];
    let run = scratch.cargo("check", &arguments, &[]);
    let mut refused = BTreeSet::new();
    for line in run.stdout.lines() {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        let message = &message["message"];
        // A value is not there, or is `None`.
        if message["code"]["code"] != "E0061" && message["code"]["code"] != "E0277" {
            continue;
        }
        let text = message["spans"][0]["text"][0]["text"].as_str().unwrap();
        let row = rows.iter().find(|row| text.contains(&row.id)).unwrap();
        refused.insert(row.id.clone());
    }
    refused
}
