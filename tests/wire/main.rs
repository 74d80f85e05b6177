//! Which bytes go out for each of the nine operations, and how each answer is read.
//!
//! [`endpoints`] is the table that the API's documentation gives, and [`expected`] writes and reads
//! requests by the standards alone: neither calls an encoder of the client.

#![cfg(test)]

mod endpoints;
mod expected;

mod answers;
mod clients;
mod injection;
mod matrix;
mod models;
mod requests;
mod secrets;
mod without_client;
