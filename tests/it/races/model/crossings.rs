//! What happens at the same moment: one code typed four times, a change beside a login.

use anyhow::{Result, ensure};
use futures_util::future::try_join_all;
use vestibule::store::memory::Fault;

use super::answers::gives_session;
use super::rule::{Asks, Stage};
use super::step::{Alteration, Place, SLOTS, Typing};
use super::town::{PEOPLE, SPARE, Town};
use crate::support::house::PASSWORD;

impl Town {
    /// A browser that nobody has used.
    fn forget(&mut self, slot: usize) {
        let fresh = self.house.browser();
        let slot = &mut self.slots[slot];
        slot.browser = fresh;
        slot.session = None;
        slot.known.clear();
    }

    /// Four logins, on two nodes, with one code between them.
    pub(super) async fn race(&mut self, who: usize, fault: Option<(u64, Fault)>) -> Result<()> {
        let has_app = self.mailboxes[who].app.is_some();
        if self.rule(who).asks(has_app) != Asks::Code {
            return Ok(());
        }
        self.wait(30);
        let mut ready = Vec::new();
        self.arm(None);
        for number in 0..SPARE {
            let slot = SLOTS + number;
            self.forget(slot);
            let node = number % 2;
            let place = Place { slot, node };
            self.log_in(place, who).await?;
            // Signed out everywhere is whoever was; what is written now is this login's.
            if let Some(token) = self.challenged(place).await? {
                ready.push((place, token));
            }
        }
        ensure!(ready.len() == SPARE, "{} are asked", ready.len());
        let Some(typed) = self.typed(SLOTS, Typing::Right(0))? else {
            return Ok(());
        };
        let due = !self.failing && self.mailboxes[who].must_accept(&typed)?;
        // The fifth of those that come at once may have to wait; the first must not.
        self.arm(fault);
        let posts = ready.iter().map(|(place, token)| {
            let mut browser = self.slots[place.slot].browser.clone();
            let form = [("form_token", token.as_str()), ("code", &typed.code)];
            async move { browser.post("/mfa/challenge", &form).await }
        });
        let answers = try_join_all(posts).await?;
        let won = answers
            .iter()
            .filter(|answer| gives_session(answer))
            .count();
        self.counts.races += u64::from(won == 1);
        ensure!(won <= 1, "{won} are let in by one code");
        ensure!(won == 1 || !due, "nobody is let in by a right code");
        for answer in &answers {
            self.inspect(Some(who), answer)?;
        }
        if won == 1 {
            self.mailboxes[who].accepted(&typed, !self.failing)?;
        }
        for _ in won..SPARE {
            self.mailboxes[who].refused(&typed, self.failing)?;
        }
        for slot in SLOTS..SLOTS + SPARE {
            self.forget(slot);
        }
        self.fresh.retain(|slot| *slot < SLOTS);
        Ok(())
    }

    /// A change in one browser, and a login to the same mailbox in another, on the other node.
    pub(super) async fn cross(&mut self, place: Place, how: Option<Alteration>) -> Result<()> {
        self.wait(30);
        let prepared = match how {
            Some(how) => self.prepare(place, how, Typing::Right(0)).await?,
            None => self.prepare_set_up(place, true).await?,
        };
        let Some(prepared) = prepared else {
            return Ok(());
        };
        let Some(owner) = self.slots[place.slot].session.as_ref() else {
            return Ok(());
        };
        let owner = owner.owner;
        let other = Place {
            slot: SLOTS,
            node: 1 - place.node,
        };
        self.forget(other.slot);
        self.go_to(place);
        self.go_to(other);
        self.crossing = true;
        self.arm_late();
        let mut changing = self.slots[place.slot].browser.clone();
        let mut entering = self.slots[other.slot].browser.clone();
        let (fields, login) = (
            prepared.fields(),
            [("user", PEOPLE[owner]), ("password", PASSWORD)],
        );
        let (changed, entered) = tokio::join!(
            changing.post(prepared.target, &fields),
            entering.post("/login", &login)
        );
        self.slots[place.slot].browser = changing;
        self.slots[other.slot].browser = entering;
        self.logged_in(other, owner, &entered?)?;
        self.sent(place, &prepared, &changed?)?;
        self.fresh.retain(|slot| *slot != other.slot);
        self.counts.crossings += 1;
        Ok(())
    }

    /// Whoever logged in beside the change has seen what was before it, or what is after it; if it
    /// was before, and more is asked now, that login has ended.
    pub(super) async fn conclude_crossing(&mut self) -> Result<()> {
        if !self.crossing {
            return Ok(());
        }
        for node in 0..2 {
            let slot = SLOTS;
            let Some(session) = self.slots[slot].session.clone() else {
                break;
            };
            let asks = self.mailboxes[session.owner].app.is_some();
            let asks = self.rule(session.owner).asks(asks);
            self.go_to(Place { slot, node });
            let target = format!("/mail?crossed={}&node={node}", self.counts.steps);
            let answer = self.slots[slot].browser.get(&target).await?;
            self.inspect(Some(session.owner), &answer)?;
            let opens = asks == Asks::Nothing && session.stage == Stage::Password;
            ensure!(
                opens || !self.reached(&target),
                "{asks:?} is asked, and a login beside the change goes on"
            );
        }
        self.forget(SLOTS);
        Ok(())
    }
}
