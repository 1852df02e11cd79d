//! How far the store had come, told outside sled's log.
//!
//! When sled starts, it takes a log that is damaged in the middle for one that ends there, and
//! says nothing: all later writes are gone, used codes are free again. So the number of the last
//! acknowledged write is also kept in a file of its own, and a store that knows less does not open.
//!
//! The file is written after each sync and not synced itself. A crash of the process loses nothing
//! of it; after a power cut it may be some seconds old, never too new.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::path::Path;

use bytes::Bytes;

use super::record::Record;
use crate::store::Version;
use crate::store::deadline::Deadline;

/// The file's name, and the key of the record in it.
pub(super) const NAME: &str = "acknowledged";

/// The open file.
#[derive(Debug)]
pub(super) struct Mark(File);

impl Mark {
    /// Makes the file, which must not be there.
    pub(super) fn create(dir: &Path, last: u64) -> io::Result<Self> {
        let path = dir.join(NAME);
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        let mut mark = Self(file);
        mark.set(last)?;
        mark.0.sync_all()?;
        Ok(mark)
    }

    /// Opens the file, if there is one, and reads it.
    pub(super) fn open(dir: &Path) -> io::Result<Option<(Self, u64)>> {
        let opened = OpenOptions::new()
            .read(true)
            .write(true)
            .open(dir.join(NAME));
        let mut file = match opened {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let record = Record::decode(NAME.as_bytes(), &bytes);
        let record = record.ok_or(io::Error::from(io::ErrorKind::InvalidData))?;
        Ok(Some((Self(file), record.version.0)))
    }

    /// Write `last` and all before it are on disk. The length stays the same, and so small a part
    /// of one page is written whole or not.
    pub(super) fn set(&mut self, last: u64) -> io::Result<()> {
        let record = Record {
            version: Version(last),
            deadline: Deadline::NEVER,
            value: Bytes::new(),
        };
        self.0.write_all_at(&record.encode(NAME.as_bytes()), 0)
    }
}
