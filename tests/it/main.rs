//! Integration tests, one binary: the gateway in this process in front of the sample webmail, and
//! the program itself in front of the real one.
//!
//! A test that needs the lab is marked `#[ignore = "needs the lab: tests/run"]`, so that
//! `cargo test` names and counts what it leaves out.

#[path = "../../examples/demo/webmail/mod.rs"]
mod webmail;

mod support;

mod architecture;
mod attacks;
mod constant_memory;
mod drain;
mod end_to_end;
mod kill;
mod lifetimes;
mod live_policy;
mod second_factor;
mod store_durability;
