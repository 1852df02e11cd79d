//! The overview.

use super::super::*;
use super::Pages;

pub(super) fn overviews(panel: &PanelFrame<'_>) -> Pages {
    let at = || "2026-03-01T09:30:00Z".to_owned();
    let warning = |kind: &&str| Warning {
        kind: (*kind).to_owned(),
        text: "Something new.".to_owned(),
        at: Some(at()),
        about: Some("webmail.example.com".to_owned()),
    };
    let standing = |seen, enrolled| Standing { seen, enrolled };
    let domain = |name: &str, standing| (name.to_owned(), standing);
    let day = |number: u64| (format!("2026-03-{number:02}"), number * 30);
    let full = Overview {
        as_of: Some(at()),
        warnings: Some(KINDS.iter().map(warning).collect()),
        all: standing(120, 80),
        lately: 31,
        factors: [70, 20, 60],
        days: (1..=30).map(day).collect(),
        largest: vec![
            domain("example.com", standing(90, 60)),
            domain("example.org", standing(30, 20)),
        ],
        least: vec![domain("example.com", standing(90, 60))],
        counted: Some((30, Counted::default())),
        sms: Some(Sms {
            used: 40,
            budget: 500,
            sent: 200,
            verified: 180,
            over: 3,
            failed: 1,
        }),
        suspended: vec![Suspended {
            address: "anna@example.com".to_owned(),
            kind: "totp".to_owned(),
            since: Some(at()),
        }],
    };
    let early = Overview {
        as_of: Some(at()),
        warnings: Some(Vec::new()),
        ..Overview::default()
    };
    vec![
        ("overview", overview(panel, &full)),
        ("overview-early", overview(panel, &early)),
        (
            "overview-not-counted",
            overview(panel, &Overview::default()),
        ),
    ]
}

const KINDS: [&str; 10] = [
    "aliases_unresolved",
    "census_failed",
    "certificate_ends",
    "certificate_unreadable",
    "configuration_refused",
    "keys_overdue",
    "mail_waits",
    "policy_refused",
    "sms_alarm",
    "something_new",
];
