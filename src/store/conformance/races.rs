//! Many tasks at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use bytes::Bytes;
use tokio::task::JoinSet;

use super::{Rig, create, key, put};
use crate::store::{Entry, Expected, Key, Put, Store, Version};

const TASKS: usize = 64;

pub(crate) async fn parallel_increments_are_all_counted(rig: Rig) -> Result<()> {
    put(&*rig.store, "a/count", Expected::Absent, "0").await?;
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let store = Arc::clone(&rig.store);
        tasks.spawn(async move { increment(&*store, &key("a/count")?).await });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    let entry = rig.store.get(&key("a/count")?).await?.context("absent")?;
    assert_eq!(number(&entry)?, TASKS);
    Ok(())
}

pub(crate) async fn of_many_creators_one_wins(rig: Rig) -> Result<()> {
    let mut tasks = JoinSet::new();
    for n in 0..TASKS {
        let store = Arc::clone(&rig.store);
        let value = Bytes::from(n.to_string());
        tasks.spawn(async move {
            let key = key("a/one")?;
            let put = store.put_if(&key, Expected::Absent, value, None).await?;
            anyhow::Ok((n, put))
        });
    }
    let (mut winners, mut seen) = (Vec::new(), Vec::new());
    while let Some(done) = tasks.join_next().await {
        match done?? {
            (n, Put::Stored(version)) => winners.push((n, version)),
            (_, Put::Conflict(entry)) => seen.push(entry.context("a conflict with nothing")?),
        }
    }
    let entry = rig.store.get(&key("a/one")?).await?.context("absent")?;
    assert_eq!(winners, [(number(&entry)?, entry.version)]);
    assert!(seen.iter().all(|loser_saw| *loser_saw == entry));
    Ok(())
}

pub(crate) async fn of_many_deleters_one_wins(rig: Rig) -> Result<()> {
    let version = create(&*rig.store, "a/one").await?;
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let store = Arc::clone(&rig.store);
        tasks.spawn(async move { anyhow::Ok(store.delete_if(&key("a/one")?, version).await?) });
    }
    let mut winners = 0;
    while let Some(done) = tasks.join_next().await {
        winners += usize::from(done??);
    }
    assert_eq!(winners, 1);
    Ok(())
}

pub(crate) async fn a_reader_never_sees_an_older_state_again(rig: Rig) -> Result<()> {
    put(&*rig.store, "a/count", Expected::Absent, "0").await?;
    let over = Arc::new(AtomicBool::new(false));
    let mut readers = JoinSet::new();
    for _ in 0..4 {
        let (store, over) = (Arc::clone(&rig.store), Arc::clone(&over));
        readers.spawn(async move { read_upwards(&*store, &over).await });
    }
    for _ in 0..TASKS {
        increment(&*rig.store, &key("a/count")?).await?;
    }
    over.store(true, Ordering::SeqCst);
    while let Some(done) = readers.join_next().await {
        done??;
    }
    Ok(())
}

async fn read_upwards(store: &dyn Store, over: &AtomicBool) -> Result<()> {
    let key = key("a/count")?;
    let mut last = Version(0);
    while !over.load(Ordering::SeqCst) {
        let entry = store.get(&key).await?.context("absent")?;
        assert!(entry.version >= last);
        last = entry.version;
        tokio::task::yield_now().await;
    }
    Ok(())
}

async fn increment(store: &dyn Store, key: &Key) -> Result<()> {
    loop {
        let entry = store.get(key).await?.context("absent")?;
        let next = Bytes::from((number(&entry)? + 1).to_string());
        let expected = Expected::Version(entry.version);
        if let Put::Stored(_) = store.put_if(key, expected, next, None).await? {
            return Ok(());
        }
    }
}

fn number(entry: &Entry) -> Result<usize> {
    Ok(std::str::from_utf8(&entry.value)?.parse()?)
}
