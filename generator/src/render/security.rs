//! Credentials: the constants and setters of the schemes, and what an operation requires of them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Operation, Requirement, Scheme, SchemeKind};
use crate::names::SchemeNames;

use super::imports::import;
use super::types::{Import, Types};
use super::{Context, docs, ident, text};

/// What `api.rs` imports for its schemes.
pub(super) fn imports(context: Context<'_>) -> TokenStream {
    let has = |wanted: fn(&SchemeKind) -> bool| required(context).any(|(one, _)| wanted(&one.kind));
    let takes_secret = has(|kind| !matches!(kind, SchemeKind::OAuth1 | SchemeKind::Other(_)));
    let lines = [
        import(
            quote!(crate::basic),
            [("Basic", has(|kind| *kind == SchemeKind::Basic))],
        ),
        import(
            quote!(crate::oauth1),
            [("Signer", has(|kind| *kind == SchemeKind::OAuth1))],
        ),
        import(quote!(crate::secret), [("Secret", takes_secret)]),
        import(
            quote!(crate::security),
            [
                (
                    "Authorize",
                    has(|kind| matches!(kind, SchemeKind::Other(_))),
                ),
                ("Credentials", has(|_| true)),
                ("Place", has(|_| true)),
                ("Scheme", has(|_| true)),
            ],
        ),
    ];
    quote!(#(#lines)*)
}

/// A constant for each scheme that operations require.
pub(super) fn schemes(context: Context<'_>) -> Vec<TokenStream> {
    let schemes = required(context).map(|(scheme, names)| {
        let mut lines = vec![format!(
            "The security scheme {}: {}.",
            docs::code(&scheme.key),
            what(scheme)
        )];
        if let Some(description) = &scheme.description {
            lines.push(String::new());
            lines.extend(docs::clean(description));
        }
        let docs = docs::attributes(&lines);
        let (constant, key) = (ident(&names.constant), text(&scheme.key));
        let place = place(&scheme.kind);
        quote! {
            #docs
            pub const #constant: Scheme = Scheme { name: #key, place: #place };
        }
    });
    schemes.collect()
}

/// A setter for the credential of each of them.
pub(super) fn setters(context: Context<'_>) -> Option<TokenStream> {
    let setters: Vec<TokenStream> = required(context).map(setter).collect();
    (!setters.is_empty()).then(|| {
        quote! {
            impl Credentials {
                #(#setters)*
            }
        }
    })
}

/// What an operation requires, as the constant of its trait. Where it requires nothing, that of the trait stands.
pub(super) fn constant(types: &mut Types<'_>, operation: &Operation) -> Option<TokenStream> {
    if operation.security.is_empty() {
        return None;
    }
    types.import(Import::Requirement);
    let names = &types.context.names.schemes;
    let alternatives = operation.security.iter().map(|combination| {
        let requirements = combination.iter().filter_map(|requirement| {
            let constant = ident(&names.get(requirement.scheme)?.constant);
            let scopes = requirement.scopes.iter().map(|scope| text(scope));
            Some(quote!(Requirement::new(&api::#constant, &[#(#scopes),*])))
        });
        quote!(&[#(#requirements),*])
    });
    Some(quote! {
        const SECURITY: &'static [&'static [Requirement]] = &[#(#alternatives),*];
    })
}

/// What an operation requires, in words.
pub(super) fn fact(api: &Api, operation: &Operation) -> String {
    let (some, none): (Vec<_>, Vec<_>) = operation
        .security
        .iter()
        .partition(|combination| !combination.is_empty());
    let mut alternatives: Vec<String> = some
        .into_iter()
        .map(|combination| {
            let names: Vec<String> = combination
                .iter()
                .map(|one| requirement(api, one))
                .collect();
            names.join(" and ")
        })
        .collect();
    match (alternatives.is_empty(), none.is_empty()) {
        (true, _) => return "none declared".to_owned(),
        (false, true) => {}
        (false, false) => alternatives.push("none".to_owned()),
    }
    alternatives.join(", or ")
}

/// The credentials that an example shows: the first alternative whose values are texts.
pub(super) fn example(context: Context<'_>, operation: &Operation) -> Option<String> {
    let one = |requirement: &Requirement| {
        let scheme = context.api.schemes.get(requirement.scheme)?;
        let setter = &context.names.schemes.get(requirement.scheme)?.setter;
        match scheme.kind {
            SchemeKind::OAuth1 | SchemeKind::Other(_) => None,
            SchemeKind::Basic => Some(format!(".{setter}(\"…\", \"…\")")),
            _ => Some(format!(".{setter}(\"…\")")),
        }
    };
    let mut alternatives = operation.security.iter().filter(|list| !list.is_empty());
    let setters = alternatives.find_map(|list| list.iter().map(one).collect::<Option<Vec<_>>>())?;
    Some(format!("Credentials::new(){}", setters.concat()))
}

fn required(context: Context<'_>) -> impl Iterator<Item = (&Scheme, &SchemeNames)> {
    let schemes = context.api.schemes.iter().zip(&context.names.schemes);
    schemes.filter(|(scheme, _)| scheme.is_required)
}

fn setter((scheme, names): (&Scheme, &SchemeNames)) -> TokenStream {
    let docs = format!("Sets {}.", what_is_set(scheme));
    let docs = docs::attributes(&docs::clean(&docs));
    let (constant, setter) = (ident(&names.constant), ident(&names.setter));
    let (arguments, value) = match scheme.kind {
        SchemeKind::Basic => (
            quote!(user: impl Into<Secret>, password: impl Into<Secret>),
            quote!(self.with_authorize(&#constant, Basic::new(user, password))),
        ),
        SchemeKind::OAuth1 => (
            quote!(signer: Signer),
            quote!(self.with_authorize(&#constant, signer)),
        ),
        SchemeKind::Other(_) => (
            quote!(authorize: impl Authorize + 'static),
            quote!(self.with_authorize(&#constant, authorize)),
        ),
        SchemeKind::Bearer => (
            quote!(token: impl Into<Secret>),
            quote!(self.with_secret(&#constant, token)),
        ),
        SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => (
            quote!(key: impl Into<Secret>),
            quote!(self.with_secret(&#constant, key)),
        ),
    };
    quote! {
        #docs
        #[must_use]
        pub fn #setter(self, #arguments) -> Self {
            #value
        }
    }
}

fn place(kind: &SchemeKind) -> TokenStream {
    let named = |variant: &str, name: &str| {
        let (variant, name) = (ident(variant), text(name));
        quote!(Place::#variant(#name))
    };
    match kind {
        SchemeKind::Header(name) => named("Header", name),
        SchemeKind::Query(name) => named("Query", name),
        SchemeKind::Cookie(name) => named("Cookie", name),
        SchemeKind::Bearer => quote!(Place::Bearer),
        SchemeKind::Basic | SchemeKind::OAuth1 | SchemeKind::Other(_) => {
            quote!(Place::Authorization)
        }
    }
}

/// Where its credential goes.
fn what(scheme: &Scheme) -> String {
    match &scheme.kind {
        SchemeKind::Header(name) => format!("a key in the header {}", docs::code(name)),
        SchemeKind::Query(name) => format!("a key in the query, as {}", docs::code(name)),
        SchemeKind::Cookie(name) => format!("a key in the cookie {}", docs::code(name)),
        SchemeKind::Bearer => "a bearer token".to_owned(),
        SchemeKind::Basic => "a user name and a password".to_owned(),
        SchemeKind::OAuth1 => "a signature of OAuth 1.0a".to_owned(),
        SchemeKind::Other(name) => {
            format!("a credential of the HTTP scheme {}", docs::code(name))
        }
    }
}

/// The same, for its setter.
fn what_is_set(scheme: &Scheme) -> String {
    let key = docs::code(&scheme.key);
    match &scheme.kind {
        SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => {
            format!("the key of the scheme {key}")
        }
        SchemeKind::Bearer => format!("the token of the scheme {key}, without the word `Bearer`"),
        SchemeKind::Basic => format!("the user name and the password of the scheme {key}"),
        SchemeKind::OAuth1 => format!("what signs for the scheme {key}"),
        SchemeKind::Other(_) => format!("what makes the credential of the scheme {key}"),
    }
}

fn requirement(api: &Api, requirement: &Requirement) -> String {
    let key = api.schemes.get(requirement.scheme);
    let name = docs::code(key.map(|scheme| scheme.key.as_str()).unwrap_or_default());
    let scopes: Vec<String> = requirement
        .scopes
        .iter()
        .map(|scope| docs::code(scope))
        .collect();
    match scopes.as_slice() {
        [] => name,
        [only] => format!("{name} (scope {only})"),
        several => format!("{name} (scopes {})", several.join(", ")),
    }
}
