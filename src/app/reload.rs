//! SIGHUP: policy, keys and certificate are read again. What cannot be used leaves the old in force.

use std::path::Path;
use std::sync::Arc;

use super::lookout::Lookout;
use super::{alias_file, policy_file};
use crate::config::keys::KeyFile;
use crate::config::{self, Config};
use crate::domain::audit::Event;
use crate::domain::seal::KeyRing;
use crate::gateway::Gateway;
use crate::gateway::listener::{Certificate, load_certificate};

/// Reads everything again that can change while the gateway runs.
pub(super) fn reload(
    file: &Path,
    environment: &[(String, String)],
    gateway: &Gateway,
    (certificate, lookout): (Option<&Certificate>, &Lookout),
) {
    let config = match config::load(file, environment.iter().cloned()) {
        Ok(config) => config,
        Err(problems) => {
            tracing::error!("nothing is changed, the configuration has mistakes:\n{problems}");
            lookout.configuration_read(false);
            return;
        }
    };
    let table = &config.policy.table;
    let before = gateway.policy.load_full();
    gateway.policy.rcu(|current| table.with_stored_of(current));
    // The watch on the file may have seen it before.
    if table.with_stored_of(&before) != *before {
        let detail = format!("SIGHUP: {} domains", table.len());
        policy_file::note(gateway, Event::PolicyFileRead, &detail);
    }
    alias_file::renew(&config, gateway);
    lookout.configuration_read(true);
    match ring(&config) {
        Ok((file, ring)) => {
            gateway.ring.store(Arc::new(ring));
            lookout.key_made(Some(&file));
        }
        Err(error) => tracing::error!(%error, "the key ring stays as it was"),
    }
    renew(&config, certificate);
    tracing::info!(
        domains = config.policy.table.len(),
        "policy, keys and certificate read again; sites, limits and addresses need a restart"
    );
}

fn ring(config: &Config) -> anyhow::Result<(KeyFile, KeyRing)> {
    let file = KeyFile::read(&config.keys)?;
    let ring = file.ring()?;
    Ok((file, ring))
}

fn renew(config: &Config, certificate: Option<&Certificate>) {
    if let (Some(files), Some(certificate)) = (&config.listen.tls, certificate) {
        match load_certificate(&files.certificate, &files.key) {
            Ok(key) => certificate.replace(key),
            Err(error) => tracing::error!(%error, "the certificate stays as it was"),
        }
    }
}
