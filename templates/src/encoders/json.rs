//! JSON bodies: OpenAPI 3.0.4, "Media Type Object"; RFC 8259.
//!
//! | body | not set | `null` | anything else |
//! | --- | --- | --- | --- |
//! | required | cannot happen | `null` | its JSON text |
//! | optional | no body, no `Content-Type` | `null` | its JSON text |
//!
//! Members that are `readOnly` are not sent (OpenAPI 3.0.4, "Fixed Fields" of the Schema Object). A body that can hold
//! one goes through [`json_sent`](RequestBuilder::json_sent), which leaves them out; the `Serialize` of a model has all.

use serde::Serialize;

use super::request::RequestBuilder;
use super::value::{Fault, ToValue, Value, raw};

impl RequestBuilder {
    /// Sets the body, with the media type that the description declares for it.
    pub fn json<T: Serialize>(&mut self, media_type: &'static str, value: &T) {
        self.content_type = Some(media_type.into());
        match serde_json::to_string(value) {
            Ok(text) => self.body = text,
            Err(_) => self.refuse("body of type", media_type, "cannot be written as JSON"),
        }
    }

    /// Sets the body if there is one.
    pub fn json_optional<T: Serialize>(&mut self, media_type: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.json(media_type, value);
        }
    }

    /// Sets the body if there is one, without the members that are `readOnly`.
    pub fn json_sent(&mut self, media_type: &'static str, value: &dyn ToValue) {
        let value = value.to_value();
        if let Value::Absent = value {
            return;
        }
        self.content_type = Some(media_type.into());
        let written = value.write_json(&mut self.body, raw);
        self.finish_json(media_type, written);
    }

    /// Sets the body if there is one: a line of JSON for each item of a list (`application/x-ndjson`).
    pub fn json_lines(&mut self, media_type: &'static str, value: &dyn ToValue) {
        let written = match value.to_value() {
            Value::Absent | Value::Null => return,
            Value::Array(items) => items.each(&mut |item| {
                item.write_json(&mut self.body, raw)?;
                self.body.push('\n');
                Ok(())
            }),
            _ => Err(Fault("is no list, so it has no lines")),
        };
        self.content_type = Some(media_type.into());
        self.finish_json(media_type, written);
    }

    fn finish_json(&mut self, media_type: &'static str, written: Result<(), Fault>) {
        if let Err(Fault(why)) = written {
            self.refuse("body of type", media_type, why);
        }
    }
}
