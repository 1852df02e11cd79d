//! Changing the number: the old one is valid until the new one is confirmed, whatever fails.

use anyhow::{Context as _, Result, ensure};
use vestibule::store::memory::Fault;

use crate::support::house::{form_token, key_on};
use crate::support::steps::{answer_message, ask_for_message, confirm_number, send_number};
use crate::support::{Answer, Browser, House, between, code_at};

const ALICE: &str = "alice@required.test";
const OLD: &str = "0151 12345678";
const NEW: &str = "0151 87654399";
const OLD_SHOWN: &str = "+49 ••• ••• 78";
const NEW_SHOWN: &str = "+49 ••• ••• 99";
const FAULTS: [Fault; 3] = [Fault::Unavailable, Fault::Unknown, Fault::UnknownApplied];
/// No call fails.
const NEVER: u64 = u64::MAX / 2;

/// A step of the change that meets a failing store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The code of the old number, which permits the change.
    Permit,
    /// The new number, to which a code is sent.
    Number,
    /// The code of the new number.
    Confirm,
}

/// Signs in and sets up the old number.
async fn set_up(house: &House) -> Result<Browser> {
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    send_number(&mut browser, OLD).await?;
    let done = confirm_number(&mut browser, &house.phone.code()?).await?;
    ensure!(done.location() == "/mfa/recovery", "{}", done.text());
    house.wait(600);
    Ok(browser)
}

/// Has a code sent to the old number, to confirm the change with; gives the filled-in form.
async fn change_form(house: &House, browser: &mut Browser) -> Result<[(&'static str, String); 4]> {
    let page = browser.get("/mfa/security").await?.text();
    let token = form_token(&page)?;
    let id = between(&page, "name=\"id\" value=\"", "\"")?;
    let send = [
        ("form_token", token.as_str()),
        ("action", "send_code"),
        ("for", "change_number"),
        ("id", id),
    ];
    browser.post("/mfa/security", &send).await?;
    ensure!(
        house.phone.number()? == "+4915112345678",
        "not to the old number"
    );
    Ok([
        ("form_token", token.clone()),
        ("action", "change_number".to_owned()),
        ("id", id.to_owned()),
        ("code", house.phone.code()?),
    ])
}

async fn permit(house: &House, browser: &mut Browser) -> Result<Answer> {
    let form = change_form(house, browser).await?;
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    browser.post("/mfa/security", &form).await
}

/// As far as the new number, which has got its code.
async fn half_done(house: &House, browser: &mut Browser) -> Result<String> {
    let permitted = permit(house, browser).await?;
    ensure!(
        permitted.location() == "/mfa/enroll/sms",
        "{}",
        permitted.text()
    );
    let sent = send_number(browser, NEW).await?;
    ensure!(sent.location() == "/mfa/enroll/sms/code", "{}", sent.text());
    ensure!(
        house.phone.number()? == "+4915187654399",
        "not to the new number"
    );
    house.phone.code()
}

/// The one number that opens the mailbox, in a browser of its own.
async fn number_that_opens(house: &House) -> Result<&'static str> {
    // Not slowed down by anything before.
    house.wait(4000);
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    let token = ask_for_message(&mut browser).await?;
    let opened = answer_message(&mut browser, &token, &house.phone.code()?).await?;
    ensure!(opened, "no number opens the mailbox");
    let page = browser.get("/mfa/security").await?.text();
    match (page.contains(OLD_SHOWN), page.contains(NEW_SHOWN)) {
        (true, false) if house.phone.number()? == "+4915112345678" => Ok(OLD),
        (false, true) if house.phone.number()? == "+4915187654399" => Ok(NEW),
        (old, new) => anyhow::bail!("the old number is there: {old}, the new one: {new}"),
    }
}

