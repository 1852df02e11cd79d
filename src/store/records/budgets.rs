//! Counters with a window: `budget/<scope>`, counted before what they bound is done.

use std::sync::Arc;

use jiff::Timestamp;

use super::{RecordsError, TRIES, key};
use crate::domain::sms_budget::{Budget, Window};
use crate::store::{Expected, Put, Store};

/// Counters with a window.
#[derive(Debug, Clone)]
pub struct BudgetRecords(Arc<dyn Store>);

impl BudgetRecords {
    /// The records on `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    /// Counts one more with every budget at `now`; the scope of the first that is exhausted.
    ///
    /// # Errors
    /// When the store fails: what is bounded must then not be done.
    pub async fn count(
        &self,
        budgets: &[Budget],
        now: Timestamp,
    ) -> Result<Option<String>, RecordsError> {
        for budget in budgets {
            if !self.count_one(budget, now).await? {
                return Ok(Some(budget.scope.clone()));
            }
        }
        Ok(None)
    }

    /// What a budget's window holds at `now`; nothing where none is open, or it cannot be read.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn used(
        &self,
        budget: &Budget,
        now: Timestamp,
    ) -> Result<Option<Window>, RecordsError> {
        let entry = self.0.get(&key("budget", &budget.scope)?).await?;
        let window = entry.and_then(|entry| serde_json::from_slice::<Window>(&entry.value).ok());
        Ok(window.filter(|window| budget.covers(window, now)))
    }

    async fn count_one(&self, budget: &Budget, now: Timestamp) -> Result<bool, RecordsError> {
        let key = key("budget", &budget.scope)?;
        for _ in 0..TRIES {
            let entry = self.0.get(&key).await?;
            let counted = match &entry {
                Some(entry) => {
                    let read = serde_json::from_slice(&entry.value);
                    // What cannot be read is exhausted.
                    let Ok(counted) = read else { return Ok(false) };
                    Some(counted)
                }
                None => None,
            };
            let window: Window = match counted {
                Some(window) if budget.covers(&window, now) => window,
                Some(_) | None => Window::starting(now),
            };
            let Some(next) = budget.take(window) else {
                return Ok(false);
            };
            let value = serde_json::to_vec(&next).map_err(|_| RecordsError::Name)?;
            let expected = entry.map_or(Expected::Absent, |entry| Expected::Version(entry.version));
            let ttl = Some(budget.window);
            if let Put::Stored(_) = self.0.put_if(&key, expected, value.into(), ttl).await? {
                return Ok(true);
            }
        }
        Err(RecordsError::Contended(key.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::clock::{Clock, ManualClock};
    use crate::store::memory::MemoryStore;

    #[tokio::test]
    async fn a_budget_takes_its_limit_in_a_window_and_starts_over_in_the_next() {
        let start = Timestamp::from_second(1_000_000).unwrap();
        let clock = Arc::new(ManualClock::new(start));
        let store = Arc::new(MemoryStore::new(Arc::clone(&clock) as Arc<dyn Clock>));
        let records = BudgetRecords::new(store);
        let budget = [Budget {
            scope: "number-hour/x".to_owned(),
            limit: 3,
            window: Duration::from_secs(3600),
        }];
        for _ in 0..3 {
            assert_eq!(records.count(&budget, clock.now()).await.unwrap(), None);
            clock.advance(Duration::from_secs(600));
        }
        let exhausted = Some("number-hour/x".to_owned());
        assert_eq!(
            records.count(&budget, clock.now()).await.unwrap(),
            exhausted
        );
        clock.advance(Duration::from_secs(1800));
        assert_eq!(records.count(&budget, clock.now()).await.unwrap(), None);
    }
}
