//! What the tests stand on.

pub(crate) mod api;
pub(crate) mod authority;
pub(crate) mod browser;
pub(crate) mod echo;
pub(crate) mod gateway;
pub(crate) mod house;
pub(crate) mod lab;
pub(crate) mod mail_server;
pub(crate) mod meadow;
pub(crate) mod node;
pub(crate) mod panel;
pub(crate) mod phone;
pub(crate) mod raw;
pub(crate) mod relay;
pub(crate) mod steps;

pub(crate) use api::Api;
pub(crate) use authority::Authority;
pub(crate) use browser::{Answer, Browser};
pub(crate) use echo::Echo;
pub(crate) use gateway::GatewayProcess;
pub(crate) use house::House;
pub(crate) use lab::Lab;
pub(crate) use mail_server::MailServer;
pub(crate) use meadow::Meadow;
pub(crate) use node::Node;
pub(crate) use raw::Raw;
pub(crate) use relay::Relay;

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use totp_rs::Builder;

/// The code that an app with this Base32 key shows at `now`.
pub(crate) fn code_at(key: &str, now: Timestamp) -> Result<String> {
    let secret = data_encoding::BASE32_NOPAD.decode(key.as_bytes())?;
    let totp = Builder::new().with_secret(secret).build()?;
    let time = u64::try_from(now.as_second())?;
    Ok(totp.generate(time).to_string())
}

/// The text between two marks.
pub(crate) fn between<'t>(text: &'t str, before: &str, after: &str) -> Result<&'t str> {
    let (_, rest) = text
        .split_once(before)
        .with_context(|| format!("no {before:?} in {text:.2000}"))?;
    let (found, _) = rest
        .split_once(after)
        .with_context(|| format!("no {after:?} after {before:?}"))?;
    Ok(found)
}

/// How much of a test is done: what is usual in every run, and what a variable says in a long one.
pub(crate) fn size(variable: &str, usual: usize) -> Result<usize> {
    match std::env::var(variable) {
        Ok(said) => said.parse().with_context(|| format!("{variable}={said}")),
        Err(_) => Ok(usual),
    }
}
