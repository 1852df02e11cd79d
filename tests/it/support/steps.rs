//! What a person does, at whichever gateway the browser is.

use anyhow::{Result, ensure};
use jiff::Timestamp;

use super::house::{PASSWORD, form_token, key_on};
use super::{Answer, Browser, code_at};

/// Types name and password into the webmail's own login form.
pub(crate) async fn log_in(browser: &mut Browser, name: &str) -> Result<Answer> {
    let form = [("user", name), ("password", PASSWORD), ("csrf", "stale")];
    browser.post("/login", &form).await
}

/// Signs in to a mailbox without a second factor.
pub(crate) async fn enter(browser: &mut Browser, name: &str) -> Result<()> {
    let answer = log_in(browser, name).await?;
    ensure!(answer.location() == "/mail", "not in: {}", answer.text());
    Ok(())
}

/// Sets up an app, after the password; gives its key.
pub(crate) async fn enroll(browser: &mut Browser, now: Timestamp) -> Result<String> {
    let page = browser.get("/mfa/enroll").await?.text();
    let (key, token) = (key_on(&page)?, form_token(&page)?);
    let code = code_at(&key, now)?;
    let form = [("form_token", token.as_str()), ("code", &code)];
    let done = browser.post("/mfa/enroll", &form).await?;
    ensure!(done.location().starts_with('/'), "{}", done.text());
    Ok(key)
}

/// Types a code into the challenge.
pub(crate) async fn answer(browser: &mut Browser, code: &str) -> Result<Answer> {
    let token = form_token(&browser.get("/mfa/challenge").await?.text())?;
    let form = [("form_token", token.as_str()), ("code", code)];
    browser.post("/mfa/challenge", &form).await
}
