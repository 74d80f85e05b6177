//! Did the output of one feature change?
//!
//! Each test describes one thing and looks at the part of the client that it is about. What stands in a snapshot is
//! what users read, so read it before you accept it (`INSTA_UPDATE=always`).

mod answers;
mod bodies;
mod client;
mod docs;
mod document;
mod models;
mod parameters;
mod security;
mod servers;
