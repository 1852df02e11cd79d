//! What `[sms]` says.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use super::{Folder, least_and};
use crate::config::sms::{CommandInput, Gateway, TwilioSender};

const COUNTRIES: &str = "countries = [\"DE\", \"AT\"]\n";

fn sms(text: &str) -> Folder {
    let folder = least_and(&format!("[sms]\n{COUNTRIES}{text}"));
    let folder = folder.with("secret", "hunter2\n");
    let private = Permissions::from_mode(0o600);
    std::fs::set_permissions(folder.path("secret"), private).unwrap();
    folder
}

fn assert_complains(text: &str, complaint: &str) {
    let complaints = sms(text).complaints(&[]);
    let found = complaints.iter().any(|line| line.starts_with(complaint));
    assert!(found, "{complaint}: {complaints:#?}");
}

const KANNEL: &str =
    "gateway = \"kannel\"\n[sms.kannel]\nuser = \"v\"\npassword_file = \"secret\"\n";

#[test]
fn without_the_section_sms_is_not_offered() {
    assert!(least_and("").load(&[]).unwrap().sms.is_none());
}

#[test]
fn a_kannel_needs_a_user_and_a_password() {
    let folder = sms(KANNEL);
    let config = folder.load(&[]).unwrap();
    assert!(config.warnings.is_empty(), "{}", config.warnings);
    let sms = config.sms.unwrap();
    assert_eq!(sms.default_country.code(), "DE");
    assert_eq!(sms.timeout, Duration::from_secs(10));
    let Gateway::Kannel(kannel) = &sms.gateway else {
        panic!("{sms:?}")
    };
    assert_eq!(kannel.password.read().unwrap().expose(), "hunter2");
    assert_eq!(kannel.password.key.to_string(), "sms.kannel.password_file");
    let complaints = sms_complaints("gateway = \"kannel\"\n");
    assert_eq!(complaints.len(), 2, "{complaints:?}");
}

fn sms_complaints(text: &str) -> Vec<String> {
    sms(text).complaints(&[])
}

#[test]
fn countries_must_be_listed_and_known() {
    let complaints = least_and("[sms]\ngateway = \"outbox\"\n").complaints(&[]);
    let missing = "vestibule.toml:1: sms.countries: missing key";
    assert!(
        complaints.iter().any(|line| line.starts_with(missing)),
        "{complaints:?}"
    );
    let text = "[sms]\ngateway = \"outbox\"\ncountries = [\n\"DE\",\n\"Germany\",\n]\n";
    let complaints = least_and(text).complaints(&[]);
    let wrong = "vestibule.toml:5: sms.countries[1]: \"Germany\"";
    assert!(
        complaints.iter().any(|line| line.starts_with(wrong)),
        "{complaints:?}"
    );
    let other = "gateway = \"outbox\"\ndefault_country = \"FR\"\n";
    assert_complains(
        other,
        "vestibule.toml:4: sms.default_country: is not one of sms.countries",
    );
}

#[test]
fn a_gateway_that_is_wrong_does_not_turn_sms_off() {
    assert_complains(
        "gateway = \"pigeon\"\n",
        "vestibule.toml:3: sms.gateway: there is no",
    );
    assert_complains("", "vestibule.toml:1: sms.gateway: missing key");
    let same = "gateway = \"outbox\"\nfallback = \"outbox\"\n";
    assert_complains(
        same,
        "vestibule.toml:4: sms.fallback: is the gateway itself",
    );
    let incomplete = format!("fallback = \"twilio\"\n{KANNEL}");
    assert_complains(
        &incomplete,
        "vestibule.toml:1: sms.twilio.account: missing key",
    );
}

#[test]
fn the_outbox_and_what_has_no_effect_are_warned_of() {
    let outbox = "gateway = \"outbox\"\n[sms.outbox]\nfile = \"out.jsonl\"\n[sms.twilio]\n";
    assert_complains(
        outbox,
        "vestibule.toml:4: warning: sms.outbox: sends nothing",
    );
    assert_complains(
        outbox,
        "vestibule.toml:6: warning: sms.twilio: has no effect",
    );
    assert!(sms(outbox).load(&[]).is_ok());
}

#[test]
fn plain_http_leaves_this_machine_only_where_it_is_allowed() {
    let far = format!("{KANNEL}url = \"http://10.0.0.1:13013/cgi-bin/sendsms\"\n");
    assert_complains(
        &far,
        "vestibule.toml:7: sms.kannel.url: plain HTTP beyond this machine",
    );
    let allowed = format!("allow_plain = true\n{far}");
    let found = "vestibule.toml:8: warning: sms.kannel.url: codes and passwords travel there";
    assert_complains(&allowed, found);
    assert!(sms(&allowed).load(&[]).is_ok());
}

