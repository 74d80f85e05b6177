//! Where values of each kind go in a request, and which answers are which.

use bytes::Bytes;
use serde_json::json;

use compile_answers::operations::{Code, Maybe, OnlyDefault, Ranges};
use compile_answers::{models, prelude::*};
use compile_arrays::models::{ElsewherePipesItem, InPathMatrixItem};
use compile_form_bodies::models::{Kind, Login};

fn answer(status: u16, body: &'static str) -> http::Response<Bytes> {
    http::Response::builder()
        .status(status)
        .body(Bytes::from_static(body.as_bytes()))
        .unwrap()
}

#[test]
fn lists_are_written_in_the_style_of_their_place() {
    use compile_arrays::operations::{Elsewhere, InPath};
    use compile_arrays::prelude::*;

    let request = InPath::new(
        vec![1, 2],
        ["a/b", "c"],
        vec![true, false],
        [InPathMatrixItem::A, "b".into()],
    );
    assert_eq!(
        request.request().unwrap().uri(),
        "/a/1,2/a%2Fb,c/.true.false/;matrix=a,b"
    );

    let request = Elsewhere::new(vec![0.5, 2.0], vec![3, 4])
        .form(["a", "b,c"])
        .spaces(vec![5, 6])
        .pipes([ElsewherePipesItem::X, ElsewherePipesItem::Y])
        .secrets(["s", "t"])
        .any(vec![json!(1), json!("u")])
        .x_list(["d", "e"])
        .list(["f", "g"])
        .tags(["h", "i"])
        .sizes(vec![7, 8])
        .request()
        .unwrap();
    assert_eq!(
        request.uri(),
        "/b?form=a&form=b%2Cc&flat=0.5,2&spaces=5%206&pipes=x%7Cy&secrets=s&secrets=t&any=1&any=u"
    );
    assert_eq!(request.headers()["x-list"], "d,e");
    assert_eq!(request.headers()["x-exploded"], "3,4");
    assert_eq!(request.headers()["cookie"], "list=f,g");
    assert_eq!(request.body(), "tags=h&tags=i&sizes=7&sizes=8");
}

#[test]
fn single_values_of_every_type_are_written_as_their_text() {
    use compile_primitives::models::InPathChoice;
    use compile_primitives::operations::{
        InCookie, InForm, InHeader, InPath, InPathRequired, InQuery,
    };
    use compile_primitives::prelude::*;

    let request = InPath::new(InPathRequired {
        text: "a b".to_owned(),
        secret: "s".into(),
        truth: true,
        int: i64::MIN,
        int32: -1,
        natural: u64::MAX,
        small: 2,
        number: 0.1,
        float: 0.1,
        date: "2026-01-02T03:04:05Z".to_owned(),
        choice: InPathChoice::B,
        any: json!(7),
    });
    assert_eq!(
        request.request().unwrap().uri(),
        "/path/a%20b/s/true/-9223372036854775808/-1/18446744073709551615/2/0.1/0.1/2026-01-02T03%3A04%3A05Z/b/7"
    );

    let request = InQuery::new("", "s", false, 1, 2, 3, 4.5)
        .o_text("t")
        .o_long(6)
        .request()
        .unwrap();
    assert_eq!(
        request.uri(),
        "/query?r-text=&r-secret=s&r-truth=false&r-int=1&r-long=2&r-natural=3&r-number=4.5&o-text=t&o-long=6"
    );
    let request = InHeader::new("t", "s", true, 1, 2, 3, 4.5)
        .o_number(5.5)
        .request()
        .unwrap();
    let headers = request.headers();
    assert_eq!(
        [
            &headers["r-text"],
            &headers["r-number"],
            &headers["o-number"]
        ],
        ["t", "4.5", "5.5"]
    );
    assert!(headers["r-secret"].is_sensitive() && !headers["r-text"].is_sensitive());
    assert_eq!(headers.len(), 8);
    let request = InCookie::new("t", "s", true, 1, 2, 3, 4.5)
        .o_truth(false)
        .request()
        .unwrap();
    assert_eq!(
        request.headers()["cookie"],
        "r-text=t; r-secret=s; r-truth=true; r-int=1; r-long=2; r-natural=3; r-number=4.5; o-truth=false"
    );
    let request = InForm::new("t u", "s", true, 1)
        .o_float(0.1)
        .o_any(json!("x"))
        .r_choice("c")
        .request()
        .unwrap();
    assert_eq!(
        request.body(),
        "r-text=t+u&r-secret=s&r-truth=true&r-int=1&r-choice=c&o-float=0.1&o-any=x"
    );
}

#[test]
fn forms_hold_what_is_set() {
    use compile_form_bodies::operations::{
        Empty, Inline, OptionalReference, Reference, RequiredInline,
    };
    use compile_form_bodies::prelude::*;

    let login = Login::new("a b", "s", Kind::Guest, vec![1, 2])
        .kinds([Kind::Member, "other".into()])
        .to_value("v")
        .additional_properties([("more".to_owned(), "m".to_owned())].into());
    let text =
        "user=a+b&password=s&kind=guest&lists=1&lists=2&kinds=member&kinds=other&to_value=v&more=m";
    assert_eq!(
        Reference::new(login.clone()).request().unwrap().body(),
        text
    );
    assert_eq!(
        OptionalReference::new()
            .login(login)
            .request()
            .unwrap()
            .body(),
        text
    );
    assert_eq!(
        RequiredInline::new("x").b(1).request().unwrap().body(),
        "a=x&b=1"
    );
    let bare = [
        Inline::new().request(),
        OptionalReference::new().request(),
        Empty::new().request(),
    ];
    for request in bare.map(Result::unwrap) {
        assert!(request.body().is_empty() && !request.headers().contains_key("content-type"));
    }
}

#[test]
fn answers_are_told_apart_by_their_status() {
    let thing = Maybe::response(answer(200, r#"{"a":"b"}"#))
        .unwrap()
        .into_value();
    assert_eq!(thing.and_then(|thing| thing.a).as_deref(), Some("b"));
    assert!(Maybe::response(answer(204, "")).unwrap().value().is_none());
    assert!(
        Maybe::response(answer(202, "{}"))
            .unwrap_err()
            .api()
            .is_some()
    );
    for status in [200, 299, 302] {
        assert!(
            OnlyDefault::response(answer(status, "{}")).is_ok(),
            "{status}"
        );
    }
    assert!(
        OnlyDefault::response(answer(400, "{}"))
            .unwrap_err()
            .api()
            .is_some()
    );
    assert!(Ranges::response(answer(226, "{}")).is_ok());
    let error = Ranges::response(answer(418, r#"{"code":1}"#)).unwrap_err();
    let failure: <Ranges as Operation>::Failure = error.api().unwrap().decode().unwrap();
    assert_eq!(failure.code, 1);
    let error = Code::response(answer(400, r#""full""#)).unwrap_err();
    assert_eq!(
        error.api().unwrap().decode::<models::Code>().unwrap(),
        models::Code::Full
    );
}
