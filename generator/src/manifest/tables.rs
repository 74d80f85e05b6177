//! The tables of a manifest that both a client and an overlay have.

use std::fmt;

use indexmap::IndexMap;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml_edit::{Array, ArrayOfTables, InlineTable, Item, Table, Value, value};

/// Features, dependencies and examples, each in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tables {
    /// `[features]`: what each switches on.
    pub features: IndexMap<String, Vec<String>>,
    /// `[dependencies]`
    pub dependencies: IndexMap<String, Requirement>,
    /// `[dev-dependencies]`
    pub dev_dependencies: IndexMap<String, Requirement>,
    /// `[[example]]`
    #[serde(rename = "example")]
    pub examples: Vec<Example>,
}

/// What is wanted of a dependency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requirement {
    /// The version; an overlay can leave it out for what a client has too.
    pub version: Option<String>,
    /// Whether its default features are on, where that is said.
    pub default_features: Option<bool>,
    /// Its features.
    pub features: Vec<String>,
    /// Whether only a feature brings it, where that is said.
    pub optional: Option<bool>,
}

/// A program in the folder `examples`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table", rename_all = "kebab-case")]
pub struct Example {
    /// Its name.
    pub name: String,
    /// The features without which it is left out.
    #[serde(default)]
    pub required_features: Vec<String>,
}

impl Tables {
    /// Adds what `more` has: new entries behind those that are here, and new features to entries that both have.
    pub fn extend(&mut self, more: &Self) {
        for (feature, needs) in &more.features {
            add(self.features.entry(feature.clone()).or_default(), needs);
        }
        for (name, requirement) in &more.dependencies {
            let here = self.dependencies.entry(name.clone());
            let here = here.or_insert_with(|| requirement.clone());
            add(&mut here.features, &requirement.features);
        }
        self.dev_dependencies.extend(more.dev_dependencies.clone());
        self.examples.extend(more.examples.clone());
    }

    /// The tables as TOML, without those that are empty.
    pub fn items(&self) -> impl Iterator<Item = (&'static str, Item)> {
        let features = table(&self.features, |needs| value(Array::from_iter(needs)));
        let dependencies = table(&self.dependencies, |one| value(one.to_value()));
        let dev_dependencies = table(&self.dev_dependencies, |one| value(one.to_value()));
        let examples: ArrayOfTables = self.examples.iter().map(Example::to_table).collect();
        let items = [
            ("features", Item::Table(features)),
            ("dependencies", Item::Table(dependencies)),
            ("dev-dependencies", Item::Table(dev_dependencies)),
            ("example", Item::ArrayOfTables(examples)),
        ];
        items.into_iter().filter(|(_, item)| {
            !item.as_table().is_some_and(Table::is_empty)
                && !item
                    .as_array_of_tables()
                    .is_some_and(ArrayOfTables::is_empty)
        })
    }
}

/// Adds to a list what it does not have yet.
pub(super) fn add(list: &mut Vec<String>, more: &[String]) {
    for one in more {
        if !list.contains(one) {
            list.push(one.clone());
        }
    }
}

fn table<T>(entries: &IndexMap<String, T>, item: impl Fn(&T) -> Item) -> Table {
    let entries = entries.iter();
    entries.map(|(key, entry)| (key, item(entry))).collect()
}

impl Requirement {
    fn to_value(&self) -> Value {
        let version = self.version.as_deref().unwrap_or("*");
        let mut table = InlineTable::new();
        table.insert("version", version.into());
        if let Some(default_features) = self.default_features {
            table.insert("default-features", default_features.into());
        }
        if !self.features.is_empty() {
            table.insert("features", Array::from_iter(&self.features).into());
        }
        if self.optional == Some(true) {
            table.insert("optional", true.into());
        }
        match table.len() {
            1 => version.into(),
            _ => table.into(),
        }
    }
}

impl Example {
    fn to_table(&self) -> Table {
        let mut table = Table::new();
        table.insert("name", value(&self.name));
        if !self.required_features.is_empty() {
            let features = Array::from_iter(&self.required_features);
            table.insert("required-features", value(features));
        }
        table
    }
}

/// A version alone, or a table of settings.
impl<'de> Deserialize<'de> for Requirement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RequirementVisitor)
    }
}

struct RequirementVisitor;

impl<'de> Visitor<'de> for RequirementVisitor {
    type Value = Requirement;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a version or a table")
    }

    fn visit_str<E: de::Error>(self, version: &str) -> Result<Requirement, E> {
        Ok(Requirement {
            version: Some(version.to_owned()),
            ..Requirement::default()
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Requirement, A::Error> {
        let settings = Settings::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Requirement {
            version: settings.version,
            default_features: settings.default_features,
            features: settings.features,
            optional: settings.optional,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Settings {
    version: Option<String>,
    default_features: Option<bool>,
    #[serde(default)]
    features: Vec<String>,
    optional: Option<bool>,
}
