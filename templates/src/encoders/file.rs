//! Files as parts of a `multipart/form-data` body: OpenAPI 3.0.4, "Considerations for File Uploads"; RFC 7578, 4.2 and 4.4.
//!
//! | the description says of the part | the file names a type | `Content-Type` |
//! | --- | --- | --- |
//! | one media type | no | that type |
//! | nothing, several media types, or a range | no | `application/octet-stream` |
//! | anything | yes | the one of the file |
//!
//! The name of a file goes out in UTF-8, encoded as the name of a part, and never as `filename*`, which RFC 7578 forbids.

use super::stream::{StreamBuilder, is_media_type};
use super::value::Fault;
use crate::body::Body;

/// A file that is sent as a part.
#[derive(Debug, Default)]
pub struct File {
    body: Body,
    name: Option<String>,
    media_type: Option<String>,
    headers: Vec<(String, String)>,
}

impl File {
    /// A file with this content, and no name yet: some servers take a part without one for a text.
    pub fn new(body: impl Into<Body>) -> Self {
        Self {
            body: body.into(),
            ..Self::default()
        }
    }

    /// Names the file. A server may take the name as it comes, so it is best without folders.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Says what the file is, such as `image/png`, in place of what the description says.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Adds a header to the part. A name or a value that cannot be sent is refused by the call that sends it.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.headers.push((name.into(), value.to_string()));
        self
    }
}

impl<B: Into<Body>> From<B> for File {
    fn from(body: B) -> Self {
        Self::new(body)
    }
}

impl StreamBuilder {
    /// Adds a part for each file, all of the same name. `media_type` is what the description declares, where that is one.
    pub fn files(
        &mut self,
        name: &'static str,
        media_type: Option<&'static str>,
        files: impl IntoIterator<Item = File>,
    ) {
        for file in files {
            let written = self.file(name, media_type, file);
            self.finish_part(name, written);
        }
    }

    fn file(
        &mut self,
        name: &'static str,
        declared: Option<&'static str>,
        file: File,
    ) -> Result<(), Fault> {
        let Some(boundary) = self.boundary() else {
            return Ok(());
        };
        let own = file.media_type.as_deref();
        let media_type = own.or(declared).unwrap_or(BYTES);
        if !is_media_type(media_type) {
            return Err(Fault("has a media type that is none, or a range"));
        }
        self.open(
            &boundary,
            name,
            file.name.as_deref(),
            Some(media_type),
            &file.headers,
        )?;
        self.append(file.body);
        self.body.push_str("\r\n");
        self.close(&boundary);
        Ok(())
    }
}

const BYTES: &str = "application/octet-stream";
