//! The command: reads a description, generates, then writes, compares or lists.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use crate::diagnostics::{Diagnostics, Severity};
use crate::files::{
    Difference, DifferenceKind, Files, FilesError, Outcome, plain, printable, quoted,
};
use crate::overlay::Overlay;
use crate::{Generated, Options, generate, is_package, load, main_job, report};

/// Beside the description, this file tells the root of the workspace from any other folder.
const LANDMARK: &str = "generator/Cargo.toml";

/// No more of a description is read; one byte more, so that the loader can refuse it as too long.
const MOST_BYTES: u64 = (32 << 20) + 1;

const DONE: u8 = 0;
const FAULTY_OR_STALE: u8 = 1;
const USAGE_OR_FILES: u8 = 2;

/// Render a Rust client crate from an OpenAPI 3.0 description.
///
/// Without options this is the main job, from any folder of the workspace: generated-client/ is
/// made anew from spec/clever-cloud-auth.yaml and templates/overlay/. Only files that changed are
/// written, and a file that was not generated is never touched.
#[derive(Debug, Parser)]
#[command(name = "generator", version, after_help = EXAMPLES, verbatim_doc_comment)]
struct Arguments {
    /// Read this OpenAPI 3.0 description, YAML or JSON; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,

    /// Write the crate to this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Name the package; the default comes from the title of the description
    #[arg(long, value_name = "PACKAGE", value_parser = package_name)]
    name: Option<String>,

    /// Add hand-written modules (`DIR/src`, and what they need in `DIR/manifest.toml`), for the main
    /// job in place of those in templates/overlay
    #[arg(long, value_name = "DIR")]
    overlay: Option<PathBuf>,

    /// Write nothing; show what a run would change as a diff, and exit with 1 if there is anything
    #[arg(long)]
    check: bool,

    /// Write nothing; list the operations and models that a run would make
    #[arg(long, conflicts_with = "check")]
    list: bool,
}

const EXAMPLES: &str = "\
Examples:
  Make the client of this workspace anew:
    cargo run -p generator
  See in CI whether it is what its description says:
    cargo run -p generator -- --check
  Make a client for another API:
    cargo run -p generator -- --spec petstore.yaml --out ../petstore-client

Exit codes:
  0  done
  1  the description is faulty, or --check found a difference
  2  wrong usage, or a file could not be read or written";

/// Runs the command with the arguments of the process, its name first, and returns the exit code:
/// 0 done, 1 a faulty description or a stale output, 2 wrong usage or trouble with files.
///
/// Messages go to standard error; the list, the diffs and the help go to standard output.
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> ExitCode {
    let mut terminal = Terminal {
        input: &mut io::stdin().lock(),
        output: &mut io::stdout().lock(),
        messages: &mut io::stderr().lock(),
    };
    let code = match std::env::current_dir() {
        Ok(folder) => run_in(&folder, arguments, &mut terminal),
        Err(error) => terminal.fail(&format!(
            "cannot tell the current folder: {}",
            plain(&error)
        )),
    };
    ExitCode::from(code)
}

fn run_in(
    folder: &Path,
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    terminal: &mut Terminal<'_>,
) -> u8 {
    let started = Instant::now();
    let job =
        Arguments::try_parse_from(arguments).and_then(|arguments| Job::new(arguments, folder));
    let mut job = match job {
        Ok(job) => job,
        Err(error) => return terminal.explain(&error),
    };
    let bytes = match job.read(terminal.input) {
        Ok(bytes) => bytes,
        Err(message) => return terminal.fail(&message),
    };
    let mut diagnostics = Diagnostics::new();
    let generated = job.generate(bytes, &mut diagnostics, terminal);
    let counted = Count::of(&diagnostics);
    let Some(generated) = generated else {
        terminal.tell(&format!("{counted}; nothing was written"));
        return FAULTY_OR_STALE;
    };
    let report = Report { started, counted };
    let ended = match &job.task {
        Task::List => terminal.print(&generated.listing),
        Task::Check(target) => job.check(&generated.files, target, &report, terminal),
        Task::Write(target) => target.write(&generated.files, &report, terminal),
    };
    ended.unwrap_or_else(|message| terminal.fail(&message))
}

