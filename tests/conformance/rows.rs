//! The rows of `styles.json`.

use serde_json::Value;

/// The groups that get a client each.
pub const GROUPS: [&str; 4] = ["path", "query", "header", "body"];

/// A row, as the README beside it tells.
pub struct Row {
    pub id: String,
    pub json: Value,
}

/// A parameter of a row, with the value that it gets.
pub struct Parameter<'a> {
    pub name: &'a str,
    pub object: &'a Value,
    pub value: &'a Value,
}

impl Row {
    /// The client that it belongs to. Cookies are headers.
    pub fn group(&self) -> &'static str {
        match self.place() {
            "cookie" => "header",
            place => GROUPS
                .into_iter()
                .find(|group| *group == place)
                .unwrap_or("body"),
        }
    }

    /// `in` of its parameters, or `body`.
    pub fn place(&self) -> &str {
        self.json["in"].as_str().unwrap_or("body")
    }

    pub fn status(&self) -> &str {
        self.json["status"].as_str().unwrap()
    }

    /// Whether it has to be refused.
    pub fn is_error(&self) -> bool {
        self.status() == "error"
    }

    /// Whether it is one of a path parameter without a value, for which there is no call that compiles.
    pub fn is_unset_path(&self) -> bool {
        let value = self.json.get("value");
        self.place() == "path" && value.is_some_and(|value| is_absent(value) || value.is_null())
    }

    /// Its path in the description: its own, so that an operation can be told by it.
    pub fn path(&self) -> String {
        let start = self.start();
        match (self.place(), self.json["template"].as_str()) {
            ("path", Some(template)) => format!("{start}{template}"),
            ("path", None) => {
                // A parameter of style label or matrix belongs to the segment before it.
                let slash = match self.json["style"].as_str() {
                    Some("simple") => "/",
                    _ => "",
                };
                format!("{start}{slash}{{{}}}", self.parameters()[0].name)
            }
            _ => start,
        }
    }

    /// What its path begins with.
    pub fn start(&self) -> String {
        format!("/{}", self.id)
    }

    /// Its parameters; none if it has a body.
    pub fn parameters(&self) -> Vec<Parameter<'_>> {
        let objects: Vec<&Value> = match self.json["kind"].as_str() {
            Some("parameter") => vec![&self.json],
            Some("parameters") => self.json["parameters"].as_array().unwrap().iter().collect(),
            _ => vec![],
        };
        objects
            .into_iter()
            .map(|object| Parameter {
                name: object["name"].as_str().unwrap(),
                object,
                value: &object["value"],
            })
            .collect()
    }
}

/// Whether the caller sets no value.
pub fn is_absent(value: &Value) -> bool {
    value.get("$absent").is_some()
}

pub fn all() -> Vec<Row> {
    let file: Value = serde_json::from_str(include_str!("styles.json")).unwrap();
    let rows = file["rows"].as_array().unwrap();
    rows.iter()
        .map(|json| Row {
            id: json["id"].as_str().unwrap().to_owned(),
            json: json.clone(),
        })
        .collect()
}
