//! Nobody hears of a write before it is on disk, and nobody hears anything good after a failed sync.

use anyhow::Context;

use super::gate::{Gated, Verdict, waits};
use super::*;
use crate::store::conformance::{create, key, put};
use crate::store::{Change, StoreError};

fn is_down<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::Unavailable { .. }))
}

macro_rules! write {
    ($store:expr, $key:expr, $expected:expr) => {
        Box::pin($store.put_if($key, $expected, Bytes::new(), None))
    };
}

#[tokio::test]
async fn a_write_is_answered_only_after_its_sync() -> anyhow::Result<()> {
    let mut gated = Gated::open()?;
    let key = key("a/1")?;
    let writer = &gated.store;
    let mut put = write!(writer, &key, Expected::Absent);
    assert!(waits(put.as_mut()).await);
    gated.entered.recv().await.context("the writer is gone")?;
    assert!(waits(put.as_mut()).await);
    gated.verdicts.send(Verdict::Pass)?;
    assert!(matches!(put.await?, Put::Stored(_)));
    Ok(())
}

#[tokio::test]
async fn readers_and_watchers_wait_for_the_sync_of_what_they_saw() -> anyhow::Result<()> {
    let mut gated = Gated::open()?;
    gated.decide(Verdict::Pass)?;
    let old = create(&gated.store, "a/1").await?;
    gated.sync_begun().await?;
    let (key, gone) = (key("a/1")?, key("a/2")?);
    let mut watch = gated.store.watch("a/").await?;

    let mut put = write!(gated.store, &key, Expected::Version(old));
    assert!(waits(put.as_mut()).await);
    gated.entered.recv().await.context("the writer is gone")?;
    let mut changed = gated.store.get(&key);
    let mut absent = gated.store.get(&gone);
    let mut listed = gated.store.list("a/", None, 10);
    let mut told = watch.next();
    assert!(waits(changed.as_mut()).await);
    assert!(waits(absent.as_mut()).await);
    assert!(waits(listed.as_mut()).await);
    assert!(waits(told.as_mut()).await);

    gated.verdicts.send(Verdict::Pass)?;
    let version = changed.await?.map(|entry| entry.version);
    assert!(version > Some(old));
    assert_eq!(absent.await?, None);
    assert_eq!(listed.await?.len(), 1);
    assert!(matches!(told.await, Some(Change::Put(..))));
    assert_eq!(version.map(Put::Stored), Some(put.await?));
    Ok(())
}

#[tokio::test]
async fn a_reader_of_what_is_on_disk_does_not_wait() -> anyhow::Result<()> {
    let mut gated = Gated::open()?;
    gated.decide(Verdict::Pass)?;
    create(&gated.store, "a/1").await?;
    gated.sync_begun().await?;
    let other = key("a/2")?;
    let mut put = write!(gated.store, &other, Expected::Absent);
    assert!(waits(put.as_mut()).await);
    gated.entered.recv().await.context("the writer is gone")?;
    let unchanged = key("a/1")?;
    assert!(!waits(gated.store.get(&unchanged).as_mut()).await);
    Ok(())
}

#[tokio::test]
async fn writes_that_come_during_a_sync_share_the_next() -> anyhow::Result<()> {
    let mut gated = Gated::open()?;
    let keys: Vec<Key> = (0..11)
        .map(|n| key(&format!("a/{n}")))
        .collect::<Result<_, _>>()?;
    let mut puts = Vec::new();
    for key in &keys {
        let mut put = write!(gated.store, key, Expected::Absent);
        assert!(waits(put.as_mut()).await);
        if puts.is_empty() {
            gated.entered.recv().await.context("the writer is gone")?;
        }
        puts.push(put);
    }
    gated.verdicts.send(Verdict::Pass)?;
    gated.verdicts.send(Verdict::Pass)?;
    for put in puts {
        assert!(matches!(put.await?, Put::Stored(_)));
    }
    gated.sync_begun().await?;
    assert!(gated.entered.try_recv().is_err(), "a third sync");
    Ok(())
}

#[tokio::test]
async fn a_write_that_came_to_nothing_needs_no_sync() -> anyhow::Result<()> {
    let gated = Gated::open()?;
    let key = key("a/1")?;
    let put = write!(gated.store, &key, Expected::Version(Version(1)));
    assert_eq!(put.await?, Put::Conflict(None));
    Ok(())
}

/// Each call fails from now on, watches end, and nothing is synced any more.
async fn assert_down(mut gated: Gated) -> anyhow::Result<()> {
    let key = key("a/1")?;
    let store = &gated.store;
    assert!(is_down(&store.get(&key).await));
    assert!(is_down(&write!(store, &key, Expected::Absent).await));
    assert!(is_down(&store.delete_if(&key, Version(1)).await));
    assert!(is_down(&store.list("", None, 1).await));
    assert!(is_down(&store.watch("").await));
    assert!(is_down(&gated.store.close()));
    assert!(gated.entered.recv().await.is_none(), "another sync");
    Ok(())
}

#[tokio::test]
async fn a_failed_sync_takes_the_store_down() -> anyhow::Result<()> {
    let mut gated = Gated::open()?;
    let (key, mut watch) = (key("a/1")?, gated.store.watch("").await?);
    let mut put = write!(gated.store, &key, Expected::Absent);
    assert!(waits(put.as_mut()).await);
    gated.entered.recv().await.context("the writer is gone")?;
    let mut late_put = write!(gated.store, &key, Expected::Absent);
    let mut early_get = gated.store.get(&key);
    assert!(waits(late_put.as_mut()).await);
    assert!(waits(early_get.as_mut()).await);
    gated.verdicts.send(Verdict::Fail)?;
    assert!(matches!(put.await, Err(StoreError::Unknown)));
    assert!(is_down(&late_put.await));
    assert!(is_down(&early_get.await));
    assert_eq!(watch.next().await, None);
    assert_down(gated).await
}

#[tokio::test]
async fn a_panic_of_the_writer_takes_the_store_down() -> anyhow::Result<()> {
    let mut gated = Gated::open()?;
    gated.decide(Verdict::Panic)?;
    let failed = put(&gated.store, "a/1", Expected::Absent, "").await;
    let failed = failed.err().context("it was stored")?;
    assert!(matches!(failed.downcast()?, StoreError::Unknown));
    gated.sync_begun().await?;
    assert_down(gated).await
}
