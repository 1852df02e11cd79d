//! Administrators, tokens and one's own account.

use super::super::*;
use super::{Pages, done};
use crate::i18n::PanelPhrase as P;

pub(super) fn rights(panel: &PanelFrame<'_>) -> Pages {
    let mut pages = people(panel);
    pages.extend(programs(panel));
    pages.extend(own(panel));
    let once = |kind, address: Option<&str>| {
        let model = Given {
            kind,
            whom: "anna@example.com".to_owned(),
            code: "ABCD-EFGH-IJKL-MNOP-QRST".to_owned(),
            until: Some("2026-03-01T09:30:00Z".to_owned()),
            back: "/mailboxes".to_owned(),
            address: address.map(str::to_owned),
        };
        given(panel, &model)
    };
    let setup = Some("https://mfa-admin.example.com/setup");
    pages.extend([
        ("given-bypass", once(GivenKind::Bypass, None)),
        ("given-invitation", once(GivenKind::Invitation, setup)),
        ("given-setup-code", once(GivenKind::SetupCode, None)),
        ("given-token", once(GivenKind::Token, None)),
    ]);
    pages
}

fn people(panel: &PanelFrame<'_>) -> Pages {
    let line = |name: &str, role, state| AdministratorLine {
        name: name.to_owned(),
        role,
        domains: (role != RoleKind::Operator).then(|| vec!["example.com".to_owned()]),
        state,
        last_seen: (state == AdministratorState::Active).then(|| "2026-03-01T09:30:00Z".to_owned()),
    };
    let lines = || {
        vec![
            line("carol", RoleKind::Operator, AdministratorState::Active),
            line(
                "dave",
                RoleKind::DomainAdministrator,
                AdministratorState::Invited,
            ),
            line("erin", RoleKind::Reader, AdministratorState::Expired),
            line("frank", RoleKind::Reader, AdministratorState::Suspended),
        ]
    };
    let list = |done, wrong| Administrators {
        lines: lines(),
        next: Some("/administrators?cursor=frank".to_owned()),
        done,
        wrong,
        ..Administrators::default()
    };
    let one = |done, wrong| OneAdministrator {
        line: line(
            "dave",
            RoleKind::DomainAdministrator,
            AdministratorState::Active,
        ),
        done,
        wrong,
    };
    let field = |name: &str| (name.to_owned(), "is wrong".to_owned());
    let (removed, saved) = (done(P::AdministratorRemoved), done(P::AdministratorSaved));
    let wrong = (
        "role".to_owned(),
        "domains".to_owned(),
        "is wrong".to_owned(),
    );
    vec![
        (
            "administrators",
            administrators(panel, &list(removed, None)),
        ),
        (
            "administrators-wrong",
            administrators(panel, &list(None, Some(field("name")))),
        ),
        ("administrator", administrator(panel, &one(saved, None))),
        (
            "administrator-wrong",
            administrator(panel, &one(None, Some(wrong))),
        ),
    ]
}

fn programs(panel: &PanelFrame<'_>) -> Pages {
    let list = |done, wrong| {
        let model = Tokens {
            lines: vec![TokenLine {
                id: "0123456789abcdef".to_owned(),
                name: "Hosting panel".to_owned(),
                rights: vec!["read".to_owned(), "policy".to_owned()],
                domains: None,
                ends: "2026-03-01T09:30:00Z".to_owned(),
            }],
            done,
            wrong,
            ..Tokens::default()
        };
        tokens(panel, &model)
    };
    let wrong = Some(("name".to_owned(), "is wrong".to_owned()));
    vec![
        ("tokens", list(done(P::TokenRevoked), None)),
        ("tokens-wrong", list(None, wrong)),
    ]
}

fn own(panel: &PanelFrame<'_>) -> Pages {
    let with = |done, problem| {
        let model = Account {
            name: "carol",
            done,
            problem,
        };
        account(panel, &model)
    };
    let short = AccountProblem::New(PasswordProblem::Short);
    vec![
        ("account", with(done(P::AccountPasswordDone), None)),
        ("account-others", with(done(P::AccountOthersDone), None)),
        ("account-old", with(None, Some(AccountProblem::Old))),
        (
            "account-code",
            with(None, Some(AccountProblem::Code("is wrong"))),
        ),
        ("account-short", with(None, Some(short))),
    ]
}
