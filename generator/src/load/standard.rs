//! The structure of an OpenAPI 3.0.4 description, as data: one table for each object of the standard, in its order.

use super::rules;
use super::shape::{
    Field::{self, *},
    Keys,
    Kind::{self, *},
    Shape,
};

/// The default of every table.
const SHAPE: Shape = Shape {
    fields: &[],
    members: None,
    rule: None,
    later: &[],
};

static ANY_EXAMPLE: Kind = OrReference(&EXAMPLE);
static ANY_SERVER: Kind = Object(&SERVER);
static ANY_PARAMETER: Kind = OrReference(&PARAMETER);
static ANY_LINK: Kind = OrReference(&LINK);

const TEXTS: Kind = List(&Text);
const TEXT_MAP: Kind = Map(Keys::Any, &Text);
const EXAMPLES: Field = Optional("examples", Map(Keys::Any, &ANY_EXAMPLE));
const SERVERS: Field = Optional("servers", List(&ANY_SERVER));
const SECURITY: Field = Optional("security", List(&Map(Keys::Any, &TEXTS)));
const PARAMETERS: Field = Optional("parameters", List(&ANY_PARAMETER));
const LINKS: Field = Optional("links", Map(Keys::Component, &ANY_LINK));
const EXTERNAL_DOCS: Field = Optional("externalDocs", Object(&EXTERNAL_DOCUMENTATION));
const DESCRIPTION: Field = Optional("description", Text);
const SUMMARY: Field = Optional("summary", Text);
const DEPRECATED: Field = Optional("deprecated", Boolean);

pub(super) static OPENAPI: Shape = Shape {
    fields: &[
        // The version check has looked at it.
        Required("openapi", Any),
        Required("info", Object(&INFO)),
        SERVERS,
        Required("paths", Object(&PATHS)),
        Optional("components", Object(&COMPONENTS)),
        SECURITY,
        Optional("tags", List(&Object(&TAG))),
        EXTERNAL_DOCS,
    ],
    later: &["webhooks", "jsonSchemaDialect"],
    ..SHAPE
};

static INFO: Shape = Shape {
    fields: &[
        Required("title", Text),
        DESCRIPTION,
        Optional("termsOfService", Text),
        Optional("contact", Object(&CONTACT)),
        Optional("license", Object(&LICENSE)),
        Required("version", Text),
    ],
    later: &["summary"],
    ..SHAPE
};

static CONTACT: Shape = Shape {
    fields: &[
        Optional("name", Text),
        Optional("url", Text),
        Optional("email", Text),
    ],
    ..SHAPE
};

static LICENSE: Shape = Shape {
    fields: &[Required("name", Text), Optional("url", Text)],
    later: &["identifier"],
    ..SHAPE
};

static SERVER: Shape = Shape {
    fields: &[
        Required("url", Text),
        DESCRIPTION,
        Optional("variables", Map(Keys::Any, &Object(&SERVER_VARIABLE))),
    ],
    ..SHAPE
};

static SERVER_VARIABLE: Shape = Shape {
    fields: &[
        Optional("enum", TEXTS),
        Required("default", Text),
        DESCRIPTION,
    ],
    rule: Some(rules::server_variable),
    ..SHAPE
};

static COMPONENTS: Shape = Shape {
    fields: &[
        Optional("schemas", Map(Keys::Component, &OrReference(&SCHEMA))),
        Optional("responses", Map(Keys::Component, &OrReference(&RESPONSE))),
        Optional("parameters", Map(Keys::Component, &OrReference(&PARAMETER))),
        Optional("examples", Map(Keys::Component, &OrReference(&EXAMPLE))),
        Optional(
            "requestBodies",
            Map(Keys::Component, &OrReference(&REQUEST_BODY)),
        ),
        Optional("headers", Map(Keys::Component, &OrReference(&HEADER))),
        Optional(
            "securitySchemes",
            Map(Keys::Component, &OrReference(&SECURITY_SCHEME)),
        ),
        Optional("links", Map(Keys::Component, &OrReference(&LINK))),
        Optional("callbacks", Map(Keys::Component, &OrReference(&CALLBACK))),
    ],
    later: &["pathItems"],
    ..SHAPE
};

static PATHS: Shape = Shape {
    members: Some((Keys::Path, Object(&PATH_ITEM))),
    ..SHAPE
};

/// The methods of a path item, which are its only members that are operations.
pub(super) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

