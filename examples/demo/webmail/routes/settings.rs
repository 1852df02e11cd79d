//! Preferences, and what else hangs on the side menu.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::Markup;

use super::super::Webmail;
use super::super::fields::Fields;
use super::super::gate::Person;
use super::super::mailbox::Mailbox;
use super::super::pages::{self, Section, View, settings};
use super::mail::page;
use super::{Answer, html, see_other};

/// `GET /settings`
pub(super) async fn general(State(webmail): State<Arc<Webmail>>, person: Person) -> Answer {
    panel(&webmail, &person, "General", |mailbox| {
        settings::general(&mailbox.name, &person.address)
    })
}

/// `GET /settings/signature`
pub(super) async fn signature(State(webmail): State<Arc<Webmail>>, person: Person) -> Answer {
    panel(&webmail, &person, "Signature", |mailbox| {
        settings::signature(&mailbox.signature)
    })
}

/// `GET /settings/accounts`
pub(super) async fn accounts(State(webmail): State<Arc<Webmail>>, person: Person) -> Answer {
    panel(&webmail, &person, "Accounts", |_| settings::accounts())
}

/// `GET /settings/activity`: the requests that this webmail has seen, from whomever they came.
pub(super) async fn activity(State(webmail): State<Arc<Webmail>>, person: Person) -> Answer {
    let seen = webmail.log();
    panel(&webmail, &person, "Activity", |_| {
        settings::activity(webmail.requests_seen(), &seen)
    })
}

/// `POST /settings`: changes what the form names and leaves the rest.
pub(super) async fn save(
    State(webmail): State<Arc<Webmail>>,
    person: Person,
    request: Request,
) -> Answer {
    let form = Fields::of_form(request).await?;
    let name = form.all("name").next().map(str::trim);
    let signature = form.all("signature").next();
    webmail
        .with_mailbox(&person.address, |mailbox| {
            if let Some(name) = name.filter(|name| !name.is_empty()) {
                name.clone_into(&mut mailbox.name);
            }
            if let Some(signature) = signature {
                signature.clone_into(&mut mailbox.signature);
            }
        })
        .ok_or(StatusCode::NOT_FOUND)?;
    Ok(see_other(if signature.is_some() {
        "/settings/signature"
    } else {
        "/settings"
    }))
}

/// `GET /frame`: a page that shows another one.
pub(super) async fn frame(State(webmail): State<Arc<Webmail>>, person: Person) -> Answer {
    page(&webmail, &person, |mailbox| {
        let view = View::new("Framed page", Section::Other, &person.address, mailbox);
        pages::frame(&view)
    })
}

/// `GET /frame/inner`: the page within.
pub(super) async fn frame_inner(person: Person) -> Response {
    html(StatusCode::OK, pages::frame_inner(&person.address))
}

fn panel(
    webmail: &Webmail,
    person: &Person,
    entry: &str,
    draw: impl FnOnce(&Mailbox) -> Markup,
) -> Answer {
    page(webmail, person, |mailbox| {
        let content = draw(mailbox);
        let view = View::new("Settings", Section::Settings, &person.address, mailbox);
        settings::panel(&view, entry, &content)
    })
}
