//! Each day's last census: `census/<day>` (UTC), all domains together.

use std::sync::Arc;

use jiff::civil::Date;

use super::{DAYS_KEPT, RecordsError, TRIES, day_of, key};
use crate::domain::authenticator::RecordError;
use crate::domain::census::DayCensus;
use crate::domain::time::day;
use crate::store::{Expected, Put, Store};

/// Each day's last census.
#[derive(Debug, Clone)]
pub struct CensusRecords(Arc<dyn Store>);

impl CensusRecords {
    /// The records on `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    /// Puts a census in the place of its day's, whoever has taken that.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn put(&self, census: &DayCensus) -> Result<(), RecordsError> {
        let key = key(KIND, &day(census.as_of).to_string())?;
        let value = serde_json::to_vec(census).map_err(|_| RecordsError::Record {
            key: key.to_string(),
            source: RecordError::Format,
        })?;
        for _ in 0..TRIES {
            let entry = self.0.get(&key).await?;
            let expected = entry.map_or(Expected::Absent, |entry| Expected::Version(entry.version));
            let value = value.clone().into();
            let put = self
                .0
                .put_if(&key, expected, value, Some(DAYS_KEPT))
                .await?;
            if let Put::Stored(_) = put {
                return Ok(());
            }
        }
        Err(RecordsError::Contended(key.to_string()))
    }

    /// The days from `first` on, in order. One that cannot be read is left out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn since(&self, first: Date) -> Result<Vec<(Date, DayCensus)>, RecordsError> {
        let days = self.0.list(PREFIX, None, MOST).await?;
        let days = days.iter().filter_map(|(key, entry)| {
            let day = day_of(key, PREFIX).filter(|day| *day >= first)?;
            Some((day, serde_json::from_slice(&entry.value).ok()?))
        });
        Ok(days.collect())
    }
}

const KIND: &str = "census";
const PREFIX: &str = "census/";
/// A day lives for [`DAYS_KEPT`] after its last census.
const MOST: usize = 500;
