//! What may happen to a request that ends in a message.

use crate::i18n::Phrase;

/// What happened to a request that ends in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// The webmail gave an answer that could not be used.
    BadGateway,
    /// The request could not be read.
    BadRequest,
    /// A sign-in came from another site.
    CrossSite,
    /// The profile closes this part of the webmail.
    Forbidden,
    /// The webmail did not answer in time.
    GatewayTimeout,
    /// Something went wrong in the gateway.
    Internal,
    /// The page does not take this method.
    MethodNotAllowed,
    /// No site has this host name.
    MisdirectedHost,
    /// The portal has no such page.
    NotFound,
    /// The request is larger than the gateway takes.
    PayloadTooLarge,
    /// The login has ended.
    SessionEnded,
    /// The name in a sign-in could not be read.
    SignInRefused,
    /// The store does not answer, so nobody can be verified.
    StoreUnavailable,
    /// Too many wrong passwords were tried for one mailbox, or from one network.
    TooManyRequests {
        /// How long to wait, in seconds.
        seconds: u64,
    },
    /// The webmail cannot be reached.
    Unavailable,
    /// A set-up was asked for from a network that the policy does not trust with it.
    UntrustedNetwork,
    /// The webmail did not say which mailbox it opened.
    UnknownMailbox,
}

/// What a kind of message says.
pub(super) struct Words {
    /// The heading.
    pub(super) title: Phrase,
    /// What it means and what to do.
    pub(super) help: Phrase,
    /// The link to go on with.
    pub(super) way_on: Phrase,
}

impl MessageKind {
    /// Every kind.
    pub(super) const SAMPLES: &'static [(&'static str, Self)] = &[
        ("bad-gateway", Self::BadGateway),
        ("bad-request", Self::BadRequest),
        ("cross-site", Self::CrossSite),
        ("forbidden", Self::Forbidden),
        ("gateway-timeout", Self::GatewayTimeout),
        ("internal", Self::Internal),
        ("method-not-allowed", Self::MethodNotAllowed),
        ("misdirected-host", Self::MisdirectedHost),
        ("not-found", Self::NotFound),
        ("payload-too-large", Self::PayloadTooLarge),
        ("session-ended", Self::SessionEnded),
        ("sign-in-refused", Self::SignInRefused),
        ("store-unavailable", Self::StoreUnavailable),
        ("too-many-requests", Self::TooManyRequests { seconds: 30 }),
        ("unavailable", Self::Unavailable),
        ("unknown-mailbox", Self::UnknownMailbox),
        ("untrusted-network", Self::UntrustedNetwork),
    ];

    pub(super) fn words(self) -> Words {
        let (title, help) = self.title_and_help();
        Words {
            title,
            help,
            way_on: self.way_on(),
        }
    }

    /// How long to wait before going on, in seconds.
    pub(super) fn wait(self) -> Option<u64> {
        if let Self::TooManyRequests { seconds } = self {
            Some(seconds)
        } else {
            None
        }
    }

    fn title_and_help(self) -> (Phrase, Phrase) {
        use Phrase as P;
        match self {
            Self::BadGateway => (P::MessageBadGateway, P::MessageBadGatewayHelp),
            Self::BadRequest => (P::MessageBadRequest, P::MessageBadRequestHelp),
            Self::CrossSite => (P::MessageCrossSite, P::MessageCrossSiteHelp),
            Self::Forbidden => (P::MessageForbidden, P::MessageForbiddenHelp),
            Self::GatewayTimeout => (P::MessageTimeout, P::MessageTimeoutHelp),
            Self::Internal => (P::MessageInternal, P::MessageInternalHelp),
            Self::MethodNotAllowed => (P::MessageMethod, P::MessageMethodHelp),
            Self::MisdirectedHost => (P::MessageMisdirected, P::MessageMisdirectedHelp),
            Self::NotFound => (P::MessageNotFound, P::MessageNotFoundHelp),
            Self::PayloadTooLarge => (P::MessageTooLarge, P::MessageTooLargeHelp),
            Self::SessionEnded => (P::MessageSessionEnded, P::MessageSessionEndedHelp),
            Self::SignInRefused => (P::MessageSignInRefused, P::MessageSignInRefusedHelp),
            Self::StoreUnavailable => (P::MessageStore, P::MessageStoreHelp),
            Self::TooManyRequests { .. } => (P::MessageTooMany, P::MessageTooManyHelp),
            Self::Unavailable => (P::MessageUnavailable, P::MessageUnavailableHelp),
            Self::UntrustedNetwork => (P::MessageUntrustedNetwork, P::MessageUntrustedNetworkHelp),
            Self::UnknownMailbox => (P::MessageUnknownMailbox, P::MessageUnknownMailboxHelp),
        }
    }

    fn way_on(self) -> Phrase {
        match self {
            Self::CrossSite | Self::SessionEnded | Self::SignInRefused | Self::UnknownMailbox => {
                Phrase::ActionSignIn
            }
            Self::BadGateway
            | Self::GatewayTimeout
            | Self::Internal
            | Self::StoreUnavailable
            | Self::TooManyRequests { .. }
            | Self::Unavailable
            | Self::UntrustedNetwork => Phrase::ActionRetry,
            Self::BadRequest
            | Self::Forbidden
            | Self::MethodNotAllowed
            | Self::MisdirectedHost
            | Self::NotFound
            | Self::PayloadTooLarge => Phrase::BackToMailbox,
        }
    }
}
