//! What an administrator should look at. The kind of each is stable: pages and alarms are built on it.

use jiff::Timestamp;

/// Something that an administrator should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// A site has no list of other names, so that one mailbox may sign in under several.
    AliasesUnresolved {
        /// The site's first host.
        site: String,
    },
    /// The mailboxes could not be counted.
    CensusFailed {
        /// When it was tried last.
        at: Timestamp,
    },
    /// The certificate ends soon, or has ended.
    CertificateEnds {
        /// When.
        at: Timestamp,
    },
    /// The certificate cannot be read, so that nobody knows when it ends.
    CertificateUnreadable,
    /// A changed configuration was refused: what was in force before still is.
    ConfigurationRefused {
        /// When it was read.
        at: Timestamp,
    },
    /// The key that seals is old.
    KeysOverdue {
        /// When it was made.
        made: Timestamp,
    },
    /// Mails about changes have been waiting for long.
    MailWaits {
        /// The oldest.
        since: Timestamp,
    },
    /// A changed policy file was refused: the last good one is in force.
    PolicyRefused {
        /// When it was read.
        at: Timestamp,
    },
    /// Few of the codes come back that are sent by text message.
    SmsAlarm {
        /// Where: `all countries`, or a country's code (ISO 3166-1).
        scope: String,
    },
}

impl Warning {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::AliasesUnresolved { .. } => "aliases_unresolved",
            Self::CensusFailed { .. } => "census_failed",
            Self::CertificateEnds { .. } => "certificate_ends",
            Self::CertificateUnreadable => "certificate_unreadable",
            Self::ConfigurationRefused { .. } => "configuration_refused",
            Self::KeysOverdue { .. } => "keys_overdue",
            Self::MailWaits { .. } => "mail_waits",
            Self::PolicyRefused { .. } => "policy_refused",
            Self::SmsAlarm { .. } => "sms_alarm",
        }
    }

    /// The time that it is about.
    #[must_use]
    pub const fn at(&self) -> Option<Timestamp> {
        match self {
            Self::CensusFailed { at }
            | Self::CertificateEnds { at }
            | Self::ConfigurationRefused { at }
            | Self::KeysOverdue { made: at }
            | Self::MailWaits { since: at }
            | Self::PolicyRefused { at } => Some(*at),
            Self::AliasesUnresolved { .. }
            | Self::CertificateUnreadable
            | Self::SmsAlarm { .. } => None,
        }
    }

    /// What it is about: a site, a country.
    #[must_use]
    pub fn about(&self) -> Option<&str> {
        match self {
            Self::AliasesUnresolved { site: about } | Self::SmsAlarm { scope: about } => {
                Some(about)
            }
            Self::CensusFailed { .. }
            | Self::CertificateEnds { .. }
            | Self::CertificateUnreadable
            | Self::ConfigurationRefused { .. }
            | Self::KeysOverdue { .. }
            | Self::MailWaits { .. }
            | Self::PolicyRefused { .. } => None,
        }
    }

    /// What it says, in words for the operator.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::AliasesUnresolved { site } => format!(
                "{site}: neither site.userdb nor site.aliases is set; a mailbox with several names \
                 is taken for several mailboxes"
            ),
            Self::CensusFailed { .. } => {
                "the mailboxes could not be counted; the log says why".to_owned()
            }
            Self::CertificateEnds { at } => format!("the certificate ends at {at:.0}"),
            Self::CertificateUnreadable => {
                "the certificate cannot be read; nobody knows when it ends".to_owned()
            }
            Self::ConfigurationRefused { .. } => {
                "the changed configuration has mistakes and is not in force; the log names them"
                    .to_owned()
            }
            Self::KeysOverdue { made } => format!(
                "the key that seals was made at {made:.0}; make a new one with `vestibule keys rotate`"
            ),
            Self::MailWaits { since } => {
                format!("mails about changes have been waiting since {since:.0}")
            }
            Self::PolicyRefused { .. } => {
                "the changed policy file has mistakes; the last good one is in force".to_owned()
            }
            Self::SmsAlarm { scope } => {
                format!("few codes by text message come back ({scope}): somebody may be pumping")
            }
        }
    }
}
