//! Reading a file that nobody else may read.

use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::fs::MetadataExt as _;

use zeroize::Zeroizing;

use super::{KeyFileError, KeySource};
use crate::secret::SecretText;

/// The text of the file. Its mode is that of the open file, so that what is checked is what is read.
pub(super) fn read_secret(source: &KeySource) -> Result<SecretText, KeyFileError> {
    let path = source.path();
    let failed = |error: io::Error| {
        let path = path.to_owned();
        if error.kind() == io::ErrorKind::NotFound {
            KeyFileError::Missing(path)
        } else {
            KeyFileError::Io { path, error }
        }
    };
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    let mode = metadata.mode() & 0o7777;
    let forbidden = match source {
        // systemd may let the group of the service read it.
        KeySource::Credential(_) => 0o037,
        KeySource::File(_) => 0o077,
    };
    if mode & forbidden != 0 {
        return Err(KeyFileError::Mode(path.display().to_string(), mode));
    }
    // Large enough that it never grows, which would leave a copy behind.
    let mut text = Zeroizing::new(String::with_capacity(MAX_FILE + 1));
    file.take(MAX_FILE as u64)
        .read_to_string(&mut text)
        .map_err(failed)?;
    Ok(SecretText::new(std::mem::take(&mut *text)))
}

const MAX_FILE: usize = 64 * 1024;
