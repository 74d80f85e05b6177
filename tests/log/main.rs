//! What calls leave in the log. They have a process of their own, because all tests of a process share who listens.

#![cfg(test)]

mod call;
mod dance;
mod listening;
