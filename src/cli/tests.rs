//! The program as it is called.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use jiff::Timestamp;
use tempfile::TempDir;

use super::{Shell, run};
use crate::clock::ManualClock;
use crate::random::SystemRandom;

const CONFIG: &str = r#"
[listen]
address = "127.0.0.1:8443"

[[site]]
hosts = ["webmail.test"]
upstream = "http://127.0.0.1:8081"
profile = "roundcube"

[policy]
default = "required"
file = "policy.toml"

[store]
path = "store"

[keys]
file = "keys"
"#;

struct Called {
    status: u8,
    out: String,
    err: String,
}

struct Place(TempDir);

impl Place {
    fn new(config: &str) -> Self {
        let place = Self(TempDir::new().unwrap());
        place.write("vestibule.toml", config);
        place.write("policy.toml", "[domains]\n\"a.test\" = \"optional\"\n");
        place
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
    }

    fn set_mode(&self, name: &str, mode: u32) {
        let mode = fs::Permissions::from_mode(mode);
        fs::set_permissions(self.path().join(name), mode).unwrap();
    }

    fn call(&self, arguments: &[&str]) -> Called {
        let config = self.path().join("vestibule.toml");
        let mut all: Vec<OsString> = vec!["vestibule".into()];
        all.extend(arguments.iter().map(OsString::from));
        all.extend(["--config".into(), config.into_os_string()]);
        let clock = ManualClock::new(Timestamp::from_second(1_700_000_000).unwrap());
        let shell = Shell {
            environment: Vec::new(),
            clock: &clock,
            random: &SystemRandom,
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let status = run(all, &shell, &mut out, &mut err);
        let text = |bytes| {
            let folder = format!("{}/", self.path().display());
            String::from_utf8(bytes).unwrap().replace(&folder, "")
        };
        Called {
            status,
            out: text(out),
            err: text(err),
        }
    }
}

#[test]
fn the_command_line_is_well_formed() {
    use clap::CommandFactory as _;
    super::Cli::command().debug_assert();
}

#[test]
fn the_completion_of_each_shell_needs_no_configuration_and_knows_every_command() {
    let place = Place::new("not even TOML [");
    for shell in ["bash", "zsh", "fish"] {
        let called = place.call(&["completion", shell]);
        assert_eq!((called.status, called.err.as_str()), (0, ""), "{shell}");
        for command in ["audit", "domain", "serve", "token", "user"] {
            assert!(called.out.contains(command), "{shell}: {command}");
        }
    }
    assert_eq!(place.call(&["completion", "csh"]).status, 64);
}

#[test]
fn check_sums_up_a_configuration_that_works() {
    let place = Place::new(CONFIG);
    assert_eq!(place.call(&["keys", "init"]).status, 0);
    let called = place.call(&["check"]);
    assert_eq!((called.status, called.err.as_str()), (0, ""));
    assert_eq!(
        called.out,
        "listens on http://127.0.0.1:8443\n\
         site webmail.test: Roundcube at http://127.0.0.1:8081\n\
         \x20 other names of a mailbox are not known: each is a mailbox of its own, under its \
         own domain's policy (site.userdb, site.aliases)\n\
         policy: required by default; listed: 0 required, 1 optional, 0 disabled\n\
         mailboxes are not told of changes: there is no [mail]\n\
         the audit trail goes to standard output\n\
         the configuration is good; no warnings\n"
    );
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 3);
}

#[test]
fn check_names_every_mistake_and_fails() {
    let place = Place::new(&CONFIG.replace("hosts", "hsots").replace("[keys]", "[kyes]"));
    let called = place.call(&["check"]);
    assert_eq!(called.status, 1);
    assert_eq!(
        called.err,
        "vestibule.toml:5: site[0].hosts: missing key; a site needs at least one host name\n\
         vestibule.toml:6: site[0].hsots: unknown key; did you mean \"hosts\"?\n\
         vestibule.toml:17: kyes: unknown key; did you mean \"keys\"?\n"
    );
}

#[test]
fn check_looks_at_what_the_configuration_points_to() {
    let tls = "tls = { certificate = \"c.pem\", key = \"k.pem\" }\n\n[[site]]";
    let config = CONFIG
        .replace("[[site]]", tls)
        .replace("\"store\"", "\"vestibule.toml\"");
    let called = Place::new(&config).call(&["check"]);
    assert_eq!(called.status, 1);
    let lines: Vec<_> = called.err.lines().collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    for (line, start) in lines.iter().zip([
        "vestibule.toml:5: listen.tls: c.pem: no certificate can be read",
        "vestibule.toml:17: store.path: vestibule.toml cannot be written",
        "vestibule.toml:20: keys.file: keys does not exist",
    ]) {
        assert!(line.starts_with(start), "{line}");
    }
}

