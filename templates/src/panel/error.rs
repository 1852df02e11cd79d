//! When something is wrong.

use maud::{Markup, html};

use super::layout::{PanelFrame, Section, door, page};
use crate::i18n::{PanelPhrase as P, Phrase};

/// What went wrong.
#[derive(Clone, Debug)]
pub struct PanelError {
    /// Which kind of thing.
    pub kind: PanelErrorKind,
    /// What the API says of it.
    pub detail: Option<String>,
    /// Where the way on leads.
    pub back: String,
}

/// Which kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelErrorKind {
    /// Something that should not happen.
    Failed,
    /// The role does not permit it.
    Forbidden,
    /// The form was not from a page of this session.
    Form,
    /// There is no such page.
    NotFound,
    /// The store does not answer.
    Store,
}

/// The page.
#[must_use]
pub fn panel_error(panel: &PanelFrame<'_>, model: &PanelError) -> Markup {
    let (title, help) = match model.kind {
        PanelErrorKind::Failed => (P::ErrorFailed, P::ErrorFailedHelp),
        PanelErrorKind::Forbidden => (P::ErrorForbidden, P::ErrorForbiddenHelp),
        PanelErrorKind::Form => (P::ErrorForm, P::ErrorFormHelp),
        PanelErrorKind::NotFound => (P::ErrorNotFound, P::ErrorNotFoundHelp),
        PanelErrorKind::Store => (P::ErrorStore, P::ErrorStoreHelp),
    };
    let body = html! {
        p.lead { (panel.text(help)) }
        @if let Some(detail) = &model.detail { p.soft { bdi { (detail) } } }
        a.primary href=(crate::link::web(&model.back)) { (panel.text(Phrase::Continue)) }
    };
    match panel.visitor {
        Some(_) => page(panel, Section::None, &panel.text(title), &body),
        None => door(panel, &panel.text(title), &body),
    }
}
