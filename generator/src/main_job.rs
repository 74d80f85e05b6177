//! What `cargo run -p generator` makes: the client of this workspace.

use std::path::Path;

use crate::Options;
use crate::overlay::{Overlay, OverlayError};

/// The description, relative to the workspace.
pub const SPEC: &str = "spec/clever-cloud-auth.yaml";

/// The folder of the overlay, relative to the workspace.
pub const OVERLAY: &str = "templates/overlay";

/// The folder of the client, relative to the workspace.
pub const OUT: &str = "generated-client";

/// What is decided beside the description, but for the overlay.
pub fn options() -> Options {
    Options {
        package: Some("generated-client".to_owned()),
        license: Some("MIT OR Apache-2.0".to_owned()),
        command: Some("cargo run -p generator".to_owned()),
        overlay: None,
    }
}

/// The same with the overlay of the workspace at `root`.
///
/// # Errors
///
/// The overlay cannot be read, or cannot be used.
pub fn options_at(root: &Path) -> Result<Options, OverlayError> {
    Ok(Options {
        overlay: Some(Overlay::read(&root.join(OVERLAY))?),
        ..options()
    })
}
