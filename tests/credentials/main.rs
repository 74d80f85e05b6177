//! Where the four values come from, what they sign, and how they are kept.

#![cfg(test)]

mod calls;
mod clever_tools;
mod environment;
mod persist;
mod secrets;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use generated_client::credentials::{Credentials, CredentialsError, Environment};
use generated_client::oauth1::{Consumer, Token};
use tempfile::TempDir;

/// An environment of these variables, and no others.
fn environment<N: ToString, V: Into<OsString>>(
    variables: impl IntoIterator<Item = (N, V)>,
) -> Environment {
    let variables: BTreeMap<String, OsString> = variables
        .into_iter()
        .map(|(name, value)| (name.to_string(), value.into()))
        .collect();
    Environment::from_fn(move |name| variables.get(name).cloned())
}

/// A file of its own in a folder of its own.
struct Scratch {
    folder: TempDir,
}

impl Scratch {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn with(text: impl AsRef<[u8]>) -> Self {
        let scratch = Self::new();
        fs::write(scratch.path(), text).unwrap();
        scratch
    }

    fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn path(&self) -> PathBuf {
        self.folder().join("file.json")
    }

    /// Reads the file as that of clever-tools.
    fn environment(&self) -> Environment {
        environment([("CONFIGURATION_FILE", self.path())])
    }

    /// What an error says about the file, without its path.
    fn told(&self, error: &CredentialsError) -> String {
        error
            .to_string()
            .replace(self.path().to_str().unwrap(), "FILE")
    }
}

fn sample() -> Credentials {
    Credentials::new(
        Consumer::new("key", "consumer secret"),
        Token::new("token", "token secret"),
    )
}

/// Consumer key, consumer secret, token and token secret.
fn four(credentials: &Credentials) -> [&str; 4] {
    let (consumer, token) = (credentials.consumer(), credentials.token());
    [
        consumer.key(),
        consumer.secret().expose(),
        token.token().expose(),
        token.secret().expose(),
    ]
}

/// Key and secret of the public consumer of clever-tools.
const PUBLIC: [&str; 2] = [
    "T5nFjKeHH4AIlEveuGhB5S3xg8T19e",
    "MgVMqTr6fWlf2M0tkC2MXOnhfqBWDT",
];
