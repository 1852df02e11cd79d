//! From `[admin]` to where administrators connect.

use std::sync::Arc;

use anyhow::Context as _;
use tokio::net::{TcpListener, UnixListener};
use tokio::task::JoinSet;

use super::lookout::Lookout;
use crate::admin::{Admin, CensusTaker, Outside, api, panel, serve};
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
        (gateway, store): (&Arc<Gateway>, &Arc<dyn Store>),
        lookout: &Arc<Lookout>,
    ) -> JoinSet<()> {
        let mut tasks = JoinSet::new();
        if self.network.is_none() && self.socket.is_none() {
            return tasks;
        }
        let admin = assemble(config, (gateway, store), Arc::clone(lookout));
        tasks.spawn(Arc::clone(admin.census()).follow(config.admin.census));
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
    let lookout = Lookout::new(config, gateway, None);
    assemble(config, (gateway, store), lookout)
}

fn assemble(
    config: &Config,
    (gateway, store): (&Arc<Gateway>, &Arc<dyn Store>),
    lookout: Arc<Lookout>,
) -> Arc<Admin> {
    let hosts = config.sites.first().map(|site| &site.hosts);
    let host = hosts.and_then(|hosts| hosts.first()).cloned();
    let clock = || Arc::clone(&gateway.clock);
    Admin::new(Outside {
        clock: clock(),
        random: Arc::clone(&gateway.random),
        store: Arc::clone(store),
        table: Arc::clone(&gateway.policy),
        ring: Arc::clone(&gateway.ring),
        host: host.unwrap_or_default(),
        notices: gateway.notices.clone(),
        sms: gateway.sms.as_ref().map(|channel| channel.limits),
        census: CensusTaker::new(store, clock(), gateway.session.absolute),
        lookout,
        audit: Arc::clone(&gateway.audit),
    })
}
