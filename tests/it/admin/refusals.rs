//! What the API refuses is in the program's log.

use std::net::TcpListener;

use anyhow::{Context as _, Result, ensure};
use http::{Method, StatusCode};

use crate::support::{Browser, Meadow};

#[tokio::test]
async fn whoever_may_not_is_in_the_log_with_what_they_asked_for() -> Result<()> {
    let meadow = Meadow::open().await?;
    let door = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let gateway = meadow.gateway(&format!("listen = \"{door}\""))?;
    let make = ["make", "reporter", "--rights", "read", "--domain", "a.test"];
    let token = gateway.run("token", &make)?;
    let token = token.lines().next().context("no token")?.trim();
    let mut script = Browser::new(door);
    for (credentials, target, status) in [
        (token, "/api/v1/tokens", StatusCode::FORBIDDEN),
        (
            token,
            "/api/v1/domains/b.test?x=hidden",
            StatusCode::FORBIDDEN,
        ),
        (
            "vst_0000000000000000_x",
            "/api/v1/domains",
            StatusCode::UNAUTHORIZED,
        ),
    ] {
        let bearer = format!("Bearer {credentials}");
        let said = [("authorization", bearer.as_str())];
        let answer = script.send(Method::GET, target, &said, "").await?;
        ensure!(answer.status == status, "{target}: {}", answer.text());
    }
    let log = gateway.log();
    let refused: Vec<_> = log
        .lines()
        .filter(|line| line.contains("a request of an administrator was refused"))
        .collect();
    ensure!(refused.len() == 3, "{log}");
    for (line, parts) in refused.iter().zip([
        ["method=GET", "/api/v1/tokens", "status=403"],
        ["method=GET", "/api/v1/domains/b.test", "status=403"],
        ["method=GET", "/api/v1/domains", "status=401"],
    ]) {
        for part in parts {
            ensure!(line.contains(part), "no {part} in {line}");
        }
    }
    ensure!(log.contains("who=\"token reporter"), "{log}");
    ensure!(!log.contains("hidden") && !log.contains(token), "{log}");
    Ok(())
}
