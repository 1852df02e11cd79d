//! Submission over SMTP (RFC 6409), with TLS.

use std::fmt;
use std::time::{Duration, SystemTime};

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use jiff::Timestamp;

use super::{Letter, MailError};
use crate::domain::time::between;
use crate::secret::SecretText;

/// How the mail server is reached.
#[derive(Debug)]
pub struct SmtpSettings {
    /// Its name, which its certificate must have, or its address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub protection: Protection,
    /// The authorities that its certificate may come from, in PEM; the system's where not set.
    pub authorities: Option<Vec<u8>>,
    /// Who we are to it.
    pub login: Option<Login>,
    /// Whom mails are from.
    pub from: Mailbox,
    /// How long handing over one mail may take.
    pub timeout: Duration,
}

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// TLS from the first byte (RFC 8314 §3.3).
    Implicit,
    /// Not at all.
    None,
    /// STARTTLS (RFC 3207), and nothing before it.
    StartTls,
}

/// A user of the mail server.
#[derive(Debug)]
pub struct Login {
    /// The name.
    pub user: String,
    /// The password.
    pub password: SecretText,
}

/// A mail server that takes our mail.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    server: String,
    timeout: Duration,
}

impl Smtp {
    /// The server of these settings. Nothing is asked of it yet.
    ///
    /// # Errors
    /// When an authority cannot be read.
    pub fn new(settings: SmtpSettings) -> Result<Self, MailError> {
        let tls = match settings.protection {
            Protection::None => Tls::None,
            Protection::StartTls => Tls::Required(parameters(&settings)?),
            Protection::Implicit => Tls::Wrapper(parameters(&settings)?),
        };
        let server = format!("{}:{}", settings.host, settings.port);
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.host.as_str())
                .port(settings.port)
                .tls(tls)
                .timeout(Some(settings.timeout));
        if let Some(login) = settings.login {
            let password = login.password.expose().to_owned();
            builder = builder.credentials(Credentials::new(login.user, password));
        }
        Ok(Self {
            transport: builder.build(),
            from: settings.from,
            server,
            timeout: settings.timeout,
        })
    }

    /// Hands a mail to the server; when it answers, the mail is the server's.
    ///
    /// # Errors
    /// When the server does not take it.
    pub async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let message = self.message(letter)?;
        // The library's own limit ends with the connection's set-up.
        let sending = self.transport.send(message);
        match tokio::time::timeout(self.timeout, sending).await {
            Ok(sent) => sent.map(|_| ()).map_err(MailError::from),
            Err(_) => Err(MailError::Server("it takes too long".to_owned())),
        }
    }

    /// The server, for the log.
    #[must_use]
    pub fn server(&self) -> &str {
        &self.server
    }

    fn message(&self, letter: &Letter) -> Result<Message, MailError> {
        let to: Address = letter.to.parse().map_err(unwritten)?;
        let domain = self.from.email.domain();
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.as_str())
            .date(SystemTime::UNIX_EPOCH + between(Timestamp::UNIX_EPOCH, letter.at))
            .message_id(Some(format!("<{}@{domain}>", letter.id)))
            // RFC 3834 §5: nobody's vacation notice answers it.
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .multipart(MultiPart::alternative_plain_html(
                letter.text.clone(),
                letter.html.clone(),
            ))
            .map_err(unwritten)
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp")
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

fn parameters(settings: &SmtpSettings) -> Result<TlsParameters, MailError> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(authorities) = &settings.authorities {
        builder = builder
            .certificate_store(CertificateStore::None)
            .add_root_certificate(Certificate::from_pem(authorities)?);
    }
    Ok(builder.build()?)
}

fn unwritten(error: impl fmt::Display) -> MailError {
    MailError::Letter(error.to_string())
}
