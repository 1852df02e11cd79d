//! The model under the suite, and its faults.

use super::*;
use crate::store::conformance::{Rig, create, every_engine, key, manual_clock};

fn rig() -> Rig {
    let clock = manual_clock();
    Rig {
        store: Arc::new(MemoryStore::new(Arc::clone(&clock) as _)),
        clock,
        _keep: Box::new(()),
    }
}

every_engine!(rig());

#[tokio::test]
async fn only_the_chosen_call_fails() -> anyhow::Result<()> {
    let store = MemoryStore::new(manual_clock());
    store.fail_at(2, Fault::Unavailable);
    create(&store, "a/1").await?;
    let second = store.get(&key("a/1")?).await;
    assert!(matches!(second, Err(StoreError::Unavailable { .. })));
    assert!(store.get(&key("a/1")?).await?.is_some());
    assert_eq!(store.calls(), 3);
    Ok(())
}

#[tokio::test]
async fn a_write_of_unknown_outcome_may_be_done_or_not() -> anyhow::Result<()> {
    let store = MemoryStore::new(manual_clock());
    for (name, fault, done) in [
        ("a/not", Fault::Unknown, false),
        ("a/done", Fault::UnknownApplied, true),
    ] {
        let key = key(name)?;
        store.fail_at(1, fault);
        let put = store.put_if(&key, Expected::Absent, Bytes::new(), None);
        assert!(matches!(put.await, Err(StoreError::Unknown)));
        assert_eq!(store.get(&key).await?.is_some(), done);
    }
    Ok(())
}

#[tokio::test]
async fn its_debug_output_shows_no_value() -> anyhow::Result<()> {
    let store = MemoryStore::new(manual_clock());
    create(&store, "a/secret").await?;
    assert!(!format!("{store:?}").contains("secret"));
    Ok(())
}
