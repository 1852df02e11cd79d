//! The policy file.

use super::{Folder, lines};
use crate::config::policy::load;
use crate::domain::identity::Subject;
use crate::domain::policy::{DomainPolicy, LiveSessions, Mode, Requirement};

fn default() -> DomainPolicy {
    DomainPolicy {
        mode: Mode::Optional,
        live_sessions: LiveSessions::SignOut,
        ..DomainPolicy::of(Mode::Optional)
    }
}

fn complaints(text: &str) -> Vec<String> {
    let folder = Folder::new().with("policy.toml", text);
    let problems = load(&folder.path("policy.toml"), &default()).unwrap_err();
    lines(&problems, folder.0.path())
}

#[test]
fn a_domain_is_a_word_or_a_table() {
    let text = r#"
[domains]
"A.test" = "required"
"b.test" = { mode = "required", live_sessions = "step_up" }
"c.test" = { mode = "disabled" }
"bücher.test" = "disabled"
"#;
    let folder = Folder::new().with("policy.toml", text);
    let table = load(&folder.path("policy.toml"), &default()).unwrap();
    let ask = |name| table.requirement(&Subject::parse(name, None).unwrap());
    assert_eq!(
        ask("x@a.test"),
        Requirement::Required(LiveSessions::SignOut)
    );
    assert_eq!(ask("x@b.test"), Requirement::Required(LiveSessions::StepUp));
    assert_eq!(ask("x@c.test"), Requirement::Disabled);
    assert_eq!(ask("x@xn--bcher-kva.test"), Requirement::Disabled);
    assert_eq!(ask("x@d.test"), Requirement::Optional);
    assert_eq!(table.count(Mode::Disabled), 2);
}

#[test]
fn an_empty_file_lists_nothing() {
    let folder = Folder::new().with("policy.toml", "");
    assert!(
        load(&folder.path("policy.toml"), &default())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn one_domain_in_two_spellings_is_refused() {
    assert_eq!(
        complaints("[domains]\n\"Example.com\" = \"required\"\n\"example.com\" = \"optional\"\n"),
        ["policy.toml:3: domains.\"example.com\": the same domain as \"Example.com\""]
    );
}

#[test]
fn every_mistake_is_named_with_its_line() {
    let text = r#"
[domain]
[domains]
"a.test" = "Required"
"b.test" = 1
"c.test" = { mode = "required", live_session = "step_up" }
"d.test" = { live_sessions = "later" }
"e .test" = "optional"
"f.test" = { mode = ["required"] }
"#;
    let complaints = complaints(text);
    let starts: Vec<_> = complaints
        .iter()
        .map(|line| line.splitn(3, ": ").take(2).collect::<Vec<_>>().join(": "))
        .collect();
    assert_eq!(
        starts,
        [
            "policy.toml:2: domain",
            "policy.toml:4: domains.\"a.test\"",
            "policy.toml:5: domains.\"b.test\"",
            "policy.toml:6: domains.\"c.test\".live_session",
            "policy.toml:7: domains.\"d.test\".live_sessions",
            "policy.toml:7: domains.\"d.test\".mode",
            "policy.toml:8: domains.\"e .test\"",
            "policy.toml:9: domains.\"f.test\".mode",
        ],
        "{complaints:#?}"
    );
    assert!(complaints[3].contains("did you mean \"live_sessions\"?"));
}

#[test]
fn a_hundred_thousand_domains_are_read_in_a_moment() {
    let lines = (0..100_000).map(|number| format!("\"d{number}.test\" = \"required\"\n"));
    let text = format!("[domains]\n{}", lines.collect::<String>());
    let folder = Folder::new().with("policy.toml", &text);
    let table = load(&folder.path("policy.toml"), &default()).unwrap();
    assert_eq!(table.len(), 100_000);
}
