//! What the API says, as JSON, one noun a file. Nothing in it is secret, but the codes and tokens that
//! are shown once.

mod authenticator;
mod change;
mod domain;
mod exception;
mod mailbox;
mod mailbox_item;
mod page;
mod token;

pub(crate) use authenticator::AuthenticatorModel;
pub(crate) use change::ChangeModel;
pub(crate) use domain::{DomainModel, PreviewModel};
pub(crate) use exception::ExceptionModel;
pub(crate) use mailbox::{ActivityModel, FailuresModel, MailboxModel};
pub(crate) use mailbox_item::MailboxItem;
pub(crate) use page::Page;
pub(crate) use token::TokenModel;
