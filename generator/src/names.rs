//! The only place where identifiers are made.
//!
//! A name is decided in three steps: a candidate from the words of the description, a number where
//! candidates meet, a trailing `_` where the language or the generated code itself uses the word.
//! Wire names are never touched: they stay in the [`Api`], at the same index.

mod media_types;
mod servers;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, Field, Input, Model, Operation, Shape};

use words::{Case, Role};

pub use servers::{ServerNames, VariableNames};

/// The identifiers of a client, parallel to the lists of its [`Api`].
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// One for each of [`Api::operations`].
    pub operations: Vec<OperationNames>,
    /// One for each of [`Api::models`].
    pub models: Vec<ModelNames>,
    /// One for each of [`Api::schemes`].
    pub schemes: Vec<SchemeNames>,
    /// One for each of [`Api::servers`].
    pub servers: Vec<ServerNames>,
    /// The module of each of [`Api::tags`].
    pub modules: Vec<String>,
    /// The module of the operations that have no tag.
    pub untagged: String,
}

/// The identifiers of one security scheme.
#[derive(Clone, Debug)]
pub struct SchemeNames {
    /// The constant that stands for it.
    pub constant: String,
    /// The method that sets its credential.
    pub setter: String,
}

/// The identifiers of one operation.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// The struct.
    pub ident: String,
    /// The struct of its required values, where they come as one.
    pub required: String,
    /// One for each of [`Operation::inputs`].
    pub inputs: Vec<FieldNames>,
}

/// The identifiers of one model.
#[derive(Clone, Debug)]
pub struct ModelNames {
    /// The type.
    pub ident: String,
    /// The struct of its required values, where they come as one.
    pub required: String,
    /// One for each field of an object.
    pub fields: Vec<FieldNames>,
    /// The field of the members that the description does not name.
    pub rest: FieldNames,
    /// One for each value of an enum, or for each body of several.
    pub variants: Vec<String>,
    /// The variant of the values that the description does not name.
    pub unknown: String,
}

/// The identifiers of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldNames {
    /// The field, and the argument of `new`.
    pub field: String,
    /// The method that sets it.
    pub setter: String,
    /// The variable that holds it while an object is read.
    pub local: String,
}

/// Type names that the generated models use themselves, and one that has the name of its own function.
const USED_IN_MODELS: &[&str] = &[
    "BTreeMap",
    "Box",
    "Err",
    "From",
    "Into",
    "IntoIterator",
    "MapAccess",
    "New",
    "None",
    "Ok",
    "Option",
    "RequestBuilder",
    "Result",
    "Secret",
    "Self",
    "SerializeMap",
    "Some",
    "StreamBuilder",
    "String",
    "ToValue",
    "Vec",
];

/// Type names that the generated operations use themselves, and one that has the name of its own function.
const USED_IN_OPERATIONS: &[&str] = &[
    "BTreeMap",
    "Body",
    "Box",
    "Bytes",
    "Client",
    "Credentials",
    "Err",
    "Error",
    "File",
    "Into",
    "IntoIterator",
    "Media",
    "Method",
    "New",
    "None",
    "Ok",
    "Operation",
    "Option",
    "Part",
    "RequestBuilder",
    "Requirement",
    "Response",
    "Result",
    "Secret",
    "Self",
    "Some",
    "StreamBuilder",
    "StreamOperation",
    "String",
    "Vec",
];

/// Methods that a setter must not hide or be taken for: those of an operation, those that its derives give, and those
/// of the operators.
const USED_AS_METHODS: &[&str] = &[
    "add",
    "bitand",
    "bitor",
    "bitxor",
    "clone",
    "default",
    "div",
    "encode_into",
    "into_request",
    "mul",
    "new",
    "rem",
    "request",
    "response",
    "send",
    "send_blocking",
    "shl",
    "shr",
    "sub",
];

/// Methods of all credentials.
const USED_IN_CREDENTIALS: &[&str] = &[
    "apply",
    "apply_to",
    "clone",
    "default",
    "new",
    "with_authorize",
    "with_secret",
];

/// Constants of every API.
const USED_AS_CONSTANTS: &[&str] = &["BASE_URL", "TITLE", "VERSION"];

/// Variables of the generated code that reads an object.
const USED_AS_LOCALS: &[&str] = &["key", "object"];

