//! What `[mail]` says.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use super::{Folder, least_and};
use crate::config::mail::Protection;

fn mail(text: &str) -> Folder {
    let folder = least_and(&format!("[mail]\nfrom = \"s@v.test\"\n{text}"));
    let folder = folder.with("secret", "hunter2\n");
    let private = Permissions::from_mode(0o600);
    std::fs::set_permissions(folder.path("secret"), private).unwrap();
    folder
}

#[test]
fn without_the_section_nobody_is_told() {
    assert!(least_and("").load(&[]).unwrap().mail.is_none());
}

#[test]
fn a_server_on_this_machine_needs_no_more_than_a_sender() {
    let config = mail("").load(&[]).unwrap();
    assert!(config.warnings.is_empty(), "{}", config.warnings);
    let mail = config.mail.unwrap();
    assert_eq!((mail.host.as_str(), mail.port), ("127.0.0.1", 25));
    assert_eq!(mail.protection, Protection::None);
    assert_eq!(mail.timeout, Duration::from_secs(60));
    assert!(mail.login.is_none());
}

#[test]
fn a_server_elsewhere_is_spoken_to_over_tls_on_the_port_for_it() {
    for (text, protection, port) in [
        ("host = \"mail.test\"", Protection::StartTls, 587),
        (
            "host = \"mail.test\"\ntls = \"implicit\"",
            Protection::Implicit,
            465,
        ),
        (
            "host = \"2001:db8::1\"\nport = 25",
            Protection::StartTls,
            25,
        ),
        ("host = \"::1\"", Protection::None, 25),
    ] {
        let mail = mail(text).load(&[]).unwrap().mail.unwrap();
        assert_eq!((mail.protection, mail.port), (protection, port), "{text}");
    }
}

#[test]
fn a_user_comes_with_a_password_in_a_private_file() {
    let folder = mail("user = \"v\"\npassword_file = \"secret\"\n");
    let login = folder.load(&[]).unwrap().mail.unwrap().login.unwrap();
    assert_eq!(login.password.read().unwrap().expose(), "hunter2");
    assert_eq!(login.password.key.to_string(), "mail.password_file");
}

#[test]
fn what_is_wrong_is_named_with_its_key() {
    for (text, complaint) in [
        ("user = \"v\"", "mail.password_file: missing key"),
        (
            "password_file = \"secret\"",
            "vestibule.toml:3: mail.password_file: has no effect",
        ),
        (
            "host = \"smtp://mail.test\"",
            "vestibule.toml:3: mail.host: \"smtp://mail.test\" is not",
        ),
        (
            "host = \"mail.test\"\ntls = \"none\"",
            "vestibule.toml:4: mail.tls: plain SMTP beyond this machine",
        ),
        (
            "tls = \"ssl\"",
            "vestibule.toml:3: mail.tls: \"ssl\" is neither",
        ),
        (
            "timeout = \"5m\"",
            "vestibule.toml:3: mail.timeout: must be",
        ),
        ("port = 0", "vestibule.toml:3: mail.port: must be"),
        ("xyzzy = 1", "vestibule.toml:3: mail.xyzzy: unknown key"),
    ] {
        let complaints = mail(text).complaints(&[]);
        let found = complaints.iter().any(|line| line.contains(complaint));
        assert!(found, "{text}: {complaints:#?}");
    }
    for sender in ["", "nobody", "a@b@c.test", "Example <>"] {
        let folder = least_and(&format!("[mail]\nfrom = {sender:?}\n"));
        let complaints = folder.complaints(&[]);
        let expected = "vestibule.toml:2: mail.from:";
        assert!(complaints[0].starts_with(expected), "{complaints:?}");
    }
    let complaints = least_and("[mail]\n").complaints(&[]);
    assert!(
        complaints[0].contains("mail.from: missing key"),
        "{complaints:?}"
    );
}

#[test]
fn plain_smtp_on_a_trusted_network_is_a_warning() {
    let text = "host = \"10.0.0.1\"\ntls = \"none\"\nallow_plain = true\nca = \"ca.pem\"";
    let config = mail(text).load(&[]).unwrap();
    let warnings = config.warnings.to_string();
    assert!(warnings.contains("mail.tls: notices travel there unencrypted"));
    assert!(warnings.contains("mail.ca: has no effect"), "{warnings}");
}
