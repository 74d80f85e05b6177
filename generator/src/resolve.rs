//! Follows `$ref` (OpenAPI 3.0.4, "Reference Object") to the item that it stands for.

use indexmap::IndexMap;
use openapiv3::{
    Components, OpenAPI, Parameter, ReferenceOr, RequestBody, Response, Schema, SecurityScheme,
};

use crate::diagnostics::Diagnostics;
use crate::pointer::Pointer;

/// So many references are followed from one place; people need two or three.
const MAX_STEPS: usize = 100;

/// An item and where it really stands.
#[derive(Clone, Debug)]
pub struct Resolved<'a, T> {
    /// The item.
    pub item: &'a T,
    /// Its place, which is not the place of the reference.
    pub pointer: Pointer,
    /// The key of the component, where a reference led here.
    pub component: Option<&'a str>,
}

/// An item in place, or the text of a reference to it.
#[derive(Debug)]
pub enum Start<'a, T> {
    /// The item.
    Item(&'a T),
    /// The value of `$ref`.
    Reference(&'a str),
}

impl<'a, T> From<&'a ReferenceOr<T>> for Start<'a, T> {
    fn from(item: &'a ReferenceOr<T>) -> Self {
        match item {
            ReferenceOr::Item(item) => Self::Item(item),
            ReferenceOr::Reference { reference } => Self::Reference(reference),
        }
    }
}

impl<'a, T> From<&'a ReferenceOr<Box<T>>> for Start<'a, T> {
    fn from(item: &'a ReferenceOr<Box<T>>) -> Self {
        match item {
            ReferenceOr::Item(item) => Self::Item(item),
            ReferenceOr::Reference { reference } => Self::Reference(reference),
        }
    }
}

/// Follows references into the components of one description.
#[derive(Clone, Copy, Debug)]
pub struct Resolver<'a> {
    components: Option<&'a Components>,
}

impl<'a> Resolver<'a> {
    /// Follows references into `openapi`.
    pub fn new(openapi: &'a OpenAPI) -> Self {
        Self {
            components: openapi.components.as_ref(),
        }
    }

    /// The schema that stands at `pointer`, or that the reference there leads to.
    pub fn schema(
        &self,
        start: Start<'a, Schema>,
        pointer: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<Resolved<'a, Schema>> {
        self.follow(
            start,
            pointer,
            "schemas",
            |components| &components.schemas,
            diagnostics,
        )
    }

    /// The parameter that stands at `pointer`, or that the reference there leads to.
    pub fn parameter(
        &self,
        start: Start<'a, Parameter>,
        pointer: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<Resolved<'a, Parameter>> {
        self.follow(
            start,
            pointer,
            "parameters",
            |components| &components.parameters,
            diagnostics,
        )
    }

    /// The request body that stands at `pointer`, or that the reference there leads to.
    pub fn request_body(
        &self,
        start: Start<'a, RequestBody>,
        pointer: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<Resolved<'a, RequestBody>> {
        self.follow(
            start,
            pointer,
            "requestBodies",
            |components| &components.request_bodies,
            diagnostics,
        )
    }

    /// The response that stands at `pointer`, or that the reference there leads to.
    pub fn response(
        &self,
        start: Start<'a, Response>,
        pointer: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<Resolved<'a, Response>> {
        self.follow(
            start,
            pointer,
            "responses",
            |components| &components.responses,
            diagnostics,
        )
    }

    /// The security scheme that stands at `pointer`, or that the reference there leads to.
    pub fn security_scheme(
        &self,
        start: Start<'a, SecurityScheme>,
        pointer: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<Resolved<'a, SecurityScheme>> {
        self.follow(
            start,
            pointer,
            "securitySchemes",
            |components| &components.security_schemes,
            diagnostics,
        )
    }

