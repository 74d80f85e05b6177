//! Operations: what a caller gives, and where each value is sent.

mod body;
mod parameters;

use std::collections::HashMap;

use openapiv3::{OpenAPI, Operation as Source, PathItem, ReferenceOr};

use crate::diagnostics::Diagnostics;
use crate::ir::{Docs, Input, Operation, PathPart, PathStyle, Place, Serialization, Type};
use crate::pointer::Pointer;
use crate::resolve::Resolver;

use super::answers;
use super::path::{self, Part};
use super::schemas::Schemas;
use super::security::Security;
use super::servers::Servers;

/// Lowers every operation, and collects the tags that they are filed under.
pub(super) fn lower<'a>(
    openapi: &'a OpenAPI,
    schemas: &mut Schemas<'a>,
    security: &mut Security,
    servers: &mut Servers,
    tags: &mut Vec<String>,
    diagnostics: &mut Diagnostics,
) -> Vec<Operation> {
    let mut operations = Vec::new();
    let mut ids = HashMap::new();
    for (key, item) in &openapi.paths.paths {
        let pointer = Pointer::root().join("paths").join(key);
        let item = match item {
            ReferenceOr::Item(item) => item,
            ReferenceOr::Reference { .. } => {
                diagnostics
                    .error(
                        &pointer.join("$ref"),
                        "a reference to a path item is not covered yet",
                    )
                    .hint("write the path item in place");
                continue;
            }
        };
        for (method, source) in methods(item) {
            let place = pointer.join(&method.to_ascii_lowercase());
            let context = Context {
                key,
                method,
                item,
                source,
                item_pointer: &pointer,
                pointer: place,
            };
            context.check_id(&mut ids, diagnostics);
            let required = security.of(source.security.as_deref(), &context.pointer, diagnostics);
            let operation = context.lower(schemas, servers, tags, diagnostics);
            operations.extend(operation.map(|operation| Operation {
                security: required,
                ..operation
            }));
        }
    }
    operations
}

/// The operations of a path, in the order of the standard.
fn methods(item: &PathItem) -> impl Iterator<Item = (&'static str, &Source)> {
    [
        ("GET", &item.get),
        ("PUT", &item.put),
        ("POST", &item.post),
        ("DELETE", &item.delete),
        ("OPTIONS", &item.options),
        ("HEAD", &item.head),
        ("PATCH", &item.patch),
        ("TRACE", &item.trace),
    ]
    .into_iter()
    .filter_map(|(method, source)| source.as_ref().map(|source| (method, source)))
}

/// One operation of the description, and what stands around it.
pub(super) struct Context<'a, 'p> {
    key: &'a str,
    pub(super) method: &'static str,
    item: &'a PathItem,
    pub(super) source: &'a Source,
    item_pointer: &'p Pointer,
    pub(super) pointer: Pointer,
}

