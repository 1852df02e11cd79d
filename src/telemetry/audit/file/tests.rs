//! The file: whole lines, in the right file, with the right mode.

use std::os::unix::fs::PermissionsExt as _;

use jiff::Timestamp;
use tempfile::TempDir;

use super::super::AuditEntry;
use super::*;
use crate::domain::audit::Event;

fn line(number: usize) -> Line {
    let detail = format!("line {number}");
    let entry = AuditEntry {
        detail: Some(&detail),
        ..AuditEntry::of(Event::LoggedIn, Timestamp::UNIX_EPOCH)
    };
    entry.line()
}

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.jsonl");
    (folder, path)
}

/// The numbers of the lines in a file, each of which is whole.
fn numbers(path: &Path) -> Vec<usize> {
    let text = fs::read_to_string(path).unwrap_or_default();
    assert!(text.is_empty() || text.ends_with('\n'), "{text}");
    let of = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let detail = value["detail"].as_str().unwrap();
        detail.strip_prefix("line ").unwrap().parse().unwrap()
    };
    text.lines().map(of).collect()
}

#[test]
fn the_file_is_for_its_owner_and_its_group_alone_and_only_grows() {
    let (_folder, path) = folder();
    for number in 0..3 {
        let mut sink = FileSink::open(path.clone(), None).unwrap();
        sink.write(&line(number)).unwrap();
    }
    assert_eq!(numbers(&path), [0, 1, 2]);
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777 & !0o640, 0, "{mode:o}");
}

#[test]
fn a_file_that_was_renamed_is_opened_anew_when_told_and_not_before() {
    let (_folder, path) = folder();
    let aside = numbered(&path, 1);
    let mut sink = FileSink::open(path.clone(), None).unwrap();
    sink.write(&line(0)).unwrap();
    fs::rename(&path, &aside).unwrap();
    sink.write(&line(1)).unwrap();
    sink.reopen().unwrap();
    sink.write(&line(2)).unwrap();
    assert_eq!(numbers(&aside), [0, 1]);
    assert_eq!(numbers(&path), [2]);
}

#[test]
fn a_file_that_cannot_be_opened_anew_goes_on_under_its_old_name() {
    let (folder, path) = folder();
    let mut sink = FileSink::open(path.clone(), None).unwrap();
    let elsewhere = folder.path().join("renamed");
    fs::rename(&path, &elsewhere).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(sink.reopen().is_err());
    sink.write(&line(0)).unwrap();
    assert_eq!(numbers(&elsewhere), [0]);
}

#[test]
fn a_full_file_is_put_aside_between_two_lines_and_the_oldest_goes() {
    let (folder, path) = folder();
    let length = line(0).json.len() as u64 + 1;
    let rotation = Rotation {
        bytes: 2 * length,
        keep: 2,
    };
    let mut sink = FileSink::open(path.clone(), Some(rotation)).unwrap();
    for number in 0..9 {
        sink.write(&line(number)).unwrap();
    }
    assert_eq!(numbers(&path), [8]);
    assert_eq!(numbers(&numbered(&path, 1)), [6, 7]);
    assert_eq!(numbers(&numbered(&path, 2)), [4, 5]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn a_file_that_cannot_be_put_aside_grows_and_loses_nothing() {
    let (_folder, path) = folder();
    let rotation = Rotation { bytes: 1, keep: 1 };
    fs::create_dir(numbered(&path, 1)).unwrap();
    let mut sink = FileSink::open(path.clone(), Some(rotation)).unwrap();
    for number in 0..3 {
        sink.write(&line(number)).unwrap();
    }
    assert_eq!(numbers(&path), [0, 1, 2]);
}

#[test]
fn what_a_power_cut_left_of_a_line_does_not_spoil_the_next() {
    let (_folder, path) = folder();
    fs::write(&path, "{\"v\":1,\"ti").unwrap();
    let mut sink = FileSink::open(path.clone(), None).unwrap();
    sink.write(&line(0)).unwrap();
    sink.write(&line(1)).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1], line(0).json);
    assert_eq!(lines[2], line(1).json);
}

#[test]
fn the_beginning_of_a_line_that_found_no_room_is_taken_back() {
    let (_folder, path) = folder();
    let mut sink = FileSink::open(path.clone(), None).unwrap();
    sink.write(&line(0)).unwrap();
    // As if the disk had taken a part of the next line and no more.
    let open = sink.open.as_mut().unwrap();
    open.file.write_all(b"{\"v\":1").unwrap();
    open.take_back(6);
    sink.write(&line(1)).unwrap();
    assert_eq!(numbers(&path), [0, 1]);
}

#[test]
fn a_disk_without_room_is_an_error_each_time_and_no_panic() {
    // Linux has a device for it (full(4)).
    let mut sink = FileSink::open(PathBuf::from("/dev/full"), None).unwrap();
    for number in 0..2 {
        let error = sink.write(&line(number)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}
