//! A store that fails at any call lets nobody in, and no code count twice.

use anyhow::{Context as _, Result, ensure};
use http::StatusCode;
use vestibule::store::memory::Fault;

use crate::support::house::form_token;
use crate::support::{House, code_at};

const ALICE: &str = "alice@required.test";
const FAULTS: [Fault; 3] = [Fault::Unavailable, Fault::Unknown, Fault::UnknownApplied];
/// More than any of these requests makes.
const CALLS: u64 = 12;

#[tokio::test]
async fn a_login_in_front_of_a_failing_store_opens_nothing() -> Result<()> {
    for fault in FAULTS {
        for call in 1..=CALLS {
            let house = House::open().await?;
            house.enroll(&mut house.browser(), ALICE).await?;
            let mut browser = house.browser();
            house.store.fail_at(call, fault);
            let login = house.log_in(&mut browser, ALICE).await?;
            let held = login.location() == "/mfa/challenge";
            let failed = login.status == StatusCode::SERVICE_UNAVAILABLE;
            ensure!(held || failed, "{fault:?} at call {call}: {}", login.status);
            house.store.fail_at(u64::MAX / 2, fault);
            let mail = browser.get("/mail").await?;
            ensure!(
                !mail.text().contains("Private"),
                "{fault:?} at call {call} opened the mail"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_code_counts_at_most_once_whatever_the_store_does() -> Result<()> {
    for fault in FAULTS {
        for call in 1..=CALLS {
            let house = House::open().await?;
            let key = house.enroll(&mut house.browser(), ALICE).await?;
            house.wait(60);
            let code = code_at(&key, house.now())?;
            let mut opened = 0;
            for attempt in 0..3 {
                let mut browser = house.browser();
                house.log_in(&mut browser, ALICE).await?;
                let page = browser.get("/mfa/challenge").await?;
                let token = form_token(&page.text())
                    .with_context(|| format!("{fault:?} at call {call}, {attempt}: {page:?}"))?;
                if attempt == 0 {
                    house.store.fail_at(call, fault);
                }
                let form = [("form_token", token.as_str()), ("code", &code)];
                let answer = browser.post("/mfa/challenge", &form).await?;
                opened += usize::from(answer.location() == "/mail");
                house.store.fail_at(u64::MAX / 2, fault);
            }
            ensure!(
                opened <= 1,
                "{fault:?} at call {call}: accepted {opened} times"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_set_up_that_fails_leaves_a_mailbox_that_is_set_up_or_not_and_never_open() -> Result<()> {
    for fault in FAULTS {
        for call in 1..=CALLS {
            let house = House::open().await?;
            house.store.fail_at(call + 4, fault);
            // It may fail or not; what counts is what is there afterwards.
            let done = house.enroll(&mut house.browser(), ALICE).await;
            house.store.fail_at(u64::MAX / 2, fault);
            let mut browser = house.browser();
            let login = house.log_in(&mut browser, ALICE).await?;
            ensure!(
                login.location() == "/mfa/challenge",
                "{fault:?} at call {call}"
            );
            let challenge = browser.get("/mfa/challenge").await?;
            let asked = challenge.status == StatusCode::OK;
            ensure!(
                asked || challenge.location() == "/mfa/enroll",
                "{fault:?} at call {call}: {}",
                challenge.status
            );
            ensure!(
                asked || done.is_err(),
                "{fault:?} at call {call}: an enrollment is lost"
            );
        }
    }
    Ok(())
}
