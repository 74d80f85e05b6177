//! Stands for the constants that each client gets from its description.

/// Where the API lives, by its description. It is plain `http` here, so that the tests see what follows from that.
pub const BASE_URL: &str = "http://api.example.com/v1";
