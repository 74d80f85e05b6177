//! The provider of `provider.py`, as a process.

use std::env;
use std::io::{BufRead, BufReader, Write, stderr};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Which Python runs the provider: the one of `PYTHON`, else `python3`.
fn python() -> Command {
    Command::new(env::var_os("PYTHON").unwrap_or("python3".into()))
}

/// The version of oauthlib. Where there is none, says so on standard error, also to those who do not ask for the output
/// of tests that pass.
pub fn version() -> Option<String> {
    let asked = python()
        .args(["-c", "import oauthlib; print(oauthlib.__version__)"])
        .output();
    let why = match asked {
        Ok(output) if output.status.success() => {
            return Some(String::from_utf8(output.stdout).unwrap().trim().to_owned());
        }
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            text.lines().last().unwrap_or_default().to_owned()
        }
        Err(error) => error.to_string(),
    };
    let line = format!(
        "\nSKIPPED: no login against oauthlib was tested, because it cannot be run: {why}\n\
         (`pip install oauthlib` in a virtual environment, and name its Python in PYTHON)\n\n"
    );
    // What `eprintln!` writes is only shown when a test fails.
    stderr().write_all(line.as_bytes()).unwrap();
    None
}

/// A running provider; it ends when it is dropped.
pub struct Provider {
    child: Child,
    port: u16,
}

impl Provider {
    /// A provider with this consumer. All that it makes up begins with `start`.
    pub fn start(key: &str, secret: &str, start: &str) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("oauthlib/provider.py");
        let mut child = python()
            .arg(script)
            .args([key, secret, start])
            // Whatever the locale, arguments are UTF-8; and the folder of the script stays clean.
            .env("PYTHONUTF8", "1")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("listening on ").unwrap();
        Self {
            child,
            port: port.parse().unwrap(),
        }
    }

    pub fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}/v2", self.port)
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
