//! Browsers in which signing in takes the password alone.

use maud::{Markup, html};

use super::{Security, SecurityAction};
use crate::form::form;
use crate::frame::Frame;
use crate::i18n::Phrase;
use crate::icons::{Icon, icon};
use crate::moment::moment;

/// A trusted browser in the list.
#[derive(Clone, Copy, Debug)]
pub struct TrustedLine<'a> {
    /// What it is to the server; the form posts it.
    pub id: &'a str,
    /// What it is called, such as `Firefox, Linux`.
    pub browser: &'a str,
    /// The address from which it was first used.
    pub address: &'a str,
    /// When it was first used (RFC 3339, UTC).
    pub first_used: &'a str,
    /// Until when it is trusted (RFC 3339, UTC).
    pub until: &'a str,
    /// Whether it is the one that shows the page.
    pub this: bool,
}

/// The section of the security page.
pub(super) fn section(
    frame: &Frame<'_>,
    security: &Security<'_>,
    lines: &[TrustedLine<'_>],
) -> Markup {
    html! {
        section.panel aria-labelledby="trusted" {
            h2 #trusted { (frame.text(Phrase::TrustedTitle)) }
            @if lines.is_empty() {
                p { (frame.text(Phrase::TrustedNone)) }
            } @else {
                p { (frame.text(Phrase::TrustedHelp)) }
                ul.authenticators {
                    @for line in lines { (item(frame, security, line)) }
                }
                @if lines.len() > 1 { (revoke_all(frame, security)) }
            }
        }
    }
}

fn item(frame: &Frame<'_>, security: &Security<'_>, line: &TrustedLine<'_>) -> Markup {
    let fields = html! {
        input type="hidden" name="action" value=(SecurityAction::RevokeBrowser.word());
        input type="hidden" name="id" value=(line.id);
        button.quiet type="submit" {
            span { (frame.text(Phrase::TrustedRevoke)) span.unseen { ": " bdi { (line.browser) } } }
        }
    };
    html! {
        li {
            span.disc { (icon(Icon::Globe)) }
            div.details {
                p {
                    bdi.name { (line.browser) }
                    @if line.this { " " span.mark { (frame.text(Phrase::TrustedThis)) } }
                }
                p.caption {
                    (frame.text(Phrase::TrustedFirst)) " " (moment(line.first_used))
                }
                p.caption.address { bdi { (line.address) } }
                p.caption { (frame.text(Phrase::TrustedUntil)) " " (moment(line.until)) }
                (form(frame, "security", security.form_token, &fields))
            }
        }
    }
}

fn revoke_all(frame: &Frame<'_>, security: &Security<'_>) -> Markup {
    let fields = html! {
        input type="hidden" name="action" value=(SecurityAction::RevokeBrowsers.word());
        button.secondary type="submit" { (frame.text(Phrase::TrustedRevokeAll)) }
    };
    form(frame, "security", security.form_token, &fields)
}
