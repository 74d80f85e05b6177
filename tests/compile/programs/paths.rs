//! What the key of a path becomes.

use bytes::Bytes;
use compile_paths::operations::{
    Encoded, InQuery, PostTokenGrantCodeByCode, PostTokenGrantPasswordByPassword, Search,
};
use compile_paths::{Error, prelude::*};

fn uri(request: Result<http::Request<Bytes>, Error>) -> String {
    request.unwrap().uri().to_string()
}

#[test]
fn a_fragment_tells_operations_apart_and_is_not_sent() {
    let code = PostTokenGrantCodeByCode::new();
    assert_eq!(uri(code.request()), "/token?grant=code");
    assert_eq!(uri(code.code("a#b").request()), "/token?grant=code&code=a%23b");
    let password = PostTokenGrantPasswordByPassword::new().user("c");
    assert_eq!(uri(password.request()), "/token?grant=password&user=c");
}

#[test]
fn parameters_are_appended_to_a_query_of_the_path() {
    assert_eq!(uri(Search::new().q("a").request()), "/search?q=a");
    assert_eq!(uri(Search::new().request()), "/search?");
    let call = InQuery::new("a&b=c", "");
    assert_eq!(uri(call.request()), "/in?format=a%26b%3Dc&=&");
    assert_eq!(uri(call.q("d").request()), "/in?format=a%26b%3Dc&=&q=d");
}

#[test]
fn text_of_the_path_is_encoded_once_and_values_always() {
    let call = Encoded::new("é/f", "%2F");
    assert_eq!(uri(call.request()), "/a%20b/%C3%A4%2Fc;d=e/%C3%A9%2Ff.%252F");
    assert!(Encoded::new("", "").request().is_err());
    assert!(Encoded::new(".", "").request().is_err());
    assert!(Encoded::new("", "a").request().is_ok());
}
