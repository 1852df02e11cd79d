//! Setting up an account: the invitation, then password and app.

use maud::{Markup, PreEscaped, html};

use super::field::Field;
use super::layout::{PanelFrame, door};
use super::sign_in::SignInProblem;
use crate::callout::problem;
use crate::enroll::{groups, without_prolog};
use crate::form::form;
use crate::i18n::{PanelPhrase as P, Phrase};
use crate::link;

/// What asking for the invitation shows.
#[derive(Clone, Copy, Debug)]
pub struct Invited<'a> {
    /// The name that was typed.
    pub name: &'a str,
    /// Why the last try led nowhere.
    pub problem: Option<SignInProblem>,
}

/// What the set-up shows.
#[derive(Clone, Copy)]
pub struct SetUp<'a> {
    /// Whose account it is.
    pub name: &'a str,
    /// What shows that the form came from this session.
    pub form_token: &'a str,
    /// The QR code of `otpauth_url` as SVG, our own.
    pub qr_svg: &'a str,
    /// The key in base32.
    pub key: &'a str,
    /// The key as an address that opens an app on this device.
    pub otpauth_url: &'a str,
    /// Why the last try was not taken.
    pub problem: Option<PasswordProblem>,
}

/// Why a new password, or the code beside it, is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordProblem {
    /// The code is not the app's.
    Code,
    /// The two passwords differ.
    Different,
    /// It is among those that are tried first.
    Guessable,
    /// It is too long.
    Long,
    /// The invitation has been used.
    Over,
    /// It is too short.
    Short,
}

impl PasswordProblem {
    pub(super) const fn words(self) -> P {
        match self {
            Self::Code => P::SetUpCode,
            Self::Different => P::PasswordDifferent,
            Self::Guessable => P::PasswordGuessable,
            Self::Long => P::PasswordLong,
            Self::Over => P::SetUpOver,
            Self::Short => P::PasswordShort,
        }
    }

    /// Which field it is about.
    pub(super) const fn field(self) -> &'static str {
        match self {
            Self::Code | Self::Over => "code",
            Self::Different => "again",
            Self::Guessable | Self::Long | Self::Short => "new",
        }
    }
}

/// The page that asks for name and set-up code. It posts to `setup`.
#[must_use]
pub fn invited(panel: &PanelFrame<'_>, model: &Invited<'_>) -> Markup {
    let fields = html! {
        (Field {
            kind: super::field::Kind::Text { of: "text", autocomplete: "username", required: true },
            ..Field::line(panel, "name", P::SignInName).value(model.name)
        })
        (Field::line(panel, "invitation", P::InvitedCode))
        button.primary type="submit" { (panel.text(Phrase::Continue)) }
    };
    let body = html! {
        p.lead { (panel.text(P::InvitedLead)) }
        @if let Some(what) = model.problem {
            (problem("invited-problem", &what.words(panel, P::InvitedWrong)))
        }
        (form(&panel.frame, "setup", "", &fields))
        div.aside {
            a.quiet href=(panel.frame.address("login")) { (panel.text(P::SignInTitle)) }
        }
    };
    door(panel, &panel.text(P::InvitedTitle), &body)
}

/// The page that sets up password and app. It posts to `setup/finish`.
#[must_use]
pub fn set_up(panel: &PanelFrame<'_>, model: &SetUp<'_>) -> Markup {
    let said = model.problem.map(|what| panel.text(what.words()));
    let wrong = |field: &str| {
        let about = model.problem.filter(|what| what.field() == field);
        about.and(said.as_deref())
    };
    let fields = html! {
        // So that a password manager knows whose password it is.
        input type="hidden" name="username" autocomplete="username" value=(model.name);
        (Field::password(panel, "new", (P::SetUpPassword, "new-password"))
            .help(P::SetUpPasswordHelp).problem(wrong("new")))
        (Field::password(panel, "again", (P::SetUpAgain, "new-password")).problem(wrong("again")))
        h2 { (panel.text(Phrase::EnrollScan)) }
        p { (panel.text(Phrase::EnrollScanHelp)) }
        (key(panel, model))
        (super::field::own_code(panel, "code", wrong("code")))
        button.primary type="submit" { (panel.text(P::SetUpSubmit)) }
    };
    let body = html! {
        p.lead { (panel.text(P::SetUpLead)) }
        @if let Some(said) = &said {
            (problem("set-up-problem", &html! { (said) }))
        }
        (form(&panel.frame, "setup/finish", model.form_token, &fields))
    };
    door(panel, &panel.text(P::InvitedTitle), &body)
}

fn key(panel: &PanelFrame<'_>, model: &SetUp<'_>) -> Markup {
    html! {
        div.key {
            div.qr role="img" aria-label=(panel.text(Phrase::EnrollQr)) {
                (PreEscaped(without_prolog(model.qr_svg)))
            }
            @if let Some(address) = link::authenticator(model.otpauth_url) {
                a.open href=(address) { (panel.text(Phrase::EnrollOpen)) }
            }
            p { (panel.text(Phrase::EnrollKey)) }
            div.letters {
                code #key dir="ltr" { @for group in groups(model.key) { span { (group) } wbr; } }
                button.secondary type="button" hidden data-copy="key"
                    data-copied=(panel.text(Phrase::Copied)) { (panel.text(Phrase::Copy)) }
            }
        }
    }
}
