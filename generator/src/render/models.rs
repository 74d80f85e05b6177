//! `models.rs`: the types of the components, and of inline schemas that need a name.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Direction, Field, Model, ModelId, Shape, Type};
use crate::names::{FieldNames, ModelNames};

use super::build::{Kind, Slot, Target};
use super::types::{Import, Scope, Types};
use super::{Context, comments, docs, ident, text};

/// The whole file.
pub(super) fn file(context: Context<'_>) -> TokenStream {
    let mut types = Types::new(context, Scope::Models);
    let mut has_objects = false;
    let items: Vec<TokenStream> = context
        .models()
        .map(|(id, model, names)| match &model.shape {
            Shape::Object { fields, rest } => {
                has_objects = true;
                Object {
                    id,
                    model,
                    names,
                    fields,
                    rest: rest.as_ref(),
                }
                .render(&mut types)
            }
            Shape::Enum { values } => {
                let failure = failure(context, id, model, names);
                let enumeration = enumeration(model, names, values);
                quote!(#enumeration #failure)
            }
        })
        .collect();
    let std = types.needs(Import::BTreeMap).then(|| {
        quote!(
            use std::collections::BTreeMap;
        )
    });
    let serde = has_objects.then(|| {
        quote! {
            use serde::de::MapAccess;
            use serde::ser::SerializeMap;
        }
    });
    let mut models = context.api.models.iter();
    let has_values =
        models.any(|model| model.as_value && matches!(model.shape, Shape::Object { .. }));
    let encoders = has_values.then(|| {
        quote!(
            use crate::encoders::value::{self, ToValue};
        )
    });
    let own = has_objects.then(|| {
        quote!(
            use crate::model;
        )
    });
    let secret = types.needs(Import::Secret).then(|| {
        quote!(
            use crate::secret::Secret;
        )
    });
    quote! {
        #![doc = " The models of the API: what its requests and answers hold."]
        #std
        #serde
        #encoders
        #own
        #secret
        #(#items)*
    }
}

/// An object while it is rendered.
struct Object<'a> {
    id: ModelId,
    model: &'a Model,
    names: &'a ModelNames,
    fields: &'a [Field],
    rest: Option<&'a Type>,
}

