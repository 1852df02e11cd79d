//! The command line: one file a command.
//!
//! Exit status: 0 when done, 1 when the command failed or `check` found an error, 64 when the command
//! line is wrong, 69 when the service cannot be asked, 78 when the configuration is wrong (sysexits.h).

mod admin;
mod audit;
mod check;
mod domain;
mod keys;
mod overview;
mod remote;
mod serve;
#[cfg(test)]
mod tests;
mod token;
mod user;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::clock::{Clock, SystemClock};
use crate::config::{self, Config, Problems};
use crate::random::{Random, SystemRandom};

use self::remote::{Service, Unreachable};

/// Puts multi-factor authentication in front of a webmail.
#[derive(Debug, Parser)]
#[command(name = "vestibule", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// The configuration file.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        default_value = "/etc/vestibule/vestibule.toml"
    )]
    config: PathBuf,
}

#[derive(Debug, Clone, Subcommand)]
enum Command {
    /// The people who sign in to the control panel.
    #[command(subcommand)]
    Admin(admin::Command),
    /// Reads the journal of changes.
    #[command(subcommand)]
    Audit(audit::Command),
    /// Reports every mistake in the configuration, with file, line and key.
    Check,
    /// Prints the completion of a shell: for bash, into /etc/bash_completion.d/vestibule.
    Completion {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// What is asked of a domain's mailboxes.
    #[command(subcommand)]
    Domain(domain::Command),
    /// Makes and renews the keys that seal.
    #[command(subcommand)]
    Keys(keys::Command),
    /// Shows how everything stands: who has a second factor, what fails, and what should be looked at.
    Overview(overview::Command),
    /// Runs the gateway. SIGHUP reloads, SIGTERM finishes what is open and ends.
    Serve,
    /// What programs use the API with.
    #[command(subcommand)]
    Token(token::Command),
    /// What an administrator does for one mailbox.
    #[command(subcommand)]
    User(user::Command),
}

/// Runs the program with what the operating system gives it.
#[must_use]
pub fn main() -> ExitCode {
    let status = run(
        std::env::args_os(),
        &Shell {
            environment: environment(),
            clock: &SystemClock,
            random: &SystemRandom,
        },
        &mut io::stdout(),
        &mut io::stderr(),
    );
    ExitCode::from(status)
}

/// The variables whose names and values are text; ours are.
fn environment() -> Vec<(String, String)> {
    let variables = std::env::vars_os();
    let text = variables.map(|(name, value)| (name.into_string(), value.into_string()));
    text.filter_map(|(name, value)| Some((name.ok()?, value.ok()?)))
        .collect()
}

/// What a command takes from outside, besides files.
struct Shell<'a> {
    environment: Vec<(String, String)>,
    clock: &'a dyn Clock,
    random: &'a dyn Random,
}

/// Runs one command line; gives the exit status.
fn run(
    arguments: impl IntoIterator<Item = OsString>,
    shell: &Shell<'_>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let shown = if error.use_stderr() {
                write!(err, "{error}")
            } else {
                write!(out, "{error}")
            };
            return match (shown, error.exit_code()) {
                (Ok(()), 0) => DONE,
                (Ok(()), _) => USAGE,
                (Err(_), _) => FAILED,
            };
        }
    };
    if let Command::Completion { shell } = cli.command {
        let mut command = Cli::command();
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut command, "vestibule", &mut script);
        return match out.write_all(&script) {
            Ok(()) => DONE,
            Err(_) => FAILED,
        };
    }
    let loaded = config::load(&cli.config, shell.environment.iter().cloned());
    let config = match loaded {
        Ok(config) => config,
        Err(problems) => return refuse(&problems, &cli.command, err),
    };
    match dispatch(&cli, &config, shell, out, err) {
        Ok(status) => status,
        Err(error) => {
            // There is nowhere left to say that saying it failed.
            let _ = writeln!(err, "vestibule: {error:#}");
            if error.is::<Unreachable>() {
                UNAVAILABLE
            } else {
                FAILED
            }
        }
    }
}

fn dispatch(
    cli: &Cli,
    config: &Config,
    shell: &Shell<'_>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<u8> {
    match &cli.command {
        Command::Admin(command) => admin::run(command, config, out).map(|()| DONE),
        Command::Audit(command) => {
            let whole = audit::run(command, &Service::of(config)?, out)?;
            Ok(if whole { DONE } else { FAILED })
        }
        Command::Completion { .. } => Ok(DONE),
        Command::Check => check::run(config, out, err),
        Command::Domain(command) => domain::run(command, &Service::of(config)?, out).map(|()| DONE),
        Command::Keys(command) => keys::run(*command, &config.keys, shell, out).map(|()| DONE),
        Command::Overview(command) => {
            overview::run(command, &Service::of(config)?, out).map(|()| DONE)
        }
        Command::Serve => {
            let environment = shell.environment.clone();
            serve::run(config, cli.config.clone(), environment).map(|()| DONE)
        }
        Command::Token(command) => {
            token::run(command, &Service::of(config)?, shell, out).map(|()| DONE)
        }
        Command::User(command) => user::run(command, &Service::of(config)?, out).map(|()| DONE),
    }
}

fn refuse(problems: &Problems, command: &Command, err: &mut dyn Write) -> u8 {
    let shown = writeln!(err, "{problems}");
    match (shown, command) {
        (
            Ok(()),
            Command::Admin(_)
            | Command::Audit(_)
            | Command::Completion { .. }
            | Command::Domain(_)
            | Command::Keys(_)
            | Command::Overview(_)
            | Command::Serve
            | Command::Token(_)
            | Command::User(_),
        ) => CONFIG,
        (Ok(()), Command::Check) | (Err(_), _) => FAILED,
    }
}

const DONE: u8 = 0;
const FAILED: u8 = 1;
const USAGE: u8 = 64;
const UNAVAILABLE: u8 = 69;
const CONFIG: u8 = 78;
