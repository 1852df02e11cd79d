//! The audit.

use axum::body::Body;

use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures_util::stream;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Deserialize;
use vestibule_templates::panel::{Audit, AuditLine, Verification, audit};

use super::super::api::changes::VerifiedModel;
use super::super::api::models::{ChangeModel, Page};
use super::super::problem::Problem;
use super::call::Call;
use super::failed::Failed;
use super::inside::{Inside, percent};
use super::query::Query;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    domain: String,
    mailbox: String,
    event: String,
    cursor: Option<String>,
    verify: Option<String>,
}

impl Asked {
    fn query(&self, mailbox: &str, cursor: Option<&str>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("domain", self.domain.trim()),
            (mailbox, self.mailbox.trim()),
            ("event", self.event.trim()),
            ("cursor", cursor.unwrap_or_default()),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }
}

pub(super) async fn show(inside: Inside, Query(asked): Query<Asked>) -> Result<Response, Failed> {
    let call = inside.api()?;
    let (verification, older) = match asked.verify.as_deref() {
        Some(from) => verified(&call, from).await?,
        None => (None, None),
    };
    let cursor = asked.cursor.as_deref();
    let page: Page<ChangeModel> = call
        .get(&format!("changes?{}", asked.query("subject", cursor)))
        .await?;
    let here = |cursor: Option<&str>| format!("/audit?{}", asked.query("mailbox", cursor));
    let model = Audit {
        domain: asked.domain.clone(),
        mailbox: asked.mailbox.clone(),
        event: asked.event.clone(),
        lines: page.items.into_iter().map(line).collect(),
        first: cursor.map(|_| here(None)),
        next: page.next.as_deref().map(|next| here(Some(next))),
        verification,
        older: older.map(|older| format!("/audit?verify={}", percent(&older))),
        export: format!("/audit/export?{}", asked.query("mailbox", None)),
    };
    Ok(inside.page.show(|panel| audit(panel, &model)))
}

/// All lines, the newest first, one JSON object a line, as they are read from the API.
pub(super) async fn export(inside: Inside, Query(asked): Query<Asked>) -> Result<Response, Failed> {
    let call = inside.api()?;
    let begin = Some(None::<String>);
    let pages = stream::unfold((begin, call, asked), |(cursor, call, asked)| async {
        let cursor = cursor?;
        let (written, next) = match part(&call, &asked, cursor.as_deref()).await {
            Ok((written, next)) => (Ok(written), next.map(Some)),
            // The download breaks off, so that nobody takes a part for the whole.
            Err(problem) => (Err(std::io::Error::other(problem.detail)), None),
        };
        Some((written, (next, call, asked)))
    });
    let headers = [
        (CONTENT_TYPE, "application/jsonl; charset=utf-8"),
        (
            CONTENT_DISPOSITION,
            "attachment; filename=\"vestibule-audit.jsonl\"",
        ),
    ];
    Ok((headers, Body::from_stream(pages)).into_response())
}

async fn part(
    call: &Call,
    asked: &Asked,
    cursor: Option<&str>,
) -> Result<(Bytes, Option<String>), Problem> {
    let query = asked.query("subject", cursor);
    let page: Page<ChangeModel> = call.get(&format!("changes?limit=500&{query}")).await?;
    let mut written = Vec::new();
    for line in &page.items {
        // What was read as JSON is written as JSON.
        if serde_json::to_writer(&mut written, line).is_ok() {
            written.push(b'\n');
        }
    }
    Ok((written.into(), page.next))
}

/// Looks at the lines from `from` on, or from the newest: what was found, and where to go on.
async fn verified(
    call: &Call,
    from: &str,
) -> Result<(Option<Verification>, Option<String>), Problem> {
    let mut cursor = Some(from).filter(|from| *from != BEGIN).map(str::to_owned);
    let (begun, mut newest) = (cursor.is_none(), None);
    for _ in 0..PARTS {
        let query = cursor.as_deref().map(percent);
        let query = query
            .map(|query| format!("?cursor={query}"))
            .unwrap_or_default();
        let said: VerifiedModel = call.get(&format!("changes/verification{query}")).await?;
        if let Some(line) = said.broken_at {
            return Ok((Some(Verification::Broken { line }), None));
        }
        newest = newest.or(said.lines);
        cursor = said.next;
        if cursor.is_none() {
            let lines = newest.unwrap_or_default();
            let found = if begun {
                Verification::Whole { lines }
            } else {
                Verification::Part { line: 1 }
            };
            return Ok((Some(found), None));
        }
    }
    let line = cursor
        .as_deref()
        .and_then(|cursor| cursor.split('-').next()?.parse().ok());
    let line = line.unwrap_or_default();
    Ok((Some(Verification::Part { line }), cursor))
}

/// What the first question for a verification says.
const BEGIN: &str = "yes";
/// Of some 10,000 lines each, looked at for one page.
const PARTS: usize = 2;

fn line(line: ChangeModel) -> AuditLine {
    AuditLine {
        number: line.number,
        at: format!("{:.0}", line.at),
        actor: line.actor,
        event: line.event,
        whom: line.subject.or(line.domain).unwrap_or_default(),
        reason: line.reason.unwrap_or_default(),
        detail: line.detail.unwrap_or_default(),
    }
}
