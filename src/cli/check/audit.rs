//! Whether the audit trail can be written.

use std::fs::OpenOptions;
use std::os::unix::net::UnixDatagram;
use std::path::Path;

use super::store;
use crate::config::AuditTo;

/// Whether lines can be written there. Writes none, and leaves nothing behind.
///
/// # Errors
/// A sentence that says what is wrong.
pub(super) fn check(to: &AuditTo) -> Result<(), String> {
    match to {
        AuditTo::File(path, rotation) => check_file(path, rotation.is_some()),
        AuditTo::Journald(socket) | AuditTo::Syslog(socket) => {
            let connected = UnixDatagram::unbound().and_then(|own| own.connect(socket));
            connected.map_err(|error| format!("{}: {error}", socket.display()))
        }
        AuditTo::Stdout => Ok(()),
    }
}

fn check_file(path: &Path, rotates: bool) -> Result<(), String> {
    if path.exists() {
        let mut options = OpenOptions::new();
        let opened = options.read(true).append(true).open(path);
        opened.map_err(|error| format!("{}: {error}", path.display()))?;
        if !rotates {
            return Ok(());
        }
    }
    match path.parent() {
        Some(folder) if folder.is_dir() => store::check(folder),
        Some(folder) => Err(format!("{}: there is no such folder", folder.display())),
        None => Err(format!("{} is not a file", path.display())),
    }
}
