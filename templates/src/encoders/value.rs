//! How the encoders see a value, and what all places of a request have in common.
//!
//! A `Value` borrows: seeing a list or an object as one copies nothing.

use std::collections::BTreeMap;
use std::fmt::{self, Display, LowerExp, Write as _};
use std::io;
use std::str;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

/// What a parameter or a form field holds.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// Not set by the caller.
    Absent,
    /// JSON `null`. Outside of JSON text it counts as not set (OpenAPI 3.0.4, Appendix C, "Undefined Values").
    Null,
    /// Text, also that of a date, a UUID or an enum. It may be empty, which is not the same as not set.
    Text(&'a str),
    /// Text that must not be seen: a header that holds it is marked as sensitive.
    Secret(&'a str),
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A whole number that is not negative.
    Unsigned(u64),
    /// A number of single precision.
    Float(f32),
    /// A number of double precision.
    Double(f64),
    /// A list. An empty one counts as not set.
    Array(&'a dyn Items),
    /// An object. One without members counts as not set.
    Object(&'a dyn Members),
}

/// A value that can stand in a path, a query, a header, a cookie or a form.
pub trait ToValue {
    /// How the encoders see it.
    fn to_value(&self) -> Value<'_>;
}

/// The items of a list.
pub trait Items {
    /// Calls `visit` with each item, in order, until it fails.
    ///
    /// # Errors
    /// What `visit` returns.
    fn each(&self, visit: &mut dyn FnMut(Value<'_>) -> Result<(), Fault>) -> Result<(), Fault>;
}

/// The members of an object.
pub trait Members {
    /// Calls `visit` with name and value of each member, in order, until it fails.
    ///
    /// # Errors
    /// What `visit` returns.
    fn each(&self, visit: &mut VisitMember<'_>) -> Result<(), Fault>;
}

/// What is done with a member: its name, its value.
pub type VisitMember<'a> = dyn FnMut(&str, Value<'_>) -> Result<(), Fault> + 'a;

/// Why a value cannot stand in its place, as the end of a sentence that names the parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault(pub &'static str);

/// Appends text to the buffer of a place, with that encoded which the place does not allow.
pub type Encode = fn(&mut String, &str);

impl Value<'_> {
    /// Whether nothing is sent for it, apart from empty lists and objects.
    pub fn is_absent(self) -> bool {
        matches!(self, Value::Absent | Value::Null)
    }

    /// Whether it is a list or an object.
    pub fn is_composite(self) -> bool {
        matches!(self, Value::Array(_) | Value::Object(_))
    }

    /// Whether it is text of no length.
    pub fn is_empty_text(self) -> bool {
        matches!(self, Value::Text("") | Value::Secret(""))
    }

    /// Makes `null` of a value that is not set, for a member that is required and nullable.
    #[must_use]
    pub fn or_null(self) -> Self {
        match self {
            Value::Absent => Value::Null,
            value => value,
        }
    }

    /// Writes a lone value. Numbers have the shortest text that reads back as the same number: `1`, `0.1`, `1e300`.
    ///
    /// # Errors
    /// A list or an object has no text of its own, nor has a number that is infinite or none at all.
    pub fn write(self, out: &mut String, encode: Encode) -> Result<(), Fault> {
        match self {
            Value::Absent | Value::Null => {}
            Value::Text(text) | Value::Secret(text) => encode(out, text),
            Value::Boolean(boolean) => out.push_str(if boolean { "true" } else { "false" }),
            // Digits, signs and the letter of an exponent stand for themselves in every place of a request.
            Value::Integer(number) => out.push_str(itoa::Buffer::new().format(number)),
            Value::Unsigned(number) => out.push_str(itoa::Buffer::new().format(number)),
            Value::Float(number) => write_float(out, number, number.into())?,
            Value::Double(number) => write_float(out, number, number)?,
            Value::Array(_) | Value::Object(_) => return Err(NESTED),
        }
        Ok(())
    }

    /// Writes a lone value as itself, a list or an object as JSON text.
    ///
    /// # Errors
    /// A number that is infinite or none at all has no text.
    pub fn write_or_json(self, out: &mut String, encode: Encode) -> Result<(), Fault> {
        match self.is_composite() {
            true => self.write_json(out, encode),
            false => self.write(out, encode),
        }
    }

    /// Writes the JSON text of the value.
    ///
    /// # Errors
    /// A number that is infinite or none at all has no JSON text.
    pub fn write_json(self, out: &mut String, encode: Encode) -> Result<(), Fault> {
        serde_json::to_writer(Encoded { out, encode }, &self).map_err(|_| NOT_JSON)
    }

    /// Writes what RFC 6570 calls a list: the items, or the names and values of the members, with `separator` between
    /// them and `link` between a name and its value. A lone value is a list of one.
    /// What is not set is left out; the result says whether anything is there.
    ///
    /// # Errors
    /// Lists and objects have no text inside such a list.
    pub fn write_list(
        self,
        out: &mut String,
        encode_name: Encode,
        encode: Encode,
        separator: &str,
        link: &str,
    ) -> Result<bool, Fault> {
        let mut any = false;
        let mut start = |out: &mut String| {
            if any {
                out.push_str(separator);
            }
            any = true;
        };
        match self {
            Value::Array(items) => items.each(&mut |item| {
                if item.is_absent() {
                    return Ok(());
                }
                start(out);
                item.write(out, encode)
            })?,
            Value::Object(members) => members.each(&mut |name, member| {
                if member.is_absent() {
                    return Ok(());
                }
                start(out);
                encode_name(out, name);
                out.push_str(link);
                member.write(out, encode)
            })?,
            Value::Absent | Value::Null => {}
            lone => {
                start(out);
                lone.write(out, encode)?;
            }
        }
        Ok(any)
    }

    /// Calls `visit` with each pair of what RFC 6570 calls an exploded value: a list repeats the parameter's name, an
    /// object gives the names of its members, a lone value is one pair. What is not set is left out.
    ///
    /// # Errors
    /// What `visit` returns.
    pub fn pairs(
        self,
        name: &str,
        visit: &mut dyn FnMut(&str, Value<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        match self {
            Value::Array(items) => items.each(&mut |item| match item.is_absent() {
                true => Ok(()),
                false => visit(name, item),
            }),
            Value::Object(members) => members.each(&mut |member, value| match value.is_absent() {
                true => Ok(()),
                false => visit(member, value),
            }),
            Value::Absent | Value::Null => Ok(()),
            lone => visit(name, lone),
        }
    }
}

const NOT_FINITE: Fault = Fault("is not a finite number");
const NESTED: Fault = Fault("holds a list or an object where OpenAPI defines no text for one");
const NOT_JSON: Fault = Fault("holds a number that is not finite, for which JSON has no text");

/// The range in which a number is written without an exponent is that of ECMAScript, and so of most JSON writers.
fn write_float<N: Display + LowerExp>(out: &mut String, number: N, size: f64) -> Result<(), Fault> {
    if !size.is_finite() {
        return Err(NOT_FINITE);
    }
    if size == 0.0 || (1e-6..1e21).contains(&size.abs()) {
        append(out, format_args!("{number}"));
    } else {
        append(out, format_args!("{number:e}"));
    }
    Ok(())
}

fn append(out: &mut String, text: fmt::Arguments<'_>) {
    // A `String` takes all that is written to it.
    let _ = out.write_fmt(text);
}

/// Encodes JSON text while it is written. It comes in pieces that end between two characters.
struct Encoded<'a> {
    out: &'a mut String,
    encode: Encode,
}

impl io::Write for Encoded<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let text = str::from_utf8(piece).map_err(io::Error::other)?;
        (self.encode)(self.out, text);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// All but `A-Z a-z 0-9 - . _ ~`, which RFC 3986, 2.3, calls unreserved.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Writes text as paths and queries hold it: each byte that is not unreserved becomes `%XX` (RFC 6570, 3.2.1).
pub fn percent(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, RESERVED));
}

/// Writes text with the bytes of a set as `%XX`. A `%` with two hexadecimal digits after it stays (RFC 6570, 3.2.3).
pub fn keep_triples(out: &mut String, text: &str, set: &'static AsciiSet) {
    let mut parts = text.split('%');
    out.extend(utf8_percent_encode(parts.next().unwrap_or_default(), set));
    for part in parts {
        let triple = matches!(
            part.as_bytes(),
            [first, second, ..] if first.is_ascii_hexdigit() && second.is_ascii_hexdigit()
        );
        out.push_str(if triple { "%" } else { "%25" });
        out.extend(utf8_percent_encode(part, set));
    }
}

/// What is no cookie-octet (RFC 6265, 4.1.1), and `%`.
pub const NO_COOKIE_OCTET: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'%')
    .add(b',')
    .add(b';')
    .add(b'\\');

/// Appends text to a cookie, with that percent-encoded which is no cookie-octet.
pub fn cookie_octets(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, NO_COOKIE_OCTET));
}