impl<'a> Context<'a, '_> {
    fn lower(
        &self,
        schemas: &mut Schemas<'a>,
        servers: &mut Servers,
        tags: &mut Vec<String>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Operation> {
        if self.source.request_body.is_some() {
            self.check_method_of_body(diagnostics);
        }
        let template = self.template(diagnostics);
        let mut inputs = parameters::lower(self, schemas, diagnostics);
        let body = body::lower(self, schemas, &mut inputs, diagnostics);
        let answers = answers::lower(self, schemas, diagnostics);
        let success = answers::success(&answers.list, diagnostics);
        let failure = answers::failure(&answers.list, diagnostics);
        let parts = self.place_variables(template?, &mut inputs, schemas.resolver, diagnostics);
        let server = self.server(servers, diagnostics)?;
        let server = server.map(|(url, docs)| {
            inputs.push(self.server_input(docs));
            url
        });
        Some(Operation {
            pointer: self.pointer.clone(),
            id: self.source.operation_id.clone(),
            method: self.method,
            path: self.key.to_owned(),
            parts,
            server,
            tag: self.source.tags.first().map(|name| file_under(name, tags)),
            docs: self.docs(),
            inputs,
            body: body?,
            accept: answers::accept(&answers.list),
            answers: answers.all_good()?,
            success: success?,
            failure: failure?,
            security: Vec::new(),
            streams: false,
        })
    }

    /// The server of its own, and what to tell of it. The servers of the operation stand in place of those of its path,
    /// and these in place of those of the description. The outer `None` means that there is a fault, which was told.
    fn server(
        &self,
        servers: &mut Servers,
        diagnostics: &mut Diagnostics,
    ) -> Option<Option<(String, Docs)>> {
        let (sources, owner) = match (self.source.servers.as_slice(), self.item.servers.as_slice())
        {
            ([], []) => return Some(None),
            ([], of_path) => (of_path, self.item_pointer),
            (own, _) => (own, &self.pointer),
        };
        servers.of_operation(sources, owner, diagnostics).map(Some)
    }

    fn server_input(&self, docs: Docs) -> Input {
        Input {
            pointer: self.pointer.clone(),
            name: "server".to_owned(),
            place: Place::Server,
            required: false,
            ty: Type::String,
            docs,
        }
    }

    /// Two operations of one id get different names, but nobody can tell which is which.
    fn check_id(&self, ids: &mut HashMap<&'a str, Pointer>, diagnostics: &mut Diagnostics) {
        let Some(id) = &self.source.operation_id else {
            return;
        };
        let place = self.pointer.join("operationId");
        if let Some(first) = ids.get(id.as_str()) {
            diagnostics
                .warning(
                    &place,
                    format!(
                        "the operationId {id:?} stands here again; one of the two gets a number"
                    ),
                )
                .related(first, "the first one")
                .hint("give each operation an id of its own");
        } else {
            ids.insert(id, place);
        }
    }

    /// What inline schemas of this operation are named after.
    pub(super) fn words(&self) -> Vec<String> {
        match &self.source.operation_id {
            Some(id) => vec![id.clone()],
            None => vec![format!("{} {}", self.method.to_ascii_lowercase(), self.key)],
        }
    }

    fn docs(&self) -> Docs {
        Docs {
            summary: self
                .source
                .summary
                .clone()
                .or_else(|| self.item.summary.clone()),
            description: self
                .source
                .description
                .clone()
                .or_else(|| self.item.description.clone()),
            notes: Vec::new(),
            deprecated: self.source.deprecated,
        }
    }

    fn template(&self, diagnostics: &mut Diagnostics) -> Option<Vec<Part>> {
        match path::parse(self.key) {
            Ok(template) => Some(template),
            Err(reason) => {
                diagnostics
                    .error(
                        self.item_pointer,
                        format!("this path cannot be taken apart: {reason}"),
                    )
                    .hint("write it like `/pets/{id}/photo`, each name once");
                None
            }
        }
    }

    /// Joins the variables of the path with the inputs that fill them.
    fn place_variables(
        &self,
        template: Vec<Part>,
        inputs: &mut Vec<Input>,
        resolver: Resolver<'a>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<PathPart> {
        let is_path = |input: &Input| matches!(input.place, Place::Path(_));
        let mut parts = Vec::new();
        for part in template {
            parts.push(match part {
                Part::Literal(text) => PathPart::Literal(text),
                Part::Variable(name) => {
                    let found = inputs
                        .iter()
                        .position(|input| is_path(input) && input.name == name);
                    PathPart::Input(found.unwrap_or_else(|| {
                        // What is wrong with a declared one was told.
                        if !parameters::declares(self, &name, resolver) {
                            self.warn_of_undeclared(&name, diagnostics);
                        }
                        inputs.push(self.text_in_path(name));
                        inputs.len() - 1
                    }))
                }
            });
        }
        for (index, input) in inputs.iter().enumerate() {
            if is_path(input) && !parts.contains(&PathPart::Input(index)) {
                diagnostics
                    .error(
                        &input.pointer,
                        format!("the path has no `{{{}}}` for this parameter", input.name),
                    )
                    .related(self.item_pointer, "the path")
                    .hint("add it to the path, or say where else the parameter is sent");
            }
        }
        parts
    }

    fn warn_of_undeclared(&self, name: &str, diagnostics: &mut Diagnostics) {
        diagnostics
            .warning(
                &self.pointer,
                format!(
                    "the path's variable {name:?} is no declared parameter; it is taken as a string"
                ),
            )
            .hint(format!(
                "add `{{name: {name}, in: path, required: true, schema: {{type: string}}}}`"
            ));
    }

    fn text_in_path(&self, name: String) -> Input {
        Input {
            pointer: self.pointer.clone(),
            name,
            place: Place::Path(Serialization::Style(PathStyle::Simple, false)),
            required: true,
            ty: Type::String,
            docs: Docs::default(),
        }
    }

    /// RFC 9110, section 9.3: none of these methods gives a body a meaning.
    fn check_method_of_body(&self, diagnostics: &mut Diagnostics) {
        let place = self.pointer.join("requestBody");
        match self.method {
            "TRACE" => {
                diagnostics
                    .error(&place, "HTTP forbids a body in a TRACE request")
                    .hint("take it out");
            }
            "GET" | "HEAD" | "DELETE" => {
                let message = format!(
                    "HTTP gives the body of a {} request no meaning, and some servers refuse it; it is sent as described",
                    self.method
                );
                diagnostics
                    .warning(&place, message)
                    .hint("use query parameters, or the method `post`");
            }
            _ => {}
        }
    }
}

fn file_under(name: &str, tags: &mut Vec<String>) -> usize {
    tags.iter().position(|tag| tag == name).unwrap_or_else(|| {
        tags.push(name.to_owned());
        tags.len() - 1
    })
}
