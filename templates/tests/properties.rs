//! What the encoders keep for any value: it can be read back, the text has only characters that its place allows, and
//! nothing else of the request changes.
//!
//! The readers here take a text apart as the table of its style has it, knowing what the description says: whether it
//! is a text, a list or an object. Where the standard itself loses what went in, such as the `.` in an item of an
//! exploded label, the character is kept out of the values, and nowhere else.

#![cfg(test)]

use bytes::Bytes;
use http::{Method, Request};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::{Map, Value as Json, json};
use templates::encoders::request::{EXPLODE, FLAT, RequestBuilder};
use templates::encoders::value::ToValue;
use templates::encoders::{path, query};
use templates::error::Error;

type Outcome = Result<(), TestCaseError>;

/// A text, a list of texts that is not empty, or an object of texts that is not empty.
#[derive(Clone, Debug, PartialEq)]
enum Shape {
    Text(String),
    List(Vec<String>),
    Object(Vec<(String, String)>),
}

impl Shape {
    fn json(&self) -> Json {
        match self {
            Self::Text(text) => json!(text),
            Self::List(items) => json!(items),
            Self::Object(members) => {
                let members = members.iter().cloned();
                let members = members.map(|(name, value)| (name, json!(value)));
                Json::Object(members.collect::<Map<_, _>>())
            }
        }
    }

    /// Without some characters, each of which becomes `_`. Names of members stay different.
    fn without(self, characters: &[char]) -> Self {
        let clean = |text: String| text.replace(characters, "_");
        match self {
            Self::Text(text) => Self::Text(text),
            Self::List(items) => Self::List(items.into_iter().map(clean).collect()),
            Self::Object(members) => {
                let members = members.into_iter().enumerate();
                let clean = members.map(|(number, (name, value))| {
                    (format!("{}{number}", clean(name)), clean(value))
                });
                Self::Object(clean.collect())
            }
        }
    }

    /// Reads a value of the same shape from pieces that are still encoded. `link` stands between the name of a
    /// member and its value, unless each is a piece.
    fn read(&self, pieces: &[&str], link: Option<&str>) -> Self {
        match self {
            Self::Text(_) => Self::Text(decode(&pieces.join("?"))),
            Self::List(_) => Self::List(pieces.iter().map(|piece| decode(piece)).collect()),
            Self::Object(_) => {
                let member = |name, value| (decode(name), decode(value));
                let members = match link {
                    Some(link) => pieces
                        .iter()
                        .map(|piece| piece.split_once(link).unwrap_or((piece, "")))
                        .map(|(name, value)| member(name, value))
                        .collect(),
                    None => pieces
                        .chunks(2)
                        .map(|pair| member(pair[0], pair[1]))
                        .collect(),
                };
                Self::Object(members)
            }
        }
    }
}

fn shapes() -> impl Strategy<Value = Shape> {
    // What has a meaning somewhere comes up more often than among all characters.
    let text = prop_oneof![
        any::<String>(),
        "[-a.,;:&=%+ #?/|\\[\\]{}\"\\\\@!*'()~$é]{0,6}",
    ];
    let list = prop::collection::vec(text.clone(), 1..5);
    let members = prop::collection::btree_map(text.clone(), text.clone(), 1..4);
    prop_oneof![
        text.prop_map(Shape::Text),
        list.prop_map(Shape::List),
        members.prop_map(|members| Shape::Object(members.into_iter().collect())),
    ]
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

/// Whether a text has ASCII letters, digits and these characters only.
fn only(text: &str, allowed: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_alphanumeric() || allowed.contains(c))
}

const UNRESERVED: &str = "-._~";

/// A request with a host, a path of three segments, two pairs and two cookies, with a value added in between.
fn build(
    in_path: impl FnOnce(&mut RequestBuilder),
    elsewhere: impl FnOnce(&mut RequestBuilder),
) -> Result<Request<Bytes>, Error> {
    let mut request = RequestBuilder::new(Method::POST, "https://host.example/first/v");
    in_path(&mut request);
    request.literal("/last");
    request.query("first", query::Style::Form, EXPLODE, &"1");
    request.header("X-First", FLAT, &"1");
    request.cookie("first", EXPLODE, &"1");
    request.form("first", &"1");
    elsewhere(&mut request);
    request.query("last", query::Style::Form, EXPLODE, &"2");
    request.header("X-Last", FLAT, &"2");
    request.cookie("last", EXPLODE, &"2");
    request.form("last", &"2");
    request.build()
}

