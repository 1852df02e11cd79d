//! From inside a whole session of the attacker's own: becoming the victim with the victim's
//! password alone.

use anyhow::{Context as _, Result, ensure};

use super::roundcube::{LIST, joined, token};
use super::shape::{Draft, Known};
use super::target::Target;
use super::wire::Reply;
use super::{shapes, wire};

const ATTACKER: &str = "user38@optional.test";
const VICTIM: &str = "user38@required.test";
const ENROLLED: &str = "user39@required.test";

/// A whole session of the attacker's, in which the login form was shown.
struct Inside {
    known: Known,
}

impl Inside {
    /// Signs in, and asks for the login form within the session: the bare webmail would take it.
    async fn open(target: &Target) -> Result<Self> {
        let mut browser = target.gateway.browser();
        target.log_in(&mut browser, ATTACKER).await?;
        let mut known = target.known(VICTIM).await?;
        let pairs = browser.cookies.into_iter().collect::<Vec<_>>();
        known.cookie = joined(&pairs);
        let page = target
            .send(&Draft::new(&known, "GET /?_task=login").bytes())
            .await?;
        token(&page)?.clone_into(&mut known.token);
        Ok(Self { known })
    }

    /// Whose mailbox the cookies show, if any.
    async fn whose(&self, target: &Target, cookies: &str) -> Result<String> {
        let mut known = self.known.clone();
        cookies.clone_into(&mut known.cookie);
        let list = Draft::new(&known, LIST).with("X-Requested-With: XMLHttpRequest");
        Ok(owner(&target.send(&list.bytes()).await?))
    }
}

/// The request sent a little beside the login form's target: the profile does not know it there, so
/// that inside a session it reaches the webmail as it is.
fn beside(request: &[u8]) -> Vec<u8> {
    let known = b"/?_task=login HTTP";
    match request.windows(known.len()).position(|part| part == known) {
        Some(at) => [
            request.get(..at).unwrap_or_default(),
            b"/?_task=login&x=1 HTTP",
            request.get(at + known.len()..).unwrap_or_default(),
        ]
        .concat(),
        None => request.to_vec(),
    }
}

/// Whose messages are in the reply.
fn owner(reply: &Reply) -> String {
    let welcome = reply.text.split("Welcome user").nth(1).unwrap_or_default();
    let end = welcome.find(|c: char| !c.is_ascii_alphanumeric() && c != '@' && c != '.');
    let name = welcome.get(..end.unwrap_or_default()).unwrap_or_default();
    if name.is_empty() {
        String::new()
    } else {
        format!("user{name}")
    }
}

/// The cookies that the attacker holds after `reply`: the old ones, and the new ones over them.
fn both(known: &Known, reply: &Reply) -> String {
    let old = known
        .cookie
        .split("; ")
        .filter_map(|pair| pair.split_once('='));
    let new = reply.cookies();
    let mut all: Vec<(String, String)> = old
        .filter(|(name, _)| !new.iter().any(|(own, _)| own == name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    all.extend(new);
    joined(&all)
}

/// Tries `shape`; whether the session still stands, or what got through.
async fn attempt(target: &Target, inside: &Inside, request: &[u8]) -> Result<Result<bool, String>> {
    let known = &inside.known;
    let reply = wire::send(target.gateway.address(), request).await?;
    let mine = [String::new(), ATTACKER.to_owned()];
    let shown = owner(&reply);
    if !mine.contains(&shown) {
        return Ok(Err(format!("the answer shows the mail of {shown}")));
    }
    let cookies = reply.cookies();
    if !cookies.is_empty() && target.roundcube.opens(&cookies, VICTIM).await? {
        return Ok(Err(
            "its cookies open the mailbox at the bare webmail".to_owned()
        ));
    }
    let mut stands = false;
    for cookies in [known.cookie.clone(), both(known, &reply), joined(&cookies)] {
        let whose = inside.whose(target, &cookies).await?;
        if !mine.contains(&whose) {
            return Ok(Err(format!(
                "afterwards the session shows the mail of {whose}"
            )));
        }
        stands = whose == ATTACKER && cookies == known.cookie || stands;
    }
    Ok(Ok(stands))
}

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn no_shape_of_the_login_turns_a_session_into_another_mailboxs() -> Result<()> {
    let target = Target::start()?;
    let mut inside = Inside::open(&target).await?;
    ensure!(inside.whose(&target, &inside.known.cookie).await? == ATTACKER);
    let mut failures = Vec::new();
    for shape in shapes() {
        for aside in [false, true] {
            let mut request = (shape.request)(&inside.known);
            if aside {
                request = beside(&request);
            }
            let attempted = attempt(&target, &inside, &request).await;
            let attempted = attempted.with_context(|| shape.sentence)?;
            if let Err(given) = &attempted {
                failures.push(format!("{} ({aside}): {given}", shape.sentence));
            }
            if !matches!(attempted, Ok(true)) {
                inside = Inside::open(&target).await?;
            }
        }
    }
    ensure!(failures.is_empty(), "{}", failures.join("\n"));
    // Some of them did sign in at the webmail: the tripwire saw it, and ended the login.
    let seen = target.gateway.audit().matches("identity_changed").count();
    ensure!(seen >= 40, "the tripwire saw {seen}");
    ensure!(target.roundcube.language(VICTIM).await? == "en");
    Ok(())
}

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn a_second_factor_of_ones_own_opens_no_other_mailbox() -> Result<()> {
    let target = Target::start()?;
    let mut browser = target.enroll(ENROLLED).await?;
    let before = browser.clone();
    ensure!(target.log_in(&mut browser, VICTIM).await? == "/mfa/challenge");
    let page = browser.get("/?_task=mail").await?;
    ensure!(page.location() == "/mfa/challenge");
    // The attacker's old session is over, and its cookies do not go with the new one's.
    let mut old = before;
    ensure!(old.get("/?_task=mail").await?.location() == "/?_task=login");
    for (name, value) in &before_cookies(&old) {
        let mut mixed = browser.clone();
        mixed.cookies.insert(name.clone(), value.clone());
        let list = mixed.script(LIST.trim_start_matches("GET ")).await?.text();
        ensure!(
            !list.contains("Welcome user"),
            "{name} of the old session: {list}"
        );
    }
    Ok(())
}

fn before_cookies(browser: &crate::support::Browser) -> Vec<(String, String)> {
    browser.cookies.clone().into_iter().collect()
}
