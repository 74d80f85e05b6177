//! What the encoders do beyond the rows of the conformance data.

#![cfg(test)]

use bytes::Bytes;
use http::{Method, Request};
use percent_encoding::percent_decode_str;
use serde_json::json;
use templates::encoders::request::{EXPLODE, FLAT, RequestBuilder};
use templates::encoders::value::{Fault, Items, Members, ToValue, Value, VisitMember};
use templates::encoders::{path, query};
use templates::error::Error;
use templates::secret::Secret;

fn build(fill: impl FnOnce(&mut RequestBuilder)) -> Result<Request<Bytes>, Error> {
    let mut request = RequestBuilder::new(Method::GET, "/t");
    fill(&mut request);
    request.build()
}

fn query_of(value: &dyn ToValue) -> String {
    let request = build(|it| it.query("q", query::Style::Form, EXPLODE, value)).unwrap();
    request.uri().query().unwrap_or("(none)").to_owned()
}

fn error(result: Result<Request<Bytes>, Error>) -> String {
    match result {
        Err(error @ Error::Request(_)) => error.to_string(),
        Err(error) => panic!("another error: {error}"),
        Ok(request) => panic!("no error, but {}", request.uri()),
    }
}

fn names(request: &Request<Bytes>) -> Vec<&str> {
    request.headers().keys().map(|name| name.as_str()).collect()
}

// The request as a whole

#[test]
fn a_get_without_parameters_has_no_headers_and_no_body() {
    let request = build(|_| {}).unwrap();

    assert_eq!(request.uri(), "/t");
    assert!(request.headers().is_empty());
    assert!(request.body().is_empty());
}

#[test]
fn a_post_without_a_body_says_so_and_has_no_content_type() {
    for method in [Method::POST, Method::PUT, Method::PATCH] {
        let request = RequestBuilder::new(method, "/t").build().unwrap();

        assert_eq!(names(&request), ["content-length"]);
        assert_eq!(request.headers()["content-length"], "0");
    }
}

#[test]
fn a_body_leaves_its_length_to_the_client() {
    let mut request = RequestBuilder::new(Method::POST, "/t");
    request.text("text/plain", &"x");

    assert_eq!(names(&request.build().unwrap()), ["content-type"]);
}

#[test]
fn parameters_follow_a_query_in_the_path() {
    let request = |path| {
        let mut request = RequestBuilder::new(Method::GET, path);
        request.query("b", query::Style::Form, EXPLODE, &2);
        request.build().unwrap().uri().to_string()
    };

    assert_eq!(request("/t"), "/t?b=2");
    assert_eq!(request("/t?"), "/t?b=2");
    assert_eq!(request("/t?a=1"), "/t?a=1&b=2");
    assert_eq!(
        request("https://h.example/t?a=1&"),
        "https://h.example/t?a=1&b=2"
    );
}

#[test]
fn a_question_mark_that_ends_a_value_does_not_open_the_query_again() {
    let style = query::Style::Form;
    let request = build(|it| {
        it.query_reserved("a", style, EXPLODE, &"?");
        it.query("b", style, EXPLODE, &"x");
    });

    assert_eq!(request.unwrap().uri(), "/t?a=?&b=x");
}

#[test]
fn an_empty_flat_list_leaves_no_question_mark() {
    let none: Vec<String> = Vec::new();
    let request = build(|it| {
        it.query("a", query::Style::Form, FLAT, &none);
        it.query("b", query::Style::Form, FLAT, &"x");
        it.query("c", query::Style::Form, FLAT, &none);
    });

    assert_eq!(request.unwrap().uri(), "/t?b=x");
}

#[test]
fn the_longest_address_is_built_and_a_longer_one_refused() {
    let request = |length: usize| {
        let text = "x".repeat(length - "/t?q=".len());
        build(|it| it.query("q", query::Style::Form, EXPLODE, &text))
    };

    assert_eq!(request(65_534).unwrap().uri().to_string().len(), 65_534);
    assert_eq!(
        error(request(65_535)),
        "the request cannot be built: the address is longer than 65,534 bytes"
    );
}

#[test]
fn the_first_fault_is_the_one_returned() {
    let result = build(|it| {
        it.header("X-A", FLAT, &"\n");
        it.header("X-B", FLAT, &"\n");
    });

    assert!(error(result).contains("`X-A`"));
}

// Path

