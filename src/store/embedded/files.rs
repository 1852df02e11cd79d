//! The store's directory: made whole or not at all, open in one process only.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::error::OpenError;
use super::mark::Mark;
use super::table::{Contents, Table};

/// The right to use the directory, until it is dropped.
#[derive(Debug)]
pub(super) struct Claim {
    _lock: File,
}

/// Claims the store at `path`, and makes it if there is none.
pub(super) fn prepare(path: &Path) -> Result<Claim, OpenError> {
    let claim = claim(path)?;
    let aside = beside(path, ".new");
    remove_leftover(path, &aside)?;
    if is_new(path)? {
        create(path, &aside)?;
    }
    fs::set_permissions(path, Permissions::from_mode(0o700))
        .map_err(OpenError::io(path, "closing its directory to others"))?;
    wait_for_last_user(path)?;
    Ok(claim)
}

/// The lock is on a file of its own, beside the directory, because it also guards the making of
/// the directory. The file stays; only the lock on it counts.
fn claim(path: &Path) -> Result<Claim, OpenError> {
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(beside(path, ".lock"))
        .map_err(OpenError::io(path, "opening its lock file"))?;
    match lock.try_lock() {
        Ok(()) => Ok(Claim { _lock: lock }),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse {
            path: path.to_owned(),
        }),
        Err(TryLockError::Error(error)) => Err(OpenError::io(path, "locking it")(error)),
    }
}

/// What a creation left that did not come to its end. Nothing in it was ever acknowledged.
fn remove_leftover(path: &Path, aside: &Path) -> Result<(), OpenError> {
    match fs::remove_dir_all(aside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(OpenError::io(path, "removing an unfinished one")(error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Whether there is nothing at `path` yet. Files that are not a store's are left alone, and a store
/// that has lost a file is not taken for a new one: sled would make the file and know nothing.
fn is_new(path: &Path) -> Result<bool, OpenError> {
    let mut files = match fs::read_dir(path) {
        Ok(files) => files,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(OpenError::io(path, "reading its directory")(error)),
    };
    if files.next().is_none() {
        return Ok(true);
    }
    match ["conf", "db"].into_iter().find(|f| !has(path, f)) {
        None => Ok(false),
        Some(missing) => Err(OpenError::NotAStore {
            path: path.to_owned(),
            missing,
        }),
    }
}

fn has(path: &Path, file: &str) -> bool {
    fs::metadata(path.join(file)).is_ok_and(|file| file.is_file() && file.len() > 0)
}

/// sled does not sync all that it makes, so a store that a power cut caught in the making may be
/// one that never opens. Hence it is made aside and moved into place when it is whole and on disk.
fn create(path: &Path, aside: &Path) -> Result<(), OpenError> {
    let failed = |doing| OpenError::io(path, doing);
    DirBuilder::new()
        .mode(0o700)
        .create(aside)
        .map_err(failed("making a new one"))?;
    Table::create(aside).map_err(|error| error.opening(path))?;
    Mark::create(aside, 0).map_err(failed("making its mark"))?;
    sync_tree(aside).map_err(failed("syncing a new one"))?;
    fs::rename(aside, path).map_err(failed("moving a new one into place"))?;
    let parent = path.parent().filter(|dir| !dir.as_os_str().is_empty());
    sync_directory(parent.unwrap_or(Path::new(".")))
        .map_err(failed("syncing the directory it is in"))
}

/// Syncs all files below `dir`, then the directories themselves.
fn sync_tree(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_tree(&entry.path())?;
        } else {
            File::open(entry.path())?.sync_all()?;
        }
    }
    sync_directory(dir)
}

/// Names in a directory are on disk only after this.
pub(super) fn sync_directory(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// Refuses the store at `path` unless it holds all that was acknowledged. That the mark is gone means
/// that the operator accepts what is lost; then there is none to go on with.
pub(super) fn check_contents(path: &Path, contents: Contents) -> Result<Option<Mark>, OpenError> {
    let last = contents.last;
    let opened =
        Mark::open(path).map_err(OpenError::io(path, "reading its file `acknowledged`"))?;
    let Some((mark, acknowledged)) = opened else {
        tracing::warn!(?path, last, "the store has no mark; taken as it is");
        return Ok(None);
    };
    if last < acknowledged {
        return Err(OpenError::Behind {
            path: path.to_owned(),
            found: last,
            acknowledged,
        });
    }
    if !contents.complete {
        return Err(OpenError::Incomplete {
            path: path.to_owned(),
        });
    }
    Ok(Some(mark))
}

/// sled locks `db` itself, and its threads can hold on to the file for a moment after a store in
/// this process was dropped. Another process cannot be the one: it would hold the claim.
fn wait_for_last_user(path: &Path) -> Result<(), OpenError> {
    let doing = "locking its log";
    let db = File::open(path.join("db")).map_err(OpenError::io(path, doing))?;
    for _ in 0..200 {
        match db.try_lock() {
            Ok(()) => return db.unlock().map_err(OpenError::io(path, doing)),
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(10)),
            Err(TryLockError::Error(error)) => return Err(OpenError::io(path, doing)(error)),
        }
    }
    Err(OpenError::InUse {
        path: path.to_owned(),
    })
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(suffix);
    path.with_file_name(name)
}
