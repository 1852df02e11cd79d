//! `vestibule user`: what an administrator does for one mailbox.

use std::io::Write;

use clap::{Args, Subcommand};
use http::Method;
use jiff::Timestamp;

use super::remote::{Basis, Service, query, segment, table};
use crate::admin::api::exceptions::ExceptionSet;
use crate::admin::api::models::{MailboxItem, MailboxModel, Page};
use crate::admin::api::resets::{Given, Reason, ResetDone};

/// What is done.
#[derive(Debug, Clone, Subcommand)]
pub(super) enum Command {
    /// Prints a code that stands for the second factor once, within 15 minutes. It is typed where a
    /// recovery code is.
    Bypass(Why),
    /// Asks more of a mailbox than of its domain, until a date.
    Except {
        #[command(flatten)]
        why: Why,
        /// What is asked: required, optional or disabled. The stricter of this and the domain's
        /// applies.
        #[arg(long)]
        mode: String,
        /// When it ends: 2026-12-31T00:00:00Z
        #[arg(long)]
        until: Timestamp,
    },
    /// Finds mailboxes of all domains that have been seen, by the beginning of their address.
    Find {
        /// How the address begins: ali, alice@, alice@example.com
        prefix: String,
        /// As JSON, one mailbox a line.
        #[arg(long)]
        json: bool,
    },
    /// Lists the mailboxes of a domain that have been seen.
    List {
        /// The domain: example.com
        domain: String,
        /// Only names that begin so.
        #[arg(long)]
        prefix: Option<String>,
        /// As JSON, one mailbox a line.
        #[arg(long)]
        json: bool,
    },
    /// Removes every second factor of a mailbox and ends its sessions, for whoever has lost their
    /// phone and their recovery codes.
    Reset(Why),
    /// Prints a code with which a mailbox may set up its first authenticator, today and tomorrow,
    /// where its domain has the guard `admin_code`.
    SetupCode(Why),
    /// Shows how a mailbox stands.
    Show {
        /// The mailbox: alice@example.com
        address: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Ends every session of a mailbox, and all trust in its browsers.
    SignOut(Why),
    /// Asks of a mailbox what is asked of its domain again.
    Unexcept {
        /// The mailbox: alice@example.com
        address: String,
    },
    /// Lets codes be typed again after too many wrong ones.
    Unlock(Why),
}

/// Whom it concerns, and why.
#[derive(Debug, Clone, Args)]
pub(super) struct Why {
    /// The mailbox: alice@example.com
    address: String,
    /// Why, for the journal.
    #[arg(long)]
    reason: String,
}

impl Why {
    fn path(&self, what: &str) -> String {
        format!("mailboxes/{}/{what}", segment(&self.address))
    }

