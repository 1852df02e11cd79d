//! Writing down what was counted: once a minute, and when the service stops.

use std::sync::Arc;
use std::time::Duration;

use crate::domain::time::day;
use crate::gateway::Gateway;
use crate::store::records::{RecordsError, TallyRecords};
use crate::store::{Store, StoreError};

/// Writes down once a minute what `gateway` has counted, for as long as it runs. A crash loses at
/// most what was counted since.
pub(super) async fn follow(gateway: Arc<Gateway>, store: Arc<dyn Store>) {
    loop {
        tokio::time::sleep(PAUSE).await;
        write_tallies(&gateway, &store).await;
    }
}

/// Writes down what is left when the service stops. A store that hangs does not keep it from that.
pub(super) async fn finish(gateway: &Gateway, store: &Arc<dyn Store>) {
    let written = tokio::time::timeout(PATIENCE, write_tallies(gateway, store));
    if written.await.is_err() {
        tracing::warn!("what was counted in the last minute could not be written down");
    }
}

/// Adds what `gateway` has counted to today's record. What cannot be written is kept for the next
/// time, unless it may have been written.
pub async fn write_tallies(gateway: &Gateway, store: &Arc<dyn Store>) {
    let counted = gateway.tallies.take();
    if counted.is_empty() {
        return;
    }
    let records = TallyRecords::new(Arc::clone(store));
    match records.add(day(gateway.clock.now()), &counted).await {
        Ok(()) => {}
        // Counted once too seldom rather than twice.
        Err(error @ RecordsError::Store(StoreError::Unknown)) => {
            tracing::warn!(%error, "what was counted in the last minute may be lost");
        }
        Err(error) => {
            tracing::warn!(%error, "what was counted is written down later");
            gateway.tallies.put_back(&counted);
        }
    }
}

const PAUSE: Duration = Duration::from_secs(60);
const PATIENCE: Duration = Duration::from_secs(5);
