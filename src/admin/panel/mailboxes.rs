//! Finding a mailbox.

use axum::response::Response;
use serde::Deserialize;
use vestibule_templates::panel::{MailboxLine, Mailboxes, mailboxes};

use super::super::api::models::{MailboxItem, Page};
use super::failed::Failed;
use super::inside::{Inside, percent};
use super::query::Query;
use crate::domain::identity::{Domain, Subject};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    cursor: Option<String>,
}

pub(super) async fn show(inside: Inside, Query(asked): Query<Asked>) -> Result<Response, Failed> {
    let model = find(&inside, &asked).await?;
    Ok(inside.page.show(|panel| mailboxes(panel, &model)))
}

async fn find(inside: &Inside, asked: &Asked) -> Result<Mailboxes, Failed> {
    let typed = asked.q.trim().to_lowercase();
    let mut model = Mailboxes {
        asked: typed.clone(),
        ..Mailboxes::default()
    };
    if typed.is_empty() {
        return Ok(model);
    }
    let query = |name: &str, cursor: Option<&str>| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair(name, &typed);
        if let Some(cursor) = cursor {
            query.append_pair("cursor", cursor);
        }
        query.finish()
    };
    let (cursor, api) = (asked.cursor.as_deref(), inside.api()?);
    let path = match typed.strip_prefix('@').map(Domain::parse) {
        // All of a domain.
        Some(Ok(domain)) => {
            let query = cursor.map(|cursor| format!("?cursor={}", percent(cursor)));
            let query = query.unwrap_or_default();
            format!("domains/{}/mailboxes{query}", percent(domain.as_str()))
        }
        Some(Err(_)) | None => format!("mailboxes?{}", query("prefix", cursor)),
    };
    let page: Page<MailboxItem> = api.get(&path).await?;
    let here = |cursor: Option<&str>| format!("/mailboxes?{}", query("q", cursor));
    let seen = page.items.iter().any(|item| item.address == typed);
    let whole = Subject::parse(&typed, None).ok();
    model.whole = whole
        .filter(|_| !seen && cursor.is_none())
        .map(|subject| subject.to_string());
    model.first = cursor.map(|_| here(None));
    model.next = page.next.as_deref().map(|next| here(Some(next)));
    let lines = page.items.into_iter().map(|item| MailboxLine {
        address: item.address,
        factors: item.factors,
        seen: item.last_seen.map(|at| format!("{at:.0}")),
    });
    model.lines = Some(lines.collect());
    Ok(model)
}