fn path(fill: impl FnOnce(&mut RequestBuilder)) -> Result<String, String> {
    let mut request = RequestBuilder::new(Method::GET, "/a/");
    fill(&mut request);
    match request.build() {
        Ok(request) => Ok(request.uri().to_string()),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn a_segment_that_vanishes_or_climbs_is_refused_by_the_name_of_its_parameter() {
    for value in ["", ".", ".."] {
        let alone = path(|it| it.path("pet id", path::Style::Simple, FLAT, &value));
        assert!(alone.unwrap_err().contains("path parameter `pet id` "));

        let followed = path(|it| {
            it.path("pet id", path::Style::Simple, FLAT, &value);
            it.literal("/toys");
        });
        assert!(followed.unwrap_err().contains("`pet id`"));

        let queried = path(|it| {
            it.path("pet id", path::Style::Simple, FLAT, &value);
            it.query("q", query::Style::Form, FLAT, &"x");
        });
        assert!(queried.unwrap_err().contains("`pet id`"));
    }
    let label = path(|it| it.path("l", path::Style::Label, FLAT, &"."));
    assert!(label.unwrap_err().contains("`l`"));
}

#[test]
fn dots_and_nothing_are_fine_beside_other_text() {
    let prefixed = path(|it| {
        it.literal("v");
        it.path("x", path::Style::Simple, FLAT, &"");
        it.literal("/b");
    });
    assert_eq!(prefixed.unwrap(), "/a/v/b");

    let two = path(|it| {
        it.path("x", path::Style::Simple, FLAT, &".");
        it.literal("-");
        it.path("y", path::Style::Simple, FLAT, &".");
    });
    assert_eq!(two.unwrap(), "/a/.-.");

    let dots = path(|it| it.path("x", path::Style::Simple, FLAT, &"..."));
    assert_eq!(dots.unwrap(), "/a/...");
}

#[test]
fn two_parameters_that_make_dots_together_are_refused() {
    let result = path(|it| {
        it.path("x", path::Style::Simple, FLAT, &".");
        it.path("y", path::Style::Simple, FLAT, &".");
    });

    assert!(result.unwrap_err().contains("`y`"));
}

#[test]
fn a_parameter_inside_the_query_of_a_path_may_be_empty() {
    let result = path(|it| {
        it.literal("b?x=");
        it.path("x", path::Style::Simple, FLAT, &"");
        it.literal("&y=1");
        it.query("z", query::Style::Form, FLAT, &"&");
    });

    assert_eq!(result.unwrap(), "/a/b?x=&y=1&z=%26");
}

#[test]
fn json_in_a_path_is_encoded() {
    let result = path(|it| it.path_json("x", &json!({"a": "/"})));

    assert_eq!(result.unwrap(), "/a/%7B%22a%22%3A%22%2F%22%7D");
}

#[test]
fn json_of_nothing_is_left_out_and_that_of_null_is_sent() {
    let request = |value: Option<serde_json::Value>| {
        build(|it| {
            it.query_json("q", &value);
            it.header_json("X-A", &value);
            it.cookie_json("c", &value);
        })
        .unwrap()
    };

    let absent = request(None);
    assert_eq!(absent.uri(), "/t");
    assert!(absent.headers().is_empty());
    let null = request(Some(json!(null)));
    assert_eq!(null.uri(), "/t?q=null");
    assert_eq!(null.headers()["x-a"], "null");
    assert_eq!(null.headers()["cookie"], "c=null");

    assert_eq!(
        path(|it| it.path_json("x", &json!(null))).unwrap(),
        "/a/null"
    );
    let nothing = path(|it| it.path_json("x", &None::<bool>));
    assert!(nothing.unwrap_err().contains("`x` has no value"));
}

#[test]
fn a_body_without_what_is_read_only_is_what_its_members_are() {
    struct User;
    impl Members for User {
        fn each(&self, visit: &mut VisitMember<'_>) -> Result<(), Fault> {
            visit("name", "é \"".to_value())?;
            visit("nickname", Value::Absent.or_null())?;
            visit("age", None::<i64>.to_value())
        }
    }
    impl ToValue for User {
        fn to_value(&self) -> Value<'_> {
            Value::Object(self)
        }
    }
    let body = |value: &dyn ToValue| {
        let mut request = RequestBuilder::new(Method::POST, "/t");
        request.json_sent("application/json", value);
        request.build().unwrap()
    };

    let request = body(&User);
    assert_eq!(request.body(), r#"{"name":"é \"","nickname":null}"#);
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(body(&Some(None::<bool>)).body(), "null");
    assert_eq!(names(&body(&None::<bool>)), ["content-length"]);
}

// Values

#[test]
fn numbers_have_the_shortest_text_that_reads_back() {
    assert_eq!(query_of(&1.0), "q=1");
    assert_eq!(query_of(&-0.5), "q=-0.5");
    assert_eq!(query_of(&0.1_f32), "q=0.1");
    assert_eq!(query_of(&1e20), "q=100000000000000000000");
    assert_eq!(query_of(&1e21), "q=1e21");
    assert_eq!(query_of(&0.000_001), "q=0.000001");
    assert_eq!(query_of(&1e-7), "q=1e-7");
    assert_eq!(query_of(&i64::MIN), "q=-9223372036854775808");
    assert_eq!(query_of(&u64::MAX), "q=18446744073709551615");
}

#[test]
fn a_number_that_is_none_is_refused_everywhere() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let style = query::Style::Form;
        let why = "`q` is not a finite number";
        assert!(error(build(|it| it.query("q", style, FLAT, &number))).contains(why));
        assert!(error(build(|it| it.query("q", style, FLAT, &(number as f32)))).contains(why));
        assert!(error(build(|it| it.header("q", FLAT, &vec![number]))).contains(why));
        assert!(error(build(|it| it.form("q", &number))).contains(why));
        let why = "holds a number that is not finite, for which JSON has no text";
        let list = vec![vec![number]];
        assert!(error(build(|it| it.form("q", &list))).contains(&format!("`q` {why}")));
        assert!(error(build(|it| it.query_json("q", &list))).contains(why));
        assert!(error(build(|it| it.header_json("q", &list))).contains(why));
        assert!(error(build(|it| it.cookie_json("q", &list))).contains(why));
        assert!(error(build(|it| it.path_json("q", &list))).contains(why));
        assert!(error(build(|it| it.json_sent("application/json", &list))).contains(why));
    }
}

