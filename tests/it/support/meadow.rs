//! The sample webmail on a port of its own, as an upstream of the program.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Result;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::house::PASSWORD;
use crate::webmail::{Accounts, Webmail, serve};

/// A running sample webmail.
pub(crate) struct Meadow {
    address: SocketAddr,
    _tasks: JoinSet<()>,
}

impl Meadow {
    /// Starts it with these mailboxes.
    pub(crate) async fn start(mailboxes: &[String]) -> Result<Self> {
        let accounts = mailboxes
            .iter()
            .map(|name| (name.as_str(), PASSWORD, name.as_str()));
        let webmail = Arc::new(Webmail::new(Accounts::new(accounts)));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let mut tasks = JoinSet::new();
        tasks.spawn(serve(listener, webmail));
        Ok(Self {
            address,
            _tasks: tasks,
        })
    }

    /// Where it listens.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// The profile of the sample webmail.
pub(crate) const PROFILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/demo/profile.toml");
