//! Every row of `tests/conformance/oauth1.json`; how many there are of each kind is asserted, so that none is lost.

use std::collections::BTreeMap;
use std::path::Path;

use http::Uri;
use serde_json::Value as Json;
use templates::oauth1::base_string::{base_string, base_string_uri, normalize, pairs, percent};
use templates::oauth1::{
    Callback, Consumer, Received, SignatureMethod, Signer, Token, TokenAnswer, VerifyError, header,
};
use templates::secret::Secret;

use crate::{authorization, exposed, request};

#[test]
fn each_row_is_of_a_kind_that_is_run() {
    let mut counts = BTreeMap::new();
    for row in all() {
        *counts.entry(text(&row["kind"]).to_owned()).or_insert(0) += 1;
    }
    let expected = [
        ("authorization_header", 1),
        ("base_string_uri", 10),
        ("callback", 2),
        ("collect", 4),
        ("digest", 7),
        // There is no RSA here.
        ("digest_rsa", 2),
        ("header_parse", 4),
        ("normalize", 8),
        ("percent_encode", 12),
        ("sign", 31),
        ("token_response", 5),
    ];
    assert_eq!(
        counts,
        expected.map(|(kind, n)| (kind.to_owned(), n)).into()
    );
    assert_eq!(counts.values().sum::<usize>(), 86);
}

#[test]
fn each_text_is_percent_encoded() {
    for row in rows("percent_encode") {
        assert_eq!(
            percent(text(&row["input"])),
            row["expected"],
            "{}",
            id(&row)
        );
    }
}

#[test]
fn each_address_becomes_its_base_string_uri() {
    for row in rows("base_string_uri") {
        // No `Uri` holds a blank.
        let uri = text(&row["input"]).replace(' ', "%20");
        let uri: Uri = uri.parse().unwrap();
        assert_eq!(
            base_string_uri(&uri).unwrap(),
            row["expected"],
            "{}",
            id(&row)
        );
    }
}

#[test]
fn each_list_of_parameters_is_normalised() {
    for row in rows("normalize") {
        let pairs = list(&row["input"]);
        assert_eq!(normalize(pairs), row["expected"], "{}", id(&row));
    }
}

#[test]
fn parameters_are_collected_from_query_form_and_header() {
    for row in rows("collect") {
        let input = &row["input"];
        let mut found = Vec::new();
        for place in ["query", "form_body"] {
            let place = input[place].as_str().unwrap_or_default();
            found.extend(pairs(place.as_bytes()).map(|(name, value)| (utf8(&name), utf8(&value))));
        }
        if let Some(value) = input["authorization"].as_str() {
            let parameters = header::read(value).unwrap();
            let parameters = exposed(&parameters);
            found.extend(
                parameters
                    .iter()
                    .map(|&(name, value)| (name.into(), value.into())),
            );
        }
        found.retain(|(name, _)| name != "oauth_signature");
        found.sort();
        assert_eq!(found, list(&row["expected"]), "{}", id(&row));
    }
}

#[test]
fn the_functions_of_the_standard_make_each_signature() {
    for row in rows("sign") {
        let sign = Sign::of(&row);
        let expected = &row["expected"];
        let uri: Uri = sign.url.parse().unwrap();

        let address = base_string_uri(&uri).unwrap();
        assert_eq!(address, expected["base_string_uri"], "{}", sign.id);
        let normalized = normalize(sign.sent());
        assert_eq!(normalized, expected["normalized_parameters"], "{}", sign.id);
        let base_string = base_string(sign.method, &address, &normalized);
        assert_eq!(base_string, expected["base_string"], "{}", sign.id);
        let sign_by = |method: SignatureMethod| {
            let signature =
                method.signature(&base_string, &sign.consumer_secret, &sign.token_secret);
            signature.expose().to_owned()
        };
        assert_eq!(
            sign_by(SignatureMethod::Plaintext),
            expected["signing_key"],
            "{}",
            sign.id
        );
        assert_eq!(
            sign_by(sign.signature_method),
            expected["signature"],
            "{}",
            sign.id
        );
    }
}

