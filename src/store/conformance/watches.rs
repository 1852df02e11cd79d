//! What watchers are told.

use anyhow::{Context, Result};
use bytes::Bytes;
use std::sync::Arc;
use tokio::task::JoinSet;

use super::{Rig, create, key, put};
use crate::store::feed::CAPACITY;
use crate::store::{Change, Entry, Expected, Version, Watch};

pub(crate) async fn a_watch_tells_changes_in_their_order(rig: Rig) -> Result<()> {
    let mut watch = rig.store.watch("a/").await?;
    let first = put(&*rig.store, "a/x", Expected::Absent, "1").await?;
    let second = put(&*rig.store, "a/x", Expected::Version(first), "2").await?;
    rig.store.delete_if(&key("a/x")?, second).await?;
    let third = put(&*rig.store, "a/y", Expected::Absent, "3").await?;
    assert_eq!(watch.next().await, Some(told("a/x", "1", first)?));
    assert_eq!(watch.next().await, Some(told("a/x", "2", second)?));
    assert_eq!(watch.next().await, Some(Change::Deleted(key("a/x")?)));
    assert_eq!(watch.next().await, Some(told("a/y", "3", third)?));
    Ok(())
}

pub(crate) async fn a_watch_tells_only_what_is_below_its_prefix(rig: Rig) -> Result<()> {
    create(&*rig.store, "ab/before").await?;
    let mut watch = rig.store.watch("ab/").await?;
    for name in ["a/x", "abc/x", "b/x", "ab/x"] {
        create(&*rig.store, name).await?;
    }
    let change = watch.next().await.context("the watch ended")?;
    assert!(matches!(change, Change::Put(told, _) if told == key("ab/x")?));
    Ok(())
}

pub(crate) async fn a_watch_tells_nothing_of_writes_that_came_to_nothing(rig: Rig) -> Result<()> {
    let version = create(&*rig.store, "a/x").await?;
    let mut watch = rig.store.watch("a/").await?;
    let (key, stale) = (key("a/x")?, Version(version.0 + 1000));
    let put = rig.store.put_if(&key, Expected::Absent, Bytes::new(), None);
    put.await?;
    rig.store.delete_if(&key, stale).await?;
    assert!(rig.store.delete_if(&key, version).await?);
    assert_eq!(watch.next().await, Some(Change::Deleted(key)));
    Ok(())
}

pub(crate) async fn two_watches_hear_the_same(rig: Rig) -> Result<()> {
    let mut one = rig.store.watch("a/").await?;
    let mut two = rig.store.watch("").await?;
    create(&*rig.store, "a/x").await?;
    let heard = one.next().await.context("the watch ended")?;
    assert_eq!(two.next().await, Some(heard));
    Ok(())
}

pub(crate) async fn a_watch_that_fell_behind_is_told_to_list_again(rig: Rig) -> Result<()> {
    let mut watch = rig.store.watch("").await?;
    let mut writers = JoinSet::new();
    for n in 0..2 * CAPACITY {
        let store = Arc::clone(&rig.store);
        writers.spawn(async move { create(&*store, &format!("a/{n}")).await });
    }
    while let Some(written) = writers.join_next().await {
        written??;
    }
    assert_eq!(watch.next().await, Some(Change::Resync));
    create(&*rig.store, "b/after").await?;
    while !is_put_of(&mut *watch, "b/after").await? {}
    Ok(())
}

pub(crate) async fn a_watch_ends_when_the_store_is_closed(rig: Rig) -> Result<()> {
    let mut watch = rig.store.watch("").await?;
    create(&*rig.store, "a/x").await?;
    drop(rig.store);
    assert!(is_put_of(&mut *watch, "a/x").await?);
    assert_eq!(watch.next().await, None);
    Ok(())
}

fn told(name: &str, value: &'static str, version: Version) -> Result<Change> {
    let value = Bytes::from(value);
    Ok(Change::Put(key(name)?, Entry { value, version }))
}

async fn is_put_of(watch: &mut dyn Watch, name: &str) -> Result<bool> {
    let change = watch.next().await.context("the watch ended")?;
    Ok(matches!(change, Change::Put(told, _) if told == key(name)?))
}
