//! How long to wait, in words.

use super::{Locale, Phrase, Value};

/// "Please wait 30 seconds, then try again": in seconds while they are few, then in full minutes,
/// then in full hours.
pub(crate) fn wait_text(locale: Locale, seconds: u64) -> String {
    if seconds < SECONDS_END {
        locale.text_with(Phrase::WaitSeconds, &[("seconds", Value::Number(seconds))])
    } else if seconds < MINUTES_END {
        let minutes = Value::Number(seconds.div_ceil(MINUTE));
        locale.text_with(Phrase::WaitMinutes, &[("minutes", minutes)])
    } else {
        let hours = Value::Number(seconds.div_ceil(HOUR));
        locale.text_with(Phrase::WaitHours, &[("hours", hours)])
    }
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const SECONDS_END: u64 = 90;
const MINUTES_END: u64 = 90 * MINUTE;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_has_a_singular_and_a_plural() {
        for (seconds, part) in [(1, "one second"), (2, "2 seconds"), (89, "89 seconds")] {
            assert_shows(Locale::English, seconds, part);
        }
    }

    #[test]
    fn a_longer_wait_is_in_minutes_and_rounded_up() {
        for (seconds, part) in [
            (90, "2 minutes"),
            (121, "3 minutes"),
            (3600, "60 minutes"),
            (5400, "2 hours"),
            (86_400, "24 hours"),
        ] {
            assert_shows(Locale::English, seconds, part);
        }
    }

    #[test]
    fn german_has_a_singular_and_a_plural() {
        for (seconds, part) in [
            (1, "eine Sekunde"),
            (30, "30 Sekunden"),
            (240, "4 Minuten"),
            (7200, "2 Stunden"),
        ] {
            assert_shows(Locale::German, seconds, part);
        }
    }

    #[test]
    fn arabic_has_six_plural_forms() {
        for (seconds, part) in [
            (0, "الآن"),
            (1, "ثانية واحدة"),
            (2, "ثانيتين"),
            (3, "3 ثوانٍ"),
            (10, "10 ثوانٍ"),
            (11, "11 ثانيةً"),
            (89, "89 ثانيةً"),
            (120, "دقيقتين"),
            (180, "3 دقائق"),
            (900, "15 دقيقةً"),
            (5400, "ساعتين"),
            (36_000, "10 ساعات"),
            (86_400, "24 ساعةً"),
        ] {
            assert_shows(Locale::Arabic, seconds, part);
        }
    }

    fn assert_shows(locale: Locale, seconds: u64, part: &str) {
        let text = wait_text(locale, seconds);
        assert!(text.contains(part), "{seconds} seconds: {text:?}");
    }
}
