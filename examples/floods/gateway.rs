//! The release gateway, plain and with TLS, before the sample webmail.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::webmail::{Accounts, Webmail, serve};

/// Both.
pub(crate) struct Gateways {
    pub(crate) plain: Gateway,
    pub(crate) secure: Gateway,
    _children: [Killed; 2],
    _folder: TempDir,
}

/// One gateway.
#[derive(Clone)]
pub(crate) struct Gateway {
    pub(crate) address: SocketAddr,
    pub(crate) pid: u32,
    /// The Cookie field of somebody who is signed in.
    pub(crate) cookie: String,
    connector: TlsConnector,
}

struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

impl Gateways {
    pub(crate) async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let upstream = listener.local_addr()?;
        let accounts = Accounts::new([(MAILBOX, PASSWORD, MAILBOX)]);
        tokio::spawn(serve(listener, Arc::new(Webmail::new(accounts))));
        let folder = tempfile::tempdir()?;
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".into()])?;
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("chain.pem"), cert.pem())?;
        std::fs::write(at("key.pem"), signing_key.serialize_pem())?;
        let connector = connector(cert.der())?;
        let tls = "tls = { certificate = \"../chain.pem\", key = \"../key.pem\" }";
        let plain = launch(folder.path(), "plain", "", upstream, &connector).await?;
        let secure = launch(folder.path(), "secure", tls, upstream, &connector).await?;
        let mut gateways = Self {
            plain: plain.0,
            secure: secure.0,
            _children: [plain.1, secure.1],
            _folder: folder,
        };
        gateways.plain.cookie = sign_in(TcpStream::connect(gateways.plain.address).await?).await?;
        gateways.secure.cookie = sign_in(gateways.secure.connect(&[b"http/1.1"]).await?).await?;
        Ok(gateways)
    }

    pub(crate) fn secure_for(&self, attacked: bool) -> Option<Gateway> {
        attacked.then(|| self.secure.clone())
    }
}

impl Gateway {
    pub(crate) async fn connect(&self, protocols: &[&[u8]]) -> Result<TlsStream<TcpStream>> {
        let mut config = ClientConfig::clone(self.connector.config());
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let name = ServerName::try_from("localhost")?;
        Ok(TlsConnector::from(Arc::new(config))
            .connect(name, stream)
            .await?)
    }

    /// Its memory now in KiB; the most is measured from here on.
    pub(crate) fn begin_to_watch(&self) -> Result<u64> {
        std::fs::write(format!("/proc/{}/clear_refs", self.pid), "5")?;
        self.status("VmRSS:")
    }

    /// The most memory it had since, in KiB.
    pub(crate) fn most_memory(&self) -> Result<u64> {
        self.status("VmHWM:")
    }

    fn status(&self, name: &str) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        Ok(line
            .context("no such line")?
            .trim()
            .trim_end_matches(" kB")
            .parse()?)
    }
}

fn connector(certificate: &CertificateDer<'static>) -> Result<TlsConnector> {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone())?;
    let config = ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

async fn launch(
    folder: &Path,
    name: &str,
    tls: &str,
    upstream: SocketAddr,
    connector: &TlsConnector,
) -> Result<(Gateway, Killed)> {
    let folder = folder.join(name);
    std::fs::create_dir(&folder)?;
    let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let profile = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/demo/profile.toml");
    let text = format!(
        "[listen]\naddress = \"{address}\"\n{tls}\n[[site]]\nhosts = [\"localhost\"]\n\
         upstream = \"http://{upstream}\"\nprofile = {profile:?}\n[policy]\ndefault = \"disabled\"\n\
         [store]\npath = \"store\"\n[keys]\nfile = \"keys\"\n[admin]\nsocket = \"admin.sock\"\n"
    );
    std::fs::write(folder.join("vestibule.toml"), text)?;
    let program = std::env::current_exe()?;
    let program = program
        .parent()
        .and_then(Path::parent)
        .context("no folder")?
        .join("vestibule");
    let command = |word: &str| {
        let mut command = Command::new(&program);
        command
            .arg(word)
            .arg("--config")
            .arg(folder.join("vestibule.toml"));
        command
            .env("RUST_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        command
    };
    command("keys")
        .arg("init")
        .status()
        .context("build the release program first")?;
    let child = Killed(command("serve").spawn()?);
    let gateway = Gateway {
        address,
        pid: child.0.id(),
        cookie: String::new(),
        connector: connector.clone(),
    };
    for _ in 0..500 {
        if TcpStream::connect(address).await.is_ok() {
            return Ok((gateway, child));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    bail!("the {name} gateway does not answer")
}

async fn sign_in(
    mut stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
) -> Result<String> {
    let form = format!("user={MAILBOX}&password={PASSWORD}");
    let request = format!(
        "POST /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let fields = answer
        .lines()
        .filter_map(|line| line.strip_prefix("set-cookie: "));
    let pairs: Vec<&str> = fields
        .filter(|field| !field.contains("Max-Age=0"))
        .filter_map(|field| field.split(';').next())
        .collect();
    if pairs.is_empty() {
        bail!("not signed in: {answer}");
    }
    Ok(pairs.join("; "))
}

const MAILBOX: &str = "alice@disabled.test";
const PASSWORD: &str = "correct-horse";
