//! TLS towards the browser: TLS 1.2 and 1.3, a certificate that can be replaced while running.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arc_swap::ArcSwap;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, SupportedProtocolVersion};
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
    let mut config = ServerConfig::builder_with_protocol_versions(VERSIONS)
        .with_no_client_auth()
        .with_cert_resolver(certificate);
    // The strongest suite that both know (ASVS 12.1.2).
    config.ignore_client_order = true;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    TlsAcceptor::from(Arc::new(config))
}

/// What BCP 195 (RFC 9325 §3.1.1) leaves.
const VERSIONS: &[&SupportedProtocolVersion] = &[&TLS13, &TLS12];

#[cfg(test)]
mod tests {
    use std::fs::{Permissions, set_permissions, write};
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[cfg(feature = "aws-lc")]
    use rustls::crypto::aws_lc_rs as provider;
    #[cfg(not(feature = "aws-lc"))]
    use rustls::crypto::ring as provider;

    #[test]
    fn only_suites_with_forward_secrecy_and_authenticated_encryption_are_offered() {
        let _ = provider::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let (chain, key) = (folder.path().join("c.pem"), folder.path().join("k.pem"));
        let made = rcgen::generate_simple_self_signed(["webmail.test".to_owned()]).unwrap();
        write(&chain, made.cert.pem()).unwrap();
        write(&key, made.signing_key.serialize_pem()).unwrap();
        set_permissions(&key, Permissions::from_mode(0o600)).unwrap();
        let acceptor = acceptor(Certificate::new(load_certificate(&chain, &key).unwrap()));
        let config = acceptor.config();
        let suites = &config.crypto_provider().cipher_suites;
        assert!(suites.len() >= 6, "{suites:?}");
        for suite in suites {
            let name = format!("{:?}", suite.suite());
            let forward = name.starts_with("TLS13_") || name.starts_with("TLS_ECDHE_");
            let sealed = name.contains("_GCM_") || name.contains("_CHACHA20_POLY1305_");
            assert!(forward && sealed, "{name}");
        }
        assert!(config.ignore_client_order);
        assert_eq!(config.max_early_data_size, 0);
        assert_eq!(config.send_tls13_tickets, 2);
        assert!(
            !config.ticketer.enabled(),
            "a ticket key that never changes"
        );
    }
}
