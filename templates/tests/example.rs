//! What a generated operation and its models look like, written by hand.

#![cfg(test)]

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{Method, Request, StatusCode};
use serde::de::MapAccess;
use serde::ser::SerializeMap;
use templates::encoders::request::{EXPLODE, FLAT, RequestBuilder};
use templates::encoders::{path, query};
use templates::error::{ApiError, Error, Failure};
use templates::model::{Object, ObjectReader, ObjectWriter};
use templates::operation::Operation;
use templates::response::Response;
use templates::secret::Secret;

/// `PUT /shops/{shopId}/pets/{petId}`
#[derive(Clone, Debug)]
struct UpdatePet {
    shop_id: String,
    pet_id: i64,
    tags: Option<Vec<String>>,
    dry_run: Option<bool>,
    x_request_id: Option<String>,
    session: Option<Secret>,
    pet: Pet,
}

impl Operation for UpdatePet {
    type Output = Pet;
    type Failure = UpdatePetError;
    const ID: &'static str = "updatePet";

    #[inline]
    fn request(&self) -> Result<Request<Bytes>, Error> {
        let mut request = RequestBuilder::new(Method::PUT, "/shops/");
        request.path("shopId", path::Style::Simple, FLAT, &self.shop_id);
        request.literal("/pets/");
        request.path("petId", path::Style::Simple, FLAT, &self.pet_id);
        request.query("tags", query::Style::Form, EXPLODE, &self.tags);
        request.query("dry_run", query::Style::Form, EXPLODE, &self.dry_run);
        request.header("X-Request-Id", FLAT, &self.x_request_id);
        request.cookie("session", EXPLODE, &self.session);
        request.accept("application/json");
        request.json("application/json", &self.pet);
        request.build()
    }

    #[inline]
    fn response(response: http::Response<Bytes>) -> Result<Response<Pet>, Error> {
        match response.status().as_u16() {
            200 => Response::json(response),
            _ => Err(Error::from_response(response)),
        }
    }
}

/// The errors that `updatePet` declares.
#[derive(Clone, Debug, PartialEq)]
enum UpdatePetError {
    NotFound(Problem),
    Other,
}

