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
    let Some((local, domain)) = typed.rsplit_once('@') else {
        return Ok(model);
    };
    let Ok(domain) = Domain::parse(domain) else {
        model.lines = Some(Vec::new());
        return Ok(model);
    };
    let query = |cursor: Option<&str>| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !local.is_empty() {
            query.append_pair("prefix", local);
        }
        if let Some(cursor) = cursor {
            query.append_pair("cursor", cursor);
        }
        query.finish()
    };
    let cursor = asked.cursor.as_deref();
    let path = format!(
        "domains/{}/mailboxes?{}",
        percent(domain.as_str()),
        query(cursor)
    );
    let page: Page<MailboxItem> = inside.api()?.get(&path).await?;
    let here = |cursor: Option<&str>| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", &typed);
        if let Some(cursor) = cursor {
            query.append_pair("cursor", cursor);
        }
        format!("/mailboxes?{}", query.finish())
    };
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
