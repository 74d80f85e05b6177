//! The examples of the client as a person runs them: as processes, with an environment, pipes and an exit code.

#![cfg(test)]

mod authorize;
mod login;
mod programs;
mod provider;
mod sign;
