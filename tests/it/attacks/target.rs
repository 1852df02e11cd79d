//! The gateway in front of the real Roundcube, as the attacker sees it.

use anyhow::{Result, ensure};
use vestibule::clock::{Clock as _, SystemClock};

use super::roundcube::{LIST, Roundcube, SAVE, german, joined, token};
use super::shape::{Draft, Known, Stop};
use super::wire::{Reply, send};
use crate::support::house::{form_token, key_on};
use crate::support::{Browser, GatewayProcess, code_at};

/// The gateway in front of the real Roundcube.
pub(crate) struct Target {
    pub(crate) gateway: GatewayProcess,
    pub(crate) roundcube: Roundcube,
}

impl Target {
    pub(crate) fn start() -> Result<Self> {
        let roundcube = Roundcube::get()?;
        let gateway = GatewayProcess::start(&roundcube.lab.roundcube, "roundcube")?;
        Ok(Self { gateway, roundcube })
    }

    pub(crate) fn host(&self) -> String {
        format!("localhost:{}", self.gateway.address().port())
    }

    pub(crate) async fn send(&self, bytes: &[u8]) -> Result<Reply> {
        send(self.gateway.address(), bytes).await
    }

    /// An attacker with the password of `user` and a login form from the gateway.
    pub(crate) async fn known(&self, user: &str) -> Result<Known> {
        let mut known = Known {
            host: self.host(),
            user: user.to_owned(),
            password: self.roundcube.lab.password.clone(),
            token: String::new(),
            cookie: String::new(),
            agent: "reader".to_owned(),
        };
        let page = Draft::new(&known, "GET /?_task=login");
        let page = self.send(&page.bytes()).await?;
        token(&page)?.clone_into(&mut known.token);
        known.cookie = joined(&page.cookies());
        Ok(known)
    }

    /// Types name and password into the login form.
    pub(crate) async fn log_in(&self, browser: &mut Browser, user: &str) -> Result<String> {
        let password = self.roundcube.lab.password.as_str();
        let form = [
            ("_token", "stale"),
            ("_task", "login"),
            ("_action", "login"),
        ];
        let form = [&form[..], &[("_user", user), ("_pass", password)]].concat();
        let login = browser.post("/?_task=login", &form).await?;
        ensure!(login.status.as_u16() == 303, "{}", login.text());
        Ok(login.location().to_owned())
    }

    /// Signs in honestly and sets up an authenticator app.
    pub(crate) async fn enroll(&self, user: &str) -> Result<Browser> {
        let mut browser = self.gateway.browser();
        self.log_in(&mut browser, user).await?;
        let page = browser.get("/mfa/enroll/app").await?.text();
        let token = form_token(&page)?;
        let code = code_at(&key_on(&page)?, SystemClock.now())?;
        let form = [("form_token", token.as_str()), ("code", code.as_str())];
        let done = browser.post("/mfa/enroll/app", &form).await?;
        ensure!(done.status.as_u16() == 303, "{}", done.text());
        Ok(browser)
    }

    /// What `reply` gives away: words of the mailbox, or cookies that open it at the bare webmail.
    pub(crate) async fn given_away(&self, known: &Known, reply: &Reply) -> Result<Option<String>> {
        let markers = &self.roundcube.lab.markers;
        if let Some(marker) = markers.iter().find(|marker| reply.text.contains(*marker)) {
            return Ok(Some(format!("the answer holds {marker}")));
        }
        let cookies = reply.cookies();
        if !cookies.is_empty() && self.roundcube.opens(&cookies, &known.user).await? {
            return Ok(Some("the answer's cookies open the mailbox".to_owned()));
        }
        Ok(None)
    }

    /// What the attacker can do with the cookies that `reply` gave: reads the mailbox's pages, and
    /// tries to change a setting.
    pub(crate) async fn follow_up(&self, known: &Known, reply: &Reply) -> Result<Option<String>> {
        let mut known = known.clone();
        known.agent = format!("follower of {}", self.host());
        let mut cookies = reply.cookies();
        if cookies.is_empty() {
            let held = known
                .cookie
                .split("; ")
                .filter_map(|pair| pair.split_once('='));
            cookies = held
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
        }
        known.cookie = joined(&cookies);
        let list = Draft::new(&known, LIST).with("X-Requested-With: XMLHttpRequest");
        let pages = [
            list,
            Draft::new(&known, "GET /?_task=mail"),
            Draft::new(&known, "GET /?_task=mail&_action=show&_uid=2&_mbox=INBOX"),
            Draft::form(&known, SAVE, &german(&known.token)),
        ];
        for page in pages {
            let reply = self.send(&page.bytes()).await?;
            let given = self.given_away(&known, &reply).await?;
            if given.is_some() {
                return Ok(given);
            }
        }
        let asked = self.roundcube.asked(&known.agent).await?;
        Ok(asked
            .first()
            .map(|asked| format!("{} was asked", asked.line)))
    }

    /// How far the request that said to be `agent` came.
    pub(crate) async fn stop(&self, known: &Known) -> Result<Stop> {
        let asked = self.roundcube.asked(&known.agent).await?;
        let stolen = known.cookie.split('=').nth(1).unwrap_or("nothing stolen");
        for asked in &asked {
            ensure!(
                !asked.cookie.contains(stolen),
                "the planted cookie passed: {asked:?}"
            );
        }
        let lines: Vec<&str> = asked.iter().map(|asked| asked.line.as_str()).collect();
        match lines.as_slice() {
            [] => Ok(Stop::Gate),
            ["GET /" | "GET /?_task=login" | "HEAD /?_task=login"] => {
                ensure!(
                    asked.iter().all(|asked| asked.cookie.is_empty()),
                    "{asked:?}"
                );
                Ok(Stop::Page)
            }
            ["GET /?_task=login", "POST /?_task=login"] => Ok(Stop::Name),
            [
                "GET /?_task=login",
                "POST /?_task=login",
                "GET /?_task=mail",
            ] => Ok(Stop::Factor),
            other => anyhow::bail!("the webmail was asked {other:?}"),
        }
    }
}
