//! Compare-and-swap, versions, sizes.

use anyhow::{Context, Result};
use bytes::Bytes;

use super::{Rig, create, key, put};
use crate::store::{Entry, Expected, MAX_VALUE, Put, StoreError, Version};

pub(crate) async fn an_absent_key_reads_as_nothing(rig: Rig) -> Result<()> {
    assert_eq!(rig.store.get(&key("a/b")?).await?, None);
    Ok(())
}

pub(crate) async fn what_was_put_is_read_back_with_its_version(rig: Rig) -> Result<()> {
    let version = put(&*rig.store, "a/b", Expected::Absent, "value").await?;
    let value = Bytes::from("value");
    let found = rig.store.get(&key("a/b")?).await?;
    assert_eq!(found, Some(Entry { value, version }));
    Ok(())
}

pub(crate) async fn an_empty_value_is_a_value(rig: Rig) -> Result<()> {
    put(&*rig.store, "a/b", Expected::Absent, "").await?;
    let found = rig.store.get(&key("a/b")?).await?;
    assert_eq!(found.map(|entry| entry.value), Some(Bytes::new()));
    Ok(())
}

pub(crate) async fn creating_twice_conflicts_and_shows_what_is_there(rig: Rig) -> Result<()> {
    let (value, key) = (Bytes::from("first"), key("a/b")?);
    let version = put(&*rig.store, "a/b", Expected::Absent, "first").await?;
    let second = rig
        .store
        .put_if(&key, Expected::Absent, "second".into(), None)
        .await?;
    let there = Some(Entry { value, version });
    assert_eq!(second, Put::Conflict(there.clone()));
    assert_eq!(rig.store.get(&key).await?, there);
    Ok(())
}

pub(crate) async fn a_stale_version_conflicts_and_changes_nothing(rig: Rig) -> Result<()> {
    let (value, key) = (Bytes::from("second"), key("a/b")?);
    let stale = put(&*rig.store, "a/b", Expected::Absent, "first").await?;
    let version = put(&*rig.store, "a/b", Expected::Version(stale), "second").await?;
    let late = rig
        .store
        .put_if(&key, Expected::Version(stale), "late".into(), None)
        .await?;
    let there = Some(Entry { value, version });
    assert_eq!(late, Put::Conflict(there.clone()));
    assert_eq!(rig.store.get(&key).await?, there);
    Ok(())
}

pub(crate) async fn a_version_of_an_absent_key_conflicts_with_nothing(rig: Rig) -> Result<()> {
    let expected = Expected::Version(Version(1));
    let put = rig
        .store
        .put_if(&key("a/b")?, expected, "value".into(), None)
        .await?;
    assert_eq!(put, Put::Conflict(None));
    Ok(())
}

pub(crate) async fn versions_grow_with_every_write(rig: Rig) -> Result<()> {
    let mut last = create(&*rig.store, "a/b").await?;
    for _ in 0..10 {
        let next = put(&*rig.store, "a/b", Expected::Version(last), "next").await?;
        assert!(next > last, "{next:?} after {last:?}");
        last = next;
    }
    Ok(())
}

pub(crate) async fn a_delete_needs_the_current_version(rig: Rig) -> Result<()> {
    let key = key("a/b")?;
    let stale = create(&*rig.store, "a/b").await?;
    let version = put(&*rig.store, "a/b", Expected::Version(stale), "new").await?;
    assert!(!rig.store.delete_if(&key, stale).await?);
    assert!(rig.store.get(&key).await?.is_some());
    assert!(rig.store.delete_if(&key, version).await?);
    assert_eq!(rig.store.get(&key).await?, None);
    assert!(!rig.store.delete_if(&key, version).await?);
    Ok(())
}

pub(crate) async fn a_version_is_not_used_again_after_a_deletion(rig: Rig) -> Result<()> {
    let key = key("a/b")?;
    let first = create(&*rig.store, "a/b").await?;
    assert!(rig.store.delete_if(&key, first).await?);
    let second = create(&*rig.store, "a/b").await?;
    assert!(second > first);
    assert!(!rig.store.delete_if(&key, first).await?);
    Ok(())
}

pub(crate) async fn a_value_of_the_largest_size_is_kept_whole(rig: Rig) -> Result<()> {
    let value = vec![7; MAX_VALUE];
    put(&*rig.store, "a/b", Expected::Absent, value.clone()).await?;
    let found = rig.store.get(&key("a/b")?).await?.context("absent")?;
    assert!(found.value == value);
    Ok(())
}

pub(crate) async fn a_larger_value_is_refused_and_nothing_is_written(rig: Rig) -> Result<()> {
    let (key, size) = (key("a/b")?, MAX_VALUE + 1);
    let put = rig
        .store
        .put_if(&key, Expected::Absent, vec![7; size].into(), None)
        .await;
    assert!(matches!(put, Err(StoreError::TooLarge { size: named }) if named == size));
    assert_eq!(rig.store.get(&key).await?, None);
    Ok(())
}

pub(crate) async fn many_large_values_are_kept_whole(rig: Rig) -> Result<()> {
    for n in 0..40_u8 {
        let value = vec![n; MAX_VALUE];
        put(&*rig.store, &format!("a/{n}"), Expected::Absent, value).await?;
    }
    for n in 0..40_u8 {
        let found = rig.store.get(&key(&format!("a/{n}"))?).await?;
        let value = found.context("absent")?.value;
        assert!(value == vec![n; MAX_VALUE], "value {n}");
    }
    Ok(())
}
