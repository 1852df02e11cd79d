//! What can be done for a mailbox.

use maud::{Markup, html};

use super::field::{Field, Kind, own_code};
use super::layout::PanelFrame;
use super::mailbox::{Mailbox, MailboxAction as Action};
use super::mailboxes::segment;
use super::mode::ModeKind;
use crate::callout::problem;
use crate::i18n::PanelPhrase as P;

/// One of them.
struct Help {
    action: Action,
    title: P,
    help: P,
    submit: P,
    danger: bool,
}

/// The forms.
pub(super) fn actions(panel: &PanelFrame<'_>, model: &Mailbox) -> Markup {
    html! {
        section.help aria-labelledby="help" {
            h2 #help { (panel.text(P::HelpTitle)) }
            @if model.helps {
                p.soft { (panel.text(P::HelpLead)) }
                @for help in &HELPS { (form(panel, model, help)) }
            }
            @if model.changes { (exception(panel, model)) }
        }
    }
}

fn form(panel: &PanelFrame<'_>, model: &Mailbox, help: &Help) -> Markup {
    let word = help.action.word();
    let wrong = wrong(model, help.action);
    let of = |field: &str| {
        wrong
            .filter(|(name, _)| *name == field)
            .map(|(_, what)| what)
    };
    let fields = html! {
        (reason(panel, model, help.action, of("reason")))
        @if help.action == Action::Reset {
            label.check {
                input type="checkbox" name="with_code" value="yes";
                span { (panel.text(P::ResetCode)) }
            }
        }
        (own_code(panel, &format!("{word}-code"), of("code")))
        button.danger[help.danger].primary[!help.danger] type="submit" { (panel.text(help.submit)) }
    };
    html! {
        details.action open[wrong.is_some()] {
            summary { (panel.text(help.title)) }
            p { (panel.text(help.help)) }
            @if let Some((_, what)) = wrong {
                (problem(&format!("{word}-wrong"), &html! { (what) }))
            }
            (panel.form(&address(model, help.action), &fields))
        }
    }
}

fn exception(panel: &PanelFrame<'_>, model: &Mailbox) -> Markup {
    let ending = wrong(model, Action::EndException).map(|(_, what)| what);
    let wrong = wrong(model, Action::Exception);
    let of = |field: &str| {
        wrong
            .filter(|(name, _)| *name == field)
            .map(|(_, what)| what)
    };
    let version = model
        .exception
        .as_ref()
        .map_or("", |said| said.version.as_str());
    let modes =
        [ModeKind::Required, ModeKind::Optional].map(|mode| (mode.word(), panel.text(mode.name())));
    let fields = html! {
        input type="hidden" name="version" value=(version);
        (Field::line(panel, "mode", P::Policy).id("except-mode").kind(Kind::One(&modes)))
        (Field::line(panel, "until", P::ExceptionUntil).help(P::ExceptionUntilHelp)
            .id("except-until").problem(of("until"))
            .kind(Kind::Text { of: "date", autocomplete: "off", required: true }))
        (reason(panel, model, Action::Exception, of("reason")))
        // What takes the place of another may ask less.
        @if model.exception.is_some() { (own_code(panel, "except-code", of("code"))) }
        button.primary type="submit" { (panel.text(P::ExceptionSubmit)) }
    };
    html! {
        details.action open[wrong.is_some() || ending.is_some()] {
            summary { (panel.text(P::Exception)) }
            p { (panel.text(P::ExceptionHelp)) }
            @if let Some((_, what)) = wrong {
                (problem("except-wrong", &html! { (what) }))
            }
            (panel.form(&address(model, Action::Exception), &fields))
            @if model.exception.is_some() {
                (panel.form(&address(model, Action::EndException), &html! {
                    input type="hidden" name="version" value=(version);
                    (own_code(panel, "unexcept-code", ending))
                    button.secondary type="submit" { (panel.text(P::ExceptionEnd)) }
                }))
            }
        }
    }
}

fn reason(panel: &PanelFrame<'_>, model: &Mailbox, action: Action, wrong: Option<&str>) -> Markup {
    let id = format!("{}-reason", action.word());
    let field = Field::line(panel, "reason", P::Reason).help(P::ReasonHelp);
    html! { (field.id(&id).value(&model.reason).problem(wrong)) }
}

fn wrong(model: &Mailbox, action: Action) -> Option<(&str, &str)> {
    let (_, field, what) = model
        .wrong
        .as_ref()
        .filter(|(about, _, _)| *about == action)?;
    Some((field, what))
}

fn address(model: &Mailbox, action: Action) -> String {
    format!("mailboxes/{}/{}", segment(&model.address), action.word())
}

const HELPS: [Help; 5] = [
    Help {
        action: Action::Reset,
        title: P::Reset,
        help: P::ResetHelp,
        submit: P::ResetSubmit,
        danger: true,
    },
    Help {
        action: Action::Bypass,
        title: P::Bypass,
        help: P::BypassHelp,
        submit: P::BypassSubmit,
        danger: false,
    },
    Help {
        action: Action::Unlock,
        title: P::Unlock,
        help: P::UnlockHelp,
        submit: P::UnlockSubmit,
        danger: false,
    },
    Help {
        action: Action::SignOut,
        title: P::SignOut,
        help: P::SignOutHelp,
        submit: P::SignOutSubmit,
        danger: true,
    },
    Help {
        action: Action::SetupCode,
        title: P::SetupCode,
        help: P::SetupCodeHelp,
        submit: P::BypassSubmit,
        danger: false,
    },
];
