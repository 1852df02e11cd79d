//! What must be true of every page in every language.

use std::collections::BTreeSet;

use vestibule_templates::i18n::{Phrase, Value};
use vestibule_templates::{
    AuthenticatorLine, Challenge, Enroll, FactorState, Frame, Locale, Message, MessageKind,
    Removal, Security, assets, challenge, enroll, gallery, message, security,
};

#[test]
fn every_page_names_its_language_and_direction_and_has_one_heading() {
    for_every_page(|page, html| {
        let opening = format!(
            "<html lang=\"{}\" dir=\"{}\">",
            page.locale.tag(),
            page.locale.dir()
        );
        assert!(html.contains(&opening), "{page}");
        assert_eq!(html.matches("<h1>").count(), 1, "{page}");
        assert_eq!(html.matches("<main>").count(), 1, "{page}");
        assert!(html.contains(" – webmail.example.com</title>"), "{page}");
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
fn ids_are_unique_and_references_to_them_resolve() {
    for_every_page(|page, html| {
        let ids: Vec<&str> = attributes(html, "id").collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{page}: {ids:?}");
        for name in ["for", "aria-describedby", "aria-labelledby", "data-copy"] {
            for id in attributes(html, name) {
                assert!(unique.contains(id), "{page}: {name}={id}");
            }
        }
    });
}

#[test]
fn a_suspended_mailbox_is_not_asked_for_a_code() {
    for_every_page(|page, html| {
        if page.name.ends_with("-suspended") {
            assert!(!html.contains("name=\"code\""), "{page}");
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

#[test]
fn text_from_outside_is_escaped_on_every_page() {
    let frame = Frame {
        locale: Locale::English,
        mount: "/mfa",
        host: HOSTILE,
    };
    let lines = [AuthenticatorLine {
        name: HOSTILE,
        added: HOSTILE,
        last_used: Some(HOSTILE),
    }];
    let state = FactorState::On {
        authenticators: &lines,
        removal: Removal::Allowed,
    };
    let rendered = [
        challenge(
            &frame,
            &Challenge {
                subject: HOSTILE,
                form_token: HOSTILE,
                problem: None,
            },
        ),
        enroll(
            &frame,
            &Enroll {
                subject: HOSTILE,
                form_token: HOSTILE,
                qr_svg: "<svg></svg>",
                key: HOSTILE,
                otpauth_url: "otpauth://\"><script>",
                problem: None,
                forced: false,
            },
        ),
        security(
            &frame,
            &Security {
                subject: HOSTILE,
                form_token: HOSTILE,
                state,
                problem: None,
                notice: None,
                webmail_url: "/\"><script>",
            },
        ),
        message(
            &frame,
            &Message {
                kind: MessageKind::Internal,
                href: Some("/\"><script>"),
                request_id: Some(HOSTILE),
            },
        ),
    ];
    for page in rendered {
        let html = page.into_string();
        assert_eq!(html.matches("<script").count(), 1, "{html}");
        assert!(!html.contains("<img src=x"), "{html}");
        assert!(html.contains("&lt;"), "{html}");
    }
}

#[test]
fn no_page_links_to_what_is_not_the_web() {
    let frame = Frame {
        locale: Locale::English,
        mount: "/mfa",
        host: "webmail.example.com",
    };
    let message = message(
        &frame,
        &Message {
            kind: MessageKind::NotFound,
            href: Some("javascript:alert(1)"),
            request_id: None,
        },
    );
    assert!(!message.into_string().contains("javascript"));
}

#[test]
fn every_message_is_shown_on_some_page() {
    let everything: String = pages(Locale::English)
        .into_iter()
        .map(|(_, html)| html)
        .collect();
    for phrase in Phrase::ALL {
        let values = [
            ("seconds", Value::Number(45)),
            ("minutes", Value::Number(30)),
        ];
        let text = Locale::English.text_with(*phrase, &values);
        assert!(everything.contains(&text), "{} is not shown", phrase.id());
    }
}

#[test]
fn the_samples_have_names_of_their_own() {
    let pages = pages(Locale::English);
    let names: BTreeSet<&String> = pages.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), pages.len());
}

const HOSTILE: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";

/// Which page of the gallery a check looks at.
struct Page {
    name: String,
    locale: Locale,
}

impl std::fmt::Display for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} in {}", self.name, self.locale.tag())
    }
}

fn for_every_page(mut check: impl FnMut(&Page, &str)) {
    for locale in Locale::ALL {
        for (name, html) in pages(*locale) {
            let locale = *locale;
            check(&Page { name, locale }, &html);
        }
    }
}

fn pages(locale: Locale) -> Vec<(String, String)> {
    gallery(locale, "/mfa")
        .into_iter()
        .map(|(name, page)| (name, page.into_string()))
        .collect()
}

/// What stands between `<` and `>` of each start tag.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<')
        .skip(1)
        .filter(|rest| rest.starts_with(|first: char| first.is_ascii_alphabetic()))
        .filter_map(|rest| rest.split('>').next())
}

/// The values of every attribute of this name.
fn attributes<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let opening = format!(" {name}=\"");
    tags(html).filter_map(move |tag| tag.split_once(&opening)?.1.split('"').next())
}
