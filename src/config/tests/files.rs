//! What is said of a whole file.

use super::{Folder, LEAST, config};

#[test]
fn three_mistakes_are_reported_in_one_run() {
    let text = r#"
[listen]
address = 8443

[[site]]
hosts = ["webmail.test"]
upsteam = "http://127.0.0.1:8081"
profile = "roundcube"

[policy]
default = "mandatory"
"#;
    assert_eq!(
        config(text).complaints(&[]),
        [
            "vestibule.toml:3: listen.address: invalid type: integer `8443`, expected a string",
            "vestibule.toml:5: site[0].upstream: missing key; the webmail's address, such as \
             \"http://127.0.0.1:8081\"",
            "vestibule.toml:7: site[0].upsteam: unknown key; did you mean \"upstream\"?",
            "vestibule.toml:11: policy.default: \"mandatory\" is not a mode; write \"required\", \
             \"optional\" or \"disabled\"",
        ]
    );
}

#[test]
fn a_wrong_value_is_not_called_missing_as_well() {
    let folder = config(&LEAST.replace("\"required\"", "1"));
    let complaints = folder.complaints(&[]);
    assert_eq!(complaints.len(), 1, "{complaints:?}");
    let folder = config("site = [{ hosts = \"x\" }, 3]\npolicy = \"required\"\n");
    assert_eq!(
        folder.complaints(&[]),
        [
            "vestibule.toml:1: site[0].hosts: invalid type: string \"x\", expected a list",
            "vestibule.toml:1: site[0].profile: missing key; the webmail's product, such as \
             \"roundcube\"",
            "vestibule.toml:1: site[0].upstream: missing key; the webmail's address, such as \
             \"http://127.0.0.1:8081\"",
            "vestibule.toml:1: site[1]: invalid type: integer `3`, expected a table",
            "vestibule.toml:2: policy: invalid type: string \"required\", expected a table",
        ]
    );
}

#[test]
fn mistakes_of_syntax_are_all_named_with_their_lines() {
    let complaints = config("[listen]\naddress = \n\n[portal\npath = \"/x\"\n").complaints(&[]);
    assert!(complaints.len() >= 2, "{complaints:?}");
    assert!(
        complaints[0].starts_with("vestibule.toml:2: "),
        "{complaints:?}"
    );
    let all = complaints
        .iter()
        .all(|line| line.starts_with("vestibule.toml:"));
    assert!(all, "{complaints:?}");
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    let complaints = config("[listen]\nworkers = 1\nworkers = 2\n").complaints(&[]);
    assert!(
        complaints[0].starts_with("vestibule.toml:3: "),
        "{complaints:?}"
    );
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let complaints = Folder::new().complaints(&[]);
    assert!(
        complaints[0].starts_with("vestibule.toml: cannot be read: "),
        "{complaints:?}"
    );
}

#[test]
fn mistakes_in_all_files_come_in_one_run() {
    let text = LEAST.replace("\"roundcube\"", "\"own.toml\"");
    let folder = config(&format!("[lgo]\n{text}file = \"policy.toml\"\n"))
        .with("policy.toml", "[domains]\n\"x.test\" = \"yes\"\n")
        .with("own.toml", "nmae = \"Own\"\n");
    let complaints = folder.complaints(&[]);
    for expected in [
        "own.toml:1: nmae: unknown key; did you mean \"name\"?",
        "policy.toml:2: domains.\"x.test\": \"yes\" is not a mode",
        "vestibule.toml:1: lgo: unknown key; did you mean \"log\"?",
    ] {
        let found = complaints.iter().any(|line| line.starts_with(expected));
        assert!(found, "{expected}: {complaints:#?}");
    }
}
