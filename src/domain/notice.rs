//! What a mailbox is told of by mail, and when its mail is tried again.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::activity::Reader;
use super::authenticator::RecordError;
use super::time::{after, between};

/// A change that a mailbox is told of. It holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    format: u8,
    /// The mailbox, in canonical form.
    pub subject: String,
    /// The webmail's host name, as the person knows it.
    pub host: String,
    /// The person's language (RFC 5646).
    pub language: String,
    /// When it happened.
    pub at: Timestamp,
    /// From where, if it was done over the web.
    pub address: Option<String>,
    /// With which browser, in a few words.
    pub browser: Option<String>,
    /// What happened.
    pub news: News,
    /// Not to be sent before.
    pub due: Timestamp,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum News {
    /// The administrator has removed every second factor.
    AdminReset,
    /// A browser is trusted.
    BrowserTrusted {
        /// For how many days.
        days: u16,
    },
    /// An authenticator was added.
    FactorAdded {
        /// Which.
        factor: FactorName,
    },
    /// An authenticator was removed.
    FactorRemoved {
        /// Which.
        factor: FactorName,
    },
    /// An authenticator stands in the place of another.
    FactorReplaced {
        /// The new one.
        factor: FactorName,
    },
    /// Codes go to another number.
    NumberChanged {
        /// The new number, masked.
        masked: String,
    },
    /// There are new recovery codes.
    RecoveryCodesMade,
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// How many are left.
        left: usize,
    },
    /// The last authenticator was removed.
    TurnedOff,
}

/// What an authenticator is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorName {
    /// An app without a name.
    App,
    /// What its owner calls it.
    Own(String),
    /// A number without a name, masked.
    Sms(String),
}

/// Who did what, for [`Notice::new`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// From where, if it was done over the web.
    pub address: Option<String>,
    /// With which browser, in a few words.
    pub browser: Option<String>,
}

/// How a mail server refused a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// For good, as it says. It may be a mistake in its configuration, which is mended within a day.
    Permanent,
    /// For now.
    Transient,
}

impl Notice {
    /// A notice of `news` for a mailbox whose owner is `reader`, due at once.
    #[must_use]
    pub fn new(subject: &str, reader: &Reader, at: Timestamp, origin: Origin, news: News) -> Self {
        Self {
            format: FORMAT,
            subject: subject.to_owned(),
            host: reader.host.clone(),
            language: reader.language.clone(),
            at,
            address: origin.address,
            browser: origin.browser.filter(|browser| !browser.is_empty()),
            news,
            due: at,
        }
    }

    /// Taken by a node that now tries it: others leave it alone for a while.
    #[must_use]
    pub fn taken(&self, now: Timestamp) -> Self {
        self.due_at(after(now, TAKEN))
    }

    /// When it is tried again after a refusal; nothing when that has gone on for too long.
    #[must_use]
    pub fn refused(&self, refusal: Refusal, now: Timestamp) -> Option<Self> {
        let age = between(self.at, now);
        let patience = match refusal {
            Refusal::Permanent => PERMANENT_PATIENCE,
            Refusal::Transient => PATIENCE,
        };
        (age < patience).then(|| self.due_at(after(now, (age / 2).clamp(LEAST, MOST))))
    }

    /// Due at this time.
    #[must_use]
    pub fn due_at(&self, due: Timestamp) -> Self {
        Self {
            due,
            ..self.clone()
        }
    }

    /// The record's bytes.
    ///
    /// # Errors
    /// When they cannot be encoded.
    pub fn encode(&self) -> Result<Vec<u8>, RecordError> {
        serde_json::to_vec(self).map_err(|_| RecordError::Format)
    }

    /// Reads the record's bytes.
    ///
    /// # Errors
    /// When they are not of this version's format.
    pub fn decode(bytes: &[u8]) -> Result<Self, RecordError> {
        let record: Self = serde_json::from_slice(bytes).map_err(|_| RecordError::Format)?;
        if record.format == FORMAT {
            Ok(record)
        } else {
            Err(RecordError::Format)
        }
    }
}

impl News {
    /// Its name in logs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AdminReset => "admin_reset",
            Self::BrowserTrusted { .. } => "browser_trusted",
            Self::FactorAdded { .. } => "factor_added",
            Self::FactorRemoved { .. } => "factor_removed",
            Self::FactorReplaced { .. } => "factor_replaced",
            Self::NumberChanged { .. } => "number_changed",
            Self::RecoveryCodeUsed { .. } => "recovery_code_used",
            Self::RecoveryCodesMade => "recovery_codes_made",
            Self::TurnedOff => "turned_off",
        }
    }
}

const FORMAT: u8 = 1;
/// Longer than sending a mail may take.
const TAKEN: Duration = Duration::from_secs(5 * 60);
const LEAST: Duration = Duration::from_secs(60);
const MOST: Duration = Duration::from_secs(60 * 60);
/// How long a mail is tried (RFC 5321 §4.5.4.1: at least four to five days).
pub const PATIENCE: Duration = Duration::from_secs(5 * 24 * 60 * 60);
const PERMANENT_PATIENCE: Duration = Duration::from_secs(24 * 60 * 60);

#[cfg(test)]
mod tests {
    use super::*;

    fn notice() -> Notice {
        let origin = Origin {
            address: None,
            browser: Some(String::new()),
        };
        let at = Timestamp::from_second(1_000_000).unwrap();
        let factor = FactorName::Own("phone".to_owned());
        let news = News::FactorAdded { factor };
        let reader = Reader {
            language: "de".to_owned(),
            host: "webmail.test".to_owned(),
        };
        Notice::new("alice@required.test", &reader, at, origin, news)
    }

    #[test]
    fn a_notice_survives_its_record_and_an_unknown_format_does_not() {
        let written = notice();
        let bytes = written.encode().unwrap();
        assert_eq!(Notice::decode(&bytes), Ok(written));
        let other = String::from_utf8(bytes).unwrap();
        let other = other.replace("\"format\":1", "\"format\":2");
        assert_eq!(Notice::decode(other.as_bytes()), Err(RecordError::Format));
    }

    /// How often and for how long a notice is tried that is always refused.
    fn tries(refusal: Refusal) -> (usize, Duration) {
        let (mut count, mut tried) = (1, notice());
        let mut now = tried.at;
        while let Some(next) = tried.refused(refusal, now) {
            let pause = between(now, next.due);
            assert!(pause >= LEAST && pause <= MOST, "{pause:?}");
            (count, now, tried) = (count + 1, next.due, next);
        }
        (count, between(notice().at, now))
    }

    #[test]
    fn a_refused_notice_is_tried_for_days_but_not_for_ever() {
        let (count, long) = tries(Refusal::Transient);
        assert!((100..200).contains(&count), "{count} tries");
        assert!(long >= PATIENCE && long < PATIENCE + MOST, "{long:?}");
        let (count, long) = tries(Refusal::Permanent);
        assert!((20..50).contains(&count), "{count} tries");
        assert!(long < PERMANENT_PATIENCE + MOST, "{long:?}");
    }

    #[test]
    fn a_browser_that_says_nothing_is_not_known() {
        assert_eq!(notice().browser, None);
    }
}
