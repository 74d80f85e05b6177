//! `models.rs`: the types of the components, and of inline schemas that need a name.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Direction, Field, Model, ModelId, Shape, Type};
use crate::names::{FieldNames, ModelNames};

use super::build::{Kind, Slot, Target};
use super::imports::import;
use super::types::{Import, Scope, Types};
use super::{Context, bodies, comments, docs, ident, text};

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
                    words: ("object", "member"),
                }
                .render(&mut types)
            }
            Shape::Parts {
                fields,
                media_types,
            } => {
                let object = Object {
                    id,
                    model,
                    names,
                    fields,
                    rest: None,
                    words: ("body", "part"),
                };
                bodies::parts(&object, media_types, &mut types)
            }
            Shape::Alternatives(list) => bodies::alternatives(model, names, list, &mut types),
            Shape::Enum { values } => {
                let failure = failure(context, id, model, names);
                let enumeration = enumeration(model, names, values);
                quote!(#enumeration #failure)
            }
        })
        .collect();
    let imports = imports(context, has_objects, &types);
    quote! {
        #![doc = " The models of the API: what its requests and answers hold."]
        #imports
        #(#items)*
    }
}

fn imports(context: Context<'_>, has_objects: bool, types: &Types<'_>) -> TokenStream {
    let has_members = context
        .models()
        .any(|(_, model, _)| model.as_value && matches!(model.shape, Shape::Object { .. }));
    let needs = |import| types.needs(import);
    let lines = [
        import(
            quote!(std::collections),
            [("BTreeMap", needs(Import::BTreeMap))],
        ),
        import(quote!(serde::de), [("MapAccess", has_objects)]),
        import(quote!(serde::ser), [("SerializeMap", has_objects)]),
        import(
            quote!(crate),
            [("body", needs(Import::Body) || needs(Import::Media))],
        ),
        import(
            quote!(crate::encoders),
            [
                ("encoding", needs(Import::Encoding)),
                ("file", needs(Import::File)),
                ("multipart", needs(Import::Part)),
                ("query", needs(Import::Query)),
            ],
        ),
        import(
            quote!(crate::encoders::request),
            [
                ("EXPLODE", needs(Import::Explode)),
                ("FLAT", needs(Import::Flat)),
                ("RequestBuilder", needs(Import::RequestBuilder)),
            ],
        ),
        import(
            quote!(crate::encoders::stream),
            [("StreamBuilder", needs(Import::StreamBuilder))],
        ),
        match has_members {
            true => quote!(
                use crate::encoders::value::{self, ToValue};
            ),
            false => TokenStream::new(),
        },
        import(quote!(crate), [("model", has_objects)]),
        import(quote!(crate::secret), [("Secret", needs(Import::Secret))]),
    ];
    quote!(#(#lines)*)
}

/// An object while it is rendered.
pub(super) struct Object<'a> {
    id: ModelId,
    pub(super) model: &'a Model,
    pub(super) names: &'a ModelNames,
    fields: &'a [Field],
    rest: Option<&'a Type>,
    /// What it is called in the docs, and what its fields are.
    words: (&'static str, &'static str),
}

impl Object<'_> {
    fn render(&self, types: &mut Types<'_>) -> TokenStream {
        let name = ident(&self.names.ident);
        let definition = self.definition("An object of the API.", types);
        let build = self
            .is_built()
            .then(|| self.build(types, &TokenStream::new()));
        let object = self.object();
        let members = self.model.as_value.then(|| self.members());
        let failure = failure(types.context, self.id, self.model, self.names);
        let allow = comments::allow_deprecated(self.model.docs.deprecated);
        quote! {
            #definition
            #build
            #object
            crate::impl_object!(#allow #name);
            #failure
            #members
        }
    }

    /// The struct itself; `otherwise` stands where the description says nothing of it.
    pub(super) fn definition(&self, otherwise: &str, types: &mut Types<'_>) -> TokenStream {
        let name = ident(&self.names.ident);
        let docs = comments::item(&self.model.docs, otherwise);
        let clone = (!self.model.streams).then(|| quote!(Clone,));
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
        quote! {
            #docs
            #deprecated
            #holds_deprecated
            #[non_exhaustive]
            #[derive(#clone Debug #default)]
            pub struct #name {
                #(#fields)*
                #rest
            }
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

    pub(super) fn fields(&self) -> impl Iterator<Item = Member<'_>> {
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
        let docs = member.docs(self.words.1);
        let deprecated = comments::deprecated(&member.field.docs);
        quote! {
            #docs
            #deprecated
            pub #name: #ty,
        }
    }

    /// `new` and the setters, with other methods behind them.
    pub(super) fn build(&self, types: &mut Types<'_>, others: &TokenStream) -> TokenStream {
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
            what: self.words.0,
            name: &self.names.ident,
            required_name: &self.names.required,
            streams: self.model.streams,
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
                #others
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
            what: format!("the {} {}", self.words.1, docs::code(&member.field.name)),
            meaning: comments::meaning(&member.field.docs),
            deprecated: comments::deprecated(&member.field.docs),
            docs: member.docs(self.words.1),
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
pub(super) struct Member<'a> {
    index: usize,
    pub(super) field: &'a Field,
    pub(super) names: &'a FieldNames,
}

impl Member<'_> {
    fn docs(&self, what: &str) -> TokenStream {
        let need = if self.field.required {
            "required"
        } else {
            "optional"
        };
        let null = match self.field.ty {
            Type::Nullable(_) => ", may be `null`",
            _ => "",
        };
        let name = docs::code(&self.field.name);
        let fact = format!("{} {name}, {need}{null}.", comments::capitalized(what));
        comments::field(&self.field.docs, &fact)
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

pub(super) fn value_docs(value: &str) -> String {
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
