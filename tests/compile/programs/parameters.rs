//! Objects, JSON and text as parameters, and names with any characters.

use std::collections::BTreeMap;

use serde_json::json;

use compile_parameters::models::{Color, Filter, Kind, Nested, Shared};
use compile_parameters::operations::{
    FormWithObjects, Names, ObjectsElsewhere, ObjectsInForm, ObjectsInPath, ObjectsInQuery,
    OnlyContent, RequiredObjects, Reserved, WithContent,
};
use compile_parameters::prelude::*;

/// `null` and what is not set are left out of a style, and an empty text is not.
fn color() -> Color {
    Color::new().r(100).g(None).b(-1).name("a/b")
}

fn nested(kind: Kind) -> Nested {
    Nested::new(None).kind(kind)
}

fn query(operation: &impl Operation) -> String {
    let request = operation.request().unwrap();
    request.uri().query().unwrap_or("(none)").to_owned()
}

/// The query with `%XX` decoded, where what is encoded does not matter.
fn decoded(operation: &impl Operation) -> String {
    let query = query(operation);
    let pairs = form_urlencoded::parse(query.as_bytes());
    let pairs = pairs.map(|(name, value)| format!("{name}={value}"));
    pairs.collect::<Vec<_>>().join("&")
}

fn refused(operation: &impl Operation) -> String {
    operation.request().unwrap_err().to_string()
}

#[test]
fn objects_stand_in_the_path_in_every_style() {
    let map = BTreeMap::from([("k 1".to_owned(), "v/1".to_owned())]);
    let request = ObjectsInPath::new(color(), color(), color(), color(), color(), color(), map);

    assert_eq!(
        request.request().unwrap().uri(),
        "/path/R,100,B,-1,name,a%2Fb/R=100,B=-1,name=a%2Fb/.R,100,B,-1,name,a%2Fb/.R=100.B=-1.name=a%2Fb\
         /;matrix=R,100,B,-1,name,a%2Fb/;R=100;B=-1;name=a%2Fb/k%201,v%2F1"
    );
}

#[test]
fn an_object_without_anything_in_it_cannot_be_a_path_parameter() {
    let map = BTreeMap::from([("k".to_owned(), "v".to_owned())]);
    let request = |simple, matrix| {
        ObjectsInPath::new(
            simple,
            color(),
            color(),
            color(),
            color(),
            matrix,
            map.clone(),
        )
    };

    let why = "has no value";
    assert!(refused(&request(Color::new(), color())).contains(&format!("`simple` {why}")));
    let matrix = refused(&request(color(), Color::new().g(None)));
    assert!(matrix.contains(&format!("`matrix-exploded` {why}")));
}

#[test]
fn objects_stand_in_the_query_in_every_style() {
    assert_eq!(
        query(&ObjectsInQuery::new().color(color())),
        "R=100&B=-1&name=a%2Fb"
    );
    assert_eq!(
        query(&ObjectsInQuery::new().flat(color())),
        "flat=R,100,B,-1,name,a%2Fb"
    );
    assert_eq!(
        query(&ObjectsInQuery::new().spaces(color())),
        "spaces=R%20100%20B%20-1%20name%20a%2Fb"
    );
    assert_eq!(
        query(&ObjectsInQuery::new().pipes(color())),
        "pipes=R%7C100%7CB%7C-1%7Cname%7Ca%2Fb"
    );
    let map = BTreeMap::from([("a&b".to_owned(), 1), ("c".to_owned(), 2)]);
    assert_eq!(query(&ObjectsInQuery::new().map(map)), "a%26b=1&c=2");
}

#[test]
fn deep_objects_nest() {
    let filter = Filter::new()
        .nested(nested(Kind::Cat).tags(["x", "y"]).next(nested(Kind::Dog)))
        .list(vec![nested(Kind::Cat), nested("fish".into())])
        .lists(vec![vec![1, 2], vec![3]]);
    assert_eq!(
        decoded(&ObjectsInQuery::new().deep(filter)),
        "deep[nested][kind]=cat&deep[nested][tags]=x&deep[nested][tags]=y&deep[nested][next][kind]=dog\
         &deep[list][0][kind]=cat&deep[list][1][kind]=fish\
         &deep[lists][0]=1&deep[lists][0]=2&deep[lists][1]=3"
    );
    let free = BTreeMap::from([("a".to_owned(), json!({"b": null, "c": [true]}))]);
    let request = ObjectsInQuery::new().free(free);
    assert_eq!(query(&request), "free%5Ba%5D%5Bc%5D=true");
}

#[test]
fn what_stands_inside_of_an_exploded_value_is_json() {
    let inside = nested(Kind::Cat)
        .tags(["x"])
        .more(Some([("m".to_owned(), None)].into()))
        .secret("s")
        .next(nested(Kind::Dog));
    assert_eq!(
        decoded(&ObjectsInQuery::new().json_inside(inside)),
        r#"kind=cat&tags=["x"]&next={"or_null":null,"kind":"dog"}&more={"m":null}&secret=s"#
    );
    let request = ObjectsInQuery::new()
        .lists(vec![vec![Some(1), None], vec![]])
        .objects(vec![nested(Kind::Cat)]);
    assert_eq!(
        decoded(&request),
        r#"lists=[1,null]&lists=[]&objects={"or_null":null,"kind":"cat"}"#
    );
    let any = json!([{"a": 1}, "b"]);
    assert_eq!(
        decoded(&ObjectsInQuery::new().any(any)),
        r#"any={"a":1}&any=b"#
    );
}

