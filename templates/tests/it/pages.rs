//! The pages of the gallery, and a reader of their tags.

use std::fmt;

use vestibule_templates::{Locale, gallery, panel};

/// Which page of the gallery a check looks at.
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) locale: Locale,
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.name, self.locale.tag())
    }
}

impl Page {
    /// Whether it is the administrators', and not the portal's.
    pub(crate) fn is_of_panel(&self) -> bool {
        self.name.starts_with("panel-")
    }
}

/// Looks at every page of the portal in every language.
pub(crate) fn for_every_portal_page(mut check: impl FnMut(&Page, &str)) {
    for_every_page(|page, html| {
        if !page.is_of_panel() {
            check(page, html);
        }
    });
}

/// Looks at every page in every language.
pub(crate) fn for_every_page(mut check: impl FnMut(&Page, &str)) {
    for locale in Locale::ALL {
        for (name, html) in pages(*locale) {
            let locale = *locale;
            check(&Page { name, locale }, &html);
        }
    }
}

/// Every page in one language, with its name.
pub(crate) fn pages(locale: Locale) -> Vec<(String, String)> {
    gallery(locale, "/mfa")
        .into_iter()
        .chain(panel::gallery(locale, "/mfa"))
        .map(|(name, page)| (name, page.into_string()))
        .collect()
}

/// The page of this name.
pub(crate) fn page(locale: Locale, wanted: &str) -> String {
    let mut pages = pages(locale).into_iter();
    let found = pages.find(|(name, _)| name == wanted);
    assert!(found.is_some(), "no page is called {wanted}");
    found.map(|(_, html)| html).unwrap_or_default()
}

/// What stands between `<` and `>` of each start tag.
pub(crate) fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<')
        .skip(1)
        .filter(|rest| rest.starts_with(|first: char| first.is_ascii_alphabetic()))
        .filter_map(|rest| rest.split('>').next())
}

/// The values of every attribute of this name.
pub(crate) fn attributes<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    tags(html).filter_map(move |tag| attribute(tag, name))
}

/// The value of this attribute of a tag.
pub(crate) fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let opening = format!(" {name}=\"");
    tag.split_once(&opening)?.1.split('"').next()
}
