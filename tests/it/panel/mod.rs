//! The control panel.

mod accounts;
mod domains;
mod doors;
mod imports;
mod kill;
mod mailboxes;
mod rights;
