//! A password or key of somebody else's, in a file of its own: never in the configuration, which is
//! copied about, and never in the environment, which is inherited.

use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use thiserror::Error;
use zeroize::Zeroizing;

use super::key_path::KeyPath;
use super::scope::Scope;
use crate::secret::SecretText;

/// A file with one secret in it, and maybe a line end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretFile {
    /// The key that names it, or would.
    pub key: KeyPath,
    /// The file.
    pub path: PathBuf,
    /// The access that others must not have, as mode bits.
    forbidden: u32,
}

/// Why a secret cannot be used. Nothing here holds any of it.
#[derive(Debug, Error)]
pub enum SecretFileError {
    /// There is nothing in it.
    #[error("{} is empty", .0.display())]
    Empty(PathBuf),
    /// It cannot be read.
    #[error("{} cannot be read: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// It is not one line of text.
    #[error("{} is not one line of at most {MAX} characters", .0.display())]
    Line(PathBuf),
    /// Others can read it.
    #[error("{0} can be read by others than its owner (mode {1:04o}); run: chmod 600 {0}")]
    Mode(String, u32),
}

impl SecretFile {
    /// The file that is `named` at `key`, or else the credential of the service manager
    /// (systemd.exec(5), `LoadCredential=`), where there is one.
    pub(super) fn find(
        key: KeyPath,
        named: Option<&str>,
        credential: Option<PathBuf>,
        scope: &Scope<'_>,
    ) -> Option<Self> {
        if let Some(named) = named {
            let path = scope.path(named);
            return Some(Self {
                key,
                path,
                forbidden: 0o077,
            });
        }
        let path = credential.filter(|path| path.exists())?;
        // systemd may let the group of the service read it.
        Some(Self {
            key,
            path,
            forbidden: 0o037,
        })
    }

    /// The secret. The mode is that of the open file, so that what is checked is what is read.
    ///
    /// # Errors
    /// When it cannot be read, others can read it, or it is not one line.
    pub fn read(&self) -> Result<SecretText, SecretFileError> {
        let path = || self.path.clone();
        let failed = |error| SecretFileError::Io {
            path: path(),
            error,
        };
        let file = File::open(&self.path).map_err(failed)?;
        let mode = file.metadata().map_err(failed)?.mode() & 0o7777;
        if mode & self.forbidden != 0 {
            return Err(SecretFileError::Mode(self.path.display().to_string(), mode));
        }
        // Large enough that it never grows, which would leave a copy behind.
        let mut text = Zeroizing::new(String::with_capacity(MAX + 4));
        let bounded = file.take(MAX as u64 + 3).read_to_string(&mut text);
        bounded.map_err(failed)?;
        let secret = text.trim_end_matches(['\n', '\r']);
        if secret.is_empty() {
            return Err(SecretFileError::Empty(path()));
        }
        if secret.len() > MAX || secret.chars().any(char::is_control) {
            return Err(SecretFileError::Line(path()));
        }
        Ok(SecretText::new(secret.to_owned()))
    }
}

/// The file of a credential in the service manager's folder.
pub(super) fn credential(folder: Option<&Path>, name: &str) -> Option<PathBuf> {
    folder.map(|folder| folder.join(name))
}

const MAX: usize = 1024;

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn read(content: &[u8], mode: u32, forbidden: u32) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        std::fs::write(&path, content).unwrap();
        std::fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        let file = SecretFile {
            key: KeyPath::top(),
            path,
            forbidden,
        };
        let secret = file.read().map_err(|error| error.to_string())?;
        Ok(secret.expose().to_owned())
    }

    #[test]
    fn the_secret_is_the_line_without_its_end() {
        assert_eq!(read(b"p w\r\n", 0o600, 0o077).as_deref(), Ok("p w"));
        assert_eq!(read(b"pw", 0o400, 0o077).as_deref(), Ok("pw"));
        assert_eq!(read(b"pw\n", 0o440, 0o037).as_deref(), Ok("pw"));
    }

    #[test]
    fn what_is_no_secret_is_refused_and_not_shown() {
        for (content, mode, part) in [
            (&b""[..], 0o600, "is empty"),
            (b"\n", 0o600, "is empty"),
            (b"hunter2\nhunter3\n", 0o600, "is not one line"),
            (b"hunter2\0", 0o600, "is not one line"),
            (&[b'x'; 2000], 0o600, "is not one line"),
            (b"\xffhunter2", 0o600, "cannot be read"),
            (b"hunter2", 0o640, "can be read by others"),
            (b"hunter2", 0o604, "can be read by others"),
        ] {
            let refused = read(content, mode, 0o077).unwrap_err();
            assert!(refused.contains(part), "{refused}");
            assert!(!refused.contains("hunter"), "{refused}");
        }
    }
}
