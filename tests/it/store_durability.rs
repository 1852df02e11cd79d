//! Killed at any moment, the embedded store has all that it ever acknowledged.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use tokio::task::JoinSet;
use vestibule::clock::SystemClock;
use vestibule::random::{self, SystemRandom};
use vestibule::store::embedded::SledStore;
use vestibule::store::{Entry, Expected, Key, Put, Store, Version};

const CYCLES: usize = 40;
const WRITERS: usize = 4;

/// Where the child finds the store; it does nothing without.
const STORE: &str = "VESTIBULE_TEST_STORE";

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill_at_any_moment() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("store");
    let mut oracle = Oracle::default();
    for cycle in 0..CYCLES {
        let told = kill_after(start_child(&path)?, moment()?)?;
        let so_far = oracle.top;
        for line in told.lines().filter(|line| line.starts_with("ack ")) {
            oracle.hear(line, so_far).context(line.to_owned())?;
        }
        let store = SledStore::open(&path, Arc::new(SystemClock))?;
        oracle
            .check(&store)
            .await
            .with_context(|| format!("after cycle {cycle}"))?;
        store.close()?;
    }
    ensure!(
        oracle.acknowledged > 10 * CYCLES,
        "hardly anything was written"
    );
    Ok(())
}

/// Not a test: what the test above starts, and kills.
#[tokio::test]
#[ignore = "started by the test above"]
async fn child_writer() -> Result<()> {
    let Some(path) = env::var_os(STORE) else {
        return Ok(());
    };
    let store = Arc::new(SledStore::open(Path::new(&path), Arc::new(SystemClock))?);
    tell("")?;
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        writers.spawn(write_for_ever(Arc::clone(&store), writer));
    }
    while let Some(stopped) = writers.join_next().await {
        stopped??;
    }
    Ok(())
}

/// Counts up, creates a key, and deletes the one created before, and so on, telling each answer.
async fn write_for_ever(store: Arc<SledStore>, writer: usize) -> Result<()> {
    let counter = key("counter", &writer.to_string())?;
    let mut before: Option<(Key, Version)> = None;
    loop {
        let entry = store.get(&counter).await?;
        let count = entry.as_ref().map_or(Ok(0), number)? + 1;
        let expected = entry.map_or(Expected::Absent, |entry| Expected::Version(entry.version));
        let version = stored(&store, &counter, expected, count).await?;
        tell(&format!("ack put {counter} {count} {version}"))?;

        let made = key("made", &format!("{writer}-{count}"))?;
        let version = stored(&store, &made, Expected::Absent, count).await?;
        tell(&format!("ack put {made} {count} {version}"))?;

        // Every other one is left to be found.
        let this = (made, Version(version));
        if let Some((key, version)) = before.replace(this).filter(|_| count % 2 == 0) {
            tell(&format!("ack try {key}"))?;
            ensure!(store.delete_if(&key, version).await?, "{key} has changed");
            tell(&format!("ack del {key}"))?;
        }
    }
}

async fn stored(store: &SledStore, key: &Key, expected: Expected, value: u64) -> Result<u64> {
    let value = Bytes::from(value.to_string());
    let put = store.put_if(key, expected, value, None).await?;
    match put {
        Put::Stored(version) => Ok(version.0),
        Put::Conflict(entry) => anyhow::bail!("{key} holds {entry:?}"),
    }
}

/// One line in one write, so that a kill does not cut it.
fn tell(line: &str) -> Result<()> {
    Ok(io::stdout().write_all(format!("{line}\n").as_bytes())?)
}

/// What the children were told, and so what must be true.
#[derive(Debug, Default)]
struct Oracle {
    acknowledged: usize,
    counters: BTreeMap<String, u64>,
    made: BTreeMap<String, u64>,
    /// Somebody began to delete these: they may be there or not.
    tried: BTreeSet<String>,
    gone: BTreeSet<String>,
    top: u64,
}

impl Oracle {
    /// Takes note of an acknowledgement. Its version is above `so_far`, all that were given before.
    fn hear(&mut self, line: &str, so_far: u64) -> Result<()> {
        self.acknowledged += 1;
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["ack", "put", key, value, version] => {
                let (value, version): (u64, u64) = (value.parse()?, version.parse()?);
                ensure!(version > so_far, "a version was used again");
                self.top = self.top.max(version);
                self.put(key, value)
            }
            ["ack", "try", key] => {
                self.tried.insert((*key).to_owned());
                self.made.remove(*key);
                Ok(())
            }
            ["ack", "del", key] => {
                self.gone.insert((*key).to_owned());
                Ok(())
            }
            _ => Err(anyhow::anyhow!("not an acknowledgement")),
        }
    }

    fn put(&mut self, key: &str, value: u64) -> Result<()> {
        if key.starts_with("made/") {
            self.made.insert(key.to_owned(), value);
            return Ok(());
        }
        let last = self.counters.insert(key.to_owned(), value).unwrap_or(0);
        ensure!(value > last, "the counter stood at {last} already");
        Ok(())
    }

    /// A counter may be one ahead: written, and killed before the answer.
    async fn check(&mut self, store: &SledStore) -> Result<()> {
        let found = everything(store).await?;
        for (key, count) in &mut self.counters {
            let now = number(found.get(key).context("a counter is lost")?)?;
            ensure!(
                now == *count || now == *count + 1,
                "{key} is {now}, not {count}"
            );
            *count = now;
        }
        for (key, value) in &self.made {
            let entry = found.get(key).with_context(|| format!("{key} is lost"))?;
            ensure!(number(entry)? == *value, "{key} is another");
        }
        for key in &self.gone {
            ensure!(!found.contains_key(key), "{key} is back");
        }
        let top = found.values().map(|entry| entry.version.0).max();
        self.top = self.top.max(top.unwrap_or(0));
        Ok(())
    }
}

async fn everything(store: &SledStore) -> Result<BTreeMap<String, Entry>> {
    let listed = store.list("", None, usize::MAX).await?;
    Ok(listed
        .into_iter()
        .map(|(key, entry)| (key.to_string(), entry))
        .collect())
}

fn number(entry: &Entry) -> Result<u64> {
    Ok(std::str::from_utf8(&entry.value)?.parse()?)
}

fn key(kind: &str, name: &str) -> Result<Key> {
    Key::new(kind, name).context("a key of a test is valid")
}

/// This program again, as the child.
fn start_child(store: &Path) -> Result<Child> {
    let child = Command::new(env::current_exe()?)
        .args(["--exact", "store_durability::child_writer"])
        .args(["--ignored", "--nocapture"])
        .env(STORE, store)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()?;
    Ok(child)
}

/// Kills the child `after` its start; all that it told until then. (The last line may be cut.)
fn kill_after(mut child: Child, after: Duration) -> Result<String> {
    let mut pipe = child.stdout.take().context("no pipe")?;
    let reader = thread::spawn(move || {
        let mut told = String::new();
        pipe.read_to_string(&mut told).map(|_| told)
    });
    thread::sleep(after);
    child.kill()?;
    let end = child.wait()?;
    ensure!(
        end.code().is_none(),
        "the child came to an end itself: {end}"
    );
    let told = reader.join().ok().context("the reader panicked")??;
    let whole = told.rfind('\n').and_then(|end| told.get(..end));
    Ok(whole.unwrap_or_default().to_owned())
}

/// Between 5 and 150 ms.
fn moment() -> Result<Duration> {
    let [high, low] = random::bytes(&SystemRandom)?;
    let dice = u64::from(u16::from_be_bytes([high, low]));
    Ok(Duration::from_millis(5 + dice % 146))
}
