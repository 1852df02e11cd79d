//! The mailboxes that have been seen: those with an enrollment or recent activity.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::{AddressIndex, RecordsError, key};
use crate::domain::activity::Recent;
use crate::domain::authenticator::Enrollment;
use crate::domain::identity::Domain;
use crate::store::{Entry, Key, Store};

/// The mailboxes that have been seen.
#[derive(Debug, Clone)]
pub struct MailboxIndex {
    store: Arc<dyn Store>,
    addresses: AddressIndex,
}

/// A mailbox in a list.
#[derive(Debug, Clone, Default)]
pub struct MailboxRow {
    /// The part before the @.
    pub local: String,
    /// Its domain.
    pub domain: String,
    /// What it has enrolled; nothing where that is nothing, or cannot be read.
    pub enrollment: Option<Enrollment>,
    /// Whether there is a record that cannot be read: nobody gets in by it.
    pub damaged: bool,
    /// What happened lately.
    pub recent: Option<Recent>,
}

/// What a search has found so far.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The mailboxes, by address.
    pub rows: Vec<MailboxRow>,
    /// The last address that was looked at, where there may be more after it.
    pub next: Option<String>,
}

impl MailboxIndex {
    /// The index of `store`.
    #[must_use]
    pub fn new(store: Arc<dyn Store>) -> Self {
        let addresses = AddressIndex::new(Arc::clone(&store));
        Self { store, addresses }
    }

