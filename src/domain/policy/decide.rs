//! The decision: pure, total, and with a reason.
//!
//! The whole table is a snapshot that the tests compare: see `decide.txt` beside the tests.

use super::{Carries, Class, LiveSessions, Permit, Requirement};

/// What a request's session is worth to the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionState {
    /// There is none, or it has ended.
    Anonymous,
    /// The password was accepted, the second factor is open.
    Pending,
    /// Verified, by the password alone.
    VerifiedByPassword,
    /// Verified with a second factor.
    VerifiedBySecondFactor,
}

impl SessionState {
    /// All of them, for the tests that read the whole table.
    pub const ALL: [Self; 4] = [
        Self::Anonymous,
        Self::Pending,
        Self::VerifiedByPassword,
        Self::VerifiedBySecondFactor,
    ];
}

/// What to do with a request, and why.
#[derive(Debug, PartialEq, Eq)]
pub struct Decision {
    /// What to do.
    pub outcome: Outcome,
    /// Why, for the audit log, the metrics and the tests.
    pub reason: Reason,
}

/// What to do with a request.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Revoke the login and answer as to someone who is not signed in.
    EndSession,
    /// Send it to the webmail.
    Forward(Permit),
    /// Carry out a login on a fresh upstream session.
    Login(Permit),
    /// Send the browser elsewhere (303).
    Redirect(Place),
    /// Answer with a status that a script understands.
    Refuse(Refusal),
    /// Answer with a page of our own.
    Serve(Page),
}

/// Pages that Vestibule itself serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Whatever of the portal the path names.
    Portal,
}

/// Where a browser is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The portal's challenge, which leads on to enrollment where that is needed.
    Challenge,
    /// The webmail's login page; where the person wanted to go is remembered.
    LoginPage,
}

/// How a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// 403: refused whoever asks.
    Forbidden,
    /// 401, in the words that the webmail's own script understands.
    Unauthorized,
}

/// Why a request was decided as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The webmail's login form was sent.
    LoginAttempt,
    /// A page or file for everyone, forwarded without credentials.
    Public,
    /// The profile refuses this shape always.
    ForbiddenShape,
    /// Nobody is signed in.
    NotSignedIn,
    /// Vestibule's own pages decide for themselves.
    OwnPage,
    /// The domain became Required; sessions opened by a password alone end.
    PolicyEndsSession,
    /// The domain became Required; sessions opened by a password alone must pass now.
    PolicyStepsUp,
    /// The second factor is open.
    SecondFactorOpen,
    /// Fully authenticated.
    Verified,
    /// Authenticated by a password; the domain became Required after that, from the next login on.
    VerifiedBeforePolicy,
}

/// Decides a request of `class` in a session that is worth `session`, under `requirement`.
#[must_use]
pub fn decide(class: Class, session: SessionState, requirement: Requirement) -> Decision {
    match class {
        Class::Forbidden => refuse(Refusal::Forbidden, Reason::ForbiddenShape),
        Class::Portal => because(Outcome::Serve(Page::Portal), Reason::OwnPage),
        // A login starts over from the outer door, whatever session it is sent in.
        Class::Login => because(
            Outcome::Login(Permit::new(Carries::Nothing)),
            Reason::LoginAttempt,
        ),
        Class::Asset
        | Class::Document
        | Class::Frame
        | Class::LoginPage
        | Class::Logout
        | Class::Subresource
        | Class::Upgrade => match session {
            SessionState::Anonymous => anonymous(class),
            SessionState::Pending => pending(class),
            SessionState::VerifiedByPassword => by_password(class, requirement),
            SessionState::VerifiedBySecondFactor => forward(Reason::Verified),
        },
    }
}

fn anonymous(class: Class) -> Decision {
    match class {
        Class::Asset | Class::LoginPage => because(
            Outcome::Forward(Permit::new(Carries::Nothing)),
            Reason::Public,
        ),
        Class::Document | Class::Login | Class::Logout | Class::Portal => {
            redirect(Place::LoginPage, Reason::NotSignedIn)
        }
        Class::Forbidden | Class::Frame | Class::Subresource | Class::Upgrade => {
            refuse(Refusal::Unauthorized, Reason::NotSignedIn)
        }
    }
}

fn pending(class: Class) -> Decision {
    hold(class, Reason::SecondFactorOpen)
}

fn by_password(class: Class, requirement: Requirement) -> Decision {
    match requirement {
        Requirement::Disabled | Requirement::Optional => forward(Reason::Verified),
        Requirement::Required(LiveSessions::NextLogin) => forward(Reason::VerifiedBeforePolicy),
        Requirement::Required(LiveSessions::SignOut) => {
            because(Outcome::EndSession, Reason::PolicyEndsSession)
        }
        Requirement::Required(LiveSessions::StepUp) => hold(class, Reason::PolicyStepsUp),
    }
}

/// Keeps a request back until the second factor is verified: only the portal answers.
fn hold(class: Class, reason: Reason) -> Decision {
    match class {
        Class::Document | Class::Login | Class::LoginPage | Class::Logout | Class::Portal => {
            redirect(Place::Challenge, reason)
        }
        Class::Asset | Class::Forbidden | Class::Frame | Class::Subresource | Class::Upgrade => {
            refuse(Refusal::Unauthorized, reason)
        }
    }
}

const fn because(outcome: Outcome, reason: Reason) -> Decision {
    Decision { outcome, reason }
}

