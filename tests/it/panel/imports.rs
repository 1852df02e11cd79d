//! Importing a list of domains.

use anyhow::{Result, ensure};
use http::StatusCode;

use crate::support::panel::Administrator;
use crate::support::{Api, House};

const IMPORT: &str = "/settings/webmail/mfa/import";

/// Saves a list, and waits until it is: where that leads.
async fn save(house: &House, carol: &mut Administrator, list: &str) -> Result<String> {
    let code = carol.code(house)?;
    let form = [("list", list), ("code", code.as_str())];
    let saving = carol
        .send(IMPORT, "/settings/webmail/mfa/import/save", &form)
        .await?;
    let progress = saving.location().to_owned();
    ensure!(
        progress.contains("/import/progress?job="),
        "{}",
        saving.text()
    );
    for _ in 0..1000 {
        let looked = carol.browser.get(&progress).await?;
        if looked.status == StatusCode::SEE_OTHER {
            return Ok(looked.location().to_owned());
        }
        ensure!(
            looked
                .headers
                .get("refresh")
                .is_some_and(|soon| soon == "1")
        );
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    anyhow::bail!("it is never saved")
}

#[tokio::test]
async fn a_list_is_looked_at_whole_then_saved_and_undone() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    let list = "domain,policy\na.test,required\nb.test,optional\nrequired.test,required\n";
    let checked = carol.send(IMPORT, IMPORT, &[("list", list)]).await?;
    assert_eq!(checked.status, StatusCode::OK);
    let text = checked.text();
    assert!(
        text.contains("a.test") && text.contains("Already so"),
        "{text}"
    );
    assert!(
        !text.contains("Who is affected"),
        "nothing becomes required that is not"
    );
    let before = api.get("/api/v1/domains/a.test").await?.json()?;
    assert_eq!(before["source"], "default", "nothing is saved yet");

    let told = save(&house, &mut carol, list).await?;
    let page = carol.page(&told).await?;
    assert!(page.contains("2 domains were saved."), "{page}");
    let a = api.get("/api/v1/domains/a.test").await?.json()?;
    assert_eq!(
        (&a["source"], &a["effective"]["mode"]),
        (&"store".into(), &"required".into())
    );
    let stricter = [("list", "b.test,required")];
    let checked = carol.send(IMPORT, IMPORT, &stricter).await?.text();
    assert!(checked.contains("Who is affected"), "{checked}");
    let id = told.rsplit('=').next().unwrap_or_default();
    let undone = carol
        .send(
            "/settings/webmail/mfa",
            "/settings/webmail/mfa/undo",
            &[("id", id)],
        )
        .await?;
    assert!(undone.location().ends_with("done=undone"));
    let a = api.get("/api/v1/domains/a.test").await?.json()?;
    assert_eq!(a["source"], "default");
    Ok(())
}

#[tokio::test]
async fn a_list_with_a_mistake_saves_nothing_and_names_every_line() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    let list = "a.test,required\nnot a domain,required\nb.test,perhaps\n";
    for target in [IMPORT, "/settings/webmail/mfa/import/save"] {
        let refused = carol.send(IMPORT, target, &[("list", list)]).await?;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let text = refused.text();
        assert!(text.contains("Line 2") && text.contains("Line 3"), "{text}");
        assert!(
            text.contains("b.test,perhaps"),
            "what was typed is not lost"
        );
    }
    let a = api.get("/api/v1/domains/a.test").await?.json()?;
    assert_eq!(a["source"], "default");
    let file = carol
        .send(IMPORT, IMPORT, &[("list", "required.test,disabled")])
        .await?;
    assert_eq!(file.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(file.text().contains("managed in the policy file"));
    Ok(())
}

#[tokio::test]
async fn a_thousand_domains_are_imported_and_nobody_else_sees_the_progress() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut carol = Administrator::operator(&house, &api).await?;
    let mut dave = Administrator::of(&house, &api, ("dave", "operator", None)).await?;
    let list: String = (0..1000).map(|n| format!("d{n}.test,optional\n")).collect();
    let at = "/settings/webmail/mfa/import/save";
    let without = carol.send(IMPORT, at, &[("list", &list)]).await?;
    assert_eq!(
        without.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "it asks less"
    );
    let code = carol.code(&house)?;
    let form = [("list", list.as_str()), ("code", &code)];
    let saving = carol.send(IMPORT, at, &form).await?;
    let foreign = dave.browser.get(saving.location()).await?;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let progress = saving.location().to_owned();
    let told = loop {
        let looked = carol.browser.get(&progress).await?;
        if looked.status == StatusCode::SEE_OTHER {
            break looked.location().to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    let page = carol.page(&told).await?;
    assert!(page.contains("1000 domains were saved."), "{page}");
    let last = api.get("/api/v1/domains/d999.test").await?.json()?;
    assert_eq!(last["source"], "store");
    Ok(())
}
