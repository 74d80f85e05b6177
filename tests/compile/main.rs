//! Do the clients of small descriptions, one feature each, compile with every warning denied, and do they work?
//!
//! `fixtures` holds the descriptions; each becomes a package of one scratch workspace. `programs` holds programs that
//! use some of the clients: they are a package of that workspace too, and no part of this test.

mod obstacles;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use generator::diagnostics::Diagnostics;
use generator::files::Files;
use generator::load::Source;
use generator::{Options, generate};

use tests::scratch::Scratch;

const JSON: &str = "--message-format=json";

/// A description by the name of its file, and its client.
struct Fixture {
    name: String,
    text: String,
    files: Files,
}

impl Fixture {
    fn new(name: &str, text: String) -> Self {
        let files = files(&package(name), &text);
        let name = name.to_owned();
        Self { name, text, files }
    }
}

/// All of `fixtures`, and the obstacle course.
static FIXTURES: LazyLock<Vec<Fixture>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("compile/fixtures");
    let mut fixtures = vec![Fixture::new("obstacles", obstacles::description())];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        fixtures.push(Fixture::new(name, fs::read_to_string(&path).unwrap()));
    }
    assert!(fixtures.len() > 20);
    fixtures.sort_by(|left, right| left.name.cmp(&right.name));
    fixtures
});

fn package(fixture: &str) -> String {
    format!("compile-{fixture}")
}

/// Packages of descriptions that are about what is warned of.
const WARNED: &[&str] = &["compile-relative-server"];

/// The client of a description that is right in every point.
fn files(package: &str, description: &str) -> Files {
    let mut options = Options::default();
    options.package = Some(package.to_owned());
    let mut diagnostics = Diagnostics::new();
    let source = Source::new(package, description.into(), &mut diagnostics).unwrap();
    let generated = generate(&source, &options, &mut diagnostics);
    let report = generator::report::render(&diagnostics, Some(&source));
    assert!(
        report.is_empty() || WARNED.contains(&package),
        "{package}:\n{report}"
    );
    generated.unwrap().files
}

/// The programs, and the clients that they use under names of their own.
const PROGRAMS: &[(&str, &str)] = &[
    ("bodies", include_str!("programs/bodies.rs")),
    ("credentials", include_str!("programs/credentials.rs")),
    ("directions", include_str!("programs/directions.rs")),
    ("models", include_str!("programs/models.rs")),
    ("names", include_str!("programs/names.rs")),
    ("parameters", include_str!("programs/parameters.rs")),
    ("paths", include_str!("programs/paths.rs")),
    ("petstore", PETSTORE),
    ("places", include_str!("programs/places.rs")),
    ("servers", include_str!("programs/servers.rs")),
];
const PETSTORE: &str = include_str!("programs/petstore.rs");
const USED: &[(&str, &str)] = &[
    ("compile_all_of", "compile-all-of"),
    ("compile_answers", "compile-answers"),
    ("compile_arrays", "compile-arrays"),
    ("compile_bodies", "compile-bodies"),
    ("compile_credentials", "compile-credentials"),
    ("compile_directions", "compile-directions"),
    ("compile_enums", "compile-enums"),
    ("compile_form_bodies", "compile-form-bodies"),
    ("compile_many_required", "compile-many-required"),
    ("compile_names", "compile-names"),
    ("compile_objects", "compile-objects"),
    ("compile_parameters", "compile-parameters"),
    ("compile_paths", "compile-paths"),
    ("compile_primitives", "compile-primitives"),
    ("compile_recursion", "compile-recursion"),
    ("compile_references", "compile-references"),
    ("compile_relative_server", "compile-relative-server"),
    ("compile_secrets", "compile-secrets"),
    ("compile_servers", "compile-servers"),
    ("petstore", "compile-petstore"),
];

/// The workspace of all fixtures and of the programs, written once.
static WORKSPACE: LazyLock<Scratch> = LazyLock::new(|| {
    let mut scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "compile");
    for fixture in FIXTURES.iter() {
        scratch.add_client(&package(&fixture.name), &fixture.files);
    }
    scratch.add_programs("compile-programs", PROGRAMS, USED);
    scratch.finish();
    scratch
});

