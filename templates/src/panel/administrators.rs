//! The people who sign in to the control panel.

use maud::{Markup, html};

use super::field::{Field, Kind, own_code, reason};
use super::layout::{Outcome, PanelFrame, Section, page};
use super::list::{pager, table};
use super::mailboxes::segment;
use crate::callout::problem;
use crate::i18n::PanelPhrase as P;
use crate::moment::moment;

/// What the list shows.
#[derive(Clone, Debug, Default)]
pub struct Administrators {
    /// The administrators.
    pub lines: Vec<AdministratorLine>,
    /// The address of the list's beginning, where this is not it.
    pub first: Option<String>,
    /// The address of the next part.
    pub next: Option<String>,
    /// What was done before.
    pub done: Option<Outcome>,
    /// What is typed for a new one.
    pub name: String,
    /// What a new one is to be.
    pub role: RoleValues,
    /// What is wrong with that, and with which field.
    pub wrong: Option<(String, String)>,
}

/// What an administrator is there for, as a form holds it.
#[derive(Clone, Debug, Default)]
pub struct RoleValues {
    /// The role's name in the API.
    pub role: String,
    /// The domains, one in each line.
    pub domains: String,
}

/// An administrator.
#[derive(Clone, Debug)]
pub struct AdministratorLine {
    /// The name.
    pub name: String,
    /// The role.
    pub role: RoleKind,
    /// The domains; nothing: all.
    pub domains: Option<Vec<String>>,
    /// How the account stands.
    pub state: AdministratorState,
    /// When they last signed in.
    pub last_seen: Option<String>,
}

/// A role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleKind {
    /// Policies and help for some domains.
    DomainAdministrator,
    /// Everything.
    Operator,
    /// Looking.
    Reader,
}

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdministratorState {
    /// They can sign in.
    Active,
    /// The invitation has ended.
    Expired,
    /// They have not set up their account yet.
    Invited,
    /// Too many codes were wrong.
    Suspended,
}

/// What one administrator's page shows.
#[derive(Clone, Debug)]
pub struct OneAdministrator {
    /// Who it is.
    pub line: AdministratorLine,
    /// What was done before.
    pub done: Option<Outcome>,
    /// The form that was sent and not taken (`role`, `invitation`, `remove`), the field, and what is
    /// wrong with it.
    pub wrong: Option<(String, String, String)>,
}

impl RoleKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Operator, Self::DomainAdministrator, Self::Reader];

    /// Its name in the API.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::DomainAdministrator => "domain_administrator",
            Self::Operator => "operator",
            Self::Reader => "reader",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    const fn words(self) -> (P, P) {
        match self {
            Self::DomainAdministrator => (P::RoleDomain, P::RoleDomainHelp),
            Self::Operator => (P::RoleOperator, P::RoleOperatorHelp),
            Self::Reader => (P::RoleReader, P::RoleReaderHelp),
        }
    }
}

impl AdministratorState {
    const fn words(self) -> P {
        match self {
            Self::Active => P::StateActive,
            Self::Expired => P::StateExpired,
            Self::Invited => P::StateInvited,
            Self::Suspended => P::StateSuspended,
        }
    }
}

/// The list, and the form for a new one. It posts to `administrators`.
#[must_use]
pub fn administrators(panel: &PanelFrame<'_>, model: &Administrators) -> Markup {
    let rows: Vec<Markup> = model.lines.iter().map(|line| row(panel, line)).collect();
    let heads = [
        P::SignInName,
        P::Role,
        P::Domains,
        P::State,
        P::LastSignedIn,
    ];
    let wrong = |field: &str| {
        let about = model.wrong.as_ref().filter(|(name, _)| name == field);
        about.map(|(_, what)| what.as_str())
    };
    let body = html! {
        p.lead { (panel.text(P::AdministratorsLead)) }
        (panel.outcome(model.done))
        (table(panel, P::AdministratorsTitle, &heads, &rows))
        (pager(panel, model.first.as_deref(), model.next.as_deref()))
        section.panel {
            h2 { (panel.text(P::Add)) }
            @if let Some((_, what)) = &model.wrong {
                (problem("add-wrong", &html! { (what) }))
            }
            (panel.form("administrators", &html! {
                (Field::line(panel, "name", P::SignInName).help(P::AddNameHelp)
                    .value(&model.name).problem(wrong("name")))
                (roles(panel, &model.role, "add", &wrong))
                (own_code(panel, "add-code", wrong("code")))
                button.primary type="submit" { (panel.text(P::Add)) }
            }))
        }
    };
    page(
        panel,
        Section::Administrators,
        &panel.text(P::AdministratorsTitle),
        &body,
    )
}

