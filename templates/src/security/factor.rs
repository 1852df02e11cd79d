//! Multi-factor authentication of one mailbox: on or off, and with which authenticators.

use maud::{Markup, html};

use super::authenticator::{AuthenticatorLine, Placed};
use super::change::Change;
use super::{Security, SecurityAction};
use crate::callout;
use crate::code::Button;
use crate::form::form;
use crate::frame::Frame;
use crate::i18n::Phrase;
use crate::icons::{Icon, icon};

/// Whether signing in to a mailbox takes a second factor.
#[derive(Clone, Copy, Debug)]
pub enum FactorState<'a> {
    /// The password is enough.
    Off,
    /// Signing in takes a code as well.
    On {
        /// The authenticators that give valid codes.
        authenticators: &'a [AuthenticatorLine<'a>],
        /// Whether it may be turned off.
        removal: Removal,
    },
}

/// Whether multi-factor authentication may be turned off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    /// It may, with a code.
    Allowed,
    /// The policy asks for it, so that the last authenticator can only be replaced.
    RequiredByPolicy,
}

/// The section of the security page.
pub(super) fn section(frame: &Frame<'_>, security: &Security<'_>) -> Markup {
    html! {
        section.panel aria-labelledby="factor" {
            div.heading {
                h2 #factor { (frame.text(Phrase::SettingsEntry)) }
                (badge(frame, &security.state))
            }
            @match security.state {
                FactorState::Off => (turn_on(frame, security)),
                FactorState::On { authenticators, removal } => {
                    @if security.given_up {
                        (callout::note(Icon::Message, &html! { (frame.text(Phrase::SecurityGivenUp)) }))
                    }
                    (list(frame, security, authenticators, removal))
                    @if security.can_add { (add(frame)) }
                    @match removal {
                        Removal::Allowed => (turn_off(frame, security)),
                        Removal::RequiredByPolicy => (required(frame, authenticators.len())),
                    }
                }
            }
        }
    }
}

fn badge(frame: &Frame<'_>, state: &FactorState<'_>) -> Markup {
    match state {
        FactorState::Off => html! {
            span.badge { (frame.text(Phrase::SecurityOff)) }
        },
        FactorState::On { .. } => html! {
            span.badge.on { (frame.text(Phrase::SecurityOn)) }
        },
    }
}

fn list(
    frame: &Frame<'_>,
    security: &Security<'_>,
    authenticators: &[AuthenticatorLine<'_>],
    removal: Removal,
) -> Markup {
    let others = authenticators.len() > 1;
    let removable = match removal {
        Removal::Allowed => true,
        Removal::RequiredByPolicy => others,
    };
    html! {
        h3 { (frame.text(Phrase::SecurityAuthenticators)) }
        ul.authenticators {
            @for (place, line) in authenticators.iter().enumerate() {
                (Placed { line, place, removable, others }.item(frame, security))
            }
        }
    }
}

fn add(frame: &Frame<'_>) -> Markup {
    html! {
        a.secondary href=(frame.address("enroll")) {
            (icon(Icon::Plus)) (frame.text(Phrase::SecurityAdd))
        }
    }
}

fn turn_on(frame: &Frame<'_>, security: &Security<'_>) -> Markup {
    let fields = html! {
        input type="hidden" name="action" value=(SecurityAction::On.word());
        button.primary type="submit" { (frame.text(Phrase::SecurityTurnOn)) }
    };
    html! {
        p { (frame.text(Phrase::SecurityOffHelp)) }
        (form(frame, "security", security.form_token, &fields))
    }
}

fn turn_off(frame: &Frame<'_>, security: &Security<'_>) -> Markup {
    let change = Change {
        action: SecurityAction::Off,
        about: None,
        title: Phrase::SecurityTurnOff,
        help: Some(Phrase::SecurityTurnOffHelp),
        before: None,
        button: Button::Danger,
    };
    html! {
        div.last { (change.fold(frame, security)) }
    }
}

fn required(frame: &Frame<'_>, authenticators: usize) -> Markup {
    let words = if authenticators == 1 {
        Phrase::SecurityRequiredLast
    } else {
        Phrase::SecurityRequired
    };
    callout::note(Icon::Lock, &html! { (frame.text(words)) })
}
