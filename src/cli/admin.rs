//! `vestibule admin`: the people who sign in to the control panel.

use std::io::Write;

use clap::{Args, Subcommand, ValueEnum};
use http::Method;

use super::remote::{Basis, Service, query, segment, table};
use crate::admin::api::administrators::{AdministratorAdd, AdministratorModel, Assignment};
use crate::admin::api::models::Page;
use crate::admin::api::resets::{Given, Reason};
use crate::config::Config;

/// What is done.
#[derive(Debug, Clone, Subcommand)]
pub(super) enum Command {
    /// Adds an administrator, and prints the code by which they set up a password and an
    /// authenticator app.
    Add {
        /// What they will sign in with: carol, or carol@example.com
        name: String,
        #[command(flatten)]
        role: RoleArguments,
    },
    /// Lists the administrators.
    List {
        /// As JSON, one administrator a line.
        #[arg(long)]
        json: bool,
    },
    /// Removes an administrator; their sessions end at once.
    Remove {
        /// Whom.
        name: String,
    },
    /// Prints a new code for an administrator who has lost password or phone: what they had is no
    /// good any more.
    Reset {
        /// Whom.
        name: String,
        /// Why, for the journal.
        #[arg(long)]
        reason: String,
    },
    /// Gives an administrator another role.
    Role {
        /// To whom.
        name: String,
        #[command(flatten)]
        role: RoleArguments,
    },
}

/// What an administrator is there for.
#[derive(Debug, Clone, Args)]
pub(super) struct RoleArguments {
    /// What they may do.
    #[arg(long, value_enum, default_value_t = RoleName::Operator)]
    role: RoleName,
    /// For whose mailboxes; may be given several times. Needed for a domain administrator.
    #[arg(long = "domain")]
    domains: Option<Vec<String>>,
}

/// The roles.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleName {
    /// Everything, for all domains.
    Operator,
    /// Policies of, and help for, the mailboxes of some domains.
    DomainAdministrator,
    /// To look, and no more.
    Reader,
}

impl RoleName {
    fn name(self) -> String {
        match self {
            Self::Operator => "operator",
            Self::DomainAdministrator => "domain_administrator",
            Self::Reader => "reader",
        }
        .to_owned()
    }
}

/// Does it.
pub(super) fn run(command: &Command, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let service = Service::of(config)?;
    match command {
        Command::Add { name, role } => {
            let body = AdministratorAdd {
                name: name.clone(),
                role: role.role.name(),
                domains: role.domains.clone(),
            };
            let (given, _) = service.post::<_, Given>("administrators", &body)?;
            tell(name, &given, config, out)?;
        }
        Command::List { json } => list(&service, *json, out)?,
        Command::Remove { name } => {
            let path = format!("administrators/{}", segment(name));
            service.send::<()>(Method::DELETE, &path, (&Basis::None, None))?;
            writeln!(out, "{name}: removed")?;
        }
        Command::Reset { name, reason } => {
            let path = format!("administrators/{}/invitation", segment(name));
            let reason = reason.clone();
            let (given, _) = service.post::<_, Given>(&path, &Reason { reason })?;
            tell(name, &given, config, out)?;
        }
        Command::Role { name, role } => {
            let path = format!("administrators/{}", segment(name));
            let body = Assignment {
                role: role.role.name(),
                domains: role.domains.clone(),
            };
            service.send(Method::PUT, &path, (&Basis::None, Some(&body)))?;
            writeln!(out, "{name}: {}", body.role)?;
        }
    }
    Ok(())
}

/// What is to be done with a code: for people on standard output, the code in a line of its own.
fn tell(name: &str, given: &Given, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{}", given.code)?;
    if let Some(until) = given.until {
        writeln!(out, "Good once, until {until:.0}.")?;
    }
    match config.admin.address() {
        Some(address) => writeln!(
            out,
            "{name} opens {address}/setup, types this code, and chooses a password."
        )?,
        None => writeln!(
            out,
            "There is no control panel yet: set admin.listen, then {name} types this code there \
             at /setup."
        )?,
    }
    Ok(())
}

fn list(service: &Service, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let names = ["NAME", "ROLE", "DOMAINS", "STATE", "LAST SIGNED IN"];
    let mut rows = vec![names.map(str::to_owned).to_vec()];
    let mut cursor = None;
    loop {
        let query = query(&[("cursor", cursor), ("limit", Some("500".to_owned()))]);
        let (page, _) =
            service.get::<Page<AdministratorModel>>(&format!("administrators?{query}"))?;
        for one in &page.items {
            if json {
                writeln!(out, "{}", serde_json::to_string(one)?)?;
            } else {
                let domains = one.domains.as_ref().map(|all| all.join(", "));
                let seen = one.last_seen.map(|seen| format!("{seen:.0}"));
                rows.push(vec![
                    one.name.clone(),
                    one.role.clone(),
                    domains.unwrap_or_else(|| "all".to_owned()),
                    one.state.clone(),
                    seen.unwrap_or_else(|| "never".to_owned()),
                ]);
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
