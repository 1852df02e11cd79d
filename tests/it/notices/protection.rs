//! The mail server is told nothing before it has shown who it is.

use anyhow::Result;
use vestibule::gateway::notices::Round;

use super::{ALICE, go_round};
use crate::support::authority::quoted;
use crate::support::mail_server::Tls;
use crate::support::{Authority, House, MailServer};

/// The lines of the configuration for a server over TLS, with a user and a password.
fn section(server: &MailServer, tls: &str, more: &str) -> Result<(String, tempfile::TempPath)> {
    let secret = tempfile::NamedTempFile::new()?;
    std::fs::write(secret.path(), "hunter2")?;
    let secret = secret.into_temp_path();
    let text = format!(
        "[mail]\nhost = \"localhost\"\nport = {port}\ntls = \"{tls}\"\nfrom = \"s@v.test\"\n\
         user = \"v\"\npassword_file = {password}\n{more}\n",
        port = server.address.port(),
        password = quoted(&secret),
    );
    Ok((text, secret))
}

#[tokio::test]
async fn starttls_and_tls_from_the_first_byte_protect_password_and_mail() -> Result<()> {
    let authority = Authority::new()?;
    let acceptor = || authority.issue("localhost")?.acceptor();
    for (word, tls) in [
        ("starttls", Tls::Start(acceptor()?)),
        ("implicit", Tls::Implicit(acceptor()?)),
    ] {
        let server = MailServer::with(tls).await?;
        let ca = format!("ca = {}", quoted(&authority.file()));
        let (text, _secret) = section(&server, word, &ca)?;
        let house = House::with(&text).await?;
        house.enroll(&mut house.browser(), ALICE).await?;
        assert_eq!(go_round(&house).await?, Round::Done(None), "{word}");
        let letter = server.only()?;
        assert!(letter.encrypted, "{word}");
        assert_eq!(letter.login.as_deref(), Some(" v hunter2"), "{word}");
    }
    Ok(())
}

#[tokio::test]
async fn a_server_without_tls_gets_neither_password_nor_mail() -> Result<()> {
    let server = MailServer::start().await?;
    for word in ["starttls", "implicit"] {
        let (text, _secret) = section(&server, word, "timeout = \"2s\"")?;
        let house = House::with(&text).await?;
        house.enroll(&mut house.browser(), ALICE).await?;
        assert_eq!(go_round(&house).await?, Round::Halted, "{word}");
    }
    assert!(server.letters().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_certificate_of_another_name_or_authority_gets_nothing() -> Result<()> {
    let (authority, stranger) = (Authority::new()?, Authority::new()?);
    for issued in [authority.issue("other.test")?, stranger.issue("localhost")?] {
        let server = MailServer::with(Tls::Start(issued.acceptor()?)).await?;
        let ca = format!("ca = {}", quoted(&authority.file()));
        let (text, _secret) = section(&server, "starttls", &ca)?;
        let house = House::with(&text).await?;
        house.enroll(&mut house.browser(), ALICE).await?;
        assert_eq!(go_round(&house).await?, Round::Halted);
        assert!(server.letters().is_empty());
    }
    Ok(())
}
