//! Why a key ring file is not used. Nothing here holds any of its text.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::domain::seal::RingError;
use crate::random::RandomError;

/// Why a key ring file is not used.
#[derive(Debug, Error)]
pub enum KeyFileError {
    /// There is one, and it is never overwritten.
    #[error("{} is already there, and is not overwritten; `vestibule keys rotate` adds a key", .0.display())]
    Exists(PathBuf),
    /// Another key would push out the oldest.
    #[error(
        "the ring is full, and a new key would push out {0}: what that key sealed would never open \
         again, enrollments included"
    )]
    Full(String),
    /// Its text is not a key ring.
    #[error("{}{}: {what}", path.display(), line.map(|line| format!(":{line}")).unwrap_or_default())]
    Format {
        /// The file.
        path: PathBuf,
        /// The line, where it is known.
        line: Option<usize>,
        /// What is wrong.
        what: &'static str,
    },
    /// It cannot be read or written.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// There is none.
    #[error("{} does not exist; `vestibule keys init` makes it", .0.display())]
    Missing(PathBuf),
    /// Others can read it.
    #[error("{0} can be read by others than its owner (mode {1:04o}); run: chmod 600 {0}")]
    Mode(String, u32),
    /// There is no key to be made from.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// Its keys make no ring.
    #[error("{}: {error}", path.display())]
    Ring {
        /// The file.
        path: PathBuf,
        /// Why.
        error: RingError,
    },
}
