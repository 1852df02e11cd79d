//! What waits is not lost, and nobody waits for it.

use anyhow::{Context as _, Result};
use vestibule::app::mail_server;
use vestibule::clock::{Clock as _, SystemClock};
use vestibule::gateway::notices::Round;

use super::{ALICE, go_round};
use crate::support::mail_server::{Manner, Tls};
use crate::support::{GatewayProcess, House, MailServer, Meadow, steps};

#[tokio::test]
async fn while_the_mail_server_is_down_notices_wait_and_people_do_not() -> Result<()> {
    let server = MailServer::start().await?;
    let (section, address) = (server.section(), server.address);
    drop(server);
    let house = House::with(&section).await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    house
        .enroll(&mut house.browser(), "bob@required.test")
        .await?;
    assert_eq!(go_round(&house).await?, Round::Halted);
    house.wait(3 * 24 * 60 * 60);
    assert_eq!(go_round(&house).await?, Round::Halted);
    let server = MailServer::at(address, Tls::None).await?;
    assert_eq!(go_round(&house).await?, Round::Done(None));
    assert_eq!(told(&server), [ALICE, "bob@required.test"]);
    assert_eq!(go_round(&house).await?, Round::Done(None));
    assert_eq!(server.letters().len(), 2, "told again");
    Ok(())
}

#[tokio::test]
async fn a_refused_notice_is_tried_again_later_and_does_not_hold_up_the_others() -> Result<()> {
    for refusal in ["451 4.3.0 try again", "550 5.1.1 no such mailbox"] {
        let server = MailServer::start().await?;
        let house = House::with(&server.section()).await?;
        house.enroll(&mut house.browser(), ALICE).await?;
        server.behave(Manner::Recipient(refusal));
        let Round::Done(Some(again)) = go_round(&house).await? else {
            anyhow::bail!("{refusal}: not to be tried again");
        };
        assert!(again > house.now(), "{refusal}");
        server.behave(Manner::Taking);
        house
            .enroll(&mut house.browser(), "bob@required.test")
            .await?;
        assert_eq!(go_round(&house).await?, Round::Done(Some(again)));
        assert_eq!(server.only()?.recipients, ["bob@required.test"]);
        house.wait(60);
        assert_eq!(go_round(&house).await?, Round::Done(None));
        assert_eq!(server.letters().len(), 2, "{refusal}");
    }
    Ok(())
}

#[tokio::test]
async fn a_mailbox_that_is_refused_for_days_is_given_up() -> Result<()> {
    let server = MailServer::start().await?;
    let house = House::with(&server.section()).await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    server.behave(Manner::Recipient("550 5.1.1 no such mailbox"));
    let mut tries = 0;
    while let Round::Done(Some(_)) = go_round(&house).await? {
        tries += 1;
        house.wait(60 * 60);
        assert!(tries < 100, "tried for ever");
    }
    assert!(tries > 10, "given up after {tries} tries");
    Ok(())
}

#[tokio::test]
async fn a_password_that_the_mail_server_refuses_costs_no_notice() -> Result<()> {
    let server = MailServer::start().await?;
    let secret = tempfile::NamedTempFile::new()?;
    std::fs::write(secret.path(), "hunter2")?;
    let login = format!("user = \"v\"\npassword_file = {:?}\n", secret.path());
    let house = House::with(&format!("{}{login}", server.section())).await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    server.behave(Manner::Login("535 5.7.8 wrong"));
    for _ in 0..50 {
        assert_eq!(go_round(&house).await?, Round::Halted);
        house.wait(60 * 60);
    }
    server.behave(Manner::Taking);
    assert_eq!(go_round(&house).await?, Round::Done(None));
    assert_eq!(server.only()?.login.as_deref(), Some(" v hunter2"));
    Ok(())
}