#[test]
fn what_holds_nothing_is_left_out() {
    let request = ObjectsInQuery::new()
        .color(Color::new())
        .flat(Color::new().g(None))
        .spaces(Color::new())
        .deep(Filter::new().list(vec![]))
        .map(BTreeMap::new())
        .lists(vec![]);
    assert_eq!(query(&request), "(none)");
    assert_eq!(
        query(&ObjectsInQuery::new().flat(Color::new().name(""))),
        "flat=name,"
    );

    let request = RequiredObjects::new(Color::new(), BTreeMap::new(), Color::new(), Color::new());
    let request = request.request().unwrap();
    assert_eq!(request.uri(), "/required");
    assert!(request.headers().is_empty());
}

#[test]
fn members_that_only_the_server_sets_are_left_out() {
    let mut filter = Filter::new().lists(vec![vec![1]]);
    filter.id = Some(7);

    assert_eq!(
        decoded(&ObjectsInQuery::new().deep(filter.clone())),
        "deep[lists][0]=1"
    );
    assert_eq!(
        decoded(&WithContent::new(Filter::new(), "t", vec![]).filter(filter)),
        r#"filter={"lists":[[1]]}&required=[]"#
    );
}

#[test]
fn objects_are_headers_and_cookies() {
    let request = ObjectsElsewhere::new()
        .x_color(color())
        .x_color_exploded(color())
        .x_map([("k".to_owned(), "v w".to_owned())].into())
        .color(color())
        .exploded(color())
        .request()
        .unwrap();

    let headers = request.headers();
    assert_eq!(headers["x-color"], "R,100,B,-1,name,a/b");
    assert_eq!(headers["x-color-exploded"], "R=100,B=-1,name=a/b");
    assert_eq!(headers["x-map"], "k,v w");
    assert_eq!(
        headers["cookie"],
        "color=R,100,B,-1,name,a%2Fb; R=100; B=-1; name=a%2Fb"
    );
}

#[test]
fn reserved_characters_stay_where_the_description_says_so() {
    let request = Reserved::new()
        .link("https://h/p?a=b&c#d e%20f")
        .links(["a/b", "c,d"]);
    assert_eq!(
        query(&request),
        "link=https://h/p?a%3Db%26c%23d%20e%20f&links=a/b,c,d"
    );
    let filter = nested(Kind::Unknown("a/b".to_owned()));
    assert_eq!(
        query(&Reserved::new().filter(filter)),
        "filter%5Bkind%5D=a/b"
    );
}

#[test]
fn content_says_how_a_parameter_becomes_text() {
    let request = WithContent::new(Filter::new().lists(vec![vec![1]]), "a/b", vec![None])
        .any(json!(null))
        .q(5)
        .x_filter([("a".to_owned(), json!("é \"b\""))].into())
        .if_match("\"tag\"")
        .pref(nested(Kind::Cat))
        .raw("a b=\"c\"")
        .doc("<a b='c'/>")
        .request()
        .unwrap();

    assert_eq!(
        request.uri().path(),
        "/content/%7B%22lists%22%3A%5B%5B1%5D%5D%7D/a%2Fb"
    );
    assert_eq!(
        request.uri().query().unwrap(),
        "required=%5Bnull%5D&any=null&q=5&doc=%3Ca%20b%3D%27c%27%2F%3E"
    );
    let headers = request.headers();
    assert_eq!(
        headers["x-filter"].as_bytes(),
        r#"{"a":"é \"b\""}"#.as_bytes()
    );
    assert_eq!(headers["if-match"], "\"tag\"");
    assert_eq!(
        headers["cookie"],
        "pref={%22or_null%22:null%2C%22kind%22:%22cat%22}; raw=a b=\"c\""
    );
    assert_eq!(
        OnlyContent::new(1).q(2).request().unwrap().uri(),
        "/content-only/1?q=2"
    );
}

#[test]
fn names_have_any_characters_and_operations_override_paths() {
    let request = Names::new("x", "ü")
        .a_b_c(1)
        .shared(Shared::new().a("s"))
        .x_overridden(5)
        .a_b_c2("v")
        .heart("h")
        .ids(vec![1, 2])
        .request()
        .unwrap();

    assert_eq!(
        request.uri(),
        "/names/;a%20b=x/%C3%BC?a%26b%3Dc=1&shared%5Ba%5D=s&%E2%9D%A4%EF%B8%8F=h&ids%5B%5D=1&ids%5B%5D=2"
    );
    assert_eq!(request.headers()["x-overridden"], "5");
    assert_eq!(request.headers()["cookie"], "a%20b%3Bc=v");
}

#[test]
fn objects_in_a_form_are_json() {
    let form = |operation: &dyn Fn() -> http::Request<bytes::Bytes>| {
        let request = operation();
        let pairs = form_urlencoded::parse(request.body());
        let pairs = pairs.map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("&")
    };
    let fields = ObjectsInForm::new()
        .nested(nested(Kind::Cat))
        .list(vec![nested(Kind::Cat), nested(Kind::Dog)])
        .map([("a".to_owned(), 1)].into());
    assert_eq!(
        form(&|| fields.request().unwrap()),
        r#"nested={"or_null":null,"kind":"cat"}&list={"or_null":null,"kind":"cat"}&list={"or_null":null,"kind":"dog"}&map={"a":1}"#
    );
    let whole = FormWithObjects::new().filter(Filter::new().lists(vec![vec![1, 2], vec![]]));
    assert_eq!(form(&|| whole.request().unwrap()), "lists=[1,2]&lists=[]");
}
