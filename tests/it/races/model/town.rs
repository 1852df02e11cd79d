//! Two nodes with a store in common, the browsers at them, and what the model knows.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;
use vestibule::clock::Clock as _;
use vestibule::domain::authenticator::Secrets;
use vestibule::domain::identity::Subject;
use vestibule::domain::session::LoginId;
use vestibule::random::{SystemRandom, bytes};
use vestibule::store::memory::Fault;

use super::mailbox::{App, Mailbox};
use super::rule::Rule;
use super::session::{Life, Session, later};
use super::step::{SLOTS, Step};
use crate::support::{Browser, House, Node};

/// Whose mailboxes there are.
pub(super) const PEOPLE: [&str; super::step::PEOPLE] = [
    "alice@required.test",
    "bob@required.test",
    "alice@optional.test",
    "bob@disabled.test",
];
const DOMAINS: [&str; 3] = ["required.test", "optional.test", "disabled.test"];
const DOMAIN_OF: [usize; super::step::PEOPLE] = [0, 0, 1, 2];
/// Browsers that are used for a moment and forgotten.
pub(super) const SPARE: usize = 4;
/// No call fails.
const NEVER: u64 = u64::MAX / 2;

/// A browser.
pub(super) struct Slot {
    pub(super) browser: Browser,
    pub(super) session: Option<Session>,
    /// The mailboxes into which it has got, and its name there.
    pub(super) known: BTreeMap<usize, usize>,
}

/// Two nodes, the browsers, and the model.
pub(super) struct Town {
    pub(super) house: House,
    pub(super) second: Node,
    pub(super) slots: Vec<Slot>,
    pub(super) mailboxes: [Mailbox; super::step::PEOPLE],
    pub(super) lives: Vec<Life>,
    rules: [Rule; 3],
    /// The next step's fault, and whether this step has one.
    fault: Option<(u64, Fault)>,
    is_late: bool,
    late: Option<(u64, Fault)>,
    pub(super) failing: bool,
    /// Whether more happens at once than the model follows.
    pub(super) crossing: bool,
    /// Whose app this step may have changed, and into which.
    pub(super) attempted: Option<(usize, Option<App>)>,
    /// Whose change was said to be done.
    pub(super) changed: Option<usize>,
    /// Sessions that belong to what there is after this step.
    pub(super) fresh: Vec<usize>,
    pub(super) given: HashMap<String, Option<usize>>,
    pub(super) next_known: usize,
    marks: u64,
    pub(super) counts: Counts,
}

/// What was seen, so that nothing is called safe which never happened.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) steps: u64,
    pub(super) logins: u64,
    pub(super) opened: u64,
    pub(super) kept_out: u64,
    pub(super) accepted: u64,
    pub(super) refused: u64,
    pub(super) set_up: u64,
    pub(super) replaced: u64,
    pub(super) turned_off: u64,
    pub(super) everywhere: u64,
    pub(super) races: u64,
    pub(super) crossings: u64,
    pub(super) faults: u64,
}

impl Counts {
    pub(super) fn add(&mut self, mut other: Self) {
        for (own, other) in self.each().into_iter().zip(other.each()) {
            *own += *other;
        }
    }

    /// Whether there was some of everything.
    pub(super) fn saw_everything(mut self) -> Result<()> {
        let text = format!("{self:?}");
        let all = self.each().iter().all(|count| **count > 0);
        ensure!(all, "something never happened: {text}");
        Ok(())
    }

    fn each(&mut self) -> [&mut u64; 13] {
        [
            &mut self.steps,
            &mut self.logins,
            &mut self.opened,
            &mut self.kept_out,
            &mut self.accepted,
            &mut self.refused,
            &mut self.set_up,
            &mut self.replaced,
            &mut self.turned_off,
            &mut self.everywhere,
            &mut self.races,
            &mut self.crossings,
            &mut self.faults,
        ]
    }
}

