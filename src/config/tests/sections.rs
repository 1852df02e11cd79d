//! One section at a time.

use std::time::Duration;

use super::{LEAST, config, least_and};
use crate::config::{Engine, KeySource, Limits, LogFormat, TlsFiles};
use crate::domain::login_limits::LoginLimits;
use crate::domain::session;

#[test]
fn the_least_that_works_gets_the_defaults() {
    let config = config(LEAST).load(&[]).unwrap();
    assert_eq!(config.listen.address.to_string(), "127.0.0.1:8443");
    assert_eq!(config.sites[0].hosts, ["webmail.test"]);
    assert_eq!(config.sites[0].profile.name, "Roundcube");
    assert_eq!(config.store.engine, Engine::Sled);
    assert_eq!(config.session, session::Limits::default());
    assert_eq!(config.limits, Limits::default());
    assert_eq!(config.login_limits, LoginLimits::default());
    assert_eq!(config.portal.path, "/mfa");
    assert_eq!(config.log.format, LogFormat::Text);
    assert!(config.warnings.is_empty());
}

#[test]
fn what_has_no_default_is_asked_for() {
    assert_eq!(
        config("").complaints(&[]),
        [
            "vestibule.toml: policy.default: missing key; choose what a domain that is not listed \
             asks: \"required\", \"optional\" or \"disabled\"",
            "vestibule.toml: site: missing key; a [[site]] says where the webmail is",
        ]
    );
}

#[test]
fn an_unknown_key_is_named_with_its_line_in_every_section() {
    for section in [
        "admin",
        "audit",
        "listen",
        "store",
        "keys",
        "session",
        "portal",
        "limits",
        "login_limits",
        "log",
    ] {
        let folder = least_and(&format!("[{section}]\nxyzzy = 1\n"));
        let complaints = folder.complaints(&[]);
        let expected = format!("vestibule.toml:2: {section}.xyzzy: unknown key; known here: ");
        assert_eq!(complaints.len(), 1, "{complaints:?}");
        assert!(complaints[0].starts_with(&expected), "{complaints:?}");
    }
    for (text, complaint) in [
        ("[[site]]\nxyzzy = 1", "vestibule.toml:2: site[0].xyzzy"),
        ("[policy]\nxyzzy = 1", "vestibule.toml:2: policy.xyzzy"),
        (
            "[listen.tls]\nxyzzy = 1",
            "vestibule.toml:2: listen.tls.xyzzy",
        ),
        ("xyzzy = 1", "vestibule.toml:1: xyzzy"),
        (
            "[sms.kannel]\nxyzzy = 1",
            "vestibule.toml:2: sms.kannel.xyzzy",
        ),
        (
            "\"listen.workers\" = 1",
            "vestibule.toml:1: \"listen.workers\"",
        ),
    ] {
        let complaints = config(text).complaints(&[]);
        let expected = format!("{complaint}: unknown key; ");
        let named = complaints.iter().any(|line| line.starts_with(&expected));
        assert!(named, "{complaints:?}");
    }
}

#[test]
fn plain_http_beyond_this_machine_must_be_wanted() {
    let folder = least_and("[listen]\naddress = \"0.0.0.0:80\"\n");
    assert!(folder.complaints(&[])[0].starts_with("vestibule.toml:2: listen.address: plain HTTP"));
    let folder = least_and("[listen]\naddress = \"0.0.0.0:80\"\nallow_plain = true\n");
    let config = folder.load(&[]).unwrap();
    assert!(config.listen.allow_plain);
    assert!(
        config
            .warnings
            .to_string()
            .contains("vestibule.toml:3: warning: listen.allow_plain: passwords")
    );
}

#[test]
fn a_webmail_on_another_machine_is_warned_of_where_nothing_encrypts_the_way() {
    for (upstream, warned) in [
        ("http://127.0.0.1:8081", false),
        ("http://[::1]:8081", false),
        ("http://localhost:8081", false),
        ("https://webmail.internal", false),
        ("http://webmail.internal", true),
        ("http://10.0.0.1:8081", true),
    ] {
        let folder = config(&LEAST.replace("http://127.0.0.1:8081", upstream));
        let warnings = folder.load(&[]).unwrap().warnings.to_string();
        let names = warnings.contains("site[0].upstream: passwords and mail travel to ");
        assert_eq!(names, warned, "{upstream}: {warnings}");
    }
}