#[test]
fn check_wants_the_key_of_the_certificate() {
    let tls = "tls = { certificate = \"c.pem\", key = \"k.pem\" }\n\n[[site]]";
    let place = Place::new(&CONFIG.replace("[[site]]", tls));
    place.call(&["keys", "init"]);
    let made = rcgen::generate_simple_self_signed(["webmail.test".to_owned()]).unwrap();
    let other = rcgen::generate_simple_self_signed(["webmail.test".to_owned()]).unwrap();
    place.write("c.pem", &made.cert.pem());
    place.write("k.pem", &made.signing_key.serialize_pem());
    place.set_mode("k.pem", 0o644);
    let called = place.call(&["check"]);
    assert_eq!(called.status, 1);
    assert_eq!(
        called.err,
        "vestibule.toml:5: listen.tls: k.pem can be read by others than its owner and group \
         (mode 0644); run: chmod 640 k.pem\n"
    );
    place.set_mode("k.pem", 0o640);
    let called = place.call(&["check"]);
    assert_eq!((called.status, called.err.as_str()), (0, ""));
    assert!(called.out.starts_with("listens on https://"));
    place.write("k.pem", &other.signing_key.serialize_pem());
    let called = place.call(&["check"]);
    assert_eq!(called.status, 1);
    assert!(
        called
            .err
            .contains(": listen.tls: k.pem: does not fit c.pem"),
        "{}",
        called.err
    );
}

#[test]
fn check_reads_the_secrets_and_looks_for_the_program_of_sms() {
    let sms = "\n[sms]\ngateway = \"kannel\"\nfallback = \"command\"\ncountries = [\"DE\"]\n\
               [sms.kannel]\nuser = \"v\"\npassword_file = \"pw\"\n\
               [sms.command]\nprogram = [\"send\"]\n";
    let place = Place::new(&format!("{CONFIG}{sms}"));
    place.call(&["keys", "init"]);
    place.write("pw", "");
    place.write("send", "#!/bin/sh\n");
    let called = place.call(&["check"]);
    assert_eq!(called.status, 1, "{}", called.err);
    for part in [
        ": sms.kannel.password_file: pw can be read by others",
        ": sms.command.program: send is not a program",
    ] {
        assert!(called.err.contains(part), "{}", called.err);
    }
}

#[test]
fn check_says_where_the_audit_trail_cannot_be_written_and_leaves_nothing_behind() {
    for (lines, complaint) in [
        (
            "to = \"file\"\nfile = \"none/audit.jsonl\"",
            ":22: audit.file: none: there is no such folder",
        ),
        (
            "to = \"file\"\nfile = \"store\"",
            ":22: audit.file: store: Is a directory",
        ),
        (
            "to = \"syslog\"\nsocket = \"log\"",
            ":22: audit.socket: log: No such file",
        ),
        (
            "socket = \"keys\"\nto = \"journald\"",
            ":21: audit.socket: keys: Connection refused",
        ),
    ] {
        let place = Place::new(&format!("{CONFIG}\n[audit]\n{lines}\n"));
        place.call(&["keys", "init"]);
        fs::create_dir(place.path().join("store")).unwrap();
        let called = place.call(&["check"]);
        assert_eq!(called.status, 1, "{}", called.err);
        assert!(called.err.contains(complaint), "{}", called.err);
    }
    let file = "\n[audit]\nto = \"file\"\nfile = \"audit.jsonl\"\n";
    let place = Place::new(&format!("{CONFIG}{file}"));
    place.call(&["keys", "init"]);
    let called = place.call(&["check"]);
    assert_eq!((called.status, called.err.as_str()), (0, ""));
    assert!(
        called.out.contains("trail goes to audit.jsonl\n"),
        "{}",
        called.out
    );
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 3);
}

#[test]
fn keys_are_made_once_and_renewed_and_never_shown() {
    let place = Place::new(CONFIG);
    let made = place.call(&["keys", "init"]);
    assert!(made.out.starts_with("made keys\n  "), "{}", made.out);
    let again = place.call(&["keys", "init"]);
    assert_eq!(again.status, 1);
    assert!(again.err.contains("is not overwritten"), "{}", again.err);
    let renewed = place.call(&["keys", "rotate"]);
    assert_eq!(renewed.status, 0, "{}", renewed.err);
    assert_eq!(
        renewed
            .out
            .matches(" seals, made 2023-11-14T22:13:20Z")
            .count(),
        1
    );
    assert_eq!(
        renewed
            .out
            .matches(" opens, made 2023-11-14T22:13:20Z")
            .count(),
        1
    );
    let file = fs::read_to_string(place.path().join("keys")).unwrap();
    for line in file.lines().filter(|line| line.starts_with("secret")) {
        let secret = line.split('"').nth(1).unwrap();
        assert!(!made.out.contains(secret) && !renewed.out.contains(secret));
    }
    assert_eq!(place.call(&["keys", "rotate"]).status, 0);
    assert_eq!(place.call(&["keys", "rotate"]).status, 1);
    assert_eq!(place.call(&["keys", "rotate", "--forget-oldest"]).status, 0);
}

#[test]
fn a_wrong_command_line_and_a_wrong_configuration_differ_in_status() {
    let place = Place::new("");
    assert_eq!(place.call(&["chekc"]).status, 64);
    assert_eq!(place.call(&["serve"]).status, 78);
    assert_eq!(place.call(&["keys", "init"]).status, 78);
    let help = place.call(&["--help"]);
    assert_eq!(help.status, 0);
    assert!(help.out.contains("serve"), "{}", help.out);
}
