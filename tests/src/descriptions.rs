//! Small descriptions, and what the generator makes of them.

use generator::diagnostics::Diagnostics;
use generator::load::Source;
use generator::{Generated, Options, generate, report};

/// What every description has to say.
const ALWAYS: [(&str, &str); 4] = [
    ("openapi:", "openapi: 3.0.3\n"),
    ("info:", "info: {title: Pets, version: 1.0.0}\n"),
    ("servers:", "servers: [{url: https://pets.example/v1}]\n"),
    ("paths:", "paths: {}\n"),
];

/// A description that says `rest`, and what every description has to say where `rest` does not.
pub fn description(rest: &str) -> String {
    let says = |key: &str| rest.lines().any(|line| line.starts_with(key));
    let missing = ALWAYS.iter().filter(|(key, _)| !says(key));
    missing
        .map(|(_, text)| *text)
        .chain([rest.trim_start_matches('\n')])
        .collect()
}

/// What a run gives.
pub struct Outcome {
    /// The client, unless the description is refused.
    pub client: Option<Generated>,
    /// What a person sees.
    pub report: String,
}

/// Runs the generator over the text of a whole description.
pub fn run(file_name: &str, text: &[u8]) -> Outcome {
    run_with(file_name, text, &Options::default())
}

/// The same with options.
pub fn run_with(file_name: &str, text: &[u8], options: &Options) -> Outcome {
    let mut diagnostics = Diagnostics::new();
    let source = Source::new(file_name, text.to_vec(), &mut diagnostics).ok();
    let client = source
        .as_ref()
        .and_then(|source| generate(source, options, &mut diagnostics).ok());
    Outcome {
        client,
        report: report::render(&diagnostics, source.as_ref()),
    }
}