    fn follow<T>(
        &self,
        start: Start<'a, T>,
        pointer: &Pointer,
        section: &str,
        entries: impl Fn(&'a Components) -> &'a IndexMap<String, ReferenceOr<T>>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Resolved<'a, T>> {
        let empty = IndexMap::new();
        let mut step = start;
        let mut place = pointer.clone();
        let mut component = None;
        let mut visited: Vec<Pointer> = Vec::new();
        loop {
            let reference = match step {
                Start::Item(item) => {
                    return Some(Resolved {
                        item,
                        pointer: place,
                        component,
                    });
                }
                Start::Reference(reference) => reference,
            };
            let entries = self.components.map(&entries);
            let keys = entries.unwrap_or(&empty).keys();
            let key = component_key(reference, section, keys, &place, diagnostics)?;
            let Some((key, next)) = entries.and_then(|entries| entries.get_key_value(&key)) else {
                report_missing(
                    reference,
                    section,
                    entries.unwrap_or(&empty).keys(),
                    &place,
                    diagnostics,
                );
                return None;
            };
            place = Pointer::root().join("components").join(section).join(key);
            if visited.contains(&place) {
                report_cycle(&visited, &place, diagnostics);
                return None;
            }
            if visited.len() == MAX_STEPS {
                diagnostics
                    .error(
                        &pointer.join("$ref"),
                        format!("this leads to a reference, and on to another, more than {MAX_STEPS} times"),
                    )
                    .hint("refer to the item itself");
                return None;
            }
            visited.push(place.clone());
            component = Some(key.as_str());
            step = Start::from(next);
        }
    }
}

/// Reads `#/components/{section}/{key}`; says why where `reference` is anything else.
fn component_key<'k>(
    reference: &str,
    section: &str,
    keys: impl Iterator<Item = &'k String>,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let Some(target) = Pointer::from_reference(reference) else {
        let message = format!("the reference {reference:?} leads out of this description");
        diagnostics
            .error(&pointer.join("$ref"), message)
            .hint(format!(
                "move what it stands for into this file, under `components/{section}`"
            ));
        return None;
    };
    let tokens: Vec<String> = target.tokens().collect();
    match tokens.as_slice() {
        [components, found, key] if components == "components" && found == section => {
            Some(key.clone())
        }
        [components, found, _] if components == "components" && is_section(found) => {
            let message = format!(
                "the reference {reference:?} leads to `{found}`, where one of `{section}` belongs"
            );
            diagnostics
                .error(&pointer.join("$ref"), message)
                .hint(format!("point it to an entry of `components/{section}`"));
            None
        }
        [components, _, _] if components == "components" => {
            report_missing(reference, section, keys, pointer, diagnostics);
            None
        }
        _ => {
            let message = format!(
                "the reference {reference:?} does not lead to a component, which is not covered yet"
            );
            diagnostics.error(&pointer.join("$ref"), message).hint(format!(
                "move what it stands for to `components/{section}` and refer to it there from both places"
            ));
            None
        }
    }
}

fn is_section(name: &str) -> bool {
    matches!(
        name,
        "schemas"
            | "responses"
            | "parameters"
            | "examples"
            | "requestBodies"
            | "headers"
            | "securitySchemes"
            | "links"
            | "callbacks"
    )
}

fn report_missing<'k>(
    reference: &str,
    section: &str,
    keys: impl Iterator<Item = &'k String>,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) {
    let wanted = reference.rsplit('/').next().unwrap_or(reference);
    let nearest = keys
        .map(|key| (strsim::jaro_winkler(key, wanted), key))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|(left, _), (right, _)| left.total_cmp(right));
    let hint = match nearest {
        Some((_, key)) => format!("did you mean `#/components/{section}/{key}`?"),
        None => format!("add it to `components/{section}`, or take the reference out"),
    };
    diagnostics
        .error(
            &pointer.join("$ref"),
            format!("the reference {reference:?} leads to nothing"),
        )
        .hint(hint);
}

fn report_cycle(visited: &[Pointer], place: &Pointer, diagnostics: &mut Diagnostics) {
    let start = visited
        .iter()
        .position(|seen| seen == place)
        .unwrap_or_default();
    let diagnostic = diagnostics.error(&place.join("$ref"), "this reference leads back to itself");
    for seen in visited.iter().skip(start + 1) {
        diagnostic.related(&seen.join("$ref"), "by way of this one");
    }
    diagnostic.hint("let one of them hold the item itself");
}
