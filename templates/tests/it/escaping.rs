//! Text from outside is text on the page and nothing else.

use maud::Markup;
use vestibule_templates::{
    AuthenticatorLine, Challenge, Enroll, FactorState, Frame, Locale, Message, MessageKind,
    Removal, Security, challenge, enroll, message, security,
};

#[test]
fn the_challenge_escapes_what_it_is_given() {
    let model = Challenge {
        subject: HOSTILE,
        form_token: HOSTILE,
        problem: None,
    };
    assert_harmless(challenge(&FRAME, &model));
}

#[test]
fn the_set_up_escapes_what_it_is_given() {
    let model = Enroll {
        subject: HOSTILE,
        form_token: HOSTILE,
        qr_svg: "<svg></svg>",
        key: HOSTILE,
        otpauth_url: "otpauth://\"><script>",
        problem: None,
        forced: false,
    };
    assert_harmless(enroll(&FRAME, &model));
}

#[test]
fn the_security_page_escapes_what_it_is_given() {
    let lines = [AuthenticatorLine {
        name: HOSTILE,
        added: HOSTILE,
        last_used: Some(HOSTILE),
    }];
    let model = Security {
        subject: HOSTILE,
        form_token: HOSTILE,
        state: FactorState::On {
            authenticators: &lines,
            removal: Removal::Allowed,
        },
        problem: None,
        notice: None,
        webmail_url: "/\"><script>",
    };
    assert_harmless(security(&FRAME, &model));
}

#[test]
fn a_message_escapes_what_it_is_given() {
    let model = Message {
        kind: MessageKind::Internal,
        href: Some("/\"><script>"),
        request_id: Some(HOSTILE),
    };
    assert_harmless(message(&FRAME, &model));
}

#[test]
fn no_page_links_to_what_is_not_the_web() {
    let model = Message {
        kind: MessageKind::NotFound,
        href: Some("javascript:alert(1)"),
        request_id: None,
    };
    let html = message(&FRAME, &model).into_string();
    assert!(!html.contains("javascript:"), "{html}");
}

/// The only script is the page's own, and nothing that was given has become a tag.
fn assert_harmless(page: Markup) {
    let html = page.into_string();
    assert_eq!(html.matches("<script").count(), 1, "{html}");
    assert!(!html.contains("<img src=x"), "{html}");
    assert!(html.contains("&lt;script&gt;"), "{html}");
}

const HOSTILE: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";

const FRAME: Frame<'_> = Frame {
    locale: Locale::English,
    mount: "/mfa",
    host: HOSTILE,
};