#[test]
fn twilio_is_told_whom_messages_are_from() {
    let sid = |kind: &str| format!("{kind}{}", "0123456789abcdef".repeat(2));
    let account = format!(
        "gateway = \"twilio\"\n[sms.twilio]\naccount = \"{}\"\nsecret_file = \"secret\"\n",
        sid("AC")
    );
    assert_complains(
        &account,
        "vestibule.toml:4: sms.twilio.messaging_service: missing key",
    );
    let service = format!("{account}messaging_service = \"{}\"\n", sid("MG"));
    let Gateway::Twilio(twilio) = sms(&service).load(&[]).unwrap().sms.unwrap().gateway else {
        panic!("not Twilio")
    };
    assert_eq!(twilio.from, TwilioSender::MessagingService(sid("MG")));
    assert_eq!(twilio.url.to_string(), "https://api.twilio.com/");
    let sender = format!("sender = \"+4915112345678\"\n{account}");
    assert!(sms(&sender).load(&[]).is_ok());
    let path = format!("{service}url = \"https://api.twilio.com/2010\"\n");
    assert_complains(
        &path,
        "vestibule.toml:8: sms.twilio.url: must not have a path",
    );
    // A token in the wrong place is not shown.
    let wrong = format!("{service}api_key = \"hunter2\"\n");
    let complaints = sms_complaints(&wrong);
    assert!(!complaints.concat().contains("hunter2"), "{complaints:?}");
}

#[test]
fn a_provider_is_described_by_its_request() {
    let http = r#"gateway = "http"
[sms.http]
url = "https://sms.test/send"
body = '{"to": "{to}", "text": "{text}"}'
headers = { X-Key = "{secret}" }
secret_file = "secret"
success_pointer = "/ok"
success_value = "true"
"#;
    let config = sms(http).load(&[]).unwrap();
    assert!(config.warnings.is_empty(), "{}", config.warnings);
    for (from, to, complaint) in [
        (
            "{text}",
            "text",
            "vestibule.toml:6: sms.http.body: has no {text}",
        ),
        (
            "\"{to}\"",
            "{to}",
            "vestibule.toml:6: sms.http.body: is not JSON when filled in",
        ),
        (
            "X-Key",
            "Host",
            "vestibule.toml:7: sms.http.headers.Host: \"Host\" is set by",
        ),
        (
            "{secret}",
            "{to}",
            "vestibule.toml:7: sms.http.headers.X-Key: may have {secret}",
        ),
        (
            "{secret}",
            "x",
            "vestibule.toml:8: warning: sms.http.secret_file: has no effect",
        ),
        (
            "success_value = \"true\"",
            "",
            "vestibule.toml:4: sms.http.success_value: missing",
        ),
        (
            "/ok",
            "ok",
            "vestibule.toml:9: sms.http.success_pointer: \"ok\" is not",
        ),
        (
            "sms.test",
            "u:p@sms.test",
            "vestibule.toml:5: sms.http.url: must not have a password",
        ),
    ] {
        assert_complains(&http.replace(from, to), complaint);
    }
}

#[test]
fn a_command_is_a_program_with_its_arguments() {
    let command = "gateway = \"command\"\n[sms.command]\nprogram = [\"send\", \"-x\"]\n";
    let folder = sms(command);
    let Gateway::Command(built) = folder.load(&[]).unwrap().sms.unwrap().gateway else {
        panic!("no command")
    };
    assert_eq!(built.program, folder.path("send"));
    assert_eq!(built.arguments, ["-x"]);
    assert_eq!(built.input, CommandInput::Json);
    let empty = command.replace("\"send\", \"-x\"", "");
    assert_complains(&empty, "vestibule.toml:5: sms.command.program: missing key");
}

#[test]
fn a_password_may_come_from_the_service_manager() {
    let text = KANNEL.replace("password_file = \"secret\"\n", "");
    let folder = sms(&text).with("credentials/sms-kannel-password", "from-systemd");
    let credentials = folder.path("credentials");
    let environment = [("CREDENTIALS_DIRECTORY", credentials.to_str().unwrap())];
    let sms = folder.load(&environment).unwrap().sms.unwrap();
    let paths: Vec<_> = sms.secrets().map(|file| file.path.clone()).collect();
    assert_eq!(paths, [credentials.join("sms-kannel-password")]);
}

#[test]
fn the_shipped_section_works_with_every_line_of_it() {
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/config/vestibule.toml");
    let text = std::fs::read_to_string(shipped).unwrap();
    let lines = text.lines().skip_while(|line| *line != "# [sms]");
    let section: String = lines
        .take_while(|line| line.starts_with('#'))
        .filter_map(|line| {
            let bare = line.trim_start_matches(['#', ' ']);
            let key = bare.split(" = ").next()?;
            let word = |b: u8| b.is_ascii_lowercase() || b == b'_';
            let is_key = bare.contains(" = ") && key.bytes().all(word);
            // The shipped lines show a bearer header and a user, which exclude each other.
            let keep = (is_key && !bare.starts_with("user = \"example\"")) || bare.starts_with('[');
            keep.then(|| format!("{bare}\n"))
        })
        .collect();
    for kind in ["kannel", "http", "command", "outbox"] {
        let text = section.replacen("\"kannel\"", &format!("{kind:?}"), 1);
        let config = least_and(&text)
            .load(&[])
            .unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(config.sms.unwrap().gateways().count(), 2);
    }
}
