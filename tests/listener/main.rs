//! The listener that a program on the user's machine waits with: what the browser sees, and what the program gets.

#![cfg(test)]

mod addresses;
mod answers;
mod browser;
mod waits;
