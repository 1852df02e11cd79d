//! Every page as it may look, to be tested and looked at.

use maud::Markup;

use crate::frame::Frame;
use crate::{
    Challenge, Choose, Enroll, Guard, Locale, Message, NoticeMail, RecoveryCodes, RenderedMail,
    Security, SmsCode, SmsNumber, challenge, choose, enroll, guard, mail, message, recovery_codes,
    security, sms_code, sms_number,
};

/// Every sample of every page in one language, with its name, under the mount point `mount`.
#[must_use]
pub fn gallery(locale: Locale, mount: &str) -> Vec<(String, Markup)> {
    let frame = Frame {
        locale,
        mount,
        host: HOST,
    };
    let mut pages = Vec::new();
    add(&mut pages, Choose::samples(), |model| choose(&frame, model));
    add(&mut pages, Enroll::samples(), |model| enroll(&frame, model));
    add(&mut pages, SmsNumber::samples(), |model| {
        sms_number(&frame, model)
    });
    add(&mut pages, SmsCode::samples(), |model| {
        sms_code(&frame, model)
    });
    add(&mut pages, Guard::samples(), |model| guard(&frame, model));
    add(&mut pages, RecoveryCodes::samples(), |model| {
        recovery_codes(&frame, model)
    });
    add(&mut pages, Challenge::samples(), |model| {
        challenge(&frame, model)
    });
    add(&mut pages, Security::samples(), |model| {
        security(&frame, model)
    });
    add(&mut pages, Message::samples(), |model| {
        message(&frame, model)
    });
    pages
}

/// Every sample of every mail in one language, with its name.
#[must_use]
pub fn mail_gallery(locale: Locale) -> Vec<(String, RenderedMail)> {
    NoticeMail::samples()
        .into_iter()
        .map(|(name, model)| (name, mail(locale, HOST, &model)))
        .collect()
}

fn add<M>(
    pages: &mut Vec<(String, Markup)>,
    samples: Vec<(String, M)>,
    page: impl Fn(&M) -> Markup,
) {
    let page = |(name, model): (String, M)| (name, page(&model));
    pages.extend(samples.into_iter().map(page));
}

const HOST: &str = "webmail.example.com";
