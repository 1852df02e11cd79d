//! What was counted: `tally/<day>`, one record a day (UTC), to which every node adds.

use std::sync::Arc;

use jiff::civil::Date;

use super::{DAYS_KEPT, RecordsError, TRIES, day_of, key};
use crate::domain::authenticator::RecordError;
use crate::domain::tally::{DayTallies, Tally};
use crate::store::{Expected, Put, Store};

/// What was counted, day by day.
#[derive(Debug, Clone)]
pub struct TallyRecords(Arc<dyn Store>);

impl TallyRecords {
    /// The records on `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    /// Adds what was counted to a day.
    ///
    /// # Errors
    /// When the store fails; after [`StoreError::Unknown`](crate::store::StoreError::Unknown) it may
    /// have been added.
    pub async fn add(&self, day: Date, counted: &[(Tally, u64)]) -> Result<(), RecordsError> {
        let key = key(KIND, &day.to_string())?;
        for _ in 0..TRIES {
            let entry = self.0.get(&key).await?;
            // A record that cannot be read is begun anew: it grants nothing.
            let read = entry
                .as_ref()
                .and_then(|entry| serde_json::from_slice::<DayTallies>(&entry.value).ok());
            let mut tallies = read.unwrap_or_default();
            tallies.add(counted);
            let value = serde_json::to_vec(&tallies).map_err(|_| RecordsError::Record {
                key: key.to_string(),
                source: RecordError::Format,
            })?;
            let expected = entry.map_or(Expected::Absent, |entry| Expected::Version(entry.version));
            let put = self.0.put_if(&key, expected, value.into(), Some(DAYS_KEPT));
            if let Put::Stored(_) = put.await? {
                return Ok(());
            }
        }
        Err(RecordsError::Contended(key.to_string()))
    }

    /// The days from `first` on, in order. One that cannot be read is left out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn since(&self, first: Date) -> Result<Vec<(Date, DayTallies)>, RecordsError> {
        let days = self.0.list(PREFIX, None, MOST).await?;
        let days = days.iter().filter_map(|(key, entry)| {
            let day = day_of(key, PREFIX).filter(|day| *day >= first)?;
            Some((day, serde_json::from_slice(&entry.value).ok()?))
        });
        Ok(days.collect())
    }
}

const KIND: &str = "tally";
const PREFIX: &str = "tally/";
/// A day lives for [`DAYS_KEPT`] after its last change.
const MOST: usize = 500;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;

    use super::*;
    use crate::clock::{Clock, ManualClock};
    use crate::domain::time::day;
    use crate::store::memory::MemoryStore;

    #[tokio::test]
    async fn what_many_nodes_add_at_once_is_all_there_and_gone_after_400_days() {
        let clock = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
        let store = Arc::new(MemoryStore::new(Arc::clone(&clock) as Arc<dyn Clock>));
        let records = TallyRecords::new(store);
        let today = day(clock.now());
        let adds = (0..20).map(|_| {
            let records = records.clone();
            async move { records.add(today, &[(Tally::SmsSent, 3)]).await.unwrap() }
        });
        futures_util::future::join_all(adds).await;
        let days = records.since(today).await.unwrap();
        assert_eq!(days.len(), 1);
        assert_eq!(days[0].1.count(Tally::SmsSent), 60);
        clock.advance(Duration::from_secs(24 * 60 * 60));
        let next = day(clock.now());
        records.add(next, &[(Tally::Enrolled, 1)]).await.unwrap();
        assert_eq!(records.since(next).await.unwrap().len(), 1);
        assert_eq!(records.since(today).await.unwrap().len(), 2);
        clock.advance(Duration::from_secs(400 * 24 * 60 * 60 - 1));
        assert_eq!(records.since(today).await.unwrap().len(), 1);
    }
}
