//! Mailboxes and the audit.

use super::super::*;
use super::{Pages, done};
use crate::i18n::PanelPhrase as P;

pub(super) fn help(panel: &PanelFrame<'_>) -> Pages {
    let mut pages = found(panel);
    pages.extend(one_mailbox(panel));
    pages.extend(journal(panel));
    pages
}

fn found(panel: &PanelFrame<'_>) -> Pages {
    let at = || "2026-03-01T09:30:00Z".to_owned();
    let line = |address: &str, factors: &[&str], seen| MailboxLine {
        address: address.to_owned(),
        factors: factors.iter().map(|kind| (*kind).to_owned()).collect(),
        seen,
    };
    let results = Mailboxes {
        asked: "an".to_owned(),
        lines: Some(vec![
            line("anna@example.com", &["totp", "sms"], Some(at())),
            line("anton@example.com", &[], None),
        ]),
        first: Some("/mailboxes?q=an".to_owned()),
        next: Some("/mailboxes?q=an&cursor=x".to_owned()),
        whole: Some("an@example.com".to_owned()),
    };
    let nothing = Mailboxes {
        lines: Some(Vec::new()),
        ..Mailboxes::default()
    };
    vec![
        ("mailboxes", mailboxes(panel, &Mailboxes::default())),
        ("mailboxes-found", mailboxes(panel, &results)),
        ("mailboxes-nothing", mailboxes(panel, &nothing)),
    ]
}

fn sample_mailbox() -> Mailbox {
    let at = || "2026-03-01T09:30:00Z".to_owned();
    let failure = |suspended| FailureRow {
        kind: "totp".to_owned(),
        count: 7,
        suspended,
        next: at(),
    };
    Mailbox {
        address: "anna@example.com".to_owned(),
        mode: ModeKind::Required,
        asked: Asked::Exception,
        enrolled: true,
        damaged: false,
        authenticators: vec![
            AuthenticatorRow {
                kind: "totp".to_owned(),
                name: Some("Work phone".to_owned()),
                added: at(),
                last_used: Some(at()),
            },
            AuthenticatorRow {
                kind: "sms".to_owned(),
                name: None,
                added: at(),
                last_used: None,
            },
        ],
        recovery_codes: 7,
        trusted_browsers: 2,
        failures: vec![failure(false), failure(true)],
        activity: vec![ActivityRow {
            at: at(),
            event: "code_accepted".to_owned(),
            address: "192.0.2.7".to_owned(),
            browser: "Firefox on Linux".to_owned(),
        }],
        exception: Some(ExceptionRow {
            mode: ModeKind::Required,
            until: at(),
            reason: "new phone".to_owned(),
            by: "administrator carol".to_owned(),
            version: "\"7\"".to_owned(),
        }),
        helps: true,
        changes: true,
        done: None,
        wrong: None,
        reason: String::new(),
    }
}

fn one_mailbox(panel: &PanelFrame<'_>) -> Pages {
    let with = |words| Mailbox {
        done: done(words),
        ..sample_mailbox()
    };
    let bare = |asked| Mailbox {
        asked,
        enrolled: false,
        damaged: true,
        authenticators: Vec::new(),
        failures: Vec::new(),
        activity: Vec::new(),
        exception: None,
        ..sample_mailbox()
    };
    let wrong = |action, field: &str| Mailbox {
        wrong: Some((action, field.to_owned(), "is wrong".to_owned())),
        ..sample_mailbox()
    };
    let shown = |model: Mailbox| mailbox(panel, &model);
    vec![
        ("mailbox", shown(sample_mailbox())),
        ("mailbox-default", shown(bare(Asked::Default))),
        ("mailbox-domain", shown(bare(Asked::Domain))),
        (
            "mailbox-wrong-code",
            shown(wrong(MailboxAction::Reset, "code")),
        ),
        (
            "mailbox-wrong-until",
            shown(wrong(MailboxAction::Exception, "until")),
        ),
        ("mailbox-reset", shown(with(P::ResetDone))),
        ("mailbox-reset-nothing", shown(with(P::ResetNothing))),
        ("mailbox-unlocked", shown(with(P::UnlockDone))),
        ("mailbox-signed-out", shown(with(P::SignOutDone))),
        ("mailbox-excepted", shown(with(P::ExceptionDone))),
        ("mailbox-unexcepted", shown(with(P::ExceptionEnded))),
    ]
}

fn journal(panel: &PanelFrame<'_>) -> Pages {
    let with = |verification| {
        let model = Audit {
            lines: vec![AuditLine {
                number: 12,
                at: "2026-03-01T09:30:00Z".to_owned(),
                actor: "administrator carol".to_owned(),
                event: "policy_set".to_owned(),
                whom: "example.com".to_owned(),
                reason: "from March on".to_owned(),
                detail: "required".to_owned(),
            }],
            first: Some("/audit".to_owned()),
            next: Some("/audit?cursor=9".to_owned()),
            verification,
            older: Some("/audit?verify=900".to_owned()),
            export: "/audit/export".to_owned(),
            ..Audit::default()
        };
        audit(panel, &model)
    };
    vec![
        ("audit", with(None)),
        (
            "audit-whole",
            with(Some(Verification::Whole { lines: 120 })),
        ),
        ("audit-part", with(Some(Verification::Part { line: 9 }))),
        ("audit-broken", with(Some(Verification::Broken { line: 9 }))),
    ]
}
