//! What the program tells its operator: the access log, and the audit log.

mod access;
mod audit;

pub use access::{Access, log_access};
pub use audit::{Audit, AuditEntry};