#[tokio::test]
async fn two_nodes_send_one_mail() -> Result<()> {
    let server = MailServer::start().await?;
    let house = House::with(&server.section()).await?;
    for name in [ALICE, "bob@required.test"] {
        house.enroll(&mut house.browser(), name).await?;
    }
    let (one, other) = tokio::join!(go_round(&house), go_round(&house));
    one?;
    other?;
    assert_eq!(told(&server), [ALICE, "bob@required.test"]);
    Ok(())
}

#[tokio::test]
async fn a_mail_that_may_have_been_taken_is_sent_again_under_the_same_id() -> Result<()> {
    let server = MailServer::start().await?;
    let house = House::with(&server.section()).await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    server.behave(Manner::TakingSilently);
    assert_eq!(go_round(&house).await?, Round::Halted);
    server.behave(Manner::Taking);
    assert_eq!(go_round(&house).await?, Round::Done(None));
    let letters = server.letters();
    assert_eq!(letters.len(), 2);
    let id = |place: usize| letters[place].headers.get("Message-ID").cloned();
    assert_eq!(
        id(0).context("no Message-ID")?,
        id(1).context("no Message-ID")?
    );
    Ok(())
}

#[tokio::test]
async fn a_mail_server_that_says_nothing_is_left_after_its_time() -> Result<()> {
    let server = MailServer::start().await?;
    server.behave(Manner::Silent);
    let section = format!("{}timeout = \"1s\"\n", server.section());
    let house = House::with(&section).await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    assert_eq!(go_round(&house).await?, Round::Halted);
    assert_eq!(server.connections(), 1);
    Ok(())
}

#[tokio::test]
async fn without_a_mail_server_nothing_is_queued() -> Result<()> {
    use vestibule::store::Store as _;
    let house = House::open().await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    assert!(house.postman.is_none() && mail_server(None)?.is_none());
    assert!(house.store.list("notice/", None, 9).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_notice_survives_a_kill_and_is_sent_when_both_run_again() -> Result<()> {
    let meadow = Meadow::open().await?;
    let server = MailServer::start().await?;
    let (section, address) = (server.section(), server.address);
    drop(server);
    let mut gateway = meadow.gateway(&section)?;
    let mut browser = gateway.browser();
    steps::log_in(&mut browser, ALICE).await?;
    steps::enroll(&mut browser, SystemClock.now()).await?;
    while !gateway.log().contains("the mail server cannot be used") {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    gateway.kill()?;
    let server = MailServer::at(address, Tls::None).await?;
    gateway.spawn()?;
    await_letters(&server, &gateway, 1).await?;
    assert_eq!(server.only()?.recipients, [ALICE]);
    Ok(())
}

#[tokio::test]
async fn a_reset_by_the_administrator_is_told_in_the_language_of_the_mailbox() -> Result<()> {
    let meadow = Meadow::open().await?;
    let server = MailServer::start().await?;
    let gateway = meadow.gateway(&server.section())?;
    let mut browser = gateway.browser();
    browser.language = Some("de");
    steps::log_in(&mut browser, ALICE).await?;
    steps::enroll(&mut browser, SystemClock.now()).await?;
    await_letters(&server, &gateway, 1).await?;
    gateway.run("user", &["reset", ALICE, "--reason", "lost phone"])?;
    await_letters(&server, &gateway, 2).await?;
    let letters = server.letters();
    let subject = &letters[1].headers["Subject"];
    assert!(subject.contains("wurde zurückgesetzt"), "{subject}");
    Ok(())
}

/// Who got a letter, in the order of the alphabet.
fn told(server: &MailServer) -> Vec<String> {
    let letters = server.letters().into_iter();
    let mut told: Vec<_> = letters.flat_map(|letter| letter.recipients).collect();
    told.sort();
    told
}

async fn await_letters(server: &MailServer, gateway: &GatewayProcess, count: usize) -> Result<()> {
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while server.letters().len() < count {
        anyhow::ensure!(
            std::time::Instant::now() < patience,
            "not told: {}",
            gateway.log()
        );
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    Ok(())
}
