//! The composition root: from a configuration to a running gateway.

mod build;
mod policy_file;
mod reload;
mod run;
mod sms;
mod sockets;

pub use build::{Outside, build};
pub use run::{Runtime, run};
pub use sms::{channel, sms};
