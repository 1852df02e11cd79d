//! Tells on the terminal what happens to sign-ins: the audit trail, a readable line for each event.

use std::io::{self, IsTerminal as _, Write as _};

use serde::Deserialize;
use tracing_subscriber::filter::EnvFilter;
use vestibule::telemetry::{Line, Sink};

/// Starts the log on standard error: warnings, or what `RUST_LOG` asks for.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr);
    // It fails only where one is running already.
    let _ = log.try_init();
}

/// Tells the audit trail on standard output.
pub(crate) struct Narrator;

impl Sink for Narrator {
    fn write(&mut self, line: &Line) -> io::Result<()> {
        let told: Told = serde_json::from_str(&line.json)?;
        writeln!(io::stdout(), "  {}", told.sentence())
    }

    fn place(&self) -> String {
        "the terminal".to_owned()
    }
}

/// What is told of a line.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Told {
    event: String,
    reason: String,
    subject: Option<String>,
    name: String,
    detail: String,
}

impl Told {
    fn sentence(&self) -> String {
        let detail = &self.detail;
        let reason = self.reason.replace('_', " ");
        let happened = match self.event.as_str() {
            "code_accepted" => "the code is right; the mailbox is open".to_owned(),
            "code_refused" => format!("code refused: {reason}"),
            "enrolled" => "an authenticator is set up".to_owned(),
            "identity_changed" => "the webmail changed the mailbox; the login was ended".to_owned(),
            "logged_in" => "password accepted, nothing more is asked".to_owned(),
            "logged_out" => "signed out".to_owned(),
            "login_failed" => format!("the webmail refused the password for {}", self.name),
            "login_refused" => format!("a sign-in was not forwarded: {detail}"),
            "password_accepted" => "password accepted, second factor open".to_owned(),
            "policy_file_read" => {
                return "the policy file was read again; it is in force".to_owned();
            }
            "policy_file_refused" => {
                return "the policy file has mistakes; the last good policy stays in force"
                    .to_owned();
            }
            "unenrolled" => "Multi-Factor Authentication is turned off".to_owned(),
            other => format!("{other} {detail}").trim_end().to_owned(),
        };
        let who = self.subject.as_deref().unwrap_or("somebody");
        format!("{who}: {happened}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vestibule::domain::audit::Event as Audited;

    #[test]
    fn an_event_becomes_a_sentence() {
        let told = Told {
            event: Audited::PasswordAccepted.name().to_owned(),
            subject: Some("alice@required.example".to_owned()),
            ..Told::default()
        };
        let expected = "alice@required.example: password accepted, second factor open";
        assert_eq!(told.sentence(), expected);
    }
}
