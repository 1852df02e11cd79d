//! `[keys]` and the key ring file.
//!
//! The file is TOML; the first key seals, the others still open what they sealed:
//!
//! ```toml
//! format = 1
//!
//! [[key]]
//! id = "1f0a9b3c"
//! created = "2026-01-31T09:30:00Z"
//! secret = "…"          # 32 bytes in unpadded base64url
//! ```

mod error;
mod file;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use error::KeyFileError;
pub use file::{KeyFile, StoredKey};
pub use write::{create, replace};

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::scope::Scope;

/// Where the key ring is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// In a credential of the service manager, which nobody else can read.
    Credential(PathBuf),
    /// In a file that only its owner can read.
    File(PathBuf),
}

impl KeySource {
    /// The file, either way.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Credential(path) | Self::File(path) => path,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    file: Option<String>,
}

impl Raw {
    pub(super) fn build(self, scope: &Scope<'_>, credentials: Option<PathBuf>) -> KeySource {
        let credential = credentials.map(|folder| folder.join("keys"));
        match (self.file, credential) {
            (None, Some(path)) if path.exists() => KeySource::Credential(path),
            (file, _) => KeySource::File(scope.path(file.as_deref().unwrap_or(DEFAULT_FILE))),
        }
    }
}

const DEFAULT_FILE: &str = "/etc/vestibule/keys";
