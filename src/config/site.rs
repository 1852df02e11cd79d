//! `[[site]]`: one webmail, its names, and where it is.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use super::document::Document;
use super::key_path::KeyPath;
use super::profile;
use super::scope::Scope;
use super::upstream::Upstream;
use crate::domain::aliases::Aliases;
use crate::domain::identity::Domain;
use crate::domain::profile::Profile;

/// One webmail.
#[derive(Debug, Clone)]
pub struct Site {
    /// The names that browsers know it by: lower-case, without a port, none at two sites. There is
    /// at least one; the first names the site.
    pub hosts: Vec<String>,
    /// Where it is.
    pub upstream: Upstream,
    /// The authorities that its certificate may come from, in PEM; the system's where not set.
    pub upstream_ca: Option<PathBuf>,
    /// What is known of the product.
    pub profile: Arc<Profile>,
    /// The domain of login names that have none.
    pub default_domain: Option<Domain>,
    /// The file with other names of mailboxes, read again when it changes.
    pub aliases_file: Option<PathBuf>,
    /// What it said when the configuration was read.
    pub aliases: Aliases,
    /// Dovecot's `auth-userdb` socket.
    pub userdb: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    hosts: Option<Vec<Option<String>>>,
    upstream: Option<String>,
    upstream_ca: Option<String>,
    profile: Option<String>,
    default_domain: Option<String>,
    aliases: Option<String>,
    userdb: Option<String>,
}

/// All sites; those with an error are left out.
pub(super) fn build(
    sites: Option<&[Option<Raw>]>,
    at: &KeyPath,
    scope: &mut Scope<'_>,
) -> Vec<Site> {
    let sites = sites.unwrap_or_default();
    if sites.is_empty() {
        scope.missing(at, "a [[site]] says where the webmail is");
    }
    let mut taken = HashSet::new();
    let mut built = Vec::new();
    for (index, raw) in sites.iter().enumerate() {
        if let Some(raw) = raw {
            built.extend(raw.build(&at.index(index), &mut taken, scope));
        }
    }
    built
}

impl Raw {
    fn build(
        &self,
        at: &KeyPath,
        taken: &mut HashSet<String>,
        scope: &mut Scope<'_>,
    ) -> Option<Site> {
        let hosts = self.hosts(&at.key("hosts"), taken, scope);
        let key = at.key("upstream");
        let why = "the webmail's address, such as \"http://127.0.0.1:8081\"";
        let upstream = scope.required(&key, self.upstream.as_deref(), why);
        let upstream = scope.read(&key, upstream, Upstream::parse);
        let open = upstream.as_ref().filter(|upstream| !upstream.tls);
        if let Some(open) = open.filter(|open| !open.is_on_this_machine()) {
            scope.warn(
                &key,
                format!("passwords and mail travel to {} unencrypted", open.host),
            );
        }
        let key = at.key("profile");
        let why = "the webmail's product, such as \"roundcube\"";
        let name = scope.required(&key, self.profile.as_deref(), why);
        let profile = name.and_then(|name| find_profile(name, &key, scope));
        let key = at.key("upstream_ca");
        let upstream_ca = self.upstream_ca.as_ref().map(|path| scope.path(path));
        if upstream_ca.is_some() && upstream.as_ref().is_some_and(|upstream| !upstream.tls) {
            scope.warn(&key, "has no effect: the upstream is http");
        }
        let key = at.key("default_domain");
        let default_domain = scope.read(&key, self.default_domain.as_deref(), read_domain);
        let aliases_file = self.aliases.as_ref().map(|file| scope.path(file));
        let aliases = match &aliases_file {
            Some(file) => read_aliases(file, default_domain.as_ref()).map_err(|problem| {
                scope.error(&at.key("aliases"), problem);
            }),
            None => Ok(Aliases::default()),
        };
        Some(Site {
            aliases_file,
            aliases: aliases.ok()?,
            userdb: self.userdb.as_ref().map(|socket| scope.path(socket)),
            hosts,
            upstream: upstream?,
            upstream_ca,
            profile: Arc::new(profile?),
            default_domain,
        })
    }

    fn hosts(
        &self,
        at: &KeyPath,
        taken: &mut HashSet<String>,
        scope: &mut Scope<'_>,
    ) -> Vec<String> {
        let hosts = self.hosts.as_deref().unwrap_or_default();
        if hosts.is_empty() {
            scope.missing(at, "a site needs at least one host name");
        }
        let mut read = Vec::new();
        for (index, host) in hosts.iter().enumerate() {
            let at = at.index(index);
            let Some(host) = scope.read(&at, host.as_deref(), read_host) else {
                continue;
            };
            if taken.insert(host.clone()) {
                read.push(host);
            } else {
                scope.error(&at, format!("{host:?} is listed twice"));
            }
        }
        read
    }
}

/// Reads a file of other names (virtual(5)).
///
/// # Errors
/// What is wrong with it, with the numbers of the lines.
pub fn read_aliases(file: &Path, default_domain: Option<&Domain>) -> Result<Aliases, String> {
    let shown = file.display();
    let text = std::fs::read_to_string(file).map_err(|error| format!("{shown}: {error}"))?;
    Aliases::read(&text, default_domain).map_err(|problems| {
        let problems = problems.iter().map(ToString::to_string);
        format!("{shown}: {}", problems.collect::<Vec<_>>().join("; "))
    })
}

fn read_domain(text: &str) -> Result<Domain, String> {
    Domain::parse(text).map_err(|_| format!("{text:?} is not a domain name"))
}

fn read_host(text: &str) -> Result<String, String> {
    if text.contains(':') || text.contains('/') {
        return Err(format!(
            "{text:?} is not a host name alone; leave scheme, port and path out"
        ));
    }
    let host = Domain::parse(text).map_err(|_| format!("{text:?} is not a host name"))?;
    if text != text.to_lowercase() {
        return Err(format!("write it in lower case: {:?}", text.to_lowercase()));
    }
    Ok(host.to_string())
}

/// A bare name is a file beside the configuration, or else a profile of the program's own.
fn find_profile(name: &str, at: &KeyPath, scope: &mut Scope<'_>) -> Option<Profile> {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let document = if name.bytes().all(bare) {
        let beside = scope.path(Path::new("profiles").join(format!("{name}.toml")));
        match profile::shipped(name) {
            Some(text) if !beside.exists() => Document::parse(&beside, text.to_owned()),
            None if !beside.exists() => {
                let file = beside.display();
                scope.error(at, format!("there is no {file}, and no built-in {name:?}"));
                return None;
            }
            Some(_) | None => Document::read(&beside),
        }
    } else {
        Document::read(&scope.path(name))
    };
    match document.and_then(profile::build) {
        Ok((profile, warnings)) => {
            scope.problems.extend(warnings);
            Some(profile)
        }
        Err(problems) => {
            scope.problems.extend(problems);
            None
        }
    }
}
