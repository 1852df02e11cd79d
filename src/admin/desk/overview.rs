//! How everything stands: for whoever has all domains everything, for others their domains alone.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};

use super::super::Admin;
use super::super::access::Caller;
use super::super::error::AdminError;
use crate::domain::census::{Census, DayCensus, Standing, Suspension};
use crate::domain::policy::Mode;
use crate::domain::sms_budget::{Window, budget_of_all};
use crate::domain::tally::DayTallies;
use crate::domain::time::{between, day};
use crate::domain::warning::Warning;

/// Seeing how everything stands, as far as it is the caller's business.
pub(in crate::admin) struct OverviewDesk {
    admin: Arc<Admin>,
    caller: Caller,
}

/// How everything stands that is the caller's business.
pub(in crate::admin) struct Overview {
    /// When the mailboxes were counted; nothing where they have not been yet.
    pub(in crate::admin) as_of: Option<Timestamp>,
    /// All of them together.
    pub(in crate::admin) all: Standing,
    /// Of how many domains a mailbox has been seen, by what they ask.
    pub(in crate::admin) domains: Vec<(Mode, u32)>,
    /// The Required domains in which the smallest share has a second factor.
    pub(in crate::admin) least_adopted: Vec<DomainStanding>,
    /// The domains with the most mailboxes.
    pub(in crate::admin) largest: Vec<DomainStanding>,
    /// The first mailboxes that take no more codes of some kind.
    pub(in crate::admin) suspended: Vec<Suspension>,
    /// What concerns all domains together, for whom they all are the business.
    pub(in crate::admin) whole: Option<Whole>,
}

/// A domain, and how its mailboxes stand.
pub(in crate::admin) struct DomainStanding {
    pub(in crate::admin) domain: String,
    pub(in crate::admin) mode: Mode,
    pub(in crate::admin) standing: Standing,
}

/// What concerns all domains together.
pub(in crate::admin) struct Whole {
    /// The days of which something is known, in order.
    pub(in crate::admin) days: Vec<Day>,
    /// How many text messages may be sent in a day, and how many were since when.
    pub(in crate::admin) sms: Option<(u32, Option<Window>)>,
    /// What should be looked at.
    pub(in crate::admin) warnings: Vec<Warning>,
}

/// A day (UTC).
pub(in crate::admin) struct Day {
    pub(in crate::admin) date: Date,
    pub(in crate::admin) census: Option<DayCensus>,
    pub(in crate::admin) tallies: Option<DayTallies>,
}

impl OverviewDesk {
    pub(in crate::admin) fn new(admin: &Arc<Admin>, caller: Caller) -> Self {
        Self {
            admin: Arc::clone(admin),
            caller,
        }
    }

    /// How everything stands, and what happened in the last `days`, today's among them.
    pub(in crate::admin) async fn show(&self, days: u16) -> Result<Overview, AdminError> {
        let now = self.admin.clock.now();
        let census = self.admin.census.latest();
        let mut overview = self.standings(census.as_deref());
        // Whoever has some domains alone is told of nothing that others have a part in.
        if self.caller.domains().is_none() {
            overview.whole = Some(Whole {
                days: self.days(now, days).await?,
                sms: self.sms(now).await?,
                warnings: self.warnings(now).await?,
            });
        }
        Ok(overview)
    }

    fn standings(&self, census: Option<&Census>) -> Overview {
        let rows = self.rows(census);
        let all = rows.iter().map(|row| row.standing);
        let all = all.fold(Standing::default(), |all, one| all.plus(&one));
        let modes = [Mode::Required, Mode::Optional, Mode::Disabled];
        let domains = modes.map(|mode| {
            let count = rows.iter().filter(|row| row.mode == mode).count();
            (mode, u32::try_from(count).unwrap_or(u32::MAX))
        });
        let suspended = census.map_or(&[][..], Census::suspended).iter();
        let suspended = suspended.filter(|one| self.caller.covers(one.domain()));
        let lacking =
            |row: &&Row<'_>| row.mode == Mode::Required && row.standing.not_enrolled() > 0;
        Overview {
            as_of: census.map(|census| census.as_of),
            all,
            domains: domains.into(),
            least_adopted: first(rows.iter().filter(lacking), |row| {
                (
                    row.standing.adoption(),
                    Reverse(row.standing.not_enrolled()),
                    row.name,
                )
            }),
            largest: first(rows.iter(), |row| {
                (None, Reverse(row.standing.seen), row.name)
            }),
            suspended: suspended.take(SUSPENDED).cloned().collect(),
            whole: None,
        }
    }

