//! Each change is told, in the person's language, and nothing secret is.

use anyhow::{Context as _, Result, ensure};

use super::{ALICE, go_round};
use crate::support::house::{form_token, key_on, recovery_codes_on};
use crate::support::mail_server::Received;
use crate::support::{Browser, House, MailServer, between, code_at};

/// The letters since the last time.
async fn told(house: &House, server: &MailServer, seen: &mut usize) -> Result<Vec<Received>> {
    go_round(house).await?;
    let letters = server.letters();
    let new = letters.get(*seen..).unwrap_or_default().to_vec();
    *seen = letters.len();
    Ok(new)
}

fn titles(letters: &[Received]) -> Vec<String> {
    let subjects = letters
        .iter()
        .filter_map(|letter| letter.headers.get("Subject"));
    // The clock stands still: those of one request have no order.
    let mut titles: Vec<_> = subjects
        .map(|subject| subject.replace("localhost: ", ""))
        .collect();
    titles.sort();
    titles
}

/// Posts a form of the Security page, with the first authenticator's id and the code of its app.
async fn change(
    house: &House,
    browser: &mut Browser,
    key: &str,
    more: &[(&str, &str)],
) -> Result<String> {
    house.wait(60);
    let page = browser.get("/mfa/security").await?.text();
    let (token, code) = (form_token(&page)?, code_at(key, house.now())?);
    let id = between(&page, "name=\"id\" value=\"", "\"")?.to_owned();
    let mut form = vec![
        ("form_token", token.as_str()),
        ("id", id.as_str()),
        ("code", code.as_str()),
    ];
    form.extend(more);
    let answer = browser.post("/mfa/security", &form).await?;
    ensure!(answer.location() != "", "refused: {}", answer.text());
    Ok(answer.location().to_owned())
}

/// A house with a mail server, in which a mailbox may do all there is.
async fn open(server: &MailServer) -> Result<House> {
    let house = House::with(&server.section()).await?;
    house.set_policy("\"required.test\" = { mode = \"optional\", trusted_days = 30 }")?;
    Ok(house)
}

fn assert_secret(letters: &[Received], secrets: &[String]) {
    for letter in letters {
        for secret in secrets {
            let written = [&letter.raw, &letter.text, &letter.html];
            assert!(!written.iter().any(|text| text.contains(secret.as_str())));
        }
    }
}

#[tokio::test]
async fn every_change_of_an_authenticator_is_told_and_a_new_name_is_not() -> Result<()> {
    let server = MailServer::start().await?;
    let house = open(&server).await?;
    let mut seen = 0;
    let mut browser = house.browser();
    let key = house.enroll(&mut browser, ALICE).await?;
    let letters = told(&house, &server, &mut seen).await?;
    assert_eq!(titles(&letters), ["An authenticator was added"]);

    let renamed = [("action", "rename"), ("name", "phone")];
    change(&house, &mut browser, &key, &renamed).await?;
    let letters = told(&house, &server, &mut seen).await?;
    assert_eq!(titles(&letters), [] as [&str; 0]);

    let to = change(&house, &mut browser, &key, &[("action", "replace")]).await?;
    assert_eq!(to, "/mfa/enroll");
    let page = browser.get("/mfa/enroll/app").await?.text();
    let (newest, token) = (key_on(&page)?, form_token(&page)?);
    let code = code_at(&newest, house.now())?;
    let form = [("form_token", token.as_str()), ("code", code.as_str())];
    browser.post("/mfa/enroll/app", &form).await?;
    let letters = told(&house, &server, &mut seen).await?;
    assert_eq!(titles(&letters), ["An authenticator was replaced"]);

    let to = change(&house, &mut browser, &newest, &[("action", "off")]).await?;
    assert_eq!(to, "/mfa/security?done=off");
    let letters = told(&house, &server, &mut seen).await?;
    let expected = ["Multi-Factor Authentication was turned off"];
    assert_eq!(titles(&letters), expected);
    assert_secret(&server.letters(), &[key, newest]);
    Ok(())
}

