//! The names of servers, and of what their variables can hold.

use std::collections::BTreeMap;

use crate::ir::{Api, Server, ServerVariable};

use super::words::{self, Case, Role};
use super::{FieldNames, avoid, fields, unique};

/// The identifiers of one server.
#[derive(Clone, Debug)]
pub struct ServerNames {
    /// The constant, or the struct of one with variables.
    pub ident: String,
    /// One for each of its variables.
    pub variables: Vec<VariableNames>,
}

/// The identifiers of one variable.
#[derive(Clone, Debug)]
pub struct VariableNames {
    /// The field.
    pub names: FieldNames,
    /// The enum of its values, where it has some. Variables of one name and the same values share it.
    pub ident: String,
    /// One for each of its values.
    pub variants: Vec<String>,
}

/// A longer description is none that names a server.
const LONGEST_NAME: usize = 32;

/// Type names that the generated servers use themselves, and one that has the name of its own function.
const USED_IN_SERVERS: &[&str] = &["Default", "Into", "New", "Self", "String", "UrlBuilder"];

/// Methods of a server.
const USED_AS_METHODS: &[&str] = &["url"];

/// Decides the names of all servers.
pub(super) fn decide(api: &Api) -> Vec<ServerNames> {
    let words = words(&api.servers);
    let constants = unique(
        words
            .iter()
            .map(|words| words::identifier(words, Role::Server, Case::Shouty)),
    );
    let is_struct = |server: &&Server| !server.variables.is_empty();
    let structs = words
        .iter()
        .zip(&api.servers)
        .filter(|(_, server)| is_struct(server))
        .map(|(words, _)| words::identifier(words, Role::Server, Case::Pascal));
    let enums = enums(api);
    let count = structs.clone().count();
    let mut types = unique(
        structs.chain(
            enums
                .iter()
                .map(|variable| words::identifier(&variable.name, Role::Model, Case::Pascal)),
        ),
    );
    types
        .iter_mut()
        .for_each(|name| avoid(name, USED_IN_SERVERS));
    let of_enums: BTreeMap<Key<'_>, String> = enums
        .iter()
        .map(|variable| key(variable))
        .zip(types.split_off(count))
        .collect();
    let mut types = types.into_iter();
    constants
        .into_iter()
        .zip(&api.servers)
        .map(|(constant, server)| ServerNames {
            ident: match is_struct(&server) {
                true => types.next().unwrap_or_default(),
                false => constant,
            },
            variables: variables(server, &of_enums),
        })
        .collect()
}

/// What tells one enum from another.
type Key<'a> = (&'a str, &'a [String]);

fn key(variable: &ServerVariable) -> Key<'_> {
    (&variable.name, &variable.values)
}

/// The variables with values, each kind once.
fn enums(api: &Api) -> Vec<&ServerVariable> {
    let mut enums: Vec<&ServerVariable> = Vec::new();
    for variable in api.servers.iter().flat_map(|server| &server.variables) {
        let is_known = enums.iter().any(|known| key(known) == key(variable));
        if !variable.values.is_empty() && !is_known {
            enums.push(variable);
        }
    }
    enums
}

fn variables(server: &Server, enums: &BTreeMap<Key<'_>, String>) -> Vec<VariableNames> {
    let names = server
        .variables
        .iter()
        .map(|variable| variable.name.as_str());
    fields(names)
        .into_iter()
        .zip(&server.variables)
        .map(|(mut names, variable)| {
            avoid(&mut names.setter, USED_AS_METHODS);
            VariableNames {
                names,
                ident: enums.get(&key(variable)).cloned().unwrap_or_default(),
                variants: super::variants(&variable.values),
            }
        })
        .collect()
}

/// What each server is called: its description where that is short, else its host, with the path where hosts meet.
fn words(servers: &[Server]) -> Vec<String> {
    let hosts: Vec<String> = servers.iter().map(host).collect();
    let is_one_of_several = |host: &str| hosts.iter().filter(|other| *other == host).count() > 1;
    servers
        .iter()
        .zip(&hosts)
        .map(|(server, host)| match said(server) {
            Some(said) => said.to_owned(),
            None if is_one_of_several(host) => fixed(behind_scheme(&server.url), server),
            None => host.clone(),
        })
        .collect()
}

/// `Production server.` says no more than `Production`, in a module of servers.
fn said(server: &Server) -> Option<&str> {
    let text = server.description.as_deref()?.trim().trim_end_matches('.');
    let text = match text.rsplit_once(' ') {
        Some((text, last)) if last.eq_ignore_ascii_case("server") => text.trim_end(),
        _ => text,
    };
    let is_short = text.chars().count() <= LONGEST_NAME && !text.contains(['\n', '/', '{']);
    (is_short && text.contains(char::is_alphanumeric)).then_some(text)
}

fn behind_scheme(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest)
}

/// The host without the port.
fn host(server: &Server) -> String {
    let url = behind_scheme(&server.url);
    let authority = url.split('/').next().unwrap_or_default();
    fixed(authority.split(':').next().unwrap_or_default(), server)
}

/// A part of the URL without its variables, or with their defaults where there is nothing else.
fn fixed(text: &str, server: &Server) -> String {
    let with = |value: fn(&ServerVariable) -> &str| {
        let variables = server.variables.iter();
        variables.fold(text.to_owned(), |text, variable| {
            text.replace(&format!("{{{}}}", variable.name), value(variable))
        })
    };
    let fixed = with(|_| " ");
    match fixed.contains(char::is_alphanumeric) {
        true => fixed,
        false => with(|variable| &variable.default),
    }
}
