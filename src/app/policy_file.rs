//! Watching the policy file: a good edit takes effect at once, a bad one changes nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::file_watch::FileWatch;
use super::lookout::Lookout;
use crate::config::policy;
use crate::domain::audit::Event;
use crate::domain::policy::DomainPolicy;
use crate::gateway::Gateway;
use crate::telemetry::AuditEntry;

/// Reads the policy file again whenever it changes, for as long as it runs.
pub(super) async fn follow(
    gateway: Arc<Gateway>,
    lookout: Arc<Lookout>,
    (file, default): (PathBuf, DomainPolicy),
) {
    let mut watch = match FileWatch::of(&file) {
        Ok(watch) => watch,
        Err(error) => {
            tracing::error!(%error, file = %file.display(),
                "the policy file cannot be watched; SIGHUP reads it again");
            return;
        }
    };
    // What was edited after the configuration was read and before the watch began counts too.
    lookout.policy_read(reload(&gateway, &file, &default));
    while watch.changed().await {
        lookout.policy_read(reload(&gateway, &file, &default));
    }
}

/// Reads the policy file; whether it is good. A bad one leaves the last good one in force.
fn reload(gateway: &Gateway, file: &Path, default: &DomainPolicy) -> bool {
    match policy::load(file, default) {
        // What was read a moment ago, with the configuration, is no news.
        Ok(table) if table.with_stored_of(&gateway.policy.load()) == **gateway.policy.load() => {}
        Ok(table) => {
            tracing::info!(file = %file.display(), domains = table.len(), "policy read again");
            gateway.policy.rcu(|current| table.with_stored_of(current));
            let detail = format!("{}: {} domains", file.display(), table.len());
            note(gateway, Event::PolicyFileRead, &detail);
        }
        Err(problems) => {
            tracing::error!(
                "the policy file has mistakes; the last good policy stays in force:\n{problems}"
            );
            note(gateway, Event::PolicyFileRefused, &problems.to_string());
            return false;
        }
    }
    true
}

/// Remembers in the audit trail that another policy is in force, or why not.
pub(super) fn note(gateway: &Gateway, event: Event, detail: &str) {
    gateway.audit.record(&AuditEntry {
        detail: Some(detail),
        ..AuditEntry::of(event, gateway.clock.now())
    });
}
