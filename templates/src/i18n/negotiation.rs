//! `Accept-Language` (RFC 9110 §12.5.4): the best language that the portal speaks.

use std::cmp::Reverse;

use super::Locale;

/// The best of the languages that `header` asks for, if the portal speaks one of them.
///
/// What cannot be read is passed over, and only the first [`MAX_RANGES`] are looked at, so that no
/// header costs more than a few comparisons.
pub(super) fn best(header: &str) -> Option<Locale> {
    let mut wanted: Vec<(Locale, u16)> = header
        .split(',')
        .take(MAX_RANGES)
        .filter_map(range)
        .filter(|(_, weight)| *weight > 0)
        .collect();
    // The sort is stable: of two with the same weight, the one that was named first wins.
    wanted.sort_by_key(|(_, weight)| Reverse(*weight));
    wanted.first().map(|(locale, _)| *locale)
}

/// The language and the weight of one range, such as `de-CH;q=0.8`.
fn range(text: &str) -> Option<(Locale, u16)> {
    let (tag, parameter) = match text.split_once(';') {
        Some((tag, parameter)) => (tag, Some(parameter.trim())),
        None => (text, None),
    };
    let weight = match parameter {
        None => 1000,
        Some(parameter) => weight(
            parameter
                .strip_prefix("q=")
                .or_else(|| parameter.strip_prefix("Q="))?,
        )?,
    };
    Some((Locale::for_tag(tag.trim())?, weight))
}

/// A weight in thousandths (RFC 9110 §12.4.2), which has at most three decimals.
fn weight(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths = format!("{fraction:0<3}").parse().ok()?;
    match (whole, thousandths) {
        ("0", _) => Some(thousandths),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

/// Browsers send fewer than ten.
const MAX_RANGES: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_weight_wins_whatever_the_order() {
        assert_eq!(best("en;q=0.5, de;q=0.9, ar;q=0.7"), Some(Locale::German));
        assert_eq!(best("en;q=0.8,ar"), Some(Locale::Arabic));
    }

    #[test]
    fn of_equal_weights_the_first_wins() {
        assert_eq!(best("ar, de"), Some(Locale::Arabic));
        assert_eq!(best("de;q=0.5, ar;q=0.5"), Some(Locale::German));
    }

    #[test]
    fn a_region_gets_its_language() {
        assert_eq!(best("de-CH, en;q=0.5"), Some(Locale::German));
        assert_eq!(best("ar-EG"), Some(Locale::Arabic));
    }

    #[test]
    fn a_language_with_weight_zero_is_not_given() {
        assert_eq!(best("de;q=0, ar;q=0.1"), Some(Locale::Arabic));
        assert_eq!(best("de;q=0.000"), None);
    }

    #[test]
    fn a_language_that_is_not_spoken_is_passed_over() {
        assert_eq!(best("fr-FR, nl;q=0.9, de;q=0.1"), Some(Locale::German));
        assert_eq!(Locale::negotiate(Some("fr-FR")), Locale::English);
        assert_eq!(Locale::negotiate(None), Locale::English);
    }

    #[test]
    fn what_cannot_be_read_is_passed_over() {
        let garbage = [
            "",
            ",,,;;;===",
            "*",
            "de;q=",
            "de;q=2",
            "de;q=1.001",
            "de;q=0.1234",
            "de;q=-1",
            "de;q=NaN",
            "de;level=1",
            "de;q=0.٣",
            "\u{202e}ed",
            "de de",
            "-",
        ];
        for header in garbage {
            assert_eq!(best(header), None, "{header:?}");
        }
    }

    #[test]
    fn a_very_long_header_is_not_read_to_its_end() {
        let header = "x,".repeat(MAX_RANGES) + "de";
        assert_eq!(best(&header), None);
        assert_eq!(best(&"d".repeat(1_000_000)), None);
    }
}
