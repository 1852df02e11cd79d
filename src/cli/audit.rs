//! `vestibule audit`: the journal of changes.

use std::io::Write;

use clap::Subcommand;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use super::remote::{Service, labels, query};
use crate::admin::api::changes::VerifiedModel;
use crate::admin::api::models::{ChangeModel, Page};

/// What is done.
#[derive(Debug, Clone, Subcommand)]
pub(super) enum Command {
    /// Writes out the changes, the oldest first.
    Export {
        /// Only from this time on: 2026-11-24 (UTC) or 2026-11-24T12:00:00+01:00
        #[arg(long, value_parser = moment)]
        since: Option<Timestamp>,
        /// Only before this time.
        #[arg(long, value_parser = moment)]
        until: Option<Timestamp>,
        /// Only those after the one of this number: to go on where an earlier export ended.
        #[arg(long)]
        after: Option<u64>,
        /// Only those of this domain.
        #[arg(long)]
        domain: Option<String>,
        /// As JSON, one change a line.
        #[arg(long)]
        json: bool,
    },
    /// Shows the last changes, the newest last.
    Tail {
        /// How many.
        #[arg(short = 'n', long, default_value_t = 20)]
        lines: usize,
        /// Only those of this domain.
        #[arg(long)]
        domain: Option<String>,
        /// Only those of this mailbox.
        #[arg(long)]
        subject: Option<String>,
        /// As JSON, one change a line.
        #[arg(long)]
        json: bool,
    },
    /// Walks through the whole journal: whether a line was removed or altered. Exit status 1 if so.
    Verify,
}

/// Does it; whether all is well.
pub(super) fn run(
    command: &Command,
    service: &Service,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    match command {
        Command::Export {
            since,
            until,
            after,
            domain,
            json,
        } => {
            let time = |at: &Option<Timestamp>| at.map(|at| at.to_string());
            let asked = [
                ("since", time(since)),
                ("until", time(until)),
                ("domain", domain.as_deref().map(labels)),
            ];
            export(service, &asked, (*after, *json), out)?;
            Ok(true)
        }
        Command::Tail {
            lines,
            domain,
            subject,
            json,
        } => {
            let filter = (
                domain.as_deref().map(labels),
                subject.as_deref().map(labels),
            );
            let changes = last(service, *lines, &filter)?;
            for change in changes.iter().rev() {
                tell(change, *json, out)?;
            }
            Ok(true)
        }
        Command::Verify => {
            let verified = verified(service)?;
            match (verified.whole, verified.broken_at) {
                (true, _) => {
                    let (lines, last) = (verified.lines, verified.last);
                    let lines = lines.unwrap_or_default();
                    let last = last.unwrap_or_else(|| "none".to_owned());
                    writeln!(out, "the journal is whole: {lines} lines, the last {last}")?;
                }
                (false, place) => {
                    let place = place.unwrap_or_default();
                    writeln!(out, "the journal is BROKEN at line {place}")?;
                }
            }
            Ok(verified.whole)
        }
    }
}

/// Looks at all of it, part by part: the newest line of the first part, and how the last part ended.
fn verified(service: &Service) -> anyhow::Result<VerifiedModel> {
    let path = "changes/verification";
    let (mut whole, _) = service.get::<VerifiedModel>(path)?;
    while let Some(cursor) = whole.next.take() {
        let query = query(&[("cursor", Some(cursor))]);
        let (part, _) = service.get::<VerifiedModel>(&format!("{path}?{query}"))?;
        whole = VerifiedModel {
            lines: whole.lines,
            last: whole.last,
            ..part
        };
    }
    Ok(whole)
}

/// A page at a time: a journal may be longer than what fits into memory.
fn export(
    service: &Service,
    asked: &[(&str, Option<String>)],
    (after, json): (Option<u64>, bool),
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut cursor = after.map(|number| number.to_string());
    loop {
        let mut all = asked.to_vec();
        all.push(("order", Some("oldest".to_owned())));
        all.push(("limit", Some("500".to_owned())));
        all.push(("cursor", cursor));
        let path = format!("changes?{}", query(&all));
        let (page, _) = service.get::<Page<ChangeModel>>(&path)?;
        for change in &page.items {
            tell(change, json, out)?;
        }
        cursor = page.next;
        if cursor.is_none() {
            return Ok(());
        }
    }
}

/// Reads a point in time, or a day, which begins at midnight UTC.
fn moment(text: &str) -> Result<Timestamp, String> {
    let day = || {
        let date: Date = text.parse().ok()?;
        let midnight = date.to_datetime(Time::midnight());
        Offset::UTC.to_timestamp(midnight).ok()
    };
    let at = text.parse().ok().or_else(day);
    at.ok_or_else(|| "write 2026-11-24 or 2026-11-24T12:00:00Z".to_owned())
}

fn last(
    service: &Service,
    lines: usize,
    (domain, subject): &(Option<String>, Option<String>),
) -> anyhow::Result<Vec<ChangeModel>> {
    let mut changes = Vec::new();
    let mut cursor = None;
    while changes.len() < lines {
        let limit = (lines - changes.len()).clamp(1, 500);
        let query = query(&[
            ("cursor", cursor),
            ("limit", Some(limit.to_string())),
            ("domain", domain.clone()),
            ("subject", subject.clone()),
        ]);
        let (page, _) = service.get::<Page<ChangeModel>>(&format!("changes?{query}"))?;
        changes.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(changes)
}

fn tell(change: &ChangeModel, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    if json {
        writeln!(out, "{}", serde_json::to_string(change)?)?;
    } else {
        show(change, out)?;
    }
    Ok(())
}

fn show(change: &ChangeModel, out: &mut dyn Write) -> std::io::Result<()> {
    let (at, event, actor) = (change.at, &change.event, &change.actor);
    let whom = change.subject.as_ref().or(change.domain.as_ref());
    let whom = whom.map_or("", String::as_str);
    let actor = plain(actor);
    write!(out, "{at:.0}  {event}  {whom}  by {actor}")?;
    for more in [&change.reason, &change.detail].into_iter().flatten() {
        write!(out, ": {}", plain(more))?;
    }
    writeln!(out)
}

/// Without what would move a terminal's cursor, or turn what stands beside it (UAX #9).
fn plain(text: &str) -> String {
    let odd = |c: char| {
        let turns = matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
        c.is_control() || turns || matches!(c, '\u{2028}'..='\u{2029}' | '\u{2066}'..='\u{2069}')
    };
    text.replace(odd, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_cannot_turn_the_line_that_it_stands_in() {
        assert_eq!(
            plain("lost\u{202e} phone\u{1b}[2J\n"),
            "lost\u{fffd} phone\u{fffd}[2J\u{fffd}"
        );
        assert_eq!(plain("Müller, 日本, مرحبا"), "Müller, 日本, مرحبا");
    }

    #[test]
    fn a_day_begins_at_midnight_utc_and_a_time_is_read_with_its_offset() {
        let read = |text: &str| moment(text).map(|at| at.to_string());
        assert_eq!(read("2026-11-24").unwrap(), "2026-11-24T00:00:00Z");
        assert_eq!(
            read("2026-11-24T12:00:00+01:00").unwrap(),
            "2026-11-24T11:00:00Z"
        );
        assert!(read("yesterday").is_err() && read("2026-13-01").is_err());
    }
}
