//! Text bodies, such as `text/plain`: OpenAPI 3.0.4, "Media Type Object".
//!
//! | not set, `null` | empty text | text `blue` | number, boolean | list, object |
//! | --- | --- | --- | --- | --- |
//! | no body, no `Content-Type` | an empty body | `blue` | its text | refused |
//!
//! Text goes out as it is, in UTF-8, without quotes.

use super::request::RequestBuilder;
use super::value::{Fault, ToValue, raw};

impl RequestBuilder {
    /// Sets the body, with the media type that the description declares for it.
    pub fn text(&mut self, media_type: &'static str, value: &dyn ToValue) {
        let value = value.to_value();
        if value.is_absent() {
            return;
        }
        self.content_type = Some(media_type.into());
        if let Err(Fault(why)) = value.write(&mut self.body, raw) {
            self.refuse("body of type", media_type, why);
        }
    }
}
