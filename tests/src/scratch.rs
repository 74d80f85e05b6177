//! A workspace of generated clients, beside what the tests themselves are built into.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::files::Files;
use serde_json::Value;

/// The lock of this workspace: clients are compiled with the versions that everything else is tested with, and
/// nothing has to be looked up.
const LOCK: &str = include_str!("../../Cargo.lock");

/// The server that the programs talk to.
const SCRIPTED: &str = include_str!("scripted.rs");

/// What the programs can use besides the clients, in the versions of the lock.
const PROGRAMS: &str = r#"[package]
name = "compile-programs"
version = "0.1.0"
edition = "2024"

[dependencies]
bytes = "*"
form_urlencoded = "*"
http = "*"
serde = "*"
serde_json = "*"
socket2 = "*"
tokio = { version = "*", default-features = false, features = ["macros", "rt", "time"] }
"#;

/// A folder with a workspace in it.
pub struct Scratch {
    folder: PathBuf,
    shared: PathBuf,
    members: Vec<String>,
}

impl Scratch {
    /// A workspace of this name, without members, in the `CARGO_TARGET_TMPDIR` of a test.
    pub fn new(temporary: &str, name: &str) -> Self {
        let temporary = Path::new(temporary);
        Self {
            folder: temporary.join(name),
            shared: temporary.parent().unwrap().to_owned(),
            members: Vec::new(),
        }
    }

    /// Adds a client. Its name is that of its package.
    pub fn add_client(&mut self, name: &str, files: &Files) {
        files.write(&self.folder.join(name)).unwrap();
        self.members.push(name.to_owned());
    }

    /// Adds a package with programs, each a module of one test. What they use of clients is a name and a package.
    pub fn add_programs(
        &mut self,
        name: &str,
        programs: &[(&str, &str)],
        clients: &[(&str, &str)],
    ) {
        let folder = self.folder.join(name);
        let mut manifest = PROGRAMS.replace("compile-programs", name);
        for (alias, package) in clients {
            manifest.push_str(&format!(
                "{alias} = {{ package = \"{package}\", path = \"../{package}\", features = [\"blocking\", \"tracing\"] }}\n"
            ));
        }
        manifest.push_str("\n[lib]\nname = \"server\"\n");
        write(&folder.join("Cargo.toml"), &manifest);
        write(&folder.join("src/lib.rs"), "pub mod scripted;\n");
        write(&folder.join("src/scripted.rs"), SCRIPTED);
        let mut modules = String::new();
        for (program, text) in programs {
            modules.push_str(&format!("mod {program};\n"));
            write(&folder.join(format!("tests/programs/{program}.rs")), text);
        }
        write(&folder.join("tests/programs/main.rs"), &modules);
        self.members.push(name.to_owned());
    }

    /// Adds a package with one program. Its dependencies are lines of a manifest.
    pub fn add_program(&mut self, name: &str, dependencies: &str, text: &str) {
        let folder = self.folder.join(name);
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
        );
        write(&folder.join("Cargo.toml"), &manifest);
        write(&folder.join("src/main.rs"), text);
        self.members.push(name.to_owned());
    }

    /// Writes what makes a workspace of the members.
    pub fn finish(&self) {
        let members = self.members.join("\", \"");
        // The profile is that of this workspace too, so that dependencies are not compiled once more.
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\"{members}\"]\n\n[profile.dev]\ndebug = \"line-tables-only\"\n"
        );
        write(&self.folder.join("Cargo.toml"), &manifest);
        write(&self.folder.join("Cargo.lock"), LOCK);
    }

    /// Runs a command of cargo in the workspace. What it builds on the way is shared with these tests; what comes out,
    /// such as pages of documentation, stays in the workspace (before Rust 1.91, both do).
    pub fn cargo(&self, command: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let output = Command::new(env!("CARGO"))
            .arg(command)
            .arg("--offline")
            .arg("--target-dir")
            .arg(self.folder.join("target"))
            .args(arguments)
            .env("CARGO_BUILD_BUILD_DIR", &self.shared)
            .envs(environment.iter().copied())
            .current_dir(&self.folder)
            .output()
            .unwrap();
        Run {
            is_success: output.status.success(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// What cargo said.
pub struct Run {
    is_success: bool,
    /// Its standard output.
    pub stdout: String,
    stderr: String,
}

impl Run {
    /// Fails unless the run went well, with all that it said.
    pub fn expect_success(&self) {
        assert!(self.is_success, "{}\n{}", self.stdout, self.stderr);
    }

    /// Fails unless each of `packages` was compiled, and the compiler had nothing to say about any. The run was told
    /// to give its messages as JSON.
    pub fn expect_silence(&self, packages: &[String]) {
        let mut findings = String::new();
        let mut compiled = Vec::new();
        for line in self.stdout.lines() {
            let message: Value = serde_json::from_str(line).unwrap();
            let target = message["target"]["name"].as_str().unwrap_or_default();
            match message["reason"].as_str() {
                Some("compiler-message") => {
                    let text = message["message"]["rendered"].as_str().unwrap();
                    findings.push_str(&format!("== {target}\n{text}\n"));
                }
                Some("compiler-artifact") => compiled.push(target.to_owned()),
                _ => {}
            }
        }
        assert!(findings.is_empty(), "{findings}");
        self.expect_success();
        for package in packages {
            assert!(
                compiled.contains(&package.replace('-', "_")),
                "{package} was not compiled"
            );
        }
    }
}

/// Leaves a file alone that says this already, so that nothing is compiled for a new time of change.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
