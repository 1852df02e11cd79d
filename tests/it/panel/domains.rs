//! What is asked of domains, as an administrator says it in the control panel.

use anyhow::Result;
use http::StatusCode;
use serde_json::json;

use crate::support::panel::Administrator;
use crate::support::{Api, House, between};

const DOMAIN: &str = "/settings/webmail/mfa/domain/optional.test";
const LIST: &str = "/settings/webmail/mfa";

/// A house in which the store says that optional.test is optional, and somebody has been there.
async fn open() -> Result<(House, Api, Administrator)> {
    let house = House::open().await?;
    house.set_policy("\"required.test\" = \"required\"")?;
    let api = Api::of(&house).await?;
    let body = json!({ "terms": { "mode": "optional", "trusted_days": 7 } });
    let path = "/api/v1/domains/optional.test";
    let headers = [("if-none-match", "*")];
    let said = api
        .ask(http::Method::PUT, path, &headers, Some(body))
        .await?;
    assert_eq!(said.status, StatusCode::NO_CONTENT, "{}", said.text);
    let mut browser = house.browser();
    house.log_in(&mut browser, "alice@optional.test").await?;
    let carol = Administrator::operator(&house, &api).await?;
    Ok((house, api, carol))
}

/// What the API says of the domain.
async fn mode(api: &Api) -> Result<serde_json::Value> {
    api.get("/api/v1/domains/optional.test").await?.json()
}

/// What the page's form holds.
fn version(page: &str) -> Result<&str> {
    between(page, "name=\"version\" value=\"", "\"")
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
}

#[tokio::test]
async fn required_is_asked_about_first_with_who_is_affected_then_saved_with_grace_and_undone()
-> Result<()> {
    let (house, api, mut carol) = open().await?;
    let page = carol.page(DOMAIN).await?;
    let held = unescape(version(&page)?);
    let form = [
        ("version", held.as_str()),
        ("mode", "required"),
        ("trusted_days", "7"),
    ];
    let asked = carol.send(DOMAIN, DOMAIN, &form).await?;
    assert_eq!(asked.status, StatusCode::OK);
    let text = asked.text();
    assert!(text.contains("<dt>Mailboxes seen</dt><dd>1</dd>"), "{text}");
    assert!(text.contains("<dt>Without one</dt><dd>1</dd>"));
    assert!(text.contains("<dt>May be signed in now</dt><dd>1</dd>"));
    assert_eq!(
        mode(&api).await?["effective"]["mode"],
        "optional",
        "nothing is saved yet"
    );

    let mut sure = form.to_vec();
    sure.extend([("confirmed", "yes"), ("grace_hours", "72")]);
    let saved = carol.send(DOMAIN, DOMAIN, &sure).await?;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let now = mode(&api).await?;
    assert_eq!(now["effective"]["mode"], "required");
    assert_eq!(now["effective"]["grace_seconds"], 72 * 3600);
    assert_eq!(now["stored"]["trusted_days"], 7);
    assert_eq!(now["by"], "administrator carol");
    let mut browser = house.browser();
    let next = house.log_in(&mut browser, "bob@optional.test").await?;
    assert_eq!(
        next.location(),
        "/mfa/challenge",
        "the next login must set it up"
    );

    let page = carol.page(saved.location()).await?;
    let id = between(&page, "name=\"id\" value=\"", "\"")?.to_owned();
    let undone = carol
        .send(LIST, "/settings/webmail/mfa/undo", &[("id", &id)])
        .await?;
    assert_eq!(undone.location(), "/settings/webmail/mfa?done=undone");
    let back = mode(&api).await?;
    assert_eq!(back["effective"]["mode"], "optional");
    assert_eq!(back["stored"]["trusted_days"], 7);
    let twice = carol
        .send(LIST, "/settings/webmail/mfa/undo", &[("id", &id)])
        .await?;
    assert_eq!(twice.location(), "/settings/webmail/mfa?done=undo-over");
    Ok(())
}

