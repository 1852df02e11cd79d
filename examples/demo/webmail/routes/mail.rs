//! Reading and writing mail.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;

use super::super::Webmail;
use super::super::fields::Fields;
use super::super::gate::Person;
use super::super::mailbox::Mailbox;
use super::super::pages::{self, Section, View};
use super::{Answer, html, json, see_other};

/// `GET /mail`
pub(super) async fn inbox(State(webmail): State<Arc<Webmail>>, person: Person) -> Answer {
    page(&webmail, &person, |mailbox| {
        let view = View::new("Inbox", Section::Inbox, &person.address, mailbox);
        pages::folder(&view, &mailbox.inbox, None)
    })
}

/// `GET /mail/{id}`
pub(super) async fn message(
    State(webmail): State<Arc<Webmail>>,
    person: Person,
    Path(id): Path<u32>,
) -> Answer {
    let message = webmail
        .with_mailbox(&person.address, |mailbox| mailbox.open(id))
        .flatten()
        .ok_or(StatusCode::NOT_FOUND)?;
    page(&webmail, &person, |mailbox| {
        let is_sent = mailbox.sent.iter().any(|sent| sent.id == id);
        let (section, list) = if is_sent {
            (Section::Sent, &mailbox.sent)
        } else {
            (Section::Inbox, &mailbox.inbox)
        };
        let view = View::new(&message.subject, section, &person.address, mailbox);
        pages::folder(&view, list, Some(&message))
    })
}

/// `GET /mail/unread`: what the script asks for every half minute.
pub(super) async fn unread(State(webmail): State<Arc<Webmail>>, person: Person) -> Answer {
    let unread = webmail
        .with_mailbox(&person.address, |mailbox| mailbox.unread())
        .ok_or(StatusCode::NOT_FOUND)?;
    Ok(json(&serde_json::json!({ "unread": unread })))
}

/// `GET /sent`
pub(super) async fn sent(State(webmail): State<Arc<Webmail>>, person: Person) -> Answer {
    page(&webmail, &person, |mailbox| {
        let view = View::new("Sent", Section::Sent, &person.address, mailbox);
        pages::folder(&view, &mailbox.sent, None)
    })
}

/// `GET /search?q=…`
pub(super) async fn search(
    State(webmail): State<Arc<Webmail>>,
    person: Person,
    uri: Uri,
) -> Answer {
    let query = Fields::of_query(&uri);
    let words = query.get("q");
    page(&webmail, &person, |mailbox| {
        let mut view = View::new("Search", Section::Search, &person.address, mailbox);
        view.query = words;
        pages::folder(&view, &mailbox.search(words), None)
    })
}

/// `GET /compose`
pub(super) async fn compose(
    State(webmail): State<Arc<Webmail>>,
    person: Person,
    uri: Uri,
) -> Answer {
    let query = Fields::of_query(&uri);
    page(&webmail, &person, |mailbox| {
        let view = View::new("New letter", Section::Compose, &person.address, mailbox);
        pages::compose(
            &view,
            query.get("to"),
            query.get("subject"),
            &mailbox.signature,
        )
    })
}

/// `POST /send`
pub(super) async fn send(
    State(webmail): State<Arc<Webmail>>,
    person: Person,
    request: Request,
) -> Answer {
    let form = Fields::of_form(request).await?;
    let to = form.get("to").trim();
    if to.is_empty() {
        return Err(StatusCode::BAD_REQUEST);
    }
    let attachments = form.all("attachment").map(str::to_owned).collect();
    webmail
        .with_mailbox(&person.address, |mailbox| {
            mailbox.send(to, form.get("subject"), form.get("text"), attachments);
        })
        .ok_or(StatusCode::NOT_FOUND)?;
    Ok(see_other("/sent"))
}

/// A page made from the person's mailbox.
pub(super) fn page(
    webmail: &Webmail,
    person: &Person,
    draw: impl FnOnce(&mut Mailbox) -> maud::Markup,
) -> Answer {
    let page = webmail.with_mailbox(&person.address, draw);
    let page = page.ok_or(StatusCode::NOT_FOUND)?;
    Ok::<Response, StatusCode>(html(StatusCode::OK, page))
}
