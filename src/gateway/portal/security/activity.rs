//! Recent activity in the words of the page.

use vestibule_templates::{Activity as What, ActivityLine, Outcome};

use crate::domain::activity::{Activity, Recent};

/// A line of the page; nothing for what its owner need not read.
pub(super) fn line<'a>(happened: &'a Activity, at: &'a str) -> Option<ActivityLine<'a>> {
    let (what, outcome) = match happened.event.as_str() {
        "browser_distrusted" => (What::BrowserRevoked, Outcome::Succeeded),
        "browser_trusted" => (What::BrowserTrusted, Outcome::Succeeded),
        "code_accepted" => (What::Code, Outcome::Succeeded),
        "code_refused" => (What::Code, Outcome::Refused),
        "enrolled" => (What::FactorAdded, Outcome::Succeeded),
        "factor_changed" => (What::FactorReplaced, Outcome::Succeeded),
        "factor_removed" => (What::FactorRemoved, Outcome::Succeeded),
        "logged_in" => (What::SignedIn, Outcome::Succeeded),
        "logged_out" => (What::SignedOut, Outcome::Succeeded),
        "recovery_code_used" => (What::RecoveryUsed, Outcome::Succeeded),
        "recovery_codes_made" => (What::RecoveryMade, Outcome::Succeeded),
        "signed_out_everywhere" => (What::SignedOutEverywhere, Outcome::Succeeded),
        "unenrolled" => (What::TurnedOff, Outcome::Succeeded),
        _ => return None,
    };
    Some(ActivityLine {
        at,
        what,
        address: Some(happened.address.as_str()).filter(|text| !text.is_empty()),
        browser: Some(happened.browser.as_str()).filter(|text| !text.is_empty()),
        outcome,
    })
}

/// When each line was, as text.
pub(super) fn times(recent: &Recent) -> Vec<String> {
    let lines = recent.lines.iter();
    lines.map(|line| format!("{:.0}", line.time)).collect()
}
