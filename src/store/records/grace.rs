//! Grace: `grace/<subject>`, the moment until which a mailbox may put off its set-up. Written once,
//! by the server's clock, and never renewed.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::{RecordsError, key};
use crate::domain::authenticator::RecordError;
use crate::domain::identity::Subject;
use crate::domain::time::after;
use crate::store::{Expected, Put, Store};

/// Until when mailboxes may put off their set-up.
#[derive(Debug, Clone)]
pub struct GraceRecords(Arc<dyn Store>);

impl GraceRecords {
    /// The records on `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    /// The deadline of `subject`: the one that was written, or `grace` from `now` if none was.
    ///
    /// # Errors
    /// When the store fails or the record cannot be used: there is then no grace.
    pub async fn deadline(
        &self,
        subject: &Subject,
        grace: Duration,
        now: Timestamp,
    ) -> Result<Timestamp, RecordsError> {
        let key = key("grace", subject.as_str())?;
        let proposed = after(now, grace);
        let value = proposed.as_second().to_be_bytes().to_vec().into();
        let written = match self.0.put_if(&key, Expected::Absent, value, None).await? {
            Put::Stored(_) => return Ok(proposed),
            Put::Conflict(written) => written,
        };
        let bytes = written.and_then(|entry| entry.value.as_ref().try_into().ok());
        let second = bytes.map(i64::from_be_bytes);
        let deadline = second.and_then(|second| Timestamp::from_second(second).ok());
        deadline.ok_or_else(|| RecordsError::Record {
            key: key.to_string(),
            source: RecordError::Format,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, ManualClock};
    use crate::store::memory::MemoryStore;

    #[tokio::test]
    async fn the_deadline_is_written_once_and_never_renewed() {
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
        let records = GraceRecords::new(Arc::new(MemoryStore::new(clock)));
        let subject = Subject::parse("alice@required.test", None).unwrap();
        let day = Duration::from_secs(86_400);
        let start = Timestamp::from_second(1_000_000).unwrap();
        let first = records.deadline(&subject, day, start).await.unwrap();
        assert_eq!(first, after(start, day));
        let later = records
            .deadline(&subject, 9 * day, after(start, day))
            .await
            .unwrap();
        assert_eq!(later, first);
    }
}
