//! What comes in as JSON goes out as the same JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use compile_enums::models::Odd;
use compile_objects::models::Members;

fn round_trip<T: Serialize + DeserializeOwned>(json: Value) {
    let value: T =
        serde_json::from_str(&json.to_string()).unwrap_or_else(|error| panic!("{json}: {error}"));
    assert_eq!(serde_json::to_value(&value).unwrap(), json);
}

/// An object with what it must have.
fn members() -> Value {
    json!({ "required": "", "required_nullable": null, "required_list": [], "required_map": {},
        "required_object": { "x": -1 }, "required_any": null })
}

fn with(mut object: Value, name: &str, value: Value) -> Value {
    object[name] = value;
    object
}

fn without(mut object: Value, name: &str) -> Value {
    object.as_object_mut().unwrap().remove(name).unwrap();
    object
}

#[test]
fn members_of_every_kind_come_back_alone_and_together() {
    round_trip::<Members>(members());
    let mut all = members();
    for (name, value) in [
        ("required", json!("text")),
        ("required_nullable", json!("text")),
        ("optional", json!("")),
        ("optional_nullable", json!(null)),
        ("optional_nullable", json!("text")),
        ("required_list", json!(["a", "b"])),
        ("optional_nullable_list", json!(null)),
        ("optional_nullable_list", json!([1, null])),
        ("required_map", json!({ "a": 0.5 })),
        ("optional_map", json!({ "a": [{ "a": 1, "b": true }, {}] })),
        ("free", json!({ "a": [null, { "b": 1 }] })),
        ("any", json!([1, "a"])),
        ("required_any", json!({ "a": 1 })),
        ("optional_nullable_object", json!(null)),
        ("optional_nullable_object", json!({ "y": 1 })),
        ("secret", json!(null)),
        ("secret", json!("hidden")),
    ] {
        round_trip::<Members>(with(members(), name, value.clone()));
        all[name] = value;
    }
    round_trip::<Members>(all);
}

#[test]
fn a_required_member_must_come_and_null_must_be_allowed() {
    for name in [
        "required",
        "required_nullable",
        "required_list",
        "required_map",
        "required_object",
    ] {
        let read = serde_json::from_value::<Members>(without(members(), name));
        assert!(read.unwrap_err().to_string().contains(name));
    }
    for name in [
        "required",
        "required_list",
        "required_map",
        "required_object",
    ] {
        assert!(
            serde_json::from_value::<Members>(with(members(), name, json!(null))).is_err(),
            "{name}"
        );
    }
}

#[test]
fn an_optional_member_is_told_apart_from_one_that_is_null() {
    let read = |json| serde_json::from_value::<Members>(json).unwrap();
    assert_eq!(read(members()).optional_nullable, None);
    assert_eq!(
        read(with(members(), "optional_nullable", json!(null))).optional_nullable,
        Some(None)
    );
    assert_eq!(
        read(with(members(), "optional", json!(null))).optional,
        None
    );
}

#[test]
fn maps_and_nested_objects_come_back() {
    use compile_objects::models::{Closed, Free, Nested, Received, RequiredOnly, Typed};

    round_trip::<Typed>(json!({ "a": 1, "b": true, "c": false }));
    round_trip::<Free>(
        json!({ "a": u64::MAX, "additional_properties": "x", "other": [1, { "b": null }] }),
    );
    round_trip::<Nested>(json!({ "a": { "x": { "b": [{ "c": "d" }, {}] }, "y": {} } }));
    round_trip::<Closed>(json!({}));
    round_trip::<RequiredOnly>(json!({ "nothing_else": true }));
    round_trip::<Received>(
        json!({ "id": 1, "items": [{ "a": 1 }], "more": { "a": 2, "b": true } }),
    );
}

