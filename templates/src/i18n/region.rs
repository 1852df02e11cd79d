//! What the regions of the world are called, in the order in which a language lists them.

use std::sync::LazyLock;

use super::Locale;

/// A region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    /// Its two letters (ISO 3166-1).
    pub(crate) code: &'static str,
    /// Its name.
    pub(crate) name: &'static str,
}

/// What a region is called in this language, and its place in the language's order.
pub(crate) fn region(locale: Locale, code: &str) -> Option<(usize, &'static str)> {
    regions(locale)
        .iter()
        .enumerate()
        .find(|(_, region)| region.code == code)
        .map(|(place, region)| (place, region.name))
}

fn regions(locale: Locale) -> &'static [Region] {
    match locale {
        Locale::Arabic => &ARABIC,
        Locale::English => &ENGLISH,
        Locale::German => &GERMAN,
    }
}

fn parse(locale: Locale) -> Vec<Region> {
    locale
        .regions()
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .map(|(code, name)| Region { code, name })
        .collect()
}

static ARABIC: LazyLock<Vec<Region>> = LazyLock::new(|| parse(Locale::Arabic));
static ENGLISH: LazyLock<Vec<Region>> = LazyLock::new(|| parse(Locale::English));
static GERMAN: LazyLock<Vec<Region>> = LazyLock::new(|| parse(Locale::German));

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_language_names_the_same_regions_once() {
        let english = codes(Locale::English);
        assert!(english.len() > 200);
        for locale in Locale::ALL {
            assert_eq!(codes(*locale), english, "in {}", locale.tag());
            assert_eq!(regions(*locale).len(), english.len(), "in {}", locale.tag());
        }
    }

    #[test]
    fn a_code_has_two_letters_and_a_name_is_not_empty() {
        for locale in Locale::ALL {
            for Region { code, name } in regions(*locale) {
                let letters = code.bytes().all(|byte| byte.is_ascii_uppercase());
                assert!(letters && code.len() == 2, "{code}");
                assert!(!name.trim().is_empty(), "{code}");
            }
        }
    }

    #[test]
    fn each_language_has_its_own_name_and_order() {
        let austria = |locale| region(locale, "AT").map(|(_, name)| name);
        assert_eq!(austria(Locale::English), Some("Austria"));
        assert_eq!(austria(Locale::German), Some("Österreich"));
        let place = |code| region(Locale::German, code).map(|(place, _)| place);
        assert!(place("OM") < place("AT") && place("AT") < place("PL"));
        assert_eq!(region(Locale::English, "xx"), None);
    }

    fn codes(locale: Locale) -> BTreeSet<&'static str> {
        regions(locale).iter().map(|region| region.code).collect()
    }
}
