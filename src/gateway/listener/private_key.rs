//! The private key of TLS: whoever can read it can pose as the webmail.

use std::fs::File;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::{Error, PemObject as _};

use super::tls::CertificateError;

/// Reads a private key in PEM, from a file that nobody but its owner and its group can read. The mode
/// is that of the open file, so that what is checked is what is read.
///
/// # Errors
/// When it cannot be read, or others can read it.
pub fn read_private_key(path: &Path) -> Result<PrivateKeyDer<'static>, CertificateError> {
    let pem = |source| CertificateError::Pem {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(|error| pem(Error::Io(error)))?;
    let metadata = file.metadata().map_err(|error| pem(Error::Io(error)))?;
    let mode = metadata.mode() & 0o7777;
    if mode & FORBIDDEN != 0 {
        return Err(CertificateError::Mode(path.display().to_string(), mode));
    }
    PrivateKeyDer::from_pem_reader(file).map_err(pem)
}

/// Distributions let a group such as `ssl-cert` read private keys, and systemd the service's group.
const FORBIDDEN: u32 = 0o037;

#[cfg(test)]
mod tests {
    use std::fs::{Permissions, set_permissions, write};
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_private_key_that_others_can_read_is_refused_with_the_remedy() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.pem");
        let made = rcgen::generate_simple_self_signed(["webmail.test".to_owned()]).unwrap();
        write(&path, made.signing_key.serialize_pem()).unwrap();
        for (mode, taken) in [
            (0o400, true),
            (0o600, true),
            (0o640, true),
            (0o644, false),
            (0o604, false),
            (0o660, false),
        ] {
            set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let read = read_private_key(&path);
            assert_eq!(read.is_ok(), taken, "{mode:04o}");
            if let Err(error) = read {
                let told = error.to_string();
                assert!(told.contains(&format!("{mode:04o}")), "{told}");
                assert!(told.contains("chmod 640"), "{told}");
                assert!(!told.contains("PRIVATE KEY-----"), "{told}");
            }
        }
    }
}
