//! The three legs of a login, through the public API of the client.
//!
//! [`cast`] has the names, tokens and secrets that all of it plays with, and looks for them in whatever can be shown.

#![cfg(test)]

mod callers;
mod cast;

mod addresses;
mod answers;
mod authorize;
mod callbacks;
mod clock;
mod hidden;
mod messages;
mod signed_request;
mod vectors;
mod whole;
