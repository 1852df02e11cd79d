//! What is asked: every route that lists or shows something, as it is likely asked, and at its worst.

use anyhow::{Context as _, Result};

use super::Arguments;
use super::asker::Asker;
use super::program::domain;

/// Something that is asked.
pub(super) struct Route {
    /// Its name in the table.
    pub(super) name: &'static str,
    /// What is asked.
    pub(super) path: String,
    /// Whether it is a page of the control panel.
    pub(super) page: bool,
    /// By whom, where not by root.
    pub(super) token: Option<String>,
}

/// The names and paths; `LARGE`, `SMALL` and `LAST` stand for domains, and `WHO` for an address.
const ROUTES: [(&str, &str); 28] = [
    ("whoami", "whoami"),
    ("openapi.json", "openapi.json"),
    ("overview", "overview"),
    ("overview, 400 days", "overview?days=400"),
    ("domains", "domains"),
    ("domains, 500", "domains?limit=500"),
    ("domains, the last ones", "domains?cursor=LAST"),
    ("domains, by prefix", "domains?prefix=d0999"),
    ("domains, by mode", "domains?mode=required"),
    ("domains, none of a mode", "domains?mode=disabled"),
    ("a domain", "domains/SMALL"),
    ("preview, small", "domains/SMALL/preview"),
    ("preview, the largest", "domains/LARGE/preview"),
    ("mailboxes of the largest", "domains/LARGE/mailboxes"),
    (
        "mailboxes of the largest, 500",
        "domains/LARGE/mailboxes?limit=500",
    ),
    (
        "mailboxes of the largest, by prefix",
        "domains/LARGE/mailboxes?prefix=heidi",
    ),
    ("search, all", "mailboxes"),
    ("search, 500 of many", "mailboxes?prefix=a&limit=500"),
    ("search, a local part", "mailboxes?prefix=carol100777@"),
    ("search, an address", "mailboxes?prefix=WHO"),
    ("search, nobody", "mailboxes?prefix=zoe"),
    ("a mailbox", "mailboxes/WHO"),
    ("changes", "changes"),
    ("changes, 500", "changes?limit=500"),
    ("changes of a domain", "changes?domain=LARGE"),
    ("changes, none that match", "changes?event=nothing"),
    ("verification, a part", "changes/verification"),
    ("tokens", "tokens"),
];
/// The control panel's pages.
const PAGES: [(&str, &str); 12] = [
    ("page: overview", "/overview"),
    ("page: domains", "/settings/webmail/mfa"),
    (
        "page: domains, by a part",
        "/settings/webmail/mfa?contains=0999",
    ),
    ("page: a domain", "/settings/webmail/mfa/domain/SMALL"),
    ("page: import", "/settings/webmail/mfa/import"),
    ("page: mailboxes of the largest", "/mailboxes?q=@LARGE"),
    ("page: search", "/mailboxes?q=carol"),
    ("page: a mailbox", "/mailboxes/WHO"),
    ("page: audit", "/audit"),
    ("page: audit, none that match", "/audit?event=nothing"),
    ("page: audit, verified", "/audit?verify=yes"),
    ("page: administrators", "/administrators"),
];
/// The same, by whom two domains are the business.
const NARROW: [(&str, &str); 3] = [
    ("overview, two domains", "overview"),
    ("search, two domains", "mailboxes?prefix=carol"),
    ("changes, two domains", "changes"),
];

pub(super) async fn routes(arguments: &Arguments, asker: &mut Asker) -> Result<Vec<Route>> {
    let (large, small) = (domain(0), domain(arguments.domains / 2 + 1));
    let last = domain(arguments.domains.saturating_sub(3));
    let one = format!("/api/v1/domains/{large}/mailboxes?limit=1");
    let page = asker.json(&one).await?;
    let who = page
        .pointer("/items/0/address")
        .and_then(|who| who.as_str());
    let who = who.context("no mailbox")?;
    let token = asker.token(&[&large, &small]).await?;
    let route = |(name, path): (&'static str, &str), token: Option<&String>| {
        let path = path.replace("LARGE", &large).replace("SMALL", &small);
        let path = path.replace("LAST", &last).replace("WHO", who);
        let page = path.starts_with('/');
        Route {
            name,
            path: if page {
                path
            } else {
                format!("/api/v1/{path}")
            },
            page,
            token: token.cloned(),
        }
    };
    let all = ROUTES.into_iter().map(|asked| route(asked, None));
    let narrow = NARROW.into_iter().map(|asked| route(asked, Some(&token)));
    let pages = PAGES.into_iter().map(|asked| route(asked, None));
    Ok(all.chain(narrow).chain(pages).collect())
}
