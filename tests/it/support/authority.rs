//! A certificate authority of the tests' own.

use std::fs::{self, Permissions};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use jiff::ToSpan as _;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore, ServerConfig, SupportedProtocolVersion};
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;
use tokio_rustls::{TlsAcceptor, TlsConnector};
use vestibule::clock::{Clock as _, SystemClock};
use vestibule::domain::time::day;

/// An authority, and the folder with its files.
pub(crate) struct Authority {
    folder: TempDir,
    issuer: Issuer<'static, KeyPair>,
    root: CertificateDer<'static>,
}

/// A certificate with its key.
pub(crate) struct Issued {
    certificate: rcgen::Certificate,
    key: KeyPair,
}

impl Authority {
    pub(crate) fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut params = CertificateParams::new(Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate()?;
        let root = params.self_signed(&key)?;
        fs::write(folder.path().join("ca.pem"), root.pem())?;
        Ok(Self {
            folder,
            issuer: Issuer::new(params, key),
            root: root.der().clone(),
        })
    }

    /// Its own certificate's file.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    pub(crate) fn issue(&self, name: &str) -> Result<Issued> {
        self.signed(&CertificateParams::new(vec![name.to_owned()])?)
    }

    fn signed(&self, params: &CertificateParams) -> Result<Issued> {
        let key = KeyPair::generate()?;
        Ok(Issued {
            certificate: params.signed_by(&key, &self.issuer)?,
            key,
        })
    }

    /// Writes a new certificate for `localhost` over the one that the configuration names.
    pub(crate) fn renew(&self) -> Result<Issued> {
        self.written(self.issue("localhost")?)
    }

    /// The same, for one that ends in so many days, at the beginning of the day (UTC).
    pub(crate) fn renew_for(&self, days: i64) -> Result<Issued> {
        let end = day(SystemClock.now()).checked_add(days.days())?;
        let (month, date) = (u8::try_from(end.month())?, u8::try_from(end.day())?);
        let mut params = CertificateParams::new(vec!["localhost".to_owned()])?;
        params.not_after = rcgen::date_time_ymd(end.year().into(), month, date);
        self.written(self.signed(&params)?)
    }

    fn written(&self, issued: Issued) -> Result<Issued> {
        let at = |name: &str| self.folder.path().join(name);
        fs::write(at("chain.pem"), issued.certificate.pem())?;
        fs::write(at("key.pem"), issued.key.serialize_pem())?;
        fs::set_permissions(at("key.pem"), Permissions::from_mode(0o600))?;
        Ok(issued)
    }

    /// The lines of the configuration that name the certificate.
    pub(crate) fn listen(&self) -> String {
        let at = |name: &str| self.folder.path().join(name).display().to_string();
        format!(
            "[listen.tls]\ncertificate = {:?}\nkey = {:?}\n",
            at("chain.pem"),
            at("key.pem")
        )
    }

    /// Connects as a browser that knows this authority.
    pub(crate) async fn connect(
        &self,
        address: SocketAddr,
        protocols: &[&str],
        versions: &[&'static SupportedProtocolVersion],
    ) -> Result<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        roots.add(self.root.clone())?;
        let mut config = ClientConfig::builder_with_protocol_versions(versions)
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = protocols.iter().map(|p| p.as_bytes().to_vec()).collect();
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let name = ServerName::try_from("localhost")?;
        let connector = TlsConnector::from(Arc::new(config));
        Ok(connector.connect(name, stream).await?)
    }
}

impl Issued {
    pub(crate) fn acceptor(&self) -> Result<TlsAcceptor> {
        let key = PrivateKeyDer::try_from(self.key.serialize_der());
        let key = key.map_err(|problem| anyhow::anyhow!(problem))?;
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![self.certificate.der().clone()], key)?;
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    pub(crate) fn certificate(&self) -> &CertificateDer<'static> {
        self.certificate.der()
    }
}

/// The name of a file as TOML writes it.
pub(crate) fn quoted(path: &Path) -> String {
    format!("{:?}", path.display().to_string())
}
