//! The gateway in this process, in front of the sample webmail, with a clock that stands still.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use jiff::Timestamp;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use vestibule::app::{Outside, audit, mail_server};
use vestibule::clock::{Clock, ManualClock};
use vestibule::config::{self, Config, policy};
use vestibule::delivery::sms::Sms;
use vestibule::domain::phone::{Countries, Country};
use vestibule::domain::policy::{DomainPolicy, Mode};
use vestibule::domain::seal::{KeyId, KeyRing, RingKey};
use vestibule::domain::sms_alarm::Alarm;
use vestibule::domain::sms_budget::Limits;
use vestibule::gateway::Gateway;
use vestibule::gateway::factors::{SmsChannel, SmsWatch};
use vestibule::gateway::notices::Postman;
use vestibule::random::SystemRandom;
use vestibule::secret::Secret;
use vestibule::store::Store;
use vestibule::store::memory::MemoryStore;

use super::phone::Phone;
use super::{Answer, Browser, Node, Relay, between, code_at};
use crate::webmail::{Accounts, Webmail, serve as serve_webmail};

/// A gateway in front of the sample webmail.
pub(crate) struct House {
    pub(crate) address: SocketAddr,
    pub(crate) webmail: Arc<Webmail>,
    pub(crate) gateway: Arc<Gateway>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) store: Arc<MemoryStore>,
    /// The store with whatever stands in front of it.
    pub(crate) shared: Arc<dyn Store>,
    pub(crate) config: Config,
    pub(crate) phone: Arc<Phone>,
    /// Where the configuration has `[mail]`. Goes round when a test tells it to.
    pub(crate) postman: Option<Postman>,
    _node: Node,
    _tasks: JoinSet<()>,
    folder: TempDir,
}

/// Mailboxes and passwords: `alice` and `bob` at each domain.
pub(crate) const PASSWORD: &str = "correct horse";
/// The profile of the sample webmail.
pub(crate) const PROFILE: &str = include_str!("../../../examples/demo/profile.toml");
const MAILBOXES: [&str; 6] = [
    "alice@required.test",
    "bob@required.test",
    "alice@optional.test",
    "bob@optional.test",
    "alice@disabled.test",
    "bob@disabled.test",
];

impl House {
    /// Required, optional and disabled domains.
    pub(crate) async fn open() -> Result<Self> {
        Self::with("").await
    }

    /// With more lines at the end of the configuration.
    pub(crate) async fn with(more: &str) -> Result<Self> {
        Self::build(more, |webmail| format!("\"http://{webmail}\"")).await
    }

    /// With `relay` between the gateway and the webmail.
    pub(crate) async fn behind(relay: &Relay, more: &str) -> Result<Self> {
        let address = relay.address;
        let leading = relay.clone();
        Self::build(more, move |webmail| {
            leading.lead_to(webmail);
            format!("\"http://{address}\"")
        })
        .await
    }

    /// `upstream` says where the gateway finds the webmail, and may add lines about the site.
    pub(crate) async fn build(
        more: &str,
        upstream: impl FnOnce(SocketAddr) -> String,
    ) -> Result<Self> {
        Self::assemble((more, PROFILE), |store| store, upstream).await
    }

    /// With a profile of its own, and something between the gateway and its store.
    pub(crate) async fn built(
        more: &str,
        profile: &str,
        between: impl FnOnce(Arc<dyn Store>) -> Arc<dyn Store>,
    ) -> Result<Self> {
        let upstream = |webmail| format!("\"http://{webmail}\"");
        Self::assemble((more, profile), between, upstream).await
    }

    async fn assemble(
        (more, profile): (&str, &str),
        between: impl FnOnce(Arc<dyn Store>) -> Arc<dyn Store>,
        upstream: impl FnOnce(SocketAddr) -> String,
    ) -> Result<Self> {
        let mut tasks = JoinSet::new();
        let webmail = Arc::new(Webmail::new(accounts()));
        let behind = TcpListener::bind("127.0.0.1:0").await?;
        let webmail_at = behind.local_addr()?;
        tasks.spawn(serve_webmail(behind, Arc::clone(&webmail)));

        let folder = tempfile::tempdir()?;
        let config = configure(&folder, (more, profile), &upstream(webmail_at))?;

        let start = "2026-11-24T12:00:00Z".parse()?;
        let clock = Arc::new(ManualClock::new(start));
        let store = Arc::new(MemoryStore::new(Arc::clone(&clock) as Arc<dyn Clock>));
        let phone = Arc::new(Phone::default());
        let shared = between(Arc::clone(&store) as Arc<dyn Store>);
        let outside = Outside {
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            random: Arc::new(SystemRandom),
            store: Arc::clone(&shared),
            ring: ring(&[1])?,
            sms: Some(channel(&phone, &config)),
            audit: audit(&config.audit)?,
        };
        let node = Node::start(&config, outside).await?;
        let gateway = Arc::clone(&node.gateway);
        let mail_server = mail_server(config.mail.as_ref())?;
        let postman = mail_server.map(|server| Postman::new(Arc::clone(&gateway), server));
        Ok(Self {
            address: node.address,
            webmail,
            gateway,
            clock,
            store,
            shared,
            config,
            phone,
            postman,
            _node: node,
            _tasks: tasks,
            folder,
        })
    }