#[tokio::test]
async fn the_undo_ends_after_a_minute_and_never_undoes_what_somebody_else_said() -> Result<()> {
    let (house, api, mut carol) = open().await?;
    let mut dave = Administrator::of(&house, &api, ("dave", "operator", None)).await?;
    let save = async |who: &mut Administrator, mode: &str| -> Result<String> {
        let held = unescape(version(&who.page(DOMAIN).await?)?);
        let code = who.code(&house)?;
        let form = [
            ("version", held.as_str()),
            ("mode", mode),
            ("confirmed", "yes"),
            ("code", &code),
        ];
        let saved = who.send(DOMAIN, DOMAIN, &form).await?;
        let page = who.page(saved.location()).await?;
        Ok(between(&page, "name=\"id\" value=\"", "\"")?.to_owned())
    };
    let late = save(&mut carol, "required").await?;
    house.wait(60);
    let over = carol
        .send(LIST, "/settings/webmail/mfa/undo", &[("id", &late)])
        .await?;
    assert_eq!(over.location(), "/settings/webmail/mfa?done=undo-over");
    let own = save(&mut carol, "optional").await?;
    let foreign = dave
        .send(LIST, "/settings/webmail/mfa/undo", &[("id", &own)])
        .await?;
    assert_eq!(
        foreign.location(),
        "/settings/webmail/mfa?done=undo-over",
        "not dave's"
    );
    save(&mut dave, "disabled").await?;
    let lost = carol
        .send(LIST, "/settings/webmail/mfa/undo", &[("id", &own)])
        .await?;
    let told = carol.page(lost.location()).await?;
    assert!(told.contains("changed by somebody else"), "{told}");
    assert_eq!(mode(&api).await?["effective"]["mode"], "disabled");
    Ok(())
}

#[tokio::test]
async fn of_two_administrators_with_the_same_page_the_second_is_told_and_overwrites_nothing()
-> Result<()> {
    let (house, api, mut carol) = open().await?;
    let mut dave = Administrator::of(&house, &api, ("dave", "operator", None)).await?;
    let held = unescape(version(&carol.page(DOMAIN).await?)?);
    let form = [
        ("version", held.as_str()),
        ("mode", "optional"),
        ("trusted_days", "5"),
    ];
    let first = carol.send(DOMAIN, DOMAIN, &form).await?;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let form = [
        ("version", held.as_str()),
        ("mode", "optional"),
        ("trusted_days", "3"),
    ];
    let second = dave.send(DOMAIN, DOMAIN, &form).await?;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = second.text();
    assert!(text.contains("Somebody else has changed this"), "{text}");
    assert!(text.contains("value=\"3\""), "what was typed is not lost");
    assert_eq!(mode(&api).await?["stored"]["trusted_days"], 5);
    let now = unescape(version(&text)?);
    let form = [
        ("version", now.as_str()),
        ("mode", "optional"),
        ("trusted_days", "3"),
    ];
    assert_eq!(
        dave.send(DOMAIN, DOMAIN, &form).await?.status,
        StatusCode::SEE_OTHER
    );
    Ok(())
}

#[tokio::test]
async fn a_mistake_is_named_with_its_field_and_loses_nothing_that_was_typed() -> Result<()> {
    let (_house, api, mut carol) = open().await?;
    let held = unescape(version(&carol.page(DOMAIN).await?)?);
    for (field, typed, said) in [
        ("trusted_days", "many", "is not a number"),
        ("trusted_days", "366", "must be at most 365"),
        ("grace_hours", "-5", "is not a number"),
        ("sms_countries", "Germany", "sms_countries"),
        ("networks", "10.0.0.0/99", "networks"),
        ("sms_per_day", "0", "must be at least 1"),
    ] {
        let mut form = vec![
            ("version", held.as_str()),
            ("mode", "optional"),
            ("contact", "Room 12"),
            (field, typed),
        ];
        if field == "networks" {
            form.push(("guard", "trusted_network"));
        }
        let answer = carol.send(DOMAIN, DOMAIN, &form).await?;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let text = answer.text();
        assert!(text.contains(said), "{field}: {text}");
        assert!(text.contains("Room 12") && text.contains(typed), "{field}");
    }
    assert_eq!(mode(&api).await?["stored"]["trusted_days"], 7);
    Ok(())
}

#[tokio::test]
async fn several_domains_change_at_once_and_what_could_not_is_said() -> Result<()> {
    let (house, api, mut carol) = open().await?;
    let list = carol.page(LIST).await?;
    assert!(list.contains("value=\"optional.test\""), "{list}");
    assert!(
        !list.contains("value=\"required.test\""),
        "the file's cannot be selected"
    );
    let form = [
        ("domain", "optional.test"),
        ("domain", "required.test"),
        ("mode", "disabled"),
    ];
    let target = "/settings/webmail/mfa/selected";
    let asked = carol.send(LIST, target, &form).await?;
    assert_eq!(asked.status, StatusCode::OK);
    assert_eq!(mode(&api).await?["effective"]["mode"], "optional");
    let mut sure = form.to_vec();
    sure.push(("confirmed", "yes"));
    let without = carol.send(LIST, target, &sure).await?;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(mode(&api).await?["effective"]["mode"], "optional");
    let code = carol.code(&house)?;
    sure.push(("code", &code));
    let done = carol.send(LIST, target, &sure).await?;
    let told = carol.page(done.location()).await?;
    assert!(told.contains("One domain was saved."), "{told}");
    assert!(told.contains("managed in the policy file"));
    assert_eq!(mode(&api).await?["effective"]["mode"], "disabled");
    let none = carol.send(LIST, target, &[("mode", "required")]).await?;
    assert!(none.text().contains("Select at least one domain."));
    Ok(())
}

