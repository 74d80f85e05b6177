//! The nine operations as one table: what each sends, where, in which order, and under which names.
//!
//! It names each struct, setter and field, so that one that is missing, renamed, or of another type
//! does not compile.

use std::collections::BTreeMap;
use std::fmt::Debug;

use bytes::Bytes;
use generated_client::error::Error;
use generated_client::models::WannabeAuthorization;
use generated_client::operation::Operation;
use generated_client::operations::{
    AuthorizeForm, AuthorizeToken, GetAvailableRights, GetLoginData, PostAccessTokenRequest,
    PostAccessTokenRequestQuery, PostAuthorize, PostReqTokenRequest,
    PostReqTokenRequestQueryString,
};
use generated_client::response::Response;
use generated_client::secret::Secret;
use http::{HeaderMap, Method, Request, StatusCode};
use tests::callers::Caller;

/// An operation as its documentation has it.
pub struct Endpoint {
    pub id: &'static str,
    /// The `Debug` of the operation with nothing set, in which `…` stands for the fields.
    pub shape: &'static str,
    pub method: Method,
    pub path: &'static str,
    pub accept: &'static str,
    pub slots: &'static [Slot],
    /// Makes the operation by calling setters.
    pub by_setters: fn(&Values) -> Box<dyn Call>,
    /// Makes the operation by assigning to fields.
    pub by_fields: fn(&Values) -> Box<dyn Call>,
}

/// A value that an operation takes.
pub struct Slot {
    /// What setter and field are called.
    pub name: &'static str,
    pub place: Place,
    pub wire: &'static str,
    pub secret: bool,
}

/// Where a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Cookie,
    Query,
    Form,
    Json,
}

/// The values of one call, by the names of their slots. What is not there is not set.
pub type Values = BTreeMap<&'static str, String>;

impl Endpoint {
    /// The operation with this id.
    pub fn of(id: &str) -> &'static Self {
        let found = ENDPOINTS.iter().find(|endpoint| endpoint.id == id);
        found.unwrap_or_else(|| panic!("no operation has the id {id}"))
    }

    /// A value for each slot, made from it.
    pub fn all(&self, text: impl Fn(&Slot) -> String) -> Values {
        self.slots
            .iter()
            .map(|slot| (slot.name, text(slot)))
            .collect()
    }

    /// A value for each slot, full of characters that have a meaning somewhere in a request, and
    /// different from all others.
    pub fn samples(&self) -> Values {
        self.all(|slot| format!("{} é&=+;%", slot.name))
    }

    /// The slots of one place, in the order in which they are sent.
    pub fn slots_in(&self, place: Place) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(move |slot| slot.place == place)
    }
}

/// Any of the operations, with its type put aside.
pub trait Call: Debug {
    fn id(&self) -> &'static str;
    fn to_request(&self) -> Result<Request<Bytes>, Error>;
    fn read(&self, answer: http::Response<Bytes>) -> Result<Reply, Error>;
    fn send_with(&self, caller: &Caller) -> Result<Reply, Error>;
}

/// A typed answer, with its type put aside.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Bytes,
    /// The `Debug` of the value.
    pub value: String,
    /// The `Debug` of the answer, on one line and on several.
    pub debug: String,
}

impl<Op: Operation + Debug> Call for Op
where
    Op::Output: Debug,
{
    fn id(&self) -> &'static str {
        Op::ID
    }

    fn to_request(&self) -> Result<Request<Bytes>, Error> {
        self.request()
    }

    fn read(&self, answer: http::Response<Bytes>) -> Result<Reply, Error> {
        Op::response(answer).map(Reply::from)
    }

    fn send_with(&self, caller: &Caller) -> Result<Reply, Error> {
        caller.send_operation(self).map(Reply::from)
    }
}

impl<T: Debug> From<Response<T>> for Reply {
    fn from(response: Response<T>) -> Self {
        Self {
            status: response.status(),
            headers: response.headers().clone(),
            bytes: response.bytes().clone(),
            value: format!("{:?}", response.value()),
            debug: format!("{response:?} {response:#?}"),
        }
    }
}

/// A value that no slot is there for would go unnoticed.
fn assert_known(values: &Values, names: &[&str]) {
    for name in values.keys() {
        assert!(names.contains(name), "there is no {name}");
    }
}

