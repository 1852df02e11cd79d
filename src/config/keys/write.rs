//! The key ring file: writing, so that after a crash there is the old ring or the new one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, fchown};
use std::path::{Path, PathBuf};

use super::{KeyFile, KeyFileError};

/// Writes a new file that only its owner can read.
///
/// # Errors
/// When there already is one, or it cannot be written.
pub fn create(path: &Path, keys: &KeyFile) -> Result<(), KeyFileError> {
    if path.exists() {
        return Err(KeyFileError::Exists(path.to_owned()));
    }
    let aside = Aside::write(path, keys)?;
    // A link fails where a rename would replace a file that has come up since.
    let linked = fs::hard_link(&aside.path, path);
    let removed = aside.remove();
    linked
        .and(removed)
        .and_then(|()| sync_folder(path))
        .map_err(|error| {
            if error.kind() == io::ErrorKind::AlreadyExists {
                KeyFileError::Exists(path.to_owned())
            } else {
                failed(path, error)
            }
        })
}

/// Replaces the file in one step; its owner stays.
///
/// # Errors
/// When it cannot be written. The old file is then still there.
pub fn replace(path: &Path, keys: &KeyFile) -> Result<(), KeyFileError> {
    let path = fs::canonicalize(path).map_err(|error| failed(path, error))?;
    let aside = Aside::write(&path, keys)?;
    let replaced = keep_owner(&path, &aside.file).and_then(|()| fs::rename(&aside.path, &path));
    if replaced.is_err() {
        // What counts is the first error.
        let _ = aside.remove();
    }
    replaced
        .and_then(|()| sync_folder(&path))
        .map_err(|error| failed(&path, error))
}

/// A whole and synced file beside the one it is to become.
struct Aside {
    path: PathBuf,
    file: File,
}

impl Aside {
    fn write(target: &Path, keys: &KeyFile) -> Result<Self, KeyFileError> {
        let id = keys.keys().first().map(super::StoredKey::id);
        let name = format!(".keys-{}.new", id.unwrap_or_default());
        let path = target.with_file_name(name);
        let mut options = OpenOptions::new();
        let file = options.write(true).create_new(true).mode(0o600).open(&path);
        let file = file.map_err(|error| failed(&path, error))?;
        let mut aside = Self { path, file };
        let text = keys.to_text();
        let written = aside.file.write_all(text.expose().as_bytes());
        if let Err(error) = written.and_then(|()| aside.file.sync_all()) {
            let error = failed(&aside.path, error);
            // What counts is the first error.
            let _ = aside.remove();
            return Err(error);
        }
        Ok(aside)
    }

    fn remove(&self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}

/// Gives the new file the owner of the old one, so that the service can still read it after
/// someone else has rotated its keys.
fn keep_owner(old: &Path, new: &File) -> io::Result<()> {
    let (old, own) = (fs::metadata(old)?, new.metadata()?);
    if (old.uid(), old.gid()) == (own.uid(), own.gid()) {
        return Ok(());
    }
    fchown(new, Some(old.uid()), Some(old.gid()))
}

/// A name is on disk once its folder is.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn failed(path: &Path, error: io::Error) -> KeyFileError {
    KeyFileError::Io {
        path: path.to_owned(),
        error,
    }
}