const fn forward(reason: Reason) -> Decision {
    because(Outcome::Forward(Permit::new(Carries::Session)), reason)
}

const fn redirect(place: Place, reason: Reason) -> Decision {
    because(Outcome::Redirect(place), reason)
}

const fn refuse(refusal: Refusal, reason: Reason) -> Decision {
    because(Outcome::Refuse(refusal), reason)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn every_class_in_every_session_under_every_requirement_is_decided() {
        let mut table = String::new();
        for class in Class::ALL {
            for session in SessionState::ALL {
                for requirement in Requirement::ALL {
                    let decision = decide(class, session, requirement);
                    writeln!(
                        table,
                        "{:<12} {:<23} {:<20} {:<36} {:?}",
                        format!("{class:?}"),
                        format!("{session:?}"),
                        format!("{requirement:?}"),
                        outcome(&decision.outcome),
                        decision.reason,
                    )
                    .unwrap();
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn only_a_verified_session_carries_credentials_to_the_webmail() {
        for class in Class::ALL {
            for session in SessionState::ALL {
                for requirement in Requirement::ALL {
                    let carries = match decide(class, session, requirement).outcome {
                        Outcome::Forward(permit) | Outcome::Login(permit) => permit.carries(),
                        Outcome::EndSession
                        | Outcome::Redirect(_)
                        | Outcome::Refuse(_)
                        | Outcome::Serve(_) => continue,
                    };
                    let verified = match session {
                        SessionState::Anonymous | SessionState::Pending => false,
                        SessionState::VerifiedByPassword | SessionState::VerifiedBySecondFactor => {
                            true
                        }
                    };
                    assert!(
                        verified || carries == Carries::Nothing,
                        "{class:?} {session:?}"
                    );
                }
            }
        }
    }

    fn outcome(outcome: &Outcome) -> String {
        match outcome {
            Outcome::Forward(permit) => format!("Forward, carrying {:?}", permit.carries()),
            Outcome::Login(permit) => format!("Login, carrying {:?}", permit.carries()),
            Outcome::EndSession => "EndSession".to_owned(),
            Outcome::Redirect(place) => format!("Redirect to {place:?}"),
            Outcome::Refuse(refusal) => format!("Refuse as {refusal:?}"),
            Outcome::Serve(page) => format!("Serve {page:?}"),
        }
    }

    /// How much of the webmail an outcome opens: all of a session, what is for everyone, nothing.
    fn opens(outcome: &Outcome) -> u8 {
        match outcome {
            Outcome::Forward(permit) | Outcome::Login(permit) => match permit.carries() {
                Carries::Session => 2,
                Carries::Nothing => 1,
            },
            Outcome::EndSession | Outcome::Redirect(_) | Outcome::Refuse(_) | Outcome::Serve(_) => {
                0
            }
        }
    }

    #[test]
    fn a_stricter_requirement_never_opens_more() {
        // From the least strict on.
        for (place, strict) in Requirement::ALL.into_iter().enumerate() {
            for lax in Requirement::ALL.into_iter().take(place) {
                for class in Class::ALL {
                    for session in SessionState::ALL {
                        let more = opens(&decide(class, session, strict).outcome);
                        let less = opens(&decide(class, session, lax).outcome);
                        let case = format!("{class:?} {session:?}: {strict:?}, {lax:?}");
                        assert!(more <= less, "{case}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_session_without_a_second_factor_never_opens_more_than_one_with() {
        for class in Class::ALL {
            for requirement in Requirement::ALL {
                let full = SessionState::VerifiedBySecondFactor;
                let full = opens(&decide(class, full, requirement).outcome);
                for session in SessionState::ALL {
                    let opened = opens(&decide(class, session, requirement).outcome);
                    assert!(opened <= full, "{class:?} {session:?} {requirement:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_behind_the_second_factor_is_forwarded_to_nobody_who_has_not_passed_what_is_asked() {
        for class in Class::ALL {
            let public = match class {
                Class::Asset | Class::LoginPage => true,
                Class::Document
                | Class::Forbidden
                | Class::Frame
                | Class::Login
                | Class::Logout
                | Class::Portal
                | Class::Subresource
                | Class::Upgrade => false,
            };
            for session in SessionState::ALL {
                for requirement in Requirement::ALL {
                    let passed = match (session, requirement) {
                        (SessionState::Anonymous | SessionState::Pending, _)
                        | (
                            SessionState::VerifiedByPassword,
                            Requirement::Required(LiveSessions::StepUp | LiveSessions::SignOut),
                        ) => false,
                        (
                            SessionState::VerifiedByPassword,
                            Requirement::Disabled
                            | Requirement::Optional
                            | Requirement::Required(LiveSessions::NextLogin),
                        )
                        | (SessionState::VerifiedBySecondFactor, _) => true,
                    };
                    let decided = decide(class, session, requirement);
                    let forwarded = match decided.outcome {
                        Outcome::Forward(_) => true,
                        Outcome::EndSession
                        | Outcome::Login(_)
                        | Outcome::Redirect(_)
                        | Outcome::Refuse(_)
                        | Outcome::Serve(_) => false,
                    };
                    let allowed = passed || (public && session == SessionState::Anonymous);
                    assert!(
                        allowed || !forwarded,
                        "{class:?} {session:?} {requirement:?}"
                    );
                }
            }
        }
    }
}
