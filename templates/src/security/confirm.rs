//! What a change is confirmed with.

use maud::{Markup, html};

use crate::code::CodeKind;
use crate::frame::Frame;
use crate::i18n::Phrase;
use crate::sms::{Delivery, Sender, SmsStatus};

/// What a change is confirmed with: a fresh code, typed.
#[derive(Clone, Copy, Debug)]
pub enum Confirm<'a> {
    /// From an authenticator app.
    App,
    /// From an authenticator app or a text message.
    Either {
        /// The number, masked.
        masked: &'a str,
        /// How long another message has to wait, in seconds.
        resend_in: Option<u64>,
        /// Whether one was sent for the form that is open.
        status: SmsStatus,
    },
    /// From a text message.
    Sms {
        /// The number, masked.
        masked: &'a str,
        /// How long another message has to wait, in seconds.
        resend_in: Option<u64>,
        /// Whether one was sent for the form that is open.
        status: SmsStatus,
    },
}

impl<'a> Confirm<'a> {
    pub(super) fn kind(self) -> CodeKind {
        match self {
            Self::App => CodeKind::App,
            Self::Either { .. } => CodeKind::Either,
            Self::Sms { .. } => CodeKind::Sms,
        }
    }

    fn words(self) -> Phrase {
        match self {
            Self::App => Phrase::ConfirmApp,
            Self::Either { .. } => Phrase::ConfirmEither,
            Self::Sms { .. } => Phrase::ConfirmSms,
        }
    }

    fn delivery(self) -> Option<Delivery<'a>> {
        match self {
            Self::App => None,
            Self::Either {
                masked,
                resend_in,
                status,
            }
            | Self::Sms {
                masked,
                resend_in,
                status,
            } => Some(Delivery {
                masked,
                status,
                resend_in,
            }),
        }
    }

    /// What to do, and the button that has a code sent. Only the form that is open tells what became
    /// of its code.
    pub(super) fn ask(self, sender: &Sender<'_>, open: bool, quiet: bool) -> Markup {
        let frame: &Frame<'_> = sender.frame;
        html! {
            p { (frame.text(self.words())) }
            @if let Some(delivery) = self.delivery() {
                @if open && !quiet && delivery.status != SmsStatus::NotSent {
                    (delivery.status(frame))
                }
                (delivery.send(sender))
            }
        }
    }
}