static PATH_ITEM: Shape = Shape {
    fields: &[
        Optional("$ref", Text),
        SUMMARY,
        DESCRIPTION,
        Optional("get", Object(&OPERATION)),
        Optional("put", Object(&OPERATION)),
        Optional("post", Object(&OPERATION)),
        Optional("delete", Object(&OPERATION)),
        Optional("options", Object(&OPERATION)),
        Optional("head", Object(&OPERATION)),
        Optional("patch", Object(&OPERATION)),
        Optional("trace", Object(&OPERATION)),
        SERVERS,
        PARAMETERS,
    ],
    rule: Some(rules::path_item),
    ..SHAPE
};

static OPERATION: Shape = Shape {
    fields: &[
        Optional("tags", TEXTS),
        SUMMARY,
        DESCRIPTION,
        EXTERNAL_DOCS,
        Optional("operationId", Text),
        PARAMETERS,
        Optional("requestBody", OrReference(&REQUEST_BODY)),
        // Required by the standard; the rule gives a warning.
        Optional("responses", Object(&RESPONSES)),
        Optional("callbacks", Map(Keys::Any, &OrReference(&CALLBACK))),
        DEPRECATED,
        SECURITY,
        SERVERS,
    ],
    rule: Some(rules::operation),
    ..SHAPE
};

static EXTERNAL_DOCUMENTATION: Shape = Shape {
    fields: &[DESCRIPTION, Required("url", Text)],
    ..SHAPE
};

static PARAMETER: Shape = Shape {
    fields: &[
        Required("name", Text),
        Required("in", OneOf(&["query", "header", "path", "cookie"])),
        DESCRIPTION,
        Optional("required", Boolean),
        DEPRECATED,
        Optional("allowEmptyValue", Boolean),
        // The rule knows which style goes with which place.
        Optional("style", Text),
        Optional("explode", Boolean),
        Optional("allowReserved", Boolean),
        Optional("schema", OrReference(&SCHEMA)),
        Optional("example", Any),
        EXAMPLES,
        Optional("content", Map(Keys::MediaType, &Object(&MEDIA_TYPE))),
    ],
    rule: Some(rules::parameter),
    ..SHAPE
};

static REQUEST_BODY: Shape = Shape {
    fields: &[
        DESCRIPTION,
        Required("content", Map(Keys::MediaType, &Object(&MEDIA_TYPE))),
        Optional("required", Boolean),
    ],
    ..SHAPE
};

static MEDIA_TYPE: Shape = Shape {
    fields: &[
        Optional("schema", OrReference(&SCHEMA)),
        Optional("example", Any),
        EXAMPLES,
        Optional("encoding", Map(Keys::Any, &Object(&ENCODING))),
    ],
    ..SHAPE
};

static ENCODING: Shape = Shape {
    fields: &[
        Optional("contentType", Text),
        Optional("headers", Map(Keys::HeaderName, &OrReference(&HEADER))),
        Optional("style", OneOf(rules::QUERY_STYLES)),
        Optional("explode", Boolean),
        Optional("allowReserved", Boolean),
    ],
    rule: Some(rules::encoding),
    ..SHAPE
};

static RESPONSES: Shape = Shape {
    members: Some((Keys::Status, OrReference(&RESPONSE))),
    rule: Some(rules::responses),
    ..SHAPE
};

static RESPONSE: Shape = Shape {
    fields: &[
        // Required by the standard; the rule gives a warning.
        DESCRIPTION,
        Optional("headers", Map(Keys::HeaderName, &OrReference(&HEADER))),
        Optional("content", Map(Keys::MediaType, &Object(&MEDIA_TYPE))),
        LINKS,
    ],
    rule: Some(rules::response),
    ..SHAPE
};

static CALLBACK: Shape = Shape {
    members: Some((Keys::Any, Object(&PATH_ITEM))),
    rule: Some(rules::callback),
    ..SHAPE
};

static EXAMPLE: Shape = Shape {
    fields: &[
        SUMMARY,
        DESCRIPTION,
        Optional("value", Any),
        Optional("externalValue", Text),
    ],
    ..SHAPE
};

static LINK: Shape = Shape {
    fields: &[
        Optional("operationRef", Text),
        Optional("operationId", Text),
        Optional("parameters", Map(Keys::Any, &Any)),
        Optional("requestBody", Any),
        DESCRIPTION,
        Optional("server", Object(&SERVER)),
    ],
    rule: Some(rules::link),
    ..SHAPE
};

static HEADER: Shape = Shape {
    fields: &[
        DESCRIPTION,
        Optional("required", Boolean),
        DEPRECATED,
        Optional("allowEmptyValue", Boolean),
        Optional("style", OneOf(&["simple"])),
        Optional("explode", Boolean),
        Optional("allowReserved", Boolean),
        Optional("schema", OrReference(&SCHEMA)),
        Optional("example", Any),
        EXAMPLES,
        Optional("content", Map(Keys::MediaType, &Object(&MEDIA_TYPE))),
    ],
    rule: Some(rules::header),
    ..SHAPE
};

