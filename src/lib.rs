//! Vestibule: a reverse proxy that gives any webmail multi-factor authentication.

pub mod admin;
pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod delivery;
pub mod domain;
pub mod gateway;
pub mod random;
pub mod secret;
pub mod store;
pub mod telemetry;