/// What to do, with all that the arguments left open filled in.
struct Job {
    spec: Spec,
    overlay: Option<OverlayFolder>,
    task: Task,
    /// Without the overlay until that is read.
    options: Options,
    /// The arguments that make what `--check` compares with.
    to_mend: Vec<PathBuf>,
}

enum Task {
    List,
    Check(Target),
    Write(Target),
}

/// A description, and what it is called in messages.
struct Spec {
    /// `None` is standard input.
    location: Option<PathBuf>,
    name: String,
}

/// The folder of an overlay, and what it is called in messages.
struct OverlayFolder {
    location: PathBuf,
    name: PathBuf,
}

/// An output folder, and what it is called in messages.
struct Target {
    location: PathBuf,
    name: PathBuf,
}

impl Job {
    fn new(arguments: Arguments, folder: &Path) -> Result<Self, clap::Error> {
        let to_mend = arguments.to_mend();
        let out = arguments.out.map(|out| Target {
            location: folder.join(&out),
            name: out,
        });
        let overlay = arguments.overlay.map(|overlay| OverlayFolder {
            location: folder.join(&overlay),
            name: overlay,
        });
        let (spec, main_out, main_overlay, mut options) = match arguments.spec {
            Some(path) => (Spec::new(folder, &path), None, None, Options::default()),
            None => {
                let root = find_root(folder).ok_or_else(|| no_root(folder))?;
                let target = Target {
                    location: root.join(main_job::OUT),
                    name: main_job::OUT.into(),
                };
                let overlay = OverlayFolder {
                    location: root.join(main_job::OVERLAY),
                    name: main_job::OVERLAY.into(),
                };
                let spec = Spec::new(root, Path::new(main_job::SPEC));
                (spec, Some(target), Some(overlay), main_job::options())
            }
        };
        options.package = arguments.name.or(options.package);
        let task = match (out.or(main_out), arguments.check) {
            _ if arguments.list => Task::List,
            (Some(target), true) => Task::Check(target),
            (Some(target), false) => Task::Write(target),
            (None, _) => return Err(no_target()),
        };
        Ok(Self {
            spec,
            overlay: overlay.or(main_overlay),
            task,
            options,
            to_mend,
        })
    }

    /// The bytes of the description; the overlay is kept with the options.
    fn read(&mut self, standard_input: &mut dyn Read) -> Result<Vec<u8>, String> {
        if let Some(folder) = &self.overlay {
            let overlay = Overlay::read(&folder.location);
            let overlay =
                overlay.map_err(|error| format!("{}: {error}", printable(&folder.name)))?;
            self.options.overlay = Some(overlay);
        }
        self.spec.read(standard_input).map_err(|error| {
            let name = quoted(&self.spec.name);
            format!("cannot read {name}: {}", plain(&error))
        })
    }

    /// `None` if the description is faulty; all messages are shown by then.
    fn generate(
        &self,
        bytes: Vec<u8>,
        diagnostics: &mut Diagnostics,
        terminal: &mut Terminal<'_>,
    ) -> Option<Generated> {
        let source = load::Source::new(self.spec.name.as_str(), bytes, diagnostics).ok();
        let generated = source
            .as_ref()
            .and_then(|source| generate(source, &self.options, diagnostics).ok());
        terminal.message(&report::render(diagnostics, source.as_ref()));
        generated
    }

    fn check(
        &self,
        files: &Files,
        target: &Target,
        report: &Report,
        terminal: &mut Terminal<'_>,
    ) -> Result<u8, String> {
        let differences = target.done(files.check(&target.location))?;
        if differences.is_empty() {
            let files = many(files.len(), "file");
            terminal.tell(&target.sum_up(&format!("{files} up to date"), report));
            return Ok(DONE);
        }
        terminal.print(&shown(&differences))?;
        let count = |kind| {
            let of_kind = differences.iter().filter(|one| one.kind == kind);
            of_kind.count()
        };
        let counts = format!(
            "{} missing, {} stale, {} orphaned",
            count(DifferenceKind::Missing),
            count(DifferenceKind::Stale),
            count(DifferenceKind::Orphan)
        );
        terminal.tell(&target.sum_up(&counts, report));
        terminal.tell(&format!("to mend it: {}", command(&self.to_mend)));
        Ok(FAULTY_OR_STALE)
    }
}