#[tokio::test]
async fn recovery_codes_and_trusted_browsers_are_told() -> Result<()> {
    let server = MailServer::start().await?;
    let house = open(&server).await?;
    let mut browser = house.browser();
    let key = house.enroll(&mut browser, ALICE).await?;
    let codes = recovery_codes_on(&browser.get("/mfa/recovery").await?.text());
    let mut seen = 0;
    told(&house, &server, &mut seen).await?;

    let to = change(&house, &mut browser, &key, &[("action", "regenerate")]).await?;
    assert_eq!(to, "/mfa/recovery");
    let newer = recovery_codes_on(&browser.get("/mfa/recovery").await?.text());
    let letters = told(&house, &server, &mut seen).await?;
    assert_eq!(titles(&letters), ["New recovery codes were made"]);

    let mut other = house.browser();
    house.log_in(&mut other, ALICE).await?;
    let page = other.get("/mfa/challenge?factor=recovery").await?.text();
    let form = [
        ("form_token", form_token(&page)?),
        ("factor", "recovery".to_owned()),
        ("code", newer.first().context("no code")?.clone()),
        ("trust", "yes".to_owned()),
    ];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    let opened = other.post("/mfa/challenge", &form).await?;
    assert_eq!(opened.location(), "/mail");
    let letters = told(&house, &server, &mut seen).await?;
    let expected = ["A browser is now trusted", "A recovery code was used"];
    assert_eq!(titles(&letters), expected);
    for words in ["9 are left", "30 days"] {
        assert!(letters.iter().any(|letter| letter.text.contains(words)));
    }
    assert_secret(&server.letters(), &[vec![key], codes, newer].concat());
    Ok(())
}

#[tokio::test]
async fn a_notice_says_who_when_from_where_and_whom_to_ask() -> Result<()> {
    let server = MailServer::start().await?;
    let house = House::with(&server.section()).await?;
    house.set_policy("\"required.test\" = { mode = \"required\", contact = \"Room 12\" }")?;
    house.enroll(&mut house.browser(), ALICE).await?;
    go_round(&house).await?;
    let letter = server.only()?;
    assert_eq!(letter.sender, "security@v.test");
    assert_eq!(letter.recipients, [ALICE]);
    for (name, value) in [
        ("From", "Security <security@v.test>"),
        ("To", ALICE),
        ("Subject", "localhost: An authenticator was added"),
        ("Date", "Tue, 24 Nov 2026 12:00:00 +0000"),
        ("Auto-Submitted", "auto-generated"),
    ] {
        assert_eq!(letter.headers.get(name).map(String::as_str), Some(value));
    }
    for words in [
        "The authenticator “Authenticator app” was added",
        "Mailbox: alice@required.test",
        "Time: 2026-11-24 12:00 UTC",
        "Address: 127.0.0.1",
        "Room 12",
        "If this was not you",
    ] {
        assert!(letter.text.contains(words), "{words}: {}", letter.text);
    }
    assert!(
        letter
            .html
            .replace("<wbr>", "")
            .contains("alice@required.test")
    );
    Ok(())
}

#[tokio::test]
async fn a_notice_speaks_the_language_of_whoever_made_the_change() -> Result<()> {
    let server = MailServer::start().await?;
    let house = House::with(&server.section()).await?;
    for (name, language, title) in [
        (
            "alice@required.test",
            "de-CH, en;q=0.5",
            "Ein Authenticator wurde hinzugefügt",
        ),
        ("bob@required.test", "ar", "تمت إضافة وسيلة مصادقة"),
    ] {
        let mut browser = house.browser();
        browser.language = Some(language);
        house.enroll(&mut browser, name).await?;
        go_round(&house).await?;
        let letters = server.letters();
        let subject = &letters.last().context("no letter")?.headers["Subject"];
        assert_eq!(*subject, format!("localhost: {title}"));
    }
    Ok(())
}

#[tokio::test]
async fn another_number_is_told_masked() -> Result<()> {
    let server = MailServer::start().await?;
    let house = House::with(&server.section()).await?;
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    let token = form_token(&browser.get("/mfa/enroll/sms").await?.text())?;
    let form = [
        ("form_token", token.as_str()),
        ("country", "DE"),
        ("number", "0151 12345678"),
    ];
    browser.post("/mfa/enroll/sms", &form).await?;
    let token = form_token(&browser.get("/mfa/enroll/sms/code").await?.text())?;
    let code = house.phone.code()?;
    let form = [("form_token", token.as_str()), ("code", code.as_str())];
    browser.post("/mfa/enroll/sms/code", &form).await?;
    go_round(&house).await?;
    let letter = server.only()?;
    assert!(letter.text.contains("78"), "{}", letter.text);
    for text in [&letter.text, &letter.html, &letter.raw] {
        assert!(!text.contains("12345678"), "the number is in the mail");
        assert!(!text.contains(&code), "the code is in the mail");
    }
    Ok(())
}
