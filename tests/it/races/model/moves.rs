//! Signing in, reading, typing codes, signing out, and what thieves do with cookies.

use anyhow::{Context as _, Result, ensure};
use http::StatusCode;

use super::answers::{gives_session, takes_session};
use super::mailbox::Typed;
use super::rule::{Asks, Rule, Stage};
use super::session::{Life, Session};
use super::step::{Page, Place, Typing};
use super::town::{PEOPLE, Town};
use crate::support::house::{PASSWORD, form_token};
use crate::support::{Answer, code_at};

impl Town {
    /// Whose session the browser has.
    fn owner(&self, slot: usize) -> Option<usize> {
        let session = self.slots[slot].session.as_ref();
        session.map(|session| session.owner)
    }

    pub(super) fn go_to(&mut self, place: Place) {
        let node = [self.house.address, self.second.address][place.node];
        self.slots[place.slot].browser.go_to(node);
    }

    pub(super) async fn get(&mut self, place: Place, target: &str) -> Result<Answer> {
        self.go_to(place);
        let answer = self.slots[place.slot].browser.get(target).await?;
        self.took(place, &answer)?;
        Ok(answer)
    }

    pub(super) async fn post(
        &mut self,
        place: Place,
        target: &str,
        form: &[(&str, &str)],
    ) -> Result<Answer> {
        self.go_to(place);
        self.arm_late();
        let answer = self.slots[place.slot].browser.post(target, form).await?;
        self.took(place, &answer)?;
        Ok(answer)
    }

    /// What an answer in this browser's session means, whatever it is to.
    pub(super) fn took(&mut self, place: Place, answer: &Answer) -> Result<()> {
        let owner = self.owner(place.slot);
        self.inspect(owner, answer)?;
        let slot = &mut self.slots[place.slot];
        if !slot.browser.cookies.contains_key("__Host-vestibule") {
            slot.session = None;
        }
        Ok(())
    }

    /// Signs in as its owner does, with the app's next code.
    pub(super) async fn enter(&mut self, place: Place, who: usize) -> Result<()> {
        self.wait(30);
        self.log_in(place, who).await?;
        match self.rule(who).asks(self.mailboxes[who].app.is_some()) {
            Asks::Nothing => Ok(()),
            Asks::Code => self.type_code(place, Typing::Right(0)).await,
            Asks::SetUp => self.set_up(place, true).await,
        }
    }

    pub(super) async fn log_in(&mut self, place: Place, who: usize) -> Result<()> {
        self.go_to(place);
        let form = [("user", PEOPLE[who]), ("password", PASSWORD)];
        let answer = self.slots[place.slot].browser.post("/login", &form).await?;
        self.logged_in(place, who, &answer)
    }

    pub(super) fn logged_in(&mut self, place: Place, who: usize, answer: &Answer) -> Result<()> {
        self.inspect(Some(who), answer)?;
        self.counts.logins += 1;
        let given = gives_session(answer);
        if let Some(former) = self.slots[place.slot].session.clone()
            && self.may_live(&former)
        {
            self.end(&former, given);
        }
        if !given {
            let limited = answer.status == StatusCode::TOO_MANY_REQUESTS;
            ensure!(self.failing && !limited, "not let in: {}", answer.text());
            return Ok(());
        }
        let waits = answer.location() == "/mfa/challenge";
        let asks = self.rule(who).asks(self.mailboxes[who].app.is_some());
        let as_asked = waits == (asks != Asks::Nothing);
        ensure!(as_asked || self.crossing, "asked {asks:?}, waits: {waits}");
        let stage = if waits {
            Stage::Waiting
        } else {
            Stage::Password
        };
        let login = self.lives.len();
        self.lives.push(Life::Alive);
        let mut session = Session {
            owner: who,
            login,
            stage,
            epoch: self.mailboxes[who].epoch,
            since: self.now(),
            idle: self.now(),
            whole: true,
            permit: false,
        };
        session.used(self.now());
        self.slots[place.slot].session = Some(session);
        self.note_known(place.slot, who, answer);
        self.fresh.push(place.slot);
        Ok(())
    }

