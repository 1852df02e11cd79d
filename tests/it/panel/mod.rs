//! The control panel.

mod accounts;
mod domains;
mod doors;
mod imports;
mod mailboxes;
mod rights;
