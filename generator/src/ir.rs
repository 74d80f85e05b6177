//! A description as the generator understands it: plain data, without identifiers and without tokens.
//!
//! `lower` fills it, `names` and `layout` decide beside it, `render` reads all three. Once an [`Api`]
//! exists, everything in it can be rendered.

use crate::pointer::Pointer;

/// A whole description.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// Where the paths are appended to: the first server with the defaults of its variables, without a trailing slash.
    /// Only a path where the description does not name its host.
    pub base_url: String,
    /// The servers that a caller can choose from, of the description and of single operations: where there are several,
    /// or one has variables.
    pub servers: Vec<Server>,
    /// The security schemes, required or not, in the order of the description.
    pub schemes: Vec<Scheme>,
    /// The tags that operations carry, in the order of their first use.
    pub tags: Vec<Tag>,
    /// The operations, in the order of the description.
    pub operations: Vec<Operation>,
    /// The models; a [`ModelId`] counts them.
    pub models: Vec<Model>,
}

/// A way to show who is calling.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name in the description.
    pub key: String,
    /// Where its credential goes.
    pub kind: SchemeKind,
    /// What it is for.
    pub description: Option<String>,
    /// Whether an operation can require it.
    pub is_required: bool,
}

/// Where the credential of a scheme goes, and what it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A key, in the header of this name.
    Header(String),
    /// A key, in the query under this name.
    Query(String),
    /// A key, in the cookie of this name.
    Cookie(String),
    /// A token.
    Bearer,
    /// A user name and a password.
    Basic,
    /// A signature (RFC 5849).
    OAuth1,
    /// Whatever the caller makes for the HTTP scheme of this name.
    Other(String),
}

/// A scheme that an operation requires.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// An index of [`Api::schemes`].
    pub scheme: usize,
    /// What the credential has to allow.
    pub scopes: Vec<String>,
}

/// A group of operations.
#[derive(Clone, Debug)]
pub struct Tag {
    /// The name that operations use.
    pub name: String,
    /// What the group is for.
    pub description: Option<String>,
}

/// A place where operations are served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The URL with its variables in braces.
    pub url: String,
    /// The same in parts.
    pub parts: Vec<ServerPart>,
    /// The variables that stand in the URL, in the order of the description.
    pub variables: Vec<ServerVariable>,
    /// What it is for.
    pub description: Option<String>,
}

/// A part of a server's URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerPart {
    /// Text that goes out as it is.
    Literal(String),
    /// The variable with this index, and where in the URL it stands.
    Variable(usize, ServerPlace),
}

/// Where in a URL a variable stands: it says which characters its text may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerPlace {
    /// In the scheme, the host or the port.
    Origin,
    /// In the path.
    Path,
    /// The path with its first slash, right behind host and port.
    RootedPath,
    /// The URL itself, or all behind its scheme.
    Whole,
}

/// A part of a server's URL that a caller can set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name between the braces.
    pub name: String,
    /// Its text unless it is set.
    pub default: String,
    /// The texts that it can have; any, where there are none.
    pub values: Vec<String>,
    /// What it is for.
    pub description: Option<String>,
}

/// One method of one path.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Where it stands.
    pub pointer: Pointer,
    /// `operationId`.
    pub id: Option<String>,
    /// The method, in upper case.
    pub method: &'static str,
    /// The key of the path, as written.
    pub path: String,
    /// The path in parts, literals percent-encoded.
    pub parts: Vec<PathPart>,
    /// The URL of its own server, where it has one, as [`Api::base_url`] has that of the description; then one of the
    /// inputs has the place [`Place::Server`].
    pub server: Option<String>,
    /// The tag that it is filed under, as an index of [`Api::tags`].
    pub tag: Option<usize>,
    /// What it is for.
    pub docs: Docs,
    /// Everything that a caller gives, in the order of the description: parameters, then the body.
    pub inputs: Vec<Input>,
    /// How the body is encoded, where there is one.
    pub body: Option<Body>,
    /// The media types that it takes as an answer, in the order of the `Accept` header.
    pub accept: Vec<String>,
    /// The declared answers, in the order of the description.
    pub answers: Vec<Answer>,
    /// The credentials that it requires: alternatives of combinations.
    pub security: Vec<Vec<Requirement>>,
    /// How a success is read.
    pub success: Success,
    /// The type of the declared errors, where they have one.
    pub failure: Option<Type>,
    /// Whether it can hold a stream, so that it can be sent only once.
    pub streams: bool,
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPart {
    /// Text that goes out as it is.
    Literal(String),
    /// The input with this index.
    Input(usize),
}

