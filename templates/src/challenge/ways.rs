//! Other ways through a challenge, and what to do without the telephone.

use maud::{Markup, html};

use super::factor::{APP, RECOVERY, SMS};
use super::{Challenge, ChallengeFactor};
use crate::contact::contact;
use crate::form::form;
use crate::frame::Frame;
use crate::i18n::Phrase;
use crate::icons::{Icon, icon};
use crate::sentence::of_number;

/// Another way than the one that the challenge asks for.
#[derive(Clone, Copy, Debug)]
pub enum OtherWay<'a> {
    /// A code from an authenticator app.
    App,
    /// A recovery code.
    Recovery,
    /// A code in a text message. It is a form, because it has the message sent.
    Sms {
        /// The number, masked, such as `+49 ••• ••• 67`.
        masked: &'a str,
    },
}

/// The other ways, in the order in which they were given.
pub(super) fn others(frame: &Frame<'_>, challenge: &Challenge<'_>) -> Markup {
    html! {
        @if !challenge.others.is_empty() {
            section.ways aria-labelledby="ways" {
                h2 #ways { (frame.text(Phrase::ChallengeWays)) }
                ul {
                    @for way in challenge.others {
                        li { (other(frame, challenge, *way)) }
                    }
                }
            }
        }
    }
}

fn other(frame: &Frame<'_>, challenge: &Challenge<'_>, way: OtherWay<'_>) -> Markup {
    let link = |factor: &str, picture, words| {
        html! {
            a.quiet href=(frame.address(&challenge.page_for(factor))) {
                (icon(picture)) (frame.text(words))
            }
        }
    };
    match way {
        OtherWay::App => link(APP, Icon::Phone, Phrase::WayApp),
        OtherWay::Recovery => link(RECOVERY, Icon::Key, Phrase::WayRecovery),
        OtherWay::Sms { masked } => {
            let fields = html! {
                input type="hidden" name="factor" value=(SMS);
                input type="hidden" name="action" value="send";
                button.quiet type="submit" {
                    (icon(Icon::Message))
                    span { (of_number(frame, Phrase::WaySms, masked)) }
                }
            };
            form(frame, challenge.page(), challenge.form_token, &fields)
        }
    }
}

/// What to do without the telephone, in the order of what helps soonest.
pub(super) fn lost(frame: &Frame<'_>, challenge: &Challenge<'_>) -> Markup {
    let recovery = matches!(challenge.factor, ChallengeFactor::Recovery)
        || challenge.others.iter().any(|way| way.is_recovery());
    let another = challenge.others.iter().any(|way| !way.is_recovery());
    html! {
        details {
            summary { (frame.text(Phrase::ChallengeLost)) }
            @if recovery || another {
                p { (frame.text(Phrase::ChallengeLostOrder)) }
                ol.order {
                    @if recovery { li { (frame.text(Phrase::ChallengeLostRecovery)) } }
                    @if another { li { (frame.text(Phrase::ChallengeLostAnother)) } }
                    li { (administrator(frame, challenge)) }
                }
            } @else {
                (administrator(frame, challenge))
            }
        }
    }
}

fn administrator(frame: &Frame<'_>, challenge: &Challenge<'_>) -> Markup {
    html! {
        p { (frame.text(Phrase::ChallengeLostHelp)) }
        @if let Some(text) = challenge.contact { (contact(text)) }
    }
}

impl OtherWay<'_> {
    fn is_recovery(self) -> bool {
        match self {
            Self::Recovery => true,
            Self::App | Self::Sms { .. } => false,
        }
    }
}
