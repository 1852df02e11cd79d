//! `[log]`: the program's log.

use serde::Deserialize;

use super::key_path::KeyPath;
use super::scope::Scope;

/// What is written down, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// The form of the log on standard error.
    pub format: LogFormat,
}

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// Lines for people.
    Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    format: Option<String>,
}

impl Raw {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<Log> {
        let format = self.format.as_deref().unwrap_or("text");
        let format = scope.read(&at.key("format"), Some(format), read_format)?;
        Some(Log { format })
    }
}

fn read_format(word: &str) -> Result<LogFormat, String> {
    match word {
        "json" => Ok(LogFormat::Json),
        "text" => Ok(LogFormat::Text),
        _ => Err(format!("{word:?} is neither \"text\" nor \"json\"")),
    }
}
