//! The domains, and changing several at once.

use std::sync::PoisonError;
use std::time::Duration;

use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;
use vestibule_templates::i18n::PanelPhrase as P;
use vestibule_templates::panel::{
    Affected, Confirm, DomainLine, Domains, Filter, ModeKind, Outcome as Shown, confirm, domains,
};

use super::super::api::domains::DefaultModel;
use super::super::api::models::{DomainModel, Page, PreviewModel};
use super::super::problem::Problem;
use super::call::Call;
use super::change::{Alteration, alter_all};
use super::failed::{Failed, see_other};
use super::inside::{Inside, percent};
use super::posted::Posted;
use super::query::Query;
use crate::domain::identity::Domain;
use crate::domain::policy::FieldError;
use crate::domain::time::between;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    contains: String,
    mode: String,
    cursor: Option<String>,
    saved: Option<String>,
    done: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Open {
    #[serde(default)]
    domain: String,
}

#[derive(Deserialize)]
pub(super) struct Selected {
    #[serde(default)]
    domain: Vec<String>,
    #[serde(default)]
    mode: String,
    #[serde(default)]
    grace_hours: String,
    #[serde(default)]
    confirmed: String,
    #[serde(default)]
    code: String,
}

#[derive(Deserialize)]
pub(super) struct Undo {
    id: String,
}

pub(super) async fn home() -> Response {
    see_other(HERE)
}

pub(super) async fn show(inside: Inside, Query(asked): Query<Asked>) -> Result<Response, Failed> {
    let model = list(&inside, &asked).await?;
    Ok(inside.page.show(|panel| domains(panel, &model)))
}

/// Leads to a domain, listed or not.
pub(super) async fn open(_: Inside, Query(asked): Query<Open>) -> Result<Response, Failed> {
    let domain = Domain::parse(asked.domain.trim());
    let domain = domain.map_err(|error| Problem::of_field("domain", error.to_string()))?;
    Ok(see_other(&format!(
        "{HERE}/domain/{}",
        percent(domain.as_str())
    )))
}

pub(super) async fn selected(form: Posted<Selected>) -> Result<Response, Failed> {
    let Posted { inside, mut form } = form;
    inside.must_change()?;
    form.domain.sort_unstable();
    form.domain.dedup();
    form.domain.truncate(SELECTED);
    let mode = ModeKind::of(&form.mode);
    let (Some(mode), false) = (mode, form.domain.is_empty()) else {
        let mut model = list(&inside, &Asked::default()).await?;
        model.none_selected = true;
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(inside.page.show_as(status, |panel| domains(panel, &model)));
    };
    if form.confirmed != "yes" {
        return before(&inside, (mode, form.domain), None).await;
    }
    let call = if mode == ModeKind::Required {
        inside.api()?
    } else {
        match inside.confirmed(&form.code).await? {
            Ok(call) => call,
            Err(words) => return before(&inside, (mode, form.domain), Some(words)).await,
        }
    };
    let alteration = Alteration {
        mode: form.mode,
        grace_seconds: grace(&form.grace_hours)?,
    };
    let id = inside.keep(alter_all(&call, form.domain, &alteration).await?)?;
    Ok(see_other(&format!("{HERE}?saved={id}")))
}

pub(super) async fn undo(form: Posted<Undo>) -> Result<Response, Failed> {
    let Posted { inside, form } = form;
    match inside.undo(&form.id).await? {
        None => Ok(see_other(&format!("{HERE}?done=undo-over"))),
        Some((_, failed)) if failed.is_empty() => Ok(see_other(&format!("{HERE}?done=undone"))),
        Some((_, failed)) => {
            let id = inside.keep((Vec::new(), failed))?;
            Ok(see_other(&format!("{HERE}?saved={id}")))
        }
    }
}

/// The page before several domains change.
async fn before(
    inside: &Inside,
    (mode, names): (ModeKind, Vec<String>),
    wrong: Option<String>,
) -> Result<Response, Failed> {
    let now = inside.page.panel.admin.now();
    let affected = affected(&inside.api()?, &names, now).await?;
    let status = status(wrong.as_ref());
    let mut hidden = vec![("mode".to_owned(), mode.word().to_owned())];
    hidden.extend(names.iter().map(|name| ("domain".to_owned(), name.clone())));
    let model = Confirm {
        domains: names,
        mode,
        affected,
        hidden,
        grace_hours: String::new(),
        post: "settings/webmail/mfa/selected".to_owned(),
        back: HERE.to_owned(),
        code: (mode != ModeKind::Required).then_some(wrong),
    };
    Ok(inside.page.show_as(status, |panel| confirm(panel, &model)))
}

