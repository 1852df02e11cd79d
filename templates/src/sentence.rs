//! Sentences with markup inside.

use maud::{Markup, html};

use crate::frame::Frame;
use crate::i18n::{Message, Phrase, Value};

/// What a message says, with markup in the place of its one value.
pub(crate) fn sentence(
    frame: &Frame<'_>,
    phrase: impl Message,
    name: &str,
    value: &Markup,
) -> Markup {
    let text = frame
        .locale
        .text_with(phrase, &[(name, Value::Text(PLACE))]);
    let (before, after) = text.split_once(PLACE).unwrap_or((&text, ""));
    html! { (before) (value) (after) }
}

/// What a message says of a telephone number, which is written from left to right everywhere.
pub(crate) fn of_number(frame: &Frame<'_>, phrase: Phrase, masked: &str) -> Markup {
    let number = html! { bdi.number dir="ltr" { (masked) } };
    sentence(frame, phrase, "number", &number)
}

/// Stands for the value until it is put in; no message has it.
const PLACE: &str = "\u{fffc}";
