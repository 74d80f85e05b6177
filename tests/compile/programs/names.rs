//! Each value of an operation and of a model with awkward names goes out under its own name.

use compile_names::operations::{PutModel, Request};
use compile_names::{models, prelude::*};
use serde_json::{Value, json};

fn request() -> Request {
    Request::new("in self", "in request", "in key")
}

/// The names and values of the query, decoded.
fn query(request: &http::Request<bytes::Bytes>) -> Vec<(String, String)> {
    let query = request.uri().query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

#[test]
fn each_path_parameter_has_its_place() {
    let request = request().request().unwrap();
    assert_eq!(request.uri(), "/names/in%20self/in%20request/in%20key");
    assert!(request.headers().keys().eq(["content-length"]));
    assert!(request.body().is_empty());
}

/// The wire name of each setter, in one list for parameters and one for members.
macro_rules! setters {
    ($name:ident, $target:ty: $($setter:ident $wire:literal,)*) => {
        const $name: &[(&str, fn($target) -> $target)] = &[$(($wire, |target| target.$setter("here")),)*];
    };
}

setters! { QUERY, Request:
    request2 "request", response_ "response", self2 "self", new_ "new", send_ "send", send_blocking_ "send_blocking",
    key2 "key", object "object", map "map", value "value", path "path", query "query", header "header",
    cookie "cookie", form "form", client "client", url "url", default_ "default", clone_ "clone", fmt "fmt",
    to_value "to_value", as_str "as_str", into "into", type_ "type", self3 "Self", result "result", option "option",
    string "string", vec "vec", builder "builder", accept "accept", build "build", json "json", text "text",
    literal "literal", bytes "bytes", error "error", status "status", id "id", method "method", style "style",
    explode "explode", additional_properties "additional_properties", required "required", visit "visit",
    user_id "userId", user_id2 "user_id", user_id3 "UserID", userid "userid", a "a", a2 "a2", a2_2 "A2",
    value2 "-", value3 "[]", value_1st "1st", u "ü", ming_qian "名前",
}

setters! { HEADERS, Request: self4 "self", request3 "request", ccid "ccid", }

setters! { COOKIES, Request: self5 "self", request4 "request", ccid3 "ccid", ccid2 "ccid2", }

setters! { FORM, Request: self6 "self", form2 "form", body "body", userid2 "userid", }

setters! { MEMBERS, models::Model:
    request_ "request", response_ "response", self_ "self", new_ "new", send_ "send", send_blocking_ "send_blocking",
    key "key", object "object", map "map", value "value", path "path", query "query", header "header",
    cookie "cookie", form "form", client "client", url "url", default_ "default", clone_ "clone", fmt "fmt",
    to_value "to_value", as_str "as_str", into "into", type_ "type", self2 "Self", result "result", option "option",
    string "string", vec "vec", builder "builder", accept "accept", build "build", json "json", text "text",
    literal "literal", bytes "bytes", error "error", status "status", id "id", method "method", style "style",
    explode "explode", additional_properties "additional_properties", required "required", visit "visit",
    user_id "userId", user_id2 "user_id", user_id3 "UserID", userid "userid", a "a", a2 "a2", a2_2 "A2",
    value2 "-", value3 "[]", value_1st "1st", u "ü", ming_qian "名前",
}

#[test]
fn each_query_parameter_goes_out_alone_under_its_own_name() {
    for (wire, set) in QUERY {
        let request = set(request()).request().unwrap();
        assert_eq!(query(&request), [((*wire).to_owned(), "here".to_owned())]);
        assert!(request.body().is_empty(), "{wire}");
    }
}

#[test]
fn all_query_parameters_go_out_in_the_order_of_the_description() {
    let all = QUERY
        .iter()
        .fold(request(), |request, (_, set)| set(request));
    let names: Vec<String> = query(&all.request().unwrap())
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let wires: Vec<&str> = QUERY.iter().map(|(wire, _)| *wire).collect();
    assert_eq!(names, wires);
}

#[test]
fn each_header_goes_out_alone_under_its_own_name() {
    for (wire, set) in HEADERS {
        let request = set(request()).request().unwrap();
        assert_eq!(request.headers()[*wire], "here");
        assert_eq!(
            (request.headers().len(), request.uri().query()),
            (2, None),
            "{wire}"
        );
    }
}

#[test]
fn each_cookie_goes_out_alone_under_its_own_name() {
    for (wire, set) in COOKIES {
        let request = set(request()).request().unwrap();
        assert_eq!(request.headers()["cookie"], format!("{wire}=here").as_str());
        assert_eq!(
            (request.headers().len(), request.uri().query()),
            (2, None),
            "{wire}"
        );
    }
}

#[test]
fn each_field_of_the_form_goes_out_alone_under_its_own_name() {
    for (wire, set) in FORM {
        let request = set(request()).request().unwrap();
        assert_eq!(request.body(), format!("{wire}=here").as_bytes());
        assert_eq!(
            (request.headers().len(), request.uri().query()),
            (1, None),
            "{wire}"
        );
    }
}

#[test]
fn each_member_goes_out_alone_under_its_own_name_and_comes_back() {
    for (wire, set) in MEMBERS {
        let json = json!({ *wire: "here" });
        let model = set(models::Model::new());
        assert_eq!(serde_json::to_value(&model).unwrap(), json);
        let read: models::Model = serde_json::from_value(json.clone()).unwrap();
        assert!(read.additional_properties2.is_empty(), "{wire}");
        assert_eq!(serde_json::to_value(&read).unwrap(), json);
    }
}

#[test]
fn a_member_without_a_name_in_the_description_is_kept_beside_those_with_one() {
    let json = json!({ "additional_properties": "named", "additional_properties2": "not named", "Key": "not named" });
    let read: models::Model = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(read.additional_properties.as_deref(), Some("named"));
    assert_eq!(read.additional_properties2.len(), 2);
    let request = PutModel::new(read).request().unwrap();
    assert_eq!(
        serde_json::from_slice::<Value>(request.body()).unwrap(),
        json
    );
}
