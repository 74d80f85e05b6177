//! What does a person see for a bad description?
//!
//! One description for each refusal and each warning, as small as it can be, and the report that it gives. Each is
//! read as YAML and as JSON: both must tell the same, and both must point at the place. Read what you accept
//! (`INSTA_UPDATE=always`) as someone who has never seen this tool, at two in the morning.

mod answers;
mod checks;
mod operations;
mod references;
mod schemas;
mod servers;
mod several;
mod structure;
mod text;
