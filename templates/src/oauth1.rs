//! OAuth 1.0a (RFC 5849): signing requests, reading the answers of a login, checking signed requests. No I/O.
//!
//! A consumer, an application with a key and a secret that the API knows, gets temporary credentials, sends its user
//! to the API to approve them, and trades them and the verifier that comes back for token credentials. Each of its
//! requests carries a signature.
//!
//! | to | there is |
//! | --- | --- |
//! | sign a request | [`Signer`] |
//! | read what a token endpoint answers | [`TokenAnswer`] |
//! | read what the user comes back with | [`Callback`] |
//! | check a request that somebody else has signed | [`Received`] |
//!
//! Below them lie the functions of the standard, for what they do not cover: [`base_string`], [`SignatureMethod`] and
//! [`header`].

mod answer;
mod authorize;
pub mod base_string;
mod callback;
mod credentials;
mod curl;
mod form;
pub mod header;
mod received;
mod signature;
mod signer;

pub use answer::{AnswerError, TokenAnswer};
pub use callback::{Callback, CallbackError};
pub use credentials::{Consumer, Token};
pub use received::{Received, VerifyError};
pub use signature::{SignatureMethod, UnknownMethod};
pub use signer::{Parameters, SignError, Signer, random_nonce};
