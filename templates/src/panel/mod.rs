//! The administrator's control panel.

mod account;
mod administrators;
mod audit;
mod chart;
mod confirm;
mod domain;
mod domains;
mod error;
mod field;
mod given;
mod import;
mod layout;
mod list;
mod mailbox;
mod mailbox_actions;
mod mailboxes;
mod mode;
mod overview;
mod samples;
mod set_up;
mod sign_in;
mod tokens;

pub use account::{Account, AccountProblem, account};
pub use administrators::{
    AdministratorLine, AdministratorState, Administrators, OneAdministrator, RoleKind, RoleValues,
    administrator, administrators,
};
pub use audit::{Audit, AuditLine, Verification, audit};
pub use confirm::{Affected, Confirm, confirm};
pub use domain::{DomainPage, DomainProblem, DomainValues, domain};
pub use domains::{DomainLine, Domains, Filter, domains};
pub use error::{PanelError, PanelErrorKind, panel_error};
pub use given::{Given, GivenKind, given};
pub use import::{
    Import, ImportLine, ImportOutcome, ImportProblem, Progress, import, import_progress,
};
pub use layout::{Outcome, PanelFrame, Section, Visitor};
pub use mailbox::{
    ActivityRow, Asked, AuthenticatorRow, ExceptionRow, FailureRow, Mailbox, MailboxAction, mailbox,
};
pub use mailboxes::{MailboxLine, Mailboxes, mailboxes};
pub use mode::ModeKind;
pub use overview::{Counted, Overview, Sms, Standing, Suspended, Warning, overview};
pub use samples::gallery;
pub use set_up::{Invited, PasswordProblem, SetUp, invited, set_up};
pub use sign_in::{SignIn, SignInCode, SignInProblem, sign_in, sign_in_code};
pub use tokens::{TokenLine, TokenValues, Tokens, tokens};
