//! Expired records go away without being asked for.

use super::*;
use crate::store::conformance::{create, key};

fn rows(store: &SledStore) -> anyhow::Result<usize> {
    let mut rows = 0;
    store.shared.table.scan(b"", None, |_, _| {
        rows += 1;
        true
    })?;
    Ok(rows)
}

#[tokio::test]
async fn writes_sweep_away_what_has_expired_and_nothing_else() -> anyhow::Result<()> {
    let (clock, dir) = (manual_clock(), TempDir::new()?);
    let store = SledStore::open(&dir.path().join("store"), Arc::clone(&clock) as _)?;
    let minute = Duration::from_secs(60);
    for n in 0..300 {
        let key = key(&format!("short/{n}"))?;
        let value = Bytes::from_static(b"x");
        store
            .put_if(&key, Expected::Absent, value, Some(minute))
            .await?;
    }
    create(&store, "a/before").await?;
    create(&store, "z/after").await?;
    assert_eq!(rows(&store)?, 302);
    clock.advance(minute);
    let mut version = create(&store, "m/busy").await?;
    for _ in 0..300 {
        let key = key("m/busy")?;
        let put = store.put_if(&key, Expected::Version(version), Bytes::new(), None);
        version = crate::store::conformance::stored(put.await?)?;
    }
    assert_eq!(rows(&store)?, 3);
    // The sweep is part of what the store knows of itself.
    let path = store.path.clone();
    store.close()?;
    SledStore::open(&path, clock)?;
    Ok(())
}