/// `$type` is what has the values: the operation, or the model of its body.
macro_rules! endpoint {
    (
        $id:literal, $method:ident $path:literal, accept $accept:literal,
        $type:ident $(in $operation:ident as $shape:literal)?,
        { $($name:ident: $text:ident, $place:ident $wire:literal;)* }
    ) => {
        Endpoint {
            id: $id,
            shape: [$($shape,)? concat!(stringify!($type), "…")][0],
            method: Method::$method,
            path: $path,
            accept: $accept,
            slots: &[$(Slot {
                name: stringify!($name),
                place: Place::$place,
                wire: $wire,
                secret: matches!(stringify!($text).as_bytes(), b"Secret"),
            },)*],
            by_setters: |values| {
                assert_known(values, &[$(stringify!($name)),*]);
                let it = $type::new();
                $(let it = match values.get(stringify!($name)) {
                    Some(text) => it.$name(text.as_str()),
                    None => it,
                };)*
                $(let it = $operation::new(it);)?
                Box::new(it)
            },
            by_fields: |values| {
                assert_known(values, &[$(stringify!($name)),*]);
                let it = $type::new();
                $(let it = {
                    let mut it = it;
                    it.$name = values.get(stringify!($name)).map(|text| $text::from(text.as_str()));
                    it
                };)*
                $(let it = $operation::new(it);)?
                Box::new(it)
            },
        }
    };
}

pub static ENDPOINTS: [Endpoint; 9] = [
    endpoint!(
        "authorizeForm", GET "/oauth/authorize", accept "application/json",
        AuthorizeForm,
        {
            ccid: Secret, Cookie "ccid";
            cctk: Secret, Cookie "cctk";
            oauth_token: Secret, Query "oauth_token";
            ccid2: Secret, Query "ccid";
            cli_token: Secret, Query "cli_token";
            from_oauth: String, Query "from_oauth";
        }
    ),
    endpoint!(
        "authorizeToken", POST "/oauth/authorize", accept "text/html, application/json",
        AuthorizeToken,
        {
            ccid: Secret, Cookie "ccid";
            cctk: Secret, Cookie "cctk";
            almighty: String, Form "almighty";
            access_organisations: String, Form "access_organisations";
            manage_organisations: String, Form "manage_organisations";
            manage_organisations_services: String, Form "manage_organisations_services";
            manage_organisations_applications: String, Form "manage_organisations_applications";
            manage_organisations_members: String, Form "manage_organisations_members";
            access_organisations_bills: String, Form "access_organisations_bills";
            access_organisations_credit_count: String, Form "access_organisations_credit_count";
            access_organisations_consumption_statistics: String,
                Form "access_organisations_consumption_statistics";
            access_personal_information: String, Form "access_personal_information";
            manage_personal_information: String, Form "manage_personal_information";
            manage_ssh_keys: String, Form "manage_ssh_keys";
        }
    ),
    endpoint!(
        "getAvailableRights", GET "/oauth/rights", accept "application/json",
        GetAvailableRights,
        {}
    ),
    endpoint!(
        "getLoginData", GET "/oauth/login_data", accept "application/json",
        GetLoginData,
        {
            oauth_key: String, Query "oauth_key";
        }
    ),
    endpoint!(
        "postAccessTokenRequest", POST "/oauth/access_token",
        accept "application/x-www-form-urlencoded",
        PostAccessTokenRequest,
        {
            oauth_consumer_key: String, Form "oauth_consumer_key";
            oauth_token: Secret, Form "oauth_token";
            oauth_signature_method: String, Form "oauth_signature_method";
            oauth_signature: Secret, Form "oauth_signature";
            oauth_timestamp: String, Form "oauth_timestamp";
            oauth_nonce: String, Form "oauth_nonce";
            oauth_version: String, Form "oauth_version";
            oauth_verifier: Secret, Form "oauth_verifier";
            oauth_callback: String, Form "oauth_callback";
            oauth_token_secret: Secret, Form "oauth_token_secret";
            oauth_callback_confirmed: String, Form "oauth_callback_confirmed";
        }
    ),
    endpoint!(
        "postAccessTokenRequestQuery", POST "/oauth/access_token_query",
        accept "application/x-www-form-urlencoded",
        PostAccessTokenRequestQuery,
        {
            oauth_consumer_key: String, Query "oauth_consumer_key";
            oauth_token: Secret, Query "oauth_token";
            oauth_signature_method: String, Query "oauth_signature_method";
            oauth_signature: Secret, Query "oauth_signature";
            oauth_timestamp: String, Query "oauth_timestamp";
            oauth_nonce: String, Query "oauth_nonce";
            oauth_version: String, Query "oauth_version";
            oauth_verifier: Secret, Query "oauth_verifier";
            oauth_callback: String, Query "oauth_callback";
            oauth_token_secret: Secret, Query "oauth_token_secret";
            oauth_callback_confirmed: String, Query "oauth_callback_confirmed";
        }
    ),
    endpoint!(
        "postAuthorize", POST "/authorize", accept "application/json",
        WannabeAuthorization in PostAuthorize
            as "PostAuthorize { wannabe_authorization: WannabeAuthorization… }",
        {
            verb: String, Json "verb";
            uri: String, Json "uri";
            authorization: Secret, Json "authorization";
            payload: Secret, Json "payload";
            nonce: String, Json "nonce";
            mac: Secret, Json "mac";
        }
    ),
    endpoint!(
        "postReqTokenRequest", POST "/oauth/request_token",
        accept "application/x-www-form-urlencoded",
        PostReqTokenRequest,
        {
            clever_flavor: String, Query "clever_flavor";
            oauth_consumer_key: String, Form "oauth_consumer_key";
            oauth_token: Secret, Form "oauth_token";
            oauth_signature_method: String, Form "oauth_signature_method";
            oauth_signature: Secret, Form "oauth_signature";
            oauth_timestamp: String, Form "oauth_timestamp";
            oauth_nonce: String, Form "oauth_nonce";
            oauth_version: String, Form "oauth_version";
            oauth_verifier: Secret, Form "oauth_verifier";
            oauth_callback: String, Form "oauth_callback";
            oauth_token_secret: Secret, Form "oauth_token_secret";
            oauth_callback_confirmed: String, Form "oauth_callback_confirmed";
        }
    ),
    endpoint!(
        "postReqTokenRequestQueryString", POST "/oauth/request_token_query",
        accept "application/x-www-form-urlencoded",
        PostReqTokenRequestQueryString,
        {
            clever_flavor: String, Query "clever_flavor";
            oauth_consumer_key: String, Query "oauth_consumer_key";
            oauth_token: Secret, Query "oauth_token";
            oauth_signature_method: String, Query "oauth_signature_method";
            oauth_signature: Secret, Query "oauth_signature";
            oauth_timestamp: String, Query "oauth_timestamp";
            oauth_nonce: String, Query "oauth_nonce";
            oauth_version: String, Query "oauth_version";
            oauth_verifier: Secret, Query "oauth_verifier";
            oauth_callback: String, Query "oauth_callback";
            oauth_token_secret: Secret, Query "oauth_token_secret";
            oauth_callback_confirmed: String, Query "oauth_callback_confirmed";
        }
    ),
];

