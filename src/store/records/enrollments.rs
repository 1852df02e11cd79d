//! What mailboxes have enrolled: `enrollment/<domain>/<local>`.

use std::sync::Arc;

use super::{RecordsError, key};
use crate::domain::authenticator::Enrollment;
use crate::domain::identity::Subject;
use crate::store::{Expected, Put, Store, Version};

/// What mailboxes have enrolled.
#[derive(Debug, Clone)]
pub struct EnrollmentRecords(Arc<dyn Store>);

/// A mailbox's enrollment as it is now.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The record; an empty one where there is none.
    pub enrollment: Enrollment,
    version: Option<Version>,
}

/// Whether a record could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Salvaged {
    /// It could not: its epoch is lost with it.
    Damaged,
    /// It could.
    Whole,
}

impl EnrollmentRecords {
    /// The records on `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    /// What `subject` has enrolled.
    ///
    /// # Errors
    /// When the store fails or the record cannot be used.
    pub async fn load(&self, subject: &Subject) -> Result<Loaded, RecordsError> {
        let key = key(KIND, &subject.by_domain())?;
        let Some(entry) = self.0.get(&key).await? else {
            return Ok(Loaded {
                enrollment: Enrollment::new(0, Vec::new()),
                version: None,
            });
        };
        let enrollment = Enrollment::decode(&entry.value).map_err(|source| {
            let key = key.to_string();
            RecordsError::Record { key, source }
        })?;
        Ok(Loaded {
            enrollment,
            version: Some(entry.version),
        })
    }

    /// What `subject` has enrolled, where that can be read; nothing is, where it cannot: to be written
    /// anew, never to let anybody in by it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn salvage(&self, subject: &Subject) -> Result<(Loaded, Salvaged), RecordsError> {
        let key = key(KIND, &subject.by_domain())?;
        let Some(entry) = self.0.get(&key).await? else {
            return Ok((self.load(subject).await?, Salvaged::Whole));
        };
        let (enrollment, salvaged) = match Enrollment::decode(&entry.value) {
            Ok(enrollment) => (enrollment, Salvaged::Whole),
            Err(_) => (Enrollment::new(0, Vec::new()), Salvaged::Damaged),
        };
        let version = Some(entry.version);
        Ok((
            Loaded {
                enrollment,
                version,
            },
            salvaged,
        ))
    }

    /// Replaces what was `loaded`, if nobody else has since: whether it did.
    ///
    /// # Errors
    /// When the store fails; the record may then hold either.
    pub async fn replace(
        &self,
        subject: &Subject,
        loaded: &Loaded,
        enrollment: &Enrollment,
    ) -> Result<bool, RecordsError> {
        let key = key(KIND, &subject.by_domain())?;
        let value = enrollment.encode().map_err(|source| {
            let key = key.to_string();
            RecordsError::Record { key, source }
        })?;
        let expected = loaded.version.map_or(Expected::Absent, Expected::Version);
        let put = self.0.put_if(&key, expected, value.into(), None).await?;
        match put {
            Put::Stored(_) => Ok(true),
            Put::Conflict(_) => Ok(false),
        }
    }
}

const KIND: &str = "enrollment";
