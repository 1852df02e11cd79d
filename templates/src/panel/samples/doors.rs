//! Signing in and setting up.

use maud::Markup;

use super::super::*;
use super::{Pages, done};
use crate::code::CodeProblem;
use crate::i18n::PanelPhrase as P;

pub(super) fn doors(panel: &PanelFrame<'_>) -> Pages {
    let sign_in_with = |problem, done| {
        let model = SignIn {
            name: "carol",
            problem,
            done,
            to: "/",
        };
        sign_in(panel, &model)
    };
    let code_with = |problem| {
        let model = SignInCode {
            form_token: "sample-token",
            problem,
            to: "/",
        };
        sign_in_code(panel, &model)
    };
    let invited_with = |problem| {
        let model = Invited {
            name: "carol",
            problem,
        };
        invited(panel, &model)
    };
    let set_up_with = |problem| set_up_page(panel, problem);
    let wait = Some(SignInProblem::Wait { seconds: 45 });
    vec![
        ("sign-in", sign_in_with(None, None)),
        (
            "sign-in-wrong",
            sign_in_with(Some(SignInProblem::Wrong), None),
        ),
        ("sign-in-wait", sign_in_with(wait, None)),
        ("signed-out", sign_in_with(None, done(P::SignedOut))),
        ("code", code_with(None)),
        ("code-wrong", code_with(Some(CodeProblem::Wrong))),
        ("code-suspended", code_with(Some(CodeProblem::Suspended))),
        ("invited", invited_with(None)),
        ("invited-wrong", invited_with(Some(SignInProblem::Wrong))),
        ("set-up", set_up_with(None)),
        ("set-up-code", set_up_with(Some(PasswordProblem::Code))),
        (
            "set-up-different",
            set_up_with(Some(PasswordProblem::Different)),
        ),
        (
            "set-up-guessable",
            set_up_with(Some(PasswordProblem::Guessable)),
        ),
        ("set-up-long", set_up_with(Some(PasswordProblem::Long))),
        ("set-up-over", set_up_with(Some(PasswordProblem::Over))),
        ("set-up-short", set_up_with(Some(PasswordProblem::Short))),
    ]
}

fn set_up_page(panel: &PanelFrame<'_>, problem: Option<PasswordProblem>) -> Markup {
    let model = SetUp {
        name: "carol",
        form_token: "sample-token",
        qr_svg: include_str!("../../../samples/qr.svg"),
        key: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
        otpauth_url: "otpauth://totp/mfa-admin.example.com:carol?secret=JBSWY3DPEHPK3PXP",
        problem,
    };
    set_up(panel, &model)
}
