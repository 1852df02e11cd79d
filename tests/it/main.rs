//! Integration tests, one binary: the gateway in this process in front of the sample webmail, and
//! the program itself in front of the real one.
//!
//! A test that needs the lab is marked `#[ignore = "needs the lab: tests/run"]`, so that
//! `cargo test` names and counts what it leaves out.

#[path = "../../examples/demo/webmail/mod.rs"]
mod webmail;

mod support;

mod admin;
mod answers;
mod architecture;
mod attacks;
mod audit_trail;
mod disabled_domains;
mod documents;
mod domain_policies;
mod drain;
mod end_to_end;
mod fail2ban;
mod first_set_up;
mod header_duties;
mod kill;
mod kill_changes;
mod live_configuration;
mod live_policy;
mod login_limits;
mod no_dead_end;
mod notices;
mod number_changes;
mod other_names;
mod pages;
mod panel;
mod races;
mod recovery_codes;
mod restarts;
mod second_factor;
mod secrets;
mod session_lifetimes;
mod several_apps;
mod sms;
mod sms_given_up;
mod store_durability;
mod store_faults;
mod streams;
mod strict_transport;
mod tallies;
mod text_message_policy;
mod text_messages;
mod tls;
mod trusted_browsers;
mod tunnels;
mod upstream_tls;
mod upstream_trouble;
mod wire;
