//! What the description says about the API as a whole.

/// Where the API lives, by its description.
pub const BASE_URL: &str = "https://api.example.com/v1";