#[tokio::test]
async fn a_domain_of_the_policy_file_is_shown_and_cannot_be_changed_here() -> Result<()> {
    let (_house, api, mut carol) = open().await?;
    let at = "/settings/webmail/mfa/domain/required.test";
    let page = carol.page(at).await?;
    assert!(page.contains("managed in the policy file"), "{page}");
    assert!(!page.contains("type=\"radio\""));
    let form = [("version", ""), ("mode", "disabled"), ("confirmed", "yes")];
    let refused = carol.send("/mailboxes", at, &form).await?;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let still = api.get("/api/v1/domains/required.test").await?.json()?;
    assert_eq!(still["effective"]["mode"], "required");
    Ok(())
}

#[tokio::test]
async fn a_domain_is_found_by_a_part_of_its_name_and_taken_from_the_list_again() -> Result<()> {
    let (house, api, mut carol) = open().await?;
    let open = carol
        .browser
        .get("/settings/webmail/mfa/open?domain=B%C3%BCcher.test")
        .await?;
    assert_eq!(
        open.location(),
        "/settings/webmail/mfa/domain/xn--bcher-kva.test"
    );
    let found = carol
        .page("/settings/webmail/mfa?contains=TIONAL&mode=optional")
        .await?;
    assert!(found.contains("optional.test") && !found.contains(">required.test<"));
    let nothing = carol.page("/settings/webmail/mfa?contains=xyzzy").await?;
    assert!(nothing.contains("Nothing found."));
    let held = unescape(version(&carol.page(DOMAIN).await?)?);
    let unset = format!("{DOMAIN}/unset");
    let refused = carol.send(DOMAIN, &unset, &[("version", &held)]).await?;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let code = carol.code(&house)?;
    let form = [("version", held.as_str()), ("code", &code)];
    let gone = carol.send(DOMAIN, &unset, &form).await?;
    assert_eq!(gone.location(), DOMAIN);
    assert_eq!(mode(&api).await?["source"], "default");
    Ok(())
}

#[tokio::test]
async fn what_asks_less_takes_a_code_and_what_asks_more_takes_none() -> Result<()> {
    let (house, api, mut carol) = open().await?;
    let held = async |carol: &mut Administrator| -> Result<String> {
        Ok(unescape(version(&carol.page(DOMAIN).await?)?))
    };
    for (fields, less) in [
        (&[("mode", "required"), ("trusted_days", "7")][..], false),
        (&[("mode", "required"), ("guard", "admin_code")], false),
        (&[("mode", "required"), ("guard", "none")], true),
        (
            &[
                ("mode", "required"),
                ("guard", "none"),
                ("grace_hours", "72"),
            ],
            true,
        ),
        (&[("mode", "required"), ("trusted_days", "30")], true),
        (&[("mode", "optional"), ("trusted_days", "30")], true),
        (&[("mode", "disabled"), ("trusted_days", "30")], true),
    ] {
        let now = held(&mut carol).await?;
        let mut form = vec![("version", now.as_str()), ("confirmed", "yes")];
        form.extend_from_slice(fields);
        let before = mode(&api).await?["stored"].clone();
        let answer = carol.send(DOMAIN, DOMAIN, &form).await?;
        if less {
            assert_eq!(answer.status, StatusCode::OK, "{fields:?}");
            assert!(answer.text().contains("asks less of people"), "{fields:?}");
            assert_eq!(mode(&api).await?["stored"], before, "{fields:?}");
            form.push(("code", "000000"));
            let wrong = carol.send(DOMAIN, DOMAIN, &form).await?;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
            assert_eq!(mode(&api).await?["stored"], before, "{fields:?}");
            let code = carol.code(&house)?;
            form.pop();
            form.push(("code", &code));
            let done = carol.send(DOMAIN, DOMAIN, &form).await?;
            assert_eq!(
                done.status,
                StatusCode::SEE_OTHER,
                "{fields:?}: {}",
                done.text()
            );
        } else {
            assert_eq!(
                answer.status,
                StatusCode::SEE_OTHER,
                "{fields:?}: {}",
                answer.text()
            );
        }
    }
    Ok(())
}