static TAG: Shape = Shape {
    fields: &[Required("name", Text), DESCRIPTION, EXTERNAL_DOCS],
    ..SHAPE
};

pub(super) static SCHEMA: Shape = Shape {
    fields: &[
        Optional("title", Text),
        Optional("multipleOf", Number),
        Optional("maximum", Number),
        // The rule knows their form in OpenAPI 3.1.
        Optional("exclusiveMaximum", Any),
        Optional("minimum", Number),
        Optional("exclusiveMinimum", Any),
        Optional("maxLength", Count),
        Optional("minLength", Count),
        Optional("pattern", Text),
        Optional("maxItems", Count),
        Optional("minItems", Count),
        Optional("uniqueItems", Boolean),
        Optional("maxProperties", Count),
        Optional("minProperties", Count),
        // Real descriptions write a boolean here; the rule gives a warning.
        Optional("required", BooleanOr(&TEXTS)),
        Optional("enum", List(&Any)),
        Optional("type", Any),
        Optional("allOf", List(&OrReference(&SCHEMA))),
        Optional("oneOf", List(&OrReference(&SCHEMA))),
        Optional("anyOf", List(&OrReference(&SCHEMA))),
        Optional("not", OrReference(&SCHEMA)),
        Optional("items", OrReference(&SCHEMA)),
        Optional("properties", Map(Keys::Any, &OrReference(&SCHEMA))),
        Optional("additionalProperties", BooleanOr(&OrReference(&SCHEMA))),
        DESCRIPTION,
        Optional("format", Text),
        Optional("default", Any),
        Optional("nullable", Boolean),
        Optional("discriminator", Object(&DISCRIMINATOR)),
        Optional("readOnly", Boolean),
        Optional("writeOnly", Boolean),
        Optional("xml", Object(&XML)),
        EXTERNAL_DOCS,
        Optional("example", Any),
        DEPRECATED,
    ],
    later: &[
        "$anchor",
        "$comment",
        "$defs",
        "$dynamicAnchor",
        "$dynamicRef",
        "$id",
        "$schema",
        "$vocabulary",
        "const",
        "contains",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
        "dependentRequired",
        "dependentSchemas",
        "else",
        "examples",
        "if",
        "maxContains",
        "minContains",
        "patternProperties",
        "prefixItems",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    ],
    rule: Some(rules::schema),
    ..SHAPE
};

static DISCRIMINATOR: Shape = Shape {
    fields: &[
        Required("propertyName", Text),
        Optional("mapping", TEXT_MAP),
    ],
    ..SHAPE
};

static XML: Shape = Shape {
    fields: &[
        Optional("name", Text),
        Optional("namespace", Text),
        Optional("prefix", Text),
        Optional("attribute", Boolean),
        Optional("wrapped", Boolean),
    ],
    ..SHAPE
};

static SECURITY_SCHEME: Shape = Shape {
    fields: &[
        Required(
            "type",
            OneOf(&["apiKey", "http", "oauth2", "openIdConnect"]),
        ),
        DESCRIPTION,
        // The rule knows which of these a type requires.
        Optional("name", Text),
        Optional("in", OneOf(&["query", "header", "cookie"])),
        Optional("scheme", Text),
        Optional("bearerFormat", Text),
        Optional("flows", Object(&OAUTH_FLOWS)),
        Optional("openIdConnectUrl", Text),
    ],
    rule: Some(rules::security_scheme),
    ..SHAPE
};

static OAUTH_FLOWS: Shape = Shape {
    fields: &[
        Optional("implicit", Object(&IMPLICIT_FLOW)),
        Optional("password", Object(&TOKEN_FLOW)),
        Optional("clientCredentials", Object(&TOKEN_FLOW)),
        Optional("authorizationCode", Object(&AUTHORIZATION_CODE_FLOW)),
    ],
    ..SHAPE
};

const REFRESH_URL: Field = Optional("refreshUrl", Text);
const SCOPES: Field = Required("scopes", TEXT_MAP);

static IMPLICIT_FLOW: Shape = Shape {
    fields: &[
        Required("authorizationUrl", Text),
        Optional("tokenUrl", Text),
        REFRESH_URL,
        SCOPES,
    ],
    ..SHAPE
};

static TOKEN_FLOW: Shape = Shape {
    fields: &[
        Optional("authorizationUrl", Text),
        Required("tokenUrl", Text),
        REFRESH_URL,
        SCOPES,
    ],
    ..SHAPE
};

static AUTHORIZATION_CODE_FLOW: Shape = Shape {
    fields: &[
        Required("authorizationUrl", Text),
        Required("tokenUrl", Text),
        REFRESH_URL,
        SCOPES,
    ],
    ..SHAPE
};