/// Modules whose file cannot be made on every system, and the one that holds all of them.
const USED_AS_MODULES: &[&str] = &["aux", "con", "nul", "operations", "prn"];

/// Package names that cargo, an operating system or a client's own dependencies have taken.
const USED_AS_PACKAGES: &[&str] = &[
    "alloc",
    "aux",
    "base64",
    "build",
    "bytes",
    "con",
    "core",
    "deps",
    "examples",
    "form-urlencoded",
    "futures-core",
    "getrandom",
    "hmac",
    "http",
    "http-body",
    "hyper",
    "incremental",
    "itoa",
    "nul",
    "percent-encoding",
    "prn",
    "proc-macro",
    "reqwest",
    "serde",
    "serde-json",
    "sha1",
    "sha2",
    "std",
    "subtle",
    "test",
    "tokio",
    "tracing",
    "url",
    "zeroize",
];

/// The name of the package for an API with this title.
pub fn package(title: &str) -> String {
    let mut name = words::identifier(title, Role::Package, Case::Kebab);
    name.truncate(56);
    let name = name.trim_end_matches('-');
    if USED_AS_PACKAGES.contains(&name) || words::is_keyword(name) {
        format!("{name}-client")
    } else {
        name.to_owned()
    }
}

/// Whether cargo takes `name` for a package, and a client can have it.
pub fn is_package(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= 64
        && name.chars().all(plain)
        && !USED_AS_PACKAGES.contains(&name.replace('_', "-").as_str())
        && !words::is_keyword(name)
}

/// Whether a hand-written module can have this name, in Rust and as a file on every system.
pub fn is_module(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(plain)
        && !USED_AS_MODULES.contains(&name)
        && !words::is_keyword(name)
}

/// Decides all names of a client.
pub fn decide(api: &Api) -> Names {
    let operations = type_names(
        &api.operations,
        Role::Operation,
        USED_IN_OPERATIONS,
        operation_words,
        |operation| operation.pointer.to_string(),
    );
    // A component keeps its name where an inline schema would like the same.
    let models = type_names(
        &api.models,
        Role::Model,
        USED_IN_MODELS,
        |model| model.words.join(" "),
        |model: &Model| {
            format!(
                "{} {} {}",
                model.words.len(),
                model.words.join(" "),
                model.pointer
            )
        },
    );
    let mut modules = unique(
        api.tags
            .iter()
            .map(|tag| words::identifier(&tag.name, Role::Module, Case::Snake)),
    );
    for module in &mut modules {
        words::avoid_keyword(module);
        avoid(module, USED_AS_MODULES);
    }
    let mut untagged = "untagged".to_owned();
    while modules.contains(&untagged) {
        untagged.push('_');
    }
    Names {
        operations: with_required(&operations)
            .zip(&api.operations)
            .map(|((ident, required), operation)| OperationNames {
                ident,
                required,
                inputs: fields(
                    operation
                        .inputs
                        .iter()
                        .map(|input: &Input| input.name.as_str()),
                ),
            })
            .collect(),
        models: with_required(&models)
            .zip(&api.models)
            .map(|((ident, required), model)| model_names(ident, required, model))
            .collect(),
        schemes: schemes(api),
        servers: servers::decide(api),
        modules,
        untagged,
    }
}

fn schemes(api: &Api) -> Vec<SchemeNames> {
    let keys = api.schemes.iter().map(|scheme| scheme.key.as_str());
    let names = unique(keys.map(|key| words::identifier(key, Role::Scheme, Case::Snake)));
    let names = names.into_iter().map(|name| {
        let mut constant = name.to_ascii_uppercase();
        avoid(&mut constant, USED_AS_CONSTANTS);
        let mut setter = name;
        words::avoid_keyword(&mut setter);
        avoid(&mut setter, USED_IN_CREDENTIALS);
        SchemeNames { constant, setter }
    });
    names.collect()
}

fn operation_words(operation: &Operation) -> String {
    match &operation.id {
        Some(id) => id.clone(),
        None if operation.path.trim_matches('/').is_empty() => {
            format!("{} root", operation.method.to_ascii_lowercase())
        }
        None => format!(
            "{} {}",
            operation.method.to_ascii_lowercase(),
            operation.path
        ),
    }
}

