//! Administrators at the control panel of a house.

use anyhow::{Result, ensure};
use http::StatusCode;
use serde_json::{Value, json};

use super::house::{form_token, key_on};
use super::{Answer, Api, Browser, House, code_at};

/// An administrator with a browser, a password and an app.
pub(crate) struct Administrator {
    pub(crate) browser: Browser,
    pub(crate) key: String,
}

/// What every administrator here has chosen.
pub(crate) const PASSWORD: &str = "seven brown foxes at sea";

impl Administrator {
    /// Invites somebody, who sets up an account and is in.
    pub(crate) async fn of(
        house: &House,
        api: &Api,
        (name, role, domains): (&'static str, &str, Option<Value>),
    ) -> Result<Self> {
        let code = invite(api, (name, role, domains)).await?;
        let mut browser = Browser::new(api.address);
        let begun = browser
            .post("/setup", &[("name", name), ("invitation", &code)])
            .await?;
        ensure!(begun.location() == "/setup/finish", "{}", begun.text());
        let page = browser.get("/setup/finish").await?.text();
        let key = key_on(&page)?;
        let token = form_token(&page)?;
        let form = [
            ("form_token", token.as_str()),
            ("new", PASSWORD),
            ("again", PASSWORD),
            ("code", &code_at(&key, house.now())?),
        ];
        let done = browser.post("/setup/finish", &form).await?;
        ensure!(done.location() == "/", "{}", done.text());
        // The code was used: the next one comes later.
        house.wait(30);
        Ok(Self { browser, key })
    }

    /// An operator.
    pub(crate) async fn operator(house: &House, api: &Api) -> Result<Self> {
        Self::of(house, api, ("carol", "operator", None)).await
    }

    /// A page's text.
    pub(crate) async fn page(&mut self, target: &str) -> Result<String> {
        let answer = self.browser.get(target).await?;
        ensure!(
            answer.status == StatusCode::OK,
            "{target}: {}",
            answer.status
        );
        Ok(answer.text())
    }

    /// Sends a form of the page at `on`, with its token.
    pub(crate) async fn send(
        &mut self,
        on: &str,
        target: &str,
        fields: &[(&str, &str)],
    ) -> Result<Answer> {
        let token = form_token(&self.page(on).await?)?;
        let mut form = vec![("form_token", token.as_str())];
        form.extend_from_slice(fields);
        self.browser.post(target, &form).await
    }

    /// A code of the app, which is then used up.
    pub(crate) fn code(&self, house: &House) -> Result<String> {
        house.wait(30);
        code_at(&self.key, house.now())
    }
}

/// Invites somebody: the code.
pub(crate) async fn invite(
    api: &Api,
    (name, role, domains): (&str, &str, Option<Value>),
) -> Result<String> {
    let mut body = json!({ "name": name, "role": role });
    if let (Some(body), Some(domains)) = (body.as_object_mut(), domains) {
        body.insert("domains".to_owned(), domains);
    }
    let given = api.post("/api/v1/administrators", body).await?;
    ensure!(given.status == StatusCode::CREATED, "{}", given.text);
    let given = given.json()?;
    let code = given.get("code").and_then(Value::as_str);
    Ok(code.unwrap_or_default().to_owned())
}

/// Signs in with the password alone.
pub(crate) async fn type_password(browser: &mut Browser, name: &str, word: &str) -> Result<Answer> {
    browser
        .post("/login", &[("name", name), ("password", word)])
        .await
}

/// Types a code where the sign-in asks for it.
pub(crate) async fn type_code(browser: &mut Browser, code: &str) -> Result<Answer> {
    let page = browser.get("/login/code").await?.text();
    let token = form_token(&page).unwrap_or_default();
    let form = [("form_token", token.as_str()), ("code", code)];
    browser.post("/login/code", &form).await
}
