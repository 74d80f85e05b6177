//! What the models of the API are read and written with.
//!
//! A model lists its members twice, once to read and once to write them; this module does the rest, without derive
//! macros, which would take several times as long to compile.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A model that is a JSON object.
///
/// How a member is read and written depends on what the description says of it:
///
/// | the description says | type | in `read` | in `write` |
/// | --- | --- | --- | --- |
/// | required | `T` | `x = Some(object.value()?)`, then `object.required` | `put` |
/// | required, nullable | `Option<T>` | `x = Some(object.value()?)`, then `object.required` | `put` |
/// | optional | `Option<T>` | `x = object.value()?` | `put_optional` |
/// | optional, nullable | `Option<Option<T>>` | `x = Some(object.value()?)` | `put_optional` |
/// | additional properties | `BTreeMap<String, T>` | `x.insert(key.into(), object.value()?)` | `put_all` |
///
/// So a `null` for an optional member that is not nullable counts as not set, and of a member that comes twice the last
/// one counts.
pub trait Object: Sized {
    /// The name of the model, for errors.
    const NAME: &'static str;

    /// Reads the members.
    ///
    /// # Errors
    /// A value does not fit its member, or a required member is missing.
    fn read<'de, M: MapAccess<'de>>(object: &mut ObjectReader<M>) -> Result<Self, M::Error>;

    /// Writes the members.
    ///
    /// # Errors
    /// Those of the format that is written.
    fn write<M: SerializeMap>(&self, object: &mut ObjectWriter<M>) -> Result<(), M::Error>;
}

/// Makes a model that is an [`Object`] known to serde. Attributes before its name go to what is made.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_object {
    ($(#[$attribute:meta])* $model:ty) => {
        $(#[$attribute])*
        impl ::serde::Serialize for $model {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::model::write_object(self, serializer)
            }
        }

        $(#[$attribute])*
        impl<'de> ::serde::Deserialize<'de> for $model {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::model::read_object(deserializer)
            }
        }
    };
}

/// Reads a model.
///
/// # Errors
/// What comes is no object, or does not fit.
pub fn read_object<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// Writes a model.
///
/// # Errors
/// Those of the format that is written.
pub fn write_object<T: Object, S: Serializer>(
    object: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut writer = ObjectWriter {
        map: serializer.serialize_map(None)?,
    };
    object.write(&mut writer)?;
    writer.map.end()
}

/// An object that is being read.
pub struct ObjectReader<M> {
    model: &'static str,
    map: M,
}

impl<'de, M: MapAccess<'de>> ObjectReader<M> {
    /// The next member's name.
    ///
    /// # Errors
    /// Those of the format that is read.
    pub fn key(&mut self) -> Result<Option<Key<'de>>, M::Error> {
        self.map.next_key()
    }

    /// That member's value.
    ///
    /// # Errors
    /// The value does not fit.
    pub fn value<T: Deserialize<'de>>(&mut self) -> Result<T, M::Error> {
        self.map.next_value()
    }

    /// Passes over the value of a member that the description does not know.
    ///
    /// # Errors
    /// Those of the format that is read.
    pub fn skip(&mut self) -> Result<(), M::Error> {
        self.value::<IgnoredAny>().map(|_| ())
    }

    /// The value of a required member.
    ///
    /// # Errors
    /// The member did not come.
    pub fn required<T>(&self, member: &'static str, value: Option<T>) -> Result<T, M::Error> {
        value.ok_or_else(|| {
            M::Error::custom(format_args!("missing member `{member}` of {}", self.model))
        })
    }
}

/// An object that is being written.
pub struct ObjectWriter<M> {
    map: M,
}

impl<M: SerializeMap> ObjectWriter<M> {
    /// Writes a member.
    ///
    /// # Errors
    /// Those of the format that is written.
    pub fn put<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        self.map.serialize_entry(name, value)
    }

    /// Writes a member unless it is not set.
    ///
    /// # Errors
    /// Those of the format that is written.
    pub fn put_optional<T: Serialize>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), M::Error> {
        match value {
            Some(value) => self.put(name, value),
            None => Ok(()),
        }
    }

    /// Writes the additional properties.
    ///
    /// # Errors
    /// Those of the format that is written.
    pub fn put_all<T: Serialize>(&mut self, members: &BTreeMap<String, T>) -> Result<(), M::Error> {
        members
            .iter()
            .try_for_each(|(name, value)| self.map.serialize_entry(name, value))
    }
}

/// The name of a member, borrowed from the input where that holds it as it is.
pub struct Key<'de>(Cow<'de, str>);

impl Deref for Key<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<Key<'_>> for String {
    fn from(key: Key<'_>) -> Self {
        key.0.into_owned()
    }
}

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, name: &'de str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Borrowed(name)))
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(name.to_owned())))
    }

    fn visit_string<E: serde::de::Error>(self, name: String) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(name)))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<T, M::Error> {
        let model = T::NAME;
        T::read(&mut ObjectReader { model, map })
    }
}

/// Completes an enum of texts, which has `as_str` and `From<String>`, and keeps a text that it does not know.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_string_enum {
    ($(#[$attribute:meta])* $name:ty) => {
        $(#[$attribute])*
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::from(text.to_owned())
            }
        }

        $(#[$attribute])*
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        $(#[$attribute])*
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        $(#[$attribute])*
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                <String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }

        $(#[$attribute])*
        impl $crate::encoders::value::ToValue for $name {
            fn to_value(&self) -> $crate::encoders::value::Value<'_> {
                $crate::encoders::value::Value::Text(self.as_str())
            }
        }
    };
}

/// Completes an enum of whole numbers, which has `as_i64` and `From<i64>`, and keeps a number that it does not know.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_integer_enum {
    ($(#[$attribute:meta])* $name:ty) => {
        $(#[$attribute])*
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        $(#[$attribute])*
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }

        $(#[$attribute])*
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                <i64 as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }

        $(#[$attribute])*
        impl $crate::encoders::value::ToValue for $name {
            fn to_value(&self) -> $crate::encoders::value::Value<'_> {
                $crate::encoders::value::Value::Integer(self.as_i64())
            }
        }
    };
}
