//! What must be true of every mail in every language.

use vestibule_templates::{Locale, NoticeKind, NoticeMail, RenderedMail, mail, mail_gallery};

use crate::pages::tags;

#[test]
fn both_bodies_tell_what_when_where_and_what_to_do() {
    for_every_mail(|name, locale, mail| {
        // Where a line may break is not part of what it says.
        for body in [&mail.text, &mail.html.replace("<wbr>", "")] {
            for fact in [
                "anna.lindqvist@example.com",
                "webmail.example.com",
                "2026-11-24 07:58 UTC",
            ] {
                assert!(body.contains(fact), "{name} in {}: {fact}", locale.tag());
            }
        }
        assert!(mail.subject.starts_with("webmail.example.com: "), "{name}");
        if name == "mail-unknown" {
            assert!(!mail.text.contains("203.0.113.7"));
        } else {
            assert!(mail.text.contains("203.0.113.7") && mail.html.contains("Firefox, Linux"));
        }
    });
}

#[test]
fn a_mail_has_no_link_no_script_and_nothing_to_load() {
    for_every_mail(|name, _, mail| {
        for tag in tags(&mail.html) {
            let element = tag.split_whitespace().next().unwrap_or_default();
            let harmless = !["a", "img", "link", "script", "form", "iframe"].contains(&element);
            assert!(harmless, "{name}: <{tag}>");
        }
        assert!(!mail.html.contains("url("), "{name}");
        assert!(
            !mail.html.contains("://") && !mail.text.contains("://"),
            "{name}"
        );
    });
}

#[test]
fn the_html_names_its_language_and_direction() {
    for_every_mail(|name, locale, mail| {
        let opening = format!("<html lang=\"{}\" dir=\"{}\">", locale.tag(), locale.dir());
        assert!(mail.html.contains(&opening), "{name}");
    });
}

#[test]
fn a_number_stays_whole_and_in_its_order_in_every_language() {
    let whole = "\u{2066}+49\u{a0}•••\u{a0}•••\u{a0}67\u{2069}";
    for locale in Locale::ALL {
        let mails = mail_gallery(*locale).into_iter();
        for (name, mail) in mails.filter(|(name, _)| name == "mail-number-changed") {
            assert!(mail.text.contains(whole), "{name} in {}", locale.tag());
            assert!(mail.html.contains(whole), "{name} in {}", locale.tag());
        }
    }
}

#[test]
fn a_mail_ends_its_lines_as_text_does() {
    for_every_mail(|name, _, mail| {
        assert!(!mail.text.contains('\r'), "{name}");
        assert!(mail.text.ends_with('\n'), "{name}");
        // RFC 5322 §2.1.1, in bytes of UTF-8 before any encoding.
        assert!(mail.text.lines().all(|line| line.len() < 998), "{name}");
    });
}

#[test]
fn the_codes_that_are_left_are_counted_in_every_language() {
    for (locale, left, part) in [
        (Locale::English, 0, "None is left"),
        (Locale::English, 1, "One is left"),
        (Locale::English, 3, "3 are left"),
        (Locale::German, 1, "noch einer übrig"),
        (Locale::German, 2, "noch 2 übrig"),
        (Locale::Arabic, 0, "لم يتبقَّ"),
        (Locale::Arabic, 2, "رمزان"),
        (Locale::Arabic, 9, "9 رموز"),
    ] {
        let notice = NoticeMail {
            subject: "anna@example.com",
            kind: NoticeKind::RecoveryCodeUsed { left },
            at: "2026-11-24T07:58:00Z",
            address: None,
            browser: None,
            contact: None,
        };
        let mail = mail(locale, "webmail.example.com", &notice);
        assert!(mail.text.contains(part), "{}", mail.text);
    }
}

fn for_every_mail(check: impl Fn(&str, Locale, &RenderedMail)) {
    for locale in Locale::ALL {
        for (name, mail) in mail_gallery(*locale) {
            check(&name, *locale, &mail);
        }
    }
}
