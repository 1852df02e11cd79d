//! From the configuration's text to a message on its way.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use tempfile::TempDir;
use vestibule::config::{self, Config};
use vestibule::delivery::sms::Sms;

use super::{CODE_TEXT, Peer, message};

fn load(folder: &TempDir, sms: &str) -> Result<Config> {
    let text = format!(
        "[[site]]\nhosts = [\"h.test\"]\nupstream = \"http://127.0.0.1:1\"\nprofile = \"roundcube\"\n\
         [policy]\ndefault = \"required\"\n[sms]\ncountries = [\"DE\"]\nsender = \"Example\"\n{sms}"
    );
    let file = folder.path().join("vestibule.toml");
    fs::write(&file, text)?;
    let secret = folder.path().join("secret");
    fs::write(&secret, "hunter2\n")?;
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600))?;
    config::load(&file, std::iter::empty()).map_err(|problems| anyhow::anyhow!("{problems}"))
}

fn compose(folder: &TempDir, sms: &str) -> Result<Arc<dyn Sms>> {
    let config = load(folder, sms)?;
    vestibule::app::sms(config.sms.as_ref())?.context("SMS is not offered")
}

#[tokio::test]
async fn each_gateway_is_made_of_its_table() -> Result<()> {
    let folder = TempDir::new()?;
    let sid = "0123456789abcdef".repeat(2);
    let created = format!(r#"{{"sid": "SM{sid}", "status": "queued", "error_code": null}}"#);
    let kannel = Peer::answering(202, "0: Accepted for delivery").await?;
    let twilio = Peer::answering(201, &created).await?;
    let http = Peer::answering(200, "").await?;
    for (name, peer, table) in [
        (
            "kannel",
            &kannel,
            format!(
                "url = \"{}\"\nuser = \"v\"\npassword_file = \"secret\"",
                kannel.url("/cgi-bin/sendsms")?
            ),
        ),
        (
            "twilio",
            &twilio,
            format!(
                "url = \"{}\"\naccount = \"AC{sid}\"\nsecret_file = \"secret\"",
                twilio.url("/")?
            ),
        ),
        (
            "http",
            &http,
            format!(
                "url = \"{}\"\nbody = '{{\"to\": \"{{to}}\", \"text\": \"{{text}}\"}}'\n\
                 headers = {{ X-Key = \"{{secret}}\" }}\nsecret_file = \"secret\"",
                http.url("/send")?
            ),
        ),
    ] {
        let sms = compose(
            &folder,
            &format!("gateway = {name:?}\n[sms.{name}]\n{table}\n"),
        )?;
        let accepted = sms.send(&message(CODE_TEXT)?).await?;
        assert_eq!((accepted.gateway, sms.name()), (name, name));
        let request = peer.only()?;
        let secret = data_encoding::BASE64.encode(format!("AC{sid}:hunter2").as_bytes());
        let fields = request.headers.values();
        let mut fields =
            fields.filter(|value| value.contains("hunter2") || value.contains(&secret));
        fields.next().context("the secret is not sent")?;
    }
    Ok(())
}

#[tokio::test]
async fn a_fallback_is_asked_where_the_gateway_is_down() -> Result<()> {
    let folder = TempDir::new()?;
    let text = "gateway = \"command\"\nfallback = \"outbox\"\n[sms.command]\n\
                program = [\"/bin/sh\", \"-c\", \"cat > /dev/null; exit 75\"]\n\
                [sms.outbox]\nfile = \"outbox\"\n";
    let sms = compose(&folder, text)?;
    let accepted = sms.send(&message(CODE_TEXT)?).await?;
    assert_eq!(accepted.gateway, "outbox");
    let outbox = fs::read_to_string(folder.path().join("outbox"))?;
    assert_eq!(outbox.lines().count(), 1);
    Ok(())
}

#[test]
fn a_secret_that_cannot_be_read_is_named_by_its_key() -> Result<()> {
    let folder = TempDir::new()?;
    let text = "gateway = \"kannel\"\n[sms.kannel]\nuser = \"v\"\npassword_file = \"missing\"\n";
    let error = compose(&folder, text).err().context("composed")?;
    let shown = format!("{error:#}");
    anyhow::ensure!(shown.starts_with("sms.kannel.password_file: "), "{shown}");
    Ok(())
}
