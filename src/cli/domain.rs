//! `vestibule domain`: what is asked of a domain's mailboxes.

use std::io::Write;

use clap::{Args, Subcommand};
use http::Method;
use jiff::{SignedDuration, Span, SpanRelativeTo};

use super::remote::{Basis, Service, query, segment, table};
use crate::admin::api::domains::DomainSet;
use crate::admin::api::models::{DomainModel, MailboxModel, Page, PreviewModel};
use crate::domain::policy::TermsForm;

/// What is done.
#[derive(Debug, Clone, Subcommand)]
pub(super) enum Command {
    /// Lists the domains of the policy file and of the store.
    List(List),
    /// Says what is asked of a domain's mailboxes.
    Set(Box<Set>),
    /// Says what applies to a domain, and who said it.
    Show {
        /// The domain: example.com
        domain: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Takes back what `set` said: the domain gets the default of all domains.
    Unset {
        /// The domain: example.com
        domain: String,
    },
}

/// Which are listed.
#[derive(Debug, Clone, Args)]
pub(super) struct List {
    /// Only those that ask this: required, optional or disabled.
    #[arg(long)]
    mode: Option<String>,
    /// Only names that begin so.
    #[arg(long)]
    prefix: Option<String>,
    /// Says which rule decides for this mailbox, and why.
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["mode", "prefix"])]
    explain: Option<String>,
    /// As JSON, one domain a line.
    #[arg(long)]
    json: bool,
}

/// What is said.
#[derive(Debug, Clone, Args)]
pub(super) struct Set {
    /// The domain: example.com
    domain: String,
    /// What is asked: required, optional or disabled.
    mode: String,
    /// What becomes of sessions that a password alone opened: `next_login`, `step_up` or `sign_out`.
    #[arg(long)]
    live_sessions: Option<String>,
    /// What may be set up: app, or app,sms.
    #[arg(long, value_delimiter = ',')]
    factors: Option<Vec<String>>,
    /// The countries whose numbers may be set up: DE,AT.
    #[arg(long, value_delimiter = ',')]
    sms_countries: Option<Vec<String>>,
    /// How many text messages its mailboxes get in a day.
    #[arg(long)]
    sms_per_day: Option<u32>,
    /// For how many days a browser may be trusted.
    #[arg(long)]
    trusted_days: Option<u16>,
    /// For how long a mailbox may put off the set-up: 14d.
    #[arg(long, value_parser = read_grace)]
    grace: Option<u64>,
    /// Who may set up first: `none`, `admin_code` or `trusted_network`.
    #[arg(long)]
    guard: Option<String>,
    /// A network of `trusted_network`; may be given several times.
    #[arg(long = "network")]
    networks: Option<Vec<String>>,
    /// How to reach the administrator.
    #[arg(long)]
    contact: Option<String>,
    /// Why, for the journal.
    #[arg(long)]
    reason: Option<String>,
}

/// Does it.
pub(super) fn run(command: &Command, service: &Service, out: &mut dyn Write) -> anyhow::Result<()> {
    match command {
        Command::List(List {
            explain: Some(address),
            ..
        }) => explain(address, service, out),
        Command::List(list) => self::list(list, service, out),
        Command::Set(set) => self::set(set, service, out),
        Command::Show { domain, json } => {
            let path = format!("domains/{}", segment(domain));
            let (model, answer) = service.get::<DomainModel>(&path)?;
            if *json {
                out.write_all(&answer.body)?;
                writeln!(out)?;
                return Ok(());
            }
            show(&model, out)
        }
        Command::Unset { domain } => {
            let path = format!("domains/{}", segment(domain));
            let (model, answer) = service.get::<DomainModel>(&path)?;
            anyhow::ensure!(
                model.stored.is_some(),
                "{}: nothing was set, so there is nothing to take back",
                model.domain
            );
            let basis = Basis::Read(answer.etag);
            service.send::<()>(Method::DELETE, &path, (&basis, None))?;
            writeln!(
                out,
                "{}: it has the default of all domains again",
                model.domain
            )?;
            Ok(())
        }
    }
}