impl Object<'_> {
    fn render(&self, types: &mut Types<'_>) -> TokenStream {
        let name = ident(&self.names.ident);
        let docs = comments::item(&self.model.docs, "An object of the API.");
        let deprecated = comments::deprecated(&self.model.docs);
        let mut held = self.fields.iter().map(|field| &field.ty).chain(self.rest);
        let holds_deprecated = comments::allow_deprecated(held.any(|ty| types.is_deprecated(ty)));
        let default = if self.fields.iter().any(|field| field.required) {
            quote!()
        } else {
            quote!(, Default)
        };
        let fields: Vec<TokenStream> = self
            .fields()
            .map(|member| self.field(&member, types))
            .collect();
        let rest = self.rest.map(|ty| {
            let field = ident(&self.names.rest.field);
            let ty = types.field(&Type::Map(Box::new(ty.clone())), true, false);
            quote! {
                #[doc = " The members that the description does not name."]
                pub #field: #ty,
            }
        });
        let build = self.is_built().then(|| self.build(types));
        let object = self.object();
        let members = self.model.as_value.then(|| self.members());
        let failure = failure(types.context, self.id, self.model, self.names);
        let allow = comments::allow_deprecated(self.model.docs.deprecated);
        quote! {
            #docs
            #deprecated
            #holds_deprecated
            #[non_exhaustive]
            #[derive(Clone, Debug #default)]
            pub struct #name {
                #(#fields)*
                #rest
            }
            #build
            #object
            crate::impl_object!(#allow #name);
            #failure
            #members
        }
    }

    /// What only ever comes from the server is not built by hand.
    fn is_built(&self) -> bool {
        self.model.sent || !self.model.received
    }

    /// What an item needs that reads or writes the members of this model.
    fn allow_own(&self) -> Option<TokenStream> {
        let mut fields = self.fields.iter();
        comments::allow_deprecated(
            self.model.docs.deprecated || fields.any(|field| field.docs.deprecated),
        )
    }

    fn fields(&self) -> impl Iterator<Item = Member<'_>> {
        self.fields
            .iter()
            .zip(&self.names.fields)
            .enumerate()
            .map(|(index, (field, names))| Member {
                index,
                field,
                names,
            })
    }

    fn is_boxed(&self, member: &Member<'_>, types: &Types<'_>) -> bool {
        types.context.layout.is_boxed(self.id, member.index)
    }

    fn field(&self, member: &Member<'_>, types: &mut Types<'_>) -> TokenStream {
        let name = ident(&member.names.field);
        let boxed = self.is_boxed(member, types);
        let ty = types.field(&member.field.ty, member.field.required, boxed);
        let docs = member.docs();
        let deprecated = comments::deprecated(&member.field.docs);
        quote! {
            #docs
            #deprecated
            pub #name: #ty,
        }
    }

    fn build(&self, types: &mut Types<'_>) -> TokenStream {
        let name = ident(&self.names.ident);
        let rest = self.rest.map(|ty| Type::Map(Box::new(ty.clone())));
        let mut slots: Vec<Slot<'_>> = self
            .fields()
            .map(|member| self.slot(&member, types))
            .collect();
        slots.extend(rest.iter().map(|ty| Slot {
            names: &self.names.rest,
            ty,
            kind: Kind::Rest,
            boxed: false,
            what: "the members that the description does not name".to_owned(),
            meaning: String::new(),
            deprecated: None,
            docs: TokenStream::new(),
        }));
        let target = Target {
            what: "object",
            name: &self.names.ident,
            required_name: &self.names.required,
            slots: &slots,
        };
        let (methods, required) = target.render(types);
        let allow = comments::allow_deprecated(
            self.model.docs.deprecated || target.names_deprecated(types),
        );
        quote! {
            #allow
            impl #name {
                #methods
            }
            #required
        }
    }

    fn slot<'m>(&self, member: &Member<'m>, types: &Types<'_>) -> Slot<'m> {
        Slot {
            names: member.names,
            ty: &member.field.ty,
            kind: match member.field.direction {
                Direction::Received if self.model.sent => Kind::Received,
                _ if member.field.required => Kind::Required,
                _ => Kind::Optional,
            },
            boxed: self.is_boxed(member, types),
            what: format!("the member {}", docs::code(&member.field.name)),
            meaning: comments::meaning(&member.field.docs),
            deprecated: comments::deprecated(&member.field.docs),
            docs: member.docs(),
        }
    }

    /// Its members one by one, for the encoders.
    fn members(&self) -> TokenStream {
        let name = ident(&self.names.ident);
        let visits = self
            .fields()
            .filter(|member| member.field.direction != Direction::Received)
            .map(|member| member.visit());
        let rest = self.rest.map(|_| {
            let rest = ident(&self.names.rest.field);
            quote!(value::Members::each(&self.#rest, visit)?;)
        });
        let visits: Vec<TokenStream> = visits.chain(rest).collect();
        let visit = if visits.is_empty() {
            quote!(_)
        } else {
            quote!(visit)
        };
        let names_fields = self.allow_own();
        let names_model = comments::allow_deprecated(self.model.docs.deprecated);
        quote! {
            #names_fields
            impl value::Members for #name {
                fn each(&self, #visit: &mut value::VisitMember<'_>) -> Result<(), value::Fault> {
                    #(#visits)*
                    Ok(())
                }
            }

            #names_model
            impl ToValue for #name {
                fn to_value(&self) -> value::Value<'_> {
                    value::Value::Object(self)
                }
            }
        }
    }

    /// How it is read and written.
    fn object(&self) -> TokenStream {
        let name = ident(&self.names.ident);
        let label = text(
            self.model
                .words
                .last()
                .filter(|_| self.model.words.len() == 1)
                .unwrap_or(&self.names.ident),
        );
        let locals: Vec<TokenStream> = self.fields().map(|member| member.local()).collect();
        let arms: Vec<TokenStream> = self.fields().map(|member| member.read()).collect();
        let values: Vec<TokenStream> = self.fields().map(|member| member.finish()).collect();
        let puts: Vec<TokenStream> = self.fields().map(|member| member.put()).collect();
        let rest = ident(&self.names.rest.field);
        let (rest_local, rest_arm, rest_value, rest_put) = match self.rest {
            Some(_) => (
                quote!(let mut #rest = BTreeMap::new();),
                quote! { _ => { #rest.insert(key.into(), object.value()?); } },
                quote!(#rest,),
                quote!(object.put_all(&self.#rest)?;),
            ),
            None => (quote!(), quote!(_ => object.skip()?,), quote!(), quote!()),
        };
        let read = if self.fields.is_empty() && self.rest.is_none() {
            quote! {
                while object.key()?.is_some() {
                    object.skip()?;
                }
                Ok(Self {})
            }
        } else {
            quote! {
                #(#locals)*
                #rest_local
                while let Some(key) = object.key()? {
                    match &*key {
                        #(#arms)*
                        #rest_arm
                    }
                }
                Ok(Self { #(#values)* #rest_value })
            }
        };
        let writer = if puts.is_empty() && self.rest.is_none() {
            quote!(_)
        } else {
            quote!(object)
        };
        let allow = self.allow_own();
        quote! {
            #allow
            impl model::Object for #name {
                const NAME: &'static str = #label;

                fn read<'de, M: MapAccess<'de>>(object: &mut model::ObjectReader<M>) -> Result<Self, M::Error> {
                    #read
                }

                fn write<M: SerializeMap>(&self, #writer: &mut model::ObjectWriter<M>) -> Result<(), M::Error> {
                    #(#puts)*
                    #rest_put
                    Ok(())
                }
            }
        }
    }
}

/// One field of an object while it is rendered.
struct Member<'a> {
    index: usize,
    field: &'a Field,
    names: &'a FieldNames,
}

impl Member<'_> {
    fn docs(&self) -> TokenStream {
        let need = if self.field.required {
            "required"
        } else {
            "optional"
        };
        let null = match self.field.ty {
            Type::Nullable(_) => ", may be `null`",
            _ => "",
        };
        comments::field(
            &self.field.docs,
            &format!("Member {}, {need}{null}.", docs::code(&self.field.name)),
        )
    }

    fn local(&self) -> TokenStream {
        let local = ident(&self.names.local);
        quote!(let mut #local = None;)
    }

    fn read(&self) -> TokenStream {
        let local = ident(&self.names.local);
        let wire = text(&self.field.name);
        let is_some_even_when_null =
            self.field.required || matches!(self.field.ty, Type::Nullable(_));
        if is_some_even_when_null {
            quote!(#wire => #local = Some(object.value()?),)
        } else {
            quote!(#wire => #local = object.value()?,)
        }
    }

    fn finish(&self) -> TokenStream {
        let field = ident(&self.names.field);
        let local = ident(&self.names.local);
        let wire = text(&self.field.name);
        if self.field.required {
            quote!(#field: object.required(#wire, #local)?,)
        } else if field == local {
            quote!(#field,)
        } else {
            quote!(#field: #local,)
        }
    }

    /// What is required and not set can only be `null`.
    fn visit(&self) -> TokenStream {
        let (wire, field) = (text(&self.field.name), ident(&self.names.field));
        match self.field.ty {
            Type::Nullable(_) if self.field.required => {
                quote!(visit(#wire, self.#field.to_value().or_null())?;)
            }
            _ => quote!(visit(#wire, self.#field.to_value())?;),
        }
    }

    fn put(&self) -> TokenStream {
        let field = ident(&self.names.field);
        let wire = text(&self.field.name);
        if self.field.required {
            quote!(object.put(#wire, &self.#field)?;)
        } else {
            quote!(object.put_optional(#wire, &self.#field)?;)
        }
    }
}

fn enumeration(model: &Model, names: &ModelNames, values: &[String]) -> TokenStream {
    let name = ident(&names.ident);
    let docs = comments::item(&model.docs, "A text with known values.");
    let deprecated = comments::deprecated(&model.docs);
    let allow = comments::allow_deprecated(model.docs.deprecated);
    let unknown = ident(&names.unknown);
    let variants: Vec<_> = names
        .variants
        .iter()
        .map(|variant| ident(variant))
        .collect();
    let literals: Vec<_> = values.iter().map(|value| text(value)).collect();
    let variant_docs = values
        .iter()
        .map(|value| docs::attributes(&docs::clean(&value_docs(value))));
    quote! {
        #docs
        #deprecated
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum #name {
            #(#variant_docs #variants,)*
            #[doc = " A value that the description does not name."]
            #unknown(String),
        }

        #allow
        impl #name {
            #[doc = " The value as it is sent."]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #literals,)*
                    Self::#unknown(value) => value,
                }
            }
        }

        #allow
        impl From<String> for #name {
            fn from(value: String) -> Self {
                match value.as_str() {
                    #(#literals => Self::#variants,)*
                    _ => Self::#unknown(value),
                }
            }
        }

        crate::impl_string_enum!(#allow #name);
    }
}

fn value_docs(value: &str) -> String {
    if value.is_empty() {
        "The empty text.".to_owned()
    } else {
        docs::code(value)
    }
}

/// What lets the model be read from a refusal, where an operation declares it as its error.
fn failure(
    context: Context<'_>,
    id: ModelId,
    model: &Model,
    names: &ModelNames,
) -> Option<TokenStream> {
    let mut operations = context.api.operations.iter();
    let name = ident(&names.ident);
    let allow = comments::allow_deprecated(model.docs.deprecated);
    operations
        .any(|operation| operation.failure == Some(Type::Model(id)))
        .then(|| quote!(crate::impl_failure!(#allow #name);))
}
