//! Whether the files of TLS can be used.

use std::path::Path;
use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::sign::CertifiedKey;

use crate::config::TlsFiles;
use crate::gateway::listener::{CertificateError, read_private_key};

/// Reads the certificate and the key, and whether one belongs to the other.
pub(super) fn check(files: &TlsFiles) -> Result<(), String> {
    let chain = certificates(&files.certificate)?;
    let key = read_private_key(&files.key).map_err(|error| match error {
        CertificateError::Pem { path, source } => unreadable(&path, "private key", &source),
        other @ (CertificateError::Mode(..) | CertificateError::Unusable { .. }) => {
            other.to_string()
        }
    })?;
    CertifiedKey::from_der(chain, key, &provider())
        .map(drop)
        .map_err(|error| {
            let certificate = files.certificate.display();
            format!(
                "{}: does not fit {certificate}: {error}",
                files.key.display()
            )
        })
}

/// Reads certificates of authorities.
pub(super) fn check_authorities(file: &Path) -> Result<(), String> {
    certificates(file).map(drop)
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let wrong = |error: pem::Error| unreadable(file, "certificate", &error);
    let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(file)
        .map_err(wrong)?
        .collect();
    match chain {
        Ok(chain) if chain.is_empty() => Err(format!("{}: holds no certificate", file.display())),
        other => other.map_err(wrong),
    }
}

fn unreadable(file: &Path, what: &str, error: &pem::Error) -> String {
    format!("{}: no {what} can be read from it: {error}", file.display())
}

#[cfg(feature = "aws-lc")]
fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::aws_lc_rs::default_provider())
}

#[cfg(not(feature = "aws-lc"))]
fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}
