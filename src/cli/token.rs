//! `vestibule token`: what programs use the API with.

use std::io::Write;

use clap::Subcommand;
use http::Method;
use jiff::{Span, SpanRelativeTo};

use super::Shell;
use super::remote::{Basis, Service, labels, query, segment, table};
use crate::admin::api::models::{Page, TokenModel};
use crate::admin::api::tokens::{TokenMade, TokenMake};

/// What is done.
#[derive(Debug, Clone, Subcommand)]
pub(super) enum Command {
    /// Lists the tokens that have not ended.
    List {
        /// As JSON, one token a line.
        #[arg(long)]
        json: bool,
    },
    /// Makes a token, and prints it: it is never shown again.
    Make {
        /// What it is for.
        name: String,
        /// What it may do: read, policy, reset, operate.
        #[arg(long, value_delimiter = ',', required = true)]
        rights: Vec<String>,
        /// To whose mailboxes; may be given several times. Default: to all.
        #[arg(long = "domain")]
        domains: Option<Vec<String>>,
        /// For how long it is good: 90d
        #[arg(long, default_value = "90d")]
        lifetime: Span,
    },
    /// Revokes a token.
    Revoke {
        /// Its id.
        id: String,
    },
}

/// Does it.
pub(super) fn run(
    command: &Command,
    service: &Service,
    shell: &Shell<'_>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match command {
        Command::List { json } => list(service, *json, out),
        Command::Make {
            name,
            rights,
            domains,
            lifetime,
        } => {
            let lifetime = lifetime.to_duration(SpanRelativeTo::days_are_24_hours())?;
            let body = TokenMake {
                name: name.clone(),
                rights: rights.clone(),
                domains: domains
                    .as_ref()
                    .map(|all| all.iter().map(|name| labels(name)).collect()),
                expires: shell.clock.now().checked_add(lifetime)?,
            };
            let (made, _) = service.post::<_, TokenMade>("tokens", &body)?;
            writeln!(out, "{}", made.token)?;
            Ok(())
        }
        Command::Revoke { id } => {
            let path = format!("tokens/{}", segment(id));
            service.send::<()>(Method::DELETE, &path, (&Basis::None, None))?;
            writeln!(out, "{id}: revoked")?;
            Ok(())
        }
    }
}

fn list(service: &Service, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let names = ["ID", "NAME", "RIGHTS", "DOMAINS", "ENDS"];
    let mut rows = vec![names.map(str::to_owned).to_vec()];
    let mut cursor = None;
    loop {
        let query = query(&[("cursor", cursor), ("limit", Some("500".to_owned()))]);
        let (page, _) = service.get::<Page<TokenModel>>(&format!("tokens?{query}"))?;
        for token in &page.items {
            if json {
                writeln!(out, "{}", serde_json::to_string(token)?)?;
            } else {
                let domains = token.domains.as_ref().map(|all| all.join(", "));
                rows.push(vec![
                    token.id.clone(),
                    token.name.clone(),
                    token.rights.join(", "),
                    domains.unwrap_or_else(|| "all".to_owned()),
                    format!("{:.0}", token.expires),
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
