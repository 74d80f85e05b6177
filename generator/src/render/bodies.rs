//! The models that are made for bodies: the parts of a multipart body, and bodies of several media types.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Alternative, BodyEncoding, Model, PartTypes, Shape, Type};
use crate::names::ModelNames;

use super::models::Object;
use super::request::{self, Given};
use super::types::{Import, Types};
use super::{comments, docs, ident};

/// A struct with a field for each part.
pub(super) fn parts(
    object: &Object<'_>,
    media_types: &PartTypes,
    types: &mut Types<'_>,
) -> TokenStream {
    let definition = object.definition("The parts of a body of type `multipart/form-data`.", types);
    let lines = object.fields().map(|member| {
        let field = ident(&member.names.field);
        let given = Given {
            place: quote!(self.#field),
            borrowed: false,
            required: member.field.required,
            ty: &member.field.ty,
        };
        request::part(&member.field.name, media_types, &given)
    });
    let lines: Vec<TokenStream> = lines.collect();
    let head = encode_into(object.model, types);
    let encode = quote! {
        #head {
            #(#lines)*
            request.multipart_required();
        }
    };
    let build = object.build(types, &encode);
    quote! {
        #definition
        #build
    }
}

/// An enum with a variant for each media type.
pub(super) fn alternatives(
    model: &Model,
    names: &ModelNames,
    list: &[Alternative],
    types: &mut Types<'_>,
) -> TokenStream {
    let name = ident(&names.ident);
    let docs = comments::item(
        &model.docs,
        "The body of a request, which may be of several media types.",
    );
    let clone = (!model.streams).then(|| quote!(Clone,));
    let allow = comments::allow_deprecated(list.iter().any(|one| types.is_deprecated(&one.ty)));
    let head = encode_into(model, types);
    let allow_large = list.iter().any(|one| is_large(&one.ty, types)).then(|| {
        quote!(#[allow(clippy::large_enum_variant, reason = "a body is made once for each call")])
    });
    let mut variants = Vec::new();
    let mut conversions = Vec::new();
    let mut arms = Vec::new();
    for (one, variant) in list.iter().zip(&names.variants) {
        let variant = ident(variant);
        let docs = comments::field(&one.docs, &fact(one));
        let ty = types.of(&one.ty);
        variants.push(quote!(#docs #variant(#ty),));
        let is_unambiguous = list.iter().filter(|other| other.ty == one.ty).count() == 1;
        if is_unambiguous {
            let allow = comments::allow_deprecated(types.is_deprecated(&one.ty));
            conversions.push(quote! {
                #allow
                impl From<#ty> for #name {
                    fn from(body: #ty) -> Self {
                        Self::#variant(body)
                    }
                }
            });
        }
        let given = Given {
            place: quote!(body),
            borrowed: !model.streams,
            required: true,
            ty: &one.ty,
        };
        let builder = quote!(request);
        let call = request::body_call(&one.encoding, &one.media_type, &given, &builder, types);
        arms.push(match request::required(&one.encoding) {
            Some(required) => quote!(Self::#variant(body) => { #call; #required }),
            None => quote!(Self::#variant(body) => #call,),
        });
    }
    quote! {
        #docs
        #allow
        #allow_large
        #[non_exhaustive]
        #[derive(#clone Debug)]
        pub enum #name {
            #(#variants)*
        }

        #(#conversions)*

        impl #name {
            #head {
                match self {
                    #(#arms)*
                }
            }
        }
    }
}

/// The function that writes a body. A stream can be sent once, so it is given away.
fn encode_into(model: &Model, types: &mut Types<'_>) -> TokenStream {
    match model.streams {
        true => {
            types.import(Import::StreamBuilder);
            quote!(pub(crate) fn encode_into(self, request: &mut StreamBuilder))
        }
        false => {
            types.import(Import::RequestBuilder);
            quote!(pub(crate) fn encode_into(&self, request: &mut RequestBuilder))
        }
    }
}

/// Whether a value takes much more room than a text, going by the number of its members.
fn is_large(ty: &Type, types: &Types<'_>) -> bool {
    let Type::Model(id) = ty else { return false };
    let model = types.context.api.models.get(id.0);
    match model.map(|model| &model.shape) {
        Some(Shape::Object { fields, .. } | Shape::Parts { fields, .. }) => fields.len() >= 5,
        _ => false,
    }
}

fn fact(one: &Alternative) -> String {
    let media_type = docs::code(&one.media_type);
    match one.encoding {
        BodyEncoding::Media => "Sent with the media type that it names.".to_owned(),
        _ => format!("Sent as {media_type}."),
    }
}
