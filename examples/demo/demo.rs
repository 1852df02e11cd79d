//! The demo itself: the sample webmail on a thread of its own, the gateway on this one.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::Context as _;
use tokio_util::sync::CancellationToken;
use vestibule::app::{Outside, Runtime, build, run};
use vestibule::clock::{Clock, SystemClock};
use vestibule::config::Config;
use vestibule::config::keys::KeyFile;
use vestibule::domain::administrator::{Administrator, AdministratorName, Invitation, Role};
use vestibule::domain::identity::Domain;
use vestibule::domain::policy::TermsForm;
use vestibule::domain::time::after;
use vestibule::random::{SystemRandom, bytes};
use vestibule::secret::SecretText;
use vestibule::store::embedded::SledStore;
use vestibule::store::records::{AdministratorRecords, PolicyRecords, StoredPolicy};
use vestibule::store::{Expected, Store};
use vestibule::telemetry::Audit;

use super::folder::Folder;
use super::mailboxes::MAILBOXES;
use super::narrator::Narrator;
use super::phone;
use super::webmail::{Accounts, Webmail, serve};

/// A demo that is ready to run.
pub(crate) struct Demo {
    config: Config,
    // Ends before its folder is removed.
    webmail: SampleWebmail,
    folder: Folder,
}

impl Demo {
    /// Starts the webmail, and makes everything that a gateway on `port` needs, with a control panel
    /// on `admin`.
    pub(crate) fn prepare(port: u16, admin: u16) -> anyhow::Result<Self> {
        let webmail = SampleWebmail::start()?;
        let folder = Folder::make((port, admin), webmail.address)?;
        let config = folder.load()?;
        Ok(Self {
            config,
            webmail,
            folder,
        })
    }

    /// The file to edit.
    pub(crate) fn policy_file(&self) -> PathBuf {
        self.folder.policy()
    }

    /// Runs the gateway until `stop` or Ctrl-C; `ready` is told its address, and the
    /// code by which the administrator sets up an account. Then removes the folder.
    pub(crate) fn run(
        self,
        stop: CancellationToken,
        ready: Box<dyn FnOnce(SocketAddr, SecretText)>,
    ) -> anyhow::Result<()> {
        let ended = self.run_gateway(stop, ready);
        self.webmail.stop();
        let removed = self.folder.remove();
        ended.and(removed)
    }

    fn run_gateway(
        &self,
        stop: CancellationToken,
        ready: Box<dyn FnOnce(SocketAddr, SecretText)>,
    ) -> anyhow::Result<()> {
        let clock = Arc::new(SystemClock);
        let sled = SledStore::open(&self.config.store.path, clock.clone())?;
        let store: Arc<dyn Store> = Arc::new(sled);
        let code = first_records(&store, clock.as_ref())?;
        let outside = Outside {
            clock,
            random: Arc::new(SystemRandom),
            store: Arc::clone(&store),
            ring: KeyFile::read(&self.config.keys)?.ring()?,
            sms: Some(phone::channel()),
            audit: Arc::new(Audit::to(Box::new(Narrator))?),
        };
        let gateway = build(&self.config, outside)?;
        let runtime = Runtime {
            file: self.folder.configuration(),
            environment: Vec::new(),
            ready: Box::new(move |address| ready(address, code)),
            stop,
        };
        run(&self.config, gateway, &store, runtime)
    }
}

/// What is in the store at first: a domain that the control panel changes, and its administrator,
/// who sets up an account with the code that this gives.
fn first_records(store: &Arc<dyn Store>, clock: &dyn Clock) -> anyhow::Result<SecretText> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let now = clock.now();
    let name = AdministratorName::parse(ADMINISTRATOR).context("the administrator's name")?;
    let mut administrator = Administrator::new(name, Role::Operator, "demo", now);
    let until = after(now, Duration::from_secs(24 * 60 * 60));
    let (invitation, code) = Invitation::make(bytes(&SystemRandom)?, until);
    administrator.invite(invitation);
    let optional = StoredPolicy::new(TermsForm::of("optional"), "demo".to_owned(), now);
    runtime.block_on(async {
        let policies = PolicyRecords::new(Arc::clone(store));
        let domain = Domain::parse("optional.example")?;
        policies.put(&domain, Expected::Absent, &optional).await?;
        let administrators = AdministratorRecords::new(Arc::clone(store));
        administrators.add(&administrator).await?;
        anyhow::Ok(())
    })?;
    Ok(code)
}

/// Who signs in to the control panel.
pub(crate) const ADMINISTRATOR: &str = "admin";

/// The sample webmail on a free port of this machine.
struct SampleWebmail {
    address: SocketAddr,
    stop: CancellationToken,
    thread: JoinHandle<()>,
}

impl SampleWebmail {
    fn start() -> anyhow::Result<Self> {
        let accounts = MAILBOXES.iter().map(|m| (m.address, m.password, m.name));
        let webmail = Arc::new(Webmail::new(Accounts::new(accounts)));
        let listener = TcpListener::bind("127.0.0.1:0").context("the sample webmail's port")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let thread = thread::Builder::new()
            .name("sample-webmail".to_owned())
            .spawn(move || {
                runtime.block_on(async move {
                    match tokio::net::TcpListener::from_std(listener) {
                        Ok(listener) => tokio::select! {
                            () = serve(listener, webmail) => {}
                            () = stopped.cancelled() => {}
                        },
                        Err(error) => tracing::error!(%error, "the sample webmail cannot listen"),
                    }
                });
            })?;
        Ok(Self {
            address,
            stop,
            thread,
        })
    }

    fn stop(self) {
        self.stop.cancel();
        if self.thread.join().is_err() {
            tracing::error!("the sample webmail panicked");
        }
    }
}
