//! The real Postfix takes notices, over STARTTLS and with a login, and Dovecot delivers them.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use mailparse::MailHeaderMap as _;
use vestibule::clock::{Clock as _, SystemClock};

use crate::support::{Lab, Meadow, steps};

const MAILBOX: &str = "user13@required.test";

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn a_notice_arrives_in_the_real_mailbox() -> Result<()> {
    let variable = |name: &str| env::var(name).with_context(|| format!("{name}: run tests/run"));
    let smtp = variable("LAB_SMTP")?;
    let port = smtp.rsplit(':').next().context("LAB_SMTP has no port")?;
    let folder = tempfile::tempdir()?;
    let secret = folder.path().join("password");
    fs::write(&secret, Lab::get()?.password)?;
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600))?;
    let section = format!(
        "[mail]\nhost = \"localhost\"\nport = {port}\ntls = \"starttls\"\nca = {ca:?}\n\
         user = \"{MAILBOX}\"\npassword_file = {secret:?}\nfrom = \"Security <{MAILBOX}>\"\n",
        ca = variable("LAB_SMTP_CA")?,
    );
    let meadow = Meadow::start(&[MAILBOX.to_owned()]).await?;
    let gateway = meadow.gateway(&section)?;
    let mut browser = gateway.browser();
    browser.language = Some("de");
    steps::log_in(&mut browser, MAILBOX).await?;
    steps::enroll(&mut browser, SystemClock.now()).await?;
    let inbox = PathBuf::from(variable("LAB_MAILDIR_ROOT")?).join("required.test/user13/Maildir");
    let patience = Instant::now() + Duration::from_secs(30);
    let letter = loop {
        if let Some(found) = notice_in(&inbox.join("new"))? {
            break found;
        }
        ensure!(Instant::now() < patience, "no mail: {}", gateway.log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let mail = mailparse::parse_mail(&letter)?;
    let subject = mail.headers.get_first_value("Subject");
    let expected = "localhost: Ein Authenticator wurde hinzugefügt";
    assert_eq!(subject.as_deref(), Some(expected));
    let kinds: Vec<_> = mail
        .subparts
        .iter()
        .map(|part| part.ctype.mimetype.as_str())
        .collect();
    assert_eq!(kinds, ["text/plain", "text/html"]);
    assert!(mail.subparts[0].get_body()?.contains(MAILBOX));
    Ok(())
}

/// The mail in this folder that has our header field.
fn notice_in(folder: &std::path::Path) -> Result<Option<Vec<u8>>> {
    for entry in fs::read_dir(folder)? {
        let bytes = fs::read(entry?.path())?;
        if String::from_utf8_lossy(&bytes).contains("Auto-Submitted: auto-generated") {
            return Ok(Some(bytes));
        }
    }
    Ok(None)
}
