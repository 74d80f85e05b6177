//! Models and open enums as serde sees them.

#![cfg(test)]

use std::collections::BTreeMap;

use serde::de::MapAccess;
use serde::ser::SerializeMap;
use serde_json::{from_str, json, to_string, to_value};
use templates::encoders::value::{ToValue, Value};
use templates::model::{Object, ObjectReader, ObjectWriter};
use templates::secret::Secret;

/// One member of each sort.
#[derive(Clone, Debug, Default, PartialEq)]
struct Sorts {
    required: i64,
    nullable: Option<i64>,
    optional: Option<i64>,
    both: Option<Option<i64>>,
    next: Option<Box<Sorts>>,
    others: BTreeMap<String, bool>,
}

impl Object for Sorts {
    const NAME: &'static str = "Sorts";

    fn read<'de, M: MapAccess<'de>>(object: &mut ObjectReader<M>) -> Result<Self, M::Error> {
        let mut required = None;
        let mut nullable = None;
        let mut optional = None;
        let mut both = None;
        let mut next = None;
        let mut others = BTreeMap::new();
        while let Some(key) = object.key()? {
            match &*key {
                "required" => required = Some(object.value()?),
                "nullable" => nullable = Some(object.value()?),
                "optional" => optional = object.value()?,
                "both" => both = Some(object.value()?),
                "next" => next = object.value()?,
                _ => {
                    others.insert(key.into(), object.value()?);
                }
            }
        }
        Ok(Self {
            required: object.required("required", required)?,
            nullable: object.required("nullable", nullable)?,
            optional,
            both,
            next,
            others,
        })
    }

    fn write<M: SerializeMap>(&self, object: &mut ObjectWriter<M>) -> Result<(), M::Error> {
        object.put("required", &self.required)?;
        object.put("nullable", &self.nullable)?;
        object.put_optional("optional", &self.optional)?;
        object.put_optional("both", &self.both)?;
        object.put_optional("next", &self.next)?;
        object.put_all(&self.others)
    }
}

templates::impl_object!(Sorts);

#[derive(Clone, Debug, PartialEq)]
struct Nothing {}

impl Object for Nothing {
    const NAME: &'static str = "Nothing";

    fn read<'de, M: MapAccess<'de>>(object: &mut ObjectReader<M>) -> Result<Self, M::Error> {
        while object.key()?.is_some() {
            object.skip()?;
        }
        Ok(Self {})
    }

    fn write<M: SerializeMap>(&self, _: &mut ObjectWriter<M>) -> Result<(), M::Error> {
        Ok(())
    }
}

templates::impl_object!(Nothing);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Level {
    Low,
    High,
    Unknown(i64),
}

impl Level {
    fn as_i64(&self) -> i64 {
        match self {
            Self::Low => 1,
            Self::High => 10,
            Self::Unknown(number) => *number,
        }
    }
}

impl From<i64> for Level {
    fn from(number: i64) -> Self {
        match number {
            1 => Self::Low,
            10 => Self::High,
            _ => Self::Unknown(number),
        }
    }
}

templates::impl_integer_enum!(Level);

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Error,
    Unknown(String),
}

impl Kind {
    fn as_str(&self) -> &str {
        match self {
            Self::Error => "error",
            Self::Unknown(text) => text,
        }
    }
}

impl From<String> for Kind {
    fn from(text: String) -> Self {
        match text.as_str() {
            "error" => Self::Error,
            _ => Self::Unknown(text),
        }
    }
}

templates::impl_string_enum!(Kind);

fn error(text: &str) -> String {
    from_str::<Sorts>(text).unwrap_err().to_string()
}

