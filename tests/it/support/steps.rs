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
    let page = browser.get("/mfa/enroll/app").await?.text();
    let (key, token) = (key_on(&page)?, form_token(&page)?);
    let code = code_at(&key, now)?;
    let form = [("form_token", token.as_str()), ("code", &code)];
    let done = browser.post("/mfa/enroll/app", &form).await?;
    ensure!(done.location().starts_with('/'), "{}", done.text());
    Ok(key)
}

/// Types a code into the challenge.
pub(crate) async fn answer(browser: &mut Browser, code: &str) -> Result<Answer> {
    let token = form_token(&browser.get("/mfa/challenge").await?.text())?;
    let form = [("form_token", token.as_str()), ("code", code)];
    browser.post("/mfa/challenge", &form).await
}

/// Gives the set-up of text messages a German number, to have a code sent to it.
pub(crate) async fn send_number(browser: &mut Browser, number: &str) -> Result<Answer> {
    let token = form_token(&browser.get("/mfa/enroll/sms").await?.text())?;
    let form = [
        ("form_token", token.as_str()),
        ("country", "DE"),
        ("number", number),
    ];
    browser.post("/mfa/enroll/sms", &form).await
}

/// Types the code that came to the number.
pub(crate) async fn confirm_number(browser: &mut Browser, code: &str) -> Result<Answer> {
    let token = form_token(&browser.get("/mfa/enroll/sms/code").await?.text())?;
    let form = [("form_token", token.as_str()), ("code", code)];
    browser.post("/mfa/enroll/sms/code", &form).await
}

/// Asks for a code by message at the challenge; gives the page's token.
pub(crate) async fn ask_for_message(browser: &mut Browser) -> Result<String> {
    let token = form_token(&browser.get("/mfa/challenge").await?.text())?;
    let form = [
        ("form_token", token.as_str()),
        ("factor", "sms"),
        ("action", "send"),
    ];
    browser.post("/mfa/challenge", &form).await?;
    Ok(token)
}

/// Types the code of the message into the challenge: whether the mailbox opens.
pub(crate) async fn answer_message(browser: &mut Browser, token: &str, code: &str) -> Result<bool> {
    let form = [("form_token", token), ("factor", "sms"), ("code", code)];
    Ok(browser.post("/mfa/challenge", &form).await?.location() == "/mail")
}
