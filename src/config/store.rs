//! `[store]`: where enrollments and counters are kept.

use std::path::PathBuf;

use serde::Deserialize;

use super::key_path::KeyPath;
use super::scope::Scope;

/// Where enrollments and counters are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// What keeps them.
    pub engine: Engine,
    /// Its folder.
    pub path: PathBuf,
}

/// What keeps the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A database in this process.
    Sled,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    engine: Option<String>,
    path: Option<String>,
}

impl Raw {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<Store> {
        let engine = self.engine.as_deref().unwrap_or("sled");
        let engine = scope.read(&at.key("engine"), Some(engine), read_engine);
        Some(Store {
            engine: engine?,
            path: scope.path(self.path.as_deref().unwrap_or(DEFAULT_PATH)),
        })
    }
}

fn read_engine(word: &str) -> Result<Engine, String> {
    match word {
        "sled" => Ok(Engine::Sled),
        "etcd" => Err("\"etcd\" is not built into this program; use \"sled\"".to_owned()),
        _ => Err(format!("there is no engine {word:?}; use \"sled\"")),
    }
}

const DEFAULT_PATH: &str = "/var/lib/vestibule/store";
