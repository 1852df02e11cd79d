//! From every page that a person can come to there is a way on: the links and forms are walked, in
//! every state that a login can be in.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, ensure};
use http::StatusCode;

use crate::support::{Answer, Browser, House, between};

/// What a person may have bookmarked, or come back to by the browser's history.
const PAGES: [&str; 10] = [
    "/mfa/",
    "/mfa/challenge",
    "/mfa/challenge?factor=recovery",
    "/mfa/challenge?for=add",
    "/mfa/enroll",
    "/mfa/enroll/app",
    "/mfa/enroll/sms",
    "/mfa/enroll/sms/code",
    "/mfa/recovery",
    "/mfa/security",
];

/// More redirects in a row are a circle.
const REDIRECTS: usize = 6;

/// A form of a page: where it posts to and what stands in its fields already.
#[derive(Debug)]
struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

impl Form {
    fn is_ours(&self) -> bool {
        self.action.starts_with("/mfa/")
    }

    fn signs_out(&self) -> bool {
        let all = |(_, value): &(String, String)| value == "sign_out_everywhere";
        self.action.ends_with("/logout") || self.fields.iter().any(all)
    }
}

/// Goes where the answer sends the browser.
async fn follow(browser: &mut Browser, mut answer: Answer, from: &str) -> Result<Answer> {
    for _ in 0..REDIRECTS {
        if !answer.status.is_redirection() {
            return Ok(answer);
        }
        answer = browser.get(answer.location()).await?;
    }
    anyhow::bail!(
        "{from} leads round in a circle, at last to {}",
        answer.location()
    );
}

/// The page is one that a person can go on from.
fn judge(answer: &Answer, from: &str) -> Result<()> {
    let fits = answer.status.is_success() || answer.status.is_client_error();
    ensure!(fits, "{from} answers {}", answer.status);
    ensure!(
        answer.status != StatusCode::METHOD_NOT_ALLOWED,
        "{from} cannot be opened"
    );
    let page = answer.text();
    let on = links(&page).len() + forms(&page)?.len();
    ensure!(on > 0, "no way on from {from}: {page}");
    Ok(())
}

fn links(page: &str) -> Vec<String> {
    let tags = page.split("<a ").skip(1);
    let addresses = tags.filter_map(|tag| between(tag, "href=\"", "\"").ok());
    addresses
        .map(|address| address.replace("&amp;", "&"))
        .collect()
}

fn forms(page: &str) -> Result<Vec<Form>> {
    let forms = page.split("<form").skip(1);
    forms
        .map(|form| {
            let form = form.split("</form>").next().context("an open form")?;
            let tags = form
                .split("<input")
                .skip(1)
                .chain(form.split("<button").skip(1));
            let field = |tag: &str| {
                let tag = tag.split('>').next()?;
                let name = between(tag, "name=\"", "\"").ok()?;
                let value = between(tag, "value=\"", "\"").unwrap_or_default();
                Some((name.to_owned(), value.to_owned()))
            };
            Ok(Form {
                action: between(form, "action=\"", "\"")?.replace("&amp;", "&"),
                fields: tags.filter_map(field).collect(),
            })
        })
        .collect()
}

/// Walks everything that can be reached in the state that `browser` is in; how many pages that are.
async fn walk(browser: &Browser, state: &str) -> Result<usize> {
    let mut ahead: Vec<String> = PAGES.map(str::to_owned).to_vec();
    let mut seen = BTreeSet::new();
    // What ends the login comes when all else has been seen.
    let mut last = Vec::new();
    while let Some(address) = ahead.pop() {
        if !address.starts_with("/mfa/") || !seen.insert(address.clone()) {
            continue;
        }
        let mut here = browser.clone();
        let from = format!("{state}: {address}");
        let opened = here.get(&address).await?;
        let answer = follow(&mut here, opened, &from).await?;
        judge(&answer, &from)?;
        let page = answer.text();
        ahead.extend(links(&page));
        for form in forms(&page)?.into_iter().filter(Form::is_ours) {
            if form.signs_out() {
                last.push((here.clone(), form));
            } else {
                send(here.clone(), &form, &from).await?;
            }
        }
    }
    for (at, form) in last {
        send(at, &form, state).await?;
    }
    Ok(seen.len())
}

/// Sends a form as it is, with nothing typed: the worst that a hurried finger can do.
async fn send(mut browser: Browser, form: &Form, from: &str) -> Result<()> {
    let from = format!("{from}, by the form {form:?}");
    let fields = form.fields.iter();
    let fields: Vec<_> = fields.map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let posted = browser.post(&form.action, &fields).await?;
    let next = follow(&mut browser, posted, &from).await?;
    judge(&next, &from)
}

#[tokio::test]
async fn every_page_of_somebody_who_must_set_up_leads_on() -> Result<()> {
    for (state, policy) in [
        ("must set up", "mode = \"required\""),
        ("may wait", "mode = \"required\", grace = \"14d\""),
        (
            "needs a set-up code",
            "mode = \"required\", guard = \"admin_code\"",
        ),
        (
            "is outside the networks",
            "mode = \"required\", guard = \"trusted_network\", networks = [\"10.0.0.0/8\"]",
        ),
    ] {
        let house = House::open().await?;
        house.set_policy(&format!("\"required.test\" = {{ {policy} }}"))?;
        let mut browser = house.browser();
        house.log_in(&mut browser, "alice@required.test").await?;
        walk(&browser, state).await?;
    }
    Ok(())
}

#[tokio::test]
async fn every_page_of_somebody_who_is_asked_for_a_code_leads_on() -> Result<()> {
    let house = House::open().await?;
    house
        .enroll(&mut house.browser(), "alice@required.test")
        .await?;
    let mut browser = house.browser();
    house.log_in(&mut browser, "alice@required.test").await?;
    walk(&browser, "is asked for a code").await?;
    Ok(())
}

#[tokio::test]
async fn every_page_of_somebody_who_is_in_leads_on() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    house.enroll(&mut browser, "alice@required.test").await?;
    let fresh = walk(&browser, "has just set up").await?;
    let mut by_choice = house.browser();
    house.enroll(&mut by_choice, "bob@optional.test").await?;
    walk(&by_choice, "has set up by choice").await?;
    ensure!(fresh >= PAGES.len(), "only {fresh} pages were walked");
    for name in ["alice@optional.test", "alice@disabled.test"] {
        let mut browser = house.browser();
        house.log_in(&mut browser, name).await?;
        walk(&browser, name).await?;
    }
    Ok(())
}

#[tokio::test]
async fn every_page_of_a_stranger_leads_on() -> Result<()> {
    let house = House::open().await?;
    walk(&house.browser(), "is not signed in").await?;
    Ok(())
}
