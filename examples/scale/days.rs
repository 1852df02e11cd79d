//! What was counted in the days before today.

use std::time::Duration;

use jiff::Timestamp;
use vestibule::domain::census::{Census, DayCensus, Standing};
use vestibule::domain::tally::{DayTallies, Tally};
use vestibule::domain::time::day;

use super::fill::{Record, key};

/// How many days are kept.
pub(super) const KEPT: usize = 400;

/// A census and the counts of each day.
pub(super) fn records(now: Timestamp) -> impl Iterator<Item = anyhow::Result<Record>> {
    (1..KEPT as u64).flat_map(move |back| {
        let at = now.saturating_sub(Duration::from_secs(back * 24 * 60 * 60));
        let at = at.unwrap_or(now);
        [census(at, back), tallies(at)]
    })
}

fn census(at: Timestamp, back: u64) -> anyhow::Result<Record> {
    let enrolled = u32::try_from(333_333 - back * 500)?;
    let standing = Standing {
        seen: 1_000_000,
        enrolled,
        totp: enrolled,
        ..Standing::default()
    };
    let domains = vec![("d000000.example".into(), standing)];
    let census = DayCensus::from(&Census::new(at, domains, Vec::new()));
    let key = key("census", &day(at).to_string())?;
    Ok((key, serde_json::to_vec(&census)?))
}

fn tallies(at: Timestamp) -> anyhow::Result<Record> {
    let mut tallies = DayTallies::default();
    tallies.add(&Tally::ALL.map(|tally| (tally, 12_345)));
    let key = key("tally", &day(at).to_string())?;
    Ok((key, serde_json::to_vec(&tallies)?))
}
