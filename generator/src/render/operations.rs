//! `operations.rs`, and a file for each tag where there are several: the operations as values.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{BodyEncoding, Decoding, Input, Operation, PathPart, Place};
use crate::layout::Group;
use crate::names::{FieldNames, OperationNames};

use super::build::{Kind, Slot, Target};
use super::imports::import;
use super::request::{self, Given};
use super::types::{Import, Scope, Types};
use super::{Context, comments, docs, example, facts, ident, security, text};

/// The files, as path and tokens.
pub(super) fn files(context: Context<'_>) -> Vec<(String, TokenStream)> {
    const DOCS: &str =
        "The operations of the API, each a value that becomes a request and reads an answer.";
    match context.layout.groups.as_slice() {
        [] => Vec::new(),
        [group] => {
            let docs = group
                .description
                .as_deref()
                .map_or_else(|| DOCS.to_owned(), |text| format!("{DOCS}\n\n{text}"));
            vec![("operations.rs".to_owned(), file(context, group, &docs))]
        }
        groups => {
            let mut files = vec![("operations.rs".to_owned(), index(groups, DOCS))];
            files.extend(groups.iter().map(|group| {
                let docs = group
                    .description
                    .as_deref()
                    .unwrap_or("Operations of one group of the API.");
                (
                    format!("operations/{}.rs", group.module),
                    file(context, group, docs),
                )
            }));
            files
        }
    }
}

/// The modules of the groups. Every operation can be named without its group, so that a tag more or less
/// in the description changes no path in a caller's code.
fn index(groups: &[Group], docs: &str) -> TokenStream {
    let docs = comments::inner(docs);
    let modules: Vec<_> = groups.iter().map(|group| ident(&group.module)).collect();
    quote! {
        #docs
        #(pub mod #modules;)*
        #(#[doc(no_inline)] pub use self::#modules::*;)*
    }
}

fn file(context: Context<'_>, group: &Group, docs: &str) -> TokenStream {
    let mut types = Types::new(context, Scope::Operations);
    let docs = comments::inner(docs);
    let items: Vec<TokenStream> = context
        .operations(&group.operations)
        .map(|(operation, names)| Renderer { operation, names }.render(&mut types))
        .collect();
    let imports = imports(context, group, &types);
    quote! {
        #docs
        #imports
        #(#items)*
    }
}

fn imports(context: Context<'_>, group: &Group, types: &Types<'_>) -> TokenStream {
    let operations = || {
        context
            .operations(&group.operations)
            .map(|(operation, _)| operation)
    };
    let plain = operations().any(|operation| !operation.streams);
    let streams = operations().any(|operation| operation.streams);
    let needs = |import| types.needs(import);
    let lines = [
        import(
            quote!(std::collections),
            [("BTreeMap", needs(Import::BTreeMap))],
        ),
        import(quote!(bytes), [("Bytes", true)]),
        import(quote!(http), [("Method", true)]),
        import(quote!(crate), [("api", needs(Import::Requirement))]),
        import(
            quote!(crate::body),
            [
                ("Body", needs(Import::Body) || streams),
                ("Media", needs(Import::Media)),
            ],
        ),
        import(
            quote!(crate::encoders),
            [
                ("encoding", needs(Import::Encoding)),
                ("path", needs(Import::Path)),
                ("query", needs(Import::Query)),
            ],
        ),
        import(
            quote!(crate::encoders::file),
            [("File", needs(Import::File))],
        ),
        import(
            quote!(crate::encoders::multipart),
            [("Part", needs(Import::Part))],
        ),
        import(
            quote!(crate::encoders::request),
            [
                ("EXPLODE", needs(Import::Explode)),
                ("FLAT", needs(Import::Flat)),
                ("RequestBuilder", plain),
            ],
        ),
        import(
            quote!(crate::encoders::stream),
            [("StreamBuilder", streams)],
        ),
        import(quote!(crate::error), [("Error", true)]),
        import(quote!(crate), [("models", needs(Import::Models))]),
        import(quote!(crate::operation), [("Operation", plain)]),
        import(quote!(crate::response), [("Response", true)]),
        import(quote!(crate::secret), [("Secret", needs(Import::Secret))]),
        import(
            quote!(crate::security),
            [("Requirement", needs(Import::Requirement))],
        ),
        import(quote!(crate::stream), [("StreamOperation", streams)]),
    ];
    quote!(#(#lines)*)
}

/// One operation while it is rendered.
struct Renderer<'a> {
    operation: &'a Operation,
    names: &'a OperationNames,
}

