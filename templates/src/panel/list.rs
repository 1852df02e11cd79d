//! Lists that are longer than a page.

use maud::{Markup, html};

use super::layout::PanelFrame;
use crate::i18n::PanelPhrase as P;

/// The ways to the other parts of a list; `first` where this is not the first part.
pub(super) fn pager(panel: &PanelFrame<'_>, first: Option<&str>, next: Option<&str>) -> Markup {
    html! {
        @if first.is_some() || next.is_some() {
            p.pager {
                @if let Some(href) = first {
                    a.secondary href=(crate::link::web(href)) { (panel.text(P::First)) }
                }
                @if let Some(href) = next {
                    a.secondary rel="next" href=(crate::link::web(href)) { (panel.text(P::Next)) }
                }
            }
        }
    }
}

/// A table called `name`, or that nothing was found. On a narrow screen it scrolls by itself.
pub(super) fn table(panel: &PanelFrame<'_>, name: P, heads: &[P], rows: &[Markup]) -> Markup {
    html! {
        @if rows.is_empty() {
            p.soft { (panel.text(P::NothingFound)) }
        } @else {
            div.scroll tabindex="0" role="region" aria-label=(panel.text(name)) {
                table.rows {
                    thead {
                        tr { @for head in heads { th scope="col" { (panel.text(*head)) } } }
                    }
                    tbody { @for row in rows { tr { (row) } } }
                }
            }
        }
    }
}