/// Writes text as it is.
pub fn raw(out: &mut String, text: &str) {
    out.push_str(text);
}

/// The JSON text of a value. What is not set is left out of an object, and is `null` elsewhere.
impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Value::Absent | Value::Null => serializer.serialize_unit(),
            Value::Text(text) | Value::Secret(text) => serializer.serialize_str(text),
            Value::Boolean(boolean) => serializer.serialize_bool(boolean),
            Value::Integer(number) => serializer.serialize_i64(number),
            Value::Unsigned(number) => serializer.serialize_u64(number),
            Value::Float(number) if !number.is_finite() => Err(S::Error::custom(NOT_FINITE.0)),
            Value::Double(number) if !number.is_finite() => Err(S::Error::custom(NOT_FINITE.0)),
            Value::Float(number) => serializer.serialize_f32(number),
            Value::Double(number) => serializer.serialize_f64(number),
            Value::Array(items) => {
                let mut sequence = serializer.serialize_seq(None)?;
                let mut error = None;
                let walked = items.each(&mut |item| {
                    sequence.serialize_element(&item).map_err(|e| {
                        error = Some(e);
                        NOT_JSON
                    })
                });
                finish(walked, error)?;
                sequence.end()
            }
            Value::Object(members) => {
                let mut map = serializer.serialize_map(None)?;
                let mut error = None;
                let walked = members.each(&mut |name, member| match member {
                    Value::Absent => Ok(()),
                    member => map.serialize_entry(name, &member).map_err(|e| {
                        error = Some(e);
                        NOT_JSON
                    }),
                });
                finish(walked, error)?;
                map.end()
            }
        }
    }
}

