//! Forms: what they post and where, and which of them a page has.

use vestibule_templates::Locale;

use crate::pages::{for_every_page, pages};

#[test]
fn every_form_posts_to_the_portal_with_its_token() {
    for_every_page(|page, html| {
        for form in html.split("<form").skip(1) {
            assert!(
                form.starts_with(" method=\"post\" action=\"/mfa/"),
                "{page}"
            );
            let form = form.split("</form>").next().unwrap_or_default();
            let token = "<input type=\"hidden\" name=\"form_token\" value=\"sample-token\">";
            assert_eq!(form.matches(token).count(), 1, "{page}");
        }
    });
}

#[test]
fn who_must_enroll_can_only_sign_out() {
    for (name, html) in pages(Locale::English) {
        if name == "enroll-forced" {
            assert!(html.contains("action=\"/mfa/logout\""));
            assert!(!html.contains("href=\"/mfa/security\""));
        }
        if name == "enroll" {
            assert!(html.contains("href=\"/mfa/security\""));
        }
    }
}

#[test]
fn what_the_policy_requires_cannot_be_turned_off() {
    let forms = |wanted: &str| {
        pages(Locale::English)
            .into_iter()
            .filter(|(name, _)| name == wanted)
            .map(|(_, html)| html.matches("value=\"off\"").count())
            .sum::<usize>()
    };
    assert_eq!(forms("security-on"), 1);
    assert_eq!(forms("security-required"), 0);
}
