//! `[session]`: how long sessions last.

use serde::Deserialize;

use super::key_path::KeyPath;
use super::scope::Scope;
use crate::domain::session::Limits;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    absolute: Option<String>,
    idle: Option<String>,
}

impl Raw {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Limits {
        let default = Limits::default();
        let key = at.key("absolute");
        let absolute = scope.duration(&key, self.absolute.as_deref(), default.absolute);
        if absolute > Limits::MAX {
            scope.error(&key, "must be at most 24h");
        }
        let key = at.key("idle");
        let idle = default.idle.min(absolute);
        let idle = scope.duration(&key, self.idle.as_deref(), idle);
        if idle > absolute {
            scope.error(&key, "must not be longer than session.absolute");
        }
        Limits { absolute, idle }
    }
}
