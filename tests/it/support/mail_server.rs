//! A mail server that keeps what it is given, and can be told to refuse.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result, ensure};
use mailparse::MailHeaderMap as _;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// How it behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// It says nothing at all.
    Silent,
    /// It takes what it is given.
    Taking,
    /// It takes the letter, and the connection breaks before it says so.
    TakingSilently,
    /// It answers RCPT with this.
    Recipient(&'static str),
    /// It answers AUTH with this.
    Login(&'static str),
}

impl Manner {
    const fn to_login(self) -> &'static str {
        match self {
            Self::Login(refusal) => refusal,
            Self::Silent | Self::Taking | Self::TakingSilently | Self::Recipient(_) => "235 ok",
        }
    }

    const fn to_recipient(self) -> &'static str {
        match self {
            Self::Recipient(refusal) => refusal,
            Self::Silent | Self::Taking | Self::TakingSilently | Self::Login(_) => "250 ok",
        }
    }
}

/// Whether and when it speaks TLS.
#[derive(Clone)]
pub(crate) enum Tls {
    Implicit(TlsAcceptor),
    None,
    /// It offers STARTTLS.
    Start(TlsAcceptor),
}

/// A letter as it came.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) sender: String,
    pub(crate) recipients: Vec<String>,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) text: String,
    pub(crate) html: String,
    /// Every byte of it.
    pub(crate) raw: String,
    /// What AUTH said, decoded.
    pub(crate) login: Option<String>,
    pub(crate) encrypted: bool,
}

/// A mail server of the tests' own.
pub(crate) struct MailServer {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
    _tasks: JoinSet<()>,
}

struct Shared {
    manner: Mutex<Manner>,
    letters: Mutex<Vec<Received>>,
    connections: Mutex<usize>,
    tls: Tls,
}

impl MailServer {
    pub(crate) async fn start() -> Result<Self> {
        Self::with(Tls::None).await
    }

    pub(crate) async fn with(tls: Tls) -> Result<Self> {
        Self::at("127.0.0.1:0".parse()?, tls).await
    }

