//! One mailbox: how it stands.

use maud::{Markup, html};

use super::layout::{Outcome, PanelFrame, Section, page};
use super::list::table;
use super::mailbox_actions::actions;
use super::mailboxes::factor;
use super::mode::ModeKind;
use crate::callout::problem;
use crate::i18n::{PanelPhrase as P, Value};
use crate::moment::{moment, readable};

/// What a mailbox's page shows.
#[derive(Clone, Debug)]
pub struct Mailbox {
    /// Its address.
    pub address: String,
    /// What is asked of it.
    pub mode: ModeKind,
    /// Who says so.
    pub asked: Asked,
    /// Whether it has a second factor.
    pub enrolled: bool,
    /// Its record cannot be read.
    pub damaged: bool,
    /// Its authenticators.
    pub authenticators: Vec<AuthenticatorRow>,
    /// How many recovery codes are left.
    pub recovery_codes: u64,
    /// How many browsers are trusted.
    pub trusted_browsers: u64,
    /// Wrong codes in a row.
    pub failures: Vec<FailureRow>,
    /// What happened lately.
    pub activity: Vec<ActivityRow>,
    /// What is asked of it in particular.
    pub exception: Option<ExceptionRow>,
    /// Whether the visitor may help it.
    pub helps: bool,
    /// Whether the visitor may ask more of it.
    pub changes: bool,
    /// What was done before.
    pub done: Option<Outcome>,
    /// The form that was sent and not taken, what is wrong with it, and with which field.
    pub wrong: Option<(MailboxAction, String, String)>,
    /// What was typed as the reason.
    pub reason: String,
}

/// Who says what is asked of a mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All domains that are not listed are so.
    Default,
    /// Its domain.
    Domain,
    /// Its own exception.
    Exception,
}

/// What can be done for a mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailboxAction {
    /// Give a code that stands for the second factor once.
    Bypass,
    /// End its exception.
    EndException,
    /// Ask more of it.
    Exception,
    /// Remove everything.
    Reset,
    /// Give a code for the first set-up.
    SetupCode,
    /// End every session.
    SignOut,
    /// Forget wrong codes.
    Unlock,
}

/// An authenticator.
#[derive(Clone, Debug)]
pub struct AuthenticatorRow {
    /// Its kind, by its name in the API.
    pub kind: String,
    /// What its owner calls it.
    pub name: Option<String>,
    /// When it was added.
    pub added: String,
    /// When it was last used.
    pub last_used: Option<String>,
}

/// Wrong codes in a row.
#[derive(Clone, Debug)]
pub struct FailureRow {
    /// Of which kind, by its name in the API.
    pub kind: String,
    /// How many.
    pub count: u64,
    /// Whether an administrator must help.
    pub suspended: bool,
    /// When the next one is taken.
    pub next: String,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct ActivityRow {
    /// When.
    pub at: String,
    /// What: the name of an event.
    pub event: String,
    /// From where.
    pub address: String,
    /// With which browser.
    pub browser: String,
}

/// What is asked of a mailbox in particular.
#[derive(Clone, Debug)]
pub struct ExceptionRow {
    /// What.
    pub mode: ModeKind,
    /// Until when.
    pub until: String,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// Which version of it.
    pub version: String,
}

impl MailboxAction {
    /// What is posted to, after the mailbox's address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Bypass => "bypass",
            Self::EndException => "unexcept",
            Self::Exception => "except",
            Self::Reset => "reset",
            Self::SetupCode => "setup-code",
            Self::SignOut => "sign-out",
            Self::Unlock => "unlock",
        }
    }

    /// The one of this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        let all = [
            Self::Bypass,
            Self::EndException,
            Self::Exception,
            Self::Reset,
            Self::SetupCode,
            Self::SignOut,
            Self::Unlock,
        ];
        all.into_iter().find(|action| action.word() == word)
    }
}

