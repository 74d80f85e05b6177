//! Turns the intermediate form into Rust: tokens and documentation.
pub mod docs;