impl Renderer<'_> {
    fn render(&self, types: &mut Types<'_>) -> TokenStream {
        let name = ident(&self.names.ident);
        let docs = self.docs(types);
        let default = if self.operation.inputs.iter().any(|input| input.required) {
            quote!()
        } else {
            quote!(, Default)
        };
        let clone = (!self.operation.streams).then(|| quote!(Clone,));
        let fields: Vec<TokenStream> = self
            .inputs()
            .map(|(input, names)| field(input, names, types))
            .collect();
        let slots: Vec<Slot<'_>> = self
            .inputs()
            .map(|(input, names)| slot(input, names))
            .collect();
        let target = Target {
            what: "request",
            name: &self.names.ident,
            required_name: &self.names.required,
            streams: self.operation.streams,
            slots: &slots,
        };
        let (methods, required) = target.render(types);
        let operation = self.implementation(types);
        let said = &self.operation.docs;
        let deprecated = comments::deprecated(said);
        let mut inputs = self.operation.inputs.iter();
        let holds_deprecated =
            comments::allow_deprecated(inputs.any(|input| types.is_deprecated(&input.ty)));
        let names_deprecated =
            comments::allow_deprecated(said.deprecated || target.names_deprecated(types));
        quote! {
            #docs
            #deprecated
            #holds_deprecated
            #[must_use = "a request does nothing until it is sent"]
            #[non_exhaustive]
            #[derive(#clone Debug #default)]
            pub struct #name {
                #(#fields)*
            }

            #names_deprecated
            impl #name {
                #methods
            }

            #required

            #operation
        }
    }

    fn inputs(&self) -> impl Iterator<Item = (&Input, &FieldNames)> {
        self.operation.inputs.iter().zip(&self.names.inputs)
    }

    fn implementation(&self, types: &mut Types<'_>) -> TokenStream {
        let name = ident(&self.names.ident);
        let output = self
            .operation
            .success
            .ty
            .as_ref()
            .map_or_else(|| quote!(()), |ty| types.of(ty));
        let failure = self
            .operation
            .failure
            .as_ref()
            .map_or_else(|| quote!(()), |ty| types.of(ty));
        let id = match &self.operation.id {
            Some(id) => text(id),
            None => text(&format!(
                "{} {}",
                self.operation.method, self.operation.path
            )),
        };
        let (name_of_trait, head) = match self.operation.streams {
            false => (
                quote!(Operation),
                quote!(fn request(&self) -> Result<http::Request<Bytes>, Error>),
            ),
            true => (
                quote!(StreamOperation),
                quote!(fn into_request(self) -> Result<http::Request<Body>, Error>),
            ),
        };
        let request = self.request(types);
        let response = self.response();
        let operation = self.operation;
        let sent = operation.inputs.iter().any(|input| input.docs.deprecated);
        let received = [&operation.success.ty, &operation.failure];
        let mut received = received.into_iter().flatten();
        let allow = comments::allow_deprecated(
            operation.docs.deprecated || sent || received.any(|ty| types.is_deprecated(ty)),
        );
        let security = security::constant(types, operation);
        quote! {
            #allow
            impl #name_of_trait for #name {
                type Output = #output;
                type Failure = #failure;
                const ID: &'static str = #id;
                #security

                #[inline]
                #head {
                    #request
                }

                #[inline]
                fn response(response: http::Response<Bytes>) -> Result<Response<Self::Output>, Error> {
                    #response
                }
            }
        }
    }

    fn request(&self, types: &mut Types<'_>) -> TokenStream {
        let method = ident(self.operation.method);
        let mut parts = self.operation.parts.iter().peekable();
        let start = match parts.peek() {
            Some(PathPart::Literal(literal)) => {
                let literal = text(literal);
                parts.next();
                quote!(#literal)
            }
            _ => quote!(""),
        };
        let mut lines: Vec<TokenStream> = parts.map(|part| self.path_part(part, types)).collect();
        lines.extend(
            self.inputs()
                .filter_map(|(input, names)| self.encode(input, names, types)),
        );
        if let Some(body) = self.operation.body.as_ref().filter(|body| body.required) {
            lines.extend(request::required(&body.encoding));
        }
        if !self.operation.accept.is_empty() {
            let accept = text(&self.operation.accept.join(", "));
            lines.push(quote!(request.accept(#accept);));
        }
        let builder = match self.operation.streams {
            true => quote!(StreamBuilder),
            false => quote!(RequestBuilder),
        };
        if lines.is_empty() {
            return quote!(#builder::new(Method::#method, #start).build());
        }
        quote! {
            let mut request = #builder::new(Method::#method, #start);
            #(#lines)*
            request.build()
        }
    }

    /// The line that sends an input; the path has its own.
    fn encode(
        &self,
        input: &Input,
        names: &FieldNames,
        types: &mut Types<'_>,
    ) -> Option<TokenStream> {
        let given = given(input, names);
        let body = self.operation.body.as_ref();
        match (input.place, body.map(|body| &body.encoding)) {
            (Place::FormField, Some(BodyEncoding::FormFields(encodings))) => {
                Some(request::form_field(&input.name, encodings, &given, types))
            }
            (Place::Part, Some(BodyEncoding::Parts(media_types))) => {
                Some(request::part(&input.name, media_types, &given))
            }
            (Place::Body, Some(encoding)) => {
                let media_type = body.and_then(|body| body.media_types.first());
                let builder = quote!(&mut request);
                Some(request::body(
                    encoding,
                    media_type?,
                    &given,
                    &builder,
                    types,
                ))
            }
            (Place::Server, _) => {
                let (server, field) =
                    (text(self.operation.server.as_deref()?), ident(&names.field));
                Some(quote!(request.server(#server, &self.#field);))
            }
            (place, _) => request::parameter(&input.name, place, &given, types),
        }
    }

    fn path_part(&self, part: &PathPart, types: &mut Types<'_>) -> TokenStream {
        let index = match part {
            PathPart::Literal(literal) => {
                let literal = text(literal);
                return quote!(request.literal(#literal););
            }
            PathPart::Input(index) => *index,
        };
        let Some((input, names)) = self
            .operation
            .inputs
            .get(index)
            .zip(self.names.inputs.get(index))
        else {
            return TokenStream::new();
        };
        let Place::Path(how) = input.place else {
            return TokenStream::new();
        };
        request::path(&input.name, how, &given(input, names), types)
    }

    fn response(&self) -> TokenStream {
        let arms = self
            .operation
            .success
            .readings
            .iter()
            .map(|(statuses, decoding)| {
                let read = match decoding {
                    Decoding::Empty => quote!(Response::empty),
                    Decoding::Json => quote!(Response::json),
                    Decoding::Text => quote!(Response::string),
                    Decoding::OptionalJson => quote!(Response::optional_json),
                    Decoding::Absent => quote!(Response::absent),
                };
                let statuses = statuses.iter().map(|(first, last)| {
                    let (start, end) = (number(*first), number(*last));
                    if first == last {
                        quote!(#start)
                    } else {
                        quote!(#start..=#end)
                    }
                });
                quote!(#(#statuses)|* => #read(response),)
            });
        quote! {
            match response.status().as_u16() {
                #(#arms)*
                _ => Err(Error::from_response(response)),
            }
        }
    }

    fn docs(&self, types: &Types<'_>) -> TokenStream {
        let operation = self.operation;
        let line = || docs::code(&format!("{} {}", operation.method, operation.path));
        let title = operation.docs.summary.clone().unwrap_or_else(line);
        let paragraphs = [
            docs::clean(&title),
            operation
                .docs
                .description
                .as_deref()
                .map(docs::clean)
                .unwrap_or_default(),
            facts::facts(types.context.api, operation),
            example::operation(types.context, operation, self.names),
        ];
        let paragraphs: Vec<Vec<String>> = paragraphs
            .into_iter()
            .filter(|lines| !lines.is_empty())
            .collect();
        docs::attributes(&paragraphs.join(&String::new()))
    }
}

/// The field of `self` that holds an input.
fn given<'a>(input: &'a Input, names: &FieldNames) -> Given<'a> {
    let field = ident(&names.field);
    Given {
        place: quote!(self.#field),
        borrowed: false,
        required: input.required,
        ty: &input.ty,
    }
}

fn field(input: &Input, names: &FieldNames, types: &mut Types<'_>) -> TokenStream {
    let name = ident(&names.field);
    let ty = types.field(&input.ty, input.required, false);
    let docs = field_docs(input);
    let deprecated = comments::deprecated(&input.docs);
    quote! {
        #docs
        #deprecated
        pub #name: #ty,
    }
}

fn field_docs(input: &Input) -> TokenStream {
    let need = if input.required {
        "required"
    } else {
        "optional"
    };
    comments::field(&input.docs, &format!("{}, {need}.", what(input)))
}

fn slot<'a>(input: &'a Input, names: &'a FieldNames) -> Slot<'a> {
    let what = what(input);
    let mut characters = what.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    Slot {
        names,
        ty: &input.ty,
        kind: if input.required {
            Kind::Required
        } else {
            Kind::Optional
        },
        boxed: false,
        what: format!(
            "the {}{}",
            first.into_iter().collect::<String>(),
            characters.as_str()
        ),
        meaning: comments::meaning(&input.docs),
        deprecated: comments::deprecated(&input.docs),
        docs: field_docs(input),
    }
}

/// The place and the wire name of an input.
fn what(input: &Input) -> String {
    let name = docs::code(&input.name);
    match input.place {
        Place::Path(_) => format!("Path parameter {name}"),
        Place::Query(_) => format!("Query parameter {name}"),
        Place::Header(_) => format!("Header {name}"),
        Place::Cookie(_) => format!("Cookie {name}"),
        Place::FormField => format!("Form field {name}"),
        Place::Part => format!("Part {name}"),
        Place::Body => "Body of the request".to_owned(),
        Place::Server => "Server of this call".to_owned(),
    }
}

fn number(value: u16) -> proc_macro2::Literal {
    proc_macro2::Literal::u16_unsuffixed(value)
}
