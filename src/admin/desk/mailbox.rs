//! Looking at one mailbox.

use std::sync::Arc;

use super::super::Admin;
use super::super::error::AdminError;
use crate::domain::activity::Activity;
use crate::domain::authenticator::{Attempts, Enrollment, FactorKind};
use crate::domain::identity::Subject;
use crate::domain::policy::{Mode, Source};
use crate::store::Version;
use crate::store::records::Exception;

/// Looking at one mailbox.
pub(in crate::admin) struct MailboxDesk {
    admin: Arc<Admin>,
    subject: Subject,
}

/// How a mailbox stands. Nothing in it is secret.
pub(in crate::admin) struct MailboxState {
    pub(in crate::admin) subject: Subject,
    /// What is asked of it, all told.
    pub(in crate::admin) mode: Mode,
    /// What its domain asks, and where that is said.
    pub(in crate::admin) domain: (Mode, Source),
    pub(in crate::admin) exception: Option<(Exception, Version)>,
    /// Nothing where the record cannot be read: nobody gets in by it.
    pub(in crate::admin) enrollment: Option<Enrollment>,
    pub(in crate::admin) failures: Vec<(FactorKind, Attempts)>,
    pub(in crate::admin) trusted_browsers: usize,
    pub(in crate::admin) activity: Vec<Activity>,
}

impl MailboxDesk {
    pub(in crate::admin) fn new(admin: &Arc<Admin>, subject: Subject) -> Self {
        Self {
            admin: Arc::clone(admin),
            subject,
        }
    }

    /// How it stands.
    pub(in crate::admin) async fn show(self) -> Result<MailboxState, AdminError> {
        let records = &self.admin.records;
        let subject = self.subject;
        let (mode, domain) = {
            let table = self.admin.table.load();
            let (policy, source) = table.domain(subject.domain());
            (table.requirement(&subject).mode(), (policy.mode, source))
        };
        let mut failures = Vec::new();
        for kind in FactorKind::ALL {
            if let Some(attempts) = records.attempts.most(&subject, kind).await? {
                failures.push((kind, attempts));
            }
        }
        let enrollment = match records.enrollments.load(&subject).await {
            Ok(loaded) => Some(loaded.enrollment),
            Err(crate::store::records::RecordsError::Record { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        Ok(MailboxState {
            mode,
            domain,
            exception: records.exceptions.load(&subject).await?,
            enrollment,
            failures,
            trusted_browsers: records.trusted.list(&subject).await?.len(),
            activity: records.activity.load(&subject).await?.lines,
            subject,
        })
    }
}
