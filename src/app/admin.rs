//! From `[admin]` to where administrators connect.

use std::sync::Arc;

use anyhow::Context as _;
use tokio::net::{TcpListener, UnixListener};
use tokio::task::JoinSet;

use crate::admin::{Admin, Outside, api, panel, serve};
use crate::config::Config;
use crate::gateway::Gateway;
use crate::store::Store;

/// Where administrators connect, before anybody does.
pub(super) struct Doors {
    network: Option<TcpListener>,
    socket: Option<UnixListener>,
}

/// Opens the doors.
///
/// # Errors
/// When one cannot be opened.
pub(super) async fn open(config: &Config) -> anyhow::Result<Doors> {
    let network = match config.admin.listen {
        Some(address) => {
            let bound = TcpListener::bind(address).await;
            Some(bound.with_context(|| format!("admin.listen {address}"))?)
        }
        None => None,
    };
    let socket = match &config.admin.socket {
        Some(path) => {
            let bound = serve::bind_socket(path);
            Some(bound.with_context(|| format!("admin.socket {}", path.display()))?)
        }
        None => None,
    };
    Ok(Doors { network, socket })
}

impl Doors {
    /// Lets administrators in, for as long as what is returned is kept.
    pub(super) fn serve(
        self,
        config: &Config,
        gateway: &Arc<Gateway>,
        store: &Arc<dyn Store>,
    ) -> JoinSet<()> {
        let mut tasks = JoinSet::new();
        let admin = admin(config, gateway, store);
        let (router, _) = api::router(Arc::clone(&admin));
        if let Some(listener) = self.network {
            tracing::info!(address = ?listener.local_addr().ok(), "answering administrators");
            let panel = panel::router(&admin, router.clone(), config.admin.address());
            tasks.spawn(serve::on_network(listener, panel));
        }
        if let Some(listener) = self.socket {
            let own = rustix::process::geteuid().as_raw();
            tasks.spawn(serve::on_socket(listener, own, router));
        }
        tasks
    }
}

/// The administrator's side of a gateway.
pub fn admin(config: &Config, gateway: &Arc<Gateway>, store: &Arc<dyn Store>) -> Arc<Admin> {
    let hosts = config.sites.first().map(|site| &site.hosts);
    let host = hosts.and_then(|hosts| hosts.first()).cloned();
    Admin::new(Outside {
        clock: Arc::clone(&gateway.clock),
        random: Arc::clone(&gateway.random),
        store: Arc::clone(store),
        table: Arc::clone(&gateway.policy),
        ring: Arc::clone(&gateway.ring),
        host: host.unwrap_or_default(),
        notices: gateway.notices.clone(),
    })
}
