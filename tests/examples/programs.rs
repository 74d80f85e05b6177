//! Builds the examples and runs them.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use std::{env, thread};

use serde_json::Value;

/// The consumer of the tests.
pub const CONSUMER: [(&str, &str); 2] = [
    ("OAUTH_CONSUMER_KEY", KEY),
    ("OAUTH_CONSUMER_SECRET", CONSUMER_SECRET),
];
pub const KEY: &str = "the key & é";
pub const CONSUMER_SECRET: &str = "c4n4ry of+the/consumer=é";

/// A program that runs.
pub struct Program {
    child: Child,
    stdout: BufReader<ChildStdout>,
}

/// A program that has run.
#[derive(Debug)]
pub struct Run {
    /// `None` after a signal.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Program {
    /// Starts an example. Of the environment it has these variables only, and what every program needs.
    pub fn start(name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new(&built()[name]);
        command.args(arguments).env_clear();
        for name in ["PATH", "SystemRoot", "TMPDIR"] {
            if let Some(value) = env::var_os(name) {
                command.env(name, value);
            }
        }
        let mut child = command
            .env("HOME", env!("CARGO_TARGET_TMPDIR"))
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self { child, stdout }
    }

    /// The next line that it prints, or nothing if it prints no more.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line.trim_end_matches('\n').to_owned()
    }

    /// Gives it this on standard input, and nothing more.
    pub fn give(&mut self, input: &[u8]) {
        let mut stdin = self.child.stdin.take().unwrap();
        // It may have ended without looking at it.
        let _ = stdin.write_all(input);
    }

    /// Closes the pipe that it prints into.
    pub fn stop_reading(self) -> Child {
        self.child
    }

    /// Waits until it has ended, and gives what it has printed since the last [`line`](Self::line).
    pub fn end(mut self) -> Run {
        drop(self.child.stdin.take());
        let mut stderr = self.child.stderr.take().unwrap();
        let stderr = thread::spawn(move || {
            let mut text = String::new();
            stderr.read_to_string(&mut text).unwrap();
            text
        });
        let mut stdout = String::new();
        self.stdout.read_to_string(&mut stdout).unwrap();
        Run {
            code: self.child.wait().unwrap().code(),
            stdout,
            stderr: stderr.join().unwrap(),
        }
    }
}

impl Run {
    /// The line on standard error of a program that has refused.
    #[track_caller]
    pub fn refusal(&self) -> &str {
        assert_eq!((self.code, &*self.stdout), (Some(1), ""), "{self:?}");
        self.only_error()
    }

    /// The one line on standard error.
    #[track_caller]
    pub fn only_error(&self) -> &str {
        let line = self.stderr.strip_suffix('\n').unwrap_or_default();
        let line = line.strip_prefix("error: ").unwrap_or_default();
        let is_one = !line.is_empty() && !line.contains(char::is_control);
        assert!(is_one, "{self:?}");
        line
    }
}

pub fn run(name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
    Program::start(name, arguments, variables).end()
}

/// Where the examples lie, by their names. Whoever runs all tests has built them already: this asks for the same
/// packages and targets then (the libraries decide how the dependencies are built), so that nothing is built twice.
fn built() -> &'static HashMap<String, PathBuf> {
    static BUILT: OnceLock<HashMap<String, PathBuf>> = OnceLock::new();
    BUILT.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let mut command = Command::new(env!("CARGO"));
        command
            .args([
                "build",
                "--quiet",
                "--offline",
                "--workspace",
                "--lib",
                "--examples",
            ])
            .args([
                "--message-format",
                "json-render-diagnostics",
                "--target-dir",
            ])
            .arg(target)
            .current_dir(env!("CARGO_MANIFEST_DIR"));
        if !cfg!(debug_assertions) {
            command.arg("--release");
        }
        let output = command.stderr(Stdio::inherit()).output().unwrap();
        assert!(output.status.success(), "the examples cannot be built");
        let messages = String::from_utf8(output.stdout).unwrap();
        let messages = messages
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        let examples = messages.filter(|message: &Value| message["target"]["kind"][0] == "example");
        let examples = examples.map(|message| {
            let name = message["target"]["name"].as_str().unwrap().to_owned();
            (name, message["executable"].as_str().unwrap().into())
        });
        examples.collect()
    })
}
