//! The trail as a whole: nothing waits, nothing is lost without a word.

use std::collections::BTreeSet;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::sync::mpsc;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use serde_json::Value;

use super::*;
use crate::domain::audit::{Event, Outcome, Reason};
use crate::domain::policy::{InForce, Mode, Ruling, Source};

/// A sink that fails, or waits, as it is told.
#[derive(Default, Clone)]
struct Moody(Arc<Mutex<Mood>>);

#[derive(Default)]
struct Mood {
    fails: bool,
    lines: Vec<String>,
    opened: usize,
}

impl Moody {
    fn with<T>(&self, act: impl FnOnce(&mut Mood) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Sink for Moody {
    fn write(&mut self, line: &Line) -> io::Result<()> {
        self.with(|mood| {
            if mood.fails {
                return Err(io::ErrorKind::StorageFull.into());
            }
            mood.lines.push(line.json.clone());
            Ok(())
        })
    }

    fn reopen(&mut self) -> io::Result<()> {
        self.with(|mood| mood.opened += 1);
        Ok(())
    }

    fn place(&self) -> String {
        "a test".to_owned()
    }
}

/// A sink that takes no line before it is let.
struct Gate(mpsc::Receiver<()>);

impl Sink for Gate {
    fn write(&mut self, _: &Line) -> io::Result<()> {
        self.0.recv().map_err(io::Error::other)
    }

    fn place(&self) -> String {
        "a gate".to_owned()
    }
}

fn entry(event: Event) -> AuditEntry<'static> {
    AuditEntry::of(event, Timestamp::UNIX_EPOCH)
}

fn settle(audit: &Audit) {
    assert!(audit.flush(Duration::from_secs(60)));
}

#[test]
fn lines_come_in_order_and_the_last_are_written_before_the_end() {
    let sink = Moody::default();
    let audit = Audit::to(Box::new(sink.clone())).unwrap();
    for event in Event::ALL {
        audit.record(&entry(*event));
    }
    drop(audit);
    let written: Vec<_> = sink.with(|mood| mood.lines.clone());
    let expected = Event::ALL.iter().map(|event| entry(*event).line().json);
    assert!(written.into_iter().eq(expected));
}

#[test]
fn a_sink_that_fails_is_counted_and_the_trail_says_that_it_has_a_gap() {
    let sink = Moody::default();
    let audit = Audit::to(Box::new(sink.clone())).unwrap();
    sink.with(|mood| mood.fails = true);
    for _ in 0..7 {
        audit.record(&entry(Event::LoggedIn));
    }
    settle(&audit);
    assert_eq!(audit.lost(), 7);
    sink.with(|mood| mood.fails = false);
    audit.record(&entry(Event::LoggedOut));
    settle(&audit);
    let lines = sink.with(|mood| mood.lines.clone());
    let events: Vec<_> = lines
        .iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .collect();
    assert_eq!(events[0]["event"], "logged_out");
    assert_eq!(events[1]["event"], "audit_gap");
    assert!(
        events[1]["detail"]
            .as_str()
            .unwrap()
            .ends_with("instead: 7")
    );
    assert_eq!(events.len(), 2);
}

#[test]
fn a_sink_that_does_not_move_makes_nobody_wait() {
    let (let_go, gate) = mpsc::channel();
    let audit = Audit::to(Box::new(Gate(gate))).unwrap();
    let more = 100;
    for _ in 0..CAPACITY + more {
        audit.record(&entry(Event::LoggedIn));
    }
    assert_eq!(audit.lost(), more as u64);
    drop(let_go);
    settle(&audit);
}

#[test]
fn what_is_in_a_queue_that_does_not_move_can_be_had_for_the_log() {
    let queue = Queue::of(3);
    for event in [Event::LoggedIn, Event::LoggedOut, Event::CodeAccepted] {
        queue.put(entry(event).line()).unwrap();
    }
    assert!(queue.put(entry(Event::Enrolled).line()).is_err());
    assert!(matches!(queue.take(), Some(queue::Work::Write(_))));
    assert!(
        queue.put(entry(Event::Enrolled).line()).is_err(),
        "it is not written yet"
    );
    assert!(!queue.wait_until_empty(Duration::ZERO));
    let left: Vec<_> = queue.give_up().iter().map(|line| line.event).collect();
    assert_eq!(
        left,
        [Event::LoggedIn, Event::LoggedOut, Event::CodeAccepted]
    );
    assert!(queue.wait_until_empty(Duration::ZERO));
}

#[test]
fn it_is_opened_anew_when_told_even_if_nothing_happens() {
    let sink = Moody::default();
    let audit = Audit::to(Box::new(sink.clone())).unwrap();
    audit.reopen();
    drop(audit);
    // The queue is closed; the thread opens it before it ends.
    while sink.with(|mood| mood.opened) == 0 {
        std::thread::yield_now();
    }
}

#[test]
fn a_syslog_and_the_journal_get_a_datagram_a_line_and_may_be_restarted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let sinks: [(Box<dyn Sink>, &str); 2] = [
        (Box::new(SyslogSink::new(path.clone())), "<84>1 1970-01-01T"),
        (Box::new(JournaldSink::new(path.clone())), "MESSAGE\n"),
    ];
    for (mut sink, begins) in sinks {
        let line = entry(Event::LoginFailed).line();
        assert!(sink.write(&line).is_err(), "nobody is there yet");
        for _ in 0..2 {
            let received = receive(&path, || sink.write(&line).unwrap());
            let text = String::from_utf8_lossy(&received);
            assert!(text.starts_with(begins), "{text}");
            assert!(text.contains(&line.json), "{text}");
        }
    }
}

