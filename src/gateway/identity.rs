//! Whose mailbox a name is of: all names of one mailbox are one subject (DESIGN §3).
//!
//! IMAP servers take other names of a mailbox without a word, and webmails show the name that was
//! typed. Whoever may choose a name would choose the one whose domain asks for least.

use std::path::{Path, PathBuf};
use std::time::Duration;

use arc_swap::ArcSwap;
use thiserror::Error;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::UnixStream;

use crate::domain::aliases::{Aliases, Circle};
use crate::domain::identity::{Domain, IdentityError, Subject};

/// What a site knows of other names.
#[derive(Debug, Default)]
pub struct Names {
    /// Those that the operator lists; replaced when the file changes.
    pub aliases: ArcSwap<Aliases>,
    /// Dovecot's `auth-userdb` socket.
    pub userdb: Option<PathBuf>,
}

/// Why nobody can say whose mailbox it is. Nobody is signed in then.
#[derive(Debug, Error)]
pub enum NamesError {
    /// The operator's aliases lead in a circle.
    #[error(transparent)]
    Circle(#[from] Circle),
    /// What the mail server says is no name.
    #[error("the mail server's name for the mailbox: {0}")]
    Name(#[from] IdentityError),
    /// The mail server knows no mailbox of this name.
    #[error("the mail server knows no mailbox of this name")]
    Unknown,
    /// The mail server does not say.
    #[error("the mail server's userdb: {0}")]
    Userdb(String),
}

impl Names {
    /// The mailbox that `subject` is a name of, as the mail server and the operator say.
    ///
    /// # Errors
    /// When one of them does not say.
    pub async fn resolve(
        &self,
        subject: Subject,
        default_domain: Option<&Domain>,
    ) -> Result<Subject, NamesError> {
        let asked = match &self.userdb {
            Some(socket) => {
                let name = tokio::time::timeout(PATIENCE, ask(socket, &subject)).await;
                let late = |_| NamesError::Userdb("it takes too long".to_owned());
                Subject::parse(&name.map_err(late)??, default_domain)?
            }
            None => subject,
        };
        Ok(self.aliases.load().resolve(&asked)?)
    }
}

/// Asks Dovecot whose mailbox it is (Dovecot's auth protocol, master side, version 1.1).
async fn ask(socket: &Path, subject: &Subject) -> Result<String, NamesError> {
    let failed = |error: std::io::Error| NamesError::Userdb(error.to_string());
    let mut stream = BufReader::new(UnixStream::connect(socket).await.map_err(failed)?);
    // A subject has no tab and no line end in it.
    let question = format!("VERSION\t1\t1\nUSER\t1\t{subject}\tservice=vestibule\n");
    stream
        .write_all(question.as_bytes())
        .await
        .map_err(failed)?;
    for _ in 0..MOST_LINES {
        let mut line = String::new();
        let read = stream.read_line(&mut line).await.map_err(failed)?;
        if read == 0 || line.len() > MOST_BYTES {
            break;
        }
        if let Some(answer) = userdb_answer(&line) {
            return answer.map(str::to_owned);
        }
    }
    Err(NamesError::Userdb("it has no answer".to_owned()))
}

/// The name that a line of Dovecot's answer holds; nothing where the line is about something else,
/// or broke off: a name that is cut short is another mailbox's.
///
/// # Errors
/// When it says that there is no such mailbox, or that it failed.
pub fn userdb_answer(line: &str) -> Option<Result<&str, NamesError>> {
    let mut words = line.strip_suffix('\n')?.split('\t');
    match (words.next(), words.next(), words.next()) {
        (Some("USER"), Some("1"), Some(name)) => Some(Ok(name)),
        (Some("NOTFOUND"), Some("1"), _) => Some(Err(NamesError::Unknown)),
        (Some("FAIL"), Some("1"), _) => {
            Some(Err(NamesError::Userdb("it says that it failed".to_owned())))
        }
        // Its version, its process, and whatever a newer one says.
        (_, _, _) => None,
    }
}

const PATIENCE: Duration = Duration::from_secs(5);
const MOST_LINES: usize = 20;
const MOST_BYTES: usize = 8 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn name(line: &str) -> Option<&str> {
        userdb_answer(line).and_then(Result::ok)
    }

    #[test]
    fn a_name_counts_only_on_a_line_that_is_whole() {
        assert_eq!(name("USER\t1\tbob@a.test\tuid=1\n"), Some("bob@a.test"));
        assert_eq!(name("USER\t1\tbob@a.test"), None);
        assert_eq!(name("USER\t2\tbob@a.test\n"), None);
        assert_eq!(name("VERSION\t1\t1\n"), None);
    }

    #[test]
    fn no_mailbox_and_no_answer_are_told_apart() {
        let unknown = userdb_answer("NOTFOUND\t1\n");
        assert!(matches!(unknown, Some(Err(NamesError::Unknown))));
        let failed = userdb_answer("FAIL\t1\treason=down\n");
        assert!(matches!(failed, Some(Err(NamesError::Userdb(_)))));
    }
}
