//! The challenge as it may look, for tests and the gallery.

use super::{Challenge, ChallengeFactor, MessagesNote, OtherWay, TrustOffer};
use crate::code::CodeProblem;
use crate::sms::SmsStatus;

impl Challenge<'static> {
    /// The page as it may look, for tests and the gallery.
    #[must_use]
    pub fn samples() -> Vec<(String, Self)> {
        let fixed = [
            ("challenge".to_owned(), PLAIN),
            ("challenge-full".to_owned(), FULL),
            ("challenge-recovery".to_owned(), RECOVERY),
            ("challenge-adding".to_owned(), ADDING),
            ("challenge-given-up".to_owned(), GIVEN_UP),
            ("challenge-not-sent".to_owned(), NOT_SENT),
        ];
        let statuses = SmsStatus::SAMPLES.iter().map(|(name, status)| {
            // Only what was sent has to wait.
            let wait = status.leaves_a_code().then_some(45);
            let sample = Self {
                factor: sms(*status, wait),
                ..SMS
            };
            (format!("challenge-sms-{name}"), sample)
        });
        fixed
            .into_iter()
            .chain(statuses)
            .chain(problems("challenge", PLAIN))
            .chain(problems("challenge-recovery", RECOVERY))
            .chain(problems("challenge-sms", SMS))
            .collect()
    }
}

fn problems(
    page: &str,
    base: Challenge<'static>,
) -> impl Iterator<Item = (String, Challenge<'static>)> {
    CodeProblem::SAMPLES.iter().map(move |(name, problem)| {
        let problem = Some(*problem);
        (format!("{page}-{name}"), Challenge { problem, ..base })
    })
}

const fn sms(status: SmsStatus, resend_in: Option<u64>) -> ChallengeFactor<'static> {
    ChallengeFactor::Sms {
        masked: NUMBER,
        resend_in,
        status,
    }
}

const PLAIN: Challenge<'_> = Challenge {
    subject: "anna.lindqvist@example.com",
    form_token: "sample-token",
    problem: None,
    factor: ChallengeFactor::App,
    others: &[],
    trust: None,
    contact: None,
    messages: None,
    adding: false,
};

const FULL: Challenge<'_> = Challenge {
    others: &[OtherWay::Sms { masked: NUMBER }, OtherWay::Recovery],
    trust: Some(TrustOffer { days: 30 }),
    contact: Some("Help desk, room 12\n+49 30 555 0123, helpdesk@example.com"),
    ..PLAIN
};

const SMS: Challenge<'_> = Challenge {
    factor: sms(SmsStatus::Sent, None),
    others: &[OtherWay::App, OtherWay::Recovery],
    ..FULL
};

const RECOVERY: Challenge<'_> = Challenge {
    factor: ChallengeFactor::Recovery,
    others: &[OtherWay::App, OtherWay::Sms { masked: NUMBER }],
    trust: None,
    ..FULL
};

const GIVEN_UP: Challenge<'_> = Challenge {
    messages: Some(MessagesNote::GivenUp),
    others: &[OtherWay::Recovery],
    ..SMS
};

const NOT_SENT: Challenge<'_> = Challenge {
    messages: Some(MessagesNote::NotSent),
    others: &[],
    ..RECOVERY
};

const ADDING: Challenge<'_> = Challenge {
    adding: true,
    trust: None,
    ..FULL
};

const NUMBER: &str = "+49 ••• ••• 67";
