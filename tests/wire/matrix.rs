//! Every operation with every combination of values that matters, against the exact bytes.

use generated_client::error::Error;

use crate::endpoints::{ENDPOINTS, Endpoint, Place, Values};
use crate::expected::Text;

/// Sends the values by setters and by fields: both must give the expected text, and a server must
/// read the same values out of it.
fn check(endpoint: &Endpoint, values: &Values) {
    let expected = Text::expected(endpoint, values).sorted();
    for make in [endpoint.by_setters, endpoint.by_fields] {
        let request = make(values).to_request().unwrap();
        let sent = Text::of(&request).sorted();
        assert_eq!(sent, expected, "{} {values:?}", endpoint.id);
        assert_eq!(&sent.received(endpoint), values, "{}", endpoint.id);
    }
}

/// Sends a text in each slot alone, and in all slots at once.
fn check_text(text: &str) {
    for endpoint in &ENDPOINTS {
        for slot in endpoint.slots {
            check(endpoint, &Values::from([(slot.name, text.to_owned())]));
        }
    }
    check_text_everywhere(text);
}

/// Sends a text in all slots at once.
fn check_text_everywhere(text: &str) {
    for endpoint in &ENDPOINTS {
        check(endpoint, &endpoint.all(|_| text.to_owned()));
    }
}

#[test]
fn with_nothing_set_only_what_is_required_is_sent() {
    for endpoint in &ENDPOINTS {
        check(endpoint, &Values::new());
    }
    let sent = |id| {
        let nothing = (Endpoint::of(id).by_setters)(&Values::new());
        Text::of(&nothing.to_request().unwrap()).to_string()
    };
    assert_eq!(
        sent("authorizeForm"),
        "GET /oauth/authorize\naccept: application/json\n\n"
    );
    assert_eq!(
        sent("authorizeToken"),
        "POST /oauth/authorize\naccept: text/html, application/json\ncontent-length: 0\n\n"
    );
    assert_eq!(
        sent("postAuthorize"),
        "POST /authorize\naccept: application/json\ncontent-type: application/json\n\n{}"
    );
}

#[test]
fn each_value_alone_is_sent_under_its_wire_name_in_its_place() {
    for endpoint in &ENDPOINTS {
        for slot in endpoint.slots {
            check(endpoint, &Values::from([(slot.name, "value".to_owned())]));
        }
    }
}

#[test]
fn each_value_left_out_leaves_the_others_as_they_are() {
    for endpoint in &ENDPOINTS {
        for slot in endpoint.slots {
            let mut values = endpoint.samples();
            values.remove(slot.name);
            check(endpoint, &values);
        }
    }
}

#[test]
fn all_values_are_sent_in_the_order_of_the_description() {
    for endpoint in &ENDPOINTS {
        check(endpoint, &endpoint.all(|slot| format!("the {}", slot.name)));
        check(endpoint, &endpoint.samples());
    }
}

#[test]
fn an_empty_text_is_sent_and_is_not_the_same_as_nothing() {
    check_text("");
}

#[test]
fn every_printable_ascii_character_arrives() {
    let characters = ' '..='~';
    assert_eq!(characters.clone().count(), 95);
    for character in characters.clone() {
        check_text_everywhere(&character.to_string());
    }
    check_text(&characters.collect::<String>());
}

#[test]
fn characters_beyond_ascii_arrive() {
    for text in [
        "é",
        "漢",
        "🦀",
        "é漢🦀 é漢🦀",
        "e\u{301}",
        "\u{80}",
        "\u{a0}",
        "\u{2028}",
        "\u{feff}",
        "\u{fffd}",
        "\u{10ffff}",
    ] {
        check_text(text);
    }
}

#[test]
fn what_has_a_meaning_in_a_request_arrives_as_a_value() {
    for text in [
        r#"+%&=#?/;," \ space"#,
        "%",
        "%%",
        "%2",
        "%20",
        "%zz",
        "%C3%A9",
        "a=b&c=d",
        "a+b c",
        "a; ccid=other",
        "\"quoted\"",
        "//evil.example/..",
        "https://example.com/cb?a=1&b=2#c",
        "[]{}|^`<>",
        " around ",
        "null",
    ] {
        check_text(text);
    }
}

/// A control character in a cookie would end it, or the header. None of the nine operations sends a
/// value in another header, where it would be refused.
#[test]
fn a_control_character_arrives_and_ends_nothing() {
    for character in ('\0'..' ').chain(['\u{7f}', '\u{85}', '\u{9f}']) {
        check_text_everywhere(&character.to_string());
        check_text_everywhere(&format!("a{character}b"));
    }
    check_text("\r\n\0");
    check_text("\r\nset-cookie: a=b\r\n\r\nbody");
}

#[test]
fn a_long_value_arrives() {
    check_text(&"é ".repeat(500));
}

#[test]
fn a_query_that_no_uri_holds_is_refused_and_not_shown() {
    for endpoint in &ENDPOINTS {
        let text = "long".repeat(20_000);
        for slot in endpoint.slots {
            let values = Values::from([(slot.name, text.clone())]);
            match slot.place {
                Place::Query => {
                    let error = (endpoint.by_setters)(&values).to_request().unwrap_err();
                    assert!(matches!(error, Error::Request(_)), "{error:?}");
                    let shown = format!("{error} {error:?}");
                    assert!(shown.contains("longer than"), "{shown}");
                    assert!(!shown.contains("longlong"), "{shown}");
                }
                Place::Cookie | Place::Form | Place::Json => check(endpoint, &values),
            }
        }
    }
}
