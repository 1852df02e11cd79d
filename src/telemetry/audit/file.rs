//! The trail in a file of its own.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::{Line, Sink};

/// Appends to a file that its owner may write and its group may read. It is one process's own.
#[derive(Debug)]
pub struct FileSink {
    path: PathBuf,
    rotation: Option<Rotation>,
    open: Option<Open>,
}

/// When a file is put aside, and how many are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// How many bytes are in a file at most.
    pub bytes: u64,
    /// How many files are kept besides the one that is written: `NAME.1` is the newest.
    pub keep: u32,
}

/// An open file.
#[derive(Debug)]
struct Open {
    file: File,
    /// How much is in it; nothing is said of what is no regular file.
    length: Option<u64>,
    /// From which length on it is put aside.
    full: u64,
    /// Whether it ends in the midst of a line.
    torn: bool,
}

impl FileSink {
    /// Appends to the file at `path`; where there is none, it is made.
    ///
    /// # Errors
    /// When it cannot be opened, unless only the disk is full: nobody is locked out by that.
    pub fn open(path: PathBuf, rotation: Option<Rotation>) -> io::Result<Self> {
        let mut sink = Self {
            path,
            rotation,
            open: None,
        };
        match sink.reopen() {
            Err(error) if is_full(&error) => {
                tracing::error!(%error, place = sink.place(), "the audit trail cannot be opened");
            }
            other => other?,
        }
        Ok(sink)
    }

    /// Puts the file aside when there is no room for `more` bytes. If that fails, the trail goes on
    /// where it is.
    fn make_room(&mut self, more: u64) {
        let (Some(rotation), Some(open)) = (self.rotation, &mut self.open) else {
            return;
        };
        let Some(length) = open.length.filter(|length| *length > 0) else {
            return;
        };
        if length.saturating_add(more) <= open.full {
            return;
        }
        match put_aside(&self.path, rotation.keep) {
            // The next line makes the new file.
            Ok(()) => self.open = None,
            Err(error) => {
                open.full = length.saturating_add(rotation.bytes);
                let place = self.place();
                tracing::error!(%error, place, "the audit trail cannot be put aside; it grows");
            }
        }
    }
}

impl Sink for FileSink {
    fn write(&mut self, line: &Line) -> io::Result<()> {
        self.make_room(line.json.len() as u64 + 1);
        if self.open.is_none() {
            self.reopen()?;
        }
        match &mut self.open {
            Some(open) => open.append(&line.json),
            None => Err(io::Error::other("it is not open")),
        }
    }

    fn reopen(&mut self) -> io::Result<()> {
        // Where that fails, the trail goes on in the file that is open, under whatever name.
        let full = self.rotation.map_or(u64::MAX, |rotation| rotation.bytes);
        self.open = Some(Open::at(&self.path, full)?);
        Ok(())
    }

    fn place(&self) -> String {
        self.path.display().to_string()
    }
}

impl Open {
    fn at(path: &Path, full: u64) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true).mode(0o640);
        let mut file = options.open(path)?;
        let metadata = file.metadata()?;
        let length = metadata.is_file().then_some(metadata.len());
        // A power cut may have left a part of a line.
        let torn = length.is_some_and(|length| length > 0) && !ends_a_line(&mut file)?;
        Ok(Self {
            file,
            length,
            full,
            torn,
        })
    }

    /// In one write where the system lets us; what it did not take whole is taken back.
    fn append(&mut self, json: &str) -> io::Result<()> {
        let before = if self.torn { "\n" } else { "" };
        let text = format!("{before}{json}\n");
        let mut rest = text.as_bytes();
        let written = loop {
            match self.file.write(rest) {
                Ok(0) => break Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => rest = rest.get(count..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => break Err(error),
            }
            if rest.is_empty() {
                break Ok(());
            }
        };
        let added = (text.len() - rest.len()) as u64;
        match written {
            Ok(()) => {
                self.torn = false;
                self.length = self.length.map(|length| length.saturating_add(added));
                Ok(())
            }
            Err(error) => {
                if added > 0 {
                    self.take_back(added);
                }
                Err(error)
            }
        }
    }

    /// Takes back the beginning of a line; where that cannot be, the next line starts on its own.
    fn take_back(&mut self, added: u64) {
        let is_ours = |length: u64| {
            let now = self.file.metadata().map(|metadata| metadata.len());
            now.is_ok_and(|now| now == length.saturating_add(added))
        };
        let taken = self
            .length
            .is_some_and(|length| is_ours(length) && self.file.set_len(length).is_ok());
        self.torn = self.torn || !taken;
    }
}

fn ends_a_line(file: &mut File) -> io::Result<bool> {
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// `NAME` becomes `NAME.1`, that becomes `NAME.2`, and so on; what was the last is overwritten.
fn put_aside(path: &Path, keep: u32) -> io::Result<()> {
    for number in (1..keep).rev() {
        let (from, to) = (numbered(path, number), numbered(path, number + 1));
        match fs::rename(from, to) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            other => other?,
        }
    }
    fs::rename(path, numbered(path, 1))
}

fn numbered(path: &Path, number: u32) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{number}"));
    name.into()
}

fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

#[cfg(test)]
mod tests;