#[test]
fn each_operation_has_the_id_of_its_documentation() {
    for endpoint in &ENDPOINTS {
        let call = (endpoint.by_setters)(&Values::new());
        assert_eq!(call.id(), endpoint.id);
    }
}

#[test]
fn each_operation_has_the_fields_of_its_documentation_in_order_and_no_other() {
    for endpoint in &ENDPOINTS {
        let none: Vec<_> = endpoint
            .slots
            .iter()
            .map(|slot| format!("{}: None", slot.name))
            .collect();
        let fields = match none.is_empty() {
            true => String::new(),
            false => format!(" {{ {} }}", none.join(", ")),
        };
        let call = (endpoint.by_setters)(&Values::new());
        assert_eq!(format!("{call:?}"), endpoint.shape.replace('…', &fields));
    }
}

#[test]
fn a_setter_takes_what_its_field_is_made_of_and_the_last_call_counts() {
    let form = AuthorizeForm::new()
        .ccid("borrowed")
        .cctk("owned".to_owned())
        .oauth_token(Secret::new("secret"))
        .from_oauth("first")
        .from_oauth("last".to_owned());
    assert_eq!(form.ccid.unwrap().expose(), "borrowed");
    assert_eq!(form.cctk.unwrap().expose(), "owned");
    assert_eq!(form.oauth_token.unwrap().expose(), "secret");
    assert_eq!(form.from_oauth.unwrap(), "last");
    assert!(form.ccid2.is_none());
    assert!(form.cli_token.is_none());
}