fn with(fill: impl FnOnce(&mut RequestBuilder)) -> Result<Request<Bytes>, Error> {
    build(|_| {}, fill)
}

/// The texts of a request that stand between those which are always there.
struct Between {
    path: String,
    query: String,
    cookie: String,
    body: String,
}

/// Takes the request apart, and makes sure that all but the value is as it was.
fn between(request: &Request<Bytes>) -> Result<Between, TestCaseError> {
    let header = |name| {
        request
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap())
    };
    prop_assert_eq!(request.uri().scheme_str(), Some("https"));
    prop_assert_eq!(
        request.uri().authority().map(|it| it.as_str()),
        Some("host.example")
    );
    prop_assert_eq!(header("x-first"), Some("1"));
    prop_assert_eq!(header("x-last"), Some("2"));
    let body = str::from_utf8(request.body()).unwrap();
    let cut = |text: Option<&str>, first: &str, last: &str| {
        let text = text.and_then(|text| text.strip_prefix(first));
        let text = text.and_then(|text| text.strip_suffix(last));
        text.map(str::to_owned)
            .ok_or_else(|| TestCaseError::fail(format!("{} {body}", request.uri())))
    };
    Ok(Between {
        path: cut(Some(request.uri().path()), "/first/v", "/last")?,
        query: cut(request.uri().query(), "first=1", "&last=2")?,
        cookie: cut(header("cookie"), "first=1", "; last=2")?,
        body: cut(Some(body), "first=1", "&last=2")?,
    })
}

fn in_path(style: path::Style, explode: bool, shape: &Shape) -> Outcome {
    let request = build(|it| it.path("p", style, explode, &shape.json()), |_| {}).unwrap();
    let Between { path, .. } = between(&request)?;
    let lead = match style {
        path::Style::Simple => "",
        path::Style::Label => ".",
        path::Style::Matrix => ";",
    };

    prop_assert!(only(&path, "-._~%,;="), "{}", path);
    let Some(text) = path.strip_prefix(lead) else {
        return Err(TestCaseError::fail(path));
    };
    let (separator, link) = match (style, explode) {
        (_, FLAT) => (",", None),
        (path::Style::Simple, EXPLODE) => (",", Some("=")),
        (path::Style::Label, EXPLODE) => (".", Some("=")),
        (path::Style::Matrix, EXPLODE) => (";", Some("=")),
    };
    let pieces: Vec<&str> = match (style, explode, shape) {
        (path::Style::Matrix, EXPLODE, Shape::Object(_)) => text.split(separator).collect(),
        // The name of the parameter stands before each value, or once.
        (path::Style::Matrix, EXPLODE, _) => text.split(separator).map(named).collect(),
        (path::Style::Matrix, FLAT, Shape::Text(_)) => vec![named(text)],
        (path::Style::Matrix, FLAT, _) => named(text).split(separator).collect(),
        (_, _, Shape::Text(_)) => vec![text],
        _ => text.split(separator).collect(),
    };
    prop_assert_eq!(shape.read(&pieces, link), shape.clone());
    Ok(())
}

/// What a value that may vanish or climb writes: a text or a list, of dots or of nothing.
fn dots(shape: &Shape, style: path::Style, explode: bool) -> String {
    let (lead, separator) = match (style, explode) {
        (path::Style::Label, EXPLODE) => (".", "."),
        (path::Style::Label, FLAT) => (".", ","),
        _ => ("", ","),
    };
    match shape {
        Shape::Text(text) => format!("{lead}{text}"),
        Shape::List(items) => format!("{lead}{}", items.join(separator)),
        Shape::Object(_) => "an object".to_owned(),
    }
}

/// What stands behind `p=`; nothing behind `p` alone.
fn named(text: &str) -> &str {
    match text.strip_prefix("p=") {
        Some(value) => value,
        None if text == "p" => "",
        None => panic!("{text} has no name"),
    }
}

/// What stands in a query or a form between the pairs that are always there.
fn pairs(text: &str) -> Result<Vec<(&str, &str)>, TestCaseError> {
    let Some(text) = text.strip_prefix('&') else {
        return Err(TestCaseError::fail(format!("no pair: {text}")));
    };
    let pairs = text.split('&').map(|pair| pair.split_once('='));
    pairs
        .map(|pair| pair.ok_or_else(|| TestCaseError::fail(format!("no pair: {text}"))))
        .collect()
}

