//! `operations.rs`, and a file for each tag where there are several: the operations as values.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    Body, BodyEncoding, Decoding, Input, Operation, PathPart, PathStyle, Place, QueryStyle,
    Serialization, Type,
};
use crate::layout::Group;
use crate::names::{FieldNames, OperationNames};

use super::build::{Kind, Slot, Target};
use super::types::{Import, Scope, Types};
use super::{Context, comments, docs, example, facts, ident, text};

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
    let operations = || {
        context
            .operations(&group.operations)
            .map(|(operation, _)| operation)
    };
    let inputs = || operations().flat_map(|operation| &operation.inputs);
    let path = inputs()
        .any(|input| matches!(input.place, Place::Path(how) if how != Serialization::Json))
        .then(|| {
            quote!(
                use crate::encoders::path;
            )
        });
    let query = inputs()
        .any(|input| matches!(input.place, Place::Query(how) if how != Serialization::Json))
        .then(|| {
            quote!(
                use crate::encoders::query;
            )
        });
    let explode = inputs()
        .any(|input| explodes(input.place) == Some(true))
        .then(|| quote!(EXPLODE,));
    let flat = inputs()
        .any(|input| explodes(input.place) == Some(false))
        .then(|| quote!(FLAT,));
    let std = types.needs(Import::BTreeMap).then(|| {
        quote!(
            use std::collections::BTreeMap;
        )
    });
    let models = types.needs(Import::Models).then(|| {
        quote!(
            use crate::models;
        )
    });
    let secret = types.needs(Import::Secret).then(|| {
        quote!(
            use crate::secret::Secret;
        )
    });
    quote! {
        #docs
        #std
        use bytes::Bytes;
        use http::Method;
        #path
        #query
        use crate::encoders::request::{#explode #flat RequestBuilder};
        use crate::error::Error;
        #models
        use crate::operation::Operation;
        use crate::response::Response;
        #secret
        #(#items)*
    }
}

/// Which constant its line names.
fn explodes(place: Place) -> Option<bool> {
    match place {
        Place::Path(how) => explodes_as(how),
        Place::Query(how) => explodes_as(how),
        Place::Header(how) => explodes_as(how),
        Place::Cookie(Serialization::Text) => None,
        Place::Cookie(how) => explodes_as(how),
        Place::FormField | Place::Body => None,
    }
}

