//! What an overlay adds to the manifest of a client.

use std::ops::Range;

use toml_edit::de;

use super::client;
use super::tables::{Requirement, Tables, add};

/// Something in a fragment that a client cannot have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong with it, to be read behind its path.
    pub message: String,
    /// What to do instead.
    pub hint: String,
}

/// Reads a fragment, and fills in what it leaves to the client.
///
/// It is held against all that a client can have, not against what one description needs: an overlay stays
/// right when its description grows.
pub fn read(text: &str) -> Result<Tables, Vec<Fault>> {
    let mut fragment: Tables =
        de::from_str(text).map_err(|error| vec![unreadable(&error, text)])?;
    let client = client(|_| true).map_err(|error| vec![own_fault(&error)])?;
    let mut faults = Vec::new();
    for (name, requirement) in &mut fragment.dependencies {
        let place = format!("dependencies.{name}");
        match client.dependencies.get(name) {
            Some(own) => {
                faults.extend(version_fault(&place, requirement, own));
                faults.extend(setting_faults(&place, requirement, own));
                fill_in(requirement, own);
            }
            None => faults.extend(no_version(&place, requirement)),
        }
    }
    for (name, requirement) in &mut fragment.dev_dependencies {
        let place = format!("dev-dependencies.{name}");
        if requirement.optional.is_some() {
            faults.push(Fault {
                message: format!("says `optional` for `{place}`, which cargo does not take there"),
                hint: "leave `optional` out".to_owned(),
            });
        }
        let known = client.dependencies.get(name);
        match known.or_else(|| fragment.dependencies.get(name)) {
            Some(own) => {
                faults.extend(version_fault(&place, requirement, own));
                fill_in(requirement, own);
            }
            None => faults.extend(no_version(&place, requirement)),
        }
    }
    if faults.is_empty() {
        Ok(fragment)
    } else {
        Err(faults)
    }
}

/// Without a version, the rest is the client's too.
fn fill_in(requirement: &mut Requirement, own: &Requirement) {
    if requirement.version.is_none() {
        let mut features = own.features.clone();
        add(&mut features, &requirement.features);
        requirement.features = features;
        requirement.version.clone_from(&own.version);
        requirement.default_features = requirement.default_features.or(own.default_features);
    }
}

fn version_fault(place: &str, requirement: &Requirement, own: &Requirement) -> Option<Fault> {
    let (wanted, has) = (requirement.version.as_ref()?, own.version.as_ref()?);
    (wanted != has).then(|| Fault {
        message: format!("wants version `{wanted}` for `{place}`, where the client has `{has}`"),
        hint: "leave `version` out, or write the same".to_owned(),
    })
}

/// A client's own settings stand: it was tested with them.
fn setting_faults(
    place: &str,
    requirement: &Requirement,
    own: &Requirement,
) -> impl Iterator<Item = Fault> {
    let settings = [
        (
            "default-features",
            requirement.default_features,
            own.default_features.unwrap_or(true),
            "leave it out, and add what is needed to `features`",
        ),
        (
            "optional",
            requirement.optional,
            own.optional.unwrap_or(false),
            "leave it out; a feature can switch on what is optional with `dep:`",
        ),
    ];
    settings
        .into_iter()
        .filter_map(move |(key, said, own, hint)| {
            let said = said.filter(|said| *said != own)?;
            Some(Fault {
                message: format!(
                    "says `{key} = {said}` for `{place}`, where the client has `{own}`"
                ),
                hint: hint.to_owned(),
            })
        })
}

fn no_version(place: &str, requirement: &Requirement) -> Option<Fault> {
    requirement.version.is_none().then(|| Fault {
        message: format!("names no `version` for `{place}`"),
        hint: "add one: the client itself does not have this dependency".to_owned(),
    })
}

