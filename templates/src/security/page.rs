//! The page and what it shows.

use maud::{Markup, html};

use super::{
    ActivityLine, Confirm, FactorState, Notice, OpenForm, RecoveryLine, TrustedLine, activity,
    factor, recovery, trusted,
};
use crate::account::account;
use crate::callout;
use crate::code::CodeProblem;
use crate::form;
use crate::frame::Frame;
use crate::i18n::Phrase;
use crate::icons::{Icon, icon};
use crate::{layout, link};

/// What the security page of the settings shows.
#[derive(Clone, Copy)]
pub struct Security<'a> {
    /// The mailbox that is signed in.
    pub subject: &'a str,
    /// What shows that the forms came from this page.
    pub form_token: &'a str,
    /// Whether signing in takes a second factor.
    pub state: FactorState<'a>,
    /// What a change is confirmed with.
    pub confirm: Confirm<'a>,
    /// Why the last code was not taken.
    pub problem: Option<CodeProblem>,
    /// The form that asks for a code and stays open.
    pub open: Option<OpenForm<'a>>,
    /// What has just been done.
    pub notice: Option<Notice>,
    /// Whether the policy has done with the only kind of authenticator there is, text messages.
    pub given_up: bool,
    /// Whether another authenticator may be added.
    pub can_add: bool,
    /// The recovery codes, where they are offered.
    pub recovery: Option<RecoveryLine<'a>>,
    /// The trusted browsers, where trust is offered.
    pub trusted: Option<&'a [TrustedLine<'a>]>,
    /// What has happened lately, newest first.
    pub activity: &'a [ActivityLine<'a>],
    /// The way back to the mailbox.
    pub webmail_url: &'a str,
}

/// The security page. Its forms post to `security`: `form_token`, `action` and what
/// [`SecurityAction`](super::SecurityAction) says of it.
#[must_use]
pub fn security(frame: &Frame<'_>, security: &Security<'_>) -> Markup {
    let is_on = match security.state {
        FactorState::Off => false,
        FactorState::On { .. } => true,
    };
    let body = html! {
        (account(frame, Phrase::SignedInAs, security.subject))
        @if let Some(notice) = security.notice {
            (callout::done(&html! { (frame.text(notice.phrase())) }))
        }
        (factor::section(frame, security))
        @if is_on {
            @if let Some(line) = &security.recovery { (recovery::section(frame, security, line)) }
            @if let Some(lines) = security.trusted { (trusted::section(frame, security, lines)) }
        }
        (activity::section(frame, security))
        div.aside {
            a.quiet href=(link::web(security.webmail_url)) {
                (icon(Icon::Back)) (frame.text(Phrase::BackToMailbox))
            }
            (form::sign_out(frame, security.form_token, Phrase::SignOut))
        }
    };
    layout::page(frame, &frame.text(Phrase::SecurityTitle), &body)
}
