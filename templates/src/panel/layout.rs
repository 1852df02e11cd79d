//! The shell around the control panel's pages.

use maud::{DOCTYPE, Markup, html};

use crate::assets::{self, Which};
use crate::callout;
use crate::form::form;
use crate::frame::Frame;
use crate::i18n::{Message, PanelPhrase as P, Phrase, Value};

/// What every page of the control panel needs to know.
#[derive(Clone, Copy, Debug)]
pub struct PanelFrame<'a> {
    /// Language, mount point (nothing) and host.
    pub frame: Frame<'a>,
    /// Who is signed in, where somebody is.
    pub visitor: Option<Visitor<'a>>,
}

/// Who is signed in.
#[derive(Clone, Copy)]
pub struct Visitor<'a> {
    /// The name.
    pub name: &'a str,
    /// Whether rights can be given to others.
    pub operates: bool,
    /// What shows that a form came from a page of this session.
    pub form_token: &'a str,
}

/// A part of the control panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Administrators.
    Administrators,
    /// The visitor's own account.
    Account,
    /// The audit.
    Audit,
    /// Mailboxes.
    Mailboxes,
    /// None of them.
    None,
    /// The overview.
    Overview,
    /// Policies of domains.
    Settings,
    /// API tokens.
    Tokens,
}

/// What was done before the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What was done.
    pub words: P,
    /// How many of them, where that is said.
    pub count: Option<u64>,
}

impl std::fmt::Debug for Visitor<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Visitor")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl PanelFrame<'_> {
    /// What a message says.
    pub(super) fn text(&self, message: impl Message) -> String {
        self.frame.text(message)
    }

    /// What a message says with these values.
    pub(super) fn text_with(&self, message: impl Message, values: &[(&str, Value<'_>)]) -> String {
        self.frame.locale.text_with(message, values)
    }

    /// What a message says with markup in the place of its one value.
    pub(super) fn sentence(&self, message: impl Message, name: &str, value: &Markup) -> Markup {
        crate::sentence::sentence(&self.frame, message, name, value)
    }

    /// A form of a signed-in page that posts to `page`.
    pub(super) fn form(&self, page: &str, fields: &Markup) -> Markup {
        let token = self.visitor.map_or("", |visitor| visitor.form_token);
        form(&self.frame, page, token, fields)
    }

    /// What was done before the page.
    pub(super) fn outcome(&self, outcome: Option<Outcome>) -> Markup {
        html! {
            @if let Some(outcome) = outcome {
                (callout::done(&html! { (self.outcome_text(outcome)) }))
            }
        }
    }

    pub(super) fn outcome_text(&self, outcome: Outcome) -> String {
        let count = Value::Number(outcome.count.unwrap_or_default());
        self.text_with(outcome.words, &[("count", count)])
    }
}

/// A whole document of the control panel.
pub(super) fn page(panel: &PanelFrame<'_>, section: Section, title: &str, body: &Markup) -> Markup {
    let frame = &panel.frame;
    html! {
        (DOCTYPE)
        html lang=(frame.locale.tag()) dir=(frame.locale.dir()) {
            head {
                (head(panel, title))
            }
            body.wide {
                a.skip href="#content" { (panel.text(P::Skip)) }
                header.bar-top {
                    div.site {
                        img src=(assets::href(frame.mount, Which::Icon)) alt="" width="28" height="28";
                        span { (panel.text(P::Title)) }
                        bdi.soft { (frame.host) }
                    }
                    @if let Some(visitor) = panel.visitor {
                        div.who {
                            a href=(frame.address("account"))
                                aria-current=[(section == Section::Account).then_some("page")] {
                                bdi { (visitor.name) }
                                span.unseen { ": " (panel.text(P::NavAccount)) }
                            }
                            (panel.form("logout", &html! {
                                button.quiet type="submit" { (panel.text(Phrase::SignOut)) }
                            }))
                        }
                    }
                }
                @if let Some(visitor) = panel.visitor { (nav(panel, section, visitor.operates)) }
                main #content tabindex="-1" {
                    @if section == Section::Settings { (crumbs(panel)) }
                    h1 #content-title { (title) }
                    (body)
                }
            }
        }
    }
}

/// A page before anybody has signed in: narrow, and with nothing beside its purpose.
pub(super) fn door(panel: &PanelFrame<'_>, title: &str, body: &Markup) -> Markup {
    let frame = &panel.frame;
    html! {
        (DOCTYPE)
        html lang=(frame.locale.tag()) dir=(frame.locale.dir()) {
            head {
                (head(panel, title))
            }
            body {
                header.site {
                    img src=(assets::href(frame.mount, Which::Icon)) alt="" width="28" height="28";
                    span { (panel.text(P::Title)) }
                    bdi.soft { (frame.host) }
                }
                main {
                    h1 { (title) }
                    (body)
                }
            }
        }
    }
}

fn head(panel: &PanelFrame<'_>, title: &str) -> Markup {
    let mount = panel.frame.mount;
    html! {
        meta charset="utf-8";
        title { (title) " – " (panel.text(P::Title)) " – " (panel.frame.host) }
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta name="color-scheme" content="light dark";
        meta name="referrer" content="same-origin";
        meta name="robots" content="noindex, nofollow";
        link rel="icon" type="image/svg+xml" href=(assets::href(mount, Which::Icon));
        link rel="stylesheet" href=(assets::href(mount, Which::Style));
        script src=(assets::href(mount, Which::Script)) defer {}
    }
}

fn nav(panel: &PanelFrame<'_>, current: Section, operates: bool) -> Markup {
    html! {
        nav.parts aria-label=(panel.text(P::Nav)) {
            ul {
                @for (section, address, words, for_operators) in PARTS {
                    @if operates || !for_operators {
                        li {
                            a href=(panel.frame.address(address))
                                aria-current=[(section == current).then_some("page")] {
                                (panel.text(words))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn crumbs(panel: &PanelFrame<'_>) -> Markup {
    html! {
        nav.crumbs aria-label=(panel.text(P::Crumbs)) {
            ol {
                li { (panel.text(P::NavSettings)) }
                li { (panel.text(P::CrumbWebmail)) }
                li { a href=(panel.frame.address(MFA)) { (panel.text(P::MfaTitle)) } }
            }
        }
    }
}

/// Where the policies of domains are.
pub(super) const MFA: &str = "settings/webmail/mfa";

const PARTS: [(Section, &str, P, bool); 6] = [
    (Section::Overview, "overview", P::NavOverview, false),
    (Section::Settings, MFA, P::NavSettings, false),
    (Section::Mailboxes, "mailboxes", P::NavMailboxes, false),
    (Section::Audit, "audit", P::NavAudit, false),
    (
        Section::Administrators,
        "administrators",
        P::NavAdministrators,
        true,
    ),
    (Section::Tokens, "tokens", P::NavTokens, true),
];
