//! The three policies.

use maud::{Markup, html};

use super::layout::PanelFrame;
use crate::i18n::PanelPhrase as P;

/// What is asked of a domain's mailboxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModeKind {
    /// Nobody is asked.
    Disabled,
    /// Who has set it up is asked.
    Optional,
    /// Everybody is asked.
    Required,
}

impl ModeKind {
    /// All of them, as the control panel lists them.
    pub const ALL: [Self; 3] = [Self::Required, Self::Optional, Self::Disabled];

    /// The value of the forms' field.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Disabled => "disabled",
            Self::Optional => "optional",
            Self::Required => "required",
        }
    }

    /// The one of this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }

    pub(super) const fn name(self) -> P {
        match self {
            Self::Disabled => P::ModeDisabled,
            Self::Optional => P::ModeOptional,
            Self::Required => P::ModeRequired,
        }
    }

    pub(super) const fn help(self) -> P {
        match self {
            Self::Disabled => P::ModeDisabledHelp,
            Self::Optional => P::ModeOptionalHelp,
            Self::Required => P::ModeRequiredHelp,
        }
    }

    /// As a word in a table.
    pub(super) fn badge(self, panel: &PanelFrame<'_>) -> Markup {
        html! { span.badge.on[self == Self::Required] { (panel.text(self.name())) } }
    }
}

/// The choice among the three, each with what it means.
pub(super) fn choice(panel: &PanelFrame<'_>, chosen: Option<ModeKind>) -> Markup {
    html! {
        fieldset.modes {
            legend { (panel.text(P::Policy)) }
            @for mode in ModeKind::ALL {
                @let id = format!("mode-{}", mode.word());
                div.mode {
                    input type="radio" name="mode" id=(id) value=(mode.word()) required
                        checked[chosen == Some(mode)]
                        aria-describedby=(format!("{id}-help"));
                    label for=(id) { (panel.text(mode.name())) }
                    p.caption id=(format!("{id}-help")) { (panel.text(mode.help())) }
                }
            }
        }
    }
}