#[test]
fn the_signer_makes_each_signature_in_all_places() {
    let mut made = 0;
    for row in rows("sign") {
        let sign = Sign::of(&row);
        let Some(signer) = sign.signer() else {
            continue;
        };
        made += 1;
        let start = request(sign.method, sign.url, sign.form);
        let mut expected = sign.parameters.clone();
        expected.push((
            "oauth_signature".into(),
            text(&row["expected"]["signature"]).into(),
        ));
        expected.sort();

        let mut signed = start.clone();
        signer.sign(&mut signed).unwrap();
        let parameters = header::read(authorization(signed.headers())).unwrap();
        let mut parameters: Vec<_> = exposed(&parameters)
            .iter()
            .map(|&(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        parameters.sort();
        assert_eq!(parameters, expected, "{}", sign.id);
        sign.verify(&signed);

        let mut signed = start.clone();
        signer.sign_form(&mut signed).unwrap();
        let own = sign.form.unwrap_or_default();
        assert_eq!(
            behind(own, str::from_utf8(signed.body()).unwrap()),
            expected,
            "{}",
            sign.id
        );
        sign.verify(&signed);

        if sign.signature_method != SignatureMethod::Plaintext {
            let mut signed = start;
            signer.sign_query(&mut signed).unwrap();
            let own = signed.uri().query().unwrap();
            let before = sign.url.split_once('?').map_or("", |(_, query)| query);
            assert_eq!(behind(before, own), expected, "{}", sign.id);
            sign.verify(&signed);
        }
    }
    assert_eq!(made, 20);
}

#[test]
fn requests_that_the_signer_does_not_make_are_verified_too() {
    let mut read = 0;
    let mut refused = 0;
    for row in rows("sign") {
        let sign = Sign::of(&row);
        let method = sign.parameter("oauth_signature_method");
        if sign.signer().is_some() || method.as_deref() != Some(sign.signature_method.as_str()) {
            continue;
        }
        let mut parameters = sign.parameters.clone();
        parameters.push((
            "oauth_signature".into(),
            text(&row["expected"]["signature"]).into(),
        ));
        let realm = row["input"]["realm"].as_str();
        let mut signed = request(sign.method, sign.url, sign.form);
        let value = header::write(realm, parameters).parse().unwrap();
        signed.headers_mut().insert("authorization", value);

        if sign.parameter("oauth_timestamp").as_deref() == Some("abc") {
            refused += 1;
            let error = Received::read(&signed).unwrap_err();
            assert_eq!(error, VerifyError::Malformed("oauth_timestamp"));
        } else {
            read += 1;
            sign.verify(&signed);
        }
    }
    assert_eq!((read, refused), (4, 2));
}

#[test]
fn each_base_string_has_its_digest() {
    for row in rows("digest") {
        let input = &row["input"];
        let method: SignatureMethod = text(&input["signature_method"]).parse().unwrap();
        let secret = |name| Secret::new(text(&input[name]));
        let (consumer, token) = (secret("consumer_secret"), secret("token_secret"));
        let base_string = text(&input["base_string"]);

        let signature = method.signature(base_string, &consumer, &token);
        assert_eq!(signature.expose(), row["expected"], "{}", id(&row));
        assert!(method.verify(&signature, base_string, &consumer, &token));
    }
}

#[test]
fn each_header_is_written() {
    for row in rows("authorization_header") {
        let input = &row["input"];
        let value = header::write(input["realm"].as_str(), list(&input["params"]));
        assert_eq!(value, row["expected"], "{}", id(&row));
    }
}

#[test]
fn malformed_headers_are_refused() {
    for row in rows("header_parse") {
        assert_eq!(row["expected"], "error");
        assert!(header::read(text(&row["input"])).is_none(), "{}", id(&row));
    }
}

#[test]
fn each_answer_is_read_or_refused() {
    for row in rows("token_response") {
        let answer = TokenAnswer::read(text(&row["input"]).as_bytes());
        if row["expected"] == "error" {
            assert!(answer.is_err(), "{}", id(&row));
            continue;
        }
        let answer = answer.unwrap();
        let mut expected = row["expected"].as_object().unwrap().clone();
        let mut take = |name: &str| expected.shift_remove(name);
        let token = answer.token();
        assert_eq!(take("oauth_token").unwrap(), token.token().expose());
        assert_eq!(take("oauth_token_secret").unwrap(), token.secret().expose());
        let confirmed = take("oauth_callback_confirmed").is_some();
        let other: Vec<_> = expected
            .iter()
            .map(|(name, it)| (name.as_str(), text(it)))
            .collect();
        assert_eq!(exposed(answer.other()), other, "{}", id(&row));
        assert_eq!(answer.confirmed().is_ok(), confirmed, "{}", id(&row));
    }
}

#[test]
fn each_callback_is_read() {
    for row in rows("callback") {
        let callback = Callback::from_url(text(&row["input"])).unwrap();
        let expected = &row["expected"];
        assert_eq!(callback.token().expose(), expected["oauth_token"]);
        assert_eq!(callback.verifier().expose(), expected["oauth_verifier"]);
        let other: Vec<_> = exposed(callback.other())
            .iter()
            .map(|&(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        assert_eq!(other, list(&expected["other"]), "{}", id(&row));
    }
}

/// A row of the kind `sign`.
struct Sign<'a> {
    id: &'a str,
    method: &'a str,
    url: &'a str,
    form: Option<&'a str>,
    parameters: Vec<(String, String)>,
    signature_method: SignatureMethod,
    consumer_secret: Secret,
    token_secret: Secret,
}

impl<'a> Sign<'a> {
    fn of(row: &'a Json) -> Self {
        let input = &row["input"];
        Self {
            id: id(row),
            method: text(&input["method"]),
            url: text(&input["url"]),
            form: input["form_body"].as_str(),
            parameters: list(&input["oauth_params"]),
            signature_method: text(&input["signature_method"]).parse().unwrap(),
            consumer_secret: text(&input["consumer_secret"]).into(),
            token_secret: text(&input["token_secret"]).into(),
        }
    }

    /// All parameters of the request, decoded.
    fn sent(&self) -> Vec<(String, String)> {
        let query = self.url.split_once('?').map_or("", |(_, query)| query);
        let mut all = self.parameters.clone();
        for place in [query, self.form.unwrap_or_default()] {
            all.extend(pairs(place.as_bytes()).map(|(name, value)| (utf8(&name), utf8(&value))));
        }
        all
    }

    fn parameter(&self, wanted: &str) -> Option<String> {
        let found = self.parameters.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.clone())
    }

    /// The signer of this row, if it sends all that a signer sends.
    fn signer(&self) -> Option<Signer> {
        let method = self.parameter("oauth_signature_method")?;
        (method == self.signature_method.as_str()).then_some(())?;
        let timestamp = self.parameter("oauth_timestamp")?;
        let timestamp: u64 = timestamp.parse().ok()?;
        let nonce = self.parameter("oauth_nonce")?;
        self.parameter("oauth_version")?;
        let consumer = self.parameter("oauth_consumer_key")?;
        let consumer = Consumer::new(consumer, self.consumer_secret.clone());
        let mut signer = Signer::new(consumer)
            .signature_method(self.signature_method)
            .clock(move || Ok(timestamp))
            .nonces(move || Ok(nonce.clone()));
        if let Some(token) = self.parameter("oauth_token") {
            signer = signer.token(Token::new(token, self.token_secret.clone()));
        }
        if let Some(callback) = self.parameter("oauth_callback") {
            signer = signer.callback(callback);
        }
        if let Some(verifier) = self.parameter("oauth_verifier") {
            signer = signer.verifier(verifier);
        }
        Some(signer)
    }

    fn verify(&self, signed: &http::Request<bytes::Bytes>) {
        let received = Received::read(signed).unwrap();
        received
            .verify(&self.consumer_secret, &self.token_secret)
            .unwrap_or_else(|error| panic!("{}: {error}", self.id));
        let consumer_key = self.parameter("oauth_consumer_key");
        assert_eq!(Some(received.consumer_key()), consumer_key.as_deref());
        let token = received.token().map(|token| token.expose().to_owned());
        assert_eq!(token, self.parameter("oauth_token"), "{}", self.id);
        let timestamp = received.timestamp().map(|seconds| seconds.to_string());
        assert_eq!(timestamp, self.parameter("oauth_timestamp"), "{}", self.id);
        let nonce = self.parameter("oauth_nonce");
        assert_eq!(received.nonce(), nonce.as_deref(), "{}", self.id);
    }
}

/// What stands behind a request's own text, decoded and sorted.
fn behind(own: &str, whole: &str) -> Vec<(String, String)> {
    let added = whole.strip_prefix(own).unwrap();
    let mut found: Vec<_> = pairs(added.as_bytes())
        .map(|(name, value)| (utf8(&name), utf8(&value)))
        .collect();
    found.sort();
    found
}

fn rows(kind: &str) -> Vec<Json> {
    let mut rows = all();
    rows.retain(|row| row["kind"] == kind);
    rows
}

fn all() -> Vec<Json> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance/oauth1.json");
    let text = std::fs::read_to_string(file).unwrap();
    let document: Json = serde_json::from_str(&text).unwrap();
    document["vectors"].as_array().unwrap().clone()
}

fn list(pairs: &Json) -> Vec<(String, String)> {
    let pairs = pairs.as_array().unwrap().iter();
    pairs
        .map(|pair| (text(&pair[0]).to_owned(), text(&pair[1]).to_owned()))
        .collect()
}

fn id(row: &Json) -> &str {
    text(&row["id"])
}

fn text(json: &Json) -> &str {
    json.as_str().unwrap()
}

fn utf8(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
