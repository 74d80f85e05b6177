//! Types of values, and how a caller hands one over.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Integer, ModelId, Number, Shape, Type};

use super::{Context, ident};

/// From where a type is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Beside the models.
    Models,
    /// Beside the operations.
    Operations,
}

/// Writes types for one file, and remembers what that file has to import for them.
pub(super) struct Types<'a> {
    pub(super) context: Context<'a>,
    scope: Scope,
    imports: BTreeSet<Import>,
}

/// What a type can need imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Import {
    BTreeMap,
    Body,
    Encoding,
    Explode,
    File,
    Flat,
    Media,
    Models,
    Part,
    Path,
    Query,
    RequestBuilder,
    Requirement,
    Secret,
    StreamBuilder,
}

impl<'a> Types<'a> {
    pub(super) fn new(context: Context<'a>, scope: Scope) -> Self {
        Self {
            context,
            scope,
            imports: BTreeSet::new(),
        }
    }

    /// The type as it stands in a field that is always set.
    pub(super) fn of(&mut self, ty: &Type) -> TokenStream {
        match ty {
            Type::String => quote!(String),
            Type::Secret => {
                self.imports.insert(Import::Secret);
                quote!(Secret)
            }
            Type::Boolean => quote!(bool),
            Type::Integer(integer) => integer_type(*integer),
            Type::Number(Number::F32) => quote!(f32),
            Type::Number(Number::F64) => quote!(f64),
            Type::Any => quote!(serde_json::Value),
            Type::Array(item) => {
                let item = self.of(item);
                quote!(Vec<#item>)
            }
            Type::Map(value) => {
                self.imports.insert(Import::BTreeMap);
                let value = self.of(value);
                quote!(BTreeMap<String, #value>)
            }
            Type::Model(id) => self.model(*id),
            Type::Nullable(inner) => {
                let inner = self.of(inner);
                quote!(Option<#inner>)
            }
            Type::Body => self.of_a_body(Import::Body, quote!(body), quote!(Body)),
            Type::Media => self.of_a_body(Import::Media, quote!(body), quote!(Media)),
            Type::File => self.of_a_body(Import::File, quote!(file), quote!(File)),
            Type::Part(inner) => {
                let inner = self.of(inner);
                self.of_a_body(Import::Part, quote!(multipart), quote!(Part<#inner>))
            }
        }
    }

    /// A type that is not rendered. Beside the models, one of them may have its name.
    fn of_a_body(&mut self, import: Import, module: TokenStream, name: TokenStream) -> TokenStream {
        self.imports.insert(import);
        match self.scope {
            Scope::Models => quote!(#module::#name),
            Scope::Operations => name,
        }
    }

    /// The type of a field.
    pub(super) fn field(&mut self, ty: &Type, required: bool, boxed: bool) -> TokenStream {
        let inner = match (ty, boxed) {
            (Type::Nullable(inner), true) => {
                let inner = self.of(inner);
                quote!(Option<Box<#inner>>)
            }
            (ty, true) => {
                let inner = self.of(ty);
                quote!(Box<#inner>)
            }
            (ty, false) => self.of(ty),
        };
        if required {
            inner
        } else {
            quote!(Option<#inner>)
        }
    }

    /// The type of the argument by which a caller hands a value over.
    pub(super) fn argument(&mut self, ty: &Type) -> TokenStream {
        let plain = self.of(ty);
        match ty {
            Type::Array(item) if self.is_text(item) => {
                let item = self.of(item);
                quote!(impl IntoIterator<Item = impl Into<#item>>)
            }
            _ if self.is_text(ty) => quote!(impl Into<#plain>),
            _ => plain,
        }
    }

    /// What is stored of the argument `given`.
    pub(super) fn stored(&self, given: TokenStream, ty: &Type, boxed: bool) -> TokenStream {
        match ty {
            Type::Nullable(_) if boxed => quote!(#given.map(Box::new)),
            _ if boxed => quote!(Box::new(#given)),
            Type::Array(item) if self.is_text(item) => {
                quote!(#given.into_iter().map(Into::into).collect())
            }
            _ if self.is_text(ty) => quote!(#given.into()),
            _ => given,
        }
    }

    /// Whether the argument itself is what is stored.
    pub(super) fn is_stored_as_given(&self, ty: &Type, boxed: bool) -> bool {
        let items_are_made = matches!(ty, Type::Array(item) if self.is_text(item));
        !boxed && !items_are_made && !self.is_text(ty)
    }

    fn model(&mut self, id: ModelId) -> TokenStream {
        let Some(names) = self.context.names.models.get(id.0) else {
            return TokenStream::new();
        };
        let name = ident(&names.ident);
        match self.scope {
            Scope::Models => quote!(#name),
            Scope::Operations => {
                self.imports.insert(Import::Models);
                quote!(models::#name)
            }
        }
    }

    /// Whether to write this type is to name a model that the description advises against.
    pub(super) fn is_deprecated(&self, ty: &Type) -> bool {
        match ty {
            Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Part(inner) => {
                self.is_deprecated(inner)
            }
            Type::Model(id) => {
                let model = self.context.api.models.get(id.0);
                model.is_some_and(|model| model.docs.deprecated)
            }
            _ => false,
        }
    }

    /// Whether a value is made from a `&str` with `into`.
    fn is_text(&self, ty: &Type) -> bool {
        match ty {
            Type::String | Type::Secret => true,
            Type::Model(id) => {
                let model = self.context.api.models.get(id.0);
                matches!(model.map(|model| &model.shape), Some(Shape::Enum { .. }))
            }
            _ => false,
        }
    }

    /// Remembers that the file uses it.
    pub(super) fn import(&mut self, import: Import) {
        self.imports.insert(import);
    }

    /// Whether the file needs this import for what was written so far.
    pub(super) fn needs(&self, import: Import) -> bool {
        self.imports.contains(&import)
    }
}

fn integer_type(integer: Integer) -> TokenStream {
    match integer {
        Integer::I32 => quote!(i32),
        Integer::I64 => quote!(i64),
        Integer::U32 => quote!(u32),
        Integer::U64 => quote!(u64),
    }
}
