//! What runs beside the workers: what keeps memory current, mails, and the administrators' doors.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use super::lookout::Lookout;
use super::{admin, alias_file, mail, policy_file, tallies};
use crate::config::Config;
use crate::delivery::mail::Smtp;
use crate::gateway::live::Follower;
use crate::gateway::notices::Postman;
use crate::gateway::policies::{self, PolicyFollower};
use crate::gateway::{Gateway, distrust};
use crate::store::Store;

/// All of it, ready to run: what is in memory is current.
pub(super) struct Background {
    live: Follower,
    policies: PolicyFollower,
    doors: admin::Doors,
    mail: Option<Smtp>,
}

/// All of it, running. It ends when this is dropped.
pub(super) struct Running {
    vital: JoinSet<()>,
    _others: JoinSet<()>,
}

impl Background {
    /// Reads what is kept in memory, and opens the doors.
    ///
    /// # Errors
    /// When the store cannot be read, a door cannot be opened, or a secret is missing.
    pub(super) async fn prepare(
        config: &Config,
        gateway: &Arc<Gateway>,
        store: &Arc<dyn Store>,
    ) -> anyhow::Result<Self> {
        let clock = || Arc::clone(&gateway.clock);
        Ok(Self {
            live: gateway.live.start(store, clock()).await?,
            policies: policies::start(&gateway.policy, store, clock()).await?,
            doors: admin::open(config).await?,
            mail: mail::mail_server(config.mail.as_ref())?,
        })
    }

    /// Runs it.
    pub(super) fn start(
        self,
        config: &Config,
        (gateway, store): (&Arc<Gateway>, &Arc<dyn Store>),
        lookout: &Arc<Lookout>,
    ) -> Running {
        let mut others = self.doors.serve(config, (gateway, store), lookout);
        if let Some(file) = config.policy.file.clone() {
            let read = (file, config.policy.default.clone());
            let (gateway, lookout) = (Arc::clone(gateway), Arc::clone(lookout));
            others.spawn(policy_file::follow(gateway, lookout, read));
        }
        for (read, site) in config.sites.iter().zip(gateway.sites.all()) {
            if let Some(file) = read.aliases_file.clone() {
                others.spawn(alias_file::follow(Arc::clone(site), file));
            }
        }
        others.spawn(distrust::follow(Arc::clone(gateway)));
        others.spawn(look_at_messages(Arc::clone(gateway)));
        others.spawn(tallies::follow(Arc::clone(gateway), Arc::clone(store)));
        if let Some(server) = self.mail {
            others.spawn(Postman::new(Arc::clone(gateway), server).run());
        }
        let mut vital = JoinSet::new();
        vital.spawn(self.live.run());
        vital.spawn(self.policies.run());
        Running {
            vital,
            _others: others,
        }
    }
}

impl Running {
    /// Waits until what is in memory is current no longer: the store has closed or failed.
    pub(super) async fn failed(&mut self) {
        self.vital.join_next().await;
    }
}

/// Notices a burst of text messages that nothing follows.
async fn look_at_messages(gateway: Arc<Gateway>) {
    loop {
        tokio::time::sleep(LOOK).await;
        gateway.look_at_messages();
    }
}

const LOOK: Duration = Duration::from_secs(60);
