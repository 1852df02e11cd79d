//! The mailboxes of a domain that have been seen: those with an enrollment or recent activity.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::RecordsError;
use crate::domain::activity::Recent;
use crate::domain::authenticator::Enrollment;
use crate::domain::identity::Domain;
use crate::store::{Entry, Key, Store};

/// The mailboxes that have been seen.
#[derive(Debug, Clone)]
pub struct MailboxIndex(Arc<dyn Store>);

/// A mailbox in the list of its domain.
#[derive(Debug, Clone, Default)]
pub struct MailboxRow {
    /// The part before the @.
    pub local: String,
    /// What it has enrolled; nothing where that is nothing, or cannot be read.
    pub enrollment: Option<Enrollment>,
    /// Whether there is a record that cannot be read: nobody gets in by it.
    pub damaged: bool,
    /// What happened lately.
    pub recent: Option<Recent>,
}

impl MailboxIndex {
    /// The index of `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
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
        let mut rows = BTreeMap::<String, MailboxRow>::new();
        for kind in ["enrollment", "activity"] {
            let folder = format!("{kind}/{domain}/");
            let after = after.and_then(|after| Key::new(kind, &format!("{domain}/{after}")));
            let wanted = format!("{folder}{prefix}");
            for (key, entry) in self.0.list(&wanted, after.as_ref(), limit).await? {
                let local = key.as_str().strip_prefix(&folder).unwrap_or_default();
                let row = rows.entry(local.to_owned()).or_default();
                local.clone_into(&mut row.local);
                row.take(kind, &entry);
            }
        }
        Ok(rows.into_values().take(limit).collect())
    }
}

impl MailboxRow {
    /// Whether a second factor can be asked for.
    #[must_use]
    pub fn is_enrolled(&self) -> bool {
        self.damaged || self.enrollment.as_ref().is_some_and(Enrollment::is_active)
    }

    fn take(&mut self, kind: &str, entry: &Entry) {
        if kind == "activity" {
            self.recent = serde_json::from_slice(&entry.value).ok();
        } else {
            let read = Enrollment::decode(&entry.value);
            self.damaged = read.is_err();
            self.enrollment = read.ok();
        }
    }
}

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
