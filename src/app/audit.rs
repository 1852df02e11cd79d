//! From `[audit]` to the audit trail.

use std::sync::Arc;

use anyhow::Context as _;

use crate::config::{Audit as Section, AuditTo};
use crate::telemetry::{Audit, FileSink, JournaldSink, Rotation, Sink, StdoutSink, SyslogSink};

/// The audit trail that the configuration asks for.
///
/// # Errors
/// When its file cannot be opened, unless only the disk is full. A socket may come later.
pub fn audit(section: &Section) -> anyhow::Result<Arc<Audit>> {
    let sink: Box<dyn Sink> = match &section.to {
        AuditTo::File(path, rotation) => {
            let rotation = rotation.map(|rotation| Rotation {
                bytes: rotation.bytes,
                keep: rotation.keep,
            });
            let opened = FileSink::open(path.clone(), rotation);
            let key = &section.key;
            Box::new(opened.with_context(|| format!("{key}: {}", path.display()))?)
        }
        AuditTo::Journald(socket) => Box::new(JournaldSink::new(socket.clone())),
        AuditTo::Stdout => Box::new(StdoutSink),
        AuditTo::Syslog(socket) => Box::new(SyslogSink::new(socket.clone())),
    };
    Ok(Arc::new(Audit::to(sink)?))
}
