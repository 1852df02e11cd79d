//! Framing and targets: bytes that two servers could read in two ways, sent inside a verified
//! session, with an upstream that writes down every byte it gets.
//!
//! A table for HTTP/1.1 and one of frames for HTTP/2. What is refused leaves no byte upstream; what
//! passes arrives as exactly one request in one strict form.

mod frames;
mod http1;
mod http2;
mod peers;
mod recorder;
mod requests;

use anyhow::Result;

use self::recorder::Recorder;
use crate::support::steps::enter;
use crate::support::{House, Relay};

/// A house with a recorder behind it, and the cookies of a verified session.
pub(crate) struct Wire {
    pub(crate) house: House,
    pub(crate) recorder: Recorder,
    /// The value of the Cookie field.
    pub(crate) cookie: String,
    _relay: Relay,
}

impl Wire {
    pub(crate) async fn open(more: &str) -> Result<Self> {
        let relay = Relay::open().await?;
        let house = House::behind(&relay, more).await?;
        let mut browser = house.browser();
        enter(&mut browser, "alice@disabled.test").await?;
        let pairs = browser.cookies.iter();
        let pairs: Vec<String> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let recorder = Recorder::default();
        let scribe = recorder.clone();
        relay.play(move |stream| scribe.clone().serve(stream));
        Ok(Self {
            house,
            recorder,
            cookie: pairs.join("; "),
            _relay: relay,
        })
    }
}