fn model_names(ident: String, required: String, model: &Model) -> ModelNames {
    let mut names = ModelNames {
        ident,
        required,
        fields: Vec::new(),
        rest: field_names("additional_properties"),
        variants: Vec::new(),
        unknown: String::new(),
    };
    match &model.shape {
        Shape::Object { fields: list, .. } => {
            let rest = ["additional properties"];
            let mut all = fields(
                list.iter()
                    .map(|field: &Field| field.name.as_str())
                    .chain(rest),
            );
            if let Some(rest) = all.pop() {
                names.rest = rest;
            }
            names.fields = all;
        }
        Shape::Parts { fields: list, .. } => {
            names.fields = fields(list.iter().map(|field: &Field| field.name.as_str()));
        }
        Shape::Alternatives(list) => {
            let media_types = list.iter().map(|one| one.media_type.as_str());
            names.variants = media_types::variants(media_types);
            let variants = names.variants.iter_mut();
            variants.for_each(|name| avoid(name, &["Self"]));
        }
        Shape::Enum { values } => {
            let mut all = variants_and(values, ["Unknown".to_owned()]);
            names.unknown = all.pop().unwrap_or_default();
            names.variants = all;
        }
    }
    names
}

/// The variants of some texts.
fn variants(values: &[String]) -> Vec<String> {
    variants_and(values, [])
}

/// The same with others behind them.
fn variants_and(values: &[String], others: impl IntoIterator<Item = String>) -> Vec<String> {
    let candidates = values
        .iter()
        .map(|value| words::identifier(value, Role::Variant, Case::Pascal));
    let mut all = unique(candidates.chain(others));
    all.iter_mut().for_each(|name| avoid(name, &["Self"]));
    all
}

/// The names of a list of types. Where candidates meet, `order` says who comes first, so that the
/// order of the description does not matter.
fn type_names<T>(
    items: &[T],
    role: Role,
    used: &[&str],
    words: impl Fn(&T) -> String,
    order: impl Fn(&T) -> String,
) -> Vec<String> {
    let mut sorted: Vec<(usize, &T)> = items.iter().enumerate().collect();
    sorted.sort_by_cached_key(|(_, item)| order(item));
    let names = unique(
        sorted
            .iter()
            .map(|(_, item)| words::identifier(&words(item), role, Case::Pascal)),
    );
    let mut placed: Vec<(usize, String)> =
        sorted.iter().map(|(index, _)| *index).zip(names).collect();
    placed.sort_unstable();
    let mut names: Vec<String> = placed.into_iter().map(|(_, name)| name).collect();
    names.iter_mut().for_each(|name| avoid(name, used));
    names
}

/// Beside each type, the name of the struct of its required values.
fn with_required(names: &[String]) -> impl Iterator<Item = (String, String)> {
    names.iter().map(move |name| {
        let mut required = format!("{}Required", name.trim_end_matches('_'));
        while names.contains(&required) {
            required.push('_');
        }
        (name.clone(), required)
    })
}

fn fields<'a>(names: impl Iterator<Item = &'a str>) -> Vec<FieldNames> {
    let candidates = unique(names.map(|name| words::identifier(name, Role::Field, Case::Snake)));
    candidates.iter().map(|name| field_names(name)).collect()
}

fn field_names(name: &str) -> FieldNames {
    let mut field = name.to_owned();
    words::avoid_keyword(&mut field);
    let mut setter = field.clone();
    avoid(&mut setter, USED_AS_METHODS);
    let mut local = field.clone();
    avoid(&mut local, USED_AS_LOCALS);
    FieldNames {
        field,
        setter,
        local,
    }
}

fn avoid(name: &mut String, used: &[&str]) {
    if used.contains(&name.as_str()) {
        name.push('_');
    }
}

