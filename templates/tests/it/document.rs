//! Documents: language, headings, files, ids, and nothing that the policy forbids.

use std::collections::BTreeSet;

use vestibule_templates::assets;

use crate::pages::{attributes, for_every_page, tags};

#[test]
fn every_page_names_its_language_and_direction_and_has_one_heading() {
    for_every_page(|page, html| {
        let opening = format!(
            "<html lang=\"{}\" dir=\"{}\">",
            page.locale.tag(),
            page.locale.dir()
        );
        assert!(html.contains(&opening), "{page}");
        assert_eq!(html.matches("<h1").count(), 1, "{page}");
        assert_eq!(html.matches("<main").count(), 1, "{page}");
        assert!(html.contains(".example.com</title>"), "{page}");
        assert!(html.contains("<meta name=\"viewport\""), "{page}");
        assert!(html.contains("<meta name=\"referrer\""), "{page}");
    });
}

#[test]
fn no_page_has_script_or_style_of_its_own() {
    for_every_page(|page, html| {
        for tag in tags(html) {
            let inside = tag.split_whitespace().skip(1);
            for attribute in inside {
                assert!(!attribute.starts_with("style="), "{page}: <{tag}>");
                let handler = attribute.starts_with("on") && attribute.contains('=');
                assert!(!handler, "{page}: <{tag}>");
            }
            assert!(!tag.starts_with("style"), "{page}: <{tag}>");
            assert!(!tag.starts_with("base"), "{page}: <{tag}>");
            if tag.starts_with("script") {
                assert!(tag.contains("src=\"/mfa/assets/"), "{page}: <{tag}>");
            }
        }
        assert!(!html.contains("javascript:"), "{page}");
        assert!(!html.contains("data:"), "{page}");
        assert_eq!(html.matches("<script").count(), 1, "{page}");
        assert!(html.contains(" defer></script>"), "{page}");
    });
}

#[test]
fn every_file_of_a_page_is_served() {
    for_every_page(|page, html| {
        for address in attributes(html, "href").chain(attributes(html, "src")) {
            if let Some(name) = address.strip_prefix("/mfa/assets/") {
                assert!(assets::find(name).is_some(), "{page}: {name}");
            }
        }
    });
}

#[test]
fn ids_are_unique_and_references_to_them_resolve() {
    for_every_page(|page, html| {
        let ids: Vec<&str> = attributes(html, "id").collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{page}: {ids:?}");
        for name in [
            "for",
            "aria-describedby",
            "aria-labelledby",
            "data-copy",
            "data-download",
        ] {
            for id in attributes(html, name).flat_map(str::split_whitespace) {
                assert!(unique.contains(id), "{page}: {name}={id}");
            }
        }
    });
}
