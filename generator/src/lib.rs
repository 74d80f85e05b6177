//! Renders a Rust client crate from an OpenAPI 3.0 description.
pub mod diagnostics;
mod format;
pub mod ir;
pub mod layout;
pub mod lower;
mod manifest;
pub mod names;
pub mod pointer;
mod render;
mod resolve;
