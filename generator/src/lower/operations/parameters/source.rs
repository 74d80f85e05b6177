//! What a parameter holds: its `schema`, or that of the one media type of its `content`.

use openapiv3::{
    MediaType, Parameter, ParameterData, ParameterSchemaOrContent, ReferenceOr, Schema,
};

use crate::diagnostics::Diagnostics;
use crate::ir::{Docs, Type};
use crate::pointer::Pointer;
use crate::resolve::{Resolved, Start};

use super::super::super::media_type::{self, Kind};
use super::super::super::schemas::Schemas;

/// How `content` says that a value becomes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// As JSON.
    Json,
    /// As the text that it is.
    Text,
}

/// Where the type of a parameter comes from.
pub(super) struct ValueSource<'a> {
    data: &'a ParameterData,
    component: Option<&'a str>,
    /// Without a schema, `content` takes any value of its media type.
    schema: Option<&'a ReferenceOr<Schema>>,
    /// Where the schema stands.
    place: Pointer,
    /// The media type of `content`.
    media_type: &'a str,
    /// `None` where `style` and `explode` say it.
    pub(super) content: Option<Content>,
}

impl<'a> ValueSource<'a> {
    /// `None` means that `content` is empty, which was told.
    pub(super) fn of(
        data: &'a ParameterData,
        parameter: &Resolved<'a, Parameter>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let place = parameter.pointer.join("content");
        let component = parameter.component;
        match &data.format {
            ParameterSchemaOrContent::Schema(schema) => Some(Self {
                data,
                component,
                schema: Some(schema),
                place: parameter.pointer.join("schema"),
                media_type: "",
                content: None,
            }),
            ParameterSchemaOrContent::Content(content) => {
                let Some((media_type, MediaType { schema, .. })) = content.first() else {
                    diagnostics
                        .error(&place, "`content` names no media type")
                        .hint("name one, as in `application/json: {schema: ...}`");
                    return None;
                };
                Some(Self {
                    data,
                    component,
                    schema: schema.as_ref(),
                    place: place.join(media_type).join("schema"),
                    media_type,
                    content: Some(match media_type::kind(media_type) {
                        Kind::Json => Content::Json,
                        _ => Content::Text,
                    }),
                })
            }
        }
    }

    /// The type, and what a person is told about the parameter.
    pub(super) fn lower(
        &self,
        words: &[String],
        schemas: &mut Schemas<'a>,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Type, Docs)> {
        let (ty, own) = match self.schema {
            Some(schema) => {
                let words = self.words(words);
                let ty = schemas.lower(Start::from(schema), &self.place, &words, diagnostics)?;
                (ty, schemas.docs(Start::from(schema), &self.place))
            }
            None if self.content == Some(Content::Json) => (Type::Any, Docs::default()),
            None => (Type::String, Docs::default()),
        };
        let docs = Docs {
            summary: None,
            description: self.data.description.clone().or(own.description),
            notes: own.notes,
            deprecated: self.data.deprecated.unwrap_or_default() || own.deprecated,
        };
        Some((ty, docs))
    }

    /// A shared parameter names its inline types after itself, so that all operations share them too.
    fn words(&self, words: &[String]) -> Vec<String> {
        match self.component {
            Some(key) => vec![key.to_owned()],
            None => words
                .iter()
                .cloned()
                .chain([self.data.name.clone()])
                .collect(),
        }
    }

    /// Refuses `content` of a media type that this client does not write.
    pub(super) fn check(
        &self,
        ty: &Type,
        schemas: &Schemas<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let is_text = match ty {
            _ if self.content != Some(Content::Text) => true,
            Type::String | Type::Secret => true,
            Type::Model(id) => schemas.is_enum(*id),
            Type::Boolean | Type::Integer(_) | Type::Number(_) => {
                media_type::kind(self.media_type) == Kind::Text
            }
            _ => false,
        };
        if is_text {
            return Some(());
        }
        diagnostics
            .error(
                &self.place,
                format!(
                    "only a text can be sent as {:?} in a parameter",
                    self.media_type
                ),
            )
            .hint("write `type: string`, use application/json, or give the parameter a `schema` in place of `content`");
        None
    }
}
