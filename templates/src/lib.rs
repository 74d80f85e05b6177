//! Hand-written Rust that ends in every generated client.
//!
//! The modules compile and are tested here, under the feature `modules`; a generated client gets their text.

#[cfg(feature = "modules")]
pub mod api;
#[cfg(feature = "modules")]
pub mod blocking;
#[cfg(feature = "modules")]
pub mod client;
#[cfg(feature = "modules")]
pub mod error;
