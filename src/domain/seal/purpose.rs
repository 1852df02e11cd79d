//! What a sealed value is for, and what it is bound to.

/// What a sealed value is for. Each purpose has its own key: a value of one never opens as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// An authenticator's secret in the store.
    AuthenticatorSecret,
    /// A change that a freshly typed code has permitted.
    ChangePermit,
    /// A set-up that was offered and not yet confirmed.
    EnrollmentOffer,
    /// A form's proof that our page was read before it was sent.
    FormToken,
    /// The mailboxes into which a browser has got before.
    KnownBrowser,
    /// Where a person wanted to go before signing in.
    ReturnTarget,
    /// A code on its way to a phone, and the number.
    SentCode,
    /// The session cookie.
    Session,
    /// Recovery codes on their way to the page that shows them once.
    ShownCodes,
    /// The browsers that a browser says it is.
    TrustedBrowser,
    /// A cookie of the webmail.
    UpstreamCookie,
}

impl Purpose {
    pub(super) const ALL: [Self; 11] = [
        Self::AuthenticatorSecret,
        Self::ChangePermit,
        Self::EnrollmentOffer,
        Self::FormToken,
        Self::KnownBrowser,
        Self::ReturnTarget,
        Self::SentCode,
        Self::Session,
        Self::ShownCodes,
        Self::TrustedBrowser,
        Self::UpstreamCookie,
    ];

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::AuthenticatorSecret => "authenticator-secret",
            Self::ChangePermit => "change-permit",
            Self::EnrollmentOffer => "enrollment-offer",
            Self::FormToken => "form-token",
            Self::KnownBrowser => "known-browser",
            Self::ReturnTarget => "return-target",
            Self::SentCode => "sent-code",
            Self::Session => "session",
            Self::ShownCodes => "shown-codes",
            Self::TrustedBrowser => "trusted-browser",
            Self::UpstreamCookie => "upstream-cookie",
        }
    }

    pub(super) const fn index(self) -> usize {
        self as usize
    }
}

/// What a sealed value is bound to, as a list of parts: `["login id", "cookie name"]`.
///
/// The parts are framed by their lengths, so that no two lists look the same.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a>(pub &'a [&'a [u8]]);

impl Context<'_> {
    pub(super) fn framed(self, purpose: Purpose) -> Vec<u8> {
        let label = purpose.label().as_bytes();
        let size = self.0.iter().map(|part| part.len() + 8).sum::<usize>();
        let mut out = Vec::with_capacity(PROTOCOL.len() + label.len() + 8 + size);
        out.extend_from_slice(PROTOCOL);
        for part in std::iter::once(&label).chain(self.0) {
            out.extend_from_slice(&(part.len() as u64).to_be_bytes());
            out.extend_from_slice(part);
        }
        out
    }
}

const PROTOCOL: &[u8] = b"vestibule sealed v1\0";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_contexts_are_framed_alike() {
        let frame = |parts: &[&[u8]]| Context(parts).framed(Purpose::Session);
        assert_ne!(frame(&[b"ab", b"c"]), frame(&[b"a", b"bc"]));
        assert_ne!(frame(&[b"abc"]), frame(&[b"abc", b""]));
        assert_ne!(
            Context(&[b"x"]).framed(Purpose::Session),
            Context(&[b"x"]).framed(Purpose::FormToken)
        );
    }

    #[test]
    fn every_purpose_has_its_own_place_and_label() {
        for (place, purpose) in Purpose::ALL.into_iter().enumerate() {
            assert_eq!(purpose.index(), place);
        }
        let mut labels: Vec<_> = Purpose::ALL.iter().map(|purpose| purpose.label()).collect();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), Purpose::ALL.len());
    }
}
