//! Recent activity: `activity/<domain>/<local>`, the last lines of a mailbox in one record.

use std::sync::Arc;
use std::time::Duration;

use super::{AddressIndex, RecordsError, TRIES, key};
use crate::domain::activity::{Activity, Reader, Recent};
use crate::domain::authenticator::RecordError;
use crate::domain::identity::Subject;
use crate::store::{Entry, Expected, Key, Put, Store};

/// Recent activity of mailboxes.
#[derive(Debug, Clone)]
pub struct ActivityRecords {
    store: Arc<dyn Store>,
    addresses: AddressIndex,
}

impl ActivityRecords {
    /// The records on `store`.
    #[must_use]
    pub fn new(store: Arc<dyn Store>) -> Self {
        let addresses = AddressIndex::new(Arc::clone(&store));
        Self { store, addresses }
    }

    /// The last lines of `subject`.
    ///
    /// # Errors
    /// When the store fails or the record cannot be used.
    pub async fn load(&self, subject: &Subject) -> Result<Recent, RecordsError> {
        let key = key(KIND, &subject.by_domain())?;
        let entry = self.store.get(&key).await?;
        entry.map_or_else(|| Ok(Recent::default()), |entry| decode(&key, &entry))
    }

    /// Adds a line that came about with `reader`. The first one makes the mailbox known to searches.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn add(
        &self,
        subject: &Subject,
        line: &Activity,
        reader: &Reader,
    ) -> Result<(), RecordsError> {
        let key = key(KIND, &subject.by_domain())?;
        for _ in 0..TRIES {
            let entry = self.store.get(&key).await?;
            // A record that cannot be read is begun anew: it grants nothing.
            let read = entry
                .as_ref()
                .map(|entry| decode(&key, entry).unwrap_or_default());
            let mut recent = read.unwrap_or_default();
            recent.add(line.clone());
            recent.reader = Some(reader.clone());
            let value = serde_json::to_vec(&recent).map_err(|_| format_error(&key))?;
            let first = entry.is_none();
            let expected = entry.map_or(Expected::Absent, |entry| Expected::Version(entry.version));
            let put = self.store.put_if(&key, expected, value.into(), Some(KEPT));
            if let Put::Stored(_) = put.await? {
                if first {
                    self.addresses.note(subject.as_str()).await?;
                }
                return Ok(());
            }
        }
        Err(RecordsError::Contended(key.to_string()))
    }
}

fn decode(key: &Key, entry: &Entry) -> Result<Recent, RecordsError> {
    serde_json::from_slice(&entry.value).map_err(|_| format_error(key))
}

fn format_error(key: &Key) -> RecordsError {
    RecordsError::Record {
        key: key.to_string(),
        source: RecordError::Format,
    }
}

const KIND: &str = "activity";
/// People look back over some months at the most.
const KEPT: Duration = Duration::from_secs(180 * 24 * 60 * 60);
