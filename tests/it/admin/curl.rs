//! What the control panel does, with curl: a token, and the API as it is described.

use std::net::TcpListener;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::support::Meadow;

/// curl with a token: the status, the entity tag, and the body.
fn curl(base: &str, token: &str, arguments: &[&str]) -> Result<(String, String, Value)> {
    let (path, more) = arguments.split_first().context("no path")?;
    let ran = Command::new("curl")
        .args(["--silent", "--show-error", "--write-out"])
        .arg("\n%{http_code}\n%header{etag}")
        .arg("--header")
        .arg(format!("Authorization: Bearer {token}"))
        .args(more)
        .arg(format!("{base}/api/v1/{path}"))
        .output()?;
    let told = String::from_utf8_lossy(&ran.stderr);
    ensure!(ran.status.success(), "curl: {told}");
    let text = String::from_utf8(ran.stdout)?;
    let mut lines = text.rsplitn(3, '\n');
    let (etag, status) = (lines.next(), lines.next());
    let body = lines.next().unwrap_or_default();
    let body = serde_json::from_str(body).unwrap_or(Value::Null);
    let text = |part: Option<&str>| part.unwrap_or_default().to_owned();
    Ok((text(status), text(etag), body))
}

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn with_curl_a_domain_becomes_required_with_grace_and_a_mailbox_is_reset() -> Result<()> {
    let meadow = Meadow::open().await?;
    let admin = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let gateway = meadow.gateway(&format!("listen = \"{admin}\""))?;
    let rights = ["make", "panel", "--rights", "read,policy,reset"];
    let made = gateway.run("token", &rights)?;
    let (base, token) = (format!("http://{admin}"), made.trim());
    let json = ["--header", "Content-Type: application/json"];
    let ask = |arguments: &[&str]| curl(&base, token, arguments);

    let (status, _, preview) = ask(&["domains/new.test/preview"])?;
    ensure!(
        status == "200" && preview["seen"] == 0,
        "{status} {preview}"
    );
    let terms = r#"{"terms":{"mode":"required","grace_seconds":259200}}"#;
    let put = ["domains/new.test", "--request", "PUT", "--data", terms];
    let blind = [&put[..], &json].concat();
    ensure!(ask(&blind)?.0 == "428", "a change says what it is based on");
    let fresh = [&blind[..], &["--header", "If-None-Match: *"]].concat();
    let (status, tag, _) = ask(&fresh)?;
    ensure!(status == "204" && !tag.is_empty(), "{status} {tag}");
    ensure!(
        ask(&fresh)?.0 == "412",
        "and is refused when that is not so any more"
    );
    let (_, shown, domain) = ask(&["domains/new.test"])?;
    ensure!(
        shown == tag && domain["effective"]["mode"] == "required",
        "{domain}"
    );

    let why = r#"{"reason":"lost phone"}"#;
    let reset = [
        "mailboxes/alice@new.test/reset",
        "--request",
        "POST",
        "--data",
        why,
    ];
    let (status, _, done) = ask(&[&reset[..], &json].concat())?;
    ensure!(
        status == "200" && done["was_enrolled"] == false,
        "{status} {done}"
    );
    let (_, _, changes) = ask(&["changes?subject=alice@new.test"])?;
    ensure!(changes["items"][0]["event"] == "admin_reset", "{changes}");
    ensure!(changes["items"][0]["reason"] == "lost phone", "{changes}");
    Ok(())
}
