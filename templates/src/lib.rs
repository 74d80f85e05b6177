//! Hand-written Rust that ends in every generated client.
//!
//! The modules compile and are tested here, under the feature `modules`; a generated client gets their text.

/// A module as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// Where it belongs, below the `src` folder of a client, with `/` between the folders.
    pub path: &'static str,
    /// What it says.
    pub text: &'static str,
}

macro_rules! templates {
    ($($path:literal,)*) => {
        /// All modules, in the order of their paths.
        pub const ALL: &[Template] = &[
            $(Template { path: $path, text: include_str!($path) },)*
        ];
    };
}

templates! {
    "basic.rs",
    "blocking.rs",
    "body.rs",
    "client.rs",
    "encoders/binary.rs",
    "encoders/cookie.rs",
    "encoders/encoding.rs",
    "encoders/file.rs",
    "encoders/form.rs",
    "encoders/header.rs",
    "encoders/json.rs",
    "encoders/multipart.rs",
    "encoders/path.rs",
    "encoders/query.rs",
    "encoders/request.rs",
    "encoders/server.rs",
    "encoders/stream.rs",
    "encoders/text.rs",
    "encoders/value.rs",
    "error.rs",
    "loopback.rs",
    "model.rs",
    "oauth1.rs",
    "oauth1/answer.rs",
    "oauth1/authorize.rs",
    "oauth1/base_string.rs",
    "oauth1/callback.rs",
    "oauth1/credentials.rs",
    "oauth1/curl.rs",
    "oauth1/form.rs",
    "oauth1/header.rs",
    "oauth1/received.rs",
    "oauth1/signature.rs",
    "oauth1/signer.rs",
    "operation.rs",
    "response.rs",
    "secret.rs",
    "security.rs",
    "stream.rs",
}

/// The manifest that the modules are tested with: it names what a client depends on.
pub const MANIFEST: &str = include_str!("../Cargo.toml");

#[cfg(feature = "modules")]
pub mod api;
#[cfg(feature = "modules")]
pub mod basic;
#[cfg(feature = "modules")]
pub mod blocking;
#[cfg(feature = "modules")]
pub mod body;
#[cfg(feature = "modules")]
pub mod client;
#[cfg(feature = "modules")]
pub mod encoders {
    //! How values are written into a request: one module for each place.

    pub mod binary;
    pub mod cookie;
    pub mod encoding;
    pub mod file;
    pub mod form;
    pub mod header;
    pub mod json;
    pub mod multipart;
    pub mod path;
    pub mod query;
    pub mod request;
    pub mod server;
    pub mod stream;
    pub mod text;
    pub mod value;
}
#[cfg(feature = "modules")]
pub mod error;
#[cfg(feature = "modules")]
pub mod loopback;
#[cfg(feature = "modules")]
pub mod model;
#[cfg(feature = "modules")]
pub mod oauth1;
#[cfg(feature = "modules")]
pub mod operation;
#[cfg(feature = "modules")]
pub mod prelude {
    //! What a caller needs to have in scope.

    pub use crate::operation::Operation;
}
#[cfg(feature = "modules")]
pub mod response;
#[cfg(feature = "modules")]
pub mod secret;
#[cfg(feature = "modules")]
pub mod security;
#[cfg(feature = "modules")]
pub mod stream;
