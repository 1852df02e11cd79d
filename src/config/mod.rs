//! The configuration: read from files and the environment, checked whole, turned into types once.
//!
//! Every problem is reported in one run, with file, line and key. A section is one file here: its
//! raw keys, all optional so that one wrong value does not hide the next, and what they become.

mod admin;
mod audit;
mod document;
mod hsts;
mod key_path;
pub mod keys;
mod limits;
mod listen;
mod log;
mod login_limits;
pub mod mail;
mod misfit;
mod origin;
pub mod policy;
mod portal;
mod problem;
pub mod profile;
mod scope;
mod secret_file;
mod session;
mod site;
pub mod sms;
mod store;
#[cfg(test)]
mod tests;
mod upstream;
mod variables;

pub use admin::Admin;
pub use audit::{Audit, AuditTo, Rotation};
pub use hsts::Hsts;
pub use key_path::KeyPath;
pub use keys::KeySource;
pub use limits::Limits;
pub use listen::{Listen, TlsFiles};
pub use log::{Log, LogFormat};
pub use mail::Mail;
pub use origin::Origin;
pub use policy::Policy;
pub use portal::Portal;
pub use problem::{Place, Problem, Problems, Severity};
pub use secret_file::{SecretFile, SecretFileError};
pub use site::{Site, read_aliases};
pub use sms::Sms;
pub use store::{Engine, Store};
pub use upstream::Upstream;

use std::path::{Path, PathBuf};

use serde::Deserialize;

use document::Document;
use scope::Scope;

/// All that the operator decided.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where browsers connect.
    pub listen: Listen,
    /// The webmails.
    pub sites: Vec<Site>,
    /// What each domain asks, as it was when this was read.
    pub policy: Policy,
    /// Where enrollments are kept.
    pub store: Store,
    /// Where the key ring is.
    pub keys: KeySource,
    /// How text messages are sent, where SMS is offered.
    pub sms: Option<Sms>,
    /// How mailboxes are told of changes, where they are.
    pub mail: Option<Mail>,
    /// Where administrators connect.
    pub admin: Admin,
    /// How long sessions last.
    pub session: crate::domain::session::Limits,
    /// Where Vestibule's own pages are.
    pub portal: Portal,
    /// How much and how long anything may be.
    pub limits: Limits,
    /// How many wrong passwords may be tried.
    pub login_limits: crate::domain::login_limits::LoginLimits,
    /// How the program's log is written.
    pub log: Log,
    /// Where the audit trail goes.
    pub audit: Audit,
    /// What works and is probably not what was meant.
    pub warnings: Problems,
    /// Where each key was set.
    pub origin: Origin,
}

/// Reads the configuration file, the files that it names, and the variables of `environment` that
/// override it.
///
/// # Errors
/// All that is wrong with any of them.
pub fn load(
    file: &Path,
    environment: impl Iterator<Item = (String, String)>,
) -> Result<Config, Problems> {
    let environment: Vec<_> = environment.collect();
    let mut document = Document::read(file)?;
    let mut problems = Problems::default();
    // Before the layers, which take a quoted "a.b" for a.b.
    let _: Raw = document.fill(&mut problems);
    document
        .overlay(&environment, &mut problems)
        .map_err(|error| Problems::of_file(file, error.to_string()))?;
    let raw: Raw = document.fill(&mut problems);
    let mut scope = Scope {
        document: &document,
        problems: &mut problems,
    };
    let config = raw.build(&mut scope, credentials(&environment));
    match config {
        Some(config) if !problems.has_errors() => Ok(Config {
            warnings: problems,
            ..config
        }),
        Some(_) | None => Err(problems),
    }
}

/// The folder in which systemd gives credentials (systemd.exec(5), `LoadCredential=`).
fn credentials(environment: &[(String, String)]) -> Option<PathBuf> {
    let mut variables = environment.iter();
    let found = variables.find(|(name, _)| name == "CREDENTIALS_DIRECTORY");
    found.map(|(_, folder)| PathBuf::from(folder))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
struct Raw {
    listen: Option<listen::Raw>,
    site: Option<Vec<Option<site::Raw>>>,
    policy: Option<policy::Raw>,
    store: Option<store::Raw>,
    keys: Option<keys::Raw>,
    sms: Option<sms::Raw>,
    mail: Option<mail::Raw>,
    admin: Option<admin::Raw>,
    session: Option<session::Raw>,
    portal: Option<portal::Raw>,
    limits: Option<limits::Raw>,
    login_limits: Option<login_limits::Raw>,
    log: Option<log::Raw>,
    audit: Option<audit::Raw>,
}

impl Raw {
    fn build(self, scope: &mut Scope<'_>, credentials: Option<PathBuf>) -> Option<Config> {
        let at = |section: &str| KeyPath::top().key(section);
        let listen = self.listen.unwrap_or_default();
        let listen = listen.build(&at("listen"), scope);
        let sites = site::build(self.site.as_deref(), &at("site"), scope);
        let policy = self.policy.unwrap_or_default();
        let policy = policy.build(&at("policy"), scope);
        let store = self.store.unwrap_or_default();
        let store = store.build(&at("store"), scope);
        let keys = self.keys.unwrap_or_default();
        let folder = credentials.as_deref();
        let sms = self.sms.map(|sms| sms.build(&at("sms"), scope, folder));
        let mail = self.mail.map(|mail| mail.build(&at("mail"), scope, folder));
        let admin = self.admin.unwrap_or_default();
        let admin = admin.build(&at("admin"), scope);
        let session = self.session.unwrap_or_default();
        let session = session.build(&at("session"), scope);
        let portal = self.portal.unwrap_or_default();
        let portal = portal.build(&at("portal"), scope);
        if let Some(portal) = &portal {
            portal.check_beside(&sites, &at("portal"), scope);
        }
        let limits = self.limits.unwrap_or_default();
        let limits = limits.build(&at("limits"), scope);
        let login_limits = self.login_limits.unwrap_or_default();
        let login_limits = login_limits.build(&at("login_limits"), scope);
        let log = self.log.unwrap_or_default();
        let log = log.build(&at("log"), scope);
        let audit = self.audit.unwrap_or_default();
        let audit = audit.build(&at("audit"), scope);
        if let (Some(policy), Some(Some(sms))) = (&policy, &sms) {
            policy.check_countries(&sms.countries, &at("policy"), scope);
        }
        Some(Config {
            listen: listen?,
            sites,
            policy: policy?,
            store: store?,
            keys: keys.build(scope, credentials),
            // A section that is wrong must not turn SMS off silently.
            sms: match sms {
                Some(sms) => Some(sms?),
                None => None,
            },
            mail: match mail {
                Some(mail) => Some(mail?),
                None => None,
            },
            admin,
            session,
            portal: portal?,
            limits,
            login_limits,
            log: log?,
            audit: audit?,
            warnings: Problems::default(),
            origin: scope.document.origin.clone(),
        })
    }
}
