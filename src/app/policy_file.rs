//! Watching the policy file: a good edit takes effect at once, a bad one changes nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify::{RecursiveMode, Watcher as _};
use tokio::sync::mpsc;

use crate::config::policy;
use crate::domain::policy::DomainPolicy;
use crate::gateway::Gateway;

/// Reads the policy file again whenever it changes, for as long as it runs.
pub(super) async fn follow(gateway: Arc<Gateway>, file: PathBuf, default: DomainPolicy) {
    let (told, mut changes) = mpsc::channel(1);
    let _watcher = match watch(&file, told) {
        Ok(watcher) => watcher,
        Err(error) => {
            tracing::error!(%error, file = %file.display(),
                "the policy file cannot be watched; SIGHUP reads it again");
            return;
        }
    };
    // What was edited after the configuration was read and before the watch began counts too.
    let mut last = std::fs::read(&file).ok();
    reload(&gateway, &file, &default);
    while changes.recv().await.is_some() {
        // Editors write in several steps.
        tokio::time::sleep(SETTLE).await;
        while changes.try_recv().is_ok() {}
        let now = std::fs::read(&file).ok();
        if now != last {
            last = now;
            reload(&gateway, &file, &default);
        }
    }
}

/// Reads the policy file. A bad one leaves the last good one in force.
fn reload(gateway: &Gateway, file: &Path, default: &DomainPolicy) {
    match policy::load(file, default) {
        Ok(table) => {
            tracing::info!(file = %file.display(), domains = table.len(), "policy read again");
            gateway.policy.rcu(|current| table.with_stored_of(current));
        }
        Err(problems) => tracing::error!(
            "the policy file has mistakes; the last good policy stays in force:\n{problems}"
        ),
    }
}

/// Watches the folder: editors and configuration management replace the file itself.
fn watch(file: &Path, told: mpsc::Sender<()>) -> notify::Result<notify::RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !event.kind.is_access()) {
            // Full means that a change is already waiting to be seen.
            let _ = told.try_send(());
        }
    })?;
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    watcher.watch(
        folder.unwrap_or(Path::new(".")),
        RecursiveMode::NonRecursive,
    )?;
    Ok(watcher)
}

const SETTLE: Duration = Duration::from_millis(100);