/// Reads what a style of a query wrote.
fn read_query(
    text: &str,
    style: query::Style,
    explode: bool,
    shape: &Shape,
) -> Result<Shape, TestCaseError> {
    let pairs = pairs(text)?;
    let separator = match (style, explode) {
        (query::Style::DeepObject, _) | (_, EXPLODE) => None,
        (query::Style::SpaceDelimited, FLAT) => Some("%20"),
        (query::Style::PipeDelimited, FLAT) => Some("%7C"),
        (query::Style::Form, FLAT) => Some(","),
    };
    let is_object = matches!(shape, Shape::Object(_));
    if let (query::Style::DeepObject, true) = (style, is_object) {
        let member = |(name, value)| {
            let name = decode(name);
            let member = name
                .strip_prefix("p[")
                .and_then(|name| name.strip_suffix(']'));
            member
                .map(|member| (member.to_owned(), decode(value)))
                .ok_or_else(|| TestCaseError::fail(name.clone()))
        };
        let members: Result<_, _> = pairs.into_iter().map(member).collect();
        return members.map(Shape::Object);
    }
    if let (None, true) = (separator, is_object) {
        let pieces: Vec<&str> = text.trim_start_matches('&').split('&').collect();
        return Ok(shape.read(&pieces, Some("=")));
    }
    prop_assert!(pairs.iter().all(|(name, _)| *name == "p"), "{}", text);
    let pieces: Vec<&str> = match (separator, shape) {
        (None, _) | (_, Shape::Text(_)) => pairs.into_iter().map(|(_, value)| value).collect(),
        (Some(separator), _) => {
            prop_assert_eq!(pairs.len(), 1);
            pairs[0].1.split(separator).collect()
        }
    };
    Ok(shape.read(&pieces, None))
}

const QUERY_STYLES: [(query::Style, bool); 7] = [
    (query::Style::Form, FLAT),
    (query::Style::Form, EXPLODE),
    (query::Style::SpaceDelimited, FLAT),
    (query::Style::SpaceDelimited, EXPLODE),
    (query::Style::PipeDelimited, FLAT),
    (query::Style::PipeDelimited, EXPLODE),
    (query::Style::DeepObject, EXPLODE),
];

