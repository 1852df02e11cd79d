//! Forms: what they post and where, and which of them a page has.

use std::collections::BTreeSet;

use vestibule_templates::{Locale, SecurityAction};

use crate::pages::{attributes, for_every_page, for_every_portal_page, page, tags};

#[test]
fn every_form_posts_to_the_portal_with_its_token() {
    for_every_page(|page, html| {
        for form in html.split("<form").skip(1) {
            // A search changes nothing, and says nothing that is secret.
            if page.is_of_panel() && form.starts_with(SEARCH) {
                assert!(!form.contains("form_token"), "{page}");
                continue;
            }
            assert!(
                form.starts_with(" method=\"post\" action=\"/mfa/"),
                "{page}"
            );
            let form = form.split("</form>").next().unwrap_or_default();
            let token = "<input type=\"hidden\" name=\"form_token\" value=\"sample-token\">";
            // Before somebody is known there is nothing to abuse.
            let nobody = ["panel-sign", "panel-invited"];
            let known = !nobody.iter().any(|start| page.name.starts_with(start));
            assert_eq!(form.matches(token).count(), usize::from(known), "{page}");
        }
    });
}

#[test]
fn no_form_says_anything_twice() {
    for_every_portal_page(|page, html| {
        for form in html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            let names: Vec<&str> = attributes(form, "name").collect();
            let unique: BTreeSet<&str> = names.iter().copied().collect();
            assert_eq!(names.len(), unique.len(), "{page}: {names:?}");
        }
    });
}

#[test]
fn from_every_page_of_a_set_up_there_is_a_way_on() {
    for_every_page(|page, html| {
        let set_up = ["choose", "enroll", "sms-", "guard", "challenge"]
            .iter()
            .any(|start| page.name.starts_with(start));
        if set_up {
            let out =
                html.contains("action=\"/mfa/logout\"") || html.contains("href=\"/mfa/security\"");
            assert!(out, "{page}");
        }
    });
}

#[test]
fn who_must_enroll_can_only_sign_out() {
    for_every_page(|page, html| {
        if page.name.ends_with("-forced") {
            assert!(html.contains("action=\"/mfa/logout\""), "{page}");
            assert!(!html.contains("href=\"/mfa/security\""), "{page}");
        }
    });
    for name in ["choose", "enroll", "sms-number", "guard"] {
        assert!(page(Locale::English, name).contains("href=\"/mfa/security\""));
    }
}

#[test]
fn a_deadline_lets_the_set_up_wait() {
    let waits = |name: &str| page(Locale::English, name).contains("value=\"later\"");
    assert!(waits("choose-grace"));
    assert!(!waits("choose-forced"));
}

#[test]
fn what_the_policy_requires_cannot_be_turned_off() {
    let forms = |name: &str| actions(name, "off");
    assert_eq!(forms("security-on"), 1);
    assert_eq!(forms("security-required"), 0);
    assert_eq!(forms("security-required-several"), 0);
}

#[test]
fn the_last_authenticator_that_the_policy_requires_is_only_replaced() {
    assert_eq!(actions("security-required", "remove"), 0);
    assert_eq!(actions("security-required", "replace"), 1);
    assert_eq!(actions("security-required-several", "remove"), 2);
    assert_eq!(actions("security-app", "remove"), 1);
}

#[test]
fn the_forms_of_the_security_page_ask_for_every_action_and_no_other() {
    let mut asked = BTreeSet::new();
    for_every_page(|page, html| {
        if page.name.starts_with("security") {
            for tag in tags(html).filter(|tag| tag.contains("name=\"action\"")) {
                asked.extend(attributes(&format!("<{tag}>"), "value").map(str::to_owned));
            }
        }
    });
    let actions = SecurityAction::ALL.iter().map(|action| action.word());
    assert_eq!(asked, actions.map(str::to_owned).collect());
}

#[test]
fn every_change_of_a_factor_takes_a_code() {
    for_every_page(|page, html| {
        for form in html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            let changes = CHANGES
                .iter()
                .any(|word| form.contains(&format!("name=\"action\" value=\"{word}\"")));
            let suspended = page.name.ends_with("-suspended");
            let coded = form.contains(" name=\"code\"");
            assert!(!changes || coded || suspended, "{page}");
        }
    });
}

/// How many forms of a page ask for an action.
fn actions(name: &str, action: &str) -> usize {
    page(Locale::English, name)
        .matches(&format!("name=\"action\" value=\"{action}\""))
        .count()
}

const SEARCH: &str = " class=\"line\" method=\"get\" action=\"/mfa/";
const CHANGES: [&str; 7] = [
    "change_number",
    "off",
    "prefer",
    "regenerate",
    "remove",
    "rename",
    "replace",
];
