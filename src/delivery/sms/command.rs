//! A program of the operator's own, for anything else: a modem, a queue, a provider with a protocol
//! of its own.
//!
//! Number and text go to its standard input: arguments and environment can be read by others on the
//! machine. It gets nothing else of ours: no environment but `PATH` and `LANG`, no output that would
//! end up in the log. It ends with 0 when the message is taken, else with one of sysexits(3).

use std::ffi::OsString;
use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use async_trait::async_trait;
use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, Command as Process};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::{Accepted, Rejection, Sms, SmsError, SmsMessage};
use crate::domain::sms::Sender;

/// A program that sends a message.
#[derive(Debug)]
pub struct Command {
    /// The program's absolute path.
    pub program: PathBuf,
    /// Its arguments, always the same.
    pub arguments: Vec<OsString>,
    /// What is written to its standard input.
    pub input: CommandInput,
    /// Whom messages are from.
    pub from: Option<Sender>,
    /// How long it may run.
    pub limit: Duration,
}

/// What is written to the program's standard input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandInput {
    /// One line of JSON: an object with `to`, `text`, `from` (or null) and `seconds`.
    Json,
    /// The number in the first line, and in the rest the text.
    Text,
}

#[async_trait]
impl Sms for Command {
    async fn send(&self, message: &SmsMessage) -> Result<Accepted, SmsError> {
        let mut child = match self.start() {
            Ok(child) => child,
            Err(error) => {
                tracing::error!(gateway = NAME, %error, "the program cannot be started");
                return Err(SmsError::Misconfigured);
            }
        };
        let outcome = timeout(self.limit, self.run(&mut child, message)).await;
        let outcome = outcome.unwrap_or_else(|_| {
            tracing::warn!(gateway = NAME, "the program took too long and is killed");
            Err(SmsError::Unknown)
        });
        stop(&child);
        outcome
    }

    fn name(&self) -> &'static str {
        NAME
    }
}

impl Command {
    fn start(&self) -> std::io::Result<Child> {
        let path = std::env::var_os("PATH").unwrap_or_else(|| OsString::from(DEFAULT_PATH));
        Process::new(&self.program)
            .args(&self.arguments)
            .env_clear()
            .env("PATH", path)
            .env("LANG", "C.UTF-8")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
    }

    async fn run(&self, child: &mut Child, message: &SmsMessage) -> Result<Accepted, SmsError> {
        let input = self.input(message);
        let mut heard = false;
        if let Some(mut stdin) = child.stdin.take() {
            heard = stdin.write_all(input.as_bytes()).await.is_ok();
        }
        let status = child.wait().await.map_err(|_| SmsError::Unknown)?;
        let outcome = judge(status, heard);
        if let Err(error) = &outcome {
            tracing::warn!(gateway = NAME, %status, %error, "message not accepted");
        }
        outcome
    }

    fn input(&self, message: &SmsMessage) -> Zeroizing<String> {
        let (to, text) = (message.to.as_str(), message.text.expose());
        Zeroizing::new(match self.input {
            CommandInput::Json => {
                let from = self.from.as_ref().map(Sender::as_str);
                let seconds = message.seconds();
                let line = json!({ "to": to, "text": text, "from": from, "seconds": seconds });
                format!("{line}\n")
            }
            CommandInput::Text => format!("{to}\n{text}\n"),
        })
    }
}

/// Exit statuses are those of sysexits(3). A program that has not heard all cannot have sent it.
fn judge(status: ExitStatus, heard: bool) -> Result<Accepted, SmsError> {
    match status.code() {
        Some(0) if heard => Ok(Accepted {
            gateway: NAME,
            reference: None,
        }),
        // EX_DATAERR, EX_NOUSER, EX_NOHOST.
        Some(65 | 67) => Err(SmsError::Rejected(Rejection::NoSuchNumber)),
        Some(68) => Err(SmsError::Rejected(Rejection::Unreachable)),
        // EX_UNAVAILABLE, EX_TEMPFAIL.
        Some(69 | 75) => Err(SmsError::Unavailable),
        // EX_USAGE, EX_NOPERM, EX_CONFIG; what a shell says of a command that it cannot run.
        Some(64 | 77 | 78 | 126 | 127) => Err(SmsError::Misconfigured),
        Some(_) => Err(SmsError::Unknown),
        None => {
            tracing::debug!(signal = status.signal(), "the program was killed");
            Err(SmsError::Unknown)
        }
    }
}

/// Kills the program, where it still runs, with all that it started.
fn stop(child: &Child) {
    let id = child.id().and_then(|id| i32::try_from(id).ok());
    if let Some(group) = id.and_then(rustix::process::Pid::from_raw) {
        // It fails where it has ended in this moment.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
}

const NAME: &str = "command";
const DEFAULT_PATH: &str = "/usr/local/bin:/usr/bin:/bin";
