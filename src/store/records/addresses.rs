//! The addresses of the mailboxes that have been seen: `mailbox/<local>@<domain>`, for searches over
//! all domains. Everything else about a mailbox stands under its domain.

use std::sync::Arc;

use bytes::Bytes;

use super::{RecordsError, key};
use crate::store::{Expected, Store};

/// The addresses of the mailboxes that have been seen. It may miss one, or have one of which nothing
/// is left; the first census of a day mends it.
#[derive(Debug, Clone)]
pub struct AddressIndex(Arc<dyn Store>);

impl AddressIndex {
    /// The index of `store`.
    #[must_use]
    pub const fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    /// Adds an address, if it is not there. Whether it was not.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn note(&self, address: &str) -> Result<bool, RecordsError> {
        let key = key(KIND, address)?;
        if self.0.get(&key).await?.is_some() {
            return Ok(false);
        }
        let put = self.0.put_if(&key, Expected::Absent, MARK, None);
        put.await?;
        Ok(true)
    }

    /// At most `limit` addresses that begin with `prefix` and stand after `after`, in order.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn page(
        &self,
        (prefix, after): (&str, Option<&str>),
        limit: usize,
    ) -> Result<Vec<String>, RecordsError> {
        let folder = format!("{KIND}/");
        let after = after.map(|after| key(KIND, after)).transpose()?;
        let wanted = format!("{folder}{prefix}");
        let entries = self.0.list(&wanted, after.as_ref(), limit).await?;
        let addresses = entries
            .iter()
            .filter_map(|(key, _)| key.as_str().strip_prefix(&folder));
        Ok(addresses.map(str::to_owned).collect())
    }

    /// Forgets an address. One that has been seen again meanwhile is back after the next day's census.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget(&self, address: &str) -> Result<(), RecordsError> {
        let key = key(KIND, address)?;
        if let Some(entry) = self.0.get(&key).await? {
            self.0.delete_if(&key, entry.version).await?;
        }
        Ok(())
    }
}

const KIND: &str = "mailbox";
const MARK: Bytes = Bytes::from_static(b"1");
