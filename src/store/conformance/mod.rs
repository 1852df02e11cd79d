//! What every engine must do: one suite, run against each of them.
//!
//! An engine's tests say `every_engine!(rig()?)`, where the expression makes an empty store with a
//! clock that the test moves. Each case is then a test of its own in that module.

mod expiry;
mod lists;
mod races;
mod watches;
mod writes;

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use bytes::Bytes;

use super::{Expected, Key, Put, Store, Version};
use crate::clock::{ManualClock, Timestamp};

pub(super) use cases::{conforms, every_engine};
pub(super) use {expiry::*, lists::*, races::*, watches::*, writes::*};

/// An empty store of the engine that is tested.
pub(super) struct Rig {
    pub(super) store: Arc<dyn Store>,
    pub(super) clock: Arc<ManualClock>,
    /// What must live as long as the store: its directory, its server.
    pub(super) _keep: Box<dyn Any + Send>,
}

impl Rig {
    /// Lets time pass for the store.
    fn pass(&self, time: Duration) {
        self.clock.advance(time);
    }
}

/// A clock for a rig.
pub(super) fn manual_clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH))
}

pub(super) fn key(name: &str) -> Result<Key> {
    let (kind, name) = name.split_once('/').context("a key has a slash")?;
    Key::new(kind, name).context("a key of a test is valid")
}

/// Writes that the test takes for granted.
pub(super) async fn put(
    store: &dyn Store,
    name: &str,
    expected: Expected,
    value: impl Into<Bytes> + Send,
) -> Result<Version> {
    stored(
        store
            .put_if(&key(name)?, expected, value.into(), None)
            .await?,
    )
}

pub(super) async fn create(store: &dyn Store, name: &str) -> Result<Version> {
    put(store, name, Expected::Absent, name.to_owned()).await
}

async fn create_for(store: &dyn Store, name: &str, ttl: Duration) -> Result<Version> {
    let value = Bytes::copy_from_slice(name.as_bytes());
    let key = key(name)?;
    stored(
        store
            .put_if(&key, Expected::Absent, value, Some(ttl))
            .await?,
    )
}

pub(super) fn stored(put: Put) -> Result<Version> {
    match put {
        Put::Stored(version) => Ok(version),
        Put::Conflict(entry) => bail!("unexpected conflict with {entry:?}"),
    }
}

async fn names(
    store: &dyn Store,
    prefix: &str,
    after: Option<&str>,
    limit: usize,
) -> Result<Vec<String>> {
    let after = after.map(key).transpose()?;
    let entries = store.list(prefix, after.as_ref(), limit).await?;
    Ok(entries
        .into_iter()
        .map(|(key, _)| key.to_string())
        .collect())
}

mod cases {
    //! The list of the cases.

    macro_rules! conforms {
        ($rig:expr; $($case:ident)*) => {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() -> anyhow::Result<()> {
                    $crate::store::conformance::$case($rig).await
                }
            )*
        };
    }

    macro_rules! every_engine {
        ($rig:expr) => {
            $crate::store::conformance::conforms! { $rig;
                an_absent_key_reads_as_nothing
                what_was_put_is_read_back_with_its_version
                an_empty_value_is_a_value
                creating_twice_conflicts_and_shows_what_is_there
                a_stale_version_conflicts_and_changes_nothing
                a_version_of_an_absent_key_conflicts_with_nothing
                versions_grow_with_every_write
                a_delete_needs_the_current_version
                a_version_is_not_used_again_after_a_deletion
                a_value_of_the_largest_size_is_kept_whole
                a_larger_value_is_refused_and_nothing_is_written
                many_large_values_are_kept_whole
                a_list_is_in_the_order_of_the_bytes
                a_list_ends_where_its_prefix_ends
                an_empty_prefix_lists_everything
                pages_join_to_the_whole_list
                a_page_can_begin_after_any_key
                a_limit_of_zero_gives_nothing
                a_list_gives_values_and_versions
                a_value_expires_at_its_time
                an_expired_value_is_absent_to_a_writer
                an_expired_value_cannot_be_deleted
                a_list_leaves_out_what_has_expired_and_fills_its_limit
                a_new_write_sets_a_new_time_to_live
                a_watch_tells_changes_in_their_order
                a_watch_tells_only_what_is_below_its_prefix
                a_watch_tells_nothing_of_writes_that_came_to_nothing
                two_watches_hear_the_same
                a_watch_that_fell_behind_is_told_to_list_again
                a_watch_ends_when_the_store_is_closed
                parallel_increments_are_all_counted
                of_many_creators_one_wins
                of_many_deleters_one_wins
                a_reader_never_sees_an_older_state_again
            }
        };
    }

    pub(in crate::store) use {conforms, every_engine};
}
