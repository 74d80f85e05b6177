//! What the examples say to the person at the terminal, or to the program behind a pipe.

use std::error::Error;
use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

/// Ends the program: with 1, and one line on standard error, if there is an error.
pub fn exit(result: Result<(), Box<dyn Error>>) -> ExitCode {
    let Err(error) = result else {
        return ExitCode::SUCCESS;
    };
    // Nobody may be there to read it.
    let _ = writeln!(io::stderr(), "error: {}", escaped(&error.to_string(), ""));
    ExitCode::FAILURE
}

/// Prints a line at once, also into a pipe. One that nobody reads any more is an error, and not a panic.
pub fn say(line: impl Display) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}

/// Text from elsewhere with its control characters escaped, but for those that are kept: so it can neither move the
/// cursor nor feign a line.
pub fn escaped(text: &str, kept: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character.is_control() && !kept.contains(character) {
            true => escaped.extend(character.escape_default()),
            false => escaped.push(character),
        }
    }
    escaped
}
