//! Policies.

use super::super::*;
use super::{Pages, done};
use crate::i18n::PanelPhrase as P;

pub(super) fn settings(panel: &PanelFrame<'_>) -> Pages {
    let mut pages = lists(panel);
    pages.extend(one_domain(panel));
    pages.extend(confirmations(panel));
    pages.extend(imports(panel));
    pages
}

fn lists(panel: &PanelFrame<'_>) -> Pages {
    let line = |name: &str, mode, in_file| DomainLine {
        name: name.to_owned(),
        mode,
        in_file,
    };
    let full = Domains {
        default: Some(ModeKind::Required),
        filter: Filter::default(),
        lines: vec![
            line("example.com", ModeKind::Required, false),
            line("example.net", ModeKind::Optional, true),
            line("xn--bcher-kva.example", ModeKind::Disabled, false),
        ],
        first: Some("/settings/webmail/mfa".to_owned()),
        next: Some("/settings/webmail/mfa?cursor=x".to_owned()),
        changes: true,
        done: Some(Outcome {
            words: P::SavedDomains,
            count: Some(3),
        }),
        undo: Some("sample".to_owned()),
        failed: vec![(
            "example.org".to_owned(),
            "it is managed in a file".to_owned(),
        )],
        none_selected: false,
    };
    let plain = Domains {
        done: done(P::Undone),
        undo: None,
        failed: Vec::new(),
        none_selected: true,
        ..full.clone()
    };
    let empty = Domains {
        default: None,
        lines: Vec::new(),
        first: None,
        next: None,
        changes: false,
        done: done(P::UndoOver),
        none_selected: false,
        ..plain.clone()
    };
    vec![
        ("domains", domains(panel, &full)),
        ("domains-none-selected", domains(panel, &plain)),
        ("domains-empty", domains(panel, &empty)),
    ]
}

fn one_domain(panel: &PanelFrame<'_>) -> Pages {
    let at = || "2026-03-01T09:30:00Z".to_owned();
    let full = DomainPage {
        name: "example.com".to_owned(),
        values: DomainValues {
            mode: "optional".to_owned(),
            factors: "both".to_owned(),
            trusted_days: "30".to_owned(),
            grace_hours: "36".to_owned(),
            guard: "trusted_network".to_owned(),
            networks: "10.0.0.0/8".to_owned(),
            live_sessions: "step_up".to_owned(),
            sms_countries: "DE, AT".to_owned(),
            sms_per_day: "500".to_owned(),
            contact: "Room 12".to_owned(),
            reason: String::new(),
        },
        in_file: false,
        said: Some(("administrator carol".to_owned(), at())),
        changes: true,
        version: "\"7\"".to_owned(),
        problem: None,
        unset_problem: Some("is wrong".to_owned()),
        done: done(P::Saved),
        undo: Some("sample".to_owned()),
    };
    let in_file = DomainPage {
        in_file: true,
        done: None,
        ..full.clone()
    };
    let changed = DomainPage {
        problem: Some(DomainProblem::Changed),
        done: None,
        ..full.clone()
    };
    let wrong = ("trusted_days".to_owned(), "must be at most 365".to_owned());
    let wrong = DomainPage {
        problem: Some(DomainProblem::Field(wrong.0, wrong.1)),
        done: None,
        ..full.clone()
    };
    vec![
        ("domain", domain(panel, &full)),
        ("domain-in-file", domain(panel, &in_file)),
        ("domain-changed", domain(panel, &changed)),
        ("domain-wrong", domain(panel, &wrong)),
    ]
}

fn confirmations(panel: &PanelFrame<'_>) -> Pages {
    let with = |mode, count: usize, affected| {
        let model = Confirm {
            domains: vec!["example.com".to_owned(); count],
            mode,
            affected,
            hidden: vec![("version".to_owned(), "\"7\"".to_owned())],
            grace_hours: String::new(),
            post: "settings/webmail/mfa/domain/example.com".to_owned(),
            back: "/settings/webmail/mfa".to_owned(),
            code: match mode {
                ModeKind::Required => None,
                ModeKind::Optional => Some(None),
                ModeKind::Disabled => Some(Some("is wrong".to_owned())),
            },
        };
        confirm(panel, &model)
    };
    let many = || Affected {
        seen: 120,
        enrolled: 80,
        not_enrolled: 40,
        lately: 31,
        as_of: Some("2026-03-01T09:30:00Z".to_owned()),
        partly: true,
    };
    vec![
        ("confirm-required", with(ModeKind::Required, 1, many())),
        (
            "confirm-required-none",
            with(ModeKind::Required, 9, Affected::default()),
        ),
        ("confirm-optional", with(ModeKind::Optional, 1, many())),
        ("confirm-disabled", with(ModeKind::Disabled, 2, many())),
    ]
}

fn imports(panel: &PanelFrame<'_>) -> Pages {
    let list = || "example.com,required".to_owned();
    let line = |outcome| ImportLine {
        domain: "example.com".to_owned(),
        mode: ModeKind::Required,
        outcome,
    };
    let problems = [
        ImportProblem::Domain,
        ImportProblem::Mode,
        ImportProblem::Twice,
        ImportProblem::InFile,
        ImportProblem::Empty,
    ];
    let wrong = Import {
        list: list(),
        problems: (2..).zip(problems).collect(),
        refused: Some(ImportProblem::Long),
        ..Import::default()
    };
    let planned = Import {
        list: list(),
        lines: vec![
            line(ImportOutcome::Change),
            line(ImportOutcome::New),
            line(ImportOutcome::Same),
        ],
        affected: Some(Affected::default()),
        code: Some(Some("is wrong".to_owned())),
        ..Import::default()
    };
    let running = Progress { done: 40, all: 120 };
    vec![
        ("import", import(panel, &Import::default())),
        ("import-wrong", import(panel, &wrong)),
        ("import-planned", import(panel, &planned)),
        ("import-running", import_progress(panel, running)),
    ]
}