#[test]
fn wrapped_values_are_what_they_wrap() {
    assert_eq!(query_of(&Some(Box::new("x"))), "q=x");
    assert_eq!(query_of(&Some(&7_u8)), "q=7");
    assert_eq!(query_of(&None::<bool>), "(none)");
    assert_eq!(query_of(&Some(None::<bool>)), "(none)");
    assert_eq!(query_of(&vec![Some("x"), None]), "q=x");
}

#[test]
fn null_is_told_apart_from_nothing_in_json_text_only() {
    struct Three;
    impl Members for Three {
        fn each(&self, visit: &mut VisitMember<'_>) -> Result<(), Fault> {
            visit("absent", None::<i64>.to_value())?;
            visit("null", Some(None::<i64>).to_value())?;
            visit("required", None::<i64>.to_value().or_null())?;
            visit("set", Some(Some(1)).to_value())
        }
    }
    impl ToValue for Three {
        fn to_value(&self) -> Value<'_> {
            Value::Object(self)
        }
    }

    let form = build(|it| it.form("f", &Three)).unwrap();
    let text = percent_decode_str(str::from_utf8(form.body()).unwrap()).decode_utf8();
    assert_eq!(text.unwrap(), r#"f={"null":null,"required":null,"set":1}"#);
    assert_eq!(query_of(&Three), "set=1");
}

#[test]
fn what_a_list_reports_is_not_lost() {
    struct Broken;
    impl Items for Broken {
        fn each(&self, _: &mut dyn FnMut(Value<'_>) -> Result<(), Fault>) -> Result<(), Fault> {
            Err(Fault("is broken"))
        }
    }
    impl ToValue for Broken {
        fn to_value(&self) -> Value<'_> {
            Value::Array(self)
        }
    }

    assert!(error(build(|it| it.header("X-A", FLAT, &Broken))).contains("`X-A` is broken"));
    assert!(error(build(|it| it.cookie("a", FLAT, &Broken))).contains("`a` is broken"));
    assert!(
        error(build(|it| it.text("text/plain", &Broken))).contains("`text/plain` holds a list")
    );
}

#[test]
fn lists_in_lists_are_refused_where_nothing_defines_them() {
    let nested = json!([["a"], ["b"]]);
    let deep = json!({"a": {"b": 1}});
    for value in [&nested, &deep] {
        for explode in [EXPLODE, FLAT] {
            for style in [path::Style::Simple, path::Style::Label, path::Style::Matrix] {
                assert!(path(|it| it.path("p", style, explode, value)).is_err());
            }
            assert!(error(build(|it| it.header("X-A", explode, value))).contains("`X-A`"));
            assert!(error(build(|it| it.cookie("c", explode, value))).contains("`c`"));
        }
        let flat = build(|it| it.query("q", query::Style::PipeDelimited, FLAT, value));
        assert!(error(flat).contains("query parameter `q` holds a list or an object"));
    }
    assert_eq!(query_of(&nested), "q=%5B%22a%22%5D&q=%5B%22b%22%5D");
    assert_eq!(query_of(&deep), "a=%7B%22b%22%3A1%7D");
}

#[test]
fn a_deep_object_numbers_lists_of_objects() {
    let value = json!({"a": [{"b": 1}, null, {"b": [2, 3]}], "c": [[4]]});
    let request = build(|it| it.query("q", query::Style::DeepObject, EXPLODE, &value)).unwrap();

    let text = percent_decode_str(request.uri().query().unwrap()).decode_utf8();
    assert_eq!(
        text.unwrap(),
        "q[a][0][b]=1&q[a][2][b]=2&q[a][2][b]=3&q[c][0]=4"
    );
}

