//! `servers.rs`: the servers among which a caller can choose.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Docs, Server, ServerPart, ServerPlace, ServerVariable};
use crate::names::{ServerNames, VariableNames};

use super::{Context, comments, docs, ident, text};

/// The whole file.
pub(super) fn file(context: Context<'_>) -> TokenStream {
    let docs = comments::inner_attributes(&module_docs(context));
    let mut enums = BTreeSet::new();
    let servers = context.api.servers.iter().zip(&context.names.servers);
    let items: Vec<TokenStream> = servers
        .map(|(server, names)| {
            if server.variables.is_empty() {
                constant(server, names)
            } else {
                Templated { server, names }.render(&mut enums)
            }
        })
        .collect();
    let mut servers = context.api.servers.iter();
    let has_variables = servers.any(|server| !server.variables.is_empty());
    let builder = has_variables.then(|| {
        quote!(
            use crate::encoders::server::UrlBuilder;
        )
    });
    quote! {
        #docs
        #builder
        #(#items)*
    }
}

fn module_docs(context: Context<'_>) -> Vec<String> {
    let library = context.library;
    let servers = context.api.servers.iter().zip(&context.names.servers);
    let mut lines = vec![
        "The servers that the description names. A client is built for one of them with `ClientBuilder::base_url`; the".to_owned(),
        "setter `server` of an operation that has servers of its own takes them too.".to_owned(),
    ];
    let mut servers: Vec<_> = servers.collect();
    servers.sort_by_key(|(server, _)| server.variables.is_empty());
    if let Some((server, names)) = servers.first() {
        let example = example(server, names);
        lines.extend([
            String::new(),
            "```no_run".to_owned(),
            "# #[cfg(feature = \"client\")]".to_owned(),
            format!("# fn example() -> Result<(), {library}::Error> {{"),
            format!("use {library}::{{Client, servers}};"),
            String::new(),
            "let client = Client::builder()".to_owned(),
            format!("    .base_url({example})"),
            "    .build()?;".to_owned(),
            "# Ok(())".to_owned(),
            "# }".to_owned(),
            "```".to_owned(),
        ]);
    }
    lines
}

/// An expression for the server, with one variable set, where it has any.
fn example(server: &Server, names: &ServerNames) -> String {
    let first = server.variables.iter().zip(&names.variables).next();
    let name = &names.ident;
    let Some((variable, of_variable)) = first else {
        return format!("servers::{name}");
    };
    let setter = &of_variable.names.setter;
    let value = match of_variable.variants.last() {
        Some(variant) => format!("servers::{}::{variant}", of_variable.ident),
        None => format!("{:?}", variable.default),
    };
    format!("servers::{name}::new().{setter}({value})")
}

fn constant(server: &Server, names: &ServerNames) -> TokenStream {
    let docs = server_docs(server);
    let name = ident(&names.ident);
    let url = text(server.url.trim_end_matches('/'));
    quote! {
        #docs
        pub const #name: &str = #url;
    }
}

fn server_docs(server: &Server) -> TokenStream {
    let said = server.description.as_deref().map(docs::clean);
    let url = vec![docs::code(&server.url)];
    let paragraphs = said
        .into_iter()
        .chain([url])
        .filter(|lines| !lines.is_empty());
    let paragraphs: Vec<Vec<String>> = paragraphs.collect();
    docs::attributes(&paragraphs.join(&String::new()))
}

/// A server with variables while it is rendered.
struct Templated<'a> {
    server: &'a Server,
    names: &'a ServerNames,
}