/// Makes the change with a store that fails at `call` of `step`. What the person was told last, and
/// whether the step made so many calls.
async fn change(house: &House, step: Step, (call, fault): (u64, Fault)) -> Result<(String, bool)> {
    let mut browser = set_up(house).await?;
    let mut failed = false;
    let form = change_form(house, &mut browser).await?;
    let mut told = String::new();
    for (own, target, next) in [
        (Step::Permit, "/mfa/security", "/mfa/enroll/sms"),
        (Step::Number, "/mfa/enroll/sms", "/mfa/enroll/sms/code"),
        (Step::Confirm, "/mfa/enroll/sms/code", ""),
    ] {
        let form = match own {
            Step::Permit => form.to_vec(),
            Step::Number => vec![
                (
                    "form_token",
                    form_token(&browser.get(target).await?.text())?,
                ),
                ("country", "DE".to_owned()),
                ("number", NEW.to_owned()),
            ],
            Step::Confirm => vec![
                (
                    "form_token",
                    form_token(&browser.get(target).await?.text())?,
                ),
                ("code", house.phone.code()?),
            ],
        };
        let form: Vec<_> = form
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let before = house.store.calls();
        if own == step {
            house.store.fail_at(call, fault);
        }
        let answer = browser.post(target, &form).await?;
        if own == step {
            house.store.fail_at(NEVER, fault);
            failed = house.store.calls() - before >= call;
        }
        told = answer.location().to_owned();
        if told != next {
            break;
        }
    }
    Ok((told, failed))
}

