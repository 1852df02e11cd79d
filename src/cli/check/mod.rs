//! `vestibule check`: reports every mistake in the configuration, and what `serve` would miss.

mod store;
mod tls;

use std::io::Write;

use crate::config::keys::KeyFile;
use crate::config::{Config, Problem, Site};
use crate::domain::policy::Mode;

/// Checks what the files of the configuration say, and what they point to.
pub(super) fn run(config: &Config, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<u8> {
    let mut found = Vec::new();
    found.extend(config.warnings.iter().map(Problem::to_string));
    let warnings = found.len();
    if let Some(files) = &config.listen.tls {
        found.extend(tls::check(files).err());
    }
    for site in &config.sites {
        if let Some(file) = &site.upstream_ca {
            found.extend(tls::check_authorities(file).err());
        }
    }
    found.extend(KeyFile::read(&config.keys).err().map(|e| e.to_string()));
    found.extend(store::check(&config.store.path).err());
    for problem in &found {
        writeln!(err, "{problem}")?;
    }
    if found.len() > warnings {
        return Ok(super::FAILED);
    }
    summarize(config, out)?;
    Ok(super::DONE)
}

fn summarize(config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let listen = &config.listen;
    let scheme = listen.tls.as_ref().map_or("http", |_| "https");
    writeln!(out, "listens on {scheme}://{}", listen.address)?;
    for site in &config.sites {
        writeln!(out, "site {}", describe(site))?;
    }
    let table = &config.policy.table;
    let count = |mode| table.count(mode);
    writeln!(
        out,
        "policy: {} by default; listed: {} required, {} optional, {} disabled",
        config.policy.default.mode.word(),
        count(Mode::Required),
        count(Mode::Optional),
        count(Mode::Disabled),
    )?;
    let warnings = match config.warnings.len() {
        0 => "no warnings".to_owned(),
        1 => "1 warning".to_owned(),
        more => format!("{more} warnings"),
    };
    writeln!(out, "the configuration is good; {warnings}")?;
    Ok(())
}

fn describe(site: &Site) -> String {
    let hosts = site.hosts.join(", ");
    format!("{hosts}: {} at {}", site.profile.name, site.upstream)
}
