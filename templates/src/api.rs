//! Stands for the constants that each client gets from its description.

/// Where the API lives, by its description.
pub const BASE_URL: &str = "https://api.example.com/v1";
