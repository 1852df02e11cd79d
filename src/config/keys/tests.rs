//! Key ring files.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU8, Ordering};

use jiff::Timestamp;
use tempfile::TempDir;

use super::{KeyFile, KeyFileError, KeySource, create, replace};
use crate::clock::ManualClock;
use crate::domain::seal::{Context, Purpose};
use crate::random::{Random, RandomError};

/// Counts, so that every buffer is another.
#[derive(Debug, Default)]
struct Counting(AtomicU8);

impl Random for Counting {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        buffer.fill(self.0.fetch_add(1, Ordering::Relaxed));
        Ok(())
    }
}

struct Bench {
    folder: TempDir,
    clock: ManualClock,
    random: Counting,
}

impl Bench {
    fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            clock: ManualClock::new(Timestamp::from_second(1_700_000_000).unwrap()),
            random: Counting::default(),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("keys")
    }

    fn generate(&self) -> KeyFile {
        KeyFile::generate(&self.clock, &self.random).unwrap()
    }

    fn rotate(&self, keys: &KeyFile) -> KeyFile {
        keys.rotated(false, &self.clock, &self.random).unwrap()
    }

    fn read(&self) -> Result<KeyFile, KeyFileError> {
        KeyFile::read(&KeySource::File(self.path()))
    }

    /// What is said of a file with this text.
    fn complaint(&self, text: &str) -> String {
        fs::write(self.path(), text).unwrap();
        set_mode(&self.path(), 0o600);
        self.read().unwrap_err().to_string()
    }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn ids(keys: &KeyFile) -> Vec<String> {
    keys.keys().iter().map(super::StoredKey::id).collect()
}

const HERE: Context<'_> = Context(&[b"here"]);

#[test]
fn what_was_written_is_read_back() {
    let bench = Bench::new();
    let keys = bench.rotate(&bench.generate());
    create(&bench.path(), &keys).unwrap();
    let read = bench.read().unwrap();
    assert_eq!(read.to_text().expose(), keys.to_text().expose());
    assert_eq!(mode(&bench.path()), 0o600);
    assert_eq!(fs::read_dir(bench.folder.path()).unwrap().count(), 1);
}

#[test]
fn a_ring_is_never_overwritten_by_a_new_one() {
    let bench = Bench::new();
    let keys = bench.generate();
    create(&bench.path(), &keys).unwrap();
    let error = create(&bench.path(), &bench.generate()).unwrap_err();
    assert!(matches!(error, KeyFileError::Exists(_)), "{error}");
    assert_eq!(ids(&bench.read().unwrap()), ids(&keys));
    assert_eq!(fs::read_dir(bench.folder.path()).unwrap().count(), 1);
}

#[test]
fn what_an_older_key_sealed_still_opens() {
    let bench = Bench::new();
    let old = bench.generate();
    create(&bench.path(), &old).unwrap();
    let ring = old.ring().unwrap();
    let sealed = ring.seal(Purpose::Session, HERE, &[1; 24], b"plain");
    replace(&bench.path(), &bench.rotate(&old)).unwrap();
    let ring = bench.read().unwrap().ring().unwrap();
    let opened = ring.open(Purpose::Session, HERE, sealed.unwrap().as_bytes());
    assert_eq!(opened.unwrap(), b"plain");
    let sealed = ring.seal(Purpose::Session, HERE, &[2; 24], b"new").unwrap();
    let opened = old
        .ring()
        .unwrap()
        .open(Purpose::Session, HERE, sealed.as_bytes());
    assert!(opened.is_err(), "the new key seals");
    assert_eq!(mode(&bench.path()), 0o600);
    assert_eq!(fs::read_dir(bench.folder.path()).unwrap().count(), 1);
}

#[test]
fn a_full_ring_drops_its_oldest_key_only_when_told() {
    let bench = Bench::new();
    let mut keys = bench.generate();
    let oldest = ids(&keys).pop().unwrap();
    for _ in 1..KeyFile::MOST {
        keys = bench.rotate(&keys);
    }
    let error = keys
        .rotated(false, &bench.clock, &bench.random)
        .unwrap_err();
    assert!(error.to_string().contains(&oldest), "{error}");
    let rotated = keys.rotated(true, &bench.clock, &bench.random).unwrap();
    assert_eq!(ids(&rotated)[1..], ids(&keys)[..2]);
    assert!(!ids(&rotated).contains(&oldest));
}

#[test]
fn a_file_that_others_can_read_is_refused_with_the_remedy() {
    let bench = Bench::new();
    create(&bench.path(), &bench.generate()).unwrap();
    for wide in [0o640, 0o604, 0o660, 0o644] {
        set_mode(&bench.path(), wide);
        let error = bench.read().unwrap_err().to_string();
        let remedy = format!("run: chmod 600 {}", bench.path().display());
        assert!(error.ends_with(&remedy), "{error}");
    }
    set_mode(&bench.path(), 0o400);
    assert!(bench.read().is_ok());
}

#[test]
fn a_credential_may_be_read_by_the_group_and_by_no_one_else() {
    let bench = Bench::new();
    create(&bench.path(), &bench.generate()).unwrap();
    let credential = KeySource::Credential(bench.path());
    for (mode, fine) in [(0o400, true), (0o440, true), (0o444, false), (0o460, false)] {
        set_mode(&bench.path(), mode);
        assert_eq!(KeyFile::read(&credential).is_ok(), fine, "{mode:o}");
    }
}

#[test]
fn a_ring_that_is_not_there_says_how_it_is_made() {
    let error = Bench::new().read().unwrap_err().to_string();
    assert!(error.contains("`vestibule keys init` makes it"), "{error}");
}

#[test]
fn a_file_that_is_no_ring_is_refused_without_showing_its_text() {
    let bench = Bench::new();
    let good = bench.generate().to_text();
    let good = good.expose();
    let secret = good.split("secret = \"").nth(1).unwrap();
    let secret = secret.split('"').next().unwrap();
    let twice = &good[good.find("[[key]]").unwrap()..];
    for bad in [
        String::new(),
        "format = 1\n".to_owned(),
        "format = 1\nkey = 7\n".to_owned(),
        good.replace("format = 1", "format = 2"),
        good.replace("secret = ", "secert = "),
        good.replace("secret = \"", "secret = \"=="),
        good.replace("secret = \"", "secret = \"AAAA"),
        good.replace("secret = \"", "secret = ["),
        good.replace("id = \"", "id = \"0"),
        good.replace("created = \"", "created = \"x"),
        format!("{good}{twice}"),
    ] {
        let complaint = bench.complaint(&bad);
        assert!(complaint.contains("/keys"), "{complaint}");
        assert!(!complaint.contains(&secret[..8]), "{complaint}");
    }
    assert!(
        bench
            .complaint("format = 1\n[[key]]\nid = 1\n")
            .contains("keys:3: ")
    );
}

#[test]
fn a_ring_behind_a_link_is_replaced_where_it_is() {
    let bench = Bench::new();
    let target = bench.folder.path().join("real");
    let keys = bench.generate();
    create(&target, &keys).unwrap();
    std::os::unix::fs::symlink(&target, bench.path()).unwrap();
    replace(&bench.path(), &bench.rotate(&keys)).unwrap();
    assert!(bench.path().is_symlink());
    assert_eq!(bench.read().unwrap().keys().len(), 2);
}