    /// Another node of the same gateway: the same store, keys, clock and webmail.
    pub(crate) async fn another_node(&self) -> Result<Node> {
        let outside = Outside {
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            random: Arc::new(SystemRandom),
            store: Arc::clone(&self.shared),
            ring: ring(&[1])?,
            sms: Some(channel(&self.phone, &self.config)),
            audit: Arc::clone(&self.gateway.audit),
        };
        Node::start(&self.config, outside).await
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.address)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn wait(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// What is in the audit trail.
    pub(crate) fn audit(&self) -> Result<String> {
        let written = self.gateway.audit.flush(Duration::from_secs(60));
        ensure!(written, "the audit trail is not written");
        Ok(std::fs::read_to_string(
            self.folder.path().join("audit.jsonl"),
        )?)
    }

    /// Changes the policy, as an edit of its file does.
    pub(crate) fn set_policy(&self, domains: &str) -> Result<()> {
        let file = self.folder.path().join("policy.toml");
        std::fs::write(&file, format!("[domains]\n{domains}\n"))?;
        let table = policy::load(&file, &DomainPolicy::of(Mode::Required));
        let table = table.map_err(|problems| anyhow::anyhow!("{problems}"))?;
        self.gateway
            .policy
            .rcu(|current| table.with_stored_of(current));
        Ok(())
    }

    /// Types name and password into the webmail's own login form.
    pub(crate) async fn log_in(&self, browser: &mut Browser, name: &str) -> Result<Answer> {
        let form = [("user", name), ("password", PASSWORD), ("csrf", "stale")];
        browser.post("/login", &form).await
    }

    /// Signs in to a mailbox of a Required domain and sets up an app; gives its key.
    pub(crate) async fn enroll(&self, browser: &mut Browser, name: &str) -> Result<String> {
        self.log_in(browser, name).await?;
        let page = browser.get("/mfa/enroll/app").await?.text();
        let key = key_on(&page)?;
        let token = form_token(&page)?;
        let code = code_at(&key, self.now())?;
        let done = browser
            .post(
                "/mfa/enroll/app",
                &[("form_token", &token), ("code", &code)],
            )
            .await?;
        ensure!(
            done.location().starts_with('/'),
            "not enrolled: {}",
            done.text()
        );
        Ok(key)
    }

    /// Types a code into the challenge.
    pub(crate) async fn answer(&self, browser: &mut Browser, code: &str) -> Result<Answer> {
        let page = browser.get("/mfa/challenge").await?.text();
        let token = form_token(&page)?;
        browser
            .post("/mfa/challenge", &[("form_token", &token), ("code", code)])
            .await
    }
}

/// Writes the files of a configuration into `folder`, and reads them.
fn configure(folder: &TempDir, (more, profile): (&str, &str), upstream: &str) -> Result<Config> {
    let profile_file = folder.path().join("profile.toml");
    std::fs::write(&profile_file, profile)?;
    // Unless the test says where it goes.
    let audit = if more.contains("[audit]") {
        ""
    } else {
        "[audit]\nto = \"file\"\nfile = \"audit.jsonl\"\n"
    };
    let text = format!(
        "[[site]]\nhosts = [\"localhost\", \"second.test\"]\nprofile = {profile_file:?}\n\
         upstream = {upstream}\n[policy]\ndefault = \"required\"\nfile = \"policy.toml\"\n\
         {audit}{more}\n"
    );
    let file = folder.path().join("vestibule.toml");
    std::fs::write(&file, text)?;
    std::fs::write(
        folder.path().join("policy.toml"),
        "[domains]\n\"required.test\" = \"required\"\n\"optional.test\" = \"optional\"\n\
         \"disabled.test\" = \"disabled\"\n",
    )?;
    let config = config::load(&file, std::iter::empty());
    config.map_err(|problems| anyhow::anyhow!("{problems}"))
}

pub(crate) fn accounts() -> Accounts {
    Accounts::new(MAILBOXES.map(|name| (name, PASSWORD, name)))
}

/// The key that a set-up page shows.
pub(crate) fn key_on(page: &str) -> Result<String> {
    let url = between(page, "secret=", "\"").or_else(|_| between(page, "secret=", "&"))?;
    let key: String = url
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    ensure!(key.len() == 32, "the key is {key:?}");
    Ok(key)
}

/// The token that a page gives its form.
pub(crate) fn form_token(page: &str) -> Result<String> {
    let token = between(page, "name=\"form_token\" value=\"", "\"");
    Ok(token.context("the page has no form")?.to_owned())
}

/// Messages come to `phone`: to German numbers, unless the configuration has `[sms]`.
fn channel(phone: &Arc<Phone>, config: &Config) -> SmsChannel {
    let section = config.sms.as_ref();
    let germany = || Countries::new(Country::parse("DE").into_iter().collect());
    SmsChannel {
        gateway: Arc::clone(phone) as Arc<dyn Sms>,
        countries: section.map_or_else(germany, |section| section.countries.clone()),
        limits: section.map_or_else(Limits::default, |section| section.budgets),
        watch: SmsWatch::new(section.map_or_else(Alarm::default, |section| section.alarm)),
    }
}

/// The recovery codes on the page that shows them.
pub(crate) fn recovery_codes_on(page: &str) -> Vec<String> {
    let is_code = |text: &&str| text.len() == 24 && text.matches('-').count() == 4;
    page.split(['<', '>'])
        .filter(is_code)
        .map(str::to_owned)
        .collect()
}

/// Where the page's code is posted to, as a browser does it.
pub(crate) fn posted_to(page: &str) -> Result<&str> {
    let before = page.split("name=\"code\"").next().context("no code")?;
    let form = before.rsplit("<form").next().context("no form")?;
    between(form, "action=\"", "\"")
}

/// A ring of these keys, the one in front first.
pub(crate) fn ring(keys: &[u8]) -> Result<KeyRing> {
    let key = |key: &u8| RingKey {
        id: KeyId([*key; 4]),
        secret: Secret::new(vec![*key; 32]),
    };
    Ok(KeyRing::new(&keys.iter().map(key).collect::<Vec<_>>())?)
}
