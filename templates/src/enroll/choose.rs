//! Choosing how to be verified.

use maud::{Markup, html};

use crate::account::enrolling;
use crate::callout;
use crate::form::{form, way_out};
use crate::frame::Frame;
use crate::i18n::Phrase;
use crate::icons::{Icon, icon};
use crate::layout;
use crate::moment::moment;
use crate::progress::{Progress, progress};
use crate::sentence::sentence;

/// What the choice of a way shows.
#[derive(Clone, Copy)]
pub struct Choose<'a> {
    /// The mailbox that the authenticator will be for.
    pub subject: &'a str,
    /// What shows that the forms came from this page.
    pub form_token: &'a str,
    /// Whether the policy asks for it, so that the only other way on is to sign out.
    pub forced: bool,
    /// The ways that may be set up.
    pub methods: &'a [MethodOption],
    /// Until when it may wait.
    pub grace: Option<Grace<'a>>,
    /// How far the set-up has come.
    pub progress: Option<Progress>,
}

/// A way to be verified that may be set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodOption {
    /// An authenticator app.
    App,
    /// Text messages.
    Sms,
}

/// A set-up that may wait.
#[derive(Clone, Copy, Debug)]
pub struct Grace<'a> {
    /// The deadline (RFC 3339, UTC).
    pub until: &'a str,
}

impl Choose<'static> {
    /// The page as it may look, for tests and the gallery.
    #[must_use]
    pub fn samples() -> Vec<(String, Self)> {
        let plain = Self {
            subject: "anna.lindqvist@example.com",
            form_token: "sample-token",
            forced: false,
            methods: &[MethodOption::App, MethodOption::Sms],
            grace: None,
            progress: Progress::FIRST_SAMPLE,
        };
        let forced = Self {
            forced: true,
            ..plain
        };
        let grace = Self {
            grace: Some(Grace {
                until: "2026-12-03T23:00:00Z",
            }),
            ..forced
        };
        let none = Self {
            methods: &[],
            ..forced
        };
        [
            ("choose", plain),
            ("choose-forced", forced),
            ("choose-grace", grace),
            ("choose-none", none),
        ]
        .map(|(name, model)| (name.to_owned(), model))
        .into()
    }
}

/// The page that asks how to be verified. Each way is a link; `action=later` is posted to `enroll`.
#[must_use]
pub fn choose(frame: &Frame<'_>, choose: &Choose<'_>) -> Markup {
    let lead = if choose.forced {
        Phrase::ChooseLeadForced
    } else {
        Phrase::ChooseLead
    };
    let body = html! {
        p.lead { (frame.text(lead)) }
        (progress(frame, choose.progress))
        (enrolling(frame, choose.forced, choose.subject))
        @if let Some(grace) = choose.grace {
            (callout::note(Icon::Clock, &until(frame, grace)))
        }
        @if choose.methods.is_empty() {
            (callout::note(Icon::Alert, &html! { (frame.text(Phrase::ChooseNone)) }))
        } @else {
            ul.choices {
                @for method in choose.methods { li { (option(frame, *method)) } }
            }
        }
        @if choose.grace.is_some() { (later(frame, choose.form_token)) }
        div.aside {
            (way_out(frame, choose.form_token, choose.forced))
        }
    };
    layout::page(frame, &frame.text(Phrase::ChooseTitle), &body)
}

fn until(frame: &Frame<'_>, grace: Grace<'_>) -> Markup {
    sentence(frame, Phrase::ChooseGrace, "moment", &moment(grace.until))
}

fn option(frame: &Frame<'_>, method: MethodOption) -> Markup {
    let (page, picture, name, help) = match method {
        MethodOption::App => (
            "enroll/app",
            Icon::Phone,
            Phrase::AuthenticatorApp,
            Phrase::ChooseAppHelp,
        ),
        MethodOption::Sms => (
            "enroll/sms",
            Icon::Message,
            Phrase::TextMessage,
            Phrase::ChooseSmsHelp,
        ),
    };
    html! {
        a.choice href=(frame.address(page)) {
            span.disc { (icon(picture)) }
            span.words {
                span.name { (frame.text(name)) }
                @if method == MethodOption::App {
                    " " span.mark { (frame.text(Phrase::ChooseRecommended)) }
                }
                " " span.caption { (frame.text(help)) }
            }
            (icon(Icon::Forward))
        }
    }
}

fn later(frame: &Frame<'_>, token: &str) -> Markup {
    let fields = html! {
        input type="hidden" name="action" value="later";
        button.secondary type="submit" { (frame.text(Phrase::ChooseLater)) }
    };
    form(frame, "enroll", token, &fields)
}
