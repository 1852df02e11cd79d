//! The files that are shipped: they work, and say all there is to say.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::config::{Raw, load, misfit, profile};

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn the_shipped_configuration_works_without_a_warning() {
    let config = load(&shipped("config/vestibule.toml"), std::iter::empty()).unwrap();
    assert!(config.warnings.is_empty(), "{}", config.warnings);
    assert!(config.policy.table.is_empty());
}

#[test]
fn the_shipped_configuration_works_with_each_default_written_out() {
    let text = std::fs::read_to_string(shipped("config/vestibule.toml")).unwrap();
    let uncommented: Vec<_> = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(key) if is_assignment(key) => key,
            _ => line,
        })
        .collect();
    let text = uncommented
        .join("\n")
        .replace("/etc/postfix/virtual", "virtual");
    let folder = super::config(&text)
        .with("policy.toml", "")
        .with("virtual", "");
    let warnings = folder.complaints(&[]);
    // The example of upstream_ca stands beside an upstream without TLS.
    assert_eq!(warnings.len(), 1, "{warnings:#?}");
    assert!(warnings[0].contains("site[0].upstream_ca: has no effect"));
    let defaults = folder.load(&[]).unwrap();
    assert_eq!(defaults.limits, super::super::Limits::default());
    assert_eq!(defaults.session, crate::domain::session::Limits::default());
}

#[test]
fn every_shipped_profile_works() {
    for (name, _) in profile::SHIPPED {
        let file = shipped(&format!("config/profiles/{name}.toml"));
        profile::load(&file).unwrap_or_else(|problems| panic!("{problems}"));
    }
    let demo = shipped("examples/demo/profile.toml");
    profile::load(&demo).unwrap_or_else(|problems| panic!("{problems}"));
}

#[test]
fn every_key_is_explained_in_the_shipped_configuration() {
    let text = std::fs::read_to_string(shipped("config/vestibule.toml")).unwrap();
    let mut explained = Vec::new();
    for key in keys_below(&|probe| probe) {
        let last = key.rsplit('.').next().unwrap();
        let mentioned = |line: &str| {
            let line = line.trim_start_matches(['#', ' ']);
            let section = line.trim_matches(['[', ']']) == key;
            section
                || line.starts_with(&format!("{last} = "))
                || line.contains(&format!(" {last} = "))
        };
        assert!(text.lines().any(mentioned), "{key} is not explained");
        explained.push(key);
    }
    assert!(
        explained.contains(&"listen.tls.certificate".to_owned()),
        "{explained:?}"
    );
    assert!(
        explained.contains(&"limits.drain".to_owned()),
        "{explained:?}"
    );
}

/// All keys of the raw structs, found by asking for one that there is not.
fn keys_below(at: &dyn Fn(Value) -> Value) -> Vec<String> {
    let Err(error) = serde_path_to_error::deserialize::<_, Raw>(&at(json!({ "?": 0 }))) else {
        return Vec::new();
    };
    let message = error.inner().to_string();
    let Some(unknown) = misfit::unknown_key(&message) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for key in unknown.known {
        all.push(key.to_owned());
        let in_table = |probe: Value| at(json!({ key: probe }));
        let in_list = |probe: Value| at(json!({ key: [probe] }));
        let below = [keys_below(&in_table), keys_below(&in_list)].concat();
        all.extend(below.iter().map(|below| format!("{key}.{below}")));
    }
    all
}

fn is_assignment(line: &str) -> bool {
    let key = line.split(" = ").next().unwrap_or_default();
    let word = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    line.contains(" = ") && key.bytes().all(word)
}
