//! The composition root: from a configuration to a running gateway.

mod build;
mod policy_file;
mod reload;
mod run;
mod sockets;

pub use build::{Outside, build};
pub use run::{Runtime, run};
