//! Whatever is done to sled and to the model, in whatever order, they answer alike.

use anyhow::{Context, ensure};
use proptest::prelude::*;

use super::*;
use crate::clock::ManualClock;
use crate::store::conformance::key;
use crate::store::memory::MemoryStore;

const NAMES: [&str; 5] = ["a/1", "a/10", "a/2", "ab/1", "b/1"];
const PREFIXES: [&str; 5] = ["", "a", "a/", "a/1", "b/"];

#[derive(Debug, Clone)]
enum Step {
    Delete(usize, Guess),
    Get(usize),
    List(usize, Option<usize>, usize),
    Put(usize, Guess, Vec<u8>, Option<u64>),
    Reopen,
    Wait(u64),
}

/// What the writer believes: nothing, the version it got last, or the one before.
#[derive(Debug, Clone, Copy)]
enum Guess {
    Absent,
    Former,
    Latest,
}

fn step() -> impl Strategy<Value = Step> {
    let name = 0..NAMES.len();
    let guess = prop_oneof![
        3 => Just(Guess::Absent),
        1 => Just(Guess::Former),
        4 => Just(Guess::Latest),
    ];
    let value = prop::collection::vec(any::<u8>(), 0..40);
    let ttl = prop::option::of(0..100_u64);
    let after = prop::option::of(name.clone());
    prop_oneof![
        3 => (name.clone(), guess.clone()).prop_map(|(n, g)| Step::Delete(n, g)),
        4 => name.clone().prop_map(Step::Get),
        3 => (0..PREFIXES.len(), after, 0..7_usize).prop_map(|(p, a, l)| Step::List(p, a, l)),
        9 => (name, guess, value, ttl).prop_map(|(n, g, v, t)| Step::Put(n, g, v, t)),
        1 => Just(Step::Reopen),
        2 => (0..60_u64).prop_map(Step::Wait),
    ]
}

/// An entry, its version told as how many writes came before it: engines count differently.
type Seen = (String, Bytes, usize);

#[derive(Debug, PartialEq)]
enum Answer {
    Conflict(Option<Seen>),
    Deleted(bool),
    Found(Vec<Seen>),
    Nothing,
    Stored,
}

/// One engine, and the versions it gave, with the key each was for.
struct Side<S> {
    store: S,
    given: Vec<(usize, Version)>,
}

impl<S: Store> Side<S> {
    fn new(store: S) -> Self {
        Self {
            store,
            given: Vec::new(),
        }
    }

    fn expected(&self, name: usize, guess: Guess) -> Expected {
        let nth = match guess {
            Guess::Absent => return Expected::Absent,
            Guess::Former => 1,
            Guess::Latest => 0,
        };
        let mut newest_first = self.given.iter().rev().filter(|(n, _)| *n == name);
        let version = newest_first.nth(nth).map(|(_, version)| *version);
        Expected::Version(version.unwrap_or(Version(0)))
    }

    fn seen(&self, key: &Key, entry: Entry) -> anyhow::Result<Seen> {
        let mut given = self.given.iter();
        let age = given.position(|(_, version)| *version == entry.version);
        let age = age.context("a version that was never given")?;
        Ok((key.to_string(), entry.value, age))
    }

    async fn take(&mut self, step: &Step) -> anyhow::Result<Answer> {
        match step {
            Step::Delete(name, guess) => {
                let Expected::Version(version) = self.expected(*name, *guess) else {
                    return Ok(Answer::Nothing);
                };
                let deleted = self.store.delete_if(&named(*name)?, version).await?;
                Ok(Answer::Deleted(deleted))
            }
            Step::Get(name) => {
                let key = named(*name)?;
                let found = self.store.get(&key).await?;
                self.found(found.map(|entry| (key, entry)).into_iter().collect())
            }
            Step::List(prefix, after, limit) => {
                let after = after.map(named).transpose()?;
                let prefix = PREFIXES.get(*prefix).context("no such prefix")?;
                self.found(self.store.list(prefix, after.as_ref(), *limit).await?)
            }
            Step::Put(name, guess, value, ttl) => {
                let expected = self.expected(*name, *guess);
                let (key, value) = (named(*name)?, Bytes::copy_from_slice(value));
                let ttl = ttl.map(Duration::from_secs);
                match self.store.put_if(&key, expected, value, ttl).await? {
                    Put::Conflict(entry) => {
                        let seen = entry.map(|entry| self.seen(&key, entry)).transpose()?;
                        Ok(Answer::Conflict(seen))
                    }
                    Put::Stored(version) => {
                        let newest = self.given.last().map(|(_, version)| *version);
                        ensure!(Some(version) > newest, "a version was used again");
                        self.given.push((*name, version));
                        Ok(Answer::Stored)
                    }
                }
            }
            Step::Reopen | Step::Wait(_) => Ok(Answer::Nothing),
        }
    }

    fn found(&self, entries: Vec<(Key, Entry)>) -> anyhow::Result<Answer> {
        let seen = entries
            .into_iter()
            .map(|(key, entry)| self.seen(&key, entry));
        Ok(Answer::Found(seen.collect::<Result<_, _>>()?))
    }
}

fn named(name: usize) -> anyhow::Result<Key> {
    key(NAMES.get(name).context("no such name")?)
}

/// Takes all steps on both sides.
async fn compare(steps: &[Step]) -> anyhow::Result<()> {
    let (clock, dir) = (manual_clock(), TempDir::new()?);
    let path = dir.path().join("store");
    let open = |clock: &Arc<ManualClock>| SledStore::open(&path, Arc::clone(clock) as _);
    let mut model = Side::new(MemoryStore::new(Arc::clone(&clock) as _));
    let mut sled = Side::new(open(&clock)?);
    for (n, step) in steps.iter().enumerate() {
        if let Step::Wait(seconds) = step {
            clock.advance(Duration::from_secs(*seconds));
        }
        if let Step::Reopen = step {
            let given = sled.given;
            sled.store.close()?;
            let store = open(&clock)?;
            sled = Side { store, given };
        }
        let (told, wanted) = (sled.take(step).await?, model.take(step).await?);
        ensure!(
            told == wanted,
            "step {n}, {step:?}: {told:?}, not {wanted:?}"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) })]

    #[test]
    fn sled_answers_as_the_model_does(steps in prop::collection::vec(step(), 1..120)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        let compared = runtime.block_on(compare(&steps));
        prop_assert!(compared.is_ok(), "{:?}", compared);
    }
}