    /// At most `limit` mailboxes of `domain` whose local part begins with `prefix` and stands
    /// after `after`, in order.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn page(
        &self,
        domain: &Domain,
        (prefix, after): (&str, Option<&str>),
        limit: usize,
    ) -> Result<Vec<MailboxRow>, RecordsError> {
        let after = after.map(|after| format!("{domain}/{after}"));
        let wanted = format!("{domain}/{prefix}");
        self.merged(&wanted, after.as_deref(), limit).await
    }

    /// At most `limit` mailboxes of all domains after `after`, domain by domain: where a walk through
    /// all of them goes on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn walk(
        &self,
        after: Option<&MailboxRow>,
        limit: usize,
    ) -> Result<Vec<MailboxRow>, RecordsError> {
        let after = after.map(MailboxRow::by_domain);
        self.merged("", after.as_deref(), limit).await
    }

    /// Looks at `limit` addresses of all domains that begin with `prefix` and stand after `after`,
    /// in order. A mailbox of which nothing is left is not among what is found.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn search(
        &self,
        (prefix, after): (&str, Option<&str>),
        limit: usize,
    ) -> Result<Found, RecordsError> {
        let addresses = self.addresses.page((prefix, after), limit).await?;
        let mut found = Found::default();
        for address in &addresses {
            found.rows.extend(self.find(address).await?);
        }
        found.next = addresses.into_iter().nth(limit.saturating_sub(1));
        Ok(found)
    }

    /// The mailbox of this address, if it has been seen.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find(&self, address: &str) -> Result<Option<MailboxRow>, RecordsError> {
        let Some((local, domain)) = address.split_once('@') else {
            return Ok(None);
        };
        let name = format!("{domain}/{local}");
        let mut row = MailboxRow::named(&name);
        let mut seen = false;
        for kind in KINDS {
            if let Some(entry) = self.store.get(&key(kind, &name)?).await? {
                row.take(kind, &entry);
                seen = true;
            }
        }
        Ok(seen.then_some(row))
    }

    /// Whether there is anything of the mailbox of this address.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_seen(&self, address: &str) -> Result<bool, RecordsError> {
        let Some((local, domain)) = address.split_once('@') else {
            return Ok(false);
        };
        for kind in KINDS {
            let key = key(kind, &format!("{domain}/{local}"))?;
            if self.store.get(&key).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Both kinds of records make one list: `domain/local`, beginning with `wanted`, after `after`.
    async fn merged(
        &self,
        wanted: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<MailboxRow>, RecordsError> {
        let mut rows = BTreeMap::<String, MailboxRow>::new();
        for kind in KINDS {
            let after = after.and_then(|after| Key::new(kind, after));
            let prefix = format!("{kind}/{wanted}");
            for (key, entry) in self.store.list(&prefix, after.as_ref(), limit).await? {
                let name = key.as_str().split_once('/').unwrap_or_default().1;
                let row = match rows.get_mut(name) {
                    Some(row) => row,
                    None => rows
                        .entry(name.to_owned())
                        .or_insert_with(|| MailboxRow::named(name)),
                };
                row.take(kind, &entry);
            }
        }
        Ok(rows.into_values().take(limit).collect())
    }
}

impl MailboxRow {
    /// Its address.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }

    /// Whether a second factor can be asked for.
    #[must_use]
    pub fn is_enrolled(&self) -> bool {
        self.damaged || self.enrollment.as_ref().is_some_and(Enrollment::is_active)
    }

    /// Whether somebody may have a session of at most `lifetime`.
    #[must_use]
    pub fn may_have_session(&self, now: Timestamp, lifetime: Duration) -> bool {
        let recent = self.recent.as_ref();
        recent.is_some_and(|recent| recent.may_have_session(now, lifetime))
    }

    fn named(by_domain: &str) -> Self {
        let (domain, local) = by_domain.split_once('/').unwrap_or_default();
        Self {
            local: local.to_owned(),
            domain: domain.to_owned(),
            ..Self::default()
        }
    }

    fn by_domain(&self) -> String {
        format!("{}/{}", self.domain, self.local)
    }

    fn take(&mut self, kind: &str, entry: &Entry) {
        if kind == ACTIVITY {
            self.recent = serde_json::from_slice(&entry.value).ok();
        } else {
            let read = Enrollment::decode(&entry.value);
            self.damaged = read.is_err();
            self.enrollment = read.ok();
        }
    }
}

const ACTIVITY: &str = "activity";
const KINDS: [&str; 2] = ["enrollment", ACTIVITY];

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::clock::{Clock, ManualClock};
    use crate::domain::activity::{Activity, Reader};
    use crate::domain::audit::Event;
    use crate::domain::identity::Subject;
    use crate::store::memory::MemoryStore;
    use crate::store::records::{ActivityRecords, EnrollmentRecords};

    #[tokio::test]
    async fn both_kinds_of_records_make_one_list_in_order_page_by_page() {
        let clock = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new(clock as Arc<dyn Clock>));
        let (activity, enrollments) = (
            ActivityRecords::new(Arc::clone(&store)),
            EnrollmentRecords::new(Arc::clone(&store)),
        );
        let reader = Reader {
            language: "en".to_owned(),
            host: "webmail.test".to_owned(),
        };
        let line = Activity::new(
            Event::LoggedIn,
            Timestamp::UNIX_EPOCH,
            String::new(),
            String::new(),
        );
        for name in ["a@x.test", "b@x.test", "d/e@x.test", "a@xx.test", "z@x.tes"] {
            let subject = Subject::parse(name, None).unwrap();
            activity.add(&subject, &line, &reader).await.unwrap();
        }
        for name in ["b@x.test", "c@x.test", "bb@x.test"] {
            let subject = Subject::parse(name, None).unwrap();
            let loaded = enrollments.load(&subject).await.unwrap();
            let empty = Enrollment::new(1, Vec::new());
            enrollments
                .replace(&subject, &loaded, &empty)
                .await
                .unwrap();
        }
        let index = MailboxIndex::new(store);
        let domain = Domain::parse("x.test").unwrap();
        let mut seen = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = index
                .page(&domain, ("", after.as_deref()), 2)
                .await
                .unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.local.clone());
            seen.extend(page.into_iter().map(|row| row.local));
        }
        assert_eq!(seen, ["a", "b", "bb", "c", "d/e"]);
        let page = index.page(&domain, ("b", None), 9).await.unwrap();
        let names: Vec<_> = page.iter().map(|row| row.local.as_str()).collect();
        assert_eq!(names, ["b", "bb"]);
        assert!(page[0].recent.is_some() && !page[0].is_enrolled());
    }
}
