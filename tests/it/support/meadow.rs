//! The sample webmail in this process, for the program to stand in front of.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Result;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::GatewayProcess;
use super::house::accounts;
use crate::webmail::{Webmail, serve};

/// The profile that fits it.
pub(crate) const PROFILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/demo/profile.toml");

/// The sample webmail, on a port of its own.
pub(crate) struct Meadow {
    pub(crate) webmail: Arc<Webmail>,
    pub(crate) address: SocketAddr,
    _tasks: JoinSet<()>,
}

impl Meadow {
    pub(crate) async fn open() -> Result<Self> {
        let webmail = Arc::new(Webmail::new(accounts()));
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

    /// The program in front of it, with more lines at the end of the configuration.
    pub(crate) fn gateway(&self, more: &str) -> Result<GatewayProcess> {
        GatewayProcess::start_with(&format!("http://{}", self.address), PROFILE, more)
    }
}
