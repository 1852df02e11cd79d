//! `[portal]`: where Vestibule's own pages are.

use serde::Deserialize;

use super::key_path::KeyPath;
use super::scope::Scope;

/// Where Vestibule's own pages are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portal {
    /// Their path, `/mfa` for example: one segment, no slash at the end.
    pub path: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    path: Option<String>,
}

impl Raw {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<Portal> {
        let path = self.path.as_deref().unwrap_or(DEFAULT_PATH);
        let path = scope.read(&at.key("path"), Some(path), read_path)?;
        Some(Portal { path })
    }
}

fn read_path(text: &str) -> Result<String, String> {
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    match text.strip_prefix('/') {
        Some(segment) if !segment.is_empty() && segment.bytes().all(plain) => Ok(text.to_owned()),
        Some(_) | None => Err(format!(
            "{text:?} is not one segment of lower-case letters, digits and -, such as \"/mfa\""
        )),
    }
}

const DEFAULT_PATH: &str = "/mfa";
