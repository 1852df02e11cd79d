//! `vestibule user`: what an administrator does for one mailbox.

use std::io::Write;
use std::sync::Arc;

use clap::Subcommand;

use super::Shell;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::config::keys::KeyFile;
use crate::domain::activity::Reader;
use crate::domain::authenticator::{Enrollment, FactorKind, make_setup_code};
use crate::domain::identity::Subject;
use crate::domain::notice::{News, Notice, Origin};
use crate::random::{SystemRandom, bytes};
use crate::store::Store;
use crate::store::embedded::SledStore;
use crate::store::records::{
    ActivityRecords, AttemptRecords, EnrollmentRecords, EpochRecords, NoticeId, NoticeRecords,
};

/// What is done.
#[derive(Debug, Clone, Subcommand)]
pub(super) enum Command {
    /// Prints a code with which a mailbox may set up its first authenticator, today and tomorrow,
    /// where its domain has guard = "admin_code".
    SetupCode {
        /// The mailbox: alice@example.com
        address: String,
    },
    /// Removes every second factor of a mailbox and ends its sessions, for whoever has lost their
    /// phone and their recovery codes. The service must be stopped meanwhile.
    Reset {
        /// The mailbox: alice@example.com
        address: String,
    },
}

/// Does it.
pub(super) fn run(
    command: &Command,
    config: &Config,
    shell: &Shell<'_>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match command {
        Command::SetupCode { address } => {
            let subject = Subject::parse(address, None)?;
            let ring = KeyFile::read(&config.keys)?.ring()?;
            let code = make_setup_code(&ring, &subject, shell.clock.now())?;
            writeln!(out, "{}", code.expose())?;
            Ok(())
        }
        Command::Reset { address } => {
            let subject = Subject::parse(address, None)?;
            let clock = Arc::new(SystemClock);
            let store: Arc<dyn Store> = Arc::new(SledStore::open(&config.store.path, clock)?);
            let runtime = tokio::runtime::Builder::new_current_thread().build()?;
            let had = runtime.block_on(reset(&store, &subject))?;
            if config.mail.is_some() {
                runtime.block_on(tell(&store, &subject, (config, shell)))?;
            }
            let what = if had {
                "its second factors are removed"
            } else {
                "it had no second factor"
            };
            writeln!(out, "{subject}: {what}; its sessions have ended")?;
            Ok(())
        }
    }
}

/// Ends sessions first: a crash in between leaves the factors as they were. Whether there were any.
async fn reset(store: &Arc<dyn Store>, subject: &Subject) -> anyhow::Result<bool> {
    let enrollments = EnrollmentRecords::new(Arc::clone(store));
    let epochs = EpochRecords::new(Arc::clone(store));
    let loaded = enrollments.load(subject).await?;
    let epoch = loaded.enrollment.epoch.max(epochs.current(subject).await?) + 1;
    epochs.raise(subject, epoch).await?;
    let empty = Enrollment::new(epoch, Vec::new());
    anyhow::ensure!(
        enrollments.replace(subject, &loaded, &empty).await?,
        "the mailbox was changed at the same time"
    );
    let attempts = AttemptRecords::new(Arc::clone(store));
    for kind in FactorKind::ALL {
        attempts.clear(subject, kind).await?;
    }
    Ok(loaded.enrollment.is_active())
}

/// Queues the mail that says so, for when the service runs again.
async fn tell(
    store: &Arc<dyn Store>,
    subject: &Subject,
    (config, shell): (&Config, &Shell<'_>),
) -> anyhow::Result<()> {
    let activity = ActivityRecords::new(Arc::clone(store))
        .load(subject)
        .await?;
    let first = config.sites.first().and_then(|site| site.hosts.first());
    let reader = activity.reader.unwrap_or_else(|| Reader {
        language: String::new(),
        host: first.cloned().unwrap_or_default(),
    });
    let origin = Origin {
        address: None,
        browser: None,
    };
    let now = shell.clock.now();
    let notice = Notice::new(subject.as_str(), &reader, now, origin, News::AdminReset);
    let id = NoticeId::new(&notice, bytes(&SystemRandom)?);
    NoticeRecords::new(Arc::clone(store))
        .add(&id, &notice)
        .await?;
    Ok(())
}
