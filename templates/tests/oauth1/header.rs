//! Reading the `Authorization` header.

use templates::oauth1::header::{read, write};

use crate::exposed;

#[track_caller]
fn reads(value: &str, expected: &[(&str, &str)]) {
    let parameters = read(value).unwrap();
    assert_eq!(exposed(&parameters), expected, "{value}");
}

#[test]
fn parameters_are_decoded_and_the_realm_is_left_out() {
    reads("OAuth a=\"\"", &[("a", "")]);
    reads("OAuth a=\"b\"", &[("a", "b")]);
    reads("OAuth a%20=\"b%2C%22+\"", &[("a ", "b,\"+")]);
    reads("OAuth realm=\"x, a=\\\"\", a=\"b\"", &[("a", "b")]);
    reads("OAuth a=\"b\", REALM=\"\"", &[("a", "b")]);
    reads(
        r#"OAuth realm="\\", a="\b\\\"c\%41", d="é""#,
        &[("a", "b\\\"cA"), ("d", "é")],
    );
    reads(
        "OAuth a=\"1\",a=\"1\",a=\"2\"",
        &[("a", "1"), ("a", "1"), ("a", "2")],
    );
}

#[test]
fn blanks_are_free_where_http_has_them_free() {
    let expected = [("a", "b"), ("c", "d")];
    for value in [
        "OAuth a=\"b\",c=\"d\"",
        "OAuth a=\"b\", c=\"d\"",
        "oauth\ta = \"b\"\t,  c= \"d\" ",
        "  OAUTH   a=\"b\" ,c=\"d\"",
    ] {
        reads(value, &expected);
    }
}

#[test]
fn what_is_not_written_so_is_refused() {
    for value in [
        "",
        "OAuth",
        "OAuth ",
        "OAuth a",
        "OAuth a=b",
        "OAuth a=\"b",
        "OAuth a=\"b\\",
        "OAuth a=\"b\\\"",
        "OAuth a='b'",
        "OAuth =\"b\"",
        "OAuth a=\"b\" c=\"d\"",
        "OAuth a=\"b\",",
        "OAuth a, b=\"c\"",
        "OAuth a \"b\", c=\"d\"",
        "OAuth a=\"b\"; c=\"d\"",
        "OAuth realm=\"x\"",
        "OAuth a=\"%FF\"",
        "OAuth %FF=\"a\"",
        "OAuth2 a=\"b\"",
        "OAutha=\"b\"",
        "Bearer a=\"b\"",
        "\u{feff}OAuth a=\"b\"",
    ] {
        assert!(read(value).is_none(), "{value}");
    }
}

#[test]
fn a_realm_stands_first_as_a_quoted_string() {
    let nothing: [(&str, &str); 0] = [];
    assert_eq!(write(None, nothing), "OAuth ");
    assert_eq!(write(Some(""), nothing), "OAuth realm=\"\"");
    assert_eq!(
        write(Some("a\"\\%é"), [("b", "c")]),
        "OAuth realm=\"a\\\"\\\\%é\", b=\"c\""
    );
}
