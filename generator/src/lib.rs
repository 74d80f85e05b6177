//! Renders a Rust client crate from an OpenAPI 3.0 description.
pub mod diagnostics;
pub mod load;
pub mod pointer;
pub mod report;