fn unreadable(error: &de::Error, text: &str) -> Fault {
    let line = |span: Range<usize>| {
        let before = text.as_bytes().iter().take(span.start);
        1 + before.filter(|byte| **byte == b'\n').count()
    };
    let place = match error.span() {
        Some(span) => format!(" in line {}", line(span)),
        None => String::new(),
    };
    let reason = error.message().trim().replace('\n', "; ");
    Fault {
        message: format!("is wrong{place}: {reason}"),
        hint: "a fragment has `[features]`, `[dependencies]`, `[dev-dependencies]` and `[[example]]` as \
               a `Cargo.toml` has them, and nothing else"
            .to_owned(),
    }
}

fn own_fault(error: &de::Error) -> Fault {
    Fault {
        message: format!(
            "cannot be held against that of the templates: {}",
            error.message()
        ),
        hint: "this is a fault of the generator; please report it".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let faults = read(text).unwrap_err().into_iter();
        let told = faults.map(|fault| format!("{}; {}\n", fault.message, fault.hint));
        told.collect()
    }

    #[test]
    fn an_empty_fragment_adds_nothing() {
        assert_eq!(read(""), Ok(Tables::default()));
    }

    #[test]
    fn what_the_client_has_needs_no_version() {
        let fragment = read("[dependencies]\ntokio = {features = [\"net\", \"rt\"]}\n").unwrap();
        let client = client(|_| true).unwrap();
        let (own, tokio) = (
            &client.dependencies["tokio"],
            &fragment.dependencies["tokio"],
        );
        assert_eq!(tokio.version, own.version);
        assert_eq!(tokio.default_features, Some(false));
        assert_eq!(tokio.features, ["rt", "time", "net"]);
    }

    #[test]
    fn settings_that_differ_from_those_of_the_client_are_refused() {
        assert_eq!(
            told(
                "\
[dependencies]
bytes = {version = '1', optional = true}
hyper = {default-features = true, optional = false}
http = {default-features = false}
new = {features = ['a']}
[dev-dependencies]
tokio = '0.2'
new = {}
newer = {version = '1', optional = true}
"
            ),
            "\
wants version `1` for `dependencies.bytes`, where the client has `1.12.2`; leave `version` out, or write the same
says `optional = true` for `dependencies.bytes`, where the client has `false`; leave it out; a feature can switch on what is optional with `dep:`
says `default-features = true` for `dependencies.hyper`, where the client has `false`; leave it out, and add what is needed to `features`
says `optional = false` for `dependencies.hyper`, where the client has `true`; leave it out; a feature can switch on what is optional with `dep:`
says `default-features = false` for `dependencies.http`, where the client has `true`; leave it out, and add what is needed to `features`
names no `version` for `dependencies.new`; add one: the client itself does not have this dependency
wants version `0.2` for `dev-dependencies.tokio`, where the client has `1.54.1`; leave `version` out, or write the same
says `optional` for `dev-dependencies.newer`, which cargo does not take there; leave `optional` out
"
        );
    }

    #[test]
    fn what_is_no_fragment_is_told_with_its_line() {
        let message = |text: &str| read(text).unwrap_err().remove(0).message;
        for (text, expected) in [
            (
                "[package]\nname = 'a'\n",
                "line 1: unknown field `package`, expected one of `features`, `dependencies`, \
                 `dev-dependencies`, `example`",
            ),
            ("[features\n", "line 1: unclosed table, expected `]`"),
            (
                "[features]\na = 1\n",
                "line 2: invalid type: integer `1`, expected a sequence",
            ),
            ("[features]\na = []\na = []\n", "line 3: duplicate key"),
            (
                "[dependencies]\n\na = {version = '1', path = '../a'}\n",
                "line 3: unknown field `path`, expected one of `version`, `default-features`, \
                 `features`, `optional`",
            ),
            (
                "[dependencies]\na = 1\n",
                "line 2: invalid type: integer `1`, expected a version or a table",
            ),
            (
                "example = ['login']\n",
                "line 1: invalid type: string \"login\", expected a table",
            ),
            (
                "[[example]]\nrequired-features = []\n",
                "line 1: missing field `name`",
            ),
            (
                "[[example]]\nname = 'login'\npath = 'login.rs'\n",
                "line 3: unknown field `path`, expected `name` or `required-features`",
            ),
        ] {
            assert_eq!(message(text), format!("is wrong in {expected}"));
        }
    }
}