/// One value that a caller gives to an operation.
#[derive(Clone, Debug)]
pub struct Input {
    /// Where it stands.
    pub pointer: Pointer,
    /// The name on the wire; for a body, the name of its schema or `body`.
    pub name: String,
    /// Where it is sent.
    pub place: Place,
    /// Whether a call must have it.
    pub required: bool,
    /// What it holds.
    pub ty: Type,
    /// What it is for.
    pub docs: Docs,
}

/// Where an input is sent, and how it becomes text there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path(Serialization<PathStyle>),
    /// In the query.
    Query(Serialization<QueryStyle>),
    /// As a header; the style is always `simple`.
    Header(Serialization<()>),
    /// As a cookie; the style is always `form`.
    Cookie(Serialization<()>),
    /// As one field of a form body.
    FormField,
    /// As one part of a multipart body.
    Part,
    /// As the whole body.
    Body,
    /// Before the path, in place of the operation's own server.
    Server,
}

/// How a parameter or the field of a form becomes text: as its `style` and `explode` say, or as the media type of its `content` says
/// (OpenAPI 3.0.4, "Parameter Object" and "Encoding Object").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serialization<S> {
    /// In this style, with or without `explode`.
    Style(S, bool),
    /// The same with `allowReserved`, which only query parameters have.
    Reserved(S, bool),
    /// As JSON text.
    Json,
    /// As the text that it is.
    Text,
}

/// The styles of a path parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathStyle {
    /// `blue,black`
    Simple,
    /// `.blue,black`
    Label,
    /// `;color=blue,black`
    Matrix,
}

/// The styles of a query parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryStyle {
    /// `color=blue&color=black`
    Form,
    /// `color=blue%20black`
    SpaceDelimited,
    /// `color=blue%7Cblack`
    PipeDelimited,
    /// `color[R]=100`
    DeepObject,
}

/// How a body is encoded.
#[derive(Clone, Debug)]
pub struct Body {
    /// The `Content-Type` that goes out. Where there are several, the value says which.
    pub media_types: Vec<String>,
    /// What turns the value into bytes.
    pub encoding: BodyEncoding,
    /// Whether a body is sent even when nothing in it is set.
    pub required: bool,
}

/// What turns a body's value into bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyEncoding {
    /// JSON, of one input.
    Json,
    /// The same without the members that are not sent.
    JsonInPart,
    /// JSON of each item of one input, one in a line.
    JsonLines,
    /// The text of one input.
    Text,
    /// The bytes of one input.
    Binary,
    /// The bytes of one input, which also names the media type, within the range that is declared.
    Media,
    /// `application/x-www-form-urlencoded`: the form fields among the inputs.
    FormFields(FieldEncodings),
    /// `application/x-www-form-urlencoded`: the members of one input.
    FormObject(FieldEncodings),
    /// `multipart/form-data`: the parts among the inputs.
    Parts(PartTypes),
    /// One input, whose model is made for it: [`Shape::Parts`] or [`Shape::Alternatives`].
    Model,
}

/// How those fields of a form are written for which the description says it, by their names.
pub type FieldEncodings = Vec<(String, Serialization<QueryStyle>)>;

/// The `Content-Type` of those parts of a multipart body for which it is not the usual one, by their names.
pub type PartTypes = Vec<(String, String)>;

/// One declared answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Which statuses it is for.
    pub statuses: Statuses,
    /// Where it stands.
    pub pointer: Pointer,
    /// What it means.
    pub description: String,
    /// Its media types, each with the type of its value, where the description gives a schema.
    pub content: Vec<(String, Option<Type>)>,
}

/// The statuses that an answer is declared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statuses {
    /// One status.
    Code(u16),
    /// A hundred of them: `4` is `4XX`.
    Range(u16),
    /// All that are not declared otherwise.
    Default,
}

/// How a success is read.
#[derive(Clone, Debug)]
pub struct Success {
    /// Which statuses count, as inclusive ranges.
    pub statuses: Vec<(u16, u16)>,
    /// The type of the value; `None` where the description gives no schema.
    pub ty: Option<Type>,
    /// How the body becomes that value: the first of these that has the status among its own.
    pub readings: Vec<(Vec<(u16, u16)>, Decoding)>,
}

