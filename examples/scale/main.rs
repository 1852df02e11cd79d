//! Measures the administrator's side at scale: 100,000 domains, 1,000,000 mailboxes and a journal of
//! 1,000,000 lines in an embedded store, with the program itself running on it.
//!
//! `cargo run --release --example scale -- target/scale`
//!
//! The folder is filled once, which takes some minutes, and used again afterwards. What is printed is
//! Markdown. Nothing is asserted: figures belong to the machine that they were taken on.

mod administrator;
mod asker;
mod days;
mod fill;
mod journal;
mod measure;
mod program;
mod routes;

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Measures the administrator's side at scale.
#[derive(Debug, Parser)]
#[command(name = "scale")]
struct Arguments {
    /// The folder of the store, which is filled if it is not there.
    folder: PathBuf,
    /// How many domains.
    #[arg(long, default_value_t = 100_000)]
    domains: usize,
    /// How many mailboxes.
    #[arg(long, default_value_t = 1_000_000)]
    mailboxes: usize,
    /// How many of them are in one domain.
    #[arg(long, default_value_t = 100_000)]
    largest: usize,
    /// How many lines of the journal.
    #[arg(long, default_value_t = 1_000_000)]
    lines: u64,
    /// How often each route is asked.
    #[arg(long, default_value_t = 100)]
    times: usize,
}

fn main() -> ExitCode {
    // What is measured is the program itself: this file started again, as `vestibule`.
    if std::env::args()
        .nth(1)
        .is_some_and(|first| program::is_command(&first))
    {
        return vestibule::cli::main();
    }
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "scale: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    std::fs::create_dir_all(&arguments.folder)?;
    // Paths in a configuration are relative to it.
    arguments.folder = arguments.folder.canonicalize()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let done = arguments.folder.join("filled");
    if !done.exists() {
        program::write_files(&arguments.folder, arguments.domains)?;
        runtime.block_on(fill::fill(&arguments))?;
        std::fs::write(&done, "")?;
    }
    runtime.block_on(measure::measure(&arguments, &mut io::stdout()))
}
