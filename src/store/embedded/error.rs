//! Why a store could not be opened, and what the operator can do.

use std::io;
use std::path::{Path, PathBuf};

/// The store was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Writes that were acknowledged are gone.
    #[error(
        "the store {path} has lost writes: it ends with write {found}, but {acknowledged} was \
         acknowledged. Move the directory away and put the last backup in its place. \
         To go on without what is lost, delete its file `acknowledged`"
    )]
    Behind {
        /// The store's directory.
        path: PathBuf,
        /// The last write that is there.
        found: u64,
        /// The last write that was there.
        acknowledged: u64,
    },
    /// A record's bytes are not what was written there.
    #[error(
        "the store {path} is damaged: its record {key} is corrupt. \
         Move the directory away and put the last backup in its place"
    )]
    Corrupt {
        /// The store's directory.
        path: PathBuf,
        /// Which record.
        key: String,
    },
    /// The engine gave up on its own files.
    #[error(
        "the store {path} cannot be read: {reason}. \
         Move the directory away and put the last backup in its place"
    )]
    Engine {
        /// The store's directory.
        path: PathBuf,
        /// What the engine says.
        reason: String,
    },
    /// Records are missing, or older than they were.
    #[error(
        "the store {path} has lost some of its records. Move the directory away and put the \
         last backup in its place. To go on without what is lost, delete its file \
         `acknowledged`"
    )]
    Incomplete {
        /// The store's directory.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("the store {path} cannot be opened: {doing}: {source}")]
    Io {
        /// The store's directory.
        path: PathBuf,
        /// What was tried.
        doing: &'static str,
        /// What came of it.
        source: io::Error,
    },
    /// Another process has it open.
    #[error(
        "the store {path} is in use by another process. \
         Only one can have it open; ask the running gateway instead"
    )]
    InUse {
        /// The store's directory.
        path: PathBuf,
    },
    /// The directory has files in it, but not those of a store.
    #[error(
        "{path} is not a store: {missing} is missing. \
         Give the path of an empty or a new directory, or restore the files that belong there"
    )]
    NotAStore {
        /// The directory.
        path: PathBuf,
        /// What a store would have.
        missing: &'static str,
    },
}

impl OpenError {
    /// For `map_err`: the failure of `doing` something to the store at `path`.
    pub(super) fn io(path: &Path, doing: &'static str) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io {
            path,
            doing,
            source,
        }
    }
}
