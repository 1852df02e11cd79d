//! Sites: one webmail each, found by host name.

use std::collections::HashMap;
use std::sync::Arc;

use super::identity::Names;
use super::upstream::{Origin, TlsTrust};
use crate::domain::identity::Domain;
use crate::domain::profile::Profile;

/// One webmail.
#[derive(Debug)]
pub struct Site {
    /// Which client of a worker reaches it.
    pub index: usize,
    /// Its first host name: its name in sessions and logs.
    pub name: String,
    /// What Vestibule knows of the product.
    pub profile: Profile,
    /// For a login name without a domain.
    pub default_domain: Option<Domain>,
    /// What is known of other names of a mailbox.
    pub names: Names,
    /// Where it listens.
    pub upstream: Origin,
    /// Whom it is believed to be, in TLS.
    pub trust: TlsTrust,
}

/// All sites.
#[derive(Debug, Default)]
pub struct Sites {
    all: Vec<Arc<Site>>,
    by_host: HashMap<String, Arc<Site>>,
}

impl Sites {
    /// Adds a site under its host names, in lower case.
    pub fn add(&mut self, site: Site, hosts: &[String]) {
        let site = Arc::new(Site {
            index: self.all.len(),
            ..site
        });
        for host in hosts {
            self.by_host.insert(host.clone(), Arc::clone(&site));
        }
        self.all.push(site);
    }

    /// The site of a host name in lower case, without a port.
    #[must_use]
    pub fn find(&self, host: &str) -> Option<&Arc<Site>> {
        self.by_host.get(host)
    }

    /// Every site, in the order of their indexes.
    #[must_use]
    pub fn all(&self) -> &[Arc<Site>] {
        &self.all
    }
}
