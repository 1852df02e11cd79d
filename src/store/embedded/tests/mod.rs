//! sled under the suite, and what only sled can get wrong.

mod agreement;
mod damage;
mod durability;
mod gate;
mod opening;
mod sweeping;

use tempfile::TempDir;

use super::*;
use crate::store::conformance::{Rig, every_engine, manual_clock};

fn rig() -> anyhow::Result<Rig> {
    let (clock, dir) = (manual_clock(), TempDir::new()?);
    let store = SledStore::open(&dir.path().join("store"), Arc::clone(&clock) as _)?;
    Ok(Rig {
        store: Arc::new(store),
        clock,
        _keep: Box::new(dir),
    })
}

every_engine!(rig()?);
