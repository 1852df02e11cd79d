//! The settings, with a side menu of their own.

use axum::http::header::HOST;
use maud::{Markup, html};

use super::super::Seen;
use super::{View, shell};

/// The entries of the side menu.
const ENTRIES: [(&str, &str); 4] = [
    ("General", "/settings"),
    ("Signature", "/settings/signature"),
    ("Accounts", "/settings/accounts"),
    ("Activity", "/settings/activity"),
];

/// Requests listed on the activity page.
const LISTED: usize = 25;

/// The menu, with `entry` marked, and its content.
pub(in super::super) fn panel(view: &View<'_>, entry: &str, content: &Markup) -> Markup {
    let content = html! {
        div.settings {
            nav aria-label="Settings" {
                h1 { "Settings" }
                ul #settings-menu {
                    @for (label, href) in ENTRIES {
                        li { a href=(href) aria-current=[(label == entry).then_some("page")] { (label) } }
                    }
                }
            }
            section.sheet { h2 { (entry) } (content) }
        }
    };
    shell(view, &content)
}

/// Name and address.
pub(in super::super) fn general(name: &str, address: &str) -> Markup {
    html! {
        form #settings-form method="post" action="/settings" {
            label for="name" { "Display name" }
            input #name type="text" name="name" value=(name) required;
            label for="address" { "Address" }
            input #address type="text" value=(address) readonly;
            div.actions { button.button type="submit" { "Save" } }
        }
    }
}

/// The lines under a letter.
pub(in super::super) fn signature(signature: &str) -> Markup {
    html! {
        form method="post" action="/settings" {
            label for="signature" { "Put under every new letter" }
            textarea #signature name="signature" rows="5" { "\n" (signature) }
            div.actions { button.button type="submit" { "Save" } }
        }
    }
}

/// Going over to another mailbox.
pub(in super::super) fn accounts() -> Markup {
    html! {
        p.quiet { "Go over to another mailbox of yours without signing out first." }
        form #switch-form action="/switch" {
            label for="user" { "Address" }
            input #user type="text" name="user" autocomplete="off" required;
            label for="password" { "Password" }
            input #password type="password" name="password" autocomplete="off" required;
            div.actions { button.button type="submit" { "Switch" } }
        }
    }
}

/// What has been asked of this webmail. Queries are left out: they may hold a password.
pub(in super::super) fn activity(total: u64, seen: &[Seen]) -> Markup {
    html! {
        p.quiet { "This webmail has been asked " strong #requests-seen { (total) } " times. The last requests:" }
        table {
            thead { tr { th { "Method" } th { "Path" } th { "Host" } th { "Cookie" } } }
            tbody {
                @for request in seen.iter().rev().take(LISTED) {
                    tr {
                        td { (request.method) }
                        td { (request.target.split('?').next().unwrap_or_default()) }
                        td { (host(request)) }
                        td { @if request.cookie { "yes" } @else { "no" } }
                    }
                }
            }
        }
    }
}

fn host(request: &Seen) -> &str {
    let host = request.headers.get(HOST);
    host.and_then(|host| host.to_str().ok()).unwrap_or("none")
}
