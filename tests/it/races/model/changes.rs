//! Changes of what is set up: asked for, sent, and what came of them.

use anyhow::{Context as _, Result, ensure};

use super::answers::{gives_session, takes_session};
use super::mailbox::Typed;
use super::rule::{Asks, Rule, Stage};
use super::step::{Alteration, Place, Typing};
use super::town::Town;
use crate::support::house::{form_token, key_on};
use crate::support::{Answer, between, code_at};

/// A form that is about to be sent.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) target: &'static str,
    pub(super) form: Vec<(&'static str, String)>,
    what: What,
    typed: Typed,
}

#[derive(Debug)]
enum What {
    SetUp { key: String, right: bool },
    Alter(Alteration),
}

impl Town {
    pub(super) async fn set_up(&mut self, place: Place, right: bool) -> Result<()> {
        let Some(prepared) = self.prepare_set_up(place, right).await? else {
            return Ok(());
        };
        // Confirmed at the other node.
        let place = Place {
            node: 1 - place.node,
            ..place
        };
        self.send(place, &prepared).await
    }

    pub(super) async fn alter(
        &mut self,
        place: Place,
        how: Alteration,
        typing: Typing,
    ) -> Result<()> {
        self.wait(30);
        let Some(prepared) = self.prepare(place, how, typing).await? else {
            return Ok(());
        };
        self.send(place, &prepared).await?;
        let session = self.slots[place.slot].session.as_ref();
        if how == Alteration::Replace && session.is_some_and(|session| session.permit) {
            self.set_up(place, true).await?;
        }
        Ok(())
    }

    async fn send(&mut self, place: Place, prepared: &Prepared) -> Result<()> {
        let form: Vec<_> = prepared.fields();
        self.go_to(place);
        self.arm_late();
        let browser = &mut self.slots[place.slot].browser;
        let answer = browser.post(prepared.target, &form).await?;
        self.sent(place, prepared, &answer)
    }

    /// Opens the page on which an app is set up.
    pub(super) async fn prepare_set_up(
        &mut self,
        place: Place,
        right: bool,
    ) -> Result<Option<Prepared>> {
        let page = self.get(place, "/mfa/enroll/app").await?.text();
        let Ok(key) = key_on(&page) else {
            return Ok(None);
        };
        let session = self.slots[place.slot].session.clone();
        let session = session.context("a set-up without a session")?;
        let rule = self.rule(session.owner);
        let has_app = self.mailboxes[session.owner].app.is_some();
        let allowed = match (session.stage, has_app) {
            (Stage::Waiting, has_app) => rule.asks(has_app) == Asks::SetUp,
            (Stage::Password | Stage::Code, false) => rule != Rule::Disabled,
            (Stage::Password | Stage::Code, true) => rule != Rule::Disabled && session.permit,
        };
        ensure!(allowed && self.may_live(&session), "{session:?} may set up");
        let now = self.now();
        let code = if right {
            code_at(&key, now)?
        } else {
            "000000".to_owned()
        };
        let token = form_token(&page)?;
        Ok(Some(Prepared {
            target: "/mfa/enroll/app",
            form: vec![("form_token", token), ("code", code.clone())],
            what: What::SetUp { key, right },
            typed: Typed {
                code,
                at: now,
                by: None,
            },
        }))
    }

    /// Opens the security page.
    pub(super) async fn prepare(
        &mut self,
        place: Place,
        how: Alteration,
        typing: Typing,
    ) -> Result<Option<Prepared>> {
        let page = self.get(place, "/mfa/security").await?.text();
        let Ok(token) = form_token(&page) else {
            return Ok(None);
        };
        let session = self.slots[place.slot].session.clone();
        let session = session.context("settings without a session")?;
        let verified = session.stage != Stage::Waiting;
        let offered = self.rule(session.owner) != Rule::Disabled;
        let may = verified && offered && self.may_live(&session);
        ensure!(may, "{session:?} is shown the settings");
        let Some(typed) = self.typed(place.slot, typing)? else {
            return Ok(None);
        };
        if self.mailboxes[session.owner].app.is_none() && how != Alteration::Everywhere {
            return Ok(None);
        }
        let action = match how {
            Alteration::Everywhere => "sign_out_everywhere",
            Alteration::Off => "off",
            Alteration::Replace => "replace",
        };
        let mut form = vec![
            ("form_token", token),
            ("action", action.to_owned()),
            ("code", typed.code.clone()),
        ];
        if how == Alteration::Replace {
            let id = between(&page, "name=\"id\" value=\"", "\"")?;
            form.push(("id", id.to_owned()));
        }
        Ok(Some(Prepared {
            target: "/mfa/security",
            form,
            what: What::Alter(how),
            typed,
        }))
    }

