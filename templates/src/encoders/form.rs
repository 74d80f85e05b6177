//! Bodies of type `application/x-www-form-urlencoded`: OpenAPI 3.0.4, "Encoding the `x-www-form-urlencoded` Media
//! Type"; WHATWG URL, 5.2.
//!
//! For a field `color`:
//!
//! | empty text | text `light blue` | list `blue`, `black` | object `R: 100` | list of objects |
//! | --- | --- | --- | --- | --- |
//! | `color=` | `color=light+blue` | `color=blue&color=black` | `color=` and its JSON text | `color=` and its JSON text, for each |
//!
//! Names and values keep `A-Z a-z 0-9 * - . _`, a space is `+`, all other bytes are `%XX`.
//! What is not set, `null`, and empty lists are left out. When that leaves nothing at all, there is no body.

use super::request::RequestBuilder;
use super::value::{Fault, ToValue, Value};

const FORM: &str = "application/x-www-form-urlencoded";

impl RequestBuilder {
    /// Adds a field to the body.
    pub fn form(&mut self, name: &'static str, value: &dyn ToValue) {
        let written = self.field(name, value.to_value());
        self.finish_form(name, written);
    }

    /// Adds the members of an object as fields to the body.
    pub fn form_object(&mut self, value: &dyn ToValue) {
        let written = self.members(value.to_value(), &mut |request, name, value| {
            request.field(name, value)
        });
        self.finish_object(written);
    }

    /// Sends the body even if nothing in it is set.
    pub fn form_required(&mut self) {
        self.content_type = Some(FORM.into());
    }

    /// Writes each member of an object as a field.
    pub(super) fn members(
        &mut self,
        value: Value<'_>,
        write: &mut dyn FnMut(&mut Self, &str, Value<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        match value {
            Value::Absent | Value::Null => Ok(()),
            Value::Object(members) => members.each(&mut |name, value| {
                let written = write(self, name, value);
                self.finish_form(name, written);
                Ok(())
            }),
            _ => Err(Fault("is no object, so it has no fields")),
        }
    }

    pub(super) fn field(&mut self, name: &str, value: Value<'_>) -> Result<(), Fault> {
        match value {
            Value::Absent | Value::Null => Ok(()),
            Value::Array(items) => items.each(&mut |item| self.pair(name, item)),
            one => self.pair(name, one),
        }
    }

    fn pair(&mut self, name: &str, value: Value<'_>) -> Result<(), Fault> {
        if value.is_absent() {
            return Ok(());
        }
        self.start_field();
        form_text(&mut self.body, name);
        self.body.push('=');
        value.write_or_json(&mut self.body, form_text)
    }

    pub(super) fn start_field(&mut self) {
        self.form_required();
        if !self.body.is_empty() {
            self.body.push('&');
        }
    }

    pub(super) fn finish_object(&mut self, written: Result<(), Fault>) {
        if let Err(Fault(why)) = written {
            self.refuse("body of type", FORM, why);
        }
    }

    pub(super) fn finish_form(&mut self, name: &str, written: Result<(), Fault>) {
        if let Err(Fault(why)) = written {
            self.refuse("form field", name, why);
        }
    }
}

/// Writes text as a form holds it.
pub(super) fn form_text(out: &mut String, text: &str) {
    out.extend(form_urlencoded::byte_serialize(text.as_bytes()));
}
