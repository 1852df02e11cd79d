//! Multi-factor authentication of one mailbox: on or off, and with which authenticators.

use maud::{Markup, html};

use super::Security;
use crate::code_form::{Button, CodeForm};
use crate::code_problem::code_problem;
use crate::form::form;
use crate::frame::Frame;
use crate::i18n::Phrase;
use crate::icons::{Icon, icon};
use crate::moment::moment;

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

/// An authenticator in the list.
#[derive(Clone, Copy, Debug)]
pub struct AuthenticatorLine<'a> {
    /// Its name.
    pub name: &'a str,
    /// When it was added (RFC 3339, UTC).
    pub added: &'a str,
    /// When a code of it was last accepted (RFC 3339, UTC).
    pub last_used: Option<&'a str>,
}

/// Whether multi-factor authentication may be turned off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    /// It may, with a code.
    Allowed,
    /// The policy asks for it.
    RequiredByPolicy,
}

impl FactorState<'static> {
    /// Two authenticators, and the choice to turn it off.
    pub(super) const ON_SAMPLE: Self = Self::On {
        authenticators: &[
            AuthenticatorLine {
                name: "Authenticator app",
                added: "2026-03-01T09:30:00Z",
                last_used: Some("2026-11-20T17:05:00Z"),
            },
            AuthenticatorLine {
                name: "Anna’s tablet",
                added: "2026-11-02T08:00:00Z",
                last_used: None,
            },
        ],
        removal: Removal::Allowed,
    };

    /// One authenticator, and no choice.
    pub(super) const REQUIRED_SAMPLE: Self = Self::On {
        authenticators: &[AuthenticatorLine {
            name: "Authenticator app",
            added: "2026-03-01T09:30:00Z",
            last_used: Some("2026-11-20T17:05:00Z"),
        }],
        removal: Removal::RequiredByPolicy,
    };
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
                    (list(frame, authenticators))
                    @match removal {
                        Removal::Allowed => (turn_off(frame, security)),
                        Removal::RequiredByPolicy => (required(frame)),
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

fn list(frame: &Frame<'_>, authenticators: &[AuthenticatorLine<'_>]) -> Markup {
    html! {
        h3 { (frame.text(Phrase::SecurityAuthenticators)) }
        ul.authenticators {
            @for line in authenticators {
                li {
                    span.disc { (icon(Icon::Phone)) }
                    div {
                        bdi.name { (line.name) }
                        p.caption { (frame.text(Phrase::SecurityAdded)) " " (moment(line.added)) }
                        p.caption {
                            @match line.last_used {
                                Some(at) => {
                                    (frame.text(Phrase::SecurityLastUsed)) " " (moment(at))
                                }
                                None => (frame.text(Phrase::SecurityNeverUsed)),
                            }
                        }
                    }
                }
            }
        }
    }
}

fn turn_on(frame: &Frame<'_>, security: &Security<'_>) -> Markup {
    let fields = html! {
        input type="hidden" name="action" value="on";
        button.primary type="submit" { (frame.text(Phrase::SecurityTurnOn)) }
    };
    html! {
        p { (frame.text(Phrase::SecurityOffHelp)) }
        @if let Some(problem) = security.problem {
            (code_problem(frame, problem))
        }
        (form(frame, "security", security.form_token, &fields))
    }
}

fn turn_off(frame: &Frame<'_>, security: &Security<'_>) -> Markup {
    html! {
        details.turn-off open[security.problem.is_some()] {
            summary { (frame.text(Phrase::SecurityTurnOff)) }
            p { (frame.text(Phrase::SecurityTurnOffHelp)) }
            (CodeForm {
                frame,
                page: "security",
                token: security.form_token,
                problem: security.problem,
                focus: false,
                action: Some("off"),
                submit: Phrase::SecurityTurnOff,
                button: Button::Danger,
            })
        }
    }
}

fn required(frame: &Frame<'_>) -> Markup {
    html! {
        p.callout.plain {
            (icon(Icon::Lock)) span { (frame.text(Phrase::SecurityRequired)) }
        }
    }
}
