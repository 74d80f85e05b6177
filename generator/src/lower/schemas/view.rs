//! One flat look at a schema, whichever of `openapiv3`'s shapes it was read into.

use std::borrow::Cow;
use std::sync::LazyLock;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, IntegerFormat, NumberFormat, ObjectType, ReferenceOr, Schema, SchemaKind,
    StringFormat, Type, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

type Properties = IndexMap<String, ReferenceOr<Box<Schema>>>;

static NO_PROPERTIES: LazyLock<Properties> = LazyLock::new(Properties::new);

/// The keywords of a schema that matter here.
pub(super) struct View<'a> {
    pub(super) title: Option<&'a str>,
    pub(super) description: Option<&'a str>,
    pub(super) default: Option<&'a Value>,
    pub(super) nullable: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) deprecated: bool,
    pub(super) discriminator: bool,
    pub(super) typ: Option<&'a str>,
    pub(super) format: Option<&'a str>,
    pub(super) enumeration: Cow<'a, [Value]>,
    pub(super) properties: &'a Properties,
    pub(super) required: &'a [String],
    pub(super) additional: Option<&'a AdditionalProperties>,
    pub(super) items: Option<&'a ReferenceOr<Box<Schema>>>,
    pub(super) all_of: &'a [ReferenceOr<Schema>],
    pub(super) one_of: bool,
    pub(super) any_of: bool,
    pub(super) not: bool,
    pub(super) minimum: Option<f64>,
    pub(super) maximum: Option<f64>,
    pub(super) exclusive_minimum: bool,
    pub(super) exclusive_maximum: bool,
    pub(super) multiple_of: Option<f64>,
    pub(super) pattern: Option<&'a str>,
    /// The least and the most characters, items or members.
    pub(super) size: (Option<usize>, Option<usize>),
}

impl<'a> View<'a> {
    /// A schema that says nothing.
    fn empty() -> Self {
        Self {
            title: None,
            description: None,
            default: None,
            nullable: false,
            read_only: false,
            write_only: false,
            deprecated: false,
            discriminator: false,
            typ: None,
            format: None,
            enumeration: Cow::Borrowed(&[]),
            properties: &NO_PROPERTIES,
            required: &[],
            additional: None,
            items: None,
            all_of: &[],
            one_of: false,
            any_of: false,
            not: false,
            minimum: None,
            maximum: None,
            exclusive_minimum: false,
            exclusive_maximum: false,
            multiple_of: None,
            pattern: None,
            size: (None, None),
        }
    }

    pub(super) fn of_object(object: &'a ObjectType) -> Self {
        let mut view = Self::empty();
        view.read_object(object);
        view
    }

    pub(super) fn of(schema: &'a Schema) -> Self {
        let data = &schema.schema_data;
        let mut view = Self {
            title: data.title.as_deref(),
            description: data.description.as_deref(),
            default: data.default.as_ref(),
            nullable: data.nullable,
            read_only: data.read_only,
            write_only: data.write_only,
            deprecated: data.deprecated,
            discriminator: data.discriminator.is_some(),
            ..Self::empty()
        };
        match &schema.schema_kind {
            SchemaKind::Type(typ) => view.read_type(typ),
            SchemaKind::AllOf { all_of } => view.all_of = all_of,
            SchemaKind::OneOf { .. } => view.one_of = true,
            SchemaKind::AnyOf { .. } => view.any_of = true,
            SchemaKind::Not { .. } => view.not = true,
            SchemaKind::Any(any) => {
                view.typ = any.typ.as_deref();
                view.format = any.format.as_deref();
                view.enumeration = Cow::Borrowed(&any.enumeration);
                view.properties = &any.properties;
                view.required = &any.required;
                view.additional = any.additional_properties.as_ref();
                view.items = any.items.as_ref();
                view.all_of = &any.all_of;
                view.one_of = !any.one_of.is_empty();
                view.any_of = !any.any_of.is_empty();
                view.not = any.not.is_some();
                view.minimum = any.minimum;
                view.maximum = any.maximum;
                view.exclusive_minimum = any.exclusive_minimum.unwrap_or_default();
                view.exclusive_maximum = any.exclusive_maximum.unwrap_or_default();
                view.multiple_of = any.multiple_of;
                view.pattern = any.pattern.as_deref();
                view.size = (
                    any.min_length.or(any.min_items).or(any.min_properties),
                    any.max_length.or(any.max_items).or(any.max_properties),
                );
            }
        }
        view
    }