// Headers and cookies

#[test]
fn a_header_takes_tabs_and_utf_8_but_no_other_control_character() {
    let request = build(|it| it.header("X-A", FLAT, &"a\té")).unwrap();
    assert_eq!(request.headers()["x-a"].as_bytes(), "a\té".as_bytes());

    for control in (0..32_u8).chain([127]).filter(|byte| *byte != b'\t') {
        let text = format!("SECRET{}", char::from(control));
        let message = error(build(|it| it.header("X-A", FLAT, &text)));
        assert!(
            message.contains("header parameter `X-A` holds"),
            "{message}"
        );
        assert!(!message.contains("SECRET"), "{message}");
    }
}

#[test]
fn a_header_that_would_lose_a_space_is_refused() {
    for text in [" a", "a ", "\ta", "a\t", " "] {
        let message = error(build(|it| it.header("X-A", FLAT, &text)));
        assert!(
            message.contains("`X-A` begins or ends with a space or a tab"),
            "{message}"
        );
    }
}

#[test]
fn a_name_that_is_no_header_name_is_refused() {
    assert!(error(build(|it| it.header("X A", FLAT, &"x"))).contains("`X A`"));
}

#[test]
fn secrets_are_sent_and_marked_as_sensitive() {
    let secret = Secret::from("s3cret");
    let request = build(|it| {
        it.header("X-Key", FLAT, &secret);
        it.header("X-Keys", FLAT, &vec![secret.clone()]);
        it.header_json("X-Json", &vec![secret.clone()]);
        it.header("X-Plain", FLAT, &"x");
        it.cookie("sid", EXPLODE, &secret);
        it.cookie("lang", EXPLODE, &"en");
    })
    .unwrap();

    assert_eq!(request.headers()["x-key"], "s3cret");
    assert_eq!(request.headers()["cookie"], "sid=s3cret; lang=en");
    assert!(request.headers()["x-key"].is_sensitive());
    assert!(request.headers()["x-keys"].is_sensitive());
    assert!(request.headers()["x-json"].is_sensitive());
    assert!(request.headers()["cookie"].is_sensitive());
    assert!(!request.headers()["x-plain"].is_sensitive());
    assert!(!format!("{request:?}").contains("s3cret"));
}

#[test]
fn a_raw_cookie_goes_out_as_it_is_and_cannot_end_early() {
    let request = build(|it| it.cookie_raw("c", &"a \"b\", %é")).unwrap();
    assert_eq!(
        request.headers()["cookie"].as_bytes(),
        "c=a \"b\", %é".as_bytes()
    );
    assert!(names(&build(|it| it.cookie_raw("c", &None::<String>)).unwrap()).is_empty());

    for text in ["a;b=c", "a\r\nX: y", "a\0", "a\tb", " a", "a "] {
        assert!(error(build(|it| it.cookie_raw("c", &text))).contains("cookie parameter `c`"));
    }
}

#[test]
fn an_empty_flat_cookie_leaves_nothing_behind() {
    let none: Vec<String> = Vec::new();
    let request = build(|it| {
        it.cookie("a", EXPLODE, &1);
        it.cookie("b", FLAT, &none);
        it.cookie("c", EXPLODE, &2);
    });

    assert_eq!(request.unwrap().headers()["cookie"], "a=1; c=2");
}

// Bodies

#[test]
fn a_form_with_nothing_set_is_left_out_unless_it_is_required() {
    let form = |required: bool| {
        let mut request = RequestBuilder::new(Method::POST, "/t");
        if required {
            request.form_required();
        }
        request.form("a", &None::<String>);
        request.form("b", &Vec::<String>::new());
        request.form_object(&None::<serde_json::Value>);
        request.build().unwrap()
    };

    assert_eq!(names(&form(false)), ["content-length"]);
    assert_eq!(names(&form(true)), ["content-type", "content-length"]);
    assert_eq!(
        form(true).headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(form(true).headers()["content-length"], "0");
}

#[test]
fn an_empty_text_is_a_body_and_none_is_not() {
    let text = |value: Option<&str>| build(|it| it.text("text/plain", &value)).unwrap();

    assert_eq!(names(&text(Some(""))), ["content-type", "content-length"]);
    assert!(names(&text(None)).is_empty());
}

#[test]
fn a_form_must_be_an_object() {
    assert!(error(build(|it| it.form_object(&"x"))).contains("is no object"));
}

#[test]
fn what_json_cannot_hold_is_refused() {
    let map = std::collections::BTreeMap::from([(vec![1], 1)]);

    let result = build(|it| it.json("application/json", &map));

    assert!(error(result).contains("body of type `application/json` cannot be written as JSON"));
}
