//! The control panel's pages as they may look, to be tested and looked at.

use maud::Markup;

mod doors;
mod errors;
mod help;
mod overview;
mod rights;
mod settings;

use super::{Outcome, PanelFrame, Visitor};
use crate::frame::Frame;
use crate::i18n::{Locale, PanelPhrase as P};

/// Every sample of every page of the control panel in one language, with its name.
#[must_use]
pub fn gallery(locale: Locale, mount: &'static str) -> Vec<(String, Markup)> {
    let frame = Frame {
        locale,
        mount,
        host: "mfa-admin.example.com",
    };
    let inside = PanelFrame {
        frame,
        visitor: Some(Visitor {
            name: "carol",
            operates: true,
            form_token: "sample-token",
        }),
    };
    let door = PanelFrame {
        frame,
        visitor: None,
    };
    let mut pages = doors::doors(&door);
    pages.extend(overview::overviews(&inside));
    pages.extend(settings::settings(&inside));
    pages.extend(help::help(&inside));
    pages.extend(rights::rights(&inside));
    pages.extend(errors::errors(&inside, &door));
    let named = |(name, page): (&str, Markup)| (format!("panel-{name}"), page);
    pages.into_iter().map(named).collect()
}

type Pages = Vec<(&'static str, Markup)>;

const fn done(words: P) -> Option<Outcome> {
    Some(Outcome { words, count: None })
}
