//! `[sms.outbox]`: messages that are kept instead of sent.

use std::path::PathBuf;

use serde::Deserialize;

use super::super::key_path::KeyPath;
use super::super::scope::Scope;

/// Messages that are kept instead of sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbox {
    /// The file that they are appended to; the log where there is none.
    pub file: Option<PathBuf>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    file: Option<String>,
}

impl Raw {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Outbox {
        let file = self.file.map(|file| scope.path(file));
        let place = match &file {
            Some(file) => file.display().to_string(),
            None => "the log".to_owned(),
        };
        scope.warn(
            at,
            format!("sends nothing: whoever reads {place} has everybody's codes; for tests only"),
        );
        Outbox { file }
    }
}