impl Town {
    pub(super) async fn open() -> Result<Self> {
        let house = House::open().await?;
        let second = house.another_node().await?;
        let slot = || Slot {
            browser: house.browser(),
            session: None,
            known: BTreeMap::new(),
        };
        let slots = (0..SLOTS + SPARE).map(|_| slot()).collect();
        Ok(Self {
            slots,
            mailboxes: Default::default(),
            lives: Vec::new(),
            rules: [Rule::NextLogin, Rule::Optional, Rule::Disabled],
            fault: None,
            is_late: false,
            late: None,
            failing: false,
            crossing: false,
            attempted: None,
            changed: None,
            fresh: Vec::new(),
            given: HashMap::new(),
            next_known: 0,
            marks: 0,
            counts: Counts::default(),
            house,
            second,
        })
    }

    /// Does the step, and compares what there is then with what the model says.
    pub(super) async fn take(&mut self, step: &Step) -> Result<()> {
        self.counts.steps += 1;
        if let Step::Fault { call, fault, late } = step {
            self.fault = Some((*call, *fault));
            self.is_late = *late;
            return Ok(());
        }
        let fault = self.fault.take();
        self.failing = fault.is_some();
        self.counts.faults += u64::from(self.failing);
        self.crossing = false;
        (self.attempted, self.changed) = (None, None);
        self.late = fault.filter(|_| self.is_late);
        self.arm(fault.filter(|_| !self.is_late));
        let done = self.dispatch(step, fault).await;
        self.arm(None);
        done.with_context(|| format!("{step:?} with {fault:?}"))?;
        self.settle().await?;
        for who in 0..PEOPLE.len() {
            let compared = self.compare(who).await;
            compared.with_context(|| format!("after {step:?} with {fault:?}"))?;
        }
        for slot in std::mem::take(&mut self.fresh) {
            if let Some(session) = &mut self.slots[slot].session {
                session.epoch = self.mailboxes[session.owner].epoch;
            }
        }
        self.conclude_crossing()
            .await
            .with_context(|| format!("after {step:?}"))
    }

    async fn dispatch(&mut self, step: &Step, fault: Option<(u64, Fault)>) -> Result<()> {
        match step {
            Step::Enter { place, who } => self.enter(*place, *who).await,
            Step::LogIn { place, who } => self.log_in(*place, *who).await,
            Step::Read { place, what } => self.read(*place, *what).await,
            Step::Code { place, typed } => self.type_code(*place, *typed).await,
            Step::SetUp { place, right } => self.set_up(*place, *right).await,
            Step::Alter { place, how, typed } => self.alter(*place, *how, *typed).await,
            Step::LogOut(place) => self.log_out(*place).await,
            Step::Switch { place, who } => self.switch(*place, *who).await,
            Step::Steal { from, to } => self.steal(*from, *to),
            Step::Mix { from, to } => self.mix(*from, *to),
            Step::Race { who } => self.race(*who, fault).await,
            Step::Cross { place, how } => self.cross(*place, *how).await,
            Step::Policy { domain, rule } => self.set_rule(*domain, *rule),
            Step::Wait(seconds) => {
                self.wait(*seconds);
                Ok(())
            }
            // Before.
            Step::Fault { .. } => Ok(()),
        }
    }

    /// Lets a call fail where it is to be one of the form that is about to be sent.
    pub(super) fn arm_late(&self) {
        if self.late.is_some() {
            self.arm(self.late);
        }
    }

    /// Lets a call fail from now on, or none.
    pub(super) fn arm(&self, fault: Option<(u64, Fault)>) {
        let (call, fault) = fault.unwrap_or((NEVER, Fault::Unavailable));
        self.house.store.fail_at(call, fault);
    }

    /// Moves the clock, also back.
    pub(super) fn wait(&self, seconds: i64) {
        self.house.clock.set(later(self.house.now(), seconds));
    }

    pub(super) fn now(&self) -> Timestamp {
        self.house.clock.now()
    }

    pub(super) fn rule(&self, who: usize) -> Rule {
        self.rules[DOMAIN_OF[who]]
    }

