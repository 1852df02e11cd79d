//! The lab: a real Roundcube with its mail servers, started by `tests/run` or `tests/lab/start`.

use std::env;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

/// Where the lab is.
#[derive(Debug, Clone)]
pub(crate) struct Lab {
    /// The bare webmail.
    pub(crate) roundcube: String,
    /// The password of ordinary mailboxes.
    pub(crate) password: String,
    /// What only a mailbox's owner may read: in a body and in a subject.
    pub(crate) markers: [String; 2],
}

impl Lab {
    /// The lab that the environment names.
    pub(crate) fn get() -> Result<Self> {
        let variable = |name: &str| {
            env::var(name).with_context(|| format!("{name} is not set: run tests/run"))
        };
        Ok(Self {
            roundcube: variable("LAB_ROUNDCUBE_URL")?,
            password: variable("LAB_PASSWORD")?,
            markers: [
                variable("LAB_MAIL_MARKER")?,
                variable("LAB_SUBJECT_MARKER")?,
            ],
        })
    }
}

/// The repository.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
