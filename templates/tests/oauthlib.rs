//! Signatures against those of another library: `tests/oauthlib` tells how the cases are made.

#![cfg(test)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::{env, fs};

use bytes::Bytes;
use http::{HeaderValue, Method, Request};
use serde_json::Value as Json;
use templates::oauth1::base_string::pairs;
use templates::oauth1::{Consumer, Received, SignatureMethod, Signer, Token, header};

#[test]
fn the_sample_has_the_same_signatures() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sample = sample.join("../tests/conformance/oauthlib-sample.jsonl");
    let figures = compare(&sample);

    assert_eq!(figures.cases.values().sum::<usize>(), 300);
    // All methods in all places, but PLAINTEXT in a query.
    assert_eq!(figures.cases.len(), 11);
    assert!(figures.same.values().sum::<usize>() > 450, "{figures:?}");
}

#[test]
fn many_random_cases_have_the_same_signatures() {
    let Some(file) = env::var_os("OAUTHLIB_CASES") else {
        println!("skipped: OAUTHLIB_CASES names no file; see tests/oauthlib/README.md");
        return;
    };
    let figures = compare(&PathBuf::from(file));
    assert!(!figures.cases.is_empty());
    println!("{}", figures.table());
}

/// A line of the file.
struct Case(Json);

impl Case {
    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap()
    }

    fn optional(&self, name: &str) -> Option<&str> {
        match &self.0[name] {
            Json::Null => None,
            text => Some(text.as_str().unwrap()),
        }
    }

    fn method(&self) -> SignatureMethod {
        self.text("signature_method").parse().unwrap()
    }

    fn signer(&self) -> Signer {
        let timestamp = self.0["timestamp"].as_u64().unwrap();
        let nonce = self.text("nonce").to_owned();
        let consumer = Consumer::new(self.text("consumer_key"), self.text("consumer_secret"));
        let mut signer = Signer::new(consumer)
            .signature_method(self.method())
            .clock(move || Ok(timestamp))
            .nonces(move || Ok(nonce.clone()));
        if let Some(token) = self.optional("token") {
            signer = signer.token(Token::new(token, self.text("token_secret")));
        }
        if let Some(callback) = self.optional("callback") {
            signer = signer.callback(callback);
        }
        if let Some(verifier) = self.optional("verifier") {
            signer = signer.verifier(verifier);
        }
        signer
    }

    fn request(&self) -> Request<Bytes> {
        let form = self.optional("form");
        let body = form.unwrap_or_default().to_owned();
        let mut request = Request::new(Bytes::from(body));
        *request.method_mut() = Method::from_bytes(self.text("method").as_bytes()).unwrap();
        *request.uri_mut() = self.text("uri").parse().unwrap();
        if form.is_some() {
            let form = HeaderValue::from_static("application/x-www-form-urlencoded");
            request.headers_mut().insert("content-type", form);
        }
        request
    }

    /// The signature that goes out, read out of the whole request.
    fn signature(&self) -> String {
        let mut request = self.request();
        let signer = self.signer();
        let sent = match self.text("place") {
            "header" => {
                signer.sign(&mut request).unwrap();
                let value = request.headers()["authorization"].to_str().unwrap();
                let parameters = header::read(value).unwrap();
                let mut found = parameters.iter().rev();
                let found = found.find(|(name, _)| name == "oauth_signature").unwrap();
                found.1.expose().to_owned()
            }
            "query" => {
                signer.sign_query(&mut request).unwrap();
                last_signature(request.uri().query().unwrap().as_bytes())
            }
            "form" => {
                signer.sign_form(&mut request).unwrap();
                last_signature(request.body())
            }
            other => panic!("{other} is no place"),
        };

        let received = Received::read(&request).unwrap();
        let secrets = ["consumer_secret", "token_secret"].map(|name| self.text(name).into());
        received.verify(&secrets[0], &secrets[1]).unwrap();
        sent
    }
}

fn last_signature(text: &[u8]) -> String {
    let (_, value) = pairs(text)
        .filter(|(name, _)| name.as_ref() == b"oauth_signature")
        .last()
        .unwrap();
    String::from_utf8(value.into_owned()).unwrap()
}

type Counts = BTreeMap<String, usize>;

/// How many there were, and how many signatures were the same, by signature method and more.
#[derive(Debug, Default)]
struct Figures {
    cases: Counts,
    same: Counts,
    faults: Counts,
}

impl Figures {
    fn table(&self) -> String {
        let mut text = String::new();
        for (title, counts) in [
            ("cases", &self.cases),
            ("same signature", &self.same),
            ("another one, by a fault of oauthlib", &self.faults),
        ] {
            writeln!(text, "{title}: {}", counts.values().sum::<usize>()).unwrap();
            for (what, count) in counts {
                writeln!(text, "  {count:>6} {what}").unwrap();
            }
        }
        text
    }
}

/// Fails where a signature is another one for no known reason, or the same in spite of one.
fn compare(file: &Path) -> Figures {
    let file = fs::File::open(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut figures = Figures::default();
    let mut differing = Vec::new();
    for line in BufReader::new(file).lines() {
        let line = line.unwrap();
        let case = Case(serde_json::from_str(&line).unwrap());
        let (method, place) = (case.method(), case.text("place"));
        *figures
            .cases
            .entry(format!("{method}, {place}"))
            .or_default() += 1;
        let ours = case.signature();
        for theirs in case.0["oauthlib"].as_array().unwrap() {
            let by = theirs["by"].as_str().unwrap();
            // Why their signature is not what the standard says.
            let fault = theirs["fault"].as_str();
            let (counts, what) = match fault {
                None => (&mut figures.same, format!("{method}, by its {by}")),
                Some(fault) => (
                    &mut figures.faults,
                    format!("{method}, by its {by}: {fault}"),
                ),
            };
            *counts.entry(what).or_default() += 1;
            if (theirs["signature"] == ours) != fault.is_none() {
                differing.push(format!("by its {by}, ours is {ours}\n{line}"));
            }
        }
    }
    let some: Vec<_> = differing.iter().take(5).map(String::as_str).collect();
    assert!(
        some.is_empty(),
        "{} differ:\n{}",
        differing.len(),
        some.join("\n")
    );
    figures
}
