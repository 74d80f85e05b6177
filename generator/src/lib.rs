//! Renders a Rust client crate from an OpenAPI 3.0 description.
pub mod diagnostics;
pub mod ir;
pub mod layout;
pub mod lower;
pub mod names;
pub mod pointer;
mod resolve;