/// The items of these lists can hold what stands between them.
fn readable(style: query::Style, explode: bool, shape: &Shape) -> Shape {
    match (style, explode) {
        (query::Style::SpaceDelimited, FLAT) => shape.clone().without(&[' ']),
        (query::Style::PipeDelimited, FLAT) => shape.clone().without(&['|']),
        _ => shape.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_value_comes_back_from_a_path(shape in shapes()) {
        for style in [path::Style::Simple, path::Style::Label, path::Style::Matrix] {
            in_path(style, FLAT, &shape)?;
        }
        in_path(path::Style::Simple, EXPLODE, &shape)?;
        in_path(path::Style::Matrix, EXPLODE, &shape)?;
        in_path(path::Style::Label, EXPLODE, &shape.without(&['.']))?;
    }

    #[test]
    fn a_segment_is_never_empty_nor_made_of_dots(shape in shapes(), lead in "[.]{0,2}") {
        let lead: &'static str = lead.leak();
        for (style, explode) in [
            (path::Style::Simple, FLAT),
            (path::Style::Simple, EXPLODE),
            (path::Style::Label, FLAT),
            (path::Style::Label, EXPLODE),
        ] {
            let mut request = RequestBuilder::new(Method::GET, "/first/");
            request.literal(lead);
            request.path("p", style, explode, &shape.json());
            request.literal("/last");
            match request.build() {
                Ok(request) => {
                    let segments: Vec<_> = request.uri().path().split('/').collect();
                    prop_assert_eq!(segments.len(), 4);
                    prop_assert!(!matches!(segments[2], "" | "." | ".."));
                }
                Err(_) => {
                    let dots = format!("{lead}{}", dots(&shape, style, explode));
                    prop_assert!(matches!(&*dots, "" | "." | ".."), "{}", dots);
                }
            }
        }
    }

    #[test]
    fn any_value_comes_back_from_a_query(shape in shapes()) {
        for (style, explode) in QUERY_STYLES {
            let shape = readable(style, explode, &shape);
            let request = with(|it| it.query("p", style, explode, &shape.json())).unwrap();
            let Between { query, .. } = between(&request)?;

            prop_assert!(only(&query, "-._~%&=,"), "{}", query);
            prop_assert_eq!(read_query(&query, style, explode, &shape)?, shape);
        }
    }

    #[test]
    fn any_value_keeps_to_its_pairs_where_reserved_characters_stay(shape in shapes()) {
        for (style, explode) in QUERY_STYLES {
            let value = shape.json();
            let request = with(|it| it.query_reserved("p", style, explode, &value)).unwrap();
            let Between { query, .. } = between(&request)?;

            prop_assert!(only(&query, "-._~%&=:/?@!$'()*,;"), "{}", query);
            let is_one = explode == FLAT || matches!(shape, Shape::Text(_));
            let count = match &shape {
                _ if is_one => 1,
                Shape::List(items) => items.len(),
                Shape::Object(members) => members.len(),
                Shape::Text(_) => 1,
            };
            prop_assert_eq!(pairs(&query)?.len(), count);
        }
        if let Shape::Text(text) = &shape {
            let request = with(|it| it.query_reserved("p", query::Style::Form, FLAT, text)).unwrap();
            let Between { query, .. } = between(&request)?;
            // `%XX` in the value stays as it is, so it is decoded too.
            let decoded = percent_decode_str(pairs(&query)?[0].1).decode_utf8_lossy();
            prop_assert_eq!(decoded, percent_decode_str(text).decode_utf8_lossy());
        }
    }

    #[test]
    fn any_value_comes_back_from_a_cookie(shape in shapes()) {
        for explode in [FLAT, EXPLODE] {
            let request = with(|it| it.cookie("p", explode, &shape.json())).unwrap();
            let Between { cookie, .. } = between(&request)?;
            let Some(cookie) = cookie.strip_prefix("; ") else {
                return Err(TestCaseError::fail(cookie));
            };

            let is_octet = |b: u8| b > 0x20 && b < 0x7f && !b"\",;\\".contains(&b);
            let pieces: Vec<&str> = match (&shape, explode) {
                (Shape::Text(_), _) => vec![named(cookie)],
                (Shape::List(_), EXPLODE) => cookie.split("; ").map(named).collect(),
                (Shape::Object(_), EXPLODE) => cookie.split("; ").collect(),
                (_, FLAT) => named(cookie).split(',').collect(),
            };
            prop_assert!(pieces.iter().all(|piece| piece.bytes().all(is_octet)), "{}", cookie);
            let link = (explode == EXPLODE).then_some("=");
            prop_assert_eq!(shape.read(&pieces, link), shape.clone());
        }
    }

    #[test]
    fn any_text_is_a_header_or_is_refused(text: String) {
        let usable = !text.contains(|c: char| c.is_control() && c != '\t' && c.is_ascii());
        let usable = usable && text.trim_matches([' ', '\t']) == text;
        match with(|it| it.header("X-A", FLAT, &text)) {
            Ok(request) => {
                between(&request)?;
                prop_assert_eq!(request.headers().get_all("x-a").iter().count(), 1);
                prop_assert_eq!(request.headers()["x-a"].as_bytes(), text.as_bytes());
                prop_assert!(usable);
            }
            Err(_) => prop_assert!(!usable),
        }
    }

    /// Commas and `=` in values cannot be told from those between them: a header has no encoding.
    #[test]
    fn any_list_or_object_without_delimiters_comes_back_from_a_header(shape in shapes()) {
        let shape = shape.without(&[',', '=', ' ', '\t', '\0', '\r', '\n']);
        for explode in [FLAT, EXPLODE] {
            let Ok(request) = with(|it| it.header("X-A", explode, &shape.json())) else {
                continue;
            };
            between(&request)?;
            let value = str::from_utf8(request.headers()["x-a"].as_bytes()).unwrap();
            let pieces: Vec<&str> = value.split(',').collect();
            let read = match &shape {
                Shape::Text(_) => Shape::Text(value.to_owned()),
                Shape::List(_) => Shape::List(pieces.iter().map(|it| (*it).to_owned()).collect()),
                Shape::Object(_) => Shape::Object(members(&pieces, explode)),
            };
            prop_assert_eq!(read, shape.clone());
        }
    }

    #[test]
    fn any_value_comes_back_from_a_form(shape in shapes()) {
        let read = |text: &str| -> Vec<(String, String)> {
            form_urlencoded::parse(text.trim_start_matches('&').as_bytes()).into_owned().collect()
        };
        let request = with(|it| it.form("p", &shape.json())).unwrap();
        let Between { body, .. } = between(&request)?;
        prop_assert!(only(&body, "-._*%&=+"), "{}", body);
        let named = |texts: &[String]| -> Vec<_> {
            texts.iter().map(|text| ("p".to_owned(), text.clone())).collect()
        };
        match &shape {
            Shape::Text(text) => prop_assert_eq!(read(&body), named(std::slice::from_ref(text))),
            Shape::List(items) => prop_assert_eq!(read(&body), named(items)),
            Shape::Object(_) => {
                let pairs = read(&body);
                prop_assert_eq!(pairs.len(), 1);
                prop_assert_eq!(serde_json::from_str::<Json>(&pairs[0].1).unwrap(), shape.json());
            }
        }

        if let Shape::Object(members) = &shape {
            let request = with(|it| it.form_object(&shape.json())).unwrap();
            prop_assert_eq!(&read(&between(&request)?.body), members);
        }
    }

    #[test]
    fn any_value_comes_back_from_a_styled_field(shape in shapes(), reserved: bool) {
        for (style, explode) in QUERY_STYLES {
            let shape = readable(style, explode, &shape);
            let request = with(|it| it.form_styled("p", style, explode, reserved, &shape.json())).unwrap();
            let Between { body, .. } = between(&request)?;
            let allowed = if reserved { "-._~%&=:/?@!$'()*,;" } else { "-._~%&=," };

            prop_assert!(only(&body, allowed), "{}", body);
            if !reserved {
                prop_assert_eq!(read_query(&body, style, explode, &shape)?, shape);
            }
        }
    }

    #[test]
    fn any_value_comes_back_from_json_text(shape in shapes()) {
        let value = shape.json();
        let request = build(
            |it| it.path_json("p", &value),
            |it| {
                it.query_json("p", &value);
                it.cookie_json("p", &value);
                it.form_json("p", &value);
            },
        ).unwrap();
        let between = between(&request)?;

        prop_assert!(only(&between.path, "-._~%"), "{}", between.path);
        let pair = pairs(&between.query)?[0].1;
        prop_assert!(only(pair, "-._~%"), "{}", pair);
        let cookie = between.cookie.strip_prefix("; p=").unwrap_or_default();
        prop_assert!(!cookie.contains([';', ',', '"', '\\', ' ']), "{}", cookie);
        for text in [&*between.path, pair, cookie] {
            prop_assert_eq!(serde_json::from_str::<Json>(&decode(text)).unwrap(), value.clone());
        }
        let (_, field) = form_urlencoded::parse(between.body.as_bytes()).last().unwrap();
        prop_assert_eq!(serde_json::from_str::<Json>(&field).unwrap(), value);
    }

    #[test]
    fn any_name_comes_back(name: String) {
        let leaked: &'static str = name.clone().leak();
        let value: &dyn ToValue = &"x";
        let request = build(
            |it| it.path(leaked, path::Style::Matrix, FLAT, value),
            |it| {
                it.query(leaked, query::Style::Form, EXPLODE, value);
                it.cookie(leaked, EXPLODE, value);
                it.form(leaked, value);
            },
        ).unwrap();
        let between = between(&request)?;

        let path = between.path.strip_prefix(';').and_then(|text| text.strip_suffix("=x"));
        prop_assert!(only(&between.path, "-._~%;="), "{}", between.path);
        prop_assert_eq!(path.map(decode), Some(name.clone()));
        prop_assert_eq!(decode(pairs(&between.query)?[0].0), name.clone());
        let cookie = between.cookie.strip_prefix("; ").and_then(|text| text.strip_suffix("=x"));
        prop_assert!(only(cookie.unwrap_or("="), "!#$%&'*+-.^_`|~"), "{}", between.cookie);
        prop_assert_eq!(cookie.map(decode), Some(name.clone()));
        let (field, _) = form_urlencoded::parse(between.body.trim_start_matches('&').as_bytes()).next().unwrap();
        prop_assert_eq!(field, name);
    }

    #[test]
    fn any_number_reads_back(number: f64) {
        let request = with(|it| it.query("p", query::Style::Form, EXPLODE, &number)).unwrap();
        let Between { query, .. } = between(&request)?;

        prop_assert!(only(pairs(&query)?[0].1, UNRESERVED), "{}", query);
        prop_assert_eq!(pairs(&query)?[0].1.parse::<f64>().unwrap(), number);
    }
}

/// The members that a header holds as they are.
fn members(pieces: &[&str], explode: bool) -> Vec<(String, String)> {
    let owned = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    match explode {
        EXPLODE => pieces
            .iter()
            .filter_map(|piece| piece.split_once('='))
            .map(|(name, value)| owned(name, value))
            .collect(),
        FLAT => pieces
            .chunks(2)
            .map(|pair| owned(pair[0], pair[1]))
            .collect(),
    }
}