    /// Whether the schema says anything about members of an object.
    pub(super) fn has_members(&self) -> bool {
        !self.properties.is_empty() || self.additional.is_some() || !self.required.is_empty()
    }

    /// Whether the schema can be one part of an object that is described in several.
    pub(super) fn is_part_of_an_object(&self) -> bool {
        matches!(self.typ, None | Some("object"))
            && self.items.is_none()
            && self.enumeration.is_empty()
            && !(self.one_of || self.any_of || self.not)
    }

    // Limits are told in docs and compared with zero only, so a cast that loses a digit does no harm.
    fn read_type(&mut self, typ: &'a Type) {
        match typ {
            Type::String(string) => {
                self.typ = Some("string");
                self.format = string_format(&string.format);
                self.enumeration = values(&string.enumeration);
                self.pattern = string.pattern.as_deref();
                self.size = (string.min_length, string.max_length);
            }
            Type::Number(number) => {
                self.typ = Some("number");
                self.format = match &number.format {
                    VariantOrUnknownOrEmpty::Item(NumberFormat::Float) => Some("float"),
                    VariantOrUnknownOrEmpty::Item(NumberFormat::Double) => Some("double"),
                    VariantOrUnknownOrEmpty::Unknown(other) => Some(other),
                    VariantOrUnknownOrEmpty::Empty => None,
                };
                self.enumeration = values(&number.enumeration);
                (self.minimum, self.maximum) = (number.minimum, number.maximum);
                self.exclusive_minimum = number.exclusive_minimum;
                self.exclusive_maximum = number.exclusive_maximum;
                self.multiple_of = number.multiple_of;
            }
            Type::Integer(integer) => {
                self.typ = Some("integer");
                self.format = match &integer.format {
                    VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => Some("int32"),
                    VariantOrUnknownOrEmpty::Item(IntegerFormat::Int64) => Some("int64"),
                    VariantOrUnknownOrEmpty::Unknown(other) => Some(other),
                    VariantOrUnknownOrEmpty::Empty => None,
                };
                self.enumeration = values(&integer.enumeration);
                self.minimum = integer.minimum.map(|limit| limit as f64);
                self.maximum = integer.maximum.map(|limit| limit as f64);
                self.exclusive_minimum = integer.exclusive_minimum;
                self.exclusive_maximum = integer.exclusive_maximum;
                self.multiple_of = integer.multiple_of.map(|step| step as f64);
            }
            Type::Boolean(boolean) => {
                self.typ = Some("boolean");
                self.enumeration = values(&boolean.enumeration);
            }
            Type::Array(array) => {
                self.typ = Some("array");
                self.items = array.items.as_ref();
                self.size = (array.min_items, array.max_items);
            }
            Type::Object(object) => self.read_object(object),
        }
    }

    fn read_object(&mut self, object: &'a ObjectType) {
        self.typ = Some("object");
        self.properties = &object.properties;
        self.required = &object.required;
        self.additional = object.additional_properties.as_ref();
        self.size = (object.min_properties, object.max_properties);
    }
}

fn string_format(format: &VariantOrUnknownOrEmpty<StringFormat>) -> Option<&str> {
    match format {
        VariantOrUnknownOrEmpty::Item(StringFormat::Date) => Some("date"),
        VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Some("date-time"),
        VariantOrUnknownOrEmpty::Item(StringFormat::Password) => Some("password"),
        VariantOrUnknownOrEmpty::Item(StringFormat::Byte) => Some("byte"),
        VariantOrUnknownOrEmpty::Item(StringFormat::Binary) => Some("binary"),
        VariantOrUnknownOrEmpty::Unknown(other) => Some(other),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

fn values<T: Clone + Into<Value>>(enumeration: &[Option<T>]) -> Cow<'static, [Value]> {
    enumeration
        .iter()
        .map(|value| value.clone().map_or(Value::Null, Into::into))
        .collect()
}
