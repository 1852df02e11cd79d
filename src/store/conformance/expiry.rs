//! Time to live.

use std::time::Duration;

use anyhow::Result;

use super::{Rig, create, create_for, key, names, put, stored};
use crate::store::{Expected, Put};

const MINUTE: Duration = Duration::from_secs(60);
const MOMENT: Duration = Duration::from_millis(1);

pub(crate) async fn a_value_expires_at_its_time(rig: Rig) -> Result<()> {
    let key = key("a/b")?;
    create_for(&*rig.store, "a/b", MINUTE).await?;
    rig.pass(MINUTE - MOMENT);
    assert!(rig.store.get(&key).await?.is_some());
    rig.pass(MOMENT);
    assert_eq!(rig.store.get(&key).await?, None);
    Ok(())
}

pub(crate) async fn an_expired_value_is_absent_to_a_writer(rig: Rig) -> Result<()> {
    let key = key("a/b")?;
    let old = create_for(&*rig.store, "a/b", MINUTE).await?;
    rig.pass(MINUTE);
    let update = rig
        .store
        .put_if(&key, Expected::Version(old), "late".into(), None)
        .await?;
    assert_eq!(update, Put::Conflict(None));
    let new = put(&*rig.store, "a/b", Expected::Absent, "new").await?;
    assert!(new > old);
    Ok(())
}

pub(crate) async fn an_expired_value_cannot_be_deleted(rig: Rig) -> Result<()> {
    let version = create_for(&*rig.store, "a/b", MINUTE).await?;
    rig.pass(MINUTE);
    assert!(!rig.store.delete_if(&key("a/b")?, version).await?);
    Ok(())
}

pub(crate) async fn a_list_leaves_out_what_has_expired_and_fills_its_limit(rig: Rig) -> Result<()> {
    for name in ["a/1", "a/3"] {
        create_for(&*rig.store, name, MINUTE).await?;
    }
    for name in ["a/2", "a/4", "a/5"] {
        create(&*rig.store, name).await?;
    }
    rig.pass(MINUTE);
    assert_eq!(names(&*rig.store, "a/", None, 2).await?, ["a/2", "a/4"]);
    let rest = names(&*rig.store, "a/", Some("a/3"), 2).await?;
    assert_eq!(rest, ["a/4", "a/5"]);
    Ok(())
}

pub(crate) async fn a_new_write_sets_a_new_time_to_live(rig: Rig) -> Result<()> {
    let key = key("a/b")?;
    let first = create_for(&*rig.store, "a/b", MINUTE).await?;
    rig.pass(MINUTE / 2);
    let longer = Some(2 * MINUTE);
    let second = rig
        .store
        .put_if(&key, Expected::Version(first), "second".into(), longer)
        .await?;
    rig.pass(MINUTE);
    assert!(rig.store.get(&key).await?.is_some());
    let second = Expected::Version(stored(second)?);
    put(&*rig.store, "a/b", second, "for good").await?;
    rig.pass(1000 * MINUTE);
    assert!(rig.store.get(&key).await?.is_some());
    Ok(())
}
