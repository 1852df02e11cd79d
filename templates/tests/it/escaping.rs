//! Text from outside is text on the page and nothing else.

use maud::Markup;
use vestibule_templates::{
    Activity, ActivityLine, AuthenticatorKind, AuthenticatorLine, Challenge, ChallengeFactor,
    Choose, Confirm, CountryOption, Enroll, FactorState, Frame, Grace, Guard, Locale, Message,
    MessageKind, MethodOption, NoticeKind, NoticeMail, OtherWay, Outcome, RecoveryCodes, Removal,
    Security, SmsCode, SmsNumber, SmsStatus, TrustedLine, challenge, choose, enroll, guard, mail,
    message, recovery_codes, security, sms_code, sms_number,
};

#[test]
fn the_challenge_escapes_what_it_is_given() {
    let model = Challenge {
        subject: HOSTILE,
        form_token: HOSTILE,
        problem: None,
        factor: ChallengeFactor::Sms {
            masked: HOSTILE,
            resend_in: None,
            status: SmsStatus::Sent,
        },
        others: &[OtherWay::Sms { masked: HOSTILE }],
        trust: None,
        contact: Some(HOSTILE),
        messages: None,
        adding: true,
    };
    assert_harmless(challenge(&FRAME, &model));
}

#[test]
fn the_choice_escapes_what_it_is_given() {
    let model = Choose {
        subject: HOSTILE,
        form_token: HOSTILE,
        forced: true,
        methods: &[MethodOption::Sms],
        grace: Some(Grace { until: HOSTILE }),
        progress: None,
    };
    assert_harmless(choose(&FRAME, &model));
}

#[test]
fn the_set_up_of_an_app_escapes_what_it_is_given() {
    let model = Enroll {
        subject: HOSTILE,
        form_token: HOSTILE,
        qr_svg: "<svg></svg>",
        key: HOSTILE,
        otpauth_url: "otpauth://\"><script>",
        problem: None,
        forced: false,
        can_choose: true,
        progress: None,
    };
    assert_harmless(enroll(&FRAME, &model));
}

#[test]
fn the_set_up_of_text_messages_escapes_what_it_is_given() {
    let countries = [CountryOption {
        region: HOSTILE,
        name: Some(HOSTILE),
        calling_code: 49,
        selected: true,
    }];
    let number = SmsNumber {
        subject: HOSTILE,
        form_token: HOSTILE,
        forced: false,
        can_choose: true,
        app_offered: true,
        progress: None,
        countries: &countries,
        typed: HOSTILE,
        replaces: Some(HOSTILE),
        problem: None,
    };
    assert_harmless(sms_number(&FRAME, &number));
    let code = SmsCode {
        subject: HOSTILE,
        form_token: HOSTILE,
        forced: false,
        progress: None,
        masked: HOSTILE,
        status: SmsStatus::CouldNotSend,
        resend_in: None,
        problem: None,
    };
    assert_harmless(sms_code(&FRAME, &code));
}

#[test]
fn the_guard_and_the_recovery_codes_escape_what_they_are_given() {
    let asked = Guard {
        subject: HOSTILE,
        form_token: HOSTILE,
        forced: true,
        problem: None,
        contact: Some(HOSTILE),
    };
    assert_harmless(guard(&FRAME, &asked));
    let codes = RecoveryCodes {
        subject: HOSTILE,
        form_token: HOSTILE,
        codes: &[HOSTILE],
        replaced: false,
        download_href: Some("javascript:alert(1)"),
        progress: None,
    };
    let page = recovery_codes(&FRAME, &codes);
    assert!(!page.0.contains("javascript:"));
    assert_harmless(page);
}

#[test]
fn the_security_page_escapes_what_it_is_given() {
    let lines = [AuthenticatorLine {
        id: HOSTILE,
        name: HOSTILE,
        kind: AuthenticatorKind::Sms { masked: HOSTILE },
        added: HOSTILE,
        last_used: Some(HOSTILE),
        preferred: true,
    }];
    let trusted = [TrustedLine {
        id: HOSTILE,
        browser: HOSTILE,
        address: HOSTILE,
        first_used: HOSTILE,
        until: HOSTILE,
        this: false,
    }];
    let activity = [ActivityLine {
        at: HOSTILE,
        what: Activity::Code,
        address: Some(HOSTILE),
        browser: Some(HOSTILE),
        outcome: Outcome::Refused,
    }];
    let model = Security {
        subject: HOSTILE,
        form_token: HOSTILE,
        state: FactorState::On {
            authenticators: &lines,
            removal: Removal::Allowed,
        },
        confirm: Confirm::Sms {
            masked: HOSTILE,
            resend_in: None,
            status: SmsStatus::NotSent,
        },
        problem: None,
        open: None,
        notice: None,
        can_add: true,
        recovery: None,
        trusted: Some(&trusted),
        activity: &activity,
        given_up: true,
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

#[test]
fn a_mail_escapes_what_it_is_given_and_has_no_line_from_outside() {
    let hostile = format!("{HOSTILE}\r\nBcc: all@example.com");
    let notice = NoticeMail {
        subject: &hostile,
        kind: NoticeKind::FactorAdded { name: &hostile },
        at: &hostile,
        address: Some(&hostile),
        browser: Some(&hostile),
        contact: Some(&hostile),
    };
    for locale in Locale::ALL {
        let mail = mail(*locale, &hostile, &notice);
        assert!(!mail.html.contains("<script"), "{}", mail.html);
        assert!(!mail.html.contains("<img"), "{}", mail.html);
        assert!(!mail.subject.contains(['\r', '\n']), "{}", mail.subject);
        let contact = mail.text.matches("\nBcc:").count();
        assert_eq!(contact, 1, "only the operator writes lines: {}", mail.text);
    }
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
