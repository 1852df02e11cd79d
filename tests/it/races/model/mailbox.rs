//! What the model knows of a mailbox.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};
use jiff::Timestamp;

use crate::support::code_at;

/// A mailbox.
#[derive(Debug, Default)]
pub(super) struct Mailbox {
    pub(super) app: Option<App>,
    /// How many changes there were, at least.
    pub(super) epoch: u64,
    /// Codes in a row that were not accepted, at most: by a browser that has got in before, and by
    /// all others.
    tries: BTreeMap<Option<usize>, u32>,
    /// Codes that were accepted: key and step.
    spent: BTreeSet<(String, i64)>,
}

/// An authenticator app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct App {
    pub(super) key: String,
    /// The step of the last code that was accepted.
    pub(super) last: i64,
    /// That of the last one that may count as used.
    pub(super) doubt: i64,
}

/// A code that somebody typed.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub(super) code: String,
    pub(super) at: Timestamp,
    /// The browser, where it has got in before.
    pub(super) by: Option<usize>,
}

impl Mailbox {
    /// Whether the code has to be accepted, whoever's turn it is.
    pub(super) fn must_accept(&self, typed: &Typed) -> Result<bool> {
        let Some(app) = &self.app else {
            return Ok(false);
        };
        let fresh = steps(&app.key, typed)?.into_iter();
        Ok(self.is_free(typed.by) && fresh.into_iter().any(|step| step > app.doubt))
    }

    /// Whether nobody has to wait.
    pub(super) fn is_free(&self, by: Option<usize>) -> bool {
        self.tries.get(&by).is_none_or(|tries| *tries < 5)
    }

    /// The code was accepted: it must have been right, and never before.
    pub(super) fn accepted(&mut self, typed: &Typed, forgiven: bool) -> Result<()> {
        let app = self.app.as_mut();
        let app = app.ok_or_else(|| anyhow::anyhow!("a code is accepted where there is no app"))?;
        let right = steps(&app.key, typed)?;
        let step = right.into_iter().find(|step| *step > app.last);
        let Some(step) = step else {
            anyhow::bail!("accepted, and wrong or used: {typed:?} for {app:?}");
        };
        ensure!(
            self.spent.insert((app.key.clone(), step)),
            "accepted twice: {typed:?}"
        );
        app.last = step;
        app.doubt = app.doubt.max(step);
        if forgiven {
            self.tries.remove(&typed.by);
            self.tries.remove(&None);
        }
        Ok(())
    }

    /// The code was not accepted.
    pub(super) fn refused(&mut self, typed: &Typed, in_doubt: bool) -> Result<()> {
        *self.tries.entry(typed.by).or_default() += 1;
        if let Some(app) = self.app.as_mut().filter(|_| in_doubt) {
            let right = steps(&app.key, typed)?;
            app.doubt = right.into_iter().fold(app.doubt, i64::max);
        }
        Ok(())
    }

    /// An app that this code has confirmed.
    pub(super) fn set_up(&mut self, key: &str, typed: &Typed) -> Result<()> {
        let right = steps(key, typed)?;
        let Some(step) = right.into_iter().next() else {
            anyhow::bail!("an app is set up by a wrong code: {typed:?}");
        };
        self.spent.insert((key.to_owned(), step));
        self.app = Some(App {
            key: key.to_owned(),
            last: step,
            doubt: step,
        });
        Ok(())
    }
}

/// The steps that this is the code of, of those that count now.
fn steps(key: &str, typed: &Typed) -> Result<Vec<i64>> {
    let now = typed.at.as_second().div_euclid(30);
    let mut found = Vec::new();
    for step in now - 1..=now + 1 {
        if code_at(key, Timestamp::from_second(step * 30)?)? == typed.code {
            found.push(step);
        }
    }
    Ok(found)
}
