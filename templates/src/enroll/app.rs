//! Setting up an authenticator app.

use maud::{Markup, PreEscaped, html};

use crate::account::enrolling;
use crate::code::{CodeForm, CodeProblem};
use crate::form;
use crate::frame::Frame;
use crate::i18n::Phrase;
use crate::progress::{Progress, progress};
use crate::{layout, link};

/// What the set-up of an authenticator app shows.
#[derive(Clone, Copy)]
pub struct Enroll<'a> {
    /// The mailbox that the authenticator will be for.
    pub subject: &'a str,
    /// What shows that the forms came from this page.
    pub form_token: &'a str,
    /// The QR code of `otpauth_url` as SVG. It goes into the page as it is, so it must be our own,
    /// without script or style.
    pub qr_svg: &'a str,
    /// The key in base32.
    pub key: &'a str,
    /// The key as an address that opens an app on this device.
    pub otpauth_url: &'a str,
    /// Why the last code was not taken.
    pub problem: Option<CodeProblem>,
    /// Whether the policy asks for it, so that the only other way on is to sign out.
    pub forced: bool,
    /// Whether there is another way to choose, so that the page leads back to the choice.
    pub can_choose: bool,
    /// How far the set-up has come.
    pub progress: Option<Progress>,
}

impl Enroll<'static> {
    /// The page as it may look, for tests and the gallery.
    #[must_use]
    pub fn samples() -> Vec<(String, Self)> {
        let plain = Self {
            subject: "anna.lindqvist@example.com",
            form_token: "sample-token",
            qr_svg: include_str!("../../samples/qr.svg"),
            key: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
            otpauth_url: "otpauth://totp/webmail.example.com:anna.lindqvist%40example.com\
                          ?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=webmail.example.com",
            problem: None,
            forced: false,
            can_choose: true,
            progress: Progress::SECOND_SAMPLE,
        };
        let forced = Self {
            forced: true,
            ..plain
        };
        let only = Self {
            can_choose: false,
            progress: None,
            ..plain
        };
        let problems = CodeProblem::SAMPLES.iter().map(|(name, problem)| {
            let problem = Some(*problem);
            (format!("enroll-{name}"), Self { problem, ..forced })
        });
        [
            ("enroll".to_owned(), plain),
            ("enroll-forced".to_owned(), forced),
            ("enroll-only".to_owned(), only),
        ]
        .into_iter()
        .chain(problems)
        .collect()
    }
}

/// The page that sets up an authenticator app. It posts `form_token` and `code` to
/// `enroll/app`.
#[must_use]
pub fn enroll(frame: &Frame<'_>, enroll: &Enroll<'_>) -> Markup {
    let lead = if enroll.forced {
        Phrase::EnrollLeadForced
    } else {
        Phrase::EnrollLead
    };
    let body = html! {
        p.lead { (frame.text(lead)) }
        (progress(frame, enroll.progress))
        (enrolling(frame, enroll.forced, enroll.subject))
        ol.steps {
            li {
                h2 { (frame.text(Phrase::EnrollApp)) }
                p { (frame.text(Phrase::EnrollAppHelp)) }
            }
            li {
                h2 { (frame.text(Phrase::EnrollScan)) }
                p { (frame.text(Phrase::EnrollScanHelp)) }
                (key(frame, enroll))
            }
            li {
                h2 { (frame.text(Phrase::EnrollCode)) }
                p { (frame.text(Phrase::EnrollCodeHelp)) }
                (code_form(frame, enroll))
            }
        }
        div.aside {
            @if enroll.can_choose { (form::way_back(frame, "enroll", Phrase::Back)) }
            (form::way_out(frame, enroll.form_token, enroll.forced))
        }
    };
    layout::page(frame, &frame.text(Phrase::EnrollTitle), &body)
}

/// The key: as a picture, as an address and in letters.
fn key(frame: &Frame<'_>, enroll: &Enroll<'_>) -> Markup {
    html! {
        div.key {
            div.qr role="img" aria-label=(frame.text(Phrase::EnrollQr)) {
                (PreEscaped(without_prolog(enroll.qr_svg)))
            }
            @if let Some(address) = link::authenticator(enroll.otpauth_url) {
                a.open href=(address) { (frame.text(Phrase::EnrollOpen)) }
            }
            p { (frame.text(Phrase::EnrollKey)) }
            div.letters {
                code #key dir="ltr" {
                    // Apart by style alone, so that what is selected and copied has no spaces.
                    @for group in groups(enroll.key) { span { (group) } wbr; }
                }
                button.secondary type="button" hidden data-copy="key"
                    data-copied=(frame.text(Phrase::Copied)) {
                    (frame.text(Phrase::Copy))
                }
            }
        }
    }
}

fn code_form<'a>(frame: &'a Frame<'a>, enroll: &Enroll<'a>) -> CodeForm<'a> {
    CodeForm {
        problem: enroll.problem,
        submit: Phrase::EnrollSubmit,
        ..CodeForm::new(frame, "enroll/app", enroll.form_token)
    }
}

/// An SVG file starts with an XML declaration, which HTML does not have.
pub(crate) fn without_prolog(svg: &str) -> &str {
    svg.find("<svg")
        .and_then(|start| svg.get(start..))
        .unwrap_or_default()
}

/// The key in groups of four letters.
pub(crate) fn groups(key: &str) -> Vec<String> {
    let letters: Vec<char> = key.chars().collect();
    letters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_shown_in_groups_of_four() {
        assert_eq!(groups("JBSWY3DPEH"), ["JBSW", "Y3DP", "EH"]);
        assert_eq!(groups(""), Vec::<String>::new());
    }

    #[test]
    fn the_picture_stands_in_the_page_without_its_prolog() {
        assert_eq!(without_prolog("<?xml version='1.0'?><svg/>"), "<svg/>");
        assert_eq!(without_prolog("nothing"), "");
    }
}
