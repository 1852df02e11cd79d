//! The security page as it may look, for tests and the gallery.

mod lines;

use self::lines::{APP_LINE, NUMBER, REFUSED, RESET, TRUSTED};
use super::{
    Activity, ActivityLine, Confirm, FactorState, Notice, OpenForm, RecoveryLine, Removal,
    Security, SecurityAction,
};
use crate::code::CodeProblem;
use crate::sms::SmsStatus;

impl Security<'static> {
    /// The page as it may look, for tests and the gallery.
    #[must_use]
    pub fn samples() -> Vec<(String, Self)> {
        let fixed = [
            ("security-off", OFF),
            ("security-on", ON),
            ("security-bare", BARE),
            ("security-required", REQUIRED),
            ("security-required-several", REQUIRED_SEVERAL),
            ("security-sms", sms(SmsStatus::NotSent)),
            ("security-sms-sent", sms(SmsStatus::Sent)),
            ("security-given-up", GIVEN_UP),
            ("security-activity", EVERY_ACTIVITY),
            ("security-turned-off", TURNED_OFF),
            ("security-app", APP),
        ];
        fixed
            .into_iter()
            .map(|(name, model)| (name.to_owned(), model))
            .chain(
                (0..=3)
                    .chain([TOTAL])
                    .map(|left| (format!("security-recovery-{left}"), with_recovery(left))),
            )
            .chain(Notice::SAMPLES.iter().map(|(name, notice)| {
                let notice = Some(*notice);
                (format!("security-notice-{name}"), Self { notice, ..ON })
            }))
            .chain(problems("security", ON))
            .chain(problems("security-app", APP))
            .collect()
    }
}

fn problems(
    page: &str,
    base: Security<'static>,
) -> impl Iterator<Item = (String, Security<'static>)> {
    CodeProblem::SAMPLES.iter().map(move |(name, problem)| {
        let problem = Some(*problem);
        let open = Some(OpenForm {
            action: SecurityAction::Remove,
            id: Some("a1"),
        });
        let sample = Security {
            problem,
            open,
            ..base
        };
        (format!("{page}-{name}"), sample)
    })
}

/// A mailbox that has only its telephone number.
const fn sms(status: SmsStatus) -> Security<'static> {
    Security {
        state: FactorState::On {
            authenticators: &[NUMBER],
            removal: Removal::RequiredByPolicy,
        },
        confirm: Confirm::Sms {
            masked: "+49 ••• ••• 67",
            resend_in: Some(45),
            status,
        },
        open: Some(OpenForm {
            action: SecurityAction::ChangeNumber,
            id: Some("b2"),
        }),
        trusted: Some(&[]),
        activity: &[],
        ..ON
    }
}

fn with_recovery(left: u64) -> Security<'static> {
    Security {
        recovery: Some(RecoveryLine {
            left,
            total: TOTAL,
            made: Some("2026-03-01T09:31:00Z"),
            warn: left <= 3,
        }),
        ..APP
    }
}

/// A number alone, where text messages are being given up.
const GIVEN_UP: Security<'_> = Security {
    given_up: true,
    ..sms(SmsStatus::NotSent)
};

const OFF: Security<'_> = Security {
    subject: "anna.lindqvist@example.com",
    form_token: "sample-token",
    state: FactorState::Off,
    confirm: Confirm::App,
    problem: None,
    open: None,
    notice: None,
    can_add: true,
    recovery: None,
    trusted: None,
    activity: &[ActivityLine::SAMPLE],
    given_up: false,
    webmail_url: "/",
};

const TURNED_OFF: Security<'_> = Security {
    notice: Some(Notice::TurnedOff),
    ..OFF
};

/// Two authenticators, and the choice to turn it off.
const ON: Security<'_> = Security {
    state: FactorState::On {
        authenticators: &[APP_LINE, NUMBER],
        removal: Removal::Allowed,
    },
    confirm: Confirm::Either {
        masked: "+49 ••• ••• 67",
        resend_in: None,
        status: SmsStatus::NotSent,
    },
    recovery: Some(RecoveryLine {
        left: 7,
        total: TOTAL,
        made: Some("2026-03-01T09:31:00Z"),
        warn: false,
    }),
    trusted: Some(TRUSTED),
    activity: &[ActivityLine::SAMPLE, REFUSED, RESET],
    ..OFF
};

/// One app alone.
const APP: Security<'_> = Security {
    state: FactorState::On {
        authenticators: &[APP_LINE],
        removal: Removal::Allowed,
    },
    confirm: Confirm::App,
    ..ON
};

/// Neither recovery codes nor trusted browsers are offered.
const BARE: Security<'_> = Security {
    can_add: false,
    recovery: None,
    trusted: None,
    ..APP
};

/// One authenticator, no choice, and no recovery codes yet.
const REQUIRED: Security<'_> = Security {
    state: FactorState::On {
        authenticators: &[APP_LINE],
        removal: Removal::RequiredByPolicy,
    },
    recovery: Some(RecoveryLine {
        left: 0,
        total: 0,
        made: None,
        warn: false,
    }),
    ..APP
};

const REQUIRED_SEVERAL: Security<'_> = Security {
    state: FactorState::On {
        authenticators: &[APP_LINE, NUMBER],
        removal: Removal::RequiredByPolicy,
    },
    ..ON
};

const EVERY_ACTIVITY: Security<'_> = Security {
    activity: Activity::SAMPLES,
    ..BARE
};

const TOTAL: u64 = 10;