fn finish<E: serde::ser::Error>(walked: Result<(), Fault>, error: Option<E>) -> Result<(), E> {
    match (walked, error) {
        (_, Some(error)) => Err(error),
        (Err(fault), None) => Err(E::custom(fault.0)),
        (Ok(()), None) => Ok(()),
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}

impl<T: ToValue + ?Sized> ToValue for Box<T> {
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}

/// `None` is not set; `Some(None)` of an `Option<Option<T>>` is `null`.
impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref()
            .map_or(Value::Absent, |value| value.to_value().or_null())
    }
}

impl ToValue for str {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl ToValue for String {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

macro_rules! numbers {
    ($($number:ty => $variant:ident,)*) => {$(
        impl ToValue for $number {
            fn to_value(&self) -> Value<'_> {
                Value::$variant((*self).into())
            }
        }
    )*};
}

numbers! {
    bool => Boolean,
    i8 => Integer,
    i16 => Integer,
    i32 => Integer,
    i64 => Integer,
    u8 => Unsigned,
    u16 => Unsigned,
    u32 => Unsigned,
    u64 => Unsigned,
    f32 => Float,
    f64 => Double,
}

impl<T: ToValue> ToValue for Vec<T> {
    fn to_value(&self) -> Value<'_> {
        Value::Array(self)
    }
}

impl<T: ToValue> Items for Vec<T> {
    fn each(&self, visit: &mut dyn FnMut(Value<'_>) -> Result<(), Fault>) -> Result<(), Fault> {
        self.iter().try_for_each(|item| visit(item.to_value()))
    }
}

impl<T: ToValue> ToValue for BTreeMap<String, T> {
    fn to_value(&self) -> Value<'_> {
        Value::Object(self)
    }
}

/// An entry of a map is there, so one without a value is `null`.
impl<T: ToValue> Members for BTreeMap<String, T> {
    fn each(&self, visit: &mut VisitMember<'_>) -> Result<(), Fault> {
        self.iter()
            .try_for_each(|(name, value)| visit(name, value.to_value().or_null()))
    }
}

impl ToValue for serde_json::Value {
    fn to_value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(boolean) => Value::Boolean(*boolean),
            Self::Number(number) => number.to_value(),
            Self::String(text) => Value::Text(text),
            Self::Array(items) => Value::Array(items),
            Self::Object(members) => Value::Object(members),
        }
    }
}

impl ToValue for serde_json::Number {
    fn to_value(&self) -> Value<'_> {
        match (self.as_i64(), self.as_u64()) {
            (Some(number), _) => Value::Integer(number),
            (None, Some(number)) => Value::Unsigned(number),
            // A number too large for any of them is refused like an infinite one.
            (None, None) => Value::Double(self.as_f64().unwrap_or(f64::INFINITY)),
        }
    }
}

impl Members for serde_json::Map<String, serde_json::Value> {
    fn each(&self, visit: &mut VisitMember<'_>) -> Result<(), Fault> {
        self.iter()
            .try_for_each(|(name, value)| visit(name, value.to_value()))
    }
}
