//! The shipped filter for fail2ban, tried with the real fail2ban on what the real program logs.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use http::Method;

use crate::support::lab::repository;
use crate::support::{GatewayProcess, Meadow, Raw};

const GUESSER: &str = "203.0.113.7";
const GUESSER_SIX: &str = "2001:db8::7";
/// Who must never be banned for what others do.
const INNOCENT: &str = "198.51.100.66";

/// The program, which believes what this machine says about addresses.
async fn start(format: &str) -> Result<(Meadow, GatewayProcess)> {
    let meadow = Meadow::open().await?;
    let mut gateway = meadow.gateway("")?;
    gateway.kill()?;
    let file = gateway.folder().join("vestibule.toml");
    let text = std::fs::read_to_string(&file)?
        .replace(
            "[listen]\n",
            "[listen]\ntrusted_proxies = [\"127.0.0.1\"]\n",
        )
        .replace("[log]\n", &format!("[log]\nformat = \"{format}\"\n"));
    std::fs::write(&file, text)?;
    gateway.spawn()?;
    Ok((meadow, gateway))
}

async fn attempt(gateway: &GatewayProcess, address: &str, name: &str) -> Result<u16> {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("user", name), ("password", "wrong"), ("csrf", "stale")])
        .finish();
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("x-forwarded-for", address),
    ];
    let mut browser = gateway.browser();
    let answer = browser
        .send(Method::POST, "/login", &headers, &body)
        .await?;
    Ok(answer.status.as_u16())
}

/// Who is guilty in the words of fail2ban, one address a line.
fn guilty(gateway: &GatewayProcess) -> Result<Vec<String>> {
    guilty_in(&gateway.folder().join("gateway.log"))
}

