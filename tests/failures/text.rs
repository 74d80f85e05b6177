//! What cannot be read as a description at all.

use insta::assert_snapshot;
use tests::descriptions::run;

use crate::checks::plainly;

fn refusal(text: impl AsRef<[u8]>) -> String {
    let outcome = run("api.yaml", text.as_ref());
    assert!(outcome.client.is_none());
    outcome.report
}

macro_rules! refused {
    ($($name:ident: $text:expr;)*) => {
        $(#[test]
        fn $name() {
            plainly(|| assert_snapshot!(refusal($text)));
        })*
    };
}

refused! {
    nothing: "";
    too_much: vec![b' '; (32 << 20) + 1];
    another_encoding: b"openapi: 3.0.3\ninfo: {title: caf\xe9}\n";
    utf_16: b"\xff\xfeo\0p\0";
    a_nul: "openapi: 3.0.3\ninfo: {title: \0}\n";
    gzip: b"\x1f\x8b\x08\x00";
    a_page: "<!DOCTYPE html>\n<html><body>404</body></html>\n";
    a_tab: "openapi: 3.0.3\ninfo:\n\ttitle: Pets\n";
    wrong_indentation: "openapi: 3.0.3\ninfo:\n    title: Pets\n  version: '1'\n";
    an_open_quote: "openapi: '3.0.3\ninfo: {}\n";
    a_colon_in_a_text: "openapi: 3.0.3\ninfo: {title: Pets, version: 1}\npaths:\n  /pets:\n    summary: Note: none\n";
    cut_off_json: "{\"openapi\": \"3.0.3\",\n \"info\": {\"title\": \"Pets\"";
    json_with_a_comma_too_many: "{\"openapi\": \"3.0.3\",\n \"paths\": {},\n}";
    something_behind_json: "{\"openapi\": \"3.0.3\"}\n}";
    javascript: "{openapi: '3.0.3'}";
    too_deep: format!("openapi: 3.0.3\nx-a: {}{}\n", "[".repeat(200), "]".repeat(200));
    aliases_that_explode: {
        let list = |alias: &str| [alias; 9].join(",");
        (1..10).fold(format!("a0: &a0 [{}]\n", list("x")), |text, level| {
            format!("{text}a{level}: &a{level} [{}]\n", list(&format!("*a{}", level - 1)))
        })
    };
    an_alias_that_holds_itself: "openapi: 3.0.3\nx-a: &a [*a]\n";
    a_merge_key: "openapi: 3.0.3\nx-a: &a {b: 1}\nx-c:\n  <<: *a\n";
    a_tag: "openapi: 3.0.3\ninfo: {title: !Sub Pets, version: '1'}\npaths: {}\n";
    not_a_number: "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths: {}\nx-a: .nan\n";
    two_documents: "openapi: 3.0.3\n---\nopenapi: 3.0.3\n";
    a_list_as_a_key: "openapi: 3.0.3\n? [a]\n: b\n";
    a_key_that_stands_twice: "\
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets: {get: {responses: {'204': {description: None.}}}}
  /pets: {put: {responses: {'204': {description: None.}}}}
";
    no_object: "- openapi\n";
    another_version: "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n";
    a_version_without_quotes: "openapi: 3.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n";
    a_version_of_another_kind: "openapi: [3]\ninfo: {title: Pets, version: '1'}\npaths: {}\n";
    swagger: "swagger: '2.0'\ninfo: {title: Pets, version: '1'}\npaths: {}\n";
    something_else: "kind: Deployment\nmetadata: {name: pets}\n";
}