/// One administrator. Its forms post to `administrators/<name>/<form>`.
#[must_use]
pub fn administrator(panel: &PanelFrame<'_>, model: &OneAdministrator) -> Markup {
    let line = &model.line;
    let at = |form: &str| format!("administrators/{}/{form}", segment(&line.name));
    let wrong = |form: &str, field: &str| {
        let about = model.wrong.as_ref();
        let about = about.filter(|(of, name, _)| of == form && (name == field || field.is_empty()));
        about.map(|(_, _, what)| what.as_str())
    };
    let held = RoleValues {
        role: line.role.word().to_owned(),
        domains: line
            .domains
            .as_ref()
            .map(|all| all.join("\n"))
            .unwrap_or_default(),
    };
    let action = |form: &str, title: P, help: Option<P>, fields: Markup| {
        html! {
            details.action open[wrong(form, "").is_some()] {
                summary { (panel.text(title)) }
                @if let Some(help) = help { p { (panel.text(help)) } }
                @if let Some(what) = wrong(form, "") {
                    (problem(&format!("{form}-wrong"), &html! { (what) }))
                }
                (panel.form(&at(form), &fields))
            }
        }
    };
    let body = html! {
        (panel.outcome(model.done))
        dl.facts {
            dt { (panel.text(P::State)) }
            dd { (panel.text(line.state.words())) }
            dt { (panel.text(P::Role)) }
            dd { (panel.text(line.role.words().0)) ": " (domains(panel, line)) }
            dt { (panel.text(P::LastSignedIn)) }
            dd { (last_seen(panel, line)) }
        }
        section.help {
            (action("role", P::AdministratorRole, None, html! {
                (roles(panel, &held, "role", &|field| wrong("role", field)))
                (own_code(panel, "role-code", wrong("role", "code")))
                button.primary type="submit" { (panel.text(P::Save)) }
            }))
            (action("invitation", P::AdministratorReset, Some(P::AdministratorResetHelp), html! {
                (reason(panel, "invitation-reason", wrong("invitation", "reason")))
                (own_code(panel, "invitation-code", wrong("invitation", "code")))
                button.primary type="submit" { (panel.text(P::AdministratorReset)) }
            }))
            (action("remove", P::AdministratorRemove, Some(P::AdministratorRemoveHelp), html! {
                (own_code(panel, "remove-code", wrong("remove", "code")))
                button.danger type="submit" { (panel.text(P::AdministratorRemove)) }
            }))
        }
    };
    page(panel, Section::Administrators, &line.name, &body)
}

fn roles<'w>(
    panel: &PanelFrame<'_>,
    held: &RoleValues,
    id: &str,
    wrong: &dyn Fn(&str) -> Option<&'w str>,
) -> Markup {
    html! {
        fieldset.modes {
            legend { (panel.text(P::Role)) }
            @for role in RoleKind::ALL {
                @let (name, help) = role.words();
                @let one = format!("{id}-{}", role.word());
                div.mode {
                    input type="radio" name="role" id=(one) value=(role.word()) required
                        checked[held.role == role.word()] aria-describedby=(format!("{one}-help"));
                    label for=(one) { (panel.text(name)) }
                    p.caption id=(format!("{one}-help")) { (panel.text(help)) }
                }
            }
        }
        (Field::optional(panel, "domains", P::RoleDomains).help(P::RoleDomainsHelp)
            .id(&format!("{id}-domains")).value(&held.domains).kind(Kind::Lines { rows: 3 })
            .problem(wrong("domains")))
    }
}

fn row(panel: &PanelFrame<'_>, line: &AdministratorLine) -> Markup {
    html! {
        td {
            a href=(panel.frame.address(&format!("administrators/{}", segment(&line.name)))) {
                bdi { (line.name) }
            }
        }
        td { (panel.text(line.role.words().0)) }
        td { (domains(panel, line)) }
        td { (panel.text(line.state.words())) }
        td { (last_seen(panel, line)) }
    }
}

fn domains(panel: &PanelFrame<'_>, line: &AdministratorLine) -> Markup {
    html! {
        @match &line.domains {
            Some(all) => { bdi { (all.join(", ")) } }
            None => { (panel.text(P::AllDomains)) }
        }
    }
}

fn last_seen(panel: &PanelFrame<'_>, line: &AdministratorLine) -> Markup {
    html! {
        @match &line.last_seen {
            Some(at) => { (moment(at)) }
            None => { span.soft { (panel.text(P::Never)) } }
        }
    }
}
