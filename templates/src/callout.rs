//! Boxes that say one thing.

use maud::{Markup, html};

use crate::icons::{Icon, icon};

/// What went wrong, which a field may refer to by its id.
pub(crate) fn problem(id: &str, words: &Markup) -> Markup {
    html! {
        div.callout.problem {
            (icon(Icon::Alert)) p role="alert" id=(id) { (words) }
        }
    }
}

/// What was done.
pub(crate) fn done(words: &Markup) -> Markup {
    html! {
        p.callout.good role="status" {
            (icon(Icon::Check)) span { (words) }
        }
    }
}

/// What is good to know.
pub(crate) fn note(which: Icon, words: &Markup) -> Markup {
    html! {
        p.callout.plain {
            (icon(which)) span { (words) }
        }
    }
}