fn receive(path: &Path, send: impl FnOnce()) -> Vec<u8> {
    let _ = std::fs::remove_file(path);
    let log = UnixDatagram::bind(path).unwrap();
    send();
    let mut bytes = vec![0; 65_536];
    let length = log.recv(&mut bytes).unwrap();
    bytes.truncate(length);
    bytes
}

#[test]
fn the_journal_gets_fields_to_search_by() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let mut sink = JournaldSink::new(path.clone());
    let line = AuditEntry {
        subject: Some("alice@a.test"),
        ..entry(Event::LoggedIn)
    };
    let received = receive(&path, || sink.write(&line.line()).unwrap());
    for (name, value) in [
        ("PRIORITY", "5"),
        ("SYSLOG_IDENTIFIER", "vestibule"),
        ("VESTIBULE_EVENT", "logged_in"),
        ("VESTIBULE_OUTCOME", "success"),
        ("VESTIBULE_SUBJECT", "alice@a.test"),
    ] {
        let mut field = format!("{name}\n").into_bytes();
        field.extend_from_slice(&(value.len() as u64).to_le_bytes());
        field.extend_from_slice(format!("{value}\n").as_bytes());
        let found = received.windows(field.len()).any(|part| part == field);
        assert!(found, "{name}");
    }
}

/// As long and as odd as anything that people can send.
fn longest(event: Event, odd: &str) -> Line {
    let actor = odd.repeat(9000);
    let of = InForce {
        mode: Mode::Required,
        source: Ruling::Domain(Source::Store),
    };
    let entry = AuditEntry {
        reason: Some(Reason::WebmailRefused),
        actor: Some(&actor),
        domain: Some(&actor),
        subject: Some(&actor),
        name: Some(&actor),
        origin: Some(Origin {
            request: "0123456789abcdef",
            client: "2001:db8::1".parse().unwrap(),
            site: &actor,
        }),
        login: Some("0".repeat(32)),
        policy: Some(of),
        journal: Some(JournalPlace {
            number: u64::MAX,
            hash: &"f".repeat(64),
        }),
        why: Some(&actor),
        detail: Some(&actor),
        ..entry(event)
    };
    entry.line()
}

#[test]
fn no_line_is_too_long_for_a_syslog_whatever_is_in_it() {
    for odd in ["a", "\u{202e}", "\"", "\n", "😀", "\u{1b}[2J"] {
        let line = longest(Event::ExceptionSet, odd).json;
        assert!(line.len() < 8192 - 400, "{}: {line}", line.len());
        assert!(line.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
        serde_json::from_str::<Value>(&line).unwrap();
    }
}

fn shared(name: &str) -> String {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    std::fs::read_to_string(docs.join(name)).unwrap()
}

#[test]
fn the_document_and_the_schema_name_every_event_and_word_and_no_others() {
    let schema: Value = serde_json::from_str(&shared("audit.schema.json")).unwrap();
    let text = shared("audit.md");
    let words = |values: Vec<&'static str>| values.into_iter().collect::<BTreeSet<_>>();
    let events = Event::ALL.iter().map(|event| event.name()).collect();
    let reasons = Reason::ALL.iter().map(|reason| reason.name()).collect();
    let outcomes = Outcome::ALL.iter().map(|outcome| outcome.name()).collect();
    let sources = Ruling::ALL.iter().map(|ruling| ruling.name()).collect();
    let methods = crate::domain::session::MethodName::ALL;
    let methods = methods.iter().map(|method| method.word()).collect();
    for (pointer, values) in [
        ("/properties/event/enum", words(events)),
        ("/properties/reason/enum", words(reasons)),
        ("/properties/outcome/enum", words(outcomes)),
        ("/properties/policy/properties/source/enum", words(sources)),
        ("/properties/methods/items/enum", words(methods)),
    ] {
        let listed = schema.pointer(pointer).and_then(Value::as_array).unwrap();
        let listed: BTreeSet<_> = listed.iter().filter_map(Value::as_str).collect();
        assert_eq!(listed, values, "{pointer}");
        for word in values {
            assert!(
                text.contains(&format!("`{word}`")),
                "{word} is not explained"
            );
        }
    }
    for event in Event::ALL {
        let row = format!("| `{}` | {} |", event.name(), event.outcome().name());
        assert!(text.contains(&row), "no row {row}");
    }
    for field in schema["properties"].as_object().unwrap().keys() {
        assert!(
            text.contains(&format!("| `{field}` |")),
            "{field} is not explained"
        );
    }
}

#[test]
fn every_line_is_what_the_schema_says() {
    let schema: Value = serde_json::from_str(&shared("audit.schema.json")).unwrap();
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    for event in Event::ALL {
        for line in [entry(*event).line(), longest(*event, "é\u{202e}\n")] {
            let value: Value = serde_json::from_str(&line.json).unwrap();
            let wrong: Vec<_> = validator.iter_errors(&value).collect();
            assert!(wrong.is_empty(), "{wrong:?} in {}", line.json);
        }
    }
    let mut other: Value = serde_json::from_str(&entry(Event::LoggedIn).line().json).unwrap();
    other["surprise"] = Value::from(1);
    assert!(!validator.is_valid(&other), "the schema says nothing");
}
