//! How a caller builds a struct: `new` with what is required, a setter for the rest.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Type;
use crate::names::FieldNames;

use super::types::Types;
use super::{comments, docs, ident};

/// More required values than this come as one struct, whose names tell them apart.
const MOST_ARGUMENTS: usize = 7;

/// A field of the struct.
pub(super) struct Slot<'a> {
    pub(super) names: &'a FieldNames,
    pub(super) ty: &'a Type,
    pub(super) kind: Kind,
    pub(super) boxed: bool,
    /// What it is, for the docs of its setter: the place and the wire name.
    pub(super) what: String,
    /// What it is for, in a sentence, where the description says so.
    pub(super) meaning: String,
    /// The attribute that advises against it, where the description does.
    pub(super) deprecated: Option<TokenStream>,
    /// The docs of the field itself.
    pub(super) docs: TokenStream,
}

/// What a field is without a value of the caller's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It always has one.
    Required,
    /// It is `None`.
    Optional,
    /// It is `None`, and not the caller's to set.
    Received,
    /// It is an empty map.
    Rest,
}

/// The struct that is built.
pub(super) struct Target<'a> {
    /// What it is: "request", "object".
    pub(super) what: &'a str,
    pub(super) name: &'a str,
    /// The name of the struct of its required values.
    pub(super) required_name: &'a str,
    /// Whether it holds a stream, which nobody can clone.
    pub(super) streams: bool,
    pub(super) slots: &'a [Slot<'a>],
}

impl Target<'_> {
    /// `new` and the setters, and the struct of required values, where there are many.
    pub(super) fn render(&self, types: &mut Types<'_>) -> (TokenStream, Option<TokenStream>) {
        let required: Vec<&Slot<'_>> = self
            .slots
            .iter()
            .filter(|slot| slot.kind == Kind::Required)
            .collect();
        let (new, struct_) = match required.len() {
            0 => (self.new_empty(), None),
            1..=MOST_ARGUMENTS => (self.new_with_arguments(&required, types), None),
            _ => (
                self.new_with_struct(),
                Some(self.required_struct(&required, types)),
            ),
        };
        let setters = self.slots.iter().filter_map(|slot| slot.setter(types));
        (quote!(#new #(#setters)*), struct_)
    }

    /// Whether its methods name something that the description advises against.
    pub(super) fn names_deprecated(&self, types: &Types<'_>) -> bool {
        let mut slots = self.slots.iter();
        slots.any(|slot| slot.deprecated.is_some() || types.is_deprecated(slot.ty))
    }

    fn new_empty(&self) -> TokenStream {
        let docs = format!(" The {} with nothing set.", self.what);
        quote! {
            #[doc = #docs]
            pub fn new() -> Self {
                Self::default()
            }
        }
    }

    fn new_with_arguments(&self, required: &[&Slot<'_>], types: &mut Types<'_>) -> TokenStream {
        let docs = format!(" The {} with its required values.", self.what);
        let arguments = required.iter().map(|slot| {
            let (name, ty) = (ident(&slot.names.field), types.argument(slot.ty));
            quote!(#name: #ty)
        });
        let arguments: Vec<TokenStream> = arguments.collect();
        let values = self.slots.iter().map(|slot| {
            let name = ident(&slot.names.field);
            match slot.kind {
                Kind::Required if types.is_stored_as_given(slot.ty, slot.boxed) => quote!(#name,),
                Kind::Required => {
                    let value = types.stored(quote!(#name), slot.ty, slot.boxed);
                    quote!(#name: #value,)
                }
                Kind::Optional | Kind::Received | Kind::Rest => slot.unset(),
            }
        });
        quote! {
            #[doc = #docs]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values)* }
            }
        }
    }

    fn new_with_struct(&self) -> TokenStream {
        let docs = format!(" The {} with its required values.", self.what);
        let struct_ = ident(self.required_name);
        let values = self.slots.iter().map(|slot| {
            let name = ident(&slot.names.field);
            match (slot.kind, slot.boxed, slot.ty) {
                (Kind::Required, true, Type::Nullable(_)) => {
                    quote!(#name: required.#name.map(Box::new),)
                }
                (Kind::Required, true, _) => quote!(#name: Box::new(required.#name),),
                (Kind::Required, false, _) => quote!(#name: required.#name,),
                _ => slot.unset(),
            }
        });
        quote! {
            #[doc = #docs]
            pub fn new(required: #struct_) -> Self {
                Self { #(#values)* }
            }
        }
    }

    fn required_struct(&self, required: &[&Slot<'_>], types: &mut Types<'_>) -> TokenStream {
        let docs = format!(" The required values of [`{}`].", self.name);
        let struct_ = ident(self.required_name);
        let allow =
            comments::allow_deprecated(required.iter().any(|slot| types.is_deprecated(slot.ty)));
        let fields = required.iter().map(|slot| {
            let (name, docs, ty) = (ident(&slot.names.field), &slot.docs, types.of(slot.ty));
            quote!(#docs pub #name: #ty,)
        });
        let clone = (!self.streams).then(|| quote!(Clone,));
        quote! {
            #[doc = #docs]
            #allow
            #[derive(#clone Debug)]
            pub struct #struct_ { #(#fields)* }
        }
    }
}

impl Slot<'_> {
    fn unset(&self) -> TokenStream {
        let name = ident(&self.names.field);
        match self.kind {
            Kind::Rest => quote!(#name: BTreeMap::new(),),
            Kind::Required | Kind::Optional | Kind::Received => quote!(#name: None,),
        }
    }

    fn setter(&self, types: &mut Types<'_>) -> Option<TokenStream> {
        let field = ident(&self.names.field);
        let set = ident(&self.names.setter);
        let argument = types.argument(self.ty);
        let value = types.stored(quote!(#field), self.ty, self.boxed);
        let value = match self.kind {
            Kind::Required | Kind::Received => return None,
            Kind::Optional => quote!(Some(#value)),
            Kind::Rest => value,
        };
        let docs = format!("Sets {}. {}", self.what, self.meaning);
        let docs = docs::attributes(&docs::clean(&docs));
        let deprecated = &self.deprecated;
        Some(quote! {
            #docs
            #deprecated
            pub fn #set(mut self, #field: #argument) -> Self {
                self.#field = #value;
                self
            }
        })
    }
}
