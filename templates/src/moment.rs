//! Moments in time.

use maud::{Markup, html};

/// A moment, given as RFC 3339 in UTC. The text is in UTC; the script puts it in the reader's own
/// time and manner.
pub(crate) fn moment(rfc3339: &str) -> Markup {
    html! {
        time datetime=(rfc3339) { (readable(rfc3339)) }
    }
}

/// `2026-03-01T09:30:00Z` as `2026-03-01 09:30 UTC`; any other text as it is.
pub(crate) fn readable(rfc3339: &str) -> String {
    let parts = rfc3339
        .strip_suffix('Z')
        .and_then(|utc| utc.split_once('T'))
        .and_then(|(date, time)| Some((date, time.get(..5)?)));
    match parts {
        Some((date, minutes)) => format!("{date} {minutes} UTC"),
        None => rfc3339.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_readable_without_script() {
        assert_eq!(readable("2026-03-01T09:30:00Z"), "2026-03-01 09:30 UTC");
        assert_eq!(readable("2026-03-01T09:30:00.25Z"), "2026-03-01 09:30 UTC");
    }

    #[test]
    fn what_is_no_moment_is_shown_as_it_is() {
        for text in ["", "TZ", "yesterday", "2026-03-01T09:30:00+01:00"] {
            assert_eq!(readable(text), text);
        }
    }
}
