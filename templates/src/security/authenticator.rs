//! An authenticator in the list, and what can be changed about it.

use maud::{Markup, html};

use super::change::{About, Change};
use super::{Security, SecurityAction};
use crate::code::Button;
use crate::frame::Frame;
use crate::i18n::Phrase;
use crate::icons::{Icon, icon};
use crate::moment::moment;

/// An authenticator in the list.
#[derive(Clone, Copy, Debug)]
pub struct AuthenticatorLine<'a> {
    /// What it is to the server; the forms post it.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// What it is.
    pub kind: AuthenticatorKind<'a>,
    /// When it was added (RFC 3339, UTC).
    pub added: &'a str,
    /// When a code of it was last accepted (RFC 3339, UTC).
    pub last_used: Option<&'a str>,
    /// Whether signing in asks for it first.
    pub preferred: bool,
}

/// What an authenticator is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthenticatorKind<'a> {
    /// An app.
    App,
    /// Text messages.
    Sms {
        /// The number, masked, such as `+49 ••• ••• 67`.
        masked: &'a str,
    },
}

/// A line at its place in the list.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) line: &'a AuthenticatorLine<'a>,
    pub(super) place: usize,
    /// Whether it may be removed.
    pub(super) removable: bool,
    /// Whether there are others, so that one of them is asked for first.
    pub(super) others: bool,
}

impl Placed<'_> {
    pub(super) fn item(&self, frame: &Frame<'_>, security: &Security<'_>) -> Markup {
        let line = self.line;
        html! {
            li {
                span.disc { (icon(line.kind.picture())) }
                div.details {
                    p {
                        bdi.name { (line.name) }
                        @if line.preferred && self.others {
                            " " span.mark { (frame.text(Phrase::SecurityPreferred)) }
                        }
                    }
                    (kind(frame, line))
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
                div.changes { (self.changes(frame, security)) }
            }
        }
    }

    fn changes(&self, frame: &Frame<'_>, security: &Security<'_>) -> Markup {
        let name = self.name(frame);
        let fold = |change: &Change<'_>| change.fold(frame, security);
        let base = Change {
            action: SecurityAction::Rename,
            about: Some(About {
                place: self.place,
                id: self.line.id,
                name: self.line.name,
            }),
            title: Phrase::SecurityRename,
            help: None,
            before: None,
            button: Button::Primary,
        };
        html! {
            (fold(&Change { before: Some(&name), ..base }))
            @if self.others && !self.line.preferred {
                (fold(&Change {
                    action: SecurityAction::Prefer,
                    title: Phrase::SecurityPrefer,
                    help: Some(Phrase::SecurityPreferHelp),
                    ..base
                }))
            }
            (fold(&self.exchange(base)))
            @if self.removable {
                (fold(&Change {
                    action: SecurityAction::Remove,
                    title: Phrase::SecurityRemove,
                    help: Some(Phrase::SecurityRemoveHelp),
                    button: Button::Danger,
                    ..base
                }))
            }
        }
    }

    fn exchange<'a>(&self, base: Change<'a>) -> Change<'a> {
        match self.line.kind {
            AuthenticatorKind::App => Change {
                action: SecurityAction::Replace,
                title: Phrase::SecurityReplace,
                help: Some(Phrase::SecurityReplaceHelp),
                ..base
            },
            AuthenticatorKind::Sms { .. } => Change {
                action: SecurityAction::ChangeNumber,
                title: Phrase::SecurityChangeNumber,
                help: Some(Phrase::SecurityChangeNumberHelp),
                ..base
            },
        }
    }

    fn name(&self, frame: &Frame<'_>) -> Markup {
        let id = format!("name-{}", self.place);
        html! {
            label for=(id) { (frame.text(Phrase::SecurityName)) }
            input.text type="text" id=(id) name="name" dir="auto" required maxlength="64"
                value=(self.line.name) autocomplete="off" enterkeyhint="next";
        }
    }
}

/// What it is, unless its name says just that.
fn kind(frame: &Frame<'_>, line: &AuthenticatorLine<'_>) -> Markup {
    let words = match line.kind {
        AuthenticatorKind::App => frame.text(Phrase::AuthenticatorApp),
        AuthenticatorKind::Sms { .. } => frame.text(Phrase::TextMessage),
    };
    html! {
        p.caption.kind {
            @if words != line.name { (words) " " }
            @if let AuthenticatorKind::Sms { masked } = line.kind {
                bdi.number dir="ltr" { (masked) }
            }
        }
    }
}

impl AuthenticatorKind<'_> {
    fn picture(self) -> Icon {
        match self {
            Self::App => Icon::Phone,
            Self::Sms { .. } => Icon::Message,
        }
    }
}
