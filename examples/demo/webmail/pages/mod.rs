//! The pages, and the frame that the signed-in ones share.

mod compose;
mod folder;
mod frame;
mod login;
pub(super) mod settings;

use maud::{DOCTYPE, Markup, html};

pub(super) use self::compose::compose;
pub(super) use self::folder::folder;
pub(super) use self::frame::{frame, frame_inner};
pub(super) use self::login::login;

use super::mailbox::Mailbox;

/// The part of the webmail that a page belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// Received letters.
    Inbox,
    /// Sent letters.
    Sent,
    /// Letters found.
    Search,
    /// Writing a letter.
    Compose,
    /// Preferences.
    Settings,
    /// Pages that no menu leads to.
    Other,
}

/// What the frame around a page shows.
pub(super) struct View<'a> {
    title: &'a str,
    section: Section,
    address: &'a str,
    name: String,
    unread: usize,
    /// The words searched for.
    pub(super) query: &'a str,
}

impl<'a> View<'a> {
    /// The frame of a page for the owner of `mailbox`.
    pub(super) fn new(
        title: &'a str,
        section: Section,
        address: &'a str,
        mailbox: &Mailbox,
    ) -> Self {
        Self {
            title,
            section,
            address,
            name: mailbox.name.clone(),
            unread: mailbox.unread(),
            query: "",
        }
    }
}

/// A whole document.
fn document(title: &str, class: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Meadow Mail" }
                link rel="icon" href="/static/logo.svg";
                link rel="stylesheet" href="/static/style.css";
                script src="/static/app.js" defer {}
            }
            body class=(class) { (body) }
        }
    }
}

/// The frame of the signed-in pages: top bar, sidebar, content.
fn shell(view: &View<'_>, content: &Markup) -> Markup {
    let body = html! {
        header.bar {
            a.brand href="/mail" { img src="/static/logo.svg" alt="" width="28" height="28"; "Meadow" }
            form.search action="/search" role="search" {
                input type="search" name="q" value=(view.query) placeholder="Search mail"
                    aria-label="Search mail";
            }
            div.person {
                (avatar(&view.name))
                span.who {
                    span.display-name { (view.name) }
                    span.mailbox-name #mailbox-name { (view.address) }
                }
                a.leave href="/logout" { "Sign out" }
            }
        }
        nav.side aria-label="Folders" {
            a.button href="/compose" { "Write" }
            (entry(view, Section::Inbox, "/mail", "Inbox"))
            (entry(view, Section::Sent, "/sent", "Sent"))
            (entry(view, Section::Settings, "/settings", "Settings"))
        }
        main { (content) }
    };
    document(view.title, "app", &body)
}

/// One line of the sidebar.
fn entry(view: &View<'_>, section: Section, href: &str, label: &str) -> Markup {
    let current = (view.section == section).then_some("page");
    html! {
        a href=(href) aria-current=[current] {
            (label)
            @if section == Section::Inbox {
                span.count #unread hidden[view.unread == 0] { (view.unread) }
            }
        }
    }
}

/// A coloured disc with the first letter of a name.
fn avatar(name: &str) -> Markup {
    let initial: String = name.chars().take(1).flat_map(char::to_uppercase).collect();
    let tint = name.bytes().map(u32::from).sum::<u32>() % 6;
    html! { span class=(format!("avatar tint-{tint}")) aria-hidden="true" { (initial) } }
}
