//! What is counted of sign-ins, factors and messages.

use anyhow::{Context as _, Result, ensure};
use vestibule::app::write_tallies;
use vestibule::clock::Clock as _;
use vestibule::domain::authenticator::Code;
use vestibule::domain::identity::Subject;
use vestibule::domain::tally::{DayTallies, Tally};
use vestibule::domain::time::day;
use vestibule::gateway::factors::{Proof, Verdict};
use vestibule::store::memory::Fault;
use vestibule::store::records::TallyRecords;

use crate::support::steps::{ask_for_message, confirm_number, send_number};
use crate::support::{House, code_at};

const ALICE: &str = "alice@required.test";
const ONE_AN_HOUR: &str = "[sms]\ngateway = \"outbox\"\ncountries = [\"DE\"]\n\
                           [sms.budgets]\nmailbox_hour = 1\n";

async fn today(house: &House) -> Result<DayTallies> {
    write_tallies(&house.gateway, &house.shared).await;
    let records = TallyRecords::new(house.shared.clone());
    let days = records.since(day(house.now())).await?;
    Ok(days
        .into_iter()
        .map(|(_, tallies)| tallies)
        .next()
        .unwrap_or_default())
}

#[tokio::test]
async fn each_way_to_sign_in_and_to_fail_is_counted_once() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    let wrong = [("user", ALICE), ("password", "wrong"), ("csrf", "")];
    browser.post("/login", &wrong).await?;
    let key = house.enroll(&mut browser, ALICE).await?;
    let mut other = house.browser();
    house.log_in(&mut other, ALICE).await?;
    house.answer(&mut other, "000000").await?;
    house.wait(30);
    house
        .answer(&mut other, &code_at(&key, house.now())?)
        .await?;
    house
        .log_in(&mut house.browser(), "alice@optional.test")
        .await?;
    let counted = today(&house).await?;
    let expected = [
        (Tally::PasswordRefused, 1),
        (Tally::PasswordAccepted, 2),
        (Tally::Enrolled, 1),
        (Tally::ChallengeFailed, 1),
        // The one that set up, and the one that was asked.
        (Tally::SignInApp, 2),
        (Tally::SignInPasswordOnly, 1),
        (Tally::SignInTrustedBrowser, 0),
        (Tally::Suspended, 0),
    ];
    for (tally, count) in expected {
        assert_eq!(counted.count(tally), count, "{tally:?}");
    }
    Ok(())
}

#[tokio::test]
async fn messages_are_counted_when_they_go_out_and_when_their_code_comes_back() -> Result<()> {
    let house = House::with(ONE_AN_HOUR).await?;
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    send_number(&mut browser, "0151 12345678").await?;
    confirm_number(&mut browser, &house.phone.code()?).await?;
    let mut other = house.browser();
    house.log_in(&mut other, ALICE).await?;
    ask_for_message(&mut other).await?;
    let counted = today(&house).await?;
    assert_eq!(counted.count(Tally::SmsSent), 1);
    assert_eq!(counted.count(Tally::SmsOverBudget), 1);
    assert_eq!(counted.count(Tally::SmsVerified), 1);
    assert_eq!(counted.count(Tally::SignInSms), 1);
    Ok(())
}

#[tokio::test]
async fn what_the_store_does_not_take_is_written_down_later_and_never_twice() -> Result<()> {
    for (fault, counted) in [
        (Fault::Unavailable, 1),
        (Fault::Unknown, 0),
        (Fault::UnknownApplied, 1),
    ] {
        let house = House::open().await?;
        house.gateway.tallies.count(Tally::SmsSent);
        // The first call reads, the second writes.
        house.store.fail_at(2, fault);
        write_tallies(&house.gateway, &house.shared).await;
        let today = today(&house).await?;
        assert_eq!(today.count(Tally::SmsSent), counted, "{fault:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_day_ends_at_midnight_utc() -> Result<()> {
    let house = House::open().await?;
    house.gateway.tallies.count(Tally::SmsSent);
    write_tallies(&house.gateway, &house.shared).await;
    house.wait(12 * 60 * 60);
    house.gateway.tallies.count(Tally::SmsSent);
    assert_eq!(today(&house).await?.count(Tally::SmsSent), 1);
    let first = day(house.clock.now()).yesterday()?;
    let records = TallyRecords::new(house.shared.clone());
    assert_eq!(records.since(first).await?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_mailbox_that_uses_up_its_attempts_is_counted_once() -> Result<()> {
    let house = House::open().await?;
    // Nothing is enrolled: no code can be right by chance.
    let subject = Subject::parse(ALICE, None)?;
    let code = Code::parse("000000").context("no code")?;
    for _ in 0..60 {
        let proof = Proof::App(code.clone());
        let verdict = house
            .gateway
            .verify(&subject, &proof, (None, house.now()))
            .await?;
        ensure!(verdict != Verdict::Accepted);
        house.wait(3600);
    }
    assert_eq!(last_days(&house).await?, 1);
    Ok(())
}

/// How often that was in all days.
async fn last_days(house: &House) -> Result<u64> {
    write_tallies(&house.gateway, &house.shared).await;
    let records = TallyRecords::new(house.shared.clone());
    let days = records.since(day(house.now()).yesterday()?).await?;
    Ok(days
        .iter()
        .map(|(_, day)| day.count(Tally::Suspended))
        .sum())
}
