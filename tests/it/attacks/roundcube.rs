//! The bare Roundcube, seen past the gateway: what a cookie is worth there, and what it was asked.

use std::env;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::shape::{Draft, Known, encode};
use super::wire::{Reply, send};
use crate::support::{Lab, between};

/// The bare Roundcube.
#[derive(Debug, Clone)]
pub(crate) struct Roundcube {
    pub(crate) lab: Lab,
    address: SocketAddr,
    log: String,
}

/// One line of its access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) line: String,
    pub(crate) cookie: String,
    pub(crate) agent: String,
}

impl Roundcube {
    pub(crate) fn get() -> Result<Self> {
        let lab = Lab::get()?;
        let address = lab.roundcube.trim_start_matches("http://").parse()?;
        let log = env::var("LAB_ROUNDCUBE_ACCESS_LOG").context("run tests/run")?;
        Ok(Self { lab, address, log })
    }

    /// An attacker who knows the password of `user`, with a login form of the webmail's own and the
    /// session that belongs to it, as if both had leaked past the gateway.
    pub(crate) async fn known(&self, user: &str, agent: &str) -> Result<Known> {
        let mut known = Known {
            host: self.address.to_string(),
            user: user.to_owned(),
            password: self.lab.password.clone(),
            token: String::new(),
            cookie: String::new(),
            agent: agent.to_owned(),
        };
        let page = self.ask(&Draft::new(&known, "GET /?_task=login")).await?;
        token(&page)?.clone_into(&mut known.token);
        known.cookie = joined(&page.cookies());
        Ok(known)
    }

    pub(crate) async fn send(&self, bytes: &[u8]) -> Result<Reply> {
        send(self.address, bytes).await
    }

    async fn ask(&self, draft: &Draft) -> Result<Reply> {
        self.send(&draft.clone().bytes()).await
    }

    /// Whether `cookies` open the mailbox of `user` here.
    pub(crate) async fn opens(&self, cookies: &[(String, String)], user: &str) -> Result<bool> {
        let mut known = self.nobody();
        known.cookie = joined(cookies);
        let list = Draft::new(&known, LIST).with("X-Requested-With: XMLHttpRequest");
        let list = self.ask(&list).await?;
        Ok(list.text.contains(&format!("Welcome {user}")))
    }

    /// The language that `user` has set.
    pub(crate) async fn language(&self, user: &str) -> Result<String> {
        let mut known = self.known(user, "reader").await?;
        let form = super::shape::login_form(&known);
        let login = self
            .ask(&Draft::form(&known, "/?_task=login", &form))
            .await?;
        known.cookie = joined(&login.cookies());
        let page = self
            .ask(&Draft::new(&known, "GET /?_task=settings"))
            .await?;
        Ok(between(&page.text, "<html lang=\"", "\"")?.to_owned())
    }

    /// What whoever says to be `agent` has asked so far.
    pub(crate) async fn asked(&self, agent: &str) -> Result<Vec<Asked>> {
        // The log's line is written when the answer has been sent.
        tokio::time::sleep(Duration::from_millis(20)).await;
        let log = tokio::fs::read_to_string(&self.log).await?;
        let mut asked = Vec::new();
        for line in log.lines().filter(|line| line.contains(agent)) {
            let line: Value = serde_json::from_str(line)?;
            let text = |name: &str| line.get(name).and_then(Value::as_str).unwrap_or("");
            if text("agent") == agent {
                asked.push(Asked {
                    line: format!("{} {}", text("method"), text("target")),
                    cookie: text("cookie").to_owned(),
                    agent: agent.to_owned(),
                });
            }
        }
        Ok(asked)
    }

    fn nobody(&self) -> Known {
        Known {
            host: self.address.to_string(),
            user: String::new(),
            password: String::new(),
            token: String::new(),
            cookie: String::new(),
            agent: "reader".to_owned(),
        }
    }
}

/// The token of the page's form.
pub(crate) fn token(page: &Reply) -> Result<&str> {
    between(&page.text, "name=\"_token\" value=\"", "\"")
}

/// A Cookie field's value.
pub(crate) fn joined(cookies: &[(String, String)]) -> String {
    let pairs = cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    pairs.collect::<Vec<_>>().join("; ")
}

/// The body of a form that sets the mailbox's language to German.
pub(crate) fn german(token: &str) -> String {
    let token = encode(token);
    format!("_token={token}&_section=general&_language=de_DE&_timezone=auto&_framed=1")
}

pub(crate) const LIST: &str = "GET /?_task=mail&_action=list&_mbox=INBOX&_remote=1";
pub(crate) const SAVE: &str = "/?_task=settings&_action=save-prefs";
