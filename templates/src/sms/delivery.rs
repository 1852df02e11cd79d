//! Whether a code is on its way to a telephone.

use maud::{Markup, html};

use crate::callout;
use crate::form::form;
use crate::frame::Frame;
use crate::i18n::{Phrase, wait_text};
use crate::sentence::of_number;

/// Whether a code was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmsStatus {
    /// It was sent a moment ago and is still valid, so no other was sent.
    AlreadySent,
    /// It could not be sent.
    CouldNotSend,
    /// Nobody has asked for one yet.
    NotSent,
    /// It was sent just now.
    Sent,
}

/// A code and its way to a telephone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Delivery<'a> {
    /// The number, masked.
    pub(crate) masked: &'a str,
    /// Whether it was sent.
    pub(crate) status: SmsStatus,
    /// How long another one has to wait, in seconds.
    pub(crate) resend_in: Option<u64>,
}

impl SmsStatus {
    pub(crate) const SAMPLES: &'static [(&'static str, Self)] = &[
        ("already-sent", Self::AlreadySent),
        ("could-not-send", Self::CouldNotSend),
        ("not-sent", Self::NotSent),
        ("sent", Self::Sent),
    ];

    /// Whether there may be a code to type.
    pub(crate) fn leaves_a_code(self) -> bool {
        match self {
            Self::NotSent => false,
            Self::AlreadySent | Self::CouldNotSend | Self::Sent => true,
        }
    }
}

impl Delivery<'_> {
    /// What became of the code, in words.
    pub(crate) fn status(&self, frame: &Frame<'_>) -> Markup {
        let words = |phrase| of_number(frame, phrase, self.masked);
        match self.status {
            SmsStatus::AlreadySent => callout::done(&words(Phrase::SmsAlreadySent)),
            SmsStatus::CouldNotSend => {
                callout::problem("sms-problem", &words(Phrase::SmsCouldNotSend))
            }
            SmsStatus::NotSent => html! { p { (words(Phrase::SmsNotSent)) } },
            SmsStatus::Sent => callout::done(&words(Phrase::SmsSent)),
        }
    }

    /// The form that has a code sent: it posts `hidden` to `page`.
    ///
    /// The button is off only while the script counts down; without it, whoever asks too early is
    /// told to wait.
    pub(crate) fn send(&self, sender: &Sender<'_>) -> Markup {
        let frame = sender.frame;
        let (words, class) = match self.status {
            SmsStatus::NotSent if sender.names_number => (Phrase::SmsSend, "secondary"),
            SmsStatus::NotSent => (Phrase::SmsSend, "primary"),
            SmsStatus::AlreadySent | SmsStatus::CouldNotSend | SmsStatus::Sent => {
                (Phrase::SmsResend, "secondary")
            }
        };
        let fields = html! {
            @for (name, value) in sender.hidden {
                input type="hidden" name=(name) value=(value);
            }
            button.(class) type="submit" data-resend=[self.resend_in] {
                @if sender.names_number {
                    span { (of_number(frame, Phrase::ConfirmSend, self.masked)) }
                } @else {
                    (frame.text(words))
                }
            }
            @if let Some(seconds) = self.resend_in {
                p.caption data-resend-text { (wait_text(frame.locale, seconds)) }
                p.caption data-resend-clock hidden {
                    (frame.text(Phrase::SmsResendRemaining)) " "
                    bdi role="timer" {}
                }
            }
        };
        html! {
            div.resend { (form(frame, sender.page, sender.token, &fields)) }
        }
    }
}

/// Where a code is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Sender<'a> {
    /// The page's frame.
    pub(crate) frame: &'a Frame<'a>,
    /// The portal's page that sends it.
    pub(crate) page: &'a str,
    /// What shows that the form came from this page.
    pub(crate) token: &'a str,
    /// What the form says of itself: names and values.
    pub(crate) hidden: &'a [(&'a str, &'a str)],
    /// Whether the button names the number, as one of several of a page.
    pub(crate) names_number: bool,
}
