//! The demo: a sample webmail and Vestibule in front of it, in one process and a temporary folder.
//!
//! `cargo run --release --example demo`

mod demo;
mod folder;
mod mailboxes;
mod narrator;
mod phone;
mod port;
mod webmail;
mod welcome;

#[cfg(test)]
mod tests;

use std::io;

use clap::Parser;
use tokio_util::sync::CancellationToken;

use self::demo::Demo;

/// A sample webmail, and Vestibule in front of it. Needs nothing else, and leaves nothing behind.
///
/// Quiet but for what happens to sign-ins; RUST_LOG=info shows each request.
#[derive(Debug, Parser)]
#[command(name = "demo")]
struct Arguments {
    /// The port on localhost. Default: 8080, or the next one that is free.
    #[arg(long)]
    port: Option<u16>,
    /// The control panel's port on localhost. Default: 8444, or the next one that is free.
    #[arg(long)]
    admin_port: Option<u16>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    narrator::start();
    let port = port::choose(arguments.port, 8080)?;
    let admin = port::choose(arguments.admin_port, 8444)?;
    let demo = Demo::prepare(port, admin)?;
    let policy = demo.policy_file();
    let ready = Box::new(move |address, invitation| {
        let panel = welcome::Panel {
            port: admin,
            invitation,
        };
        if let Err(error) = welcome::print(&mut io::stdout(), address, (&policy, &panel)) {
            tracing::warn!(%error, "the welcome could not be printed");
        }
    });
    demo.run(CancellationToken::new(), ready)
}
