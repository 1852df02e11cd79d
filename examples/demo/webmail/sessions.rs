//! Sessions: an identifier in a cookie, everything else in memory.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;

use axum::http::StatusCode;
use data_encoding::BASE64URL_NOPAD;
use vestibule::random::{Random as _, SystemRandom};

use super::lock;

/// Sessions kept at most; the oldest makes room.
const LIMIT: usize = 10_000;

/// One browser's session, before or after signing in.
#[derive(Clone)]
pub(super) struct Session {
    /// The value of the session cookie.
    pub(super) id: String,
    /// The value that the login form must send along.
    pub(super) csrf: String,
    /// Who signed in, if anyone did.
    pub(super) login: Option<Login>,
}

/// What signing in adds to a session.
#[derive(Clone)]
pub(super) struct Login {
    /// The mailbox.
    pub(super) address: String,
    /// The value of the second cookie, which must be there too.
    pub(super) auth: String,
}

/// All sessions of this process.
#[derive(Default)]
pub(super) struct Sessions(Mutex<Table>);

#[derive(Default)]
struct Table {
    by_id: HashMap<String, Session>,
    order: VecDeque<String>,
}

impl Sessions {
    /// A new session of nobody.
    pub(super) fn open(&self) -> Result<Session, StatusCode> {
        self.insert(None)
    }

    /// Signs `address` in: the old session ends and one with a new identifier begins.
    pub(super) fn sign_in(&self, old: &str, address: &str) -> Result<Session, StatusCode> {
        self.end(old);
        self.insert(Some(Login {
            address: address.to_owned(),
            auth: token()?,
        }))
    }

    /// The session with this identifier.
    pub(super) fn find(&self, id: &str) -> Option<Session> {
        lock(&self.0).by_id.get(id).cloned()
    }

    /// Ends a session; the identifier is worth nothing from now on.
    pub(super) fn end(&self, id: &str) {
        let mut table = lock(&self.0);
        table.by_id.remove(id);
        table.order.retain(|known| known != id);
    }

    fn insert(&self, login: Option<Login>) -> Result<Session, StatusCode> {
        let session = Session {
            id: token()?,
            csrf: token()?,
            login,
        };
        let mut table = lock(&self.0);
        table.order.push_back(session.id.clone());
        table.by_id.insert(session.id.clone(), session.clone());
        if table.order.len() > LIMIT
            && let Some(oldest) = table.order.pop_front()
        {
            table.by_id.remove(&oldest);
        }
        Ok(session)
    }
}

/// 128 random bits, in letters that a cookie may hold.
fn token() -> Result<String, StatusCode> {
    let mut bytes = [0; 16];
    SystemRandom
        .fill(&mut bytes)
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(BASE64URL_NOPAD.encode(&bytes))
}

#[cfg(test)]
mod tests {
    use super::{LIMIT, Sessions};
    use axum::http::StatusCode;

    #[test]
    fn signing_in_changes_the_identifier_and_ends_the_old_one() -> Result<(), StatusCode> {
        let sessions = Sessions::default();
        let before = sessions.open()?;
        let after = sessions.sign_in(&before.id, "ann@example.com")?;
        assert_ne!(before.id, after.id);
        assert!(sessions.find(&before.id).is_none());
        assert!(sessions.find(&after.id).is_some_and(|s| s.login.is_some()));
        Ok(())
    }

    #[test]
    fn the_oldest_session_makes_room_when_there_are_too_many() -> Result<(), StatusCode> {
        let sessions = Sessions::default();
        let first = sessions.open()?;
        let second = sessions.open()?;
        for _ in 2..=LIMIT {
            sessions.open()?;
        }
        assert!(sessions.find(&first.id).is_none());
        assert!(sessions.find(&second.id).is_some());
        Ok(())
    }
}
