//! One node of a gateway in this process.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Result;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use vestibule::app::{Outside, build};
use vestibule::config::Config;
use vestibule::gateway::listener::{Crowd, Door, serve};
use vestibule::gateway::{Gateway, Worker, policies};

/// A node that listens, and follows what is written into its store.
pub(crate) struct Node {
    pub(crate) address: SocketAddr,
    pub(crate) gateway: Arc<Gateway>,
    _tasks: JoinSet<()>,
}

impl Node {
    /// Starts it on a free port.
    pub(crate) async fn start(config: &Config, outside: Outside) -> Result<Self> {
        let store = Arc::clone(&outside.store);
        let gateway = Arc::new(build(config, outside)?);
        let mut tasks = JoinSet::new();
        let clock = || Arc::clone(&gateway.clock);
        tasks.spawn(gateway.live.start(&store, clock()).await?.run());
        let policies = policies::start(&gateway.policy, &store, clock()).await?;
        tasks.spawn(policies.run());
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let door = Door {
            tls: None,
            connections: Arc::new(Semaphore::new(1000)),
            crowd: Crowd::default(),
            stop: CancellationToken::new(),
        };
        let worker = Worker::new(Arc::clone(&gateway))?;
        tasks.spawn(serve(worker, listener, door));
        Ok(Self {
            address,
            gateway,
            _tasks: tasks,
        })
    }
}
