//! Watching a file: whoever waits is told when it has changed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc;

/// Watches a file.
pub(super) struct FileWatch {
    file: PathBuf,
    last: Option<Vec<u8>>,
    changes: mpsc::Receiver<()>,
    _watcher: RecommendedWatcher,
}

impl FileWatch {
    /// Begins to watch.
    ///
    /// # Errors
    /// When the file's folder cannot be watched.
    pub(super) fn of(file: &Path) -> notify::Result<Self> {
        let (told, changes) = mpsc::channel(1);
        let watcher = watch(file, told)?;
        Ok(Self {
            file: file.to_owned(),
            last: std::fs::read(file).ok(),
            changes,
            _watcher: watcher,
        })
    }

    /// Waits until there is something else in it; whether anybody still watches.
    pub(super) async fn changed(&mut self) -> bool {
        while self.changes.recv().await.is_some() {
            // Editors write in several steps.
            tokio::time::sleep(SETTLE).await;
            while self.changes.try_recv().is_ok() {}
            let now = std::fs::read(&self.file).ok();
            if now != self.last {
                self.last = now;
                return true;
            }
        }
        false
    }
}

/// Watches the folder: editors and configuration management replace the file itself.
fn watch(file: &Path, told: mpsc::Sender<()>) -> notify::Result<RecommendedWatcher> {
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
