//! What the owner of a mailbox does with secrets.

use std::fs;

use anyhow::{Context as _, Result, ensure};
use http::Method;
use serde_json::Value;
use vestibule::clock::{Clock as _, SystemClock};

use super::ledger::Ledger;
use crate::support::house::{PASSWORD, form_token, key_on, recovery_codes_on};
use crate::support::{Answer, Browser, GatewayProcess, code_at};

pub(super) const ALICE: &str = "alice@required.test";
pub(super) const BOB: &str = "bob@required.test";
/// As it is typed, and as it is written elsewhere.
const NUMBER: [&str; 4] = ["0151 12345678", "15112345678", "12345678", "1512345678"];
pub(super) const WRONG_PASSWORD: &str = "wr0ng horse of mine";

/// The code that an app shows so many steps from now.
pub(super) fn code(key: &str, steps: i64) -> Result<String> {
    let shift = jiff::SignedDuration::from_secs(30 * steps);
    code_at(key, SystemClock.now() + shift)
}

/// Somebody at a browser, who remembers every answer.
pub(super) struct Owner<'l> {
    pub(super) browser: Browser,
    pub(super) ledger: &'l mut Ledger,
    who: &'static str,
}

impl<'l> Owner<'l> {
    pub(super) fn new(who: &'static str, gateway: &GatewayProcess, ledger: &'l mut Ledger) -> Self {
        Self {
            browser: gateway.browser(),
            ledger,
            who,
        }
    }

    pub(super) async fn get(&mut self, target: &str) -> Result<Answer> {
        let answer = self.browser.get(target).await?;
        self.remember(target, &answer);
        Ok(answer)
    }

    pub(super) async fn post(&mut self, target: &str, form: &[(&str, &str)]) -> Result<Answer> {
        let answer = self.browser.post(target, form).await?;
        self.remember(target, &answer);
        Ok(answer)
    }

    fn remember(&mut self, target: &str, answer: &Answer) {
        self.ledger.keep(format!("{} {target}", self.who), answer);
        let what = format!("a cookie of {}", self.who);
        self.ledger.cookies(&what, &self.browser.cookies);
    }

    /// Sends the form of a page, with its token.
    async fn fill(&mut self, page: &str, fields: &[(&str, &str)]) -> Result<Answer> {
        let shown = self.get(page).await?;
        let token = form_token(&shown.text()).with_context(|| page.to_owned())?;
        self.ledger
            .typed(&format!("the form token of {}", self.who), &token);
        let mut form = vec![("form_token", token.as_str())];
        form.extend_from_slice(fields);
        let target = page.split('?').next().unwrap_or(page);
        self.post(target, &form).await
    }

    async fn type_password(&mut self, name: &str, password: &str) -> Result<Answer> {
        let form = [("user", name), ("password", password), ("csrf", "stale")];
        self.post("/login", &form).await
    }

    /// Mistypes the password, types it, and shows the administrator's set-up code.
    pub(super) async fn arrive(&mut self, name: &str, gateway: &GatewayProcess) -> Result<()> {
        self.get("/mail").await?;
        self.type_password(name, WRONG_PASSWORD).await?;
        self.type_password(name, PASSWORD).await?;
        let why = ["setup-code", name, "--reason", "new phone"];
        let given = gateway.run("user", &why)?;
        let given = given.trim();
        self.ledger.typed("a set-up code", given);
        let form = [("setup_code", given)];
        let passed = self.fill("/mfa/enroll/guard", &form).await?;
        ensure!(passed.location() == "/mfa/enroll", "{}", passed.text());
        Ok(())
    }

    /// Sets up an app, and reads the recovery codes.
    pub(super) async fn set_up_app(&mut self) -> Result<(String, Vec<String>)> {
        let page = self.get("/mfa/enroll/app").await?.text();
        let key = key_on(&page)?;
        self.ledger.key("the key of an app", &key)?;
        // Whoever pastes the wrong thing.
        self.fill("/mfa/enroll/app", &[("code", PASSWORD)]).await?;
        let code = code(&key, -1)?;
        self.ledger.code("the code of a set-up", &code);
        let done = self.fill("/mfa/enroll/app", &[("code", &code)]).await?;
        ensure!(done.location() == "/mfa/recovery", "{done:?}");
        let codes = recovery_codes_on(&self.get("/mfa/recovery").await?.text());
        ensure!(codes.len() == 10);
        for code in &codes {
            self.ledger.typed("a recovery code", code);
        }
        let saved = [("action", "saved"), ("saved", "yes")];
        let mail = self.fill("/mfa/recovery", &saved).await?;
        ensure!(mail.location() == "/mail", "{mail:?}");
        self.get("/mail").await?;
        Ok((key, codes))
    }

