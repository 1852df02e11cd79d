//! A store that is not as it was left is not opened.

use std::fs;
use std::path::Path;

use anyhow::Context;

use super::opening::{closed_store, open, refusal};
use super::*;
use crate::store::conformance::{create, key, put};

/// Changes records behind the store's back.
fn tamper(path: &Path, change: impl FnOnce(&sled::Tree) -> sled::Result<()>) -> anyhow::Result<()> {
    let db = sled::open(path)?;
    change(&db.open_tree("records")?)?;
    db.flush()?;
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
    assert!(refused.to_string().contains("the last backup"));
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
