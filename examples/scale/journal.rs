//! A long journal: each line bound to the one before it, as in a real one.

use std::time::Duration;

use anyhow::Context as _;
use jiff::Timestamp;
use vestibule::domain::journal::{Change, Line};
use vestibule::store::Key;

use super::fill::Record;
use super::program::domain;

/// So many lines, a second apart.
pub(super) fn lines(
    count: u64,
    domains: usize,
    now: Timestamp,
) -> impl Iterator<Item = anyhow::Result<Record>> {
    let mut last: Option<Line> = None;
    (0..count).map(move |number| {
        let at = now.checked_sub(Duration::from_secs(count - number))?;
        let place = usize::try_from(number)? % domains.max(1);
        let domain = domain(place);
        let subject = format!("alice{:06}@{domain}", place / 8);
        let line = Line::after(
            last.as_ref(),
            Change {
                at,
                actor: subject.clone(),
                event: "enrolled".to_owned(),
                domain: Some(domain),
                subject: Some(subject),
                reason: None,
                detail: None,
            },
        );
        // The newest first, as the journal's records have it.
        let name = format!("{:020}", u64::MAX - line.number);
        let key = Key::new("change", &name).context("no key")?;
        let value = serde_json::to_vec(&line)?;
        last = Some(line);
        Ok((key, value))
    })
}
