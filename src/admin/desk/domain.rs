//! Looking at domains.

use std::sync::Arc;

use jiff::Timestamp;

use super::super::Admin;
use super::super::access::Caller;
use super::super::error::AdminError;
use crate::domain::activity::Recent;
use crate::domain::audit::Event;
use crate::domain::identity::Domain;
use crate::domain::policy::{DomainPolicy, Mode, Source, TermsForm};
use crate::domain::time::between;
use crate::store::Version;
use crate::store::records::{MailboxRow, StoredPolicy};

/// Looking at domains.
pub(in crate::admin) struct DomainDesk {
    admin: Arc<Admin>,
    caller: Caller,
}

/// A domain in the list.
pub(in crate::admin) struct DomainRow {
    pub(in crate::admin) name: String,
    pub(in crate::admin) policy: DomainPolicy,
    pub(in crate::admin) source: Source,
}

/// Who would be affected by a change.
#[derive(Debug, Default)]
pub(in crate::admin) struct Preview {
    pub(in crate::admin) seen: u64,
    pub(in crate::admin) enrolled: u64,
    pub(in crate::admin) signed_in_lately: u64,
}

impl DomainDesk {
    pub(in crate::admin) fn new(admin: &Arc<Admin>, caller: Caller) -> Self {
        Self {
            admin: Arc::clone(admin),
            caller,
        }
    }

    /// What is asked of domains that are not listed.
    pub(in crate::admin) fn default(&self) -> TermsForm {
        TermsForm::from(self.admin.table.load().unlisted())
    }

    /// At most `limit` listed domains after `after`, in order.
    pub(in crate::admin) fn page(
        &self,
        (prefix, contains, mode): (&str, &str, Option<Mode>),
        after: Option<&str>,
        limit: usize,
    ) -> Vec<DomainRow> {
        let table = self.admin.table.load();
        let mut names: Vec<&str> = table
            .listed()
            .filter(|name| name.starts_with(prefix) && name.contains(contains))
            .filter(|name| self.caller.covers(name))
            .filter(|name| after.is_none_or(|after| *name > after))
            .filter(|name| mode.is_none_or(|mode| table.domain(name).0.mode == mode))
            .collect();
        if names.len() > limit {
            names.select_nth_unstable(limit);
            names.truncate(limit);
        }
        names.sort_unstable();
        let rows = names.into_iter().map(|name| {
            let (policy, source) = table.domain(name);
            DomainRow {
                name: name.to_owned(),
                policy: policy.clone(),
                source,
            }
        });
        rows.collect()
    }

    /// What is asked of a domain, and what was said of it in the store.
    pub(in crate::admin) async fn show(
        &self,
        domain: &Domain,
    ) -> Result<(DomainRow, Option<(StoredPolicy, Version)>), AdminError> {
        self.check(domain)?;
        let stored = self.admin.records.policies.load(domain).await?;
        let (policy, source) = {
            let table = self.admin.table.load();
            let (policy, source) = table.domain(domain.as_str());
            (policy.clone(), source)
        };
        let name = domain.to_string();
        let row = DomainRow {
            name,
            policy,
            source,
        };
        Ok((row, stored))
    }

    /// How many mailboxes of a domain have been seen, and how they stand.
    pub(in crate::admin) async fn preview(&self, domain: &Domain) -> Result<Preview, AdminError> {
        self.check(domain)?;
        let now = self.admin.clock.now();
        let mut preview = Preview::default();
        let mut after: Option<String> = None;
        loop {
            let index = &self.admin.records.mailboxes;
            let page = index.page(domain, ("", after.as_deref()), PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(preview);
            };
            after = Some(last.local.clone());
            for row in &page {
                preview.seen += 1;
                preview.enrolled += u64::from(row.is_enrolled());
                preview.signed_in_lately += u64::from(signed_in_lately(row, now));
            }
        }
    }

    /// At most `limit` mailboxes of a domain after `after`, in order.
    pub(in crate::admin) async fn mailboxes(
        &self,
        domain: &Domain,
        window: (&str, Option<&str>),
        limit: usize,
    ) -> Result<Vec<MailboxRow>, AdminError> {
        self.check(domain)?;
        Ok(self
            .admin
            .records
            .mailboxes
            .page(domain, window, limit)
            .await?)
    }

    fn check(&self, domain: &Domain) -> Result<(), AdminError> {
        if self.caller.covers(domain.as_str()) {
            Ok(())
        } else {
            Err(AdminError::Forbidden("read"))
        }
    }
}

/// Sessions are nowhere listed: whoever has signed in within the longest session's time, and has
/// not signed out since, may have one.
fn signed_in_lately(row: &MailboxRow, now: Timestamp) -> bool {
    let lines = row.recent.iter().flat_map(|recent: &Recent| &recent.lines);
    let mut decisive = lines.filter(|line| {
        let opens = [
            Event::LoggedIn,
            Event::CodeAccepted,
            Event::RecoveryCodeUsed,
        ];
        let opened = opens.iter().any(|event| event.name() == line.event);
        opened || line.event == Event::SignedOutEverywhere.name()
    });
    decisive.next().is_some_and(|line| {
        line.event != Event::SignedOutEverywhere.name() && between(line.time, now) < LATELY
    })
}

const LATELY: std::time::Duration = std::time::Duration::from_secs(12 * 60 * 60);
const PAGE: usize = 1000;
