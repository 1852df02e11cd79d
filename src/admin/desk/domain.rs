//! Looking at domains.

use std::sync::Arc;

use jiff::Timestamp;

use super::super::Admin;
use super::super::access::Caller;
use super::super::census::standing_of;
use super::super::error::AdminError;
use crate::domain::census::Standing;
use crate::domain::identity::Domain;
use crate::domain::policy::{DomainPolicy, Mode, Source, TermsForm};
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::admin) struct Preview {
    /// How the mailboxes stand.
    pub(in crate::admin) standing: Standing,
    /// When they were counted.
    pub(in crate::admin) as_of: Timestamp,
    /// Whether these are all: a large domain is counted by the census alone.
    pub(in crate::admin) complete: bool,
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

    /// How many mailboxes of a domain have been seen, and how they stand: counted now, or where that
    /// takes too long, as the last census says.
    pub(in crate::admin) async fn preview(&self, domain: &Domain) -> Result<Preview, AdminError> {
        self.check(domain)?;
        let census = self.admin.census.latest();
        let counted = census.map(|census| (census.domain(domain.as_str()), census.as_of));
        let counted = counted.filter(|(standing, _)| standing.seen > COUNTED_LIVE);
        if let Some((standing, as_of)) = counted {
            return Ok(Preview {
                standing,
                as_of,
                complete: true,
            });
        }
        let (now, lifetime) = (self.admin.clock.now(), self.admin.census.lifetime());
        let mut standing = Standing::default();
        let mut after: Option<String> = None;
        while standing.seen <= COUNTED_LIVE {
            let index = &self.admin.records.mailboxes;
            let page = index.page(domain, ("", after.as_deref()), PAGE).await?;
            for row in &page {
                standing = standing.plus(&standing_of(row, now, lifetime));
            }
            after = page.into_iter().last().map(|row| row.local);
            if after.is_none() {
                break;
            }
        }
        Ok(Preview {
            standing,
            as_of: now,
            complete: after.is_none(),
        })
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

/// What takes a few tens of milliseconds to count.
const COUNTED_LIVE: u32 = 5_000;
const PAGE: usize = 500;
