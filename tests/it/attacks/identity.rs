//! Whose mailbox it is: a name that the person at it can choose is no answer.

use anyhow::{Result, ensure};

use super::roundcube::{joined, token};
use super::shape::{Draft, encode};
use super::target::Target;
use super::wire::Reply;
use crate::support::House;
use crate::support::house::{PASSWORD, PROFILE};

/// The sample webmail with a profile that takes the display name, which can be edited, for the
/// mailbox's.
async fn house(as_sent: bool) -> Result<House> {
    let edited = "target = \"/settings\"\nselector = \"input[name=name]\"\nattribute = \"value\"";
    let edited = format!("{edited}\nas_sent = {as_sent}");
    let profile = PROFILE.replace("target = \"/mail\"\nselector = \"#mailbox-name\"", &edited);
    ensure!(profile != PROFILE);
    House::built("", &profile, |store| store).await
}

/// Calls the mailbox something else, in the webmail's own settings; gives where the next login by
/// the password alone leads to.
async fn renamed(house: &House, own: &str, other: &str) -> Result<(u16, String)> {
    let mut browser = house.browser();
    house.log_in(&mut browser, own).await?;
    browser.post("/settings", &[("name", other)]).await?;
    let form = [("user", own), ("password", PASSWORD)];
    let login = house.browser().post("/login", &form).await?;
    Ok((login.status.as_u16(), login.location().to_owned()))
}

#[tokio::test]
async fn a_name_that_a_person_may_edit_does_not_choose_the_policy() -> Result<()> {
    let (own, other) = ("alice@optional.test", "alice@disabled.test");
    let house_ = house(true).await?;
    ensure!(renamed(&house_, own, other).await? == (502, String::new()));
    ensure!(renamed(&house(true).await?, own, own).await? == (303, "/mail".to_owned()));
    // What the rule is for: without it the edited name decides.
    let house_ = house(false).await?;
    let challenged = renamed(&house_, own, "alice@required.test").await?;
    ensure!(
        challenged == (303, "/mfa/challenge".to_owned()),
        "{challenged:?}"
    );
    Ok(())
}

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn a_login_name_without_a_domain_is_not_taken_from_the_sender_address() -> Result<()> {
    // In Roundcube itself such a mailbox is called by its sender address.
    let target = Target::start()?;
    let mut known = target.roundcube.known("plain", "reader").await?;
    let form = super::shape::login_form(&known);
    let login = target
        .roundcube
        .send(&Draft::form(&known, "/?_task=login", &form).bytes())
        .await?;
    known.cookie = joined(&login.cookies());
    let edit = "GET /?_task=settings&_action=edit-identity&_iid=1&_framed=1";
    let list = target
        .roundcube
        .send(&Draft::new(&known, "GET /?_task=settings&_action=identities").bytes())
        .await?;
    let id = crate::support::between(&list.text, "id=\"rcmrow", "\"")?;
    let page = Draft::new(&known, &edit.replace("_iid=1", &format!("_iid={id}")));
    let page: Reply = target.roundcube.send(&page.bytes()).await?;
    let body = format!(
        "_token={}&_iid={id}&_name=x&_email=plain%40disabled.test&_standard=1&_framed=1",
        encode(token(&page)?)
    );
    let save = Draft::form(&known, "/?_task=settings&_action=save-identity", &body);
    target.roundcube.send(&save.bytes()).await?;
    let mail = Draft::new(&known, "GET /?_task=mail");
    let mail = target.roundcube.send(&mail.bytes()).await?;
    ensure!(mail.text.contains("username\">plain@disabled.test"));

    let known = target.known("plain").await?;
    let form = super::shape::login_form(&known);
    let login = Draft::form(&known, "/?_task=login", &form);
    let login = target.send(&login.bytes()).await?;
    ensure!(login.status == 502, "{}: {}", login.status, login.text);
    ensure!(login.cookies().is_empty());
    Ok(())
}
