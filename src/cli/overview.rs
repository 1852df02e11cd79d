//! `vestibule overview`: how everything stands.

use std::io::{self, Write};

use clap::Args;

use super::remote::{Service, query, table};
use crate::admin::api::overview_models::{
    CountsModel, DayModel, DomainStandingModel, OverviewModel, SmsModel,
};

/// How it is shown.
#[derive(Debug, Clone, Args)]
pub(super) struct Command {
    /// How many days are summed up, today (UTC) among them.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=400))]
    days: u16,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Shows it.
pub(super) fn run(command: &Command, service: &Service, out: &mut dyn Write) -> anyhow::Result<()> {
    let query = query(&[("days", Some(command.days.to_string()))]);
    let (model, answer) = service.get::<OverviewModel>(&format!("overview?{query}"))?;
    if command.json {
        out.write_all(&answer.body)?;
        writeln!(out)?;
    } else {
        show(&model, command.days, out)?;
    }
    Ok(())
}

fn show(model: &OverviewModel, days: u16, out: &mut dyn Write) -> io::Result<()> {
    for warning in model.warnings.iter().flatten() {
        writeln!(out, "WARNING {}: {}", warning.kind, warning.text)?;
    }
    match model.as_of {
        Some(as_of) => {
            writeln!(out, "Mailboxes, counted at {as_of:.0}")?;
            standing(model, out)?;
        }
        None => {
            let soon = "The mailboxes have not been counted yet; ask again soon.";
            writeln!(out, "{soon}")?;
        }
    }
    if let Some(counted) = &model.counted {
        writeln!(out, "\nIn {days} days, until today (UTC)")?;
        counts(counted, out)?;
    }
    if let Some(sms) = &model.sms {
        messages(sms, out)?;
    }
    adoption(model.days.as_deref().unwrap_or_default(), out)?;
    domains(
        "Required, with the smallest adoption",
        &model.least_adopted,
        out,
    )?;
    domains("With the most mailboxes", &model.largest, out)?;
    if !model.suspended.is_empty() {
        writeln!(out, "\nSuspended after too many wrong codes")?;
    }
    for one in &model.suspended {
        let since = one.since.map(|since| format!(" since {since:.0}"));
        let since = since.unwrap_or_default();
        writeln!(out, "  {} ({}){since}", one.address, one.kind)?;
    }
    Ok(())
}

fn standing(overview: &OverviewModel, out: &mut dyn Write) -> io::Result<()> {
    let (model, modes) = (&overview.mailboxes, &overview.domains);
    let (seen, enrolled) = (model.seen, model.enrolled);
    let share = match model.adoption_permille {
        None => String::new(),
        known @ Some(_) => format!(" ({})", share(known)),
    };
    writeln!(out, "  seen {seen}, with a second factor {enrolled}{share}")?;
    let (totp, sms, recovery) = (model.totp, model.sms, model.recovery);
    writeln!(
        out,
        "  app {totp}, text messages {sms}, recovery codes left {recovery}"
    )?;
    writeln!(
        out,
        "  signed in lately {}, suspended {}, not readable {}",
        model.signed_in_lately, model.suspended, model.damaged
    )?;
    let (required, optional, disabled) = (modes.required, modes.optional, modes.disabled);
    writeln!(
        out,
        "  domains: {required} required, {optional} optional, {disabled} disabled"
    )
}

fn counts(model: &CountsModel, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "  signed in: app {}, text message {}, recovery code {}, trusted browser {}, password only {}",
        model.sign_in_app,
        model.sign_in_sms,
        model.sign_in_recovery_code,
        model.sign_in_trusted_browser,
        model.sign_in_password_only
    )?;
    writeln!(
        out,
        "  refused: password {}, login {}, code {}; suspended {}",
        model.password_refused, model.login_refused, model.challenge_failed, model.suspended
    )?;
    writeln!(
        out,
        "  factors: added {}, removed {}; all removed {}",
        model.enrolled, model.factor_removed, model.unenrolled
    )?;
    writeln!(
        out,
        "  text messages: sent {}, verified {}, not sent {}, over budget {}",
        model.sms_sent, model.sms_verified, model.sms_not_sent, model.sms_over_budget
    )
}

fn messages(model: &SmsModel, out: &mut dyn Write) -> io::Result<()> {
    let (used, budget) = (model.used, model.budget);
    let back = model.conversion_permille.map(|share| {
        let (whole, tenths) = (share / 10, share % 10);
        format!("; {whole}.{tenths}% of the codes came back")
    });
    let back = back.unwrap_or_default();
    writeln!(
        out,
        "  budget of text messages: {used} of {budget} a day{back}"
    )
}

fn adoption(days: &[DayModel], out: &mut dyn Write) -> io::Result<()> {
    let counted = days
        .iter()
        .filter_map(|day| Some((&day.day, day.mailboxes.as_ref()?)));
    let rows = counted.map(|(day, all)| {
        vec![
            day.clone(),
            all.seen.to_string(),
            all.enrolled.to_string(),
            share(all.adoption_permille),
        ]
    });
    titled(
        "Adoption",
        &["DAY", "SEEN", "ENROLLED", "ADOPTION"],
        rows.collect(),
        out,
    )
}

fn domains(title: &str, rows: &[DomainStandingModel], out: &mut dyn Write) -> io::Result<()> {
    let rows = rows.iter().map(|row| {
        vec![
            row.domain.clone(),
            row.mode.clone(),
            row.mailboxes.seen.to_string(),
            row.mailboxes.enrolled.to_string(),
            share(row.mailboxes.adoption_permille),
        ]
    });
    let head = ["DOMAIN", "MODE", "SEEN", "ENROLLED", "ADOPTION"];
    titled(title, &head, rows.collect(), out)
}

fn titled(
    title: &str,
    head: &[&str],
    rows: Vec<Vec<String>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    let head = head.iter().map(|name| (*name).to_owned()).collect();
    let all: Vec<_> = std::iter::once(head).chain(rows).collect();
    table(out, &all)
}

fn share(permille: Option<u32>) -> String {
    let share = permille.map(|permille| format!("{}.{}%", permille / 10, permille % 10));
    share.unwrap_or_default()
}
