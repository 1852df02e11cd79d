//! `[audit]`.

use super::{LEAST, config, least_and};
use crate::config::{AuditTo, Rotation};

fn to(text: &str) -> (AuditTo, String) {
    let audit = least_and(text).load(&[]).unwrap().audit;
    (audit.to, audit.key.to_string())
}

#[test]
fn the_trail_goes_where_the_operator_says_and_to_standard_output_unless_they_do() {
    let (standard, _) = {
        let audit = config(LEAST).load(&[]).unwrap().audit;
        (audit.to, audit.key)
    };
    assert_eq!(standard, AuditTo::Stdout);
    let syslog = to("[audit]\nto = \"syslog\"\n");
    let (path, key) = ("/dev/log".into(), "audit.to".to_owned());
    assert_eq!(syslog, (AuditTo::Syslog(path), key));
    let journal = to("[audit]\nto = \"journald\"\nsocket = \"/run/j\"\n");
    let (path, key) = ("/run/j".into(), "audit.socket".to_owned());
    assert_eq!(journal, (AuditTo::Journald(path), key));
    let file = "[audit]\nto = \"file\"\nfile = \"/var/a\"\n";
    let key = "audit.file".to_owned();
    let expected = (AuditTo::File("/var/a".into(), None), key.clone());
    assert_eq!(to(file), expected);
    let rotation = Rotation {
        bytes: 100_000,
        keep: 10,
    };
    let rotated = to(&format!("{file}rotate_bytes = 100000\n"));
    assert_eq!(
        rotated,
        (AuditTo::File("/var/a".into(), Some(rotation)), key)
    );
}

#[test]
fn what_has_no_effect_or_is_missing_is_named() {
    for (text, complaint) in [
        ("to = \"file\"", "audit.file: missing key"),
        ("to = \"disk\"", "audit.to: \"disk\" is none of"),
        (
            "file = \"a\"",
            "audit.file: has no effect unless audit.to is \"file\"",
        ),
        (
            "to = \"file\"\nfile = \"a\"\nsocket = \"b\"",
            "audit.socket: has no effect unless audit.to is \"journald\" or \"syslog\"",
        ),
        (
            "to = \"file\"\nfile = \"a\"\nkeep = 3",
            "audit.keep: has no effect without audit.rotate_bytes",
        ),
        (
            "to = \"file\"\nfile = \"a\"\nrotate_bytes = 10",
            "audit.rotate_bytes: must be at least 65536",
        ),
    ] {
        let complaints = least_and(&format!("[audit]\n{text}\n")).complaints(&[]);
        assert_eq!(complaints.len(), 1, "{complaints:?}");
        assert!(complaints[0].contains(complaint), "{complaints:?}");
    }
}