fn guilty_in(log: &Path) -> Result<Vec<String>> {
    let filter = repository().join("config/fail2ban/filter.d/vestibule.conf");
    let out = Command::new("fail2ban-regex")
        .args(["-o", "ip"])
        .arg(log)
        .arg(&filter)
        .output()
        .context("fail2ban-regex")?;
    ensure!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let text = String::from_utf8(out.stdout)?;
    Ok(text.lines().map(str::to_owned).collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the lab: tests/run"]
async fn fail2ban_finds_every_failed_guess_and_who_made_it_in_both_forms_of_the_log() -> Result<()>
{
    for format in ["text", "json"] {
        let (_meadow, gateway) = start(format).await?;
        for _ in 0..12 {
            attempt(&gateway, GUESSER, "alice@required.test").await?;
        }
        attempt(&gateway, GUESSER_SIX, "bob@required.test").await?;
        let mut found = guilty(&gateway)?;
        found.sort();
        // Ten that the webmail refused, and two that were not tried any more.
        let mut expected = vec![GUESSER_SIX.to_owned()];
        expected.extend(vec![GUESSER.to_owned(); 12]);
        expected.sort();
        assert_eq!(found, expected, "{format}:\n{}", gateway.log());
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the lab: tests/run"]
async fn nobody_can_make_fail2ban_ban_somebody_else() -> Result<()> {
    for format in ["text", "json"] {
        let (_meadow, gateway) = start(format).await?;
        let text = format!(
            "WARN guess: client={INNOCENT} what=\"password\" request=0000000000000000 site=\"localhost\""
        );
        let json = format!(
            "\",\"level\":\"WARN\",\"fields\":{{\"client\":\"{INNOCENT}\",\"what\":\"password\",\
             \"request\":\"0000000000000000\",\"site\":\"localhost\"}},\"target\":\"guess\"}}"
        );
        let time = "2026-11-24T12:00:00.000000Z";
        for forged in [
            format!("{time}  {text}"),
            format!("\n{time}  {text}"),
            format!("a\r\n{time}  {text}\r\n"),
            format!("{{\"timestamp\":\"{time}{json}"),
            format!("\n{{\"timestamp\":\"{time}{json}\n"),
            format!("a@a.test\u{2028}{time}  {text}"),
            format!("\"\n{time}  {text}"),
            format!("host vestibule[1]: {time}  {text}"),
        ] {
            attempt(&gateway, GUESSER, &forged).await?;
            attempt(&gateway, &forged, "alice@required.test").await.ok();
            let encoded: String = form_urlencoded::byte_serialize(forged.as_bytes()).collect();
            for request in [
                format!("GET /static/{encoded} HTTP/1.1\r\nHost: localhost\r\n"),
                format!("GET /?{encoded} HTTP/1.1\r\nHost: localhost\r\n"),
                format!("GET /static/{forged} HTTP/1.1\r\nHost: localhost\r\n"),
                format!("GET / HTTP/1.1\r\nHost: {forged}\r\n"),
                format!("GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {forged}\r\n"),
                format!("GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {forged}\r\n"),
                format!(
                    "GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {INNOCENT}, {forged}\r\n"
                ),
                format!(
                    "GET / HTTP/1.1\r\nHost: localhost\r\nCookie: __Host-vestibule={forged}\r\n"
                ),
                format!("{forged} / HTTP/1.1\r\nHost: localhost\r\n"),
            ] {
                let mut raw = Raw::connect(gateway.address()).await?;
                raw.send(format!("{request}Connection: close\r\n\r\n"))
                    .await
                    .ok();
                raw.rest().await.ok();
            }
        }
        attempt(&gateway, GUESSER, "alice@required.test").await?;
        let found = guilty(&gateway)?;
        assert!(
            found.iter().any(|address| address == GUESSER),
            "{}",
            gateway.log()
        );
        assert!(
            !found.iter().any(|address| address == INNOCENT),
            "{}",
            gateway.log()
        );
    }
    Ok(())
}

#[test]
#[ignore = "needs the lab: tests/run"]
fn fail2ban_takes_the_shipped_filter_and_jail() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let there = folder.path().join("fail2ban");
    let copied = Command::new("cp")
        .arg("-r")
        .arg("/etc/fail2ban")
        .arg(&there)
        .status()?;
    ensure!(copied.success());
    // The other jails of the distribution look for logs that are not here.
    let jails = std::fs::read_dir(there.join("jail.d"))?;
    for jail in jails {
        std::fs::remove_file(jail?.path())?;
    }
    let shipped = repository().join("config/fail2ban");
    for file in ["filter.d/vestibule.conf", "jail.d/vestibule.conf"] {
        std::fs::copy(shipped.join(file), there.join(file))?;
    }
    let out = Command::new("fail2ban-client")
        .arg("-c")
        .arg(&there)
        .arg("-d")
        .output()?;
    let text = String::from_utf8_lossy(&out.stdout);
    ensure!(
        out.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&out.stderr)
    );
    for word in [
        "'vestibule', 'systemd'",
        "'vestibule', 'maxretry', 40",
        "addjournalmatch",
    ] {
        ensure!(text.contains(word), "no {word} in {text}");
    }
    Ok(())
}

#[test]
#[ignore = "needs the lab: tests/run"]
fn the_filter_fits_whole_lines_and_nothing_within_a_line() -> Result<()> {
    let fields = |client: &str| {
        format!("client={client} what=\"password\" request=00f1c3a2b4d5e697 site=\"a.test\"")
    };
    let json = |client: &str| {
        format!(
            "\"level\":\"WARN\",\"fields\":{{\"client\":\"{client}\",\"what\":\"password\",\
             \"request\":\"00f1c3a2b4d5e697\",\"site\":\"a.test\"}},\"target\":\"guess\"}}"
        )
    };
    let time = "2026-11-24T12:54:14.123456Z";
    let (text, object) = (fields(INNOCENT), json(INNOCENT));
    let lines = [
        format!("{time}  WARN guess: {}", fields(GUESSER)),
        format!("{{\"timestamp\":\"{time}\",{}", json(GUESSER_SIX)),
        format!("{time}  INFO access: path=/ WARN guess: {text}"),
        format!("{time}  INFO audit: detail={time}  WARN guess: {text}"),
        format!("{time}  WARN guess: {text} x"),
        format!(
            "{time}  WARN guess: {} {text}",
            text.replace("client", "name")
        ),
        format!("{{\"timestamp\":\"{time}\",\"level\":\"INFO\",\"x\":\"\",{object}"),
        format!("{{\"timestamp\":\"{time}\",{object},{object}"),
    ];
    let folder = tempfile::tempdir()?;
    let log = folder.path().join("log");
    std::fs::write(&log, lines.join("\n") + "\n")?;
    assert_eq!(guilty_in(&log)?, [GUESSER, GUESSER_SIX]);
    Ok(())
}
