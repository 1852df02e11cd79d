//! The administrator's side: the API, who may use it, and the command line on it.

mod access;
mod command_line;
mod curl;
mod document;
mod domains;
mod journal;
mod mailboxes;
mod overview;
mod refusals;
mod search;
mod warnings;

const ALICE: &str = "alice@required.test";
