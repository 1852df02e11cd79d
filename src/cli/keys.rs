//! `vestibule keys`: makes and renews the key ring. Prints ids, never a key.

use std::io::Write;

use clap::Subcommand;

use super::Shell;
use crate::config::KeySource;
use crate::config::keys::{KeyFile, create, replace};

#[derive(Debug, Clone, Copy, Subcommand)]
pub(super) enum Command {
    /// Makes the key ring file, which must not be there yet.
    Init,
    /// Puts a new key in front: it seals from now on, the older ones still open.
    Rotate {
        /// Drops the oldest key of a full ring. What it sealed never opens again.
        #[arg(long)]
        forget_oldest: bool,
    },
}

pub(super) fn run(
    command: Command,
    source: &KeySource,
    shell: &Shell<'_>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let path = match source {
        KeySource::File(path) => path,
        KeySource::Credential(path) => anyhow::bail!(
            "{} is a credential of the service manager; change the file it is made from",
            path.display()
        ),
    };
    match command {
        Command::Init => {
            let keys = KeyFile::generate(shell.clock, shell.random)?;
            create(path, &keys)?;
            writeln!(out, "made {}", path.display())?;
            list(&keys, out)
        }
        Command::Rotate { forget_oldest } => {
            let keys = KeyFile::read(source)?;
            let keys = keys.rotated(forget_oldest, shell.clock, shell.random)?;
            replace(path, &keys)?;
            writeln!(out, "renewed {}", path.display())?;
            list(&keys, out)
        }
    }
}

fn list(keys: &KeyFile, out: &mut dyn Write) -> anyhow::Result<()> {
    for (place, key) in keys.keys().iter().enumerate() {
        let role = if place == 0 { "seals" } else { "opens" };
        writeln!(out, "  {} {role}, made {:.0}", key.id(), key.created)?;
    }
    Ok(())
}
