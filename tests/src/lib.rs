//! What several tests need.

pub mod callers;
pub mod canary;
pub mod descriptions;
pub mod ports;
pub mod provider;
pub mod scratch;
pub mod scripted;

/// The examples of the README compile, and those without I/O run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// So does that of the client's own page.
#[cfg(doctest)]
#[doc = include_str!("../../generated-client/README.md")]
pub struct ClientReadme;
