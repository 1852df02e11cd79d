//! The second step of a sign-in.

mod factor;
mod samples;
mod ways;

pub use factor::ChallengeFactor;
pub use ways::OtherWay;

use maud::{Markup, html};

use crate::account::account;
use crate::callout;
use crate::code::{CodeForm, CodeProblem};
use crate::form;
use crate::frame::Frame;
use crate::i18n::{Phrase, Value};
use crate::icons::Icon;
use crate::layout;
use crate::sms::{Delivery, Sender};

/// What the second step of a sign-in shows.
#[derive(Clone, Copy)]
pub struct Challenge<'a> {
    /// The mailbox that is signing in.
    pub subject: &'a str,
    /// What shows that the forms came from this page.
    pub form_token: &'a str,
    /// Why the last code was not taken.
    pub problem: Option<CodeProblem>,
    /// Which second factor it asks for.
    pub factor: ChallengeFactor<'a>,
    /// The other ways through.
    pub others: &'a [OtherWay<'a>],
    /// Whether this browser may be trusted from then on.
    pub trust: Option<TrustOffer>,
    /// How to reach the administrator.
    pub contact: Option<&'a str>,
    /// What there is to say of text messages.
    pub messages: Option<MessagesNote>,
    /// Whether the code is for setting up one more authenticator, by somebody who is signed in.
    pub adding: bool,
}

impl Challenge<'_> {
    /// The page itself, to post to.
    const fn page(&self) -> &'static str {
        if self.adding {
            "challenge?for=add"
        } else {
            "challenge"
        }
    }

    /// The page asking for another factor.
    fn page_for(&self, factor: &str) -> String {
        let join = if self.adding { '&' } else { '?' };
        format!("{}{join}factor={factor}", self.page())
    }
}

/// What there is to say of text messages, to whoever has a number alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessagesNote {
    /// This is one of the last: an app must take their place.
    GivenUp,
    /// None is sent any more.
    NotSent,
}

/// The offer not to ask again in this browser for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrustOffer {
    /// For how many days.
    pub days: u64,
}

/// The page that asks for a code. It posts to `challenge`: `form_token`, `factor` (`app`, `sms` or
/// `recovery`), `code` and, if chosen, `trust=yes`; or `factor=sms` and `action=send` to have a code
/// sent. Other ways are links to `challenge?factor=…`. With [`adding`](Challenge::adding), it is
/// `challenge?for=add` throughout.
#[must_use]
pub fn challenge(frame: &Frame<'_>, challenge: &Challenge<'_>) -> Markup {
    let factor = challenge.factor;
    let open = challenge
        .problem
        .is_none_or(CodeProblem::leaves_another_try);
    let delivery = factor.delivery().filter(|_| open);
    let has_code = delivery.is_none_or(|delivery| delivery.status.leaves_a_code());
    let who = if challenge.adding {
        Phrase::SignedInAs
    } else {
        Phrase::SigningInAs
    };
    let body = html! {
        @if let Some(lead) = factor.lead() {
            @if open { p.lead { (frame.text(lead)) } }
        }
        (account(frame, who, challenge.subject))
        @if let Some(note) = challenge.messages { (messages(frame, note)) }
        @if let Some(delivery) = delivery {
            @if challenge.problem.is_none() { (delivery.status(frame)) }
        }
        @if has_code { (code_form(frame, challenge)) }
        @if let Some(delivery) = delivery { (resend(frame, challenge, delivery)) }
        (ways::others(frame, challenge))
        div.aside {
            (ways::lost(frame, challenge))
            @if challenge.adding {
                a.quiet href=(frame.address("security")) { (frame.text(Phrase::Cancel)) }
            } @else {
                (form::sign_out(frame, challenge.form_token, Phrase::ChallengeOther))
            }
        }
    };
    layout::page(frame, &frame.text(factor.title()), &body)
}

fn messages(frame: &Frame<'_>, note: MessagesNote) -> Markup {
    let words = match note {
        MessagesNote::GivenUp => Phrase::ChallengeLastMessages,
        MessagesNote::NotSent => Phrase::ChallengeNoMessages,
    };
    callout::note(Icon::Message, &html! { (frame.text(words)) })
}

fn code_form(frame: &Frame<'_>, challenge: &Challenge<'_>) -> Markup {
    let trust = challenge.trust.map(|offer| trust(frame, offer));
    let form = CodeForm {
        kind: challenge.factor.kind(),
        hidden: &[("factor", challenge.factor.word())],
        after: trust.as_ref(),
        problem: challenge.problem,
        others: !challenge.others.is_empty(),
        focus: true,
        ..CodeForm::new(frame, challenge.page(), challenge.form_token)
    };
    html! { (form) }
}

fn trust(frame: &Frame<'_>, offer: TrustOffer) -> Markup {
    let days = [("days", Value::Number(offer.days))];
    html! {
        label.check {
            input type="checkbox" name="trust" value="yes" aria-describedby="trust-help";
            span { (frame.locale.text_with(Phrase::ChallengeTrust, &days)) }
        }
        p.caption.below-check #trust-help { (frame.text(Phrase::ChallengeTrustHelp)) }
    }
}

fn resend(frame: &Frame<'_>, challenge: &Challenge<'_>, delivery: Delivery<'_>) -> Markup {
    delivery.send(&Sender {
        frame,
        page: challenge.page(),
        token: challenge.form_token,
        hidden: &[("factor", challenge.factor.word()), ("action", "send")],
        names_number: false,
    })
}
