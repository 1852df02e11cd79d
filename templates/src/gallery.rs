//! Every page as it may look, to be tested and looked at.

use maud::Markup;

use crate::frame::Frame;
use crate::{Challenge, Enroll, Locale, Message, Security, challenge, enroll, message, security};

/// Every sample of every page in one language, with its name, under the mount point `mount`.
#[must_use]
pub fn gallery(locale: Locale, mount: &str) -> Vec<(String, Markup)> {
    let frame = Frame {
        locale,
        mount,
        host: "webmail.example.com",
    };
    let challenges = Challenge::samples()
        .into_iter()
        .map(|(name, model)| (name, challenge(&frame, &model)));
    let enrolls = Enroll::samples()
        .into_iter()
        .map(|(name, model)| (name, enroll(&frame, &model)));
    let securities = Security::samples()
        .into_iter()
        .map(|(name, model)| (name, security(&frame, &model)));
    let messages = Message::samples()
        .into_iter()
        .map(|(name, model)| (name, message(&frame, &model)));
    challenges
        .chain(enrolls)
        .chain(securities)
        .chain(messages)
        .collect()
}