fn explodes_as<S>(how: Serialization<S>) -> Option<bool> {
    match how {
        Serialization::Style(_, explode) | Serialization::Reserved(_, explode) => Some(explode),
        // The text of a lone value is the same in either way.
        Serialization::Text => Some(false),
        Serialization::Json => None,
    }
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
            #[derive(Clone, Debug #default)]
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
        let request = self.request(types);
        let response = self.response();
        let operation = self.operation;
        let sent = operation.inputs.iter().any(|input| input.docs.deprecated);
        let received = [&operation.success.ty, &operation.failure];
        let mut received = received.into_iter().flatten();
        let allow = comments::allow_deprecated(
            operation.docs.deprecated || sent || received.any(|ty| types.is_deprecated(ty)),
        );
        quote! {
            #allow
            impl Operation for #name {
                type Output = #output;
                type Failure = #failure;
                const ID: &'static str = #id;

                #[inline]
                fn request(&self) -> Result<http::Request<Bytes>, Error> {
                    #request
                }

                #[inline]
                fn response(response: http::Response<Bytes>) -> Result<Response<Self::Output>, Error> {
                    #response
                }
            }
        }
    }

    fn request(&self, types: &Types<'_>) -> TokenStream {
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
        let path = parts.map(|part| self.path_part(part));
        let others = self
            .inputs()
            .filter_map(|(input, names)| encode(input, names, self.operation.body.as_ref(), types));
        let required = self.operation.body.as_ref().and_then(|body| {
            let is_form = matches!(
                body.encoding,
                BodyEncoding::FormFields | BodyEncoding::FormObject
            );
            (is_form && body.required).then(|| quote!(request.form_required();))
        });
        let accept = (!self.operation.accept.is_empty()).then(|| {
            let accept = text(&self.operation.accept.join(", "));
            quote!(request.accept(#accept);)
        });
        let lines: Vec<TokenStream> = path.chain(others).chain(required).chain(accept).collect();
        if lines.is_empty() {
            return quote!(RequestBuilder::new(Method::#method, #start).build());
        }
        quote! {
            let mut request = RequestBuilder::new(Method::#method, #start);
            #(#lines)*
            request.build()
        }
    }

    fn path_part(&self, part: &PathPart) -> TokenStream {
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
        let (wire, field) = (text(&input.name), ident(&names.field));
        let Place::Path(how) = input.place else {
            return TokenStream::new();
        };
        let style = match how {
            Serialization::Json => return quote!(request.path_json(#wire, &self.#field);),
            Serialization::Style(style, _) | Serialization::Reserved(style, _) => style,
            Serialization::Text => PathStyle::Simple,
        };
        let style = match style {
            PathStyle::Simple => quote!(Simple),
            PathStyle::Label => quote!(Label),
            PathStyle::Matrix => quote!(Matrix),
        };
        let explode = explode_constant(input.place);
        quote!(request.path(#wire, path::Style::#style, #explode, &self.#field);)
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
            facts::facts(operation),
            example::operation(types.context, operation, self.names),
        ];
        let paragraphs: Vec<Vec<String>> = paragraphs
            .into_iter()
            .filter(|lines| !lines.is_empty())
            .collect();
        docs::attributes(&paragraphs.join(&String::new()))
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
        Place::Body => "Body of the request".to_owned(),
    }
}

/// The line that sends an input; the path has its own.
fn encode(
    input: &Input,
    names: &FieldNames,
    body: Option<&Body>,
    types: &Types<'_>,
) -> Option<TokenStream> {
    let (wire, field) = (text(&input.name), ident(&names.field));
    let explode = explode_constant(input.place);
    Some(match input.place {
        Place::Path(_) => return None,
        Place::Query(how) => {
            let (query, style) = match how {
                Serialization::Json => {
                    return Some(quote!(request.query_json(#wire, &self.#field);));
                }
                Serialization::Style(style, _) => (quote!(query), style),
                Serialization::Reserved(style, _) => (quote!(query_reserved), style),
                Serialization::Text => (quote!(query), QueryStyle::Form),
            };
            let style = query_style(style);
            quote!(request.#query(#wire, query::Style::#style, #explode, &self.#field);)
        }
        Place::Header(Serialization::Json) => quote!(request.header_json(#wire, &self.#field);),
        Place::Header(_) => quote!(request.header(#wire, #explode, &self.#field);),
        Place::Cookie(Serialization::Json) => quote!(request.cookie_json(#wire, &self.#field);),
        Place::Cookie(Serialization::Text) => quote!(request.cookie_raw(#wire, &self.#field);),
        Place::Cookie(_) => quote!(request.cookie(#wire, #explode, &self.#field);),
        Place::FormField => quote!(request.form(#wire, &self.#field);),
        Place::Body => {
            let body = body?;
            let media_type = text(&body.media_type);
            match (body.encoding, input.required) {
                (BodyEncoding::Json, _) if types.is_sent_in_part(&input.ty) => {
                    // A required body is `null` where it is not set.
                    match input.ty {
                        Type::Nullable(_) => {
                            quote!(request.json_sent(#media_type, &Some(&self.#field));)
                        }
                        _ => quote!(request.json_sent(#media_type, &self.#field);),
                    }
                }
                (BodyEncoding::Json, true) => quote!(request.json(#media_type, &self.#field);),
                (BodyEncoding::Json, false) => {
                    quote!(request.json_optional(#media_type, &self.#field);)
                }
                (BodyEncoding::Text, _) => quote!(request.text(#media_type, &self.#field);),
                (BodyEncoding::FormObject | BodyEncoding::FormFields, _) => {
                    quote!(request.form_object(&self.#field);)
                }
            }
        }
    })
}

fn query_style(style: QueryStyle) -> TokenStream {
    match style {
        QueryStyle::Form => quote!(Form),
        QueryStyle::SpaceDelimited => quote!(SpaceDelimited),
        QueryStyle::PipeDelimited => quote!(PipeDelimited),
        QueryStyle::DeepObject => quote!(DeepObject),
    }
}

fn explode_constant(place: Place) -> TokenStream {
    match explodes(place) {
        Some(true) => quote!(EXPLODE),
        Some(false) => quote!(FLAT),
        None => quote!(),
    }
}

fn number(value: u16) -> proc_macro2::Literal {
    proc_macro2::Literal::u16_unsuffixed(value)
}
