//! The field for a code and what is wrong with the last one.

use crate::pages::{attribute, for_every_portal_page, tags};

#[test]
fn every_code_field_is_made_for_one_time_codes() {
    let mut fields = 0;
    for_every_portal_page(|page, html| {
        for field in code_fields(html) {
            fields += 1;
            for part in [
                "type=\"text\"",
                "autocomplete=\"one-time-code\"",
                "maxlength=\"64\"",
                " required",
            ] {
                assert!(field.contains(part), "{page}: <{field}> without {part}");
            }
            let digits = field.contains("inputmode=\"numeric\"");
            assert_eq!(digits, field.contains("class=\"code\""), "{page}");
            let id = attribute(field, "id").unwrap_or_default();
            let label = format!("<label for=\"{id}\">");
            assert!(html.contains(&label), "{page}: <{field}>");
        }
    });
    assert!(fields > 0);
}

#[test]
fn only_codes_of_six_digits_have_a_keyboard_of_digits() {
    for_every_portal_page(|page, html| {
        for field in code_fields(html) {
            let letters = field.contains("name=\"setup_code\"")
                || html.contains("name=\"factor\" value=\"recovery\"");
            assert_eq!(letters, field.contains("inputmode=\"text\""), "{page}");
        }
    });
}

#[test]
fn a_field_whose_code_was_not_taken_says_so_and_refers_to_the_reason() {
    let mut problems = 0;
    for_every_portal_page(|page, html| {
        let alerts: Vec<&str> = tags(html)
            .filter(|tag| tag.contains("role=\"alert\""))
            .filter_map(|tag| attribute(tag, "id"))
            .filter(|id| id.starts_with("code"))
            .collect();
        assert!(alerts.len() < 2, "{page}: {alerts:?}");
        problems += alerts.len();
        for field in code_fields(html) {
            let reason = attribute(field, "aria-describedby");
            let wrong = field.contains("aria-invalid=\"true\"");
            assert_eq!(wrong, reason.is_some(), "{page}: <{field}>");
            assert!(!wrong || field.contains(" autofocus"), "{page}");
            assert!(reason.is_none_or(|id| alerts.contains(&id)), "{page}");
        }
        let marked = code_fields(html).filter(|field| field.contains("aria-invalid"));
        let open = !page.name.ends_with("-suspended") && !alerts.is_empty();
        assert_eq!(marked.count(), usize::from(open), "{page}");
    });
    assert!(problems > 0);
}

#[test]
fn a_suspended_factor_is_not_asked_for_a_code() {
    for_every_portal_page(|page, html| {
        let only = !page.name.starts_with("security");
        if only && page.name.ends_with("-suspended") {
            assert_eq!(code_fields(html).count(), 0, "{page}");
        }
    });
}

#[test]
fn a_code_that_was_not_sent_is_not_asked_for() {
    for_every_portal_page(|page, html| {
        if page.name.contains("sms") && page.name.ends_with("-not-sent") {
            assert_eq!(code_fields(html).count(), 0, "{page}");
            assert!(html.contains("name=\"action\" value=\"send\""), "{page}");
        }
    });
}

fn code_fields(html: &str) -> impl Iterator<Item = &str> {
    tags(html).filter(|tag| tag.contains(" name=\"code\"") || tag.contains(" name=\"setup_code\""))
}