    /// The login was ended, where that could be written down.
    pub(super) fn end(&mut self, session: &Session, sure: bool) {
        let life = &mut self.lives[session.login];
        // A node that could not write it down refuses the login by itself, and does not write it
        // down later.
        if *life == Life::Alive {
            *life = if sure { Life::Dead } else { Life::Unsure };
        }
    }

    pub(super) async fn read(&mut self, place: Place, what: Page) -> Result<()> {
        let path = match what {
            Page::Inbox => "/mail",
            Page::Sent => "/sent",
            Page::Unread => "/mail/unread",
        };
        let target = format!("{path}?n={}", self.counts.steps);
        self.go_to(place);
        let session = self.slots[place.slot].session.clone();
        let browser = &mut self.slots[place.slot].browser;
        let answer = match what {
            Page::Unread => browser.script(&target).await?,
            Page::Inbox | Page::Sent => browser.get(&target).await?,
        };
        let reached = self.reached(&target);
        self.took(place, &answer)?;
        let Some(session) = session else {
            ensure!(!reached, "{target} without a session");
            return Ok(());
        };
        let (owner, stage) = (session.owner, session.stage);
        let opens = self.rule(owner).opens(stage);
        let may = opens && self.may_live(&session);
        ensure!(may || !reached, "{target} is answered to {session:?}");
        let shown = answer.status == StatusCode::OK;
        if opens && self.must_live(&session) {
            ensure!(reached && shown, "kept out: {} {session:?}", answer.status);
            let named = answer.text().contains(PEOPLE[owner]);
            ensure!(named || matches!(what, Page::Unread), "{}", answer.text());
        }
        if reached && shown {
            self.counts.opened += 1;
        } else {
            self.counts.kept_out += 1;
        }
        let now = self.now();
        if let Some(session) = self.slots[place.slot].session.as_mut().filter(|_| may) {
            session.used(now);
        }
        if stage == Stage::Password && self.rule(owner) == Rule::SignOut && self.may_live(&session)
        {
            self.end(&session, !self.failing);
        }
        Ok(())
    }

    /// Whether a request to this target came to the webmail.
    pub(super) fn reached(&self, target: &str) -> bool {
        let log = self.house.webmail.log();
        log.iter().any(|seen| seen.target == target)
    }

    /// Goes to the challenge, and types something.
    pub(super) async fn type_code(&mut self, place: Place, typing: Typing) -> Result<()> {
        let Some(token) = self.challenged(place).await? else {
            return Ok(());
        };
        let Some(typed) = self.typed(place.slot, typing)? else {
            return Ok(());
        };
        let form = [("form_token", token.as_str()), ("code", &typed.code)];
        let answer = self.post(place, "/mfa/challenge", &form).await?;
        let accepted = gives_session(&answer);
        self.judge(place, &typed, accepted)?;
        if accepted {
            self.rise(place.slot, Stage::Code, &answer)?;
        }
        Ok(())
    }

    /// Opens the challenge; the token of its form, where there is one.
    pub(super) async fn challenged(&mut self, place: Place) -> Result<Option<String>> {
        let page = self.get(place, "/mfa/challenge").await?;
        let Some(session) = self.slots[place.slot].session.clone() else {
            ensure!(!gives_session(&page), "a session from nothing");
            return Ok(None);
        };
        let has_app = self.mailboxes[session.owner].app.is_some();
        let asks = self.rule(session.owner).asks(has_app);
        if gives_session(&page) {
            let may = self.may_live(&session) && session.stage == Stage::Waiting;
            ensure!(may && asks == Asks::Nothing, "{session:?} rises, {asks:?}");
            self.rise(place.slot, Stage::Password, &page)?;
            return Ok(None);
        }
        let token = form_token(&page.text()).ok();
        let due = asks == Asks::Code && session.stage != Stage::Code;
        if token.is_some() {
            ensure!(due && self.may_live(&session), "{session:?} is asked");
        } else {
            let must = due && self.must_live(&session);
            ensure!(!must, "{session:?} is not asked: {}", page.location());
        }
        Ok(token)
    }