    /// Sets up a number; gives the last code that was sent.
    pub(super) async fn set_up_number(&mut self, gateway: &GatewayProcess) -> Result<()> {
        let (number, others) = NUMBER.split_first().context("no number")?;
        self.ledger.typed("a telephone number", number);
        for other in others {
            self.ledger.typed("a telephone number", other);
        }
        let form = [("country", "DE"), ("number", number)];
        let sent = self.fill("/mfa/enroll/sms", &form).await?;
        ensure!(sent.location() == "/mfa/enroll/sms/code", "{}", sent.text());
        let code = self.message(gateway)?;
        self.fill("/mfa/enroll/sms/code", &[("code", PASSWORD)])
            .await?;
        let done = self
            .fill("/mfa/enroll/sms/code", &[("code", &code)])
            .await?;
        ensure!(done.location() == "/mfa/recovery", "{}", done.text());
        for code in recovery_codes_on(&self.get("/mfa/recovery").await?.text()) {
            self.ledger.typed("a recovery code", &code);
        }
        self.fill("/mfa/recovery", &[("action", "saved"), ("saved", "yes")])
            .await?;
        Ok(())
    }

    /// Signs in with a code that is asked for by message.
    pub(super) async fn sign_in_by_message(&mut self, gateway: &GatewayProcess) -> Result<()> {
        self.type_password(BOB, PASSWORD).await?;
        let send = [("factor", "sms"), ("action", "send")];
        self.fill("/mfa/challenge", &send).await?;
        let code = self.message(gateway)?;
        let form = [("factor", "sms"), ("code", code.as_str())];
        let opened = self.fill("/mfa/challenge", &form).await?;
        ensure!(opened.location() == "/mail", "{}", opened.text());
        Ok(())
    }

    /// Signs in with a code of an app, a recovery code, or one of the administrator's.
    pub(super) async fn sign_in(&mut self, factor: &str, code: &str) -> Result<()> {
        self.type_password(ALICE, PASSWORD).await?;
        let page = format!("/mfa/challenge?factor={factor}");
        let wrong = [("factor", factor), ("code", PASSWORD)];
        self.fill(&page, &wrong).await?;
        let form = [("factor", factor), ("code", code), ("trust", "yes")];
        let opened = self.fill(&page, &form).await?;
        ensure!(opened.location() == "/mail", "{}", opened.text());
        self.get("/mail").await?;
        Ok(())
    }

    /// Says things that no browser should.
    pub(super) async fn say_too_much(&mut self) -> Result<()> {
        let said = [
            ("authorization", "Basic c2FpZC1pbi1hLWZpZWxkOng="),
            ("referer", "http://localhost/mail?token=a-token-in-a-query"),
            ("x-token", "a-token-in-a-field"),
        ];
        self.ledger
            .typed("a token in a query", "a-token-in-a-query");
        self.ledger
            .typed("a token in a field", "a-token-in-a-field");
        self.ledger
            .typed("credentials in a field", "c2FpZC1pbi1hLWZpZWxkOng=");
        for target in [
            "/mail?token=a-token-in-a-query",
            "/mfa/x?code=a-token-in-a-query",
        ] {
            let answer = self.browser.send(Method::GET, target, &said, "").await?;
            self.remember("/elsewhere", &answer);
        }
        Ok(())
    }

    /// The code of the last message.
    fn message(&mut self, gateway: &GatewayProcess) -> Result<String> {
        let outbox = fs::read_to_string(gateway.folder().join("outbox.jsonl"))?;
        let last = outbox.lines().last().context("no message")?;
        let message: Value = serde_json::from_str(last)?;
        let text = message.get("text").and_then(Value::as_str);
        let text = text.context("no text")?;
        let words = text.split(|c: char| !c.is_ascii_digit());
        let code = words.into_iter().find(|word| word.len() == 6);
        let code = code.context("no code")?.to_owned();
        self.ledger.code("a code by message", &code);
        Ok(code)
    }
}