#[test]
fn the_files_of_tls_are_relative_to_the_configuration() {
    let tls =
        "[listen]\naddress = \"[::]:443\"\ntls = { certificate = \"a.pem\", key = \"/b.pem\" }\n";
    let folder = least_and(tls);
    let expected = TlsFiles {
        certificate: folder.path("a.pem"),
        key: "/b.pem".into(),
    };
    assert_eq!(folder.load(&[]).unwrap().listen.tls, Some(expected));
}

#[test]
fn browsers_keep_to_https_for_a_year_unless_it_is_said_otherwise() {
    let field = |text: &str| {
        let listen = least_and(text).load(&[]).unwrap().listen;
        listen.hsts.map(|hsts| hsts.field())
    };
    for (text, expected) in [
        ("", Some("max-age=31536000")),
        ("hsts = \"1d\"", Some("max-age=86400")),
        ("hsts = \"withdraw\"", Some("max-age=0")),
        ("hsts = \"off\"", None),
        (
            "hsts_subdomains = true",
            Some("max-age=31536000; includeSubDomains"),
        ),
    ] {
        let text = format!("[listen]\n{text}\n");
        assert_eq!(field(&text).as_deref(), expected, "{text}");
    }
    let folder = least_and("[listen]\nhsts = \"on\"\n");
    let complaint = &folder.complaints(&[])[0];
    assert!(complaint.starts_with("vestibule.toml:2: listen.hsts: "));
    assert!(complaint.contains("withdraw"), "{complaint}");
    let folder = least_and("[listen]\nhsts = \"off\"\nhsts_subdomains = true\n");
    let warned = folder.load(&[]).unwrap().warnings.to_string();
    assert!(
        warned.contains("vestibule.toml:3: warning: listen.hsts_subdomains"),
        "{warned}"
    );
}

#[test]
fn mailboxes_are_counted_every_hour_or_as_is_said_within_reason() {
    let seconds = |text: &str| least_and(text).load(&[]).unwrap().admin.census.as_secs();
    assert_eq!(seconds(""), 3600);
    assert_eq!(seconds("[admin]\ncensus = \"1m\"\n"), 60);
    for wrong in ["59s", "25h"] {
        let folder = least_and(&format!("[admin]\ncensus = \"{wrong}\"\n"));
        let expected = "vestibule.toml:2: admin.census: must be from 1m to 24h";
        assert!(folder.complaints(&[])[0].starts_with(expected), "{wrong}");
    }
}

#[test]
fn a_proxy_is_trusted_by_address_or_network() {
    let folder = least_and("[listen]\ntrusted_proxies = [\"10.1.2.3\", \"fd00::/8\"]\n");
    let proxies = folder.load(&[]).unwrap().listen.trusted_proxies;
    assert!(proxies[0].contains(&"10.1.2.3".parse::<std::net::IpAddr>().unwrap()));
    assert_eq!(proxies.len(), 2);
    let folder = least_and("[listen]\ntrusted_proxies = [\n  \"10.1.2.3\",\n  \"ten\",\n]\n");
    assert!(folder.complaints(&[])[0].starts_with("vestibule.toml:4: listen.trusted_proxies[1]: "));
}

#[test]
fn a_host_belongs_to_one_site_and_is_a_host_alone() {
    let second = r#"
[[site]]
hosts = ["other.test", "webmail.test", "Big.test", "a.test:443", "https://b.test"]
upstream = "http://127.0.0.1:8082"
profile = "roundcube"
"#;
    let text = format!("{LEAST}{second}");
    let complaints = config(&text).complaints(&[]);
    let keys: Vec<_> = complaints
        .iter()
        .map(|line| line.split(": ").nth(1).unwrap())
        .collect();
    assert_eq!(
        keys,
        [1, 2, 3, 4].map(|index| format!("site[1].hosts[{index}]")),
        "{complaints:?}"
    );
}

#[test]
fn a_host_may_be_a_name_of_one_label_or_an_address() {
    let hosts = "[\"localhost\", \"127.0.0.1\", \"bücher.test\"]";
    let folder = config(&LEAST.replace("[\"webmail.test\"]", hosts));
    assert_eq!(
        folder.load(&[]).unwrap().sites[0].hosts,
        ["localhost", "127.0.0.1", "xn--bcher-kva.test"]
    );
}