impl Target {
    fn write(
        &self,
        files: &Files,
        report: &Report,
        terminal: &mut Terminal<'_>,
    ) -> Result<u8, String> {
        let Outcome {
            written,
            unchanged,
            removed,
        } = self.done(files.write(&self.location))?;
        let counts = format!(
            "{} written, {unchanged} unchanged, {} removed",
            many(written.len(), "file"),
            removed.len()
        );
        terminal.tell(&self.sum_up(&counts, report));
        Ok(DONE)
    }

    fn done<T>(&self, result: Result<T, FilesError>) -> Result<T, String> {
        result.map_err(|error| format!("{}: {error}", printable(&self.name)))
    }

    fn sum_up(&self, counts: &str, report: &Report) -> String {
        let seconds = report.started.elapsed().as_secs_f64();
        let warnings = match report.counted.warnings {
            0 => String::new(),
            warnings => format!("; {}", many(warnings, "warning")),
        };
        format!(
            "{}: {counts} in {seconds:.2} s{warnings}",
            printable(&self.name)
        )
    }
}

impl Spec {
    fn new(folder: &Path, path: &Path) -> Self {
        if path == Path::new("-") {
            return Self {
                location: None,
                name: "<stdin>".to_owned(),
            };
        }
        Self {
            location: Some(folder.join(path)),
            name: path.to_string_lossy().into_owned(),
        }
    }

    fn read(&self, standard_input: &mut dyn Read) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match &self.location {
            None => standard_input.take(MOST_BYTES).read_to_end(&mut bytes)?,
            Some(location) => {
                let file = File::open(location)?;
                if file.metadata()?.is_dir() {
                    return Err(io::Error::other("it is a folder"));
                }
                file.take(MOST_BYTES).read_to_end(&mut bytes)?
            }
        };
        Ok(bytes)
    }
}

impl Arguments {
    fn to_mend(&self) -> Vec<PathBuf> {
        let options = [
            ("--spec", self.spec.clone()),
            ("--out", self.out.clone()),
            ("--name", self.name.clone().map(PathBuf::from)),
            ("--overlay", self.overlay.clone()),
        ];
        options
            .into_iter()
            .filter_map(|(option, value)| value.map(|value| [PathBuf::from(option), value]))
            .flatten()
            .collect()
    }
}

/// The nearest folder at or above `folder` that holds the description and the generator.
fn find_root(folder: &Path) -> Option<&Path> {
    folder
        .ancestors()
        .find(|root| root.join(main_job::SPEC).is_file() && root.join(LANDMARK).is_file())
}

fn no_root(folder: &Path) -> clap::Error {
    Arguments::command().error(
        ErrorKind::MissingRequiredArgument,
        format!(
            "no folder from {} upwards holds both `{}` and `{LANDMARK}`\n\n  \
             tip: run it inside the workspace, or say `--spec FILE --out DIR`",
            quoted(folder),
            main_job::SPEC
        ),
    )
}

fn no_target() -> clap::Error {
    Arguments::command().error(
        ErrorKind::MissingRequiredArgument,
        "`--spec` says what to read, but not where the crate is\n\n  \
         tip: add `--out DIR`, or `--list` to see what would be made",
    )
}

fn package_name(text: &str) -> Result<String, &'static str> {
    if is_package(text) {
        Ok(text.to_owned())
    } else {
        Err(
            "a package name starts with a letter, has at most 64 of a-z, 0-9, - and _, and is no \
             keyword and no crate that the client itself uses",
        )
    }
}

/// What a person wants to know at the end.
struct Report {
    started: Instant,
    counted: Count,
}

