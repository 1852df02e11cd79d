//! Opening, reopening, refusing to open.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::Context;

use super::*;
use crate::clock::SystemClock;
use crate::store::MAX_VALUE;
use crate::store::conformance::{create, key, put};

fn open(path: &Path) -> Result<SledStore, OpenError> {
    SledStore::open(path, Arc::new(SystemClock))
}

/// Opens `path`, which must not work.
fn refusal(path: &Path) -> anyhow::Result<OpenError> {
    open(path).err().context("it opened")
}

/// A directory, and in it a closed store that holds `a/1`.
async fn closed_store() -> anyhow::Result<(TempDir, PathBuf)> {
    let dir = TempDir::new()?;
    let path = dir.path().join("store");
    let store = open(&path)?;
    create(&store, "a/1").await?;
    store.close()?;
    Ok((dir, path))
}

/// Changes records behind the store's back.
fn tamper(path: &Path, change: impl FnOnce(&sled::Tree) -> sled::Result<()>) -> anyhow::Result<()> {
    let db = sled::open(path)?;
    change(&db.open_tree("records")?)?;
    db.flush()?;
    Ok(())
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

#[test]
fn other_files_are_not_taken_for_a_store() -> anyhow::Result<()> {
    let dir = TempDir::new()?;
    fs::write(dir.path().join("letter"), "dear")?;
    let refused = refusal(dir.path())?;
    assert!(matches!(refused, OpenError::NotAStore { .. }));
    assert_eq!(fs::read_dir(dir.path())?.count(), 1);
    Ok(())
}

#[tokio::test]
async fn a_store_that_lost_a_file_is_not_begun_anew() -> anyhow::Result<()> {
    for file in ["conf", "db"] {
        let (_dir, path) = closed_store().await?;
        fs::write(path.join(file), "")?;
        let emptied = refusal(&path)?;
        assert!(matches!(emptied, OpenError::NotAStore { missing, .. } if missing == file));
        fs::remove_file(path.join(file))?;
        let lost = refusal(&path)?;
        assert!(matches!(lost, OpenError::NotAStore { missing, .. } if missing == file));
    }
    Ok(())
}

#[tokio::test]
async fn a_log_of_zeros_is_not_taken_for_an_empty_store() -> anyhow::Result<()> {
    let (_dir, path) = closed_store().await?;
    let length = fs::metadata(path.join("db"))?.len();
    fs::write(path.join("db"), vec![0; usize::try_from(length)?])?;
    refusal(&path)?;
    Ok(())
}

/// A store that was written to, and its log cut short by one damaged byte in the middle.
async fn store_with_damaged_log() -> anyhow::Result<(TempDir, PathBuf)> {
    let dir = TempDir::new()?;
    let path = dir.path().join("store");
    let store = open(&path)?;
    for n in 0..100 {
        put(&store, &format!("a/{n}"), Expected::Absent, vec![7; 100]).await?;
    }
    store.close()?;
    let mut log = fs::read(path.join("db"))?;
    let length = log.iter().rposition(|byte| *byte != 0).unwrap_or(0);
    let byte = log.get_mut(length * 3 / 4).context("a short log")?;
    *byte ^= 0x55;
    fs::write(path.join("db"), log)?;
    Ok((dir, path))
}

#[tokio::test]
async fn a_damaged_log_is_not_taken_for_a_shorter_one() -> anyhow::Result<()> {
    let (_dir, path) = store_with_damaged_log().await?;
    for _ in 0..2 {
        let refused = refusal(&path)?;
        assert!(matches!(
            refused,
            OpenError::Behind {
                acknowledged: 100,
                ..
            }
        ));
    }
    Ok(())
}

#[tokio::test]
async fn a_lost_record_is_missed_when_opening() -> anyhow::Result<()> {
    let (_dir, path) = closed_store().await?;
    tamper(&path, |records| records.remove("a/1").map(drop))?;
    assert!(matches!(refusal(&path)?, OpenError::Incomplete { .. }));
    fs::remove_file(path.join("acknowledged"))?;
    open(&path)?;
    open(&path)?;
    Ok(())
}

#[tokio::test]
async fn a_record_that_went_back_to_an_older_state_is_seen_when_opening() -> anyhow::Result<()> {
    let (_dir, path) = closed_store().await?;
    let mut old = sled::IVec::default();
    tamper(&path, |records| {
        old = records.get("a/1")?.unwrap_or_default();
        Ok(())
    })?;
    let store = open(&path)?;
    let first = store.get(&key("a/1")?).await?.context("absent")?.version;
    put(&store, "a/1", Expected::Version(first), "newer").await?;
    store.close()?;
    tamper(&path, |records| records.insert("a/1", old).map(drop))?;
    assert!(matches!(refusal(&path)?, OpenError::Incomplete { .. }));
    Ok(())
}

#[tokio::test]
async fn the_operator_can_accept_a_loss_and_go_on() -> anyhow::Result<()> {
    let (_dir, path) = store_with_damaged_log().await?;
    fs::remove_file(path.join("acknowledged"))?;
    open(&path)?;
    let store = open(&path)?;
    create(&store, "b/1").await?;
    store.close()?;
    open(&path)?;
    Ok(())
}

#[tokio::test]
async fn a_changed_record_is_named_when_opening() -> anyhow::Result<()> {
    let (_dir, path) = closed_store().await?;
    tamper(&path, |records| {
        let mut bytes = records.get("a/1")?.unwrap_or_default().to_vec();
        bytes.rotate_left(1);
        records.insert("a/1", bytes).map(drop)
    })?;
    let refused = refusal(&path)?;
    assert!(matches!(&refused, OpenError::Corrupt { key, .. } if key == "a/1"));
    assert!(refused.to_string().contains("store import"));
    Ok(())
}

#[tokio::test]
async fn a_record_moved_to_another_key_is_named_when_opening() -> anyhow::Result<()> {
    let (_dir, path) = closed_store().await?;
    tamper(&path, |records| {
        let bytes = records.remove("a/1")?.unwrap_or_default();
        records.insert("a/2", bytes).map(drop)
    })?;
    assert!(matches!(refusal(&path)?, OpenError::Corrupt { key, .. } if key == "a/2"));
    Ok(())
}
