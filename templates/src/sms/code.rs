//! Confirming a number with the code that was sent to it.

use maud::{Markup, html};

use super::{Delivery, Sender, SmsStatus};
use crate::account::enrolling;
use crate::code::{CodeForm, CodeKind, CodeProblem};
use crate::form::{way_back, way_out};
use crate::frame::Frame;
use crate::i18n::Phrase;
use crate::layout;
use crate::progress::{Progress, progress};

/// What the confirmation of a number shows.
#[derive(Clone, Copy)]
pub struct SmsCode<'a> {
    /// The mailbox that the number will be for.
    pub subject: &'a str,
    /// What shows that the forms came from this page.
    pub form_token: &'a str,
    /// Whether the policy asks for the set-up, so that the only other way on is to sign out.
    pub forced: bool,
    /// How far the set-up has come.
    pub progress: Option<Progress>,
    /// The number, masked, such as `+49 ••• ••• 67`.
    pub masked: &'a str,
    /// Whether a code was sent.
    pub status: SmsStatus,
    /// How long another one has to wait, in seconds.
    pub resend_in: Option<u64>,
    /// Why the last code was not taken.
    pub problem: Option<CodeProblem>,
}

impl SmsCode<'static> {
    /// The page as it may look, for tests and the gallery.
    #[must_use]
    pub fn samples() -> Vec<(String, Self)> {
        let plain = Self {
            subject: "anna.lindqvist@example.com",
            form_token: "sample-token",
            forced: false,
            progress: Progress::SECOND_SAMPLE,
            masked: "+49 ••• ••• 67",
            status: SmsStatus::Sent,
            resend_in: Some(45),
            problem: None,
        };
        let forced = Self {
            forced: true,
            resend_in: None,
            ..plain
        };
        let problems = CodeProblem::SAMPLES.iter().map(|(name, problem)| {
            let problem = Some(*problem);
            (format!("sms-code-{name}"), Self { problem, ..forced })
        });
        let statuses = SmsStatus::SAMPLES.iter().map(|(name, status)| {
            let status = *status;
            (format!("sms-code-{name}"), Self { status, ..plain })
        });
        std::iter::once(("sms-code-forced".to_owned(), forced))
            .chain(statuses)
            .chain(problems)
            .collect()
    }
}

/// The page that asks for the code from a text message. It posts to `enroll/sms/code`: `form_token`
/// and `code`, or `action=send` to have one sent again.
#[must_use]
pub fn sms_code(frame: &Frame<'_>, code: &SmsCode<'_>) -> Markup {
    let delivery = Delivery {
        masked: code.masked,
        status: code.status,
        resend_in: code.resend_in,
    };
    let sender = Sender {
        frame,
        page: PAGE,
        token: code.form_token,
        hidden: &[("action", "send")],
        names_number: false,
    };
    let body = html! {
        (progress(frame, code.progress))
        (enrolling(frame, code.forced, code.subject))
        @if code.problem.is_none() { (delivery.status(frame)) }
        @if code.status.leaves_a_code() {
            (CodeForm {
                kind: CodeKind::Sms,
                problem: code.problem,
                focus: true,
                submit: Phrase::ConfirmSubmit,
                ..CodeForm::new(frame, PAGE, code.form_token)
            })
        }
        (delivery.send(&sender))
        div.aside {
            (way_back(frame, "enroll/sms", Phrase::ConfirmChange))
            (way_out(frame, code.form_token, code.forced))
        }
    };
    layout::page(frame, &frame.text(Phrase::ConfirmTitle), &body)
}

const PAGE: &str = "enroll/sms/code";