    /// What came of a form.
    pub(super) fn sent(&mut self, place: Place, sent: &Prepared, answer: &Answer) -> Result<()> {
        let session = self.slots[place.slot].session.clone();
        let owner = session.context("a change without a session")?.owner;
        self.inspect(Some(owner), answer)?;
        match &sent.what {
            What::SetUp { key, right } => self.set_up_sent(place, (key, *right), sent, answer),
            What::Alter(Alteration::Everywhere) => self.everywhere_sent(place, answer),
            What::Alter(Alteration::Off) => self.off_sent(place, sent, answer),
            What::Alter(Alteration::Replace) => {
                let permitted = answer.location() == "/mfa/enroll";
                self.judge(place, &sent.typed, permitted)?;
                if let Some(session) = self.slots[place.slot].session.as_mut() {
                    session.permit |= permitted;
                }
                Ok(())
            }
        }
    }

    fn set_up_sent(
        &mut self,
        place: Place,
        (key, right): (&str, bool),
        sent: &Prepared,
        answer: &Answer,
    ) -> Result<()> {
        let session = self.slots[place.slot].session.clone();
        let session = session.context("a set-up without a session")?;
        let owner = session.owner;
        let free = self.mailboxes[owner].is_free(None);
        if gives_session(answer) {
            ensure!(right, "a wrong code sets up an app");
            self.counts.set_up += 1;
            self.counts.replaced += u64::from(self.mailboxes[owner].app.is_some());
            self.mailboxes[owner].set_up(key, &sent.typed)?;
            return self.done(place, Stage::Code, answer);
        }
        ensure!(
            !(right && free && self.must_live(&session)),
            "not set up: {} {}",
            answer.status,
            answer.location()
        );
        self.mailboxes[owner].refused(&sent.typed, false)?;
        if right {
            let mut after = super::mailbox::Mailbox::default();
            after.set_up(key, &sent.typed)?;
            self.attempted = Some((owner, after.app));
        }
        Ok(())
    }

    fn off_sent(&mut self, place: Place, sent: &Prepared, answer: &Answer) -> Result<()> {
        let session = self.slots[place.slot].session.clone();
        let session = session.context("a change without a session")?;
        let owner = session.owner;
        let done = answer.location() == "/mfa/security?done=off";
        let optional = self.rule(owner) == Rule::Optional;
        ensure!(optional || !done, "turned off under {:?}", self.rule(owner));
        if optional {
            self.judge(place, &sent.typed, done)?;
            self.attempted = Some((owner, None));
        }
        if done {
            self.counts.turned_off += 1;
            self.mailboxes[owner].app = None;
            return self.done(place, session.stage, answer);
        }
        Ok(())
    }

    fn everywhere_sent(&mut self, place: Place, answer: &Answer) -> Result<()> {
        let session = self.slots[place.slot].session.clone();
        let session = session.context("a change without a session")?;
        if takes_session(answer) {
            ensure!(self.may_live(&session), "{session:?} signs out everybody");
            self.counts.everywhere += 1;
            self.changed = Some(session.owner);
            self.slots[place.slot].session = None;
        } else {
            ensure!(!self.must_live(&session), "{}", answer.status);
        }
        Ok(())
    }

    /// A change was said to be done: this session goes on, and no other.
    fn done(&mut self, place: Place, stage: Stage, answer: &Answer) -> Result<()> {
        self.rise(place.slot, stage, answer)?;
        let session = self.slots[place.slot].session.as_mut();
        let session = session.context("no session")?;
        session.permit = false;
        self.changed = Some(session.owner);
        self.fresh.push(place.slot);
        Ok(())
    }
}

impl Prepared {
    /// As they are posted.
    pub(super) fn fields(&self) -> Vec<(&str, &str)> {
        let fields = self.form.iter();
        fields
            .map(|(name, value)| (*name, value.as_str()))
            .collect()
    }
}
