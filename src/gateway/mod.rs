//! The gateway: from a socket to the webmail and back, along the path of DESIGN §6.

pub mod allowance;
pub mod answer;
pub mod body;
pub mod cookies;
pub mod distrust;
pub mod error;
pub mod factors;
pub mod facts;
pub mod guesses;
pub mod handle;
pub mod headers;
pub mod identity;
pub mod incoming;
pub mod known_browser;
pub mod listener;
pub mod live;
pub mod login;
pub mod notices;
pub mod policies;
pub mod portal;
pub mod proxy;
pub mod same_origin;
pub mod sessions;
pub mod site;
pub mod state;
pub mod trail;
pub mod upstream;
pub mod upstream_logout;
pub mod visit;

pub use state::{Gateway, HttpLimits, Worker};
