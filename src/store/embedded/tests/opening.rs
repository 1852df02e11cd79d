//! Opening, reopening, refusing to open.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::Context;

use super::*;
use crate::clock::SystemClock;
use crate::store::MAX_VALUE;
use crate::store::conformance::{create, key, put};

pub(super) fn open(path: &Path) -> Result<SledStore, OpenError> {
    SledStore::open(path, Arc::new(SystemClock))
}

/// Opens `path`, which must not work.
pub(super) fn refusal(path: &Path) -> anyhow::Result<OpenError> {
    open(path).err().context("it opened")
}

/// A directory, and in it a closed store that holds `a/1`.
pub(super) async fn closed_store() -> anyhow::Result<(TempDir, PathBuf)> {
    let dir = TempDir::new()?;
    let path = dir.path().join("store");
    let store = open(&path)?;
    create(&store, "a/1").await?;
    store.close()?;
    Ok((dir, path))
}

#[tokio::test]
async fn a_second_opener_is_told_that_the_store_is_in_use() -> anyhow::Result<()> {
    let dir = TempDir::new()?;
    let path = dir.path().join("store");
    let first = open(&path)?;
    assert!(matches!(refusal(&path)?, OpenError::InUse { .. }));
    create(&first, "a/1").await?;
    drop(first);
    open(&path)?;
    Ok(())
}

#[tokio::test]
async fn what_was_written_is_there_after_reopening() -> anyhow::Result<()> {
    let (_dir, path) = closed_store().await?;
    let store = open(&path)?;
    let mut versions = Vec::new();
    for n in 0..40_u8 {
        let value = vec![n; MAX_VALUE];
        versions.push(put(&store, &format!("big/{n}"), Expected::Absent, value).await?);
    }
    drop(store);
    let store = open(&path)?;
    assert!(store.get(&key("a/1")?).await?.is_some());
    for (n, version) in (0..40_u8).zip(versions) {
        let entry = store.get(&key(&format!("big/{n}"))?).await?;
        let value = Bytes::from(vec![n; MAX_VALUE]);
        assert!(entry == Some(Entry { value, version }), "value {n}");
    }
    Ok(())
}

#[tokio::test]
async fn a_time_to_live_goes_on_while_the_store_is_closed() -> anyhow::Result<()> {
    let (clock, dir) = (manual_clock(), TempDir::new()?);
    let path = dir.path().join("store");
    let store = SledStore::open(&path, Arc::clone(&clock) as _)?;
    let (key, minute) = (key("a/1")?, Duration::from_secs(60));
    let put = store.put_if(&key, Expected::Absent, Bytes::new(), Some(minute));
    put.await?;
    drop(store);
    clock.advance(minute);
    let store = SledStore::open(&path, clock)?;
    assert_eq!(store.get(&key).await?, None);
    Ok(())
}

#[tokio::test]
async fn versions_are_not_used_again_after_reopening() -> anyhow::Result<()> {
    let dir = TempDir::new()?;
    let path = dir.path().join("store");
    let mut last = Version(0);
    for _ in 0..3 {
        let store = open(&path)?;
        for _ in 0..3 {
            let version = create(&store, "a/1").await?;
            assert!(version > last, "{version:?} after {last:?}");
            assert!(store.delete_if(&key("a/1")?, version).await?);
            last = version;
        }
    }
    Ok(())
}

#[tokio::test]
async fn an_unfinished_creation_is_cleared_away() -> anyhow::Result<()> {
    let dir = TempDir::new()?;
    let aside = dir.path().join("store.new");
    fs::create_dir_all(aside.join("blobs"))?;
    fs::write(aside.join("db"), "half")?;
    open(&dir.path().join("store"))?;
    assert!(!aside.exists());
    Ok(())
}

#[tokio::test]
async fn an_empty_directory_becomes_a_store_closed_to_others() -> anyhow::Result<()> {
    let dir = TempDir::new()?;
    let path = dir.path().join("store");
    fs::create_dir(&path)?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
    let store = open(&path)?;
    create(&store, "a/1").await?;
    let mode = fs::metadata(&path)?.permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    Ok(())
}
