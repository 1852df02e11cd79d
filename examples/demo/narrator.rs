//! Tells on the terminal what happens to sign-ins: the audit log, a readable line for each event.

use std::fmt::Debug;
use std::io::{self, IsTerminal as _, Write as _};

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

/// Starts the telling on standard output, and the log on standard error: warnings, or what
/// `RUST_LOG` asks for.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt::layer()
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .with_filter(filter);
    let told = Narrator.with_filter(filter_fn(|about| {
        about.target() == AUDIT || (about.target() == POLICY && *about.level() == Level::INFO)
    }));
    // It fails only where one is running already.
    let _ = tracing_subscriber::registry()
        .with(log)
        .with(told)
        .try_init();
}

/// A layer that prints.
struct Narrator;

impl<S: Subscriber> Layer<S> for Narrator {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let line = if event.metadata().target() == POLICY {
            "the policy file was read again; it is in force".to_owned()
        } else {
            let mut told = Told::default();
            event.record(&mut told);
            told.sentence()
        };
        // Nobody can be told that the terminal is gone.
        let _ = writeln!(io::stdout(), "  {line}");
    }
}

/// The fields of an audit event.
#[derive(Debug, Default)]
struct Told {
    event: String,
    subject: Option<String>,
    detail: Option<String>,
}

impl Told {
    fn sentence(&self) -> String {
        let detail = self.detail.as_deref().unwrap_or_default();
        let happened = match self.event.as_str() {
            "code_accepted" => "the code is right; the mailbox is open".to_owned(),
            "code_refused" => format!("code refused: {detail}"),
            "enrolled" => "an authenticator app is set up".to_owned(),
            "identity_changed" => "the webmail changed the mailbox; the login was ended".to_owned(),
            "logged_in" => "password accepted, nothing more is asked".to_owned(),
            "logged_out" => "signed out".to_owned(),
            "login_failed" => format!("the webmail refused the password, {detail}"),
            "login_refused" => format!("a sign-in was not forwarded: {detail}"),
            "password_accepted" => "password accepted, second factor open".to_owned(),
            "unenrolled" => "Multi-Factor Authentication is turned off".to_owned(),
            other => format!("{other} {detail}").trim_end().to_owned(),
        };
        let who = self.subject.as_deref().unwrap_or("somebody");
        format!("{who}: {happened}")
    }
}

impl Visit for Told {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "event" => value.clone_into(&mut self.event),
            "subject" => self.subject = Some(value.to_owned()),
            "detail" => self.detail = Some(value.to_owned()),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

const AUDIT: &str = "audit";
const POLICY: &str = "vestibule::app::policy_file";

#[cfg(test)]
mod tests {
    use super::*;
    use vestibule::domain::audit::Event as Audited;

    #[test]
    fn an_event_becomes_a_sentence() {
        let told = Told {
            event: Audited::PasswordAccepted.name().to_owned(),
            subject: Some("alice@required.example".to_owned()),
            detail: None,
        };
        let expected = "alice@required.example: password accepted, second factor open";
        assert_eq!(told.sentence(), expected);
    }
}
