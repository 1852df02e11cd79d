//! Messages that nobody gets: for the demo and for tests. Whoever reads them has the codes.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use serde_json::json;

use super::{Accepted, Sms, SmsError, SmsMessage};

/// Keeps messages instead of sending them.
#[derive(Debug, Clone)]
pub struct Outbox(Tray);

#[derive(Debug, Clone)]
enum Tray {
    File(PathBuf),
    Log,
    Memory(Arc<Mutex<Vec<SmsMessage>>>),
}

impl Outbox {
    /// Appends to a file that only its owner can read: a JSON object a line, with `to` and `text`.
    #[must_use]
    pub fn to_file(path: PathBuf) -> Self {
        Self(Tray::File(path))
    }

    /// Writes number and text to the log.
    #[must_use]
    pub fn to_log() -> Self {
        Self(Tray::Log)
    }

    /// Keeps them for [`take`](Self::take); clones share them.
    #[must_use]
    pub fn to_memory() -> Self {
        Self(Tray::Memory(Arc::default()))
    }

    /// The messages since the last call, the oldest first. None but of one in memory.
    #[must_use]
    pub fn take(&self) -> Vec<SmsMessage> {
        match &self.0 {
            Tray::Memory(kept) => {
                std::mem::take(&mut *kept.lock().unwrap_or_else(PoisonError::into_inner))
            }
            Tray::File(_) | Tray::Log => Vec::new(),
        }
    }
}

#[async_trait]
impl Sms for Outbox {
    async fn send(&self, message: &SmsMessage) -> Result<Accepted, SmsError> {
        match &self.0 {
            Tray::File(path) => {
                let (path, line) = (path.clone(), line(message));
                let written = tokio::task::spawn_blocking(move || append(&path, &line)).await;
                if let Err(error) = written.map_err(std::io::Error::other).flatten() {
                    tracing::error!(gateway = NAME, %error, "the outbox cannot be written");
                    return Err(SmsError::Misconfigured);
                }
            }
            Tray::Log => tracing::info!(
                gateway = NAME,
                to = message.to.as_str(),
                text = message.text.expose(),
                "a message that is not sent"
            ),
            Tray::Memory(kept) => {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.push(message.clone());
            }
        }
        Ok(Accepted {
            gateway: NAME,
            reference: None,
        })
    }

    fn name(&self) -> &'static str {
        NAME
    }
}

fn line(message: &SmsMessage) -> String {
    let (to, text) = (message.to.as_str(), message.text.expose());
    format!("{}\n", json!({ "to": to, "text": text }))
}

/// In one write, so that two messages do not mix.
fn append(path: &PathBuf, line: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(line.as_bytes())
}

const NAME: &str = "outbox";