fn list(list: &List, service: &Service, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut rows = vec![["DOMAIN", "MODE", "SAID IN"].map(str::to_owned).to_vec()];
    let mut cursor = None;
    loop {
        let query = query(&[
            ("cursor", cursor),
            ("limit", Some("500".to_owned())),
            ("mode", list.mode.clone()),
            ("prefix", list.prefix.clone()),
        ]);
        let (page, _) = service.get::<Page<DomainModel>>(&format!("domains?{query}"))?;
        for model in &page.items {
            if list.json {
                writeln!(out, "{}", serde_json::to_string(model)?)?;
            } else {
                let mode = model.effective.mode.clone();
                rows.push(vec![model.domain.clone(), mode, model.source.clone()]);
            }
        }
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    if !list.json {
        table(out, &rows)?;
    }
    Ok(())
}

fn explain(address: &str, service: &Service, out: &mut dyn Write) -> anyhow::Result<()> {
    let path = format!("mailboxes/{}", segment(address));
    let (mailbox, _) = service.get::<MailboxModel>(&path)?;
    let domain = mailbox.address.rsplit('@').next().unwrap_or_default();
    let where_said = match mailbox.source.as_str() {
        "file" => "as the policy file says",
        "store" => "as an administrator has set it",
        _ => "as every domain that is not listed: policy.default in the configuration",
    };
    writeln!(out, "{}: {}", mailbox.address, mailbox.mode)?;
    writeln!(
        out,
        "  its domain {domain} is {}, {where_said}",
        mailbox.domain_mode
    )?;
    match &mailbox.exception {
        Some(own) => writeln!(
            out,
            "  it has an exception: {} until {:.0}, by {}: {}\n  the stricter of the two applies",
            own.mode, own.until, own.by, own.reason
        )?,
        None => writeln!(out, "  it has no exception of its own")?,
    }
    let enrolled = if mailbox.enrolled { "has" } else { "has no" };
    writeln!(out, "  it {enrolled} second factor")?;
    Ok(())
}

fn set(set: &Set, service: &Service, out: &mut dyn Write) -> anyhow::Result<()> {
    let path = format!("domains/{}", segment(&set.domain));
    let (model, answer) = service.get::<DomainModel>(&path)?;
    let body = DomainSet {
        terms: TermsForm {
            mode: set.mode.clone(),
            live_sessions: set.live_sessions.clone(),
            factors: set.factors.clone(),
            sms_countries: set.sms_countries.clone(),
            sms_per_day: set.sms_per_day,
            trusted_days: set.trusted_days,
            grace_seconds: set.grace,
            guard: set.guard.clone(),
            networks: set.networks.clone(),
            contact: set.contact.clone(),
        },
        reason: set.reason.clone(),
    };
    let basis = Basis::Read(answer.etag);
    service.send(Method::PUT, &path, (&basis, Some(&body)))?;
    let before = &model.effective.mode;
    writeln!(out, "{}: {} (it was {before})", model.domain, set.mode)?;
    let (preview, _) = service.get::<PreviewModel>(&format!("{path}/preview"))?;
    // A large domain may not have been counted to its end yet.
    let first = if preview.complete { "" } else { "the first " };
    writeln!(
        out,
        "of {first}{} mailboxes seen, {} have a second factor and {} have none; {} have signed in lately",
        preview.seen, preview.enrolled, preview.not_enrolled, preview.signed_in_lately
    )?;
    Ok(())
}

fn show(model: &DomainModel, out: &mut dyn Write) -> anyhow::Result<()> {
    let terms = &model.effective;
    let said = match (&model.by, &model.at) {
        (Some(by), Some(at)) => format!("{} (by {by}, {at:.0})", model.source),
        (_, _) => model.source.clone(),
    };
    let join = |words: &Option<Vec<String>>| words.clone().unwrap_or_default().join(", ");
    let days = terms.trusted_days.unwrap_or_default().to_string();
    let messages = terms.sms_per_day.map(|count| count.to_string());
    let messages = messages.unwrap_or_default();
    let grace = terms.grace_seconds.unwrap_or_default() / (24 * 60 * 60);
    let rows = [
        ("domain", model.domain.clone()),
        ("mode", terms.mode.clone()),
        ("said in", said),
        (
            "live sessions",
            terms.live_sessions.clone().unwrap_or_default(),
        ),
        ("factors", join(&terms.factors)),
        ("SMS countries", join(&terms.sms_countries)),
        ("SMS a day", messages),
        ("trusted days", days),
        ("grace", format!("{grace} days")),
        ("guard", terms.guard.clone().unwrap_or_default()),
        ("networks", join(&terms.networks)),
        ("contact", terms.contact.clone().unwrap_or_default()),
    ];
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    let rows: Vec<_> = rows
        .map(|(name, value)| vec![name.to_owned(), value])
        .collect();
    table(out, &rows)?;
    Ok(())
}

/// Reads `14d` as seconds.
fn read_grace(text: &str) -> Result<u64, String> {
    let wrong = || format!("{text:?} is not a duration such as 14d");
    let span: Span = text.parse().map_err(|_| wrong())?;
    let signed = span.to_duration(SpanRelativeTo::days_are_24_hours());
    let signed: SignedDuration = signed.map_err(|_| wrong())?;
    u64::try_from(signed.as_secs()).map_err(|_| wrong())
}
