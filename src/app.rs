//! The composition root: from a configuration to a running gateway.

mod admin;
mod alias_file;
mod audit;
mod background;
mod build;
mod file_watch;
mod lookout;
mod mail;
mod policy_file;
mod reload;
mod run;
mod sms;
mod sockets;
mod tallies;

pub use admin::admin;
pub use audit::audit;
pub use build::{Outside, build};
pub use mail::mail_server;
pub use run::{Runtime, run};
pub use sms::{channel, sms};
pub use tallies::write_tallies;
