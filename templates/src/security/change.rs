//! A change that takes a code: folded away until it is wanted.

use maud::{Markup, html};

use super::{OpenForm, Security, SecurityAction};
use crate::code::{Button, CodeForm};
use crate::frame::Frame;
use crate::i18n::Phrase;
use crate::sms::Sender;

/// A change that takes a code.
#[derive(Clone, Copy)]
pub(super) struct Change<'a> {
    /// What it asks for.
    pub(super) action: SecurityAction,
    /// The authenticator that it is about.
    pub(super) about: Option<About<'a>>,
    /// What it is called.
    pub(super) title: Phrase,
    /// What it does.
    pub(super) help: Option<Phrase>,
    /// Fields that stand before the code.
    pub(super) before: Option<&'a Markup>,
    /// What pressing its button means.
    pub(super) button: Button,
}

/// The authenticator that a change is about.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    /// Its place in the list.
    pub(super) place: usize,
    /// What it is to the server.
    pub(super) id: &'a str,
    /// Its name.
    pub(super) name: &'a str,
}

impl Change<'_> {
    /// The fold, with its title to open it by.
    pub(super) fn fold(&self, frame: &Frame<'_>, security: &Security<'_>) -> Markup {
        let open = self.is_open(security);
        html! {
            details.change.risky[matches!(self.button, Button::Danger)] open[open] {
                summary {
                    (frame.text(self.title))
                    @if let Some(about) = self.about {
                        span.unseen { ": " bdi { (about.name) } }
                    }
                }
                div.inside {
                    @if let Some(help) = self.help { p { (frame.text(help)) } }
                    (self.form(frame, security, open))
                }
            }
        }
    }

    fn form(&self, frame: &Frame<'_>, security: &Security<'_>, open: bool) -> Markup {
        let problem = security.problem.filter(|_| open);
        let word = self.action.word();
        let id = self.about.map(|about| ("id", about.id));
        let hidden: Vec<_> = [("action", word)].into_iter().chain(id).collect();
        let send = [("action", SecurityAction::SendCode.word()), ("for", word)];
        let send: Vec<_> = send.into_iter().chain(id).collect();
        let field = match self.about {
            Some(about) => format!("code-{word}-{}", about.place),
            None => format!("code-{word}"),
        };
        let sender = Sender {
            frame,
            page: "security",
            token: security.form_token,
            hidden: &send,
            names_number: true,
        };
        html! {
            (security.confirm.ask(&sender, open, problem.is_some()))
            (CodeForm {
                kind: security.confirm.kind(),
                id: &field,
                hidden: &hidden,
                before: self.before,
                problem,
                focus: open,
                submit: self.title,
                button: self.button,
                ..CodeForm::new(frame, "security", security.form_token)
            })
        }
    }

    /// Without a word of which form is open, a problem is one of turning it off.
    fn is_open(&self, security: &Security<'_>) -> bool {
        let turning_off = security.problem.map(|_| OpenForm {
            action: SecurityAction::Off,
            id: None,
        });
        let this = OpenForm {
            action: self.action,
            id: self.about.map(|about| about.id),
        };
        security.open.or(turning_off) == Some(this)
    }
}