#[test]
fn a_session_lasts_at_most_a_day_and_idles_no_longer_than_it_lasts() {
    let session = "[session]\nabsolute = \"2h 30m\"\nidle = \"15m\"\n";
    let limits = least_and(session).load(&[]).unwrap().session;
    assert_eq!(limits.absolute, Duration::from_secs(9000));
    assert_eq!(limits.idle, Duration::from_secs(900));
    let folder = least_and("[session]\nabsolute = \"25h\"\nidle = \"26h\"\n");
    assert_eq!(
        folder.complaints(&[]),
        [
            "vestibule.toml:2: session.absolute: must be at most 24h",
            "vestibule.toml:3: session.idle: must not be longer than session.absolute",
        ]
    );
}

#[test]
fn a_duration_is_neither_nothing_nor_a_bare_number() {
    let folder =
        least_and("[limits]\ndrain = \"0s\"\nupstream_head = 120\nbody_timeout = \"soon\"\n");
    let complaints = folder.complaints(&[]);
    assert_eq!(
        complaints,
        [
            "vestibule.toml:2: limits.drain: must be longer than nothing",
            "vestibule.toml:3: limits.upstream_head: invalid type: integer `120`, expected a string",
            "vestibule.toml:4: limits.body_timeout: \"soon\" is not a duration; write \"30s\", \
             \"5m\" or \"1h 30m\"",
        ]
    );
}

#[test]
fn etcd_is_known_and_not_built_in() {
    let folder = least_and("[store]\nengine = \"etcd\"\n");
    assert_eq!(
        folder.complaints(&[]),
        ["vestibule.toml:2: store.engine: \"etcd\" is not built into this program; use \"sled\""]
    );
}

#[test]
fn the_portal_is_one_plain_segment() {
    for path in ["mfa", "/", "/MFA", "/a/b", "/mfa/", "/m%66a"] {
        let folder = least_and(&format!("[portal]\npath = \"{path}\"\n"));
        assert!(folder.load(&[]).is_err(), "{path}");
    }
}

#[test]
fn the_portal_hides_nothing_of_a_webmail() {
    let folder = least_and("[portal]\npath = \"/skins\"\n");
    assert_eq!(
        folder.complaints(&[]),
        ["vestibule.toml:2: portal.path: Roundcube has its /skins/ there"]
    );
}

#[test]
fn keys_come_from_the_file_that_is_named_or_else_from_the_credential() {
    let folder = least_and("").with("credentials/keys", "");
    let credentials = folder.path("credentials");
    let environment = [("CREDENTIALS_DIRECTORY", credentials.to_str().unwrap())];
    let keys = |folder: &super::Folder| folder.load(&environment).unwrap().keys;
    assert_eq!(
        keys(&folder),
        KeySource::Credential(credentials.join("keys"))
    );
    let folder = folder.with(
        "vestibule.toml",
        &format!("[keys]\nfile = \"own\"\n{LEAST}"),
    );
    assert_eq!(keys(&folder), KeySource::File(folder.path("own")));
    let folder = least_and("");
    let default = KeySource::File("/etc/vestibule/keys".into());
    assert_eq!(folder.load(&[]).unwrap().keys, default);
}

#[test]
fn wrong_passwords_are_limited_by_a_number_and_a_time() {
    let folder = least_and(
        "[login_limits]\naddress = { failures = 3, within = \"1m\" }\n\
         mailbox = { failures = 7 }\nshared = [\"10.0.0.0/8\"]\n",
    );
    let limits = folder.load(&[]).unwrap().login_limits;
    assert_eq!(limits.address.failures, 3);
    assert_eq!(limits.address.within, Duration::from_secs(60));
    assert_eq!(limits.mailbox.failures, 7);
    assert_eq!(limits.mailbox.within, LoginLimits::default().mailbox.within);
    assert!(limits.is_shared("10.1.2.3".parse().unwrap()));
    assert!(!limits.is_shared("127.0.0.1".parse().unwrap()));
    let wrong = least_and("[login_limits]\nnetwork = { failures = 0, within = \"x\" }\n");
    let complaints = wrong.complaints(&[]);
    assert_eq!(complaints.len(), 2, "{complaints:?}");
    assert!(
        complaints[0].contains("login_limits.network.failures"),
        "{complaints:?}"
    );
}