/// How the body of an answer becomes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoding {
    /// There is no value.
    Empty,
    /// JSON.
    Json,
    /// A string: JSON where the answer says so, else the text itself.
    Text,
    /// JSON or nothing, where some of the successes have a schema and others do not.
    OptionalJson,
    /// No value, whatever the body: one of the others, in such a case.
    Absent,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text.
    String,
    /// Text that is never shown (`format: password`).
    Secret,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer(Integer),
    /// A number.
    Number(Number),
    /// Any JSON.
    Any,
    /// A list.
    Array(Box<Type>),
    /// An object with free names.
    Map(Box<Type>),
    /// A model.
    Model(ModelId),
    /// A value or `null`.
    Nullable(Box<Type>),
    /// The bytes of a body, or where they come from.
    Body,
    /// The same with the media type that they are of.
    Media,
    /// A file in a multipart body.
    File,
    /// A value in a multipart body, with headers of its part.
    Part(Box<Type>),
}

/// The whole numbers that a value may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integer {
    /// `format: int32`
    I32,
    /// `format: int64`, or none
    I64,
    /// `format: int32` and nothing below zero
    U32,
    /// Nothing below zero
    U64,
}

/// The precision of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// `format: float`
    F32,
    /// `format: double`, or none
    F64,
}

/// Counts [`Api::models`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModelId(pub usize);

/// A type with a name of its own.
#[derive(Clone, Debug)]
pub struct Model {
    /// Where it stands.
    pub pointer: Pointer,
    /// What its name is made of: the key of a component, or where an inline schema stands.
    pub words: Vec<String>,
    /// What it is for.
    pub docs: Docs,
    /// What it holds.
    pub shape: Shape,
    /// Whether a request can hold it.
    pub sent: bool,
    /// Whether an answer can hold it.
    pub received: bool,
    /// Whether encoders see it as a value, member by member: it is sent outside of a JSON body, or in one that leaves
    /// members out.
    pub as_value: bool,
    /// Whether it can hold a stream.
    pub streams: bool,
}

/// What a model holds.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Named members, and the type of those that the description does not name, where it allows them.
    Object {
        /// The named ones, in the order of the description.
        fields: Vec<Field>,
        /// The others.
        rest: Option<Type>,
    },
    /// One of some texts.
    Enum {
        /// The texts, in the order of the description.
        values: Vec<String>,
    },
    /// The parts of a multipart body.
    Parts {
        /// The parts, in the order of the description.
        fields: Vec<Field>,
        /// The `Content-Type` of some of them.
        media_types: PartTypes,
    },
    /// A body of one of several media types.
    Alternatives(Vec<Alternative>),
}

/// A body of one media type, where an operation takes several.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The media type that goes out.
    pub media_type: String,
    /// What turns the value into bytes.
    pub encoding: BodyEncoding,
    /// What it holds.
    pub ty: Type,
    /// What it is for.
    pub docs: Docs,
}

/// One member of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// Where it stands.
    pub pointer: Pointer,
    /// The name on the wire.
    pub name: String,
    /// Whether it must be there.
    pub required: bool,
    /// Which way it goes.
    pub direction: Direction,
    /// What it holds.
    pub ty: Type,
    /// What its text, or that of its items, stands for.
    pub contents: Contents,
    /// What it is for.
    pub docs: Docs,
}

/// Which way a member goes. Where it does not go, it is not required (OpenAPI 3.0.4, "Fixed Fields" of the Schema
/// Object: `readOnly`, `writeOnly`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Both ways.
    Both,
    /// To the server only.
    Sent,
    /// From the server only.
    Received,
}

/// What a text stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// Itself.
    Text,
    /// Bytes as they are (`format: binary`).
    Binary,
    /// Bytes in Base64 (`format: byte`).
    Base64,
}

/// What the description tells a person.
#[derive(Clone, Debug, Default)]
pub struct Docs {
    /// One line.
    pub summary: Option<String>,
    /// All of it, in Markdown.
    pub description: Option<String>,
    /// Limits and defaults, in Markdown, one sentence each.
    pub notes: Vec<String>,
    /// Whether the description advises against it.
    pub deprecated: bool,
}
