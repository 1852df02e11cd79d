//! `vestibule serve`: runs the gateway.

use crate::config::Config;

/// Runs the gateway until it is told to stop.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the gateway keeps the configuration"
)]
pub(super) fn run(config: Config) -> anyhow::Result<()> {
    anyhow::bail!("not wired: {}", config.listen.address)
}
