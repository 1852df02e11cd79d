//! The lines of the lists.

use crate::security::{
    Activity, ActivityLine, AuthenticatorKind, AuthenticatorLine, Outcome, TrustedLine,
};

pub(super) const APP_LINE: AuthenticatorLine<'_> = AuthenticatorLine {
    id: "a1",
    name: "Anna’s phone",
    kind: AuthenticatorKind::App,
    added: "2026-03-01T09:30:00Z",
    last_used: Some("2026-11-20T17:05:00Z"),
    preferred: true,
};

pub(super) const NUMBER: AuthenticatorLine<'_> = AuthenticatorLine {
    id: "b2",
    name: "Text message (SMS)",
    kind: AuthenticatorKind::Sms {
        masked: "+49 ••• ••• 67",
    },
    added: "2026-11-02T08:00:00Z",
    last_used: None,
    preferred: false,
};

pub(super) const TRUSTED: &[TrustedLine<'_>] = &[
    TrustedLine {
        id: "t1",
        browser: "Firefox, Linux",
        address: "203.0.113.7",
        first_used: "2026-11-14T07:55:00Z",
        until: "2026-12-14T07:55:00Z",
        this: true,
    },
    TrustedLine {
        id: "t2",
        browser: "Safari, iPhone",
        address: "2001:db8:85a3:8d3:1319:8a2e:370:7348",
        first_used: "2026-11-02T18:20:00Z",
        until: "2026-12-02T18:20:00Z",
        this: false,
    },
];

pub(super) const REFUSED: ActivityLine<'_> = ActivityLine {
    at: "2026-11-23T22:41:00Z",
    what: Activity::Code,
    address: Some("2001:db8:85a3:8d3:1319:8a2e:370:7348"),
    browser: Some("Chrome, Windows"),
    outcome: Outcome::Refused,
};

pub(super) const RESET: ActivityLine<'_> = ActivityLine {
    at: "2026-11-01T10:12:00Z",
    what: Activity::AdminReset,
    address: None,
    browser: None,
    outcome: Outcome::Succeeded,
};
