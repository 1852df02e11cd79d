//! The real Kannel, and the phones behind it.

use std::env;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use tempfile::TempDir;
use vestibule::delivery::sms::{Kannel, Sms as _, SmsError, SmsMessage, code_text};
use vestibule::domain::phone::PhoneNumber;
use vestibule::domain::sms::Sender;
use vestibule::secret::SecretText;
use vestibule_templates::Locale;

use super::{LIMIT, client};

fn variable(name: &str) -> Result<String> {
    env::var(name).with_context(|| format!("{name} is not set: run tests/run"))
}

fn kannel() -> Result<Kannel> {
    Ok(Kannel {
        url: variable("LAB_KANNEL_URL")?.parse()?,
        user: variable("LAB_KANNEL_USER")?,
        password: SecretText::new(variable("LAB_KANNEL_PASSWORD")?),
        from: Sender::parse("Vestibule"),
        smsc: None,
        client: client(LIMIT * 5),
    })
}

fn message(to: &str, locale: Locale, code: &str, validity: u64) -> Result<SmsMessage> {
    Ok(SmsMessage {
        to: PhoneNumber::parse(to, None)?,
        text: code_text(locale, code, "webmail.example.com"),
        validity: Duration::from_secs(validity),
    })
}

/// Waits until the phones have got something.
async fn wait_for(log: &str, part: &str) -> Result<String> {
    for _ in 0..400 {
        let text = String::from_utf8_lossy(&fs::read(log)?).into_owned();
        if text.contains(part) {
            return Ok(text);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    anyhow::bail!("no {part:?} in {log}")
}

/// As fakesmsc shows a text in UCS-2: UTF-16 with everything but letters and digits encoded.
fn in_ucs2(text: &str) -> String {
    let bytes = text.encode_utf16().flat_map(u16::to_be_bytes);
    let each = bytes.map(|byte| match byte {
        b' ' => "+".to_owned(),
        b'.' | b'-' | b'_' => char::from(byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    each.collect()
}

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn a_phone_gets_the_code_in_each_language() -> Result<()> {
    let log = variable("LAB_SMS_LOG")?;
    let kannel = kannel()?;
    for (to, locale, code) in [
        ("+491701110001", Locale::English, "410001"),
        ("+491701110002", Locale::German, "410002"),
        ("+491701110003", Locale::Arabic, "410003"),
    ] {
        let message = message(to, locale, code, 300)?;
        let accepted = kannel.send(&message).await?;
        assert_eq!(accepted.gateway, "kannel");
        let text = message.text.expose();
        let shown = match locale {
            Locale::Arabic => format!("<Vestibule {to} ucs-2 {}>", in_ucs2(text)),
            // Only the first line: the log breaks the others up.
            Locale::English | Locale::German => {
                let first = text.lines().next().context("no text")?;
                format!("<Vestibule {to} text {first}")
            }
        };
        let got = wait_for(&log, &shown).await?;
        ensure!(got.matches(to).count() == 1, "{to} got it more than once");
        if locale != Locale::Arabic {
            wait_for(&log, &format!("@webmail.example.com #{code}")).await?;
        }
    }
    Ok(())
}

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn the_real_kannel_refuses_a_wrong_password() -> Result<()> {
    let kannel = Kannel {
        password: SecretText::new("hunter2".to_owned()),
        ..kannel()?
    };
    let message = message("+491701110004", Locale::English, "410004", 300)?;
    let outcome = kannel.send(&message).await;
    assert_eq!(outcome.err(), Some(SmsError::Misconfigured));
    Ok(())
}

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn the_real_kannel_wants_a_sender() -> Result<()> {
    let kannel = Kannel {
        from: None,
        ..kannel()?
    };
    let message = message("+491701110005", Locale::English, "410005", 300)?;
    let outcome = kannel.send(&message).await;
    assert_eq!(outcome.err(), Some(SmsError::Misconfigured));
    Ok(())
}

/// Ends with the test.
struct Network(Child);

impl Drop for Network {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn a_code_that_waited_for_the_network_too_long_is_never_delivered() -> Result<()> {
    let away = variable("LAB_KANNEL_AWAY")?;
    let (_, port) = away.split_once(':').context("no port")?;
    let kannel = Kannel {
        smsc: Some("away".to_owned()),
        ..kannel()?
    };
    // The network is away; Kannel counts in minutes.
    kannel
        .send(&message("+491701110005", Locale::English, "410005", 60)?)
        .await?;
    kannel
        .send(&message("+491701110006", Locale::English, "410006", 600)?)
        .await?;
    tokio::time::sleep(Duration::from_secs(65)).await;

    let folder = TempDir::new()?;
    let log = folder.path().join("phone.log");
    let phone = Command::new(variable("LAB_FAKESMSC")?)
        .args(["-H", "127.0.0.1", "-r", port, "-m", "1", "0 0 text hello"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(&log)?)
        .spawn()?;
    let _network = Network(phone);
    let log = log.to_str().context("a path")?;
    // In the order they were sent: when the second is there, the first is not on its way any more.
    let got = wait_for(log, "+491701110006").await?;
    ensure!(!got.contains("+491701110005"), "delivered after its time");
    tokio::time::sleep(Duration::from_secs(3)).await;
    let got = fs::read_to_string(log)?;
    ensure!(!got.contains("+491701110005"), "delivered after its time");
    Ok(())
}
