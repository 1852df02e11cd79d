//! The closed set of messages that the pages may show.

macro_rules! phrases {
    ($($name:ident => $id:literal,)+) => {
        /// A message of the portal, by its id in the Fluent files.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Phrase {
            $(
                #[doc = concat!("The message `", $id, "`.")]
                $name,
            )+
        }

        impl Phrase {
            /// Every message, in the order of the Fluent files.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The message's id in the Fluent files.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }
        }
    };
}

phrases! {
    SettingsEntry => "settings-entry",
    AuthenticatorApp => "authenticator-app",
    SignedInAs => "signed-in-as",
    SigningInAs => "signing-in-as",
    BackToMailbox => "back-to-mailbox",
    SignOut => "sign-out",
    Cancel => "cancel",
    RequestId => "request-id",
    CodeLabel => "code-label",
    CodeMalformed => "code-malformed",
    CodeWrong => "code-wrong",
    CodeUsed => "code-used",
    CodeWait => "code-wait",
    CodeSuspended => "code-suspended",
    CodeOfferExpired => "code-offer-expired",
    WaitSeconds => "wait-seconds",
    WaitMinutes => "wait-minutes",
    WaitRemaining => "wait-remaining",
    WaitOver => "wait-over",
    ChallengeTitle => "challenge-title",
    ChallengeLead => "challenge-lead",
    ChallengeSubmit => "challenge-submit",
    ChallengeLost => "challenge-lost",
    ChallengeLostHelp => "challenge-lost-help",
    ChallengeOther => "challenge-other",
    EnrollTitle => "enroll-title",
    EnrollLead => "enroll-lead",
    EnrollLeadForced => "enroll-lead-forced",
    EnrollApp => "enroll-app",
    EnrollAppHelp => "enroll-app-help",
    EnrollScan => "enroll-scan",
    EnrollScanHelp => "enroll-scan-help",
    EnrollQr => "enroll-qr",
    EnrollOpen => "enroll-open",
    EnrollKey => "enroll-key",
    EnrollCopy => "enroll-copy",
    EnrollCopied => "enroll-copied",
    EnrollCode => "enroll-code",
    EnrollCodeHelp => "enroll-code-help",
    EnrollSubmit => "enroll-submit",
    SecurityTitle => "security-title",
    SecurityOn => "security-on",
    SecurityOff => "security-off",
    SecurityOffHelp => "security-off-help",
    SecurityTurnOn => "security-turn-on",
    SecurityAuthenticators => "security-authenticators",
    SecurityAdded => "security-added",
    SecurityLastUsed => "security-last-used",
    SecurityNeverUsed => "security-never-used",
    SecurityTurnOff => "security-turn-off",
    SecurityTurnOffHelp => "security-turn-off-help",
    SecurityRequired => "security-required",
    SecurityTurnedOn => "security-turned-on",
    SecurityTurnedOff => "security-turned-off",
    ActionSignIn => "action-sign-in",
    ActionRetry => "action-retry",
    MessageBadRequest => "message-bad-request",
    MessageBadRequestHelp => "message-bad-request-help",
    MessageForbidden => "message-forbidden",
    MessageForbiddenHelp => "message-forbidden-help",
    MessageNotFound => "message-not-found",
    MessageNotFoundHelp => "message-not-found-help",
    MessageMisdirected => "message-misdirected",
    MessageMisdirectedHelp => "message-misdirected-help",
    MessageMethod => "message-method",
    MessageMethodHelp => "message-method-help",
    MessageTooLarge => "message-too-large",
    MessageTooLargeHelp => "message-too-large-help",
    MessageSignInRefused => "message-sign-in-refused",
    MessageSignInRefusedHelp => "message-sign-in-refused-help",
    MessageCrossSite => "message-cross-site",
    MessageCrossSiteHelp => "message-cross-site-help",
    MessageSessionEnded => "message-session-ended",
    MessageSessionEndedHelp => "message-session-ended-help",
    MessageUnknownMailbox => "message-unknown-mailbox",
    MessageUnknownMailboxHelp => "message-unknown-mailbox-help",
    MessageInternal => "message-internal",
    MessageInternalHelp => "message-internal-help",
    MessageBadGateway => "message-bad-gateway",
    MessageBadGatewayHelp => "message-bad-gateway-help",
    MessageUnavailable => "message-unavailable",
    MessageUnavailableHelp => "message-unavailable-help",
    MessageTimeout => "message-timeout",
    MessageTimeoutHelp => "message-timeout-help",
    MessageStore => "message-store",
    MessageStoreHelp => "message-store-help",
    MessageTooMany => "message-too-many",
    MessageTooManyHelp => "message-too-many-help",
}
