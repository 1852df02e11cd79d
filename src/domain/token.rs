//! Tokens: what a program shows to use the API. 256 random bits; only a hash of them is kept.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::rights::Rights;
use crate::secret::SecretText;

/// Names a token. Not secret.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TokenId(String);

/// What is known of a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredToken {
    format: u8,
    /// Which.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub rights: Rights,
    /// Whose mailboxes it may do it to; all where there are none named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domains: Option<BTreeSet<String>>,
    /// When it was made.
    pub made: Timestamp,
    /// By whom.
    pub by: String,
    /// When it ends.
    pub expires: Timestamp,
    hash: String,
}

/// What a token is made of, besides its id and its secret.
#[derive(Debug, Clone)]
pub struct TokenGrant {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub rights: Rights,
    /// Whose mailboxes it may do it to; all where there are none named.
    pub domains: Option<BTreeSet<String>>,
    /// By whom it is made.
    pub by: String,
    /// When it ends.
    pub expires: Timestamp,
}

impl TokenId {
    /// Reads an id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        hex.then(|| Self(text.to_owned()))
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl StoredToken {
    /// A new token: what to keep, and what to show once.
    #[must_use]
    pub fn make(
        grant: TokenGrant,
        now: Timestamp,
        (id, secret): ([u8; 8], [u8; 32]),
    ) -> (Self, SecretText) {
        let id = TokenId(data_encoding::HEXLOWER.encode(&id));
        let secret = data_encoding::BASE64URL_NOPAD.encode(&secret);
        let shown = SecretText::new(format!("{PREFIX}{}_{secret}", id.0));
        let token = Self {
            format: FORMAT,
            hash: hash(&secret),
            id,
            name: grant.name,
            rights: grant.rights,
            domains: grant.domains,
            made: now,
            by: grant.by,
            expires: grant.expires,
        };
        (token, shown)
    }

    /// The id that a shown token names, and its secret.
    #[must_use]
    pub fn split(shown: &str) -> Option<(TokenId, &str)> {
        let (id, secret) = shown.strip_prefix(PREFIX)?.split_once('_')?;
        Some((TokenId::parse(id)?, secret))
    }

    /// Whether `secret` is this token's, and it is good at `now`.
    #[must_use]
    pub fn accepts(&self, secret: &str, now: Timestamp) -> bool {
        let right = self.hash.as_bytes().ct_eq(hash(secret).as_bytes());
        bool::from(right) && self.format == FORMAT && now < self.expires
    }
}

/// A hash without salt or delay is enough for 256 random bits.
fn hash(secret: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(secret))
}

const FORMAT: u8 = 1;
const PREFIX: &str = "vst_";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_accepted_until_its_end_and_no_other_is() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let grant = || TokenGrant {
            name: "panel".to_owned(),
            rights: Rights::default(),
            domains: None,
            by: "root".to_owned(),
            expires: at(100),
        };
        let (token, shown) = StoredToken::make(grant(), at(0), ([1; 8], [2; 32]));
        let (_, other) = StoredToken::make(grant(), at(0), ([1; 8], [3; 32]));
        let (id, secret) = StoredToken::split(shown.expose()).unwrap();
        assert_eq!(id, token.id);
        assert!(token.accepts(secret, at(99)) && !token.accepts(secret, at(100)));
        let (_, wrong) = StoredToken::split(other.expose()).unwrap();
        assert!(!token.accepts(wrong, at(1)) && !token.accepts("", at(1)));
        let kept = serde_json::to_string(&token).unwrap();
        assert!(!kept.contains(secret), "{kept}");
        for text in [
            "",
            "vst_",
            "vst_x_y",
            "vst_0101010101010101",
            "0101010101010101_x",
        ] {
            assert!(StoredToken::split(text).is_none(), "{text}");
        }
    }

    #[test]
    fn an_id_is_sixteen_hexadecimal_digits() {
        let id = TokenId::parse("0123456789abcdef").unwrap();
        assert_eq!(id.as_str(), "0123456789abcdef");
        for text in [
            "",
            "0123456789abcde",
            "0123456789abcdef0",
            "0123456789abcdeg",
        ] {
            assert_eq!(TokenId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_token_of_an_unknown_format_is_accepted_by_nobody() {
        let grant = TokenGrant {
            name: "panel".to_owned(),
            rights: Rights::ALL,
            domains: None,
            by: "root".to_owned(),
            expires: Timestamp::MAX,
        };
        let now = Timestamp::UNIX_EPOCH;
        let (mut token, shown) = StoredToken::make(grant, now, ([1; 8], [2; 32]));
        let (_, secret) = StoredToken::split(shown.expose()).unwrap();
        assert!(token.accepts(secret, now));
        token.format = 9;
        assert!(!token.accepts(secret, now));
    }
}
