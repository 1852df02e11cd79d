//! TLS towards the browser: TLS 1.2 and 1.3, a certificate that can be replaced while running.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arc_swap::ArcSwap;
use rustls::ServerConfig;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use thiserror::Error;
use tokio_rustls::TlsAcceptor;

use super::private_key::read_private_key;

/// The certificate in use.
#[derive(Debug)]
pub struct Certificate(ArcSwap<CertifiedKey>);

/// Why a certificate cannot be used.
#[derive(Debug, Error)]
pub enum CertificateError {
    /// Others can read the private key, or its group can change it.
    #[error(
        "{0} can be read by others than its owner and group (mode {1:04o}); run: chmod 640 {0}"
    )]
    Mode(String, u32),
    /// A file cannot be read as PEM.
    #[error("{path}: {source}")]
    Pem {
        /// Which.
        path: PathBuf,
        /// Why.
        source: rustls::pki_types::pem::Error,
    },
    /// The certificate and the key do not belong together, or are of an unknown kind.
    #[error("{path}: {source}")]
    Unusable {
        /// The certificate's file.
        path: PathBuf,
        /// Why.
        source: rustls::Error,
    },
}

impl Certificate {
    /// A certificate that is used until it is replaced.
    #[must_use]
    pub fn new(key: CertifiedKey) -> Arc<Self> {
        Arc::new(Self(ArcSwap::from_pointee(key)))
    }

    /// The one that is used now.
    #[must_use]
    pub fn current(&self) -> Arc<CertifiedKey> {
        self.0.load_full()
    }

    /// Uses another from the next handshake on.
    pub fn replace(&self, key: CertifiedKey) {
        self.0.store(Arc::new(key));
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.load_full())
    }
}

/// Reads a certificate chain and its key.
///
/// # Errors
/// When they cannot be read, or do not belong together.
pub fn load_certificate(chain: &Path, key: &Path) -> Result<CertifiedKey, CertificateError> {
    let certificates = CertificateDer::pem_file_iter(chain).and_then(Iterator::collect);
    let certificates = certificates.map_err(|source| CertificateError::Pem {
        path: chain.to_owned(),
        source,
    })?;
    let private = read_private_key(key)?;
    let provider = rustls::crypto::CryptoProvider::get_default();
    let loaded = match provider {
        Some(provider) => CertifiedKey::from_der(certificates, private, provider),
        None => Err(rustls::Error::General("no TLS provider".to_owned())),
    };
    loaded.map_err(|source| CertificateError::Unusable {
        path: chain.to_owned(),
        source,
    })
}

/// An acceptor that offers HTTP/2 and HTTP/1.1 by ALPN (RFC 7301). No early data.
#[must_use]
pub fn acceptor(certificate: Arc<Certificate>) -> TlsAcceptor {
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_cert_resolver(certificate);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    TlsAcceptor::from(Arc::new(config))
}