#[test]
fn clients_compile_without_a_warning() {
    let packages: Vec<String> = FIXTURES
        .iter()
        .map(|fixture| package(&fixture.name))
        .collect();
    let run = WORKSPACE.cargo(
        "check",
        &["--workspace", "--all-features", "--keep-going", JSON],
        &[],
    );
    run.expect_silence(&packages);
}

/// What a description calls for decides which modules a client has, and a feature less which of them are used.
#[test]
fn clients_without_any_feature_compile_without_a_warning() {
    let packages = [
        "bodies",
        "form-bodies",
        "json-bodies",
        "no-paths",
        "oauth1",
        "one-operation",
        "parameters",
        "primitives",
        "secrets",
        "servers",
    ]
    .map(package);
    let mut arguments = vec!["--no-default-features", "--keep-going", JSON];
    arguments.extend(packages.iter().flat_map(|package| ["--package", package]));
    WORKSPACE
        .cargo("check", &arguments, &[])
        .expect_silence(&packages);
}

#[test]
fn docs_of_clients_have_no_warning() {
    let packages = [
        "answers",
        "bodies",
        "deprecated",
        "enums",
        "many-required",
        "markdown",
        "oauth1",
        "servers",
        "tags",
    ]
    .map(package);
    let mut arguments = vec!["--no-deps", "--all-features", "--keep-going", JSON];
    arguments.extend(packages.iter().flat_map(|package| ["--package", package]));
    let run = WORKSPACE.cargo("doc", &arguments, &[("RUSTDOCFLAGS", "-D warnings")]);
    run.expect_silence(&packages);
}

#[test]
fn examples_in_the_docs_of_clients_compile() {
    let packages = [
        "arrays",
        "bodies",
        "deprecated",
        "enums",
        "form-bodies",
        "json-bodies",
        "many-required",
        "obstacles",
        "parameters",
        "petstore",
        "primitives",
        "servers",
        "several-bodies",
    ]
    .map(package);
    let mut arguments = vec!["--doc", "--features", "blocking,tracing"];
    arguments.extend(packages.iter().flat_map(|package| ["--package", package]));
    WORKSPACE.cargo("test", &arguments, &[]).expect_success();
}

#[test]
fn clients_do_what_their_descriptions_say() {
    let run = WORKSPACE.cargo(
        "test",
        &["--package", "compile-programs", "--test", "programs"],
        &[],
    );
    run.expect_success();
}

/// The descriptions of others are no part of this project: `CORPUS` names a folder with `petstore-expanded.yaml`.
#[test]
fn the_expanded_pet_store_of_a_corpus_works() {
    let Some(corpus) = std::env::var_os("CORPUS") else {
        eprintln!("skipped: CORPUS names no folder of descriptions");
        return;
    };
    let description =
        fs::read_to_string(Path::new(&corpus).join("petstore-expanded.yaml")).unwrap();
    let package = "compile-petstore-expanded";
    let mut scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "compile-corpus");
    scratch.add_client(package, &files(package, &description));
    scratch.add_programs(
        "compile-corpus-programs",
        &[("petstore", PETSTORE)],
        &[("petstore", package)],
    );
    scratch.finish();
    let run = scratch.cargo("check", &["--workspace", "--all-features", JSON], &[]);
    run.expect_silence(&[package.to_owned()]);
    scratch
        .cargo(
            "test",
            &["--package", "compile-corpus-programs", "--test", "programs"],
            &[],
        )
        .expect_success();
}

#[test]
fn two_runs_make_the_same_client_from_yaml_and_from_json() {
    for Fixture {
        name,
        text,
        files: first,
    } in FIXTURES.iter()
    {
        let again = files(&package(name), text);
        assert!(*first == again, "{name}");
        let tree: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
        let json = serde_json::to_string_pretty(&tree).unwrap();
        let from_json = files(&package(name), &json);
        assert!(*first == from_json, "{name} as JSON");
    }
}
