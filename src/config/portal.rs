//! `[portal]`: where Vestibule's own pages are.

use serde::Deserialize;

use super::key_path::KeyPath;
use super::scope::Scope;
use super::site::Site;

/// Where Vestibule's own pages are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portal {
    /// Their path, `/mfa` for example: one segment, no slash at the end.
    pub path: String,
}

impl Portal {
    /// The webmails must have nothing there that a browser needs.
    pub(super) fn check_beside(&self, sites: &[Site], at: &KeyPath, scope: &mut Scope<'_>) {
        let inside = |path: &String| {
            let rest = path.strip_prefix(self.path.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        for profile in sites.iter().map(|site| &site.profile) {
            if let Some(taken) = profile.assets.prefixes.iter().find(|path| inside(path)) {
                let message = format!("{} has its {taken} there", profile.name);
                scope.error(&at.key("path"), message);
            }
        }
    }
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