impl Templated<'_> {
    /// The struct, and the enums that were not rendered for another one.
    fn render(&self, enums: &mut BTreeSet<String>) -> TokenStream {
        let name = ident(&self.names.ident);
        let docs = server_docs(self.server);
        let fields: Vec<TokenStream> = self.variables().map(|it| it.field()).collect();
        let setters: Vec<TokenStream> = self.variables().map(|it| it.setter()).collect();
        let defaults: Vec<TokenStream> = self.variables().map(|it| it.default()).collect();
        let parts: Vec<TokenStream> = self.parts().collect();
        let (first, rest) = match parts.split_first() {
            Some((first, rest)) if self.starts_with_text() => (first.clone(), rest),
            _ => (quote!(""), parts.as_slice()),
        };
        let enums: Vec<TokenStream> = self
            .variables()
            .filter(|it| !it.variable.values.is_empty() && enums.insert(it.names.ident.clone()))
            .map(|it| it.enumeration())
            .collect();
        quote! {
            #docs
            #[non_exhaustive]
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            pub struct #name {
                #(#fields)*
            }

            impl #name {
                #[doc = " The server with the default of each variable."]
                pub fn new() -> Self {
                    Self::default()
                }

                #(#setters)*

                #[doc = " The URL, without a slash at its end. A text that cannot stand where its variable stands is"]
                #[doc = " percent-encoded; where that makes no URL, such as in a host, the URL is refused where it is used."]
                pub fn url(&self) -> String {
                    let mut url = UrlBuilder::new(#first);
                    #(#rest)*
                    url.build()
                }
            }

            impl Default for #name {
                fn default() -> Self {
                    Self { #(#defaults)* }
                }
            }

            crate::impl_server!(#name);

            #(#enums)*
        }
    }

    fn variables(&self) -> impl Iterator<Item = Variable<'_>> {
        self.server
            .variables
            .iter()
            .zip(&self.names.variables)
            .map(|(variable, names)| Variable { variable, names })
    }

    fn starts_with_text(&self) -> bool {
        matches!(self.server.parts.first(), Some(ServerPart::Literal(_)))
    }

    /// The first text as a literal, if the URL starts with one, and a line for each other part.
    fn parts(&self) -> impl Iterator<Item = TokenStream> {
        self.server
            .parts
            .iter()
            .enumerate()
            .filter_map(|(position, part)| {
                Some(match part {
                    ServerPart::Literal(literal) => {
                        let literal = text(literal);
                        match position {
                            0 => quote!(#literal),
                            _ => quote!(url.literal(#literal);),
                        }
                    }
                    ServerPart::Variable(index, place) => {
                        let variable = self.variables().nth(*index)?;
                        let method = ident(match place {
                            ServerPlace::Origin => "origin",
                            ServerPlace::Path => "path",
                            ServerPlace::RootedPath => "rooted_path",
                            ServerPlace::Whole => "whole",
                        });
                        let value = variable.text();
                        quote!(url.#method(#value);)
                    }
                })
            })
    }
}

/// A variable while it is rendered.
struct Variable<'a> {
    variable: &'a ServerVariable,
    names: &'a VariableNames,
}

impl Variable<'_> {
    fn is_enum(&self) -> bool {
        !self.variable.values.is_empty()
    }

    fn field(&self) -> TokenStream {
        let field = ident(&self.names.names.field);
        let said = Docs {
            description: self.variable.description.clone(),
            notes: vec![self.default_note()],
            ..Docs::default()
        };
        let docs = comments::field(
            &said,
            &format!("Variable {}.", docs::code(&self.variable.name)),
        );
        let ty = match self.is_enum() {
            true => {
                let name = ident(&self.names.ident);
                quote!(#name)
            }
            false => quote!(String),
        };
        quote! {
            #docs
            pub #field: #ty,
        }
    }

    fn default_note(&self) -> String {
        match self.variable.default.as_str() {
            "" => "Default: empty.".to_owned(),
            default => format!("Default: {}.", docs::code(default)),
        }
    }

    fn setter(&self) -> TokenStream {
        let field = ident(&self.names.names.field);
        let set = ident(&self.names.names.setter);
        let said = self.variable.description.as_deref().map(docs::summary);
        let docs = format!(
            "Sets the variable {}. {}",
            docs::code(&self.variable.name),
            said.unwrap_or_default()
        );
        let docs = docs::attributes(&docs::clean(&docs));
        let (argument, value) = if self.is_enum() {
            let name = ident(&self.names.ident);
            (quote!(#name), quote!(#field))
        } else {
            (quote!(impl Into<String>), quote!(#field.into()))
        };
        quote! {
            #docs
            pub fn #set(mut self, #field: #argument) -> Self {
                self.#field = #value;
                self
            }
        }
    }

    fn default(&self) -> TokenStream {
        let field = ident(&self.names.names.field);
        let mut values = self.variable.values.iter().zip(&self.names.variants);
        let value = match values.find(|(value, _)| **value == self.variable.default) {
            Some((_, variant)) => {
                let (name, variant) = (ident(&self.names.ident), ident(variant));
                quote!(#name::#variant)
            }
            None if self.variable.default.is_empty() => quote!(String::new()),
            None => {
                let default = text(&self.variable.default);
                quote!(#default.into())
            }
        };
        quote!(#field: #value,)
    }

    /// What stands in the URL.
    fn text(&self) -> TokenStream {
        let field = ident(&self.names.names.field);
        match self.is_enum() {
            true => quote!(self.#field.as_str()),
            false => quote!(&self.#field),
        }
    }

    fn enumeration(&self) -> TokenStream {
        let name = ident(&self.names.ident);
        let said = Docs {
            description: self.variable.description.clone(),
            ..Docs::default()
        };
        let otherwise = format!(
            "What the variable {} of a server can be.",
            docs::code(&self.variable.name)
        );
        let docs = comments::item(&said, &otherwise);
        let variants: Vec<_> = self.names.variants.iter().map(|it| ident(it)).collect();
        let literals: Vec<_> = self.variable.values.iter().map(|it| text(it)).collect();
        let variant_docs = self
            .variable
            .values
            .iter()
            .map(|value| docs::attributes(&docs::clean(&super::models::value_docs(value))));
        quote! {
            #docs
            #[non_exhaustive]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub enum #name {
                #(#variant_docs #variants,)*
            }

            impl #name {
                #[doc = " The text that stands in the URL."]
                pub fn as_str(self) -> &'static str {
                    match self {
                        #(Self::#variants => #literals,)*
                    }
                }
            }
        }
    }
}