    fn body(&self) -> Reason {
        Reason {
            reason: self.reason.clone(),
        }
    }
}

/// Does it.
pub(super) fn run(command: &Command, service: &Service, out: &mut dyn Write) -> anyhow::Result<()> {
    match command {
        Command::Bypass(why) => {
            let (given, _) = service.post::<_, Given>(&why.path("bypass"), &why.body())?;
            writeln!(out, "{}", given.code)?;
        }
        Command::Except { why, mode, until } => except(why, (mode, *until), service, out)?,
        Command::Find { prefix, json } => {
            list("mailboxes", Some(prefix), (service, *json), out)?;
        }
        Command::List {
            domain,
            prefix,
            json,
        } => {
            let path = format!("domains/{}/mailboxes", segment(domain));
            list(&path, prefix.as_ref(), (service, *json), out)?;
        }
        Command::Reset(why) => {
            let (done, _) = service.post::<_, ResetDone>(&why.path("reset"), &why.body())?;
            let what = if done.was_enrolled {
                "its second factors are removed"
            } else {
                "it had no second factor"
            };
            writeln!(out, "{}: {what}; its sessions have ended", why.address)?;
        }
        Command::SetupCode(why) => {
            let (given, _) = service.post::<_, Given>(&why.path("setup-code"), &why.body())?;
            writeln!(out, "{}", given.code)?;
        }
        Command::Show { address, json } => look(address, (service, *json), out)?,
        Command::SignOut(why) => {
            let body = why.body();
            let basis = (&Basis::None, Some(&body));
            service.send(Method::POST, &why.path("sign-out"), basis)?;
            writeln!(out, "{}: its sessions have ended", why.address)?;
        }
        Command::Unexcept { address } => {
            let path = format!("mailboxes/{}", segment(address));
            let (model, answer) = service.get::<MailboxModel>(&path)?;
            anyhow::ensure!(model.exception.is_some(), "{address} has no exception");
            let basis = Basis::Read(answer.etag);
            let path = format!("{path}/exception");
            service.send::<()>(Method::DELETE, &path, (&basis, None))?;
            writeln!(out, "{address}: as its domain, {}", model.domain_mode)?;
        }
        Command::Unlock(why) => {
            let body = why.body();
            let basis = (&Basis::None, Some(&body));
            service.send(Method::POST, &why.path("unlock"), basis)?;
            writeln!(out, "{}: codes can be typed again", why.address)?;
        }
    }
    Ok(())
}

fn except(
    why: &Why,
    (mode, until): (&str, Timestamp),
    service: &Service,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let path = format!("mailboxes/{}", segment(&why.address));
    let (_, answer) = service.get::<MailboxModel>(&path)?;
    let body = ExceptionSet {
        mode: mode.to_owned(),
        until,
        reason: why.reason.clone(),
    };
    let basis = Basis::Read(answer.etag);
    let path = why.path("exception");
    service.send(Method::PUT, &path, (&basis, Some(&body)))?;
    writeln!(out, "{}: {mode} until {until:.0}", why.address)?;
    Ok(())
}

fn list(
    path: &str,
    prefix: Option<&String>,
    (service, json): (&Service, bool),
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut rows = vec![
        ["MAILBOX", "FACTORS", "LAST SEEN"]
            .map(str::to_owned)
            .to_vec(),
    ];
    let mut cursor = None;
    loop {
        let query = query(&[
            ("cursor", cursor),
            ("limit", Some("500".to_owned())),
            ("prefix", prefix.cloned()),
        ]);
        let (page, _) = service.get::<Page<MailboxItem>>(&format!("{path}?{query}"))?;
        for item in &page.items {
            if json {
                writeln!(out, "{}", serde_json::to_string(item)?)?;
            } else {
                let seen = item.last_seen.map(|time| format!("{time:.0}"));
                let seen = seen.unwrap_or_default();
                let factors = match item.factors.as_slice() {
                    [] => "none".to_owned(),
                    own => own.join(", "),
                };
                rows.push(vec![item.address.clone(), factors, seen]);
            }
        }
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    if !json {
        table(out, &rows)?;
    }
    Ok(())
}

fn look(
    address: &str,
    (service, json): (&Service, bool),
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let path = format!("mailboxes/{}", segment(address));
    let (model, answer) = service.get::<MailboxModel>(&path)?;
    if json {
        out.write_all(&answer.body)?;
        writeln!(out)?;
    } else {
        show(&model, out)?;
    }
    Ok(())
}

fn show(model: &MailboxModel, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{}: {}", model.address, model.mode)?;
    if model.damaged {
        writeln!(out, "  its record cannot be read; a reset makes a new one")?;
    }
    for own in &model.authenticators {
        let name = own.name.as_deref().unwrap_or("without a name");
        let used = own.last_used.map(|time| format!("{time:.0}"));
        let used = used.unwrap_or_else(|| "never".to_owned());
        let (kind, added) = (&own.kind, own.added);
        writeln!(out, "  {kind}, {name}: added {added:.0}, last used {used}")?;
    }
    if model.enrolled {
        writeln!(out, "  recovery codes left: {}", model.recovery_codes_left)?;
        writeln!(out, "  trusted browsers: {}", model.trusted_browsers)?;
    } else {
        writeln!(out, "  no second factor")?;
    }
    for failures in &model.failures {
        let (count, kind) = (failures.count, &failures.kind);
        let then = if failures.suspended {
            "suspended until it is unlocked".to_owned()
        } else {
            format!("the next is taken from {:.0} on", failures.next)
        };
        writeln!(out, "  wrong codes in a row ({kind}): {count}; {then}")?;
    }
    for line in model.activity.iter().take(10) {
        let (at, event, address, browser) = (line.at, &line.event, &line.address, &line.browser);
        writeln!(out, "  {at:.0}  {event}  {address}  {browser}")?;
    }
    Ok(())
}
