//! Members that go one way only.

use serde_json::{Value, json};

use compile_directions::models::{AllReceived, Owner, Plain, Team, User};
use compile_directions::operations::{
    AddPlain, AddReceived, AddTeam, AddUser, AddUsers, ChangeUser, NameUsers, ReplaceUser,
};
use compile_directions::prelude::*;

/// A user as it came from the server, who has no password then.
fn received() -> User {
    let user = json!({
        "id": 7,
        "name": "a",
        "nickname": null,
        "owner": {"id": 1, "since": "2020"},
        "more": 3,
    });
    serde_json::from_value(user).unwrap()
}

fn sent() -> Value {
    json!({"name": "a", "nickname": null, "more": 3})
}

fn body(operation: &impl Operation) -> Value {
    let request = operation.request().unwrap();
    serde_json::from_slice(request.body()).unwrap()
}

#[test]
fn what_only_the_server_sets_is_not_sent_back() {
    let user = received();
    assert_eq!(body(&AddUser::new(user.clone())), sent());
    assert_eq!(body(&ChangeUser::new().user(user.clone())), sent());
    assert_eq!(body(&ReplaceUser::new(Some(user.clone()))), sent());
    assert_eq!(body(&AddUsers::new(vec![user.clone()])), json!([sent()]));
    assert_eq!(
        body(&NameUsers::new([("x".to_owned(), user.clone())].into())),
        json!({"x": sent()})
    );
    let team = Team::new()
        .users(vec![user.clone()])
        .parent(Team::new().users(vec![user]))
        .plain(Plain::new().a("b"));
    assert_eq!(
        body(&AddTeam::new(team)),
        json!({"users": [sent()], "parent": {"users": [sent()]}, "plain": {"a": "b"}})
    );
    let received: AllReceived = serde_json::from_value(json!({"a": "x", "b": "y"})).unwrap();
    assert_eq!(body(&AddReceived::new(received)), json!({}));
}

#[test]
fn a_new_value_has_only_what_is_sent() {
    let user = User::new("a", None).password("s").weight(0.5);
    assert_eq!(
        body(&AddUser::new(user)),
        json!({"name": "a", "nickname": null, "password": "s", "weight": 0.5})
    );
    assert_eq!(
        body(&AddPlain::new(Plain::new().a("b"))),
        json!({"a": "b"})
    );
}

#[test]
fn a_body_that_is_absent_or_null_stays_so() {
    let absent = ChangeUser::new().request().unwrap();
    assert!(absent.body().is_empty());
    assert!(!absent.headers().contains_key("content-type"));

    let null = ReplaceUser::new(None).request().unwrap();
    assert_eq!(null.body(), "null");
    assert_eq!(null.headers()["content-type"], "application/json");

    let patch = ChangeUser::new().user(received()).request().unwrap();
    assert_eq!(patch.headers()["content-type"], "application/merge-patch+json");
}

#[test]
fn a_number_that_json_cannot_hold_is_refused_by_name_of_the_body() {
    let user = User::new("a", None).weight(f64::NAN);
    let error = AddUser::new(user).request().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the request cannot be built: body of type `application/json` holds a number that is not finite, for which JSON has no text"
    );
}

#[test]
fn serde_knows_all_members() {
    let user = received();
    let json = serde_json::to_value(&user).unwrap();
    assert_eq!(json["id"], 7);
    assert_eq!(json["owner"], json!({"id": 1, "since": "2020"}));

    // Where the model only ever comes from the server, what it requires is there.
    let owner: Owner = serde_json::from_value(json["owner"].clone()).unwrap();
    assert_eq!(owner.id, 1);
    assert!(serde_json::from_value::<Owner>(json!({"since": "2020"})).is_err());
}
