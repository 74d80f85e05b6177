//! The file in which clever-tools, Clever Cloud's command line, keeps its logins.

use std::path::PathBuf;

use super::api_host::ApiHost;
use super::file::{File, Node};
use super::{Credentials, CredentialsError, Environment};
use crate::oauth1::{Consumer, Token};

impl Consumer {
    /// The consumer of clever-tools, with which `clever login` gets its tokens and which must sign whatever uses them.
    ///
    /// Its secret stands in the source of clever-tools for everybody to read. Clever Cloud means it to: a program that
    /// people install cannot keep a secret, and this one opens nothing without a user's token. So nobody needs to report
    /// it. An application of your own gets a consumer of its own.
    pub fn clever_tools() -> Self {
        Self::new(
            "T5nFjKeHH4AIlEveuGhB5S3xg8T19e",
            "MgVMqTr6fWlf2M0tkC2MXOnhfqBWDT",
        )
    }
}

/// The name that clever-tools gives to the profile of a login without `--alias`, and to that of an older file.
const DEFAULT_ALIAS: &str = "default";

/// Reads the profile of this name, or the active one.
pub(super) fn read(
    environment: &Environment,
    alias: Option<&str>,
) -> Result<Credentials, CredentialsError> {
    let path = path(environment).ok_or_else(|| {
        not_found(
            "the file clever-cloud/clever-tools.json (neither `XDG_CONFIG_HOME` nor `HOME` is set, so nobody knows in \
             which folder)",
        )
    })?;
    let Some(file) = File::read(&path)? else {
        let path = path.display();
        return Err(not_found(format!("the file {path} (there is none)")));
    };
    let Some(profile) = profile(&file, alias)? else {
        return Err(match alias {
            Some(alias) => CredentialsError::NoProfile {
                path,
                alias: alias.to_owned(),
            },
            None => not_found(format!(
                "a login in the file {} (it holds none)",
                path.display()
            )),
        });
    };
    credentials(environment, &profile)
}

fn path(environment: &Environment) -> Option<PathBuf> {
    if let Some(file) = environment.path("CONFIGURATION_FILE") {
        return Some(file.into());
    }
    let of_windows = environment.path("APPDATA").filter(|_| cfg!(windows));
    let folder = of_windows
        .or_else(|| environment.path("XDG_CONFIG_HOME"))
        .map(PathBuf::from);
    let of_home = || Some(PathBuf::from(environment.path("HOME")?).join(".config"));
    let folder = folder.or_else(of_home)?;
    Some(folder.join("clever-cloud").join("clever-tools.json"))
}

fn not_found(looked_for: impl Into<String>) -> CredentialsError {
    CredentialsError::NotFound {
        looked_for: vec![looked_for.into()],
        remedies: vec!["log in with `clever login`"],
    }
}

/// The object with token and secret. `None` where there is no such profile, or nobody is logged in.
fn profile<'a>(file: &'a File, alias: Option<&str>) -> Result<Option<Node<'a>>, CredentialsError> {
    let root = file.root();
    let (version, profiles) = (root.member("version")?, root.member("profiles")?);
    if !version.is_set() && !profiles.is_set() {
        return before_profiles(root, alias);
    }
    if version.integer()? != 1 {
        return Err(version.fault("is not 1, so a newer clever-tools has written this file"));
    }
    if !profiles.is_set() {
        return Ok(None);
    }
    let Some(alias) = alias else {
        return Ok(profiles.list()?.into_iter().next());
    };
    for profile in profiles.list()? {
        if profile.member("alias")?.text()?.expose() == alias {
            return Ok(Some(profile));
        }
    }
    Ok(None)
}

/// A file of clever-tools before 4.6.0 is a profile itself. After `clever logout` it is an empty object.
fn before_profiles<'a>(
    root: Node<'a>,
    alias: Option<&str>,
) -> Result<Option<Node<'a>>, CredentialsError> {
    let is_wanted = alias.is_none_or(|alias| alias == DEFAULT_ALIAS);
    let is_login = root.member("token")?.is_set() || root.member("secret")?.is_set();
    Ok((is_wanted && is_login).then_some(root))
}

fn credentials(
    environment: &Environment,
    profile: &Node<'_>,
) -> Result<Credentials, CredentialsError> {
    let token = profile.member("token")?.text()?.clone();
    let secret = profile.member("secret")?.text()?.clone();
    let expiration_date = profile.member("expirationDate")?.optional_text()?;
    let overrides = profile.member("overrides")?;
    let consumer = match consumer(&overrides)? {
        Some(consumer) => consumer,
        None => environment.clever_consumer()?,
    };
    let api_host = match api_host(&overrides)? {
        Some(host) => Some(host),
        None => environment.api_host()?,
    };
    Ok(Credentials {
        expiration_date: expiration_date.map(|date| date.expose().to_owned()),
        api_host,
        ..Credentials::new(consumer, Token::new(token, secret))
    })
}

/// Key and secret together, or neither: half of them would sign with another consumer's other half.
fn consumer(overrides: &Node<'_>) -> Result<Option<Consumer>, CredentialsError> {
    if !overrides.is_set() {
        return Ok(None);
    }
    let key = overrides.member("OAUTH_CONSUMER_KEY")?;
    let secret = overrides.member("OAUTH_CONSUMER_SECRET")?;
    if !key.is_set() && !secret.is_set() {
        return Ok(None);
    }
    let (key, secret) = (key.text()?, secret.text()?);
    Ok(Some(Consumer::new(key.expose(), secret.clone())))
}

fn api_host(overrides: &Node<'_>) -> Result<Option<ApiHost>, CredentialsError> {
    if !overrides.is_set() {
        return Ok(None);
    }
    overrides.member("API_HOST")?.api_host()
}
