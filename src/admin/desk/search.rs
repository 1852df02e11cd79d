//! Searching for mailboxes by the beginning of their address.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::Admin;
use super::super::access::Caller;
use super::super::error::AdminError;
use crate::domain::identity::Domain;
use crate::store::records::{Found, MailboxRow};

/// Searching for mailboxes of the domains that are the caller's business.
pub(in crate::admin) struct SearchDesk {
    admin: Arc<Admin>,
    caller: Caller,
}

impl SearchDesk {
    pub(in crate::admin) fn new(admin: &Arc<Admin>, caller: Caller) -> Self {
        Self {
            admin: Arc::clone(admin),
            caller,
        }
    }

    /// At most `limit` mailboxes whose address begins with `prefix`, after `after`. There may be more
    /// after what is found, even after nothing: each search looks at so much and no more.
    ///
    /// All domains are searched by address. Of whom only some domains are the business, these are
    /// searched one after another, so that nobody waits for what they may not see.
    pub(in crate::admin) async fn find(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Found, AdminError> {
        match self.caller.domains() {
            None => {
                let mailboxes = &self.admin.records.mailboxes;
                Ok(mailboxes.search((prefix, after), limit).await?)
            }
            Some(domains) => self.among(domains, (prefix, after), limit).await,
        }
    }

    async fn among(
        &self,
        domains: &BTreeSet<String>,
        (prefix, after): (&str, Option<&str>),
        limit: usize,
    ) -> Result<Found, AdminError> {
        // `local@domain`, or `@domain`: from the beginning of that domain on.
        let after = after.and_then(|after| after.split_once('@'));
        let (local, wanted) = match prefix.split_once('@') {
            Some((local, domain)) => (local, Some(domain)),
            None => (prefix, None),
        };
        let domains = domains
            .iter()
            .filter(|name| wanted.is_none_or(|wanted| name.starts_with(wanted)))
            .filter(|name| after.is_none_or(|(_, domain)| name.as_str() >= domain));
        let mut found = Found::default();
        for (looked, name) in domains.enumerate() {
            if looked == LOOKS {
                found.next = Some(format!("@{name}"));
                return Ok(found);
            }
            let after = after.filter(|(local, domain)| domain == name && !local.is_empty());
            let window = (local, after.map(|(local, _)| local));
            let left = limit - found.rows.len();
            let rows = self
                .of_domain(name, window, (wanted.is_some(), left))
                .await?;
            found.rows.extend(rows);
            if found.rows.len() >= limit {
                found.next = found.rows.last().map(MailboxRow::address);
                return Ok(found);
            }
        }
        Ok(found)
    }

    /// The mailboxes of one domain; only the one called `local` where the whole of it is known.
    async fn of_domain(
        &self,
        name: &str,
        (local, after): (&str, Option<&str>),
        (whole, limit): (bool, usize),
    ) -> Result<Vec<MailboxRow>, AdminError> {
        let mailboxes = &self.admin.records.mailboxes;
        if whole {
            let passed = after.is_some_and(|after| local <= after);
            let row = if passed {
                None
            } else {
                mailboxes.find(&format!("{local}@{name}")).await?
            };
            return Ok(row.into_iter().collect());
        }
        match Domain::parse(name) {
            Ok(domain) => Ok(mailboxes.page(&domain, (local, after), limit).await?),
            // Written by hand, perhaps: it has no mailboxes.
            Err(_) => Ok(Vec::new()),
        }
    }
}

/// How many domains are looked at in one search.
const LOOKS: usize = 500;