    pub(crate) async fn at(address: SocketAddr, tls: Tls) -> Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            manner: Mutex::new(Manner::Taking),
            letters: Mutex::default(),
            connections: Mutex::default(),
            tls,
        });
        let mut tasks = JoinSet::new();
        let serving = Arc::clone(&shared);
        tasks.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *lock(&serving.connections) += 1;
                let shared = Arc::clone(&serving);
                tokio::spawn(async move {
                    // A peer that leaves is no failure of the test's.
                    let _ = serve(stream, &shared).await;
                });
            }
        });
        Ok(Self {
            address,
            shared,
            _tasks: tasks,
        })
    }

    /// The lines of the configuration that name it.
    pub(crate) fn section(&self) -> String {
        let (host, port) = (self.address.ip(), self.address.port());
        format!("[mail]\nhost = \"{host}\"\nport = {port}\nfrom = \"Security <security@v.test>\"\n")
    }

    pub(crate) fn behave(&self, manner: Manner) {
        *lock(&self.shared.manner) = manner;
    }

    pub(crate) fn letters(&self) -> Vec<Received> {
        lock(&self.shared.letters).clone()
    }

    pub(crate) fn connections(&self) -> usize {
        *lock(&self.shared.connections)
    }

    /// The only letter.
    pub(crate) fn only(&self) -> Result<Received> {
        let letters = self.letters();
        ensure!(
            letters.len() == 1,
            "{} letters: {letters:#?}",
            letters.len()
        );
        letters.into_iter().next().context("no letter")
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(stream: TcpStream, shared: &Shared) -> Result<()> {
    if *lock(&shared.manner) == Manner::Silent {
        let _kept_open = stream;
        return std::future::pending().await;
    }
    match &shared.tls {
        Tls::Implicit(acceptor) => {
            let stream = greeted(acceptor.accept(stream).await?).await?;
            talk(stream, shared, true).await?;
        }
        Tls::None => {
            talk(greeted(stream).await?, shared, false).await?;
        }
        Tls::Start(acceptor) => {
            if let Some(stream) = talk(greeted(stream).await?, shared, false).await? {
                talk(acceptor.accept(stream).await?, shared, true).await?;
            }
        }
    }
    Ok(())
}

async fn greeted<S: AsyncWrite + Unpin>(mut stream: S) -> Result<S> {
    stream.write_all(b"220 mail.test ESMTP\r\n").await?;
    Ok(stream)
}

/// One conversation (RFC 5321 §3); gives the stream back when STARTTLS is to begin.
async fn talk<S>(stream: S, shared: &Shared, encrypted: bool) -> Result<Option<S>>
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    let manner = *lock(&shared.manner);
    let mut stream = BufReader::new(stream);
    let (mut sender, mut recipients, mut login) = (String::new(), Vec::new(), None);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        let line = line.trim_end();
        let verb = line.split([' ', ':']).next().unwrap_or_default();
        let answer = match verb.to_ascii_uppercase().as_str() {
            "EHLO" => match &shared.tls {
                Tls::Start(_) if !encrypted => "250-mail.test\r\n250 STARTTLS".to_owned(),
                Tls::Start(_) | Tls::None | Tls::Implicit(_) => {
                    "250-mail.test\r\n250-8BITMIME\r\n250 AUTH PLAIN".to_owned()
                }
            },
            "STARTTLS" => {
                stream.write_all(b"220 go\r\n").await?;
                return Ok(Some(stream.into_inner()));
            }
            "AUTH" => {
                login = Some(plain(line)?);
                manner.to_login().to_owned()
            }
            "MAIL" => {
                sender = inside(line);
                "250 ok".to_owned()
            }
            "RCPT" => {
                recipients.push(inside(line));
                manner.to_recipient().to_owned()
            }
            "DATA" => {
                stream.write_all(b"354 go\r\n").await?;
                let raw = data(&mut stream).await?;
                let letter = read(&raw, (&sender, &recipients), (login.clone(), encrypted))?;
                lock(&shared.letters).push(letter);
                if manner == Manner::TakingSilently {
                    return Ok(None);
                }
                "250 taken".to_owned()
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(None);
            }
            _ => "500 what".to_owned(),
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

async fn data<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> Result<String> {
    let mut raw = String::new();
    loop {
        let mut line = String::new();
        ensure!(
            stream.read_line(&mut line).await? > 0,
            "the letter ends early"
        );
        if line == ".\r\n" {
            return Ok(raw);
        }
        raw.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

/// What AUTH PLAIN says (RFC 4616).
fn plain(line: &str) -> Result<String> {
    let word = line.rsplit(' ').next().unwrap_or_default();
    let plain = data_encoding::BASE64.decode(word.as_bytes())?;
    Ok(String::from_utf8(plain)?.replace('\0', " "))
}

fn inside(line: &str) -> String {
    let rest = line.split_once('<').map_or("", |(_, rest)| rest);
    rest.split('>').next().unwrap_or_default().to_owned()
}

fn read(
    raw: &str,
    (sender, recipients): (&str, &[String]),
    (login, encrypted): (Option<String>, bool),
) -> Result<Received> {
    let mail = mailparse::parse_mail(raw.as_bytes())?;
    let part = |kind: &str| -> Result<String> {
        let mut parts = mail.subparts.iter();
        let found = parts.find(|part| part.ctype.mimetype == kind);
        Ok(found.with_context(|| format!("no {kind}"))?.get_body()?)
    };
    let headers = mail.headers.iter();
    let headers = headers.map(|header| (header.get_key(), header.get_value()));
    ensure!(mail.headers.get_all_values("Subject").len() == 1, "{raw}");
    Ok(Received {
        sender: sender.to_owned(),
        recipients: recipients.to_vec(),
        headers: headers.collect(),
        text: part("text/plain")?.replace("\r\n", "\n"),
        html: part("text/html")?,
        raw: raw.to_owned(),
        login,
        encrypted,
    })
}
