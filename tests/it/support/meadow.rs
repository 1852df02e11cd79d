//! The sample webmail on a port of its own, as an upstream of the program.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Result;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::GatewayProcess;
use super::house::{PASSWORD, accounts};
use crate::webmail::{Accounts, Webmail, serve};

/// A running sample webmail.
pub(crate) struct Meadow {
    pub(crate) webmail: Arc<Webmail>,
    pub(crate) address: SocketAddr,
    _tasks: JoinSet<()>,
}

impl Meadow {
    /// Starts it with the mailboxes that a house has.
    pub(crate) async fn open() -> Result<Self> {
        Self::of(accounts()).await
    }

    /// Starts it with these mailboxes.
    pub(crate) async fn start(mailboxes: &[String]) -> Result<Self> {
        let accounts = mailboxes
            .iter()
            .map(|name| (name.as_str(), PASSWORD, name.as_str()));
        Self::of(Accounts::new(accounts)).await
    }

    async fn of(accounts: Accounts) -> Result<Self> {
        let webmail = Arc::new(Webmail::new(accounts));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let mut tasks = JoinSet::new();
        tasks.spawn(serve(listener, Arc::clone(&webmail)));
        Ok(Self {
            webmail,
            address,
            _tasks: tasks,
        })
    }

    /// Where it listens.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The program in front of it, with more lines at the end of the configuration.
    pub(crate) fn gateway(&self, more: &str) -> Result<GatewayProcess> {
        GatewayProcess::start_with(&self.origin(), PROFILE, more)
    }
}

/// The profile of the sample webmail.
pub(crate) const PROFILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/demo/profile.toml");
