//! What an administrator does with secrets.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, ensure};
use http::Method;

use super::ledger::Ledger;
use super::owner::{ALICE, code};
use crate::support::house::{form_token, key_on};
use crate::support::panel::PASSWORD;
use crate::support::{Answer, Browser, GatewayProcess, between};

/// Carol, at the control panel.
pub(super) struct Carol<'l> {
    pub(super) browser: Browser,
    pub(super) ledger: &'l mut Ledger,
}

impl<'l> Carol<'l> {
    /// Is invited, sets up an account, signs out, and signs in again; gives the key of her app.
    pub(super) async fn arrive(
        gateway: &GatewayProcess,
        address: SocketAddr,
        ledger: &'l mut Ledger,
    ) -> Result<(Self, String)> {
        let given = gateway.run("admin", &["add", "carol"])?;
        let invitation = given.lines().next().context("no code")?;
        ledger.typed("an invitation", invitation);
        ledger.typed("an administrator's password", PASSWORD);
        let mut carol = Self {
            browser: Browser::new(address),
            ledger,
        };
        let form = [("name", "carol"), ("invitation", invitation)];
        let begun = carol.post("/setup", &form).await?;
        ensure!(begun.location() == "/setup/finish", "{}", begun.text());
        let key = key_on(&carol.get("/setup/finish").await?.text())?;
        carol
            .ledger
            .key("the key of an administrator's app", &key)?;
        let first = carol.code(&key, -1)?;
        let wrong = [("new", PASSWORD), ("again", "another"), ("code", &first)];
        carol.fill("/setup/finish", "/setup/finish", &wrong).await?;
        let form = [("new", PASSWORD), ("again", PASSWORD), ("code", &first)];
        let done = carol.fill("/setup/finish", "/setup/finish", &form).await?;
        ensure!(done.location() == "/", "{}", done.text());
        carol.fill("/mailboxes", "/logout", &[]).await?;
        let form = [("name", "carol"), ("password", "not-hers-at-all")];
        carol.ledger.typed("a wrong password", "not-hers-at-all");
        carol.post("/login", &form).await?;
        carol
            .post("/login", &[("name", "carol"), ("password", PASSWORD)])
            .await?;
        let second = carol.code(&key, 0)?;
        let done = carol
            .fill("/login/code", "/login/code", &[("code", &second)])
            .await?;
        ensure!(done.location() == "/", "{}", done.text());
        Ok((carol, key))
    }

    /// Makes a code that lets Alice in once.
    pub(super) async fn bypass(&mut self, key: &str) -> Result<String> {
        let page = format!("/mailboxes/{ALICE}");
        let own = self.code(key, 1)?;
        let form = [("reason", "lost phone"), ("code", own.as_str())];
        let given = self.fill(&page, &format!("{page}/bypass"), &form).await?;
        let text = given.text();
        let code = between(&text, "id=\"given\" dir=\"ltr\">", "<")?.to_owned();
        self.ledger.typed("a code for one sign-in", &code);
        Ok(code)
    }

    /// Uses the API by a token.
    pub(super) async fn use_token(&mut self, gateway: &GatewayProcess) -> Result<()> {
        let token = gateway.run("token", &["make", "script", "--rights", "read"])?;
        let token = token.lines().next().context("no token")?.trim();
        self.ledger.typed("a token of the API", token);
        // Its last part alone opens nothing, and is as secret.
        let secret = token.rsplit('_').next().context("no secret")?;
        self.ledger.typed("the secret of a token", secret);
        let bearer = format!("Bearer {token}");
        for (field, target) in [
            (bearer.as_str(), "/api/v1/changes"),
            ("Bearer vst_0000000000000000_nonsense", "/api/v1/changes"),
        ] {
            let mut script = Browser::new(self.browser_address()?);
            let said = [("authorization", field)];
            let answer = script.send(Method::GET, target, &said, "").await?;
            self.ledger.keep(format!("a script {target}"), &answer);
        }
        Ok(())
    }

    /// Looks at every page and list that there is.
    pub(super) async fn look_everywhere(&mut self) -> Result<()> {
        let mailbox = format!("/mailboxes/{ALICE}");
        for target in [
            "/overview",
            "/settings/webmail/mfa",
            "/settings/webmail/mfa/domain/required.test",
            "/mailboxes?q=alice",
            &mailbox,
            "/audit",
            "/audit/export",
            "/administrators",
            "/administrators/carol",
            "/tokens",
            "/account",
        ] {
            let answer = self.get(target).await?;
            ensure!(answer.status.is_success(), "{target}: {}", answer.status);
        }
        Ok(())
    }

    pub(super) async fn get(&mut self, target: &str) -> Result<Answer> {
        let answer = self.browser.get(target).await?;
        self.remember(target, &answer);
        Ok(answer)
    }

    async fn post(&mut self, target: &str, form: &[(&str, &str)]) -> Result<Answer> {
        let answer = self.browser.post(target, form).await?;
        self.remember(target, &answer);
        Ok(answer)
    }

    async fn fill(&mut self, page: &str, to: &str, fields: &[(&str, &str)]) -> Result<Answer> {
        let token = form_token(&self.get(page).await?.text())?;
        self.ledger.typed("the form token of carol", &token);
        let mut form = vec![("form_token", token.as_str())];
        form.extend_from_slice(fields);
        self.post(to, &form).await
    }

    fn remember(&mut self, target: &str, answer: &Answer) {
        self.ledger.keep(format!("carol {target}"), answer);
        let cookies = &self.browser.cookies;
        self.ledger.cookies("a cookie of carol", cookies);
    }

    fn code(&mut self, key: &str, steps: i64) -> Result<String> {
        let code = code(key, steps)?;
        self.ledger.code("a code of carol", &code);
        Ok(code)
    }

    fn browser_address(&self) -> Result<SocketAddr> {
        let port = self.browser.host.rsplit(':').next().context("no port")?;
        Ok(SocketAddr::from(([127, 0, 0, 1], port.parse()?)))
    }
}