#[test]
fn required_members_are_enough() {
    let model: Sorts = from_str(r#"{"required":1,"nullable":null}"#).unwrap();

    let required = 1;
    assert_eq!(
        model,
        Sorts {
            required,
            ..Sorts::default()
        }
    );
    assert_eq!(
        to_string(&model).unwrap(),
        r#"{"required":1,"nullable":null}"#
    );
}

#[test]
fn a_missing_required_member_is_named_with_its_model() {
    assert_eq!(
        error(r#"{"nullable":1}"#),
        "missing member `required` of Sorts at line 1 column 14"
    );
    assert_eq!(
        error(r#"{"required":1}"#),
        "missing member `nullable` of Sorts at line 1 column 14"
    );
}

#[test]
fn null_is_no_value_of_a_required_member_that_is_not_nullable() {
    assert!(error(r#"{"required":null,"nullable":1}"#).contains("invalid type: null"));
}

#[test]
fn null_and_nothing_are_told_apart_only_where_both_are_allowed() {
    let read = |text: &str| from_str::<Sorts>(text).unwrap();
    let model = read(r#"{"required":1,"nullable":2,"optional":null,"both":null}"#);

    assert_eq!((model.optional, model.both), (None, Some(None)));
    assert_eq!(
        to_string(&model).unwrap(),
        r#"{"required":1,"nullable":2,"both":null}"#
    );
    assert_eq!(read(r#"{"required":1,"nullable":2}"#).both, None);
    let both = read(r#"{"required":1,"nullable":2,"both":3}"#).both;
    assert_eq!(both, Some(Some(3)));
}

#[test]
fn the_last_of_two_members_of_one_name_counts() {
    let model: Sorts =
        from_str(r#"{"required":1,"optional":1,"nullable":1,"required":2,"optional":null}"#)
            .unwrap();

    assert_eq!((model.required, model.optional), (2, None));
}

#[test]
fn names_with_escapes_are_read() {
    let model: Sorts = from_str(r#"{"\u0072equired":1,"nullable":1,"\n":true}"#).unwrap();

    assert_eq!(model.required, 1);
    assert_eq!(model.others, BTreeMap::from([("\n".into(), true)]));
}

#[test]
fn unknown_members_are_skipped_whole() {
    assert_eq!(
        from_str::<Nothing>(r#"{"a":{"b":[1,{}]},"c":1}"#).unwrap(),
        Nothing {}
    );
    assert_eq!(to_string(&Nothing {}).unwrap(), "{}");
}

#[test]
fn a_model_goes_through_a_tree_and_back() {
    let model = Sorts {
        required: 1,
        next: Some(Box::default()),
        others: BTreeMap::from([("x".into(), true)]),
        ..Sorts::default()
    };

    let tree = to_value(&model).unwrap();

    assert_eq!(
        tree,
        json!({"required": 1, "nullable": null, "next": {"required": 0, "nullable": null}, "x": true})
    );
    assert_eq!(serde_json::from_value::<Sorts>(tree).unwrap(), model);
}

#[test]
fn what_is_no_object_is_refused_by_the_name_of_the_model() {
    assert!(error("[]").starts_with("invalid type: sequence, expected an object (Sorts)"));
}

#[test]
fn an_open_enum_keeps_what_it_does_not_know() {
    for (text, kind) in [
        ("error", Kind::Error),
        ("fatal", Kind::Unknown("fatal".into())),
    ] {
        assert_eq!(Kind::from(text), kind);
        assert_eq!(kind.to_string(), text);
        assert_eq!(to_value(&kind).unwrap(), text);
        assert_eq!(serde_json::from_value::<Kind>(json!(text)).unwrap(), kind);
        assert!(matches!(kind.to_value(), Value::Text(it) if it == text));
    }
    for (number, level) in [(1, Level::Low), (10, Level::High), (7, Level::Unknown(7))] {
        assert_eq!(Level::from(number), level);
        assert_eq!(level.to_string(), number.to_string());
        assert_eq!(to_value(level).unwrap(), number);
        assert_eq!(
            serde_json::from_value::<Level>(json!(number)).unwrap(),
            level
        );
        assert!(matches!(level.to_value(), Value::Integer(it) if it == number));
    }
}

#[test]
fn a_secret_shows_itself_only_when_asked() {
    let secret: Secret = from_str(r#""s3cret""#).unwrap();

    assert_eq!(secret.expose(), "s3cret");
    assert_eq!(format!("{secret:?} {secret:#?}"), "Secret(..) Secret(..)");
    assert_eq!(to_string(&secret.clone()).unwrap(), r#""s3cret""#);
    assert_eq!(Secret::from(String::from("x")).expose(), "x");
}