struct Count {
    errors: usize,
    warnings: usize,
}

impl Count {
    fn of(diagnostics: &Diagnostics) -> Self {
        let count = |severity| {
            let of_severity = diagnostics.iter().filter(|one| one.severity == severity);
            of_severity.count()
        };
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
        }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&many(self.errors, "error"))?;
        match self.warnings {
            0 => Ok(()),
            warnings => write!(formatter, ", {}", many(warnings, "warning")),
        }
    }
}

fn many(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

fn shown(differences: &[Difference]) -> String {
    let mut text = String::new();
    for difference in differences {
        let path = printable(&difference.path);
        text.push_str(&format!("{}: {path}\n{}", difference.kind, difference.diff));
    }
    text
}

/// The command line for a shell, of which a person may copy it.
fn command(arguments: &[PathBuf]) -> String {
    let mut text = String::from("cargo run -p generator");
    if !arguments.is_empty() {
        text.push_str(" --");
    }
    for argument in arguments {
        let argument = argument.to_string_lossy();
        let is_plain = argument
            .chars()
            .all(|one| one.is_alphanumeric() || "-_./=:,+@%".contains(one));
        text.push(' ');
        if is_plain {
            text.push_str(&argument);
        } else {
            text.push_str(&format!("'{}'", argument.replace('\'', r"'\''")));
        }
    }
    text
}

/// Where a run reads and writes. Nobody listening is no fault of the run.
struct Terminal<'a> {
    input: &'a mut dyn Read,
    output: &'a mut dyn Write,
    messages: &'a mut dyn Write,
}

