//! The step after which a write survives a power cut.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Brings what sled has handed to the operating system onto the disk. A trait, so that a test can
/// hold it or let it fail.
pub(super) trait Syncer: Send {
    /// Returns when it is there.
    fn sync(&mut self) -> io::Result<()>;
}

/// Syncs the files of one store.
///
/// The handle on `db` is opened once and kept: the system reports a failed write-back to every
/// handle that was open then, but to a handle opened later only if nobody has seen it yet, and
/// sled's own thread, which also syncs now and then, only logs it.
#[derive(Debug)]
pub(super) struct FileSyncer {
    db: File,
    blobs: PathBuf,
    synced: HashSet<OsString>,
}

impl FileSyncer {
    /// For the store in `dir`, which exists.
    pub(super) fn open(dir: &Path) -> io::Result<Self> {
        Ok(Self {
            db: File::open(dir.join("db"))?,
            blobs: dir.join("blobs"),
            synced: HashSet::new(),
        })
    }

    /// Our values are small, but sled keeps a page of several large ones in a file of its own,
    /// which it never syncs. Such a file is written once; usually there is none.
    fn sync_blobs(&mut self) -> io::Result<()> {
        let mut found = HashSet::new();
        for file in fs::read_dir(&self.blobs)? {
            let file = file?;
            if !self.synced.contains(&file.file_name()) {
                sync_if_there(&file.path())?;
            }
            found.insert(file.file_name());
        }
        if found != self.synced {
            File::open(&self.blobs)?.sync_all()?;
            self.synced = found;
        }
        Ok(())
    }
}

impl Syncer for FileSyncer {
    fn sync(&mut self) -> io::Result<()> {
        // First what the log refers to, then the log.
        self.sync_blobs()?;
        self.db.sync_all()
    }
}

/// sled deletes such a file when no page needs it any more, at any time.
fn sync_if_there(path: &Path) -> io::Result<()> {
    match File::open(path) {
        Ok(file) => file.sync_all(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}
