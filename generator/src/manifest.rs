//! The `Cargo.toml` of a client. Its dependencies are those that `templates` itself is tested with.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value, value};

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

/// The text of the manifest, for a client with these modules of `templates`.
pub fn manifest(package: Package<'_>, modules: &[&str]) -> Result<String, toml_edit::TomlError> {
    let templates: DocumentMut = templates::MANIFEST.parse()?;
    let mut document = DocumentMut::new();
    document.insert("package", Item::Table(package_table(package)));
    document.insert("features", Item::Table(features(&templates)));
    document.insert(
        "dependencies",
        Item::Table(dependencies(&templates, modules)),
    );
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
    table
}

/// The features of `templates` that a client has too.
const FEATURES: [&str; 3] = ["client", "blocking", "tracing"];

fn features(templates: &DocumentMut) -> Table {
    let mut table = Table::new();
    table.insert("default", value(Array::from_iter(["client"])));
    for feature in FEATURES {
        let needs = templates
            .get("features")
            .and_then(|features| features.get(feature));
        let needs = needs
            .and_then(Item::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        table.insert(feature, value(Array::from_iter(needs)));
    }
    table
}

/// The dependencies that only some modules have, with these modules: with any of them, it is there.
const NEEDED_BY: [(&str, &[&str]); 7] = [
    ("base64", &["oauth1"]),
    ("form_urlencoded", &["encoders/form", "oauth1"]),
    ("getrandom", &["oauth1"]),
    ("hmac", &["oauth1"]),
    ("sha1", &["oauth1"]),
    ("sha2", &["oauth1"]),
    ("subtle", &["oauth1"]),
];

fn is_needed(dependency: &str, modules: &[&str]) -> bool {
    let mut rules = NEEDED_BY.iter().filter(|(name, _)| *name == dependency);
    rules.all(|(_, users)| users.iter().any(|user| modules.contains(user)))
}

fn dependencies(templates: &DocumentMut, modules: &[&str]) -> Table {
    let mut table = Table::new();
    let all = templates.get("dependencies").and_then(Item::as_table_like);
    for (name, dependency) in all.into_iter().flat_map(|all| all.iter()) {
        let is_optional = is_client_only(templates, name);
        if is_needed(name, modules) {
            table.insert(name, Item::Value(requirement(dependency, is_optional)));
        }
    }
    table
}

/// Whether only a feature needs the dependency.
fn is_client_only(templates: &DocumentMut, name: &str) -> bool {
    let wanted = format!("dep:{name}");
    let features = templates.get("features");
    FEATURES.iter().any(|feature| {
        let needs = features
            .and_then(|features| features.get(feature))
            .and_then(Item::as_array);
        needs
            .into_iter()
            .flatten()
            .any(|need| need.as_str() == Some(&wanted))
    })
}

fn requirement(dependency: &Item, is_optional: bool) -> Value {
    let version = dependency
        .as_str()
        .or_else(|| dependency.get("version").and_then(Item::as_str));
    let mut requirement = InlineTable::new();
    requirement.insert("version", version.unwrap_or("*").into());
    for key in ["default-features", "features"] {
        if let Some(setting) = dependency.get(key).and_then(Item::as_value) {
            requirement.insert(key, setting.clone().decorated("", ""));
        }
    }
    if is_optional {
        requirement.insert("optional", true.into());
    }
    requirement.fmt();
    if requirement.len() == 1 {
        version.unwrap_or("*").into()
    } else {
        Value::InlineTable(requirement)
    }
}
