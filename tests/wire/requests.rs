//! The request of each operation with all values set, for people to read.

use crate::endpoints::Endpoint;
use crate::expected::Text;

macro_rules! requests {
    ($($test:ident: $id:literal,)*) => {$(
        #[test]
        fn $test() {
            let endpoint = Endpoint::of($id);
            let call = (endpoint.by_setters)(&endpoint.samples());
            let request = call.to_request().unwrap();
            insta::assert_snapshot!($id, Text::of(&request));
        }
    )*};
}

requests! {
    authorize_form_sends_cookies_and_a_query: "authorizeForm",
    authorize_token_sends_cookies_and_a_form: "authorizeToken",
    get_available_rights_sends_nothing: "getAvailableRights",
    get_login_data_sends_a_query: "getLoginData",
    post_access_token_request_sends_a_form: "postAccessTokenRequest",
    post_access_token_request_query_sends_a_query_and_no_body: "postAccessTokenRequestQuery",
    post_authorize_sends_json: "postAuthorize",
    post_req_token_request_sends_a_query_and_a_form: "postReqTokenRequest",
    post_req_token_request_query_string_sends_a_query_and_no_body: "postReqTokenRequestQueryString",
}
