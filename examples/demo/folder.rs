//! The temporary folder with everything that an operator would have under /etc and /var.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use tempfile::TempDir;
use vestibule::clock::SystemClock;
use vestibule::config::keys::{KeyFile, create};
use vestibule::config::{self, Config};
use vestibule::random::SystemRandom;

/// The folder. It is removed when this is dropped.
pub(crate) struct Folder(TempDir);

impl Folder {
    /// A folder with the configuration of a gateway on `port` in front of `webmail`, with a
    /// control panel on `admin`, a policy and fresh keys.
    pub(crate) fn make((port, admin): (u16, u16), webmail: SocketAddr) -> anyhow::Result<Self> {
        let folder = Self(
            tempfile::Builder::new()
                .prefix("vestibule-demo-")
                .tempdir()?,
        );
        let configuration = CONFIGURATION
            .replace("{port}", &port.to_string())
            .replace("{admin}", &admin.to_string())
            .replace("{webmail}", &webmail.to_string());
        fs::write(folder.configuration(), configuration)?;
        fs::write(folder.policy(), include_str!("policy.toml"))?;
        fs::write(folder.at("meadow.toml"), include_str!("profile.toml"))?;
        let keys = KeyFile::generate(&SystemClock, &SystemRandom)?;
        create(&folder.at("keys"), &keys)?;
        Ok(folder)
    }

    /// Reads the configuration, as `vestibule serve` does.
    pub(crate) fn load(&self) -> anyhow::Result<Config> {
        config::load(&self.configuration(), std::iter::empty())
            .map_err(|problems| anyhow::anyhow!("{problems}"))
    }

    /// The configuration file.
    pub(crate) fn configuration(&self) -> PathBuf {
        self.at("vestibule.toml")
    }

    /// The policy file.
    pub(crate) fn policy(&self) -> PathBuf {
        self.at("policy.toml")
    }

    /// Where all of it is.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Removes it.
    pub(crate) fn remove(self) -> anyhow::Result<()> {
        let path = self.path().to_owned();
        self.0
            .close()
            .with_context(|| format!("remove {}", path.display()))
    }

    fn at(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }
}

const CONFIGURATION: &str = r#"
[listen]
address = "127.0.0.1:{port}"
workers = 2

[[site]]
hosts = ["localhost", "127.0.0.1"]
upstream = "http://{webmail}"
profile = "./meadow.toml"

[policy]
default = "required"
file = "policy.toml"

[store]
path = "store"

[keys]
file = "keys"

[admin]
listen = "127.0.0.1:{admin}"
socket = "admin.sock"

[limits]
drain = "1s"
"#;
