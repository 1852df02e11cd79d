//! Filling the store with the records that people and administrators would have left there.

use std::io::{self, Write as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream;
use jiff::Timestamp;
use vestibule::clock::{Clock as _, SystemClock};
use vestibule::domain::activity::{Activity, Recent};
use vestibule::domain::audit::Event;
use vestibule::domain::authenticator::{
    Admission, Attempts, Authenticator, AuthenticatorId, Enrollment, Secrets, TotpSecret,
};
use vestibule::domain::identity::Subject;
use vestibule::domain::policy::{DomainPolicy, Mode, TermsForm};
use vestibule::domain::seal::{KeyId, KeyRing, RingKey};
use vestibule::domain::time::after;
use vestibule::secret::Secret;
use vestibule::store::embedded::SledStore;
use vestibule::store::records::StoredPolicy;
use vestibule::store::{Expected, Key, Put, Store};

use super::program::domain;
use super::{Arguments, days, journal};

/// A record that is to be written.
pub(super) type Record = (Key, Vec<u8>);

/// Fills the store of the folder.
pub(super) async fn fill(arguments: &Arguments) -> anyhow::Result<()> {
    let path = arguments.folder.join("store");
    let store: Arc<dyn Store> = Arc::new(SledStore::open(&path, Arc::new(SystemClock))?);
    let now = SystemClock.now();
    let half = arguments.domains / 2;
    let policies = (half..arguments.domains).map(|number| policy(number, now));
    write(&store, ("policies", arguments.domains - half), policies).await?;
    write(&store, ("days", days::KEPT), days::records(now)).await?;
    let ring = ring()?;
    let rest = arguments.domains.saturating_sub(1).max(1);
    let mailboxes = (0..arguments.mailboxes).flat_map(|number| {
        // The first domain is the largest; the others share the rest.
        let home = match number.checked_sub(arguments.largest) {
            None => 0,
            Some(number) => 1 + number % rest,
        };
        let made = mailbox(number, &domain(home), (&ring, now));
        made.unwrap_or_else(|error| vec![Err(error)])
    });
    write(&store, ("mailboxes", arguments.mailboxes), mailboxes).await?;
    let lines = journal::lines(arguments.lines, arguments.domains, now);
    let count = usize::try_from(arguments.lines)?;
    write(&store, ("journal", count), lines).await
}

/// Many writes at a time share one sync.
async fn write(
    store: &Arc<dyn Store>,
    (what, about): (&str, usize),
    records: impl Iterator<Item = anyhow::Result<Record>>,
) -> anyhow::Result<()> {
    let begun = Instant::now();
    let mut said = Instant::now();
    let mut written = 0_u64;
    let mut puts = stream::iter(records)
        .map(|record| async move {
            let (key, value) = record?;
            let value = Bytes::from(value);
            let put = store.put_if(&key, Expected::Absent, value, None).await?;
            ensure!(matches!(put, Put::Stored(_)), "{key} is there already");
            anyhow::Ok(())
        })
        .buffer_unordered(AT_ONCE);
    let mut err = io::stderr();
    while let Some(put) = puts.next().await {
        put?;
        written += 1;
        if said.elapsed() > Duration::from_secs(5) {
            said = Instant::now();
            writeln!(err, "{what} ({about}): {written} records")?;
        }
    }
    let seconds = begun.elapsed().as_secs();
    writeln!(err, "{what} ({about}): {written} records in {seconds} s")?;
    Ok(())
}

fn policy(number: usize, now: Timestamp) -> anyhow::Result<Record> {
    let mode = if number.is_multiple_of(2) {
        Mode::Required
    } else {
        Mode::Optional
    };
    let terms = TermsForm::from(&DomainPolicy::of(mode));
    let policy = StoredPolicy::new(terms, "uid 0".to_owned(), now);
    let key = key("policy", &domain(number))?;
    Ok((key, serde_json::to_vec(&policy)?))
}

/// Every mailbox has signed in; a third has an app; one of 5,000 is suspended.
fn mailbox(
    number: usize,
    domain: &str,
    (ring, now): (&KeyRing, Timestamp),
) -> anyhow::Result<Vec<anyhow::Result<Record>>> {
    let subject = Subject::parse(&format!("{}@{domain}", name(number)), None)?;
    let place = subject.by_domain();
    let enrolled = number.is_multiple_of(3);
    let mut recent = Recent::default();
    for line in 0..LINES {
        let back = Duration::from_secs((number as u64 % 2000) * 3600);
        let time = now.checked_sub(back)?;
        let event = match (enrolled, line) {
            (true, 1) => Event::CodeAccepted,
            (true, _) => Event::PasswordAccepted,
            (false, _) => Event::LoggedIn,
        };
        let (address, browser) = ("203.0.113.7".to_owned(), "Firefox, Linux".to_owned());
        recent.add(Activity::new(event, time, address, browser));
    }
    let mut records = vec![
        Ok((key("activity", &place)?, serde_json::to_vec(&recent)?)),
        Ok((key("mailbox", subject.as_str())?, b"1".to_vec())),
    ];
    if enrolled {
        let enrollment = enrollment(&subject, number, (ring, now))?;
        records.push(Ok((key("enrollment", &place)?, enrollment.encode()?)));
    }
    if number.is_multiple_of(5000) {
        let name = format!("totp/{subject}");
        records.push(Ok((
            key("attempts", &name)?,
            serde_json::to_vec(&suspended(now)?)?,
        )));
    }
    Ok(records)
}

fn enrollment(
    subject: &Subject,
    number: usize,
    (ring, now): (&KeyRing, Timestamp),
) -> anyhow::Result<Enrollment> {
    let secrets = Secrets::Totp {
        secret: TotpSecret::new([7; 20]),
        last_step: 1,
    };
    // No two alike, as for real ones.
    let mut nonce = [0; 24];
    for (byte, value) in nonce.iter_mut().zip((number as u64).to_be_bytes()) {
        *byte = value;
    }
    let id = AuthenticatorId::new([1; 8]);
    let own = Authenticator::new(id, subject, &secrets, (ring, &nonce), now)?;
    Ok(Enrollment::new(1, vec![own]))
}

/// As many wrong codes as there may be.
fn suspended(now: Timestamp) -> anyhow::Result<Attempts> {
    let mut attempts: Option<Attempts> = None;
    let mut at = now;
    loop {
        match Attempts::admit(attempts, at) {
            Admission::Counted(counted) => attempts = Some(counted),
            Admission::Suspended => return attempts.context("nothing was counted"),
            Admission::Wait(wait) => at = after(at, wait),
        }
    }
}

/// First names, so that a search for one finds it in many domains.
fn name(number: usize) -> String {
    let name = NAMES.get(number % NAMES.len()).copied().unwrap_or("alice");
    format!("{name}{:06}", number / NAMES.len())
}

pub(super) fn key(kind: &str, name: &str) -> anyhow::Result<Key> {
    Key::new(kind, name).with_context(|| format!("{kind}/{name} is no key"))
}

fn ring() -> anyhow::Result<KeyRing> {
    let key = RingKey {
        id: KeyId([1; 4]),
        secret: Secret::new(vec![1; 32]),
    };
    Ok(KeyRing::new(&[key])?)
}

const NAMES: [&str; 8] = [
    "alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi",
];
const LINES: usize = 4;
const AT_ONCE: usize = 1024;