#[test]
fn every_value_of_an_enum_comes_back_and_so_does_one_that_nobody_named() {
    let named = [
        "",
        " ",
        "  ",
        "a b",
        "a-b",
        "a_b",
        "1",
        "2",
        "-1",
        "+1",
        "1.5",
        "*",
        ">=",
        "<",
        "🦀",
        "ü",
        "名前",
        "Ελλάδα",
        "سلام",
        "Unknown",
        "unknown",
        "Self",
        "self",
        "type",
        "Type",
        "TYPE",
        "\"",
        "\\",
        "\n",
        "{}",
        "'a",
        "Some",
        "None",
        "Ok",
        "Err",
        "String",
        "Default",
        "value",
        "from",
    ];
    for (index, text) in named.into_iter().enumerate() {
        let value = Odd::from(text);
        assert!(!matches!(value, Odd::Unknown3(_)), "{text:?}");
        assert_eq!((value.as_str(), value.to_string().as_str()), (text, text));
        assert!(
            named[..index]
                .iter()
                .all(|other| Odd::from(*other) != value),
            "{text:?}"
        );
        round_trip::<Odd>(json!(text));
    }
    for text in ["new", "A B", "unknown3", " a"] {
        assert!(matches!(Odd::from(text), Odd::Unknown3(kept) if kept == text));
        round_trip::<Odd>(json!(text));
    }
    round_trip::<compile_enums::models::Holder>(
        json!({ "odd": "not known", "nullable": null, "inline": "b",
        "list": ["", "?"], "map": { "a": "lost", "b": "found" }, "numbers": 7 }),
    );
}

#[test]
fn merged_objects_come_back() {
    use compile_all_of::models::{AddDogAnswer, Dog, Holder, Puppy};

    round_trip::<Dog>(json!({ "name": "a", "tag": null, "bark": true }));
    round_trip::<AddDogAnswer>(json!({ "name": "a", "tag": "b", "bark": true, "id": 1 }));
    round_trip::<Puppy>(json!({ "name": "a", "tag": null, "bark": true, "weeks": 3, "more": "c" }));
    round_trip::<Holder>(json!({ "pet": null, "other": { "a": "1", "b": "2" } }));
    round_trip::<Holder>(json!({ "pet": { "name": "a", "tag": null } }));
}

#[test]
fn objects_that_hold_themselves_come_back() {
    use compile_recursion::models::{Chain, Node, Nullable, Tree};

    round_trip::<Tree>(
        json!({ "name": "a", "left": { "name": "b", "left": { "name": "c" } },
        "children": [{ "name": "d", "children": [{ "name": "e" }] }], "named": { "f": { "name": "f" } } }),
    );
    round_trip::<Chain>(
        json!({ "next": { "chain": null, "up": { "chain": {} }, "down": { "chain": null } },
        "previous": [{ "next": { "chain": { "inner": { "next": { "chain": null }, "previous": [] } } }, "previous": [] }] }),
    );
    round_trip::<Nullable>(
        json!({ "self": { "self": null, "other": {} }, "other": { "back": null }, "maybe": null }),
    );
    round_trip::<Node>(json!({ "node": { "next": {} }, "next": { "node": {} } }));
}

#[test]
fn the_models_of_the_other_fixtures_come_back() {
    use compile_answers::models::{Code, Failure};
    use compile_form_bodies::models::Login;
    use compile_many_required::models::Pet;
    use compile_references::models::Pet as Reference;
    use compile_secrets::models::Session;

    round_trip::<Code>(json!("half"));
    round_trip::<Failure>(json!({ "code": 1, "message": "a" }));
    round_trip::<Login>(
        json!({ "user": "a", "password": "b", "kind": "guest", "remember": null, "lists": [1],
        "kinds": ["member", "other"], "to_value": "c", "visit": "d", "more": "e" }),
    );
    let inner = json!({ "a": "", "b": null, "c": [], "d": {}, "e": "x", "f": null, "g": "", "required": null });
    let mut outer = inner.clone();
    outer["f"] = inner.clone();
    round_trip::<Pet>(inner);
    round_trip::<Pet>(outer);
    round_trip::<Reference>(
        json!({ "id": "a", "stars": [1], "friends": [{ "id": "b" }], "a/b~c": { "a": "d" } }),
    );
    round_trip::<Session>(json!({ "key": "a", "other": null, "list": ["b"], "map": { "c": "d" } }));
}
