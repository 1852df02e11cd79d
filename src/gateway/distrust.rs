//! A domain that is disabled loses the trust in its browsers: when it is turned on again, everybody is
//! asked.

use std::sync::Arc;
use std::time::Duration;

use super::state::Gateway;
use crate::domain::policy::Mode;
use crate::store::records::RecordsError;

/// Ends the trust wherever a domain is disabled, now and whenever the policy changes, for as long as
/// it runs. After a crash in between, the next start does it.
pub async fn follow(gateway: Arc<Gateway>) {
    let mut seen = None;
    loop {
        let table = gateway.policy.load_full();
        if !seen.as_ref().is_some_and(|seen| Arc::ptr_eq(seen, &table)) {
            match sweep(&gateway).await {
                Ok(()) => seen = Some(table),
                Err(error) => {
                    tracing::error!(%error, "trust in browsers of disabled domains goes on for now");
                }
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Ends the trust in every domain that is disabled now.
///
/// # Errors
/// When the store fails.
pub async fn sweep(gateway: &Gateway) -> Result<(), RecordsError> {
    let mut after: Option<String> = None;
    loop {
        let page = gateway
            .trusted_browsers
            .domains(after.as_deref(), PAGE)
            .await?;
        for domain in &page {
            let mode = gateway.policy.load().domain(domain).0.mode;
            match mode {
                Mode::Disabled => {
                    gateway.trusted_browsers.end(domain).await?;
                    tracing::info!(domain, "disabled: no browser is trusted there any more");
                }
                Mode::Optional | Mode::Required => {}
            }
        }
        match page.into_iter().next_back() {
            Some(last) => after = Some(last),
            None => return Ok(()),
        }
    }
}

const LOOK: Duration = Duration::from_secs(1);
const PAGE: usize = 500;
