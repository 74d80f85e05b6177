//! The URL of a server with its variables (OpenAPI 3.0.4, "Server Variable Object").

use std::borrow::Cow;

use indexmap::IndexSet;
use openapiv3::{Server as Source, ServerVariable as SourceVariable};

use crate::diagnostics::Diagnostics;
use crate::ir::{Server, ServerPart, ServerPlace, ServerVariable};
use crate::pointer::Pointer;

use super::url;

/// A server while it is lowered.
pub(super) struct Template<'a> {
    source: &'a Source,
    place: &'a Pointer,
}

/// A part of the URL as written.
enum Piece<'a> {
    Literal(&'a str),
    /// The name between the braces.
    Variable(&'a str),
}

impl<'a> Template<'a> {
    pub(super) fn new(source: &'a Source, place: &'a Pointer) -> Self {
        Self { source, place }
    }

    /// `None` means that there is a fault, which was told. A URL without scheme and host starts with `/`.
    pub(super) fn lower(&self, diagnostics: &mut Diagnostics) -> Option<Server> {
        let url = self.rooted();
        let pieces = match pieces(&url) {
            Ok(pieces) => pieces,
            Err(why) => {
                let url = &self.source.url;
                diagnostics
                    .error(
                        &self.place.join("url"),
                        format!("the server's URL {url:?} {why}"),
                    )
                    .hint("write a variable as `{name}`");
                return None;
            }
        };
        let variables = self.variables(&pieces, diagnostics)?;
        let parts = parts(&pieces, &variables);
        let server = Server {
            url: url.into_owned(),
            parts,
            variables,
            description: self.source.description.clone(),
        };
        self.check(&server, diagnostics)?;
        Some(server)
    }

    /// The URL; one that is only a path starts with a slash.
    fn rooted(&self) -> Cow<'a, str> {
        let url = self.source.url.as_str();
        let first = url.split('/').next().unwrap_or_default();
        let has_scheme = first.contains(':')
            || self
                .source
                .variables
                .iter()
                .flatten()
                .any(|(name, variable)| {
                    url.starts_with(&format!("{{{name}}}")) && variable.default.contains("://")
                });
        if has_scheme || first.is_empty() && !url.is_empty() {
            return Cow::Borrowed(url);
        }
        let path = if first == "." {
            url.trim_start_matches('.')
        } else {
            url
        };
        Cow::Owned(format!("/{}", path.trim_start_matches('/')))
    }

    /// The variables that stand in the URL.
    fn variables(
        &self,
        pieces: &[Piece<'_>],
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<ServerVariable>> {
        let is_used = |name: &str| {
            let mut pieces = pieces.iter();
            pieces.any(|piece| matches!(piece, Piece::Variable(used) if *used == name))
        };
        let mut variables = Vec::new();
        for (name, source) in self.source.variables.iter().flatten() {
            if is_used(name) {
                variables.push(self.variable(name, source, diagnostics));
            } else {
                diagnostics
                    .warning(
                        &self.place.join("variables").join(name),
                        format!("the server's URL has no `{{{name}}}`: the variable has no effect"),
                    )
                    .related(&self.place.join("url"), "the URL")
                    .hint("add it to the URL, or take it out");
            }
        }
        let mut good = Some(());
        for piece in pieces {
            let Piece::Variable(name) = piece else {
                continue;
            };
            if !variables.iter().any(|variable| variable.name == *name) {
                diagnostics
                    .error(
                        &self.place.join("url"),
                        format!("the variable {name:?} of the server's URL is not declared"),
                    )
                    .hint(format!(
                        "declare it beside `url`: `variables: {{{name}: {{default: ...}}}}`"
                    ));
                good = None;
            }
        }
        good.map(|()| variables)
    }

    fn variable(
        &self,
        name: &str,
        source: &SourceVariable,
        diagnostics: &mut Diagnostics,
    ) -> ServerVariable {
        let place = self.place.join("variables").join(name);
        let mut values: IndexSet<String> = source.enumeration.iter().cloned().collect();
        if !values.is_empty() && values.insert(source.default.clone()) {
            diagnostics
                .warning(
                    &place.join("default"),
                    format!(
                        "the default {:?} is not among the values of `enum`; it is taken as one of them",
                        source.default
                    ),
                )
                .related(&place.join("enum"), "the values")
                .hint("add it there, or make one of them the default");
        }
        ServerVariable {
            name: name.to_owned(),
            default: source.default.clone(),
            values: values.into_iter().collect(),
            description: source.description.clone(),
        }
    }

    /// The URL has to hold up with every value that the description names.
    fn check(&self, server: &Server, diagnostics: &mut Diagnostics) -> Option<()> {
        self.check_values(server, diagnostics, |index, value| {
            places(server, index).all(|place| can_stand(value, place))
        })?;
        let url = filled(server, None);
        if let Err((message, hint)) = url::check(&url) {
            diagnostics
                .error(
                    &self.place.join("url"),
                    format!("the server's URL {url:?} {message}"),
                )
                .hint(hint);
            return None;
        }
        self.check_values(server, diagnostics, |index, value| {
            url::check(&filled(server, Some((index, value)))).is_ok()
        })
    }

    fn check_values(
        &self,
        server: &Server,
        diagnostics: &mut Diagnostics,
        is_good: impl Fn(usize, &str) -> bool,
    ) -> Option<()> {
        let mut good = Some(());
        for (index, variable) in server.variables.iter().enumerate() {
            let default =
                (!variable.values.contains(&variable.default)).then_some(&variable.default);
            let values = variable.values.iter().chain(default);
            for value in values.filter(|value| !is_good(index, value)) {
                diagnostics
                    .error(
                        &self.place_of(variable, value),
                        format!(
                            "{value:?} cannot stand where the server's URL has `{{{}}}`",
                            variable.name
                        ),
                    )
                    .related(&self.place.join("url"), "the URL")
                    .hint("write what the URL has there, percent-encoded where that is needed; nothing else can be part of it");
                good = None;
            }
        }
        good
    }

    fn place_of(&self, variable: &ServerVariable, value: &str) -> Pointer {
        let place = self.place.join("variables").join(&variable.name);
        let source = self.source.variables.iter().flatten();
        let mut source = source.filter(|(name, _)| **name == variable.name);
        let index = source.next().and_then(|(_, source)| {
            let mut values = source.enumeration.iter();
            values.position(|known| known == value)
        });
        match index {
            Some(index) => place.join("enum").index(index),
            None => place.join("default"),
        }
    }
}

/// Takes a URL apart. The error says what is wrong.
fn pieces(url: &str) -> Result<Vec<Piece<'_>>, &'static str> {
    let mut pieces = Vec::new();
    let mut rest = url;
    while let Some((literal, tail)) = rest.split_once('{') {
        pieces.push(Piece::Literal(literal));
        let (name, tail) = tail.split_once('}').ok_or("has a `{` without a `}`")?;
        if name.is_empty() || name.contains('{') {
            return Err("has a `{` that is not followed by a name and `}`");
        }
        pieces.push(Piece::Variable(name));
        rest = tail;
    }
    pieces.push(Piece::Literal(rest));
    let is_closed =
        |piece: &Piece<'_>| !matches!(piece, Piece::Literal(text) if text.contains('}'));
    if pieces.iter().all(is_closed) {
        Ok(pieces)
    } else {
        Err("has a `}` without a `{`")
    }
}

/// Says of each variable where it stands. What the template leaves open, its default tells: `https://a.example{base}`
/// with the default `/v1` has a path there, not a part of the host. But other values can be shorter than the default: as
/// long as only variables have written slashes, each of them may stand behind the host.
fn parts(pieces: &[Piece<'_>], variables: &[ServerVariable]) -> Vec<ServerPart> {
    let mut parts = Vec::new();
    let mut before = String::new();
    let mut has_root = false;
    let mut pieces = pieces.iter().peekable();
    while let Some(piece) = pieces.next() {
        let name = match piece {
            Piece::Literal("") => continue,
            Piece::Literal(text) => {
                let path = match before.contains("://") {
                    true => Some(*text),
                    false => text.split_once("://").map(|(_, rest)| rest),
                };
                has_root |= path.is_some_and(|path| path.contains('/'));
                before.push_str(text);
                parts.push(ServerPart::Literal((*text).to_owned()));
                continue;
            }
            Piece::Variable(name) => name,
        };
        let after = match pieces.peek() {
            Some(Piece::Literal(text)) => text,
            _ => "",
        };
        let found = variables
            .iter()
            .enumerate()
            .find(|(_, variable)| variable.name == *name);
        let Some((index, variable)) = found else {
            continue;
        };
        let place = match place(&before, variable, after) {
            ServerPlace::Path if before.contains("://") && !has_root => ServerPlace::RootedPath,
            place => place,
        };
        parts.push(ServerPart::Variable(index, place));
        before.push_str(&variable.default);
    }
    parts
}

/// Where a variable stands that has this text before it, the defaults of others included, and this text behind it.
fn place(before: &str, variable: &ServerVariable, after: &str) -> ServerPlace {
    let texts = || variable.values.iter().chain([&variable.default]);
    match before.split_once("://") {
        Some((_, "")) if variable.default.contains('/') => ServerPlace::Whole,
        Some((_, authority)) if !authority.contains('/') => {
            let is_end = (after.is_empty() || after.starts_with('/'))
                && !authority.ends_with(['.', ':', '-']);
            if texts().any(|text| text.starts_with('/'))
                || is_end && texts().all(|text| text.is_empty())
            {
                ServerPlace::RootedPath
            } else {
                ServerPlace::Origin
            }
        }
        Some(_) => ServerPlace::Path,
        None if variable.default.contains("://") => ServerPlace::Whole,
        None if after.contains("://") => ServerPlace::Origin,
        None => ServerPlace::Path,
    }
}

/// The URL with the defaults, but for one variable that has this value.
pub(super) fn filled(server: &Server, value: Option<(usize, &str)>) -> String {
    let mut url = String::new();
    for part in &server.parts {
        match part {
            ServerPart::Literal(text) => url.push_str(text),
            ServerPart::Variable(index, _) => match value {
                Some((other, value)) if other == *index => url.push_str(value),
                _ => {
                    let variable = server.variables.get(*index);
                    url.push_str(variable.map_or("", |variable| &variable.default));
                }
            },
        }
    }
    url
}

fn places(server: &Server, index: usize) -> impl Iterator<Item = ServerPlace> {
    server.parts.iter().filter_map(move |part| match part {
        ServerPart::Variable(other, place) if *other == index => Some(*place),
        _ => None,
    })
}

fn can_stand(value: &str, place: ServerPlace) -> bool {
    match place {
        ServerPlace::Origin => value.chars().all(url::can_stand_in_origin),
        ServerPlace::RootedPath if !value.is_empty() && !value.starts_with('/') => false,
        ServerPlace::RootedPath | ServerPlace::Path | ServerPlace::Whole => {
            value.chars().all(url::can_stand) && !value.contains(['?', '#'])
        }
    }
}