#[tokio::test]
async fn a_change_of_number_that_fails_leaves_the_old_number_or_the_new_one() -> Result<()> {
    for step in [Step::Permit, Step::Number, Step::Confirm] {
        let mut outcomes = [0, 0];
        for fault in FAULTS {
            for call in 1.. {
                let house = House::open().await?;
                let at = || format!("{step:?} with {fault:?} at call {call}");
                let changed = change(&house, step, (call, fault)).await;
                let (told, failed) = changed.with_context(at)?;
                let opens = number_that_opens(&house).await.with_context(at)?;
                let done = told == "/mfa/security?done=replaced";
                ensure!(!done || opens == NEW, "{}: told and not done", at());
                ensure!(
                    done || opens == OLD || step == Step::Confirm,
                    "{}: done before the new number is confirmed",
                    at()
                );
                outcomes[usize::from(opens == NEW)] += 1;
                if !failed {
                    ensure!(done && call > 3, "{}: no call failed", at());
                    break;
                }
            }
        }
        ensure!(
            outcomes.into_iter().all(|count| count > 0),
            "{step:?}: {outcomes:?}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn the_old_number_opens_the_mailbox_until_the_new_one_is_confirmed() -> Result<()> {
    let house = House::open().await?;
    let mut browser = set_up(&house).await?;
    half_done(&house, &mut browser).await?;
    assert_eq!(number_that_opens(&house).await?, OLD);
    // By now the code has lapsed, and what permitted the change too: nothing is left of it.
    let later = browser.get("/mfa/enroll/sms/code").await?;
    ensure!(later.status.is_redirection(), "{}", later.text());
    ensure!(later.location() != "/mfa/enroll/sms", "still permitted");
    Ok(())
}

#[tokio::test]
async fn the_page_for_the_new_number_says_that_the_old_one_is_valid_until_then() -> Result<()> {
    let house = House::open().await?;
    let mut browser = set_up(&house).await?;
    let permitted = permit(&house, &mut browser).await?;
    assert_eq!(permitted.location(), "/mfa/enroll/sms");
    let page = browser.get("/mfa/enroll/sms").await?.text();
    assert!(page.contains(OLD_SHOWN), "{page}");
    assert!(
        !page.contains("Step 2 of 3"),
        "a change has no steps to count"
    );
    Ok(())
}

#[tokio::test]
async fn the_code_of_a_number_that_is_not_confirmed_confirms_nothing_else() -> Result<()> {
    let house = House::open().await?;
    let mut browser = set_up(&house).await?;
    let code = half_done(&house, &mut browser).await?;
    let page = browser.get("/mfa/security").await?.text();
    let token = form_token(&page)?;
    let form = [
        ("form_token", token.as_str()),
        ("action", "regenerate"),
        ("code", &code),
    ];
    let refused = browser.post("/mfa/security", &form).await?;
    ensure!(!refused.status.is_redirection(), "new codes were made");
    // Nor in another login.
    let mut other = house.browser();
    house.log_in(&mut other, ALICE).await?;
    let token = form_token(&other.get("/mfa/challenge").await?.text())?;
    ensure!(!answer_message(&mut other, &token, &code).await?);
    Ok(())
}

#[tokio::test]
async fn a_code_that_waits_at_another_number_is_not_said_to_have_been_sent_to_this_one()
-> Result<()> {
    let house = House::open().await?;
    let mut browser = set_up(&house).await?;
    half_done(&house, &mut browser).await?;
    let settings = browser.get("/mfa/security").await?.text();
    ensure!(settings.contains(OLD_SHOWN), "{settings}");
    ensure!(
        !settings.contains("data-resend="),
        "the old number has to wait"
    );
    let challenge = browser.get("/mfa/challenge?for=add").await?.text();
    ensure!(challenge.contains(OLD_SHOWN), "{challenge}");
    ensure!(!challenge.contains("We sent a code"), "{challenge}");
    Ok(())
}

#[tokio::test]
async fn a_code_that_was_sent_to_the_old_number_opens_nothing_after_the_change() -> Result<()> {
    let house = House::open().await?;
    let mut browser = set_up(&house).await?;
    let mut early = house.browser();
    house.log_in(&mut early, ALICE).await?;
    let token = ask_for_message(&mut early).await?;
    let code = house.phone.code()?;
    let new = half_done(&house, &mut browser).await?;
    let done = confirm_number(&mut browser, &new).await?;
    assert_eq!(done.location(), "/mfa/security?done=replaced");
    ensure!(!answer_message(&mut early, &token, &code).await?);
    // The same browser signs in anew: the old code was for the old login.
    house.log_in(&mut early, ALICE).await?;
    let token = form_token(&early.get("/mfa/challenge").await?.text())?;
    ensure!(!answer_message(&mut early, &token, &code).await?);
    assert_eq!(number_that_opens(&house).await?, NEW);
    Ok(())
}

#[tokio::test]
async fn a_change_of_number_takes_a_code_that_an_app_shows_as_well() -> Result<()> {
    let house = House::open().await?;
    let mut browser = set_up(&house).await?;
    let page = browser.get("/mfa/challenge?for=add").await?.text();
    ensure!(page.contains(OLD_SHOWN), "{page}");
    let token = form_token(&page)?;
    let target = "/mfa/challenge?for=add";
    let ask = [
        ("form_token", token.as_str()),
        ("factor", "sms"),
        ("action", "send"),
    ];
    browser.post(target, &ask).await?;
    let code = house.phone.code()?;
    let form = [
        ("form_token", token.as_str()),
        ("factor", "sms"),
        ("code", &code),
    ];
    let permitted = browser.post(target, &form).await?;
    assert_eq!(permitted.location(), "/mfa/enroll");
    let page = browser.get("/mfa/enroll/app").await?.text();
    let (key, token) = (key_on(&page)?, form_token(&page)?);
    let code = code_at(&key, house.now())?;
    let form = [("form_token", token.as_str()), ("code", &code)];
    browser.post("/mfa/enroll/app", &form).await?;
    house.wait(600);

    let page = browser.get("/mfa/security").await?.text();
    let token = form_token(&page)?;
    let form = page
        .split("<form")
        .find(|form| form.contains("value=\"change_number\""));
    let id = between(form.context("no form")?, "name=\"id\" value=\"", "\"")?;
    let code = code_at(&key, house.now())?;
    let form = [
        ("form_token", token.as_str()),
        ("action", "change_number"),
        ("id", id),
        ("code", &code),
    ];
    let permitted = browser.post("/mfa/security", &form).await?;
    assert_eq!(permitted.location(), "/mfa/enroll/sms");
    send_number(&mut browser, NEW).await?;
    let done = confirm_number(&mut browser, &house.phone.code()?).await?;
    assert_eq!(done.location(), "/mfa/security?done=replaced");
    let page = browser.get("/mfa/security").await?.text();
    ensure!(
        page.contains(NEW_SHOWN) && !page.contains(OLD_SHOWN),
        "{page}"
    );
    Ok(())
}
