//! Reading the journal.

use std::sync::Arc;

use jiff::Timestamp;

use super::super::Admin;
use super::super::access::Caller;
use super::super::error::AdminError;
use crate::domain::journal::Line;
use crate::store::records::{Checked, Seam};

/// Reading the journal, as far as it is the caller's business.
pub(in crate::admin) struct JournalDesk {
    admin: Arc<Admin>,
    caller: Caller,
}

/// Which lines are wanted.
#[derive(Debug, Clone, Default)]
pub(in crate::admin) struct Wanted {
    pub(in crate::admin) domain: Option<String>,
    pub(in crate::admin) subject: Option<String>,
    pub(in crate::admin) event: Option<String>,
    /// From this time on.
    pub(in crate::admin) since: Option<Timestamp>,
    /// Before this time.
    pub(in crate::admin) until: Option<Timestamp>,
}

impl JournalDesk {
    pub(in crate::admin) fn new(admin: &Arc<Admin>, caller: Caller) -> Self {
        Self {
            admin: Arc::clone(admin),
            caller,
        }
    }

    /// At most `limit` lines before the place `before`, the newest first, and from where to go on:
    /// a search looks at some thousands of lines at a time.
    pub(in crate::admin) async fn page(
        &self,
        wanted: &Wanted,
        mut before: Option<u64>,
        limit: usize,
    ) -> Result<(Vec<Line>, Option<u64>), AdminError> {
        let mut found = Vec::new();
        for _ in 0..LOOKS {
            let page = self.admin.records.journal.page(before, PAGE).await?;
            let ended = page.len() < PAGE;
            for line in page {
                before = Some(line.number);
                if self.is_wanted(&line, wanted) {
                    found.push(line);
                    if found.len() == limit {
                        return Ok((found, before.filter(|place| *place > 1)));
                    }
                }
            }
            if ended {
                return Ok((found, None));
            }
            tokio::task::yield_now().await;
        }
        Ok((found, before))
    }

    /// At most `limit` lines after the place `after`, the oldest first, and from where to go on.
    pub(in crate::admin) async fn page_from(
        &self,
        wanted: &Wanted,
        mut after: u64,
        limit: usize,
    ) -> Result<(Vec<Line>, Option<u64>), AdminError> {
        let journal = &self.admin.records.journal;
        let newest = journal.page(None, 1).await?;
        let last = newest.first().map_or(0, |line| line.number);
        let mut found = Vec::new();
        for _ in 0..LOOKS {
            if after >= last {
                return Ok((found, None));
            }
            for line in journal.following(after, WINDOW).await? {
                let place = line.number;
                if self.is_wanted(&line, wanted) {
                    found.push(line);
                    if found.len() == limit {
                        return Ok((found, Some(place).filter(|place| *place < last)));
                    }
                }
            }
            after = after.saturating_add(u64::from(WINDOW));
        }
        Ok((found, Some(after).filter(|after| *after < last)))
    }

    /// Walks through a part of it, from the newest line or from a seam on.
    pub(in crate::admin) async fn check(&self, from: Option<&Seam>) -> Result<Checked, AdminError> {
        Ok(self.admin.records.journal.check(from, CHECKED).await?)
    }

    fn is_wanted(&self, line: &Line, wanted: &Wanted) -> bool {
        let is = |own: &Option<String>, wanted: &Option<String>| {
            wanted.is_none() || own.as_ref() == wanted.as_ref()
        };
        let change = &line.change;
        let business = match &change.domain {
            Some(domain) => self.caller.covers(domain),
            None => self.caller.domains().is_none(),
        };
        business
            && wanted.since.is_none_or(|since| change.at >= since)
            && wanted.until.is_none_or(|until| change.at < until)
            && is(&change.domain, &wanted.domain)
            && is(&change.subject, &wanted.subject)
            && wanted
                .event
                .as_ref()
                .is_none_or(|event| *event == change.event)
    }
}

const PAGE: usize = 500;
const WINDOW: u16 = 500;
const LOOKS: usize = 20;
/// A tenth of a second's work: nobody else waits for it.
const CHECKED: usize = 10_000;