    fn set_rule(&mut self, domain: usize, rule: Rule) -> Result<()> {
        self.rules[domain] = rule;
        let lines = DOMAINS.iter().zip(&self.rules);
        let lines = lines.map(|(domain, rule)| format!("{domain:?} = {}", rule.written()));
        self.house
            .set_policy(&lines.collect::<Vec<_>>().join("\n"))?;
        let table = self.house.gateway.policy.load_full();
        self.second.gateway.policy.store(table);
        Ok(())
    }

    /// Whether the session of a browser may be worth something.
    pub(super) fn may_live(&self, session: &Session) -> bool {
        self.lives[session.login] != Life::Dead
            && session.epoch >= self.mailboxes[session.owner].epoch
            && session.may_last(self.now())
    }

    /// Whether it must be.
    pub(super) fn must_live(&self, session: &Session) -> bool {
        !self.failing
            && !self.crossing
            && session.whole
            && self.lives[session.login] == Life::Alive
            && session.epoch >= self.mailboxes[session.owner].epoch
            && session.must_last(self.now())
    }

    /// Waits until both nodes know what was written up to now.
    async fn settle(&mut self) -> Result<()> {
        self.marks += 1;
        let (login, mark) = (
            LoginId(bytes(&SystemRandom)?),
            subject("mark@required.test")?,
        );
        let first = &self.house.gateway;
        first.revocations.revoke(login).await?;
        first.epochs.raise(&mark, self.marks).await?;
        for gateway in [first, &self.second.gateway] {
            let patience = Instant::now() + Duration::from_secs(30);
            while !(gateway.live.is_revoked(login) && gateway.live.epoch(&mark) == self.marks) {
                ensure!(
                    Instant::now() < patience,
                    "a node does not follow the store"
                );
                tokio::task::yield_now().await;
            }
        }
        Ok(())
    }

    /// What is stored is what the model says; after a fault, what there was or what was asked for.
    async fn compare(&mut self, who: usize) -> Result<()> {
        let (found, epoch) = self.stored(who).await?;
        let lenient = self.failing || self.crossing;
        let mailbox = &mut self.mailboxes[who];
        let changed = self.changed == Some(who);
        ensure!(
            epoch >= mailbox.epoch + u64::from(changed),
            "no session has ended"
        );
        mailbox.epoch = epoch;
        let key = |app: &Option<App>| app.as_ref().map(|app| app.key.clone());
        let attempted = self.attempted.take_if(|(whose, _)| *whose == who);
        if key(&found) != key(&mailbox.app) {
            let attempted = attempted.map(|(_, app)| key(&app));
            ensure!(
                lenient && attempted == Some(key(&found)),
                "{}: {found:?} is stored, not {:?}",
                PEOPLE[who],
                mailbox.app
            );
            mailbox.app = found;
        } else if let (Some(own), Some(found)) = (&mut mailbox.app, found) {
            ensure!(found.last >= own.last, "a used code is forgotten");
            own.doubt = own.doubt.max(found.last);
        }
        Ok(())
    }

    /// The app that is stored, and the epoch.
    async fn stored(&self, who: usize) -> Result<(Option<App>, u64)> {
        let subject = subject(PEOPLE[who])?;
        let (loaded, epoch) = self.house.gateway.enrollment(&subject).await?;
        let own = &loaded.enrollment.authenticators;
        ensure!(own.len() <= 1, "{own:?}");
        let Some(own) = own.first() else {
            return Ok((None, epoch));
        };
        match own.open(&subject, &self.house.gateway.ring.load())? {
            Secrets::Totp { secret, last_step } => {
                let last = i64::try_from(last_step)?;
                let key = BASE32_NOPAD.encode(secret.expose());
                let doubt = last;
                Ok((Some(App { key, last, doubt }), epoch))
            }
            Secrets::Sms { .. } => anyhow::bail!("a number"),
        }
    }
}

fn subject(name: &str) -> Result<Subject> {
    Ok(Subject::parse(name, None)?)
}
