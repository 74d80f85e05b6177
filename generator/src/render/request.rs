//! The lines that write a value into a request: one call of an encoder for each.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    BodyEncoding, FieldEncodings, PartTypes, PathStyle, Place, QueryStyle, Serialization, Type,
};

use super::text;
use super::types::{Import, Types};

/// A value where it stands.
pub(super) struct Given<'a> {
    /// The expression.
    pub(super) place: TokenStream,
    /// Whether the expression is a reference already.
    pub(super) borrowed: bool,
    /// Whether there always is one; else it is an `Option`.
    pub(super) required: bool,
    /// What it is.
    pub(super) ty: &'a Type,
}

impl Given<'_> {
    fn reference(&self) -> TokenStream {
        let place = &self.place;
        match self.borrowed {
            true => quote!(#place),
            false => quote!(&#place),
        }
    }
}

/// A whole body. `request` is the builder, as an argument.
pub(super) fn body(
    encoding: &BodyEncoding,
    media_type: &str,
    given: &Given<'_>,
    request: &TokenStream,
    types: &mut Types<'_>,
) -> TokenStream {
    if *encoding == BodyEncoding::Model && !given.required {
        let place = &given.place;
        let value = match is_moved(given, types) {
            true => quote!(#place),
            false => given.reference(),
        };
        return quote! {
            if let Some(body) = #value {
                body.encode_into(#request);
            }
        };
    }
    let call = body_call(encoding, media_type, given, request, types);
    quote!(#call;)
}

/// The call that writes a whole body. One with a type of its own has to be there.
pub(super) fn body_call(
    encoding: &BodyEncoding,
    media_type: &str,
    given: &Given<'_>,
    request: &TokenStream,
    types: &mut Types<'_>,
) -> TokenStream {
    let media_type = text(media_type);
    let (place, reference) = (&given.place, given.reference());
    match encoding {
        BodyEncoding::JsonInPart => match given.ty {
            // A required body is `null` where it is not set.
            Type::Nullable(_) => quote!(request.json_sent(#media_type, &Some(#reference))),
            _ => quote!(request.json_sent(#media_type, #reference)),
        },
        BodyEncoding::Json if given.required => quote!(request.json(#media_type, #reference)),
        BodyEncoding::Json => quote!(request.json_optional(#media_type, #reference)),
        BodyEncoding::JsonLines => quote!(request.json_lines(#media_type, #reference)),
        BodyEncoding::Text => quote!(request.text(#media_type, #reference)),
        BodyEncoding::Binary => quote!(request.binary(#media_type, #place)),
        BodyEncoding::Media => quote!(request.media(#media_type, #place)),
        BodyEncoding::FormObject(encodings) if encodings.is_empty() => {
            quote!(request.form_object(#reference))
        }
        BodyEncoding::FormObject(encodings) => {
            let encodings = table(encodings, types);
            quote!(request.form_object_with(#reference, &[#(#encodings),*]))
        }
        BodyEncoding::Model => quote!(#place.encode_into(#request)),
        // Their fields are inputs of their own.
        BodyEncoding::FormFields(_) | BodyEncoding::Parts(_) => TokenStream::new(),
    }
}

/// Whether the value is given away, since it can be sent only once.
fn is_moved(given: &Given<'_>, types: &Types<'_>) -> bool {
    let Type::Model(id) = given.ty else {
        return false;
    };
    let model = types.context.api.models.get(id.0);
    model.is_some_and(|model| model.streams)
}

/// What sends a form or a multipart body even if nothing in it is set.
pub(super) fn required(encoding: &BodyEncoding) -> Option<TokenStream> {
    match encoding {
        BodyEncoding::FormFields(_) | BodyEncoding::FormObject(_) => {
            Some(quote!(request.form_required();))
        }
        BodyEncoding::Parts(_) => Some(quote!(request.multipart_required();)),
        _ => None,
    }
}

/// One field of a form.
pub(super) fn form_field(
    name: &str,
    encodings: &FieldEncodings,
    given: &Given<'_>,
    types: &mut Types<'_>,
) -> TokenStream {
    let mut own = encodings.iter().filter(|(field, _)| field == name);
    let own = own.next().map(|(_, encoding)| *encoding);
    let (name, reference) = (text(name), given.reference());
    match own {
        None | Some(Serialization::Text) => quote!(request.form(#name, #reference);),
        Some(Serialization::Json) => quote!(request.form_json(#name, #reference);),
        Some(
            how @ (Serialization::Style(style, explode) | Serialization::Reserved(style, explode)),
        ) => {
            let style = query_style(style, types);
            let explode = explode_constant(explode, types);
            let reserved = matches!(how, Serialization::Reserved(..));
            quote!(request.form_styled(#name, #style, #explode, #reserved, #reference);)
        }
    }
}

/// The table of those fields that are not written as usual.
fn table(encodings: &FieldEncodings, types: &mut Types<'_>) -> Vec<TokenStream> {
    types.import(Import::Encoding);
    let mut rows = Vec::new();
    for (name, how) in encodings {
        let name = text(name);
        let encoding = match *how {
            Serialization::Text => continue,
            Serialization::Json => quote!(encoding::Encoding::Json),
            Serialization::Style(style, explode) | Serialization::Reserved(style, explode) => {
                let style = query_style(style, types);
                let explode = explode_constant(explode, types);
                let reserved = matches!(how, Serialization::Reserved(..));
                quote!(encoding::Encoding::Styled {
                    style: #style,
                    explode: #explode,
                    reserved: #reserved,
                })
            }
        };
        rows.push(quote!((#name, #encoding)));
    }
    rows
}

/// One part of a multipart body.
pub(super) fn part(name: &str, media_types: &PartTypes, given: &Given<'_>) -> TokenStream {
    let mut own = media_types.iter().filter(|(part, _)| part == name);
    let media_type = match own.next() {
        Some((_, media_type)) => {
            let media_type = text(media_type);
            quote!(Some(#media_type))
        }
        None => quote!(None),
    };
    let (name, place, reference) = (text(name), &given.place, given.reference());
    match (given.ty, given.required) {
        (Type::File, true) => quote!(request.files(#name, #media_type, [#place]);),
        (Type::Array(item), false) if **item == Type::File => {
            quote!(request.files(#name, #media_type, #place.into_iter().flatten());)
        }
        (Type::Array(item), _) if **item == Type::File => {
            quote!(request.files(#name, #media_type, #place);)
        }
        (Type::File, false) => quote!(request.files(#name, #media_type, #place);),
        (Type::Part(_), true) => {
            quote!(request.part_with_headers(#name, #media_type, Some(#reference));)
        }
        (Type::Part(_), false) => {
            quote!(request.part_with_headers(#name, #media_type, #place.as_ref());)
        }
        _ => quote!(request.part(#name, #media_type, #reference);),
    }
}

/// A value in the path.
pub(super) fn path(
    name: &str,
    how: Serialization<PathStyle>,
    given: &Given<'_>,
    types: &mut Types<'_>,
) -> TokenStream {
    let (name, reference) = (text(name), given.reference());
    let (style, explode) = match how {
        Serialization::Json => return quote!(request.path_json(#name, #reference);),
        Serialization::Style(style, explode) | Serialization::Reserved(style, explode) => {
            (style, explode)
        }
        Serialization::Text => (PathStyle::Simple, false),
    };
    let style = match style {
        PathStyle::Simple => quote!(Simple),
        PathStyle::Label => quote!(Label),
        PathStyle::Matrix => quote!(Matrix),
    };
    types.import(Import::Path);
    let explode = explode_constant(explode, types);
    quote!(request.path(#name, path::Style::#style, #explode, #reference);)
}

/// A value in the query, a header or a cookie.
pub(super) fn parameter(
    name: &str,
    place: Place,
    given: &Given<'_>,
    types: &mut Types<'_>,
) -> Option<TokenStream> {
    let (name, reference) = (text(name), given.reference());
    Some(match place {
        Place::Query(Serialization::Json) => quote!(request.query_json(#name, #reference);),
        Place::Query(how) => {
            let (style, explode) = match how {
                Serialization::Style(style, explode) | Serialization::Reserved(style, explode) => {
                    (style, explode)
                }
                _ => (QueryStyle::Form, false),
            };
            let query = match how {
                Serialization::Reserved(..) => quote!(query_reserved),
                _ => quote!(query),
            };
            let style = query_style(style, types);
            let explode = explode_constant(explode, types);
            quote!(request.#query(#name, #style, #explode, #reference);)
        }
        Place::Header(Serialization::Json) => quote!(request.header_json(#name, #reference);),
        Place::Header(how) => {
            let explode = explode_constant(explodes(how), types);
            quote!(request.header(#name, #explode, #reference);)
        }
        Place::Cookie(Serialization::Json) => quote!(request.cookie_json(#name, #reference);),
        Place::Cookie(Serialization::Text) => quote!(request.cookie_raw(#name, #reference);),
        Place::Cookie(how) => {
            let explode = explode_constant(explodes(how), types);
            quote!(request.cookie(#name, #explode, #reference);)
        }
        Place::Path(_) | Place::FormField | Place::Part | Place::Body | Place::Server => {
            return None;
        }
    })
}

/// The text of a lone value is the same in either way.
fn explodes(how: Serialization<()>) -> bool {
    matches!(
        how,
        Serialization::Style((), true) | Serialization::Reserved((), true)
    )
}

fn query_style(style: QueryStyle, types: &mut Types<'_>) -> TokenStream {
    types.import(Import::Query);
    match style {
        QueryStyle::Form => quote!(query::Style::Form),
        QueryStyle::SpaceDelimited => quote!(query::Style::SpaceDelimited),
        QueryStyle::PipeDelimited => quote!(query::Style::PipeDelimited),
        QueryStyle::DeepObject => quote!(query::Style::DeepObject),
    }
}

fn explode_constant(explode: bool, types: &mut Types<'_>) -> TokenStream {
    let (import, constant) = match explode {
        true => (Import::Explode, quote!(EXPLODE)),
        false => (Import::Flat, quote!(FLAT)),
    };
    types.import(import);
    constant
}
