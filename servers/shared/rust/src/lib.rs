//! What the implementations in Rust share: the protocol with corspec, the policy, and the routes. Nothing here knows of CORS.

mod media;
mod origins;
mod policy;
mod program;
mod query;
mod routes;

pub use origins::Origins;
pub use policy::{Names, Policy};
pub use program::{Refusal, run};
pub use routes::{Answer, LONGEST_BODY, PATHS, Routes};

/// The folder that the file server of a framework sends: `dir/index.html` and `file.txt`.
pub const STATIC: &str = "../shared/static";
/// The folder with images, scripts and a sound.
pub const ASSETS: &str = "../shared/assets";