/// Numbers candidates that meet: the first keeps its name, the later ones get 2, 3 and so on, but never
/// a name that another candidate has of its own.
fn unique(candidates: impl Iterator<Item = String>) -> Vec<String> {
    let candidates: Vec<String> = candidates.collect();
    let natural: BTreeSet<&str> = candidates.iter().map(String::as_str).collect();
    let mut next: BTreeMap<&str, usize> = BTreeMap::new();
    let mut numbered: BTreeSet<String> = BTreeSet::new();
    let mut names = Vec::with_capacity(candidates.len());
    for candidate in &candidates {
        let Some(count) = next.get_mut(candidate.as_str()) else {
            next.insert(candidate, 1);
            names.push(candidate.clone());
            continue;
        };
        names.push(loop {
            *count += 1;
            let separator = if candidate.ends_with(|c: char| c.is_ascii_digit()) {
                "_"
            } else {
                ""
            };
            let name = format!("{candidate}{separator}{count}");
            if !natural.contains(name.as_str()) && numbered.insert(name.clone()) {
                break name;
            }
        });
    }
    names
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::ir::{Contents, Direction, Docs, Tag, Type};
    use crate::pointer::Pointer;

    use super::*;

    fn unique_of(candidates: &[&str]) -> Vec<String> {
        unique(candidates.iter().map(|&name| name.to_owned()))
    }

    #[test]
    fn the_later_of_two_equal_names_gets_a_number() {
        assert_eq!(
            unique_of(&["ccid", "cctk", "ccid"]),
            ["ccid", "cctk", "ccid2"]
        );
    }

    #[test]
    fn a_number_never_takes_a_name_that_is_there() {
        assert_eq!(unique_of(&["a", "a", "a2"]), ["a", "a3", "a2"]);
        assert_eq!(unique_of(&["a1", "a1"]), ["a1", "a1_2"]);
        assert_eq!(
            unique_of(&["a", "a2", "a2", "a", "a"]),
            ["a", "a2", "a2_2", "a3", "a4"]
        );
    }

    #[test]
    fn keywords_and_methods_get_an_underscore() {
        let names = fields(["type", "Type", "new", "key"].into_iter());
        let of = |field: &str, setter: &str, local: &str| FieldNames {
            field: field.to_owned(),
            setter: setter.to_owned(),
            local: local.to_owned(),
        };
        assert_eq!(
            names,
            [
                of("type_", "type_", "type_"),
                of("type2", "type2", "type2"),
                of("new", "new_", "new"),
                of("key", "key", "key_"),
            ]
        );
    }

    #[test]
    fn a_title_becomes_a_package() {
        for (title, expected) in [
            ("Swagger Petstore", "swagger-petstore"),
            ("../../etc", "etc"),
            ("", "client"),
            ("42", "client-42"),
            ("std", "std-client"),
            ("match", "match-client"),
            ("GitHub v3 REST API", "git-hub-v3-rest-api"),
        ] {
            assert_eq!(package(title), expected, "{title:?}");
            assert!(is_package(&package(title)), "{title:?}");
        }
    }

    #[test]
    fn a_struct_of_required_values_steps_aside_for_a_type_of_that_name() {
        let names = ["Pet".to_owned(), "PetRequired".to_owned()];
        let pairs: Vec<_> = with_required(&names)
            .map(|(_, required)| required)
            .collect();
        assert_eq!(pairs, ["PetRequired_", "PetRequiredRequired"]);
    }

    /// Any text; texts that are close to each other, so that names meet; words that something has taken.
    fn name() -> impl Strategy<Value = String> {
        let taken = [
            USED_IN_MODELS,
            USED_IN_OPERATIONS,
            USED_AS_METHODS,
            USED_AS_LOCALS,
        ]
        .concat();
        prop_oneof![
            any::<String>(),
            "[abAB _-]{0,3}[12]{0,2}",
            "\\PC{0,3}(type|Self|unknown|required|_|1|é|名){0,3}",
            "[a-z ]{80,130}",
            prop::sample::select(taken).prop_map(str::to_owned),
            prop::sample::select(words::KEYWORDS).prop_map(str::to_owned),
        ]
    }

    fn names() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec(name(), 0..12)
    }

    /// The names that a list gets as operations.
    fn as_operations(names: &[String]) -> Vec<String> {
        type_names(
            names,
            Role::Operation,
            USED_IN_OPERATIONS,
            String::clone,
            String::clone,
        )
    }

    fn as_fields(names: &[String]) -> Vec<FieldNames> {
        fields(names.iter().map(String::as_str))
    }

    /// A client of an object for each name with all names as members, an enum with all of them as values, and a tag
    /// for each name.
    fn client(names: &[String]) -> Names {
        let pointer = |index: usize| Pointer::root().index(index);
        let field = |name: &String| Field {
            pointer: Pointer::root(),
            name: name.clone(),
            required: false,
            direction: Direction::Both,
            ty: Type::String,
            contents: Contents::Text,
            docs: Docs::default(),
        };
        let object = || Shape::Object {
            fields: names.iter().map(field).collect(),
            rest: Some(Type::Any),
        };
        let values = Shape::Enum {
            values: names.to_vec(),
        };
        let model = |(index, (words, shape)): (usize, (Vec<String>, Shape))| Model {
            pointer: pointer(index),
            words,
            docs: Docs::default(),
            shape,
            sent: true,
            received: true,
            as_value: false,
            streams: false,
        };
        let objects = names.iter().map(|name| (vec![name.clone()], object()));
        let models = objects.chain([(names.to_vec(), values)]);
        decide(&Api {
            models: models.enumerate().map(model).collect(),
            tags: names
                .iter()
                .map(|name| Tag {
                    name: name.clone(),
                    description: None,
                })
                .collect(),
            ..Api::default()
        })
    }

    fn all_differ(names: &[&str]) -> bool {
        names.iter().collect::<BTreeSet<_>>().len() == names.len()
    }

    fn is_identifier(name: &str) -> bool {
        syn::parse_str::<syn::Ident>(name).is_ok() && !words::is_keyword(name)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

        #[test]
        fn any_list_of_texts_gets_different_legal_names(list in names()) {
            let client = client(&list);
            let mut scopes: Vec<Vec<&str>> = vec![
                client
                    .models
                    .iter()
                    .flat_map(|model| [model.ident.as_str(), &model.required])
                    .collect(),
                client.modules.iter().chain([&client.untagged]).map(String::as_str).collect(),
            ];
            let operations = as_operations(&list);
            scopes.push(operations.iter().map(String::as_str).collect());
            for model in &client.models {
                let is_enum = !model.variants.is_empty();
                let fields = || model.fields.iter().chain((!is_enum).then_some(&model.rest));
                scopes.push(fields().map(|names| names.field.as_str()).collect());
                scopes.push(fields().map(|names| names.setter.as_str()).collect());
                scopes.push(fields().map(|names| names.local.as_str()).collect());
                let unknown = is_enum.then_some(&model.unknown);
                scopes.push(model.variants.iter().chain(unknown).map(String::as_str).collect());
            }
            for scope in scopes {
                prop_assert!(all_differ(&scope), "{scope:?}");
                for name in scope {
                    prop_assert!(is_identifier(name), "{name:?}");
                }
            }
        }

        #[test]
        fn no_name_hides_what_generated_code_uses(list in names()) {
            for name in as_operations(&list) {
                prop_assert!(!USED_IN_OPERATIONS.contains(&name.as_str()));
            }
            let client = client(&list);
            for model in &client.models {
                prop_assert!(!USED_IN_MODELS.contains(&model.ident.as_str()));
            }
            for names in as_fields(&list) {
                prop_assert!(!USED_AS_METHODS.contains(&names.setter.as_str()));
                prop_assert!(!USED_AS_LOCALS.contains(&names.local.as_str()));
            }
        }

        #[test]
        fn any_title_becomes_a_package(title in name()) {
            prop_assert!(is_package(&package(&title)), "{}", package(&title));
        }

        #[test]
        fn a_name_that_is_free_changes_no_other(list in names(), more in name(), place in any::<prop::sample::Index>()) {
            let place = place.index(list.len() + 1);
            let mut longer = list.clone();
            longer.insert(place, more.clone());

            let before = as_operations(&list);
            let mut after = as_operations(&longer);
            after.remove(place);
            let mut wanted = words::identifier(&more, Role::Operation, Case::Pascal);
            avoid(&mut wanted, USED_IN_OPERATIONS);
            if !before.contains(&wanted) {
                prop_assert_eq!(before, after);
            }

            let before = as_fields(&list);
            let mut after = as_fields(&longer);
            after.remove(place);
            let wanted = field_names(&words::identifier(&more, Role::Field, Case::Snake));
            if !before.contains(&wanted) {
                prop_assert_eq!(before, after);
            }
        }

        #[test]
        fn the_order_of_the_description_does_not_matter_to_types(list in names().prop_shuffle()) {
            let sorted = {
                let mut sorted = list.clone();
                sorted.sort();
                sorted
            };
            let of = |list: &[String]| {
                let mut pairs: Vec<(String, String)> = list.iter().cloned().zip(as_operations(list)).collect();
                pairs.sort();
                pairs
            };
            prop_assert_eq!(of(&list), of(&sorted));
        }
    }
}
