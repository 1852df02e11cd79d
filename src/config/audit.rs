//! `[audit]`: where the audit trail goes.

use std::path::PathBuf;

use serde::Deserialize;

use super::key_path::KeyPath;
use super::scope::Scope;

/// Where the audit trail goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// To what.
    pub to: AuditTo,
    /// The key that names it.
    pub key: KeyPath,
}

/// To what the audit trail goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditTo {
    /// A file of its own, and when it is put aside; never, where that is not said.
    File(PathBuf, Option<Rotation>),
    /// systemd's journal, behind this socket.
    Journald(PathBuf),
    /// Standard output.
    Stdout,
    /// A syslog, behind this socket.
    Syslog(PathBuf),
}

/// When a file is put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// At how many bytes.
    pub bytes: u64,
    /// How many files are kept besides the one that is written.
    pub keep: u32,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    to: Option<String>,
    file: Option<String>,
    rotate_bytes: Option<u64>,
    keep: Option<u64>,
    socket: Option<String>,
}

/// The words of `audit.to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    File,
    Journald,
    Stdout,
    Syslog,
}

impl Raw {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<Audit> {
        let word = self.to.as_deref().unwrap_or("stdout");
        let word = scope.read(&at.key("to"), Some(word), read_word)?;
        let (of_file, of_socket) = match word {
            Word::File => (true, false),
            Word::Journald | Word::Syslog => (false, true),
            Word::Stdout => (false, false),
        };
        let given = [
            ("file", self.file.is_some(), of_file, "\"file\""),
            (
                "rotate_bytes",
                self.rotate_bytes.is_some(),
                of_file,
                "\"file\"",
            ),
            ("keep", self.keep.is_some(), of_file, "\"file\""),
            (
                "socket",
                self.socket.is_some(),
                of_socket,
                "\"journald\" or \"syslog\"",
            ),
        ];
        for (key, given, used, with) in given {
            if given && !used {
                let message = format!("has no effect unless audit.to is {with}");
                scope.error(&at.key(key), message);
            }
        }
        let socket = |scope: &Scope<'_>, default: &str| {
            scope.path(self.socket.as_deref().unwrap_or(default))
        };
        let (to, key) = match word {
            Word::File => {
                let why = "audit.to is \"file\"; name it";
                let file = scope.required(&at.key("file"), self.file.as_deref(), why)?;
                let rotation = rotation(self.rotate_bytes, self.keep, at, scope);
                (AuditTo::File(scope.path(file), rotation), "file")
            }
            Word::Journald => (AuditTo::Journald(socket(scope, JOURNALD)), "socket"),
            Word::Stdout => (AuditTo::Stdout, "to"),
            Word::Syslog => (AuditTo::Syslog(socket(scope, SYSLOG)), "socket"),
        };
        // The default of `socket` is the choice of `to`.
        let said = key != "socket" || self.socket.is_some();
        let key = at.key(if said { key } else { "to" });
        Some(Audit { to, key })
    }
}

fn rotation(
    bytes: Option<u64>,
    keep: Option<u64>,
    at: &KeyPath,
    scope: &mut Scope<'_>,
) -> Option<Rotation> {
    let kept = scope.count(&at.key("keep"), keep, KEEP, 1..=9999);
    match bytes {
        Some(bytes) if bytes < LEAST_BYTES => {
            let message = format!("must be at least {LEAST_BYTES}");
            scope.error(&at.key("rotate_bytes"), message);
            None
        }
        Some(bytes) => Some(Rotation {
            bytes,
            keep: u32::try_from(kept).unwrap_or(u32::MAX),
        }),
        None if keep.is_some() => {
            scope.error(&at.key("keep"), "has no effect without audit.rotate_bytes");
            None
        }
        None => None,
    }
}

fn read_word(word: &str) -> Result<Word, String> {
    match word {
        "file" => Ok(Word::File),
        "journald" => Ok(Word::Journald),
        "stdout" => Ok(Word::Stdout),
        "syslog" => Ok(Word::Syslog),
        _ => Err(format!(
            "{word:?} is none of \"stdout\", \"file\", \"journald\" and \"syslog\""
        )),
    }
}

const JOURNALD: &str = "/run/systemd/journal/socket";
const SYSLOG: &str = "/dev/log";
const KEEP: usize = 10;
/// A line may have 8 KiB.
const LEAST_BYTES: u64 = 65_536;
