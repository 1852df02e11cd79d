//! The files with other names of mailboxes: a good edit takes effect at once, a bad one changes nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::file_watch::FileWatch;
use crate::config::{Config, read_aliases};
use crate::gateway::Gateway;
use crate::gateway::site::Site;

/// Reads a site's file again whenever it changes, for as long as it runs.
pub(super) async fn follow(site: Arc<Site>, file: PathBuf) {
    let mut watch = match FileWatch::of(&file) {
        Ok(watch) => watch,
        Err(error) => {
            tracing::error!(%error, file = %file.display(),
                "the aliases cannot be watched; SIGHUP reads them again");
            return;
        }
    };
    // What was edited after the configuration was read and before the watch began counts too.
    reload(&site, &file);
    while watch.changed().await {
        reload(&site, &file);
    }
}

/// Takes over what was read with the configuration.
pub(super) fn renew(config: &Config, gateway: &Gateway) {
    for (read, site) in config.sites.iter().zip(gateway.sites.all()) {
        // Another site at this place is one that needs a restart.
        if read.hosts.first() == Some(&site.name) {
            site.names.aliases.store(Arc::new(read.aliases.clone()));
        }
    }
}

fn reload(site: &Site, file: &Path) {
    match read_aliases(file, site.default_domain.as_ref()) {
        Ok(aliases) => {
            tracing::info!(file = %file.display(), aliases = aliases.len(), "aliases read");
            site.names.aliases.store(Arc::new(aliases));
        }
        Err(problem) => {
            tracing::error!(
                problem,
                "the aliases have mistakes; the last good ones stay in force"
            );
        }
    }
}
