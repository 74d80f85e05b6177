//! Bodies that go out byte for byte, such as `application/octet-stream`: OpenAPI 3.0.4, "Media Type Object" and
//! "Considerations for File Uploads".
//!
//! | the description says | not set | set |
//! | --- | --- | --- |
//! | a media type | no body, no `Content-Type` | the bytes, with that type |
//! | a range, such as `image/*` | no body, no `Content-Type` | the bytes, with the type that the caller names; refused outside of the range |

use super::stream::{StreamBuilder, is_media_type, media_type_parts};
use crate::body::{Body, Media};

impl StreamBuilder {
    /// Sets the body, with the media type that the description declares for it.
    pub fn binary(&mut self, media_type: &'static str, body: impl Into<Option<Body>>) {
        if let Some(body) = body.into() {
            self.content_type = Some(media_type.into());
            self.append(body);
        }
    }

    /// Sets the body, with a media type within the range that the description declares for it.
    pub fn media(&mut self, range: &'static str, media: impl Into<Option<Media>>) {
        let Some((media_type, body)) = media.into().map(Media::into_parts) else {
            return;
        };
        if is_within(&media_type, range) {
            self.content_type = Some(media_type.into());
            self.append(body);
        } else {
            self.refuse(
                "body of type",
                range,
                "has a media type that is not one of these",
            );
        }
    }
}

/// Whether a media type is a single one of a range (RFC 9110, 12.5.1). Case does not matter.
fn is_within(media_type: &str, range: &str) -> bool {
    let (Some((kind, subtype)), Some((wanted, wanted_subtype))) =
        (media_type_parts(media_type), media_type_parts(range))
    else {
        return false;
    };
    let is_one = |name: &str, wanted: &str| wanted == "*" || name.eq_ignore_ascii_case(wanted);
    is_media_type(media_type) && is_one(kind, wanted) && is_one(subtype, wanted_subtype)
}