    /// What is typed in this browser.
    pub(super) fn typed(&self, slot: usize, typing: Typing) -> Result<Option<Typed>> {
        let session = self.slots[slot].session.as_ref();
        let owner = session.context("nobody")?.owner;
        let now = self.now();
        let key = |who: usize| {
            let app = self.mailboxes[who].app.as_ref();
            app.map(|app| (app.key.as_str(), app.last))
        };
        let at = |step: i64| jiff::Timestamp::from_second(step * 30);
        let this = now.as_second().div_euclid(30);
        let code = match typing {
            Typing::Right(beside) => match key(owner) {
                Some((key, _)) => Some(code_at(key, at(this + beside)?)?),
                None => None,
            },
            Typing::Replayed => match key(owner) {
                Some((key, last)) => Some(code_at(key, at(last)?)?),
                None => None,
            },
            Typing::Others(who) => match key(who) {
                Some((key, _)) => Some(code_at(key, now)?),
                None => None,
            },
            Typing::Wrong => Some("000000".to_owned()),
        };
        let by = self.slots[slot].known.get(&owner).copied();
        Ok(code.map(|code| Typed { code, at: now, by }))
    }

    /// Whether a code was accepted as the model says.
    pub(super) fn judge(&mut self, place: Place, typed: &Typed, accepted: bool) -> Result<()> {
        let session = self.slots[place.slot].session.clone();
        let session = session.context("a code without a session")?;
        let must = self.must_live(&session);
        let may = self.may_live(&session);
        let failing = self.failing;
        let mailbox = &mut self.mailboxes[session.owner];
        if accepted {
            self.counts.accepted += 1;
            ensure!(may, "a code is accepted from {session:?}");
            return mailbox.accepted(typed, !failing);
        }
        self.counts.refused += 1;
        let due = must && mailbox.must_accept(typed)?;
        ensure!(!due, "{typed:?} is refused, {:?}", mailbox.app);
        mailbox.refused(typed, failing)
    }

    /// The session of a browser has come further.
    pub(super) fn rise(&mut self, slot: usize, stage: Stage, answer: &Answer) -> Result<()> {
        let now = self.now();
        let session = self.slots[slot].session.as_mut();
        let session = session.context("no session rises")?;
        session.stage = stage;
        session.used(now);
        let owner = session.owner;
        self.note_known(slot, owner, answer);
        Ok(())
    }

    pub(super) async fn log_out(&mut self, place: Place) -> Result<()> {
        let session = self.slots[place.slot].session.clone();
        let answer = self.get(place, "/logout").await?;
        let Some(session) = session else {
            return Ok(());
        };
        let verified = session.stage != Stage::Waiting;
        let done = takes_session(&answer);
        let opens = self.rule(session.owner).opens(session.stage);
        if verified && opens && self.must_live(&session) {
            ensure!(done, "not signed out: {}", answer.status);
        }
        if verified && self.may_live(&session) && (done || self.failing) {
            self.end(&session, done);
        }
        Ok(())
    }

    pub(super) async fn switch(&mut self, place: Place, who: usize) -> Result<()> {
        let user = PEOPLE[who];
        let target = format!("/switch?user={user}&password=correct+horse");
        let answer = self.get(place, &target).await?;
        ensure!(answer.status == StatusCode::FORBIDDEN, "{}", answer.status);
        ensure!(!self.reached(&target), "the webmail was asked to switch");
        Ok(())
    }

    pub(super) fn steal(&mut self, from: usize, to: usize) -> Result<()> {
        let (browser, known) = (&self.slots[from].browser, &self.slots[from].known);
        let (browser, known) = (browser.clone(), known.clone());
        let session = self.slots[from].session.clone();
        let slot = &mut self.slots[to];
        (slot.browser, slot.known, slot.session) = (browser, known, session);
        Ok(())
    }

    pub(super) fn mix(&mut self, from: usize, to: usize) -> Result<()> {
        let own = |name: &String| name.starts_with("__Host-vestibule");
        let others = self.slots[from].browser.cookies.clone();
        let slot = &mut self.slots[to];
        slot.browser.cookies.retain(|name, _| own(name));
        let others = others.into_iter().filter(|(name, _)| !own(name));
        slot.browser.cookies.extend(others);
        if let Some(session) = slot.session.as_mut().filter(|_| from != to) {
            session.whole = false;
        }
        Ok(())
    }
}