/// The page. Its forms post to `mailboxes/<address>/<action>`.
#[must_use]
pub fn mailbox(panel: &PanelFrame<'_>, model: &Mailbox) -> Markup {
    let body = html! {
        (panel.outcome(model.done))
        @if model.damaged {
            (problem("damaged", &html! { (panel.text(P::MailboxDamaged)) }))
        }
        (state(panel, model))
        (authenticators(panel, model))
        @if !model.failures.is_empty() { (failures(panel, model)) }
        @if model.helps || model.changes { (actions(panel, model)) }
        (activity(panel, model))
    };
    page(panel, Section::Mailboxes, &model.address, &body)
}

fn state(panel: &PanelFrame<'_>, model: &Mailbox) -> Markup {
    let mode = panel.text(model.mode.name());
    let asked = match model.asked {
        Asked::Default => P::AskedDefault,
        Asked::Domain => P::AskedDomain,
        Asked::Exception => P::AskedException,
    };
    let asked = panel.text_with(asked, &[("mode", Value::Text(&mode))]);
    let on = if model.enrolled {
        P::StateOn
    } else {
        P::StateOff
    };
    html! {
        dl.facts {
            dt { (panel.text(P::MailboxFactor)) }
            dd { span.badge.on[model.enrolled] { (panel.text(on)) } }
            dt { (panel.text(P::Asked)) }
            dd { (asked) }
            @if let Some(said) = &model.exception {
                dt { (panel.text(P::Exception)) }
                dd {
                    (said.mode.badge(panel)) " "
                    (panel.sentence(P::GoodUntil, "until", &moment(&said.until))) " "
                    bdi { (said.reason) } " (" bdi { (said.by) } ")"
                }
            }
            dt { (panel.text(P::RecoveryLeft)) }
            dd { (model.recovery_codes) }
            dt { (panel.text(P::TrustedBrowsers)) }
            dd { (model.trusted_browsers) }
        }
    }
}

fn authenticators(panel: &PanelFrame<'_>, model: &Mailbox) -> Markup {
    let row = |own: &AuthenticatorRow| {
        html! {
            td {
                (panel.text(factor(&own.kind)))
                @if let Some(name) = &own.name { " – " bdi { (name) } }
            }
            td { (moment(&own.added)) }
            td {
                @match &own.last_used {
                    Some(at) => { (moment(at)) }
                    None => { (panel.text(P::Never)) }
                }
            }
        }
    };
    let rows: Vec<Markup> = model.authenticators.iter().map(row).collect();
    html! {
        @if !rows.is_empty() {
            section {
                h2 { (panel.text(P::Authenticators)) }
                (table(panel, P::Authenticators, &[P::MailboxFactor, P::Added, P::LastUsed], &rows))
            }
        }
    }
}

fn failures(panel: &PanelFrame<'_>, model: &Mailbox) -> Markup {
    html! {
        section {
            h2 { (panel.text(P::Failures)) }
            dl.facts {
                @for row in &model.failures {
                    dt { code { (row.kind) } }
                    dd {
                        (row.count) ". "
                        @if row.suspended {
                            (panel.text(P::FailuresSuspended))
                        } @else {
                            @let at = readable(&row.next);
                            (panel.text_with(P::FailuresNext, &[("at", Value::Text(&at))]))
                        }
                    }
                }
            }
        }
    }
}

fn activity(panel: &PanelFrame<'_>, model: &Mailbox) -> Markup {
    let row = |line: &ActivityRow| {
        html! {
            td { (moment(&line.at)) }
            td { code { (line.event) } }
            td { bdi { (line.browser) } " " bdi.soft dir="ltr" { (line.address) } }
        }
    };
    let rows: Vec<Markup> = model.activity.iter().map(row).collect();
    html! {
        section {
            h2 { (panel.text(P::Recent)) }
            (table(panel, P::Recent, &[P::AuditWhen, P::AuditWhat, P::AuditWhom], &rows))
        }
    }
}