    /// The domains of which a mailbox has been seen and that are the caller's business.
    fn rows<'a>(&self, census: Option<&'a Census>) -> Vec<Row<'a>> {
        let table = self.admin.table.load();
        let domains = census.into_iter().flat_map(Census::domains);
        let own = domains.filter(|(name, _)| self.caller.covers(name));
        let rows = own.map(|(name, standing)| Row {
            name,
            mode: table.domain(name).0.mode,
            standing: *standing,
        });
        rows.collect()
    }

    async fn days(&self, now: Timestamp, days: u16) -> Result<Vec<Day>, AdminError> {
        let back = i64::from(days.saturating_sub(1)).days();
        let first = day(now).saturating_sub(back);
        let records = &self.admin.records;
        let mut all = BTreeMap::<Date, Day>::new();
        for (date, census) in records.censuses.since(first).await? {
            all.entry(date).or_insert_with(|| Day::new(date)).census = Some(census);
        }
        for (date, tallies) in records.tallies.since(first).await? {
            all.entry(date).or_insert_with(|| Day::new(date)).tallies = Some(tallies);
        }
        Ok(all.into_values().collect())
    }

    async fn sms(&self, now: Timestamp) -> Result<Option<(u32, Option<Window>)>, AdminError> {
        let Some(limits) = &self.admin.sms else {
            return Ok(None);
        };
        let budget = budget_of_all(limits);
        let used = self.admin.records.budgets.used(&budget, now).await?;
        Ok(Some((budget.limit, used)))
    }

    async fn warnings(&self, now: Timestamp) -> Result<Vec<Warning>, AdminError> {
        let mut warnings = self.admin.lookout.warnings(now);
        let failed = self.admin.census.failed();
        warnings.extend(failed.map(|at| Warning::CensusFailed { at }));
        if let Some(notices) = &self.admin.notices {
            // The oldest is first; one that cannot be read has no age.
            let waiting = notices.page(None, NOTICES).await?;
            let oldest = waiting.into_iter().find_map(|waiting| waiting.notice.ok());
            let since = oldest.map(|notice| notice.at);
            let long = since.filter(|since| between(*since, now) >= LONG);
            warnings.extend(long.map(|since| Warning::MailWaits { since }));
        }
        Ok(warnings)
    }
}

impl Day {
    const fn new(date: Date) -> Self {
        Self {
            date,
            census: None,
            tallies: None,
        }
    }
}

/// A domain while the first are sought.
struct Row<'a> {
    name: &'a str,
    mode: Mode,
    standing: Standing,
}

type Rank<'a> = (Option<u32>, Reverse<u32>, &'a str);

/// The first rows by rank, without sorting all of them.
fn first<'r, 'a: 'r>(
    rows: impl Iterator<Item = &'r Row<'a>>,
    rank: impl Fn(&Row<'a>) -> Rank<'a>,
) -> Vec<DomainStanding> {
    let mut rows: Vec<_> = rows.map(|row| (rank(row), row)).collect();
    if rows.len() > SHOWN {
        rows.select_nth_unstable_by_key(SHOWN, |(rank, _)| *rank);
        rows.truncate(SHOWN);
    }
    rows.sort_unstable_by_key(|(rank, _)| *rank);
    let owned = rows.into_iter().map(|(_, row)| DomainStanding {
        domain: row.name.to_owned(),
        mode: row.mode,
        standing: row.standing,
    });
    owned.collect()
}

const SHOWN: usize = 10;
const SUSPENDED: usize = 100;
const NOTICES: usize = 10;
/// A mail server that is restarted, or greylists, is no reason to look.
const LONG: Duration = Duration::from_secs(60 * 60);