impl Failure for UpdatePetError {
    fn from_error(error: &ApiError) -> Result<Self, Error> {
        match error.status().as_u16() {
            404 => error.json().map(Self::NotFound),
            _ => Ok(Self::Other),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Pet {
    id: i64,
    nickname: Option<String>,
    status: Option<Status>,
    owner: Option<Option<String>>,
    tag: Option<String>,
    additional_properties: BTreeMap<String, serde_json::Value>,
}

impl Object for Pet {
    const NAME: &'static str = "Pet";

    fn read<'de, M: MapAccess<'de>>(object: &mut ObjectReader<M>) -> Result<Self, M::Error> {
        let mut id = None;
        let mut nickname = None;
        let mut status = None;
        let mut owner = None;
        let mut tag = None;
        let mut additional_properties = BTreeMap::new();
        while let Some(key) = object.key()? {
            match &*key {
                "id" => id = Some(object.value()?),
                "nickname" => nickname = Some(object.value()?),
                "status" => status = object.value()?,
                "owner" => owner = Some(object.value()?),
                "tag" => tag = object.value()?,
                _ => {
                    additional_properties.insert(key.into(), object.value()?);
                }
            }
        }
        Ok(Self {
            id: object.required("id", id)?,
            nickname: object.required("nickname", nickname)?,
            status,
            owner,
            tag,
            additional_properties,
        })
    }

    fn write<M: SerializeMap>(&self, object: &mut ObjectWriter<M>) -> Result<(), M::Error> {
        object.put("id", &self.id)?;
        object.put("nickname", &self.nickname)?;
        object.put_optional("status", &self.status)?;
        object.put_optional("owner", &self.owner)?;
        object.put_optional("tag", &self.tag)?;
        object.put_all(&self.additional_properties)
    }
}

templates::impl_object!(Pet);

#[derive(Clone, Debug, PartialEq)]
struct Problem {
    reason: Option<String>,
}

impl Object for Problem {
    const NAME: &'static str = "Problem";

    fn read<'de, M: MapAccess<'de>>(object: &mut ObjectReader<M>) -> Result<Self, M::Error> {
        let mut reason = None;
        while let Some(key) = object.key()? {
            match &*key {
                "reason" => reason = object.value()?,
                _ => object.skip()?,
            }
        }
        Ok(Self { reason })
    }

    fn write<M: SerializeMap>(&self, object: &mut ObjectWriter<M>) -> Result<(), M::Error> {
        object.put_optional("reason", &self.reason)
    }
}

templates::impl_object!(Problem);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Status {
    Available,
    Sold,
    Unknown(String),
}

impl Status {
    fn as_str(&self) -> &str {
        match self {
            Self::Available => "available",
            Self::Sold => "sold",
            Self::Unknown(text) => text,
        }
    }
}

impl From<String> for Status {
    fn from(text: String) -> Self {
        match text.as_str() {
            "available" => Self::Available,
            "sold" => Self::Sold,
            _ => Self::Unknown(text),
        }
    }
}

templates::impl_string_enum!(Status);

fn pet() -> Pet {
    Pet {
        id: 7,
        nickname: None,
        status: Some(Status::Sold),
        owner: Some(None),
        tag: None,
        additional_properties: BTreeMap::new(),
    }
}

fn update() -> UpdatePet {
    UpdatePet {
        shop_id: "a/b".into(),
        pet_id: 7,
        tags: Some(vec!["x y".into(), "z".into()]),
        dry_run: None,
        x_request_id: Some("é1".into()),
        session: Some("s;1".into()),
        pet: pet(),
    }
}

fn answer(status: u16, body: &'static str) -> http::Response<Bytes> {
    http::Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(Bytes::from(body))
        .unwrap()
}

#[test]
fn an_operation_becomes_a_request() {
    let request = update().request().unwrap();

    assert_eq!(request.method(), Method::PUT);
    assert_eq!(request.uri(), "/shops/a%2Fb/pets/7?tags=x%20y&tags=z");
    let headers: Vec<_> = request
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str(), str::from_utf8(value.as_bytes()).unwrap()))
        .collect();
    assert_eq!(
        headers,
        [
            ("x-request-id", "é1"),
            ("accept", "application/json"),
            ("cookie", "session=s%3B1"),
            ("content-type", "application/json"),
        ]
    );
    assert_eq!(
        request.body(),
        r#"{"id":7,"nickname":null,"status":"sold","owner":null}"#
    );
}

#[test]
fn an_answer_becomes_a_model() {
    let body = r#"{"id":1,"nickname":"Rex","status":"lost","colour":"red"}"#;

    let pet = UpdatePet::response(answer(200, body)).unwrap().into_value();

    assert_eq!(pet.nickname.as_deref(), Some("Rex"));
    assert_eq!(pet.status, Some(Status::Unknown("lost".into())));
    assert_eq!(pet.owner, None);
    assert_eq!(pet.additional_properties["colour"], "red");
}

#[test]
fn a_declared_error_is_decoded_by_its_status() {
    let error = UpdatePet::response(answer(404, r#"{"reason":"gone"}"#)).unwrap_err();

    let api = error.api().unwrap();
    assert_eq!(api.status(), StatusCode::NOT_FOUND);
    let failure: UpdatePetError = api.decode().unwrap();
    let reason = Some("gone".into());
    assert_eq!(failure, UpdatePetError::NotFound(Problem { reason }));

    let error = UpdatePet::response(answer(500, "oops")).unwrap_err();
    let failure = error.api().unwrap().decode::<UpdatePetError>().unwrap();
    assert_eq!(failure, UpdatePetError::Other);
}

#[test]
fn the_future_of_a_call_is_send_and_borrows_only_the_client() {
    fn send<F: Future + Send>(future: F) -> F {
        future
    }
    let _call = |client: &templates::client::Client| {
        let future = update().send(client);
        drop(send(future));
    };
    let _blocking_call =
        |client: &templates::blocking::Client| drop(update().send_blocking(client));
}
