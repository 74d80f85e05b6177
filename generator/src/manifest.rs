//! The `Cargo.toml` of a client. Its dependencies are those that `templates` itself is tested with, and
//! those of an overlay.

pub mod fragment;
pub mod tables;

use indexmap::IndexMap;
use serde::Deserialize;
use toml_edit::{Array, DocumentMut, Item, Table, de, value};

use tables::{Requirement, Tables};

/// What the manifest says of the package.
#[derive(Clone, Copy, Debug)]
pub struct Package<'a> {
    /// Its name.
    pub name: &'a str,
    /// One line about it.
    pub description: &'a str,
    /// Its licence, as an SPDX expression, where that is known.
    pub license: Option<&'a str>,
}

/// The text of the manifest, for a client with these modules of `templates`, and with what an overlay adds.
pub fn manifest(
    package: Package<'_>,
    modules: &[&str],
    overlay: Option<&Tables>,
) -> Result<String, de::Error> {
    let mut tables = client(|dependency| is_needed(dependency, modules))?;
    if let Some(overlay) = overlay {
        tables.extend(overlay);
    }
    let mut document = DocumentMut::new();
    document.insert("package", Item::Table(package_table(package)));
    for (key, item) in tables.items() {
        document.insert(key, item);
    }
    Ok(document.to_string())
}

fn package_table(package: Package<'_>) -> Table {
    let mut table = Table::new();
    table.insert("name", value(package.name));
    table.insert("version", value("0.1.0"));
    table.insert("edition", value("2024"));
    table.insert("rust-version", value("1.88"));
    table.insert("description", value(package.description));
    if let Some(license) = package.license {
        table.insert("license", value(license));
    }
    table.insert("metadata", Item::Table(docs_rs()));
    table
}

/// Documentation on the web shows everything, and says which feature each item needs.
fn docs_rs() -> Table {
    let mut settings = Table::new();
    settings.insert("all-features", value(true));
    settings.insert("rustdoc-args", value(Array::from_iter(["--cfg", "docsrs"])));
    ["rs", "docs"].into_iter().fold(settings, |inner, key| {
        let mut outer = Table::new();
        outer.set_implicit(true);
        outer.insert(key, Item::Table(inner));
        outer
    })
}

/// The features of `templates` that a client has too.
const FEATURES: [&str; 3] = ["client", "blocking", "tracing"];

/// What is read of the manifest of `templates`.
#[derive(Deserialize)]
struct Templates {
    features: IndexMap<String, Vec<String>>,
    dependencies: IndexMap<String, Requirement>,
}

/// What a client has without an overlay: of the dependencies of `templates` those that are wanted.
fn client(is_wanted: impl Fn(&str) -> bool) -> Result<Tables, de::Error> {
    let mut templates: Templates = de::from_str(templates::MANIFEST)?;
    let mut features = IndexMap::from([("default".to_owned(), vec!["client".to_owned()])]);
    for feature in FEATURES {
        let needs = templates.features.shift_remove(feature);
        features.insert(feature.to_owned(), needs.unwrap_or_default());
    }
    let mut dependencies = templates.dependencies;
    dependencies.retain(|name, _| is_wanted(name));
    for (name, requirement) in &mut dependencies {
        let wanted = format!("dep:{name}");
        let is_optional = features.values().any(|needs| needs.contains(&wanted));
        requirement.optional = is_optional.then_some(true);
    }
    Ok(Tables {
        features,
        dependencies,
        ..Tables::default()
    })
}

/// The dependencies that only some modules have, with these modules: with any of them, it is there.
const NEEDED_BY: [(&str, &[&str]); 9] = [
    ("base64", &["basic", "oauth1"]),
    ("form_urlencoded", &["encoders/form", "oauth1"]),
    ("futures-core", &["body"]),
    ("getrandom", &["encoders/multipart", "oauth1"]),
    ("hmac", &["oauth1"]),
    ("http-body", &["body"]),
    ("sha1", &["oauth1"]),
    ("sha2", &["oauth1"]),
    ("subtle", &["oauth1"]),
];

fn is_needed(dependency: &str, modules: &[&str]) -> bool {
    let mut rules = NEEDED_BY.iter().filter(|(name, _)| *name == dependency);
    rules.all(|(_, users)| users.iter().any(|user| modules.contains(user)))
}
