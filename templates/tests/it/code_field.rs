//! The field for a code and what is wrong with the last one.

use crate::pages::{for_every_page, tags};

#[test]
fn every_code_field_is_made_for_one_time_codes() {
    let mut fields = 0;
    for_every_page(|page, html| {
        for field in tags(html).filter(|tag| tag.contains("name=\"code\"")) {
            fields += 1;
            for part in [
                "id=\"code\"",
                "autocomplete=\"one-time-code\"",
                "inputmode=\"numeric\"",
                "maxlength=\"64\"",
                " required",
            ] {
                assert!(field.contains(part), "{page}: <{field}> without {part}");
            }
            assert!(html.contains("<label for=\"code\">"), "{page}");
        }
    });
    assert!(fields > 0);
}

#[test]
fn a_field_whose_code_was_not_taken_says_so_and_refers_to_the_reason() {
    let mut problems = 0;
    for_every_page(|page, html| {
        let alerts = html.matches("role=\"alert\" id=\"code-problem\"").count();
        problems += alerts;
        for field in tags(html).filter(|tag| tag.contains("name=\"code\"")) {
            let marked = field.contains("aria-invalid=\"true\"")
                && field.contains("aria-describedby=\"code-problem\"");
            assert_eq!(marked, alerts == 1, "{page}");
            assert!(alerts == 0 || field.contains(" autofocus"), "{page}");
        }
    });
    assert!(problems > 0);
}

#[test]
fn a_suspended_mailbox_is_not_asked_for_a_code() {
    for_every_page(|page, html| {
        if page.name.ends_with("-suspended") {
            assert!(!html.contains("name=\"code\""), "{page}");
        }
    });
}
