//! x
use super::scope::Scope;
use serde::Deserialize;
use std::path::PathBuf;
/// Where the key ring is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// a
    Credential(PathBuf),
    /// a
    File(PathBuf),
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
            (None, Some(credential)) if credential.exists() => KeySource::Credential(credential),
            (file, _) => {
                KeySource::File(scope.path(file.as_deref().unwrap_or("/etc/vestibule/keys")))
            }
        }
    }
}
