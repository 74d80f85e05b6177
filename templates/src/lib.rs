//! Hand-written Rust that ends in every generated client.
//!
//! The modules compile and are tested here, under the feature `modules`; a generated client gets their text.
