//! `vestibule user`: what an administrator does for one mailbox.

use std::io::Write;

use clap::Subcommand;

use super::Shell;
use crate::config::Config;
use crate::config::keys::KeyFile;
use crate::domain::authenticator::make_setup_code;
use crate::domain::identity::Subject;

/// What is done.
#[derive(Debug, Clone, Subcommand)]
pub(super) enum Command {
    /// Prints a code with which a mailbox may set up its first authenticator, today and tomorrow,
    /// where its domain has guard = "admin_code".
    SetupCode {
        /// The mailbox: alice@example.com
        address: String,
    },
}

/// Does it.
pub(super) fn run(
    command: &Command,
    config: &Config,
    shell: &Shell<'_>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match command {
        Command::SetupCode { address } => {
            let subject = Subject::parse(address, None)?;
            let ring = KeyFile::read(&config.keys)?.ring()?;
            let code = make_setup_code(&ring, &subject, shell.clock.now())?;
            writeln!(out, "{}", code.expose())?;
            Ok(())
        }
    }
}
