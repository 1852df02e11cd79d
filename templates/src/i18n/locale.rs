//! A language that the portal speaks.

use super::catalog::Catalog;
use super::{Message, Value, negotiation};

macro_rules! locale_file {
    ($tag:literal, $name:literal) => {
        include_str!(concat!("../../../config/locales/", $tag, "/", $name))
    };
}

macro_rules! fluent_files {
    ($tag:literal) => {
        concat!(
            locale_file!($tag, "portal.ftl"),
            locale_file!($tag, "challenge.ftl"),
            locale_file!($tag, "enroll.ftl"),
            locale_file!($tag, "recovery.ftl"),
            locale_file!($tag, "security.ftl"),
            locale_file!($tag, "mail.ftl"),
            locale_file!($tag, "panel.ftl"),
        )
    };
}

/// A language that the portal speaks. English is the reference and the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Modern Standard Arabic, written from right to left.
    Arabic,
    /// English.
    #[default]
    English,
    /// German.
    German,
}

impl Locale {
    /// Every language that the portal speaks.
    pub const ALL: &'static [Self] = &[Self::Arabic, Self::English, Self::German];

    /// The language for a browser that sent this `Accept-Language`: the best that it asks for and
    /// the portal speaks, otherwise English. Any text is a valid argument.
    #[must_use]
    pub fn negotiate(accept_language: Option<&str>) -> Self {
        accept_language
            .and_then(negotiation::best)
            .unwrap_or_default()
    }

    /// The language of a tag such as `de` or `de-CH`, by lookup (RFC 4647 §3.4): the portal's
    /// languages have no regional variants, so the first subtag decides.
    #[must_use]
    pub fn for_tag(tag: &str) -> Option<Self> {
        let language = tag.split('-').next()?;
        Self::ALL
            .iter()
            .copied()
            .find(|locale| locale.tag().eq_ignore_ascii_case(language))
    }

    /// The language's tag (RFC 5646), as HTML's `lang` has it.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Arabic => "ar",
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// The direction of its script, as HTML's `dir` has it.
    #[must_use]
    pub const fn dir(self) -> &'static str {
        match self {
            Self::Arabic => "rtl",
            Self::English | Self::German => "ltr",
        }
    }

    /// What a message says in this language.
    #[must_use]
    pub fn text(self, phrase: impl Message) -> String {
        self.text_with(phrase, &[])
    }

    /// What a message says in this language with these values. A message that the language lacks
    /// is shown in English, and one that English lacks as its id.
    #[must_use]
    pub fn text_with(self, phrase: impl Message, values: &[(&str, Value<'_>)]) -> String {
        Catalog::of(self)
            .text(phrase, values)
            .or_else(|| Catalog::of(Self::English).text(phrase, values))
            .unwrap_or_else(|| phrase.id().to_owned())
    }

    /// The Fluent files of this language, one after the other.
    pub(super) const fn source(self) -> &'static str {
        match self {
            Self::Arabic => fluent_files!("ar"),
            Self::English => fluent_files!("en"),
            Self::German => fluent_files!("de"),
        }
    }

    /// The file with the names of the regions.
    pub(super) const fn regions(self) -> &'static str {
        match self {
            Self::Arabic => locale_file!("ar", "regions.txt"),
            Self::English => locale_file!("en", "regions.txt"),
            Self::German => locale_file!("de", "regions.txt"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fluent_bundle::FluentResource;

    use super::super::{PanelPhrase, Phrase};
    use super::*;

    #[test]
    fn every_language_has_every_message_and_no_other() {
        let used: BTreeSet<&str> = ids().collect();
        for locale in Locale::ALL {
            let defined: BTreeSet<&str> = messages(*locale).map(|(id, _)| id).collect();
            let missing: Vec<_> = used.difference(&defined).collect();
            let unused: Vec<_> = defined.difference(&used).collect();
            assert_eq!(missing, Vec::<&&str>::new(), "missing in {}", locale.tag());
            assert_eq!(unused, Vec::<&&str>::new(), "unused in {}", locale.tag());
        }
    }

    #[test]
    fn every_message_is_defined_once() {
        for locale in Locale::ALL {
            assert_eq!(
                messages(*locale).count(),
                ids().count(),
                "in {}",
                locale.tag()
            );
        }
    }

    #[test]
    fn every_file_parses_without_errors() {
        for locale in Locale::ALL {
            let parsed = FluentResource::try_new(locale.source().to_owned());
            assert!(parsed.is_ok(), "in {}", locale.tag());
        }
    }

    #[test]
    fn every_language_shows_the_same_values() {
        for locale in Locale::ALL {
            for id in ids() {
                assert_eq!(
                    values(*locale, id),
                    values(Locale::English, id),
                    "{id} in {}",
                    locale.tag()
                );
            }
        }
    }

    #[test]
    fn a_value_stands_in_the_text_without_isolation_marks() {
        let text = Locale::English.text_with(Phrase::WaitSeconds, &[("seconds", Value::Number(7))]);
        assert_eq!(text, "Please wait 7 seconds, then try again.");
    }

    #[test]
    fn a_regional_tag_finds_its_language() {
        assert_eq!(Locale::for_tag("de-CH"), Some(Locale::German));
        assert_eq!(Locale::for_tag("AR-eg"), Some(Locale::Arabic));
        assert_eq!(Locale::for_tag("den"), None);
        assert_eq!(Locale::for_tag(""), None);
    }

    /// The id of every message.
    fn ids() -> impl Iterator<Item = &'static str> {
        let portal = Phrase::ALL.iter().map(|phrase| phrase.id());
        portal.chain(PanelPhrase::ALL.iter().map(|phrase| phrase.id()))
    }

    /// The id and the lines of each message of a file.
    fn messages(locale: Locale) -> impl Iterator<Item = (&'static str, String)> {
        let mut found: Vec<(&str, String)> = Vec::new();
        for line in locale.source().lines() {
            let starts = line.starts_with(|first: char| first.is_ascii_alphabetic());
            match (starts, line.split_once(" = "), found.last_mut()) {
                (true, Some((id, value)), _) => found.push((id, value.to_owned())),
                (false, _, Some((_, text))) if !line.starts_with('#') => text.push_str(line),
                (true | false, _, _) => {}
            }
        }
        found.into_iter()
    }

    /// The names of the values that a message shows.
    fn values(locale: Locale, wanted: &str) -> BTreeSet<String> {
        messages(locale)
            .filter(|(id, _)| *id == wanted)
            .flat_map(|(_, text)| {
                text.split('$')
                    .skip(1)
                    .map(|rest| rest.chars().take_while(char::is_ascii_alphabetic).collect())
                    .collect::<Vec<String>>()
            })
            .collect()
    }
}