/// The status of a page that asks for a code, again or for the first time.
pub(super) const fn status(wrong: Option<&String>) -> StatusCode {
    match wrong {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    }
}

/// Who is affected by a change of these domains.
pub(super) async fn affected(
    call: &Call,
    names: &[String],
    now: Timestamp,
) -> Result<Affected, Problem> {
    let (mut sum, mut oldest) = (Affected::default(), now);
    for name in names {
        let path = format!("domains/{}/preview", percent(name));
        let one: PreviewModel = call.get(&path).await?;
        sum.seen += one.seen;
        sum.enrolled += one.enrolled;
        sum.not_enrolled += one.not_enrolled;
        sum.lately += one.signed_in_lately;
        sum.partly |= !one.complete;
        // A large domain's numbers are of its last count.
        oldest = oldest.min(one.as_of);
    }
    let late = between(oldest, now) > LATE;
    sum.as_of = late.then(|| format!("{oldest:.0}"));
    Ok(sum)
}

/// A time for the set-up, as the form holds it; nothing where it says nothing.
pub(super) fn grace(hours: &str) -> Result<Option<u64>, Problem> {
    if hours.trim().is_empty() {
        return Ok(None);
    }
    let read: Result<u64, _> = hours.trim().parse();
    let wrong = |_| FieldError {
        field: "grace_seconds",
        message: format!("{hours:?} is not a number of hours"),
    };
    let hours = read.map_err(wrong).map_err(|error| {
        let FieldError { field, message } = error;
        Problem::of_field(field, message)
    })?;
    Ok(Some(hours.saturating_mul(3600)))
}

async fn list(inside: &Inside, asked: &Asked) -> Result<Domains, Failed> {
    let call = inside.api()?;
    let query = |cursor: Option<&str>| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("contains", asked.contains.trim()),
            ("mode", asked.mode.as_str()),
            ("cursor", cursor.unwrap_or_default()),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.finish()
    };
    let cursor = asked.cursor.as_deref();
    let page: Page<DomainModel> = call.get(&format!("domains?{}", query(cursor))).await?;
    let everywhere = inside.visitor.administrator.role.domains().is_none();
    let default = if everywhere {
        let default: DefaultModel = call.get("default").await?;
        ModeKind::of(&default.effective.mode)
    } else {
        None
    };
    let lines = page.items.iter().map(|item| DomainLine {
        name: item.domain.clone(),
        mode: ModeKind::of(&item.effective.mode).unwrap_or(ModeKind::Required),
        in_file: item.source == "file",
    });
    let (done, undo, failed) = told(inside, asked);
    Ok(Domains {
        default,
        filter: Filter {
            contains: asked.contains.clone(),
            mode: ModeKind::of(&asked.mode),
        },
        lines: lines.collect(),
        first: cursor.map(|_| format!("{HERE}?{}", query(None))),
        next: page
            .next
            .map(|next| format!("{HERE}?{}", query(Some(&next)))),
        changes: inside.rights().policy,
        done,
        undo,
        failed,
        none_selected: false,
    })
}

type Told = (Option<Shown>, Option<String>, Vec<(String, String)>);

/// What was done before: what is said of it, what undoes it, and what could not be done.
fn told(inside: &Inside, asked: &Asked) -> Told {
    if let Some(id) = &asked.saved
        && let Some((count, failed)) = inside.saved(id)
    {
        let done = (count > 0).then_some(Shown {
            words: P::SavedDomains,
            count: Some(count),
        });
        let undo = done.map(|_| id.clone());
        return (done, undo, failed);
    }
    let words = match asked.done.as_deref() {
        Some("undone") => P::Undone,
        Some("undo-over") => P::UndoOver,
        Some(_) | None => return (None, None, Vec::new()),
    };
    (Some(Shown { words, count: None }), None, Vec::new())
}

impl Inside {
    /// How many domains were saved under this name, and which could not be.
    pub(super) fn saved(&self, id: &str) -> Option<(u64, Vec<(String, String)>)> {
        let shelf = self.page.panel.shelf.lock();
        let shelf = shelf.unwrap_or_else(PoisonError::into_inner);
        let by = self.visitor.administrator.name.as_str();
        let saved = shelf.look(id, by, self.page.panel.admin.now())?;
        Some((saved.changes.len() as u64, saved.failed.clone()))
    }
}

/// How many are changed by one press of a button: more than a page shows.
const SELECTED: usize = 1000;
/// From when on it is said that numbers are not of this moment.
const LATE: Duration = Duration::from_secs(60);
/// Where the policies of domains are.
pub(super) const HERE: &str = "/settings/webmail/mfa";