impl Terminal<'_> {
    /// Prints a result. A closed pipe is fine: its reader has seen enough.
    fn print(&mut self, text: &str) -> Result<u8, String> {
        let printed = self
            .output
            .write_all(text.as_bytes())
            .and_then(|()| self.output.flush());
        match printed {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!(
                "cannot write to standard output: {}",
                plain(&error)
            )),
            _ => Ok(DONE),
        }
    }

    /// Shows a message as it is. Where standard error is closed there is nowhere left to say so.
    fn message(&mut self, text: &str) {
        let _ = self.messages.write_all(text.as_bytes());
    }

    fn tell(&mut self, line: &str) {
        self.message(&format!("{line}\n"));
    }

    fn fail(&mut self, message: &str) -> u8 {
        self.tell(&format!("error: {message}"));
        USAGE_OR_FILES
    }

    /// Shows what `clap` has to say: wrong usage, or the help that was asked for.
    fn explain(&mut self, error: &clap::Error) -> u8 {
        let text = error.render().to_string();
        if error.use_stderr() {
            self.message(&text);
            return USAGE_OR_FILES;
        }
        self.print(&text)
            .unwrap_or_else(|message| self.fail(&message))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    const PING: &str = r#"openapi: 3.0.3
info: {title: Tiny, version: "1.0"}
servers: [{url: "https://example.com"}]
paths:
  /ping:
    get:
      operationId: ping
      responses: {"204": {description: It is there.}}
"#;

    /// What a run did: its exit code, standard output and standard error.
    struct Ran(u8, String, String);

    fn ran_with(folder: &Path, arguments: &str, mut input: &[u8]) -> Ran {
        let (mut output, mut messages) = (Vec::new(), Vec::new());
        let mut terminal = Terminal {
            input: &mut input,
            output: &mut output,
            messages: &mut messages,
        };
        let words = std::iter::once("generator").chain(arguments.split_whitespace());
        let code = run_in(folder, words, &mut terminal);
        Ran(
            code,
            String::from_utf8(output).unwrap(),
            String::from_utf8(messages).unwrap(),
        )
    }

    fn ran(folder: &Path, arguments: &str) -> Ran {
        ran_with(folder, arguments, b"")
    }

    fn with_description() -> TempDir {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("ping.yaml"), PING).unwrap();
        folder
    }

    fn overlay_with(folder: &Path, name: &str, text: &str) {
        fs::create_dir_all(folder.join("src")).unwrap();
        fs::write(folder.join("src").join(name), text).unwrap();
    }

    fn workspace() -> TempDir {
        let root = TempDir::new().unwrap();
        for path in [main_job::SPEC, LANDMARK] {
            let location = root.path().join(path);
            fs::create_dir_all(location.parent().unwrap()).unwrap();
            fs::write(location, PING).unwrap();
        }
        let overlay = root.path().join(main_job::OVERLAY);
        overlay_with(&overlay, "login.rs", "//! Logging in.\n");
        root
    }

    #[test]
    fn help_goes_to_standard_output_and_teaches() {
        let folder = TempDir::new().unwrap();
        let Ran(code, output, messages) = ran(folder.path(), "--help");
        assert_eq!((code, messages.as_str()), (0, ""));
        assert_eq!(output.matches("    cargo run -p generator").count(), 3);
        assert!(output.contains("Exit codes:"), "{output}");
    }

    #[test]
    fn the_main_job_runs_from_any_folder_of_the_workspace() {
        let root = workspace();
        let deep = root.path().join("generator/src/files");
        fs::create_dir_all(&deep).unwrap();
        let Ran(code, output, messages) = ran(&deep, "");
        assert_eq!((code, output.as_str()), (0, ""), "{messages}");
        assert!(messages.contains("generated-client: "), "{messages}");
        assert!(
            messages.contains(" written, 0 unchanged, 0 removed in "),
            "{messages}"
        );
        let manifest = root.path().join("generated-client/Cargo.toml");
        let manifest = fs::read_to_string(manifest).unwrap();
        assert!(
            manifest.contains("name = \"generated-client\""),
            "{manifest}"
        );

        let Ran(code, _, messages) = ran(root.path(), "");
        assert_eq!(code, 0);
        assert!(messages.contains("0 files written"), "{messages}");
    }

    #[test]
    fn outside_a_workspace_the_main_job_says_what_it_looked_for() {
        let folder = TempDir::new().unwrap();
        let Ran(code, output, messages) = ran(folder.path(), "--check");
        assert_eq!((code, output.as_str()), (2, ""));
        assert!(
            messages.contains(main_job::SPEC) && messages.contains(LANDMARK),
            "{messages}"
        );
        assert!(messages.contains("--spec FILE --out DIR"), "{messages}");
    }

    #[test]
    fn another_description_goes_to_another_folder() {
        let folder = with_description();
        let Ran(code, output, messages) = ran(
            folder.path(),
            "--spec ping.yaml --out out/ping --name pinger",
        );
        assert_eq!((code, output.as_str()), (0, ""), "{messages}");
        assert!(messages.contains("out/ping: "), "{messages}");
        let manifest = fs::read_to_string(folder.path().join("out/ping/Cargo.toml")).unwrap();
        assert!(manifest.contains("name = \"pinger\""), "{manifest}");
    }

    #[test]
    fn a_description_comes_from_standard_input() {
        let folder = TempDir::new().unwrap();
        let Ran(code, _, messages) =
            ran_with(folder.path(), "--spec - --out ping", PING.as_bytes());
        assert_eq!(code, 0, "{messages}");
        assert!(folder.path().join("ping/Cargo.toml").is_file());
    }

    #[test]
    fn a_description_without_a_target_is_wrong_usage() {
        let folder = with_description();
        for arguments in ["--spec ping.yaml", "--spec ping.yaml --check"] {
            let Ran(code, output, messages) = ran(folder.path(), arguments);
            assert_eq!((code, output.as_str()), (2, ""));
            assert!(messages.contains("--out DIR"), "{messages}");
        }
    }

    #[test]
    fn a_list_is_printed_and_nothing_is_written() {
        let folder = with_description();
        let Ran(code, output, messages) = ran(folder.path(), "--spec ping.yaml --list");
        assert_eq!(code, 0, "{messages}");
        assert!(output.contains("/ping"), "{output}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_check_is_quiet_when_all_is_well_and_shows_what_is_not() {
        let root = workspace();
        assert_eq!(ran(root.path(), "").0, 0);
        let Ran(code, output, messages) = ran(root.path(), "--check");
        assert_eq!((code, output.as_str()), (0, ""), "{messages}");
        assert!(messages.contains("up to date"), "{messages}");

        let edited = root.path().join("generated-client/src/lib.rs");
        let mut text = fs::read_to_string(&edited).unwrap();
        text.push_str("// edited\n");
        fs::write(&edited, &text).unwrap();
        let Ran(code, output, messages) = ran(root.path(), "--check");
        assert_eq!(code, 1);
        assert!(
            output.starts_with("stale: src/lib.rs\n--- a/src/lib.rs\n+++ b/src/lib.rs\n@@"),
            "{output}"
        );
        assert!(output.ends_with("\n-// edited\n"), "{output}");
        assert!(
            messages.contains("0 missing, 1 stale, 0 orphaned"),
            "{messages}"
        );
        assert!(
            messages.ends_with("\nto mend it: cargo run -p generator\n"),
            "{messages}"
        );
        assert_eq!(fs::read_to_string(&edited).unwrap(), text);
    }

    #[test]
    fn the_command_that_mends_can_be_copied_into_a_shell() {
        let folder = with_description();
        fs::rename(
            folder.path().join("ping.yaml"),
            folder.path().join("it's.yaml"),
        )
        .unwrap();
        let Ran(code, _, messages) = ran(
            folder.path(),
            "--check --spec it's.yaml --out ping --name p",
        );
        assert_eq!(code, 1);
        let end = r"cargo run -p generator -- --spec 'it'\''s.yaml' --out ping --name p";
        assert!(messages.trim_end().ends_with(end), "{messages}");
    }

    #[test]
    fn a_faulty_description_writes_nothing() {
        let folder = with_description();
        assert_eq!(ran(folder.path(), "--spec ping.yaml --out ping").0, 0);
        let before = fs::read(folder.path().join("ping/src/lib.rs")).unwrap();
        for input in ["", "what: ever\n", "{", "\0"] {
            let Ran(code, output, messages) =
                ran_with(folder.path(), "--spec - --out ping", input.as_bytes());
            assert_eq!((code, output.as_str()), (1, ""), "{input}");
            assert!(messages.ends_with("; nothing was written\n"), "{messages}");
        }
        let after = fs::read(folder.path().join("ping/src/lib.rs")).unwrap();
        assert_eq!(after, before);
    }

    #[test]
    fn a_description_that_cannot_be_read_is_named() {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("api")).unwrap();
        for (name, reason) in [("missing.yaml", ""), ("api", "it is a folder")] {
            let Ran(code, output, messages) =
                ran(folder.path(), &format!("--spec {name} --out ping"));
            assert_eq!((code, output.as_str()), (2, ""));
            let start = format!("error: cannot read `{name}`: {reason}");
            assert!(messages.starts_with(&start), "{messages}");
        }
    }

    #[test]
    fn an_endless_description_is_read_to_the_limit_and_refused() {
        let spec = Spec::new(Path::new(""), Path::new("-"));
        let bytes = spec.read(&mut io::repeat(b'x')).unwrap();
        assert_eq!(bytes.len(), 32 * 1024 * 1024 + 1);
    }

    #[test]
    fn a_file_that_was_not_generated_stops_the_run() {
        let folder = with_description();
        fs::create_dir(folder.path().join("ping")).unwrap();
        fs::write(folder.path().join("ping/Cargo.toml"), "[package]\n").unwrap();
        let Ran(code, output, messages) = ran(folder.path(), "--spec ping.yaml --out ping");
        assert_eq!((code, output.as_str()), (2, ""));
        assert!(
            messages.contains(
                "error: ping: nothing was written, because these are in the way:\n  `Cargo.toml` "
            ),
            "{messages}"
        );
        assert_eq!(fs::read_dir(folder.path().join("ping")).unwrap().count(), 1);
    }

    #[test]
    fn wrong_names_and_unknown_options_are_wrong_usage() {
        let folder = with_description();
        for arguments in [
            "--name a/b",
            "--name 1st",
            "--name -x",
            "--force",
            "ping.yaml",
            "--list --check",
        ] {
            let Ran(code, output, messages) = ran(
                folder.path(),
                &format!("--spec ping.yaml --out ping {arguments}"),
            );
            assert_eq!((code, output.as_str()), (2, ""), "{arguments}");
            assert!(messages.starts_with("error: "), "{messages}");
        }
    }

    /// An output that fails at the first byte.
    struct Broken(io::ErrorKind);

    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_main_job_has_an_overlay_and_can_have_another_one() {
        let root = workspace();
        overlay_with(&root.path().join("mine"), "mine.rs", "//! Mine.\n");
        let library =
            || fs::read_to_string(root.path().join("generated-client/src/lib.rs")).unwrap();
        assert_eq!(ran(root.path(), "").0, 0);
        assert!(library().contains("pub mod login;"));
        let Ran(code, _, messages) = ran(root.path(), "--overlay mine --check");
        assert_eq!(code, 1);
        let end = "to mend it: cargo run -p generator -- --overlay mine\n";
        assert!(messages.ends_with(end), "{messages}");
        assert_eq!(ran(root.path(), "--overlay mine").0, 0);
        assert!(library().contains("pub mod mine;"));
        assert!(!root.path().join("generated-client/src/login.rs").exists());
    }

    #[test]
    fn another_description_has_an_overlay_only_where_it_is_named() {
        let folder = with_description();
        overlay_with(&folder.path().join("extra"), "extra.rs", "//! More.\n");
        let module = folder.path().join("ping/src/extra.rs");
        assert_eq!(ran(folder.path(), "--spec ping.yaml --out ping").0, 0);
        assert!(!module.exists());
        let arguments = "--spec ping.yaml --out ping --overlay extra";
        assert_eq!(ran(folder.path(), arguments).0, 0);
        let text = fs::read_to_string(module).unwrap();
        assert_eq!(
            text,
            "// @generated by `generator` from ping.yaml: changes made here are lost.\n\n//! More.\n"
        );
    }

    #[test]
    fn an_overlay_that_cannot_be_used_is_wrong_usage() {
        let root = workspace();
        let overlay = root.path().join(main_job::OVERLAY);
        overlay_with(&overlay, "client.rs", "");
        let Ran(code, output, messages) = ran(root.path(), "");
        assert_eq!((code, output.as_str()), (2, ""));
        assert_eq!(
            messages,
            "error: templates/overlay: the overlay cannot be used as it is\n  \
             `src/client.rs` has the name of a module that the generator makes\n    \
             help: rename it, or fold it into a module of another name\n"
        );
        fs::remove_dir_all(&overlay).unwrap();
        let Ran(code, output, messages) = ran(root.path(), "");
        assert_eq!((code, output.as_str()), (2, ""));
        let start = "error: templates/overlay: cannot read the overlay: ";
        assert!(messages.starts_with(start), "{messages}");
        assert!(!root.path().join(main_job::OUT).exists());
    }

    #[test]
    fn a_closed_pipe_is_no_failure_but_a_full_disk_is() {
        let folder = with_description();
        let code = |kind| {
            let mut terminal = Terminal {
                input: &mut io::empty(),
                output: &mut Broken(kind),
                messages: &mut Broken(io::ErrorKind::BrokenPipe),
            };
            let words = "generator --spec ping.yaml --list".split(' ');
            run_in(folder.path(), words, &mut terminal)
        };
        assert_eq!(code(io::ErrorKind::BrokenPipe), 0);
        assert_eq!(code(io::ErrorKind::StorageFull), 2);
    }

    #[test]
    fn warnings_are_counted() {
        let pointer = crate::pointer::Pointer::root();
        let mut diagnostics = Diagnostics::new();
        diagnostics.error(&pointer, "one");
        assert_eq!(Count::of(&diagnostics).to_string(), "1 error");
        diagnostics.error(&pointer, "two");
        diagnostics.warning(&pointer, "three");
        assert_eq!(Count::of(&diagnostics).to_string(), "2 errors, 1 warning");
    }
}
