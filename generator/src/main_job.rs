//! What `cargo run -p generator` makes: the client of this workspace.

use crate::Options;

/// The description, relative to the workspace.
pub const SPEC: &str = "spec/clever-cloud-auth.yaml";

/// The folder of the client, relative to the workspace.
pub const OUT: &str = "generated-client";

/// What is decided beside the description.
pub fn options() -> Options {
    Options {
        package: Some("generated-client".to_owned()),
        license: Some("MIT OR Apache-2.0".to_owned()),
        command: Some("cargo run -p generator".to_owned()),
    }
}
