//! A language's messages, parsed once for the life of the process.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::{Locale, Message, Value};

/// The messages of one language.
pub(super) struct Catalog(FluentBundle<FluentResource>);

impl Catalog {
    /// The catalog of `locale`.
    pub(super) fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::Arabic => &ARABIC,
            Locale::English => &ENGLISH,
            Locale::German => &GERMAN,
        }
    }

    /// What `phrase` says in this language, if the language has it.
    pub(super) fn text(
        &self,
        phrase: impl Message,
        values: &[(&str, Value<'_>)],
    ) -> Option<String> {
        let pattern = self.0.get_message(phrase.id())?.value()?;
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, FluentValue::from(*value));
            if let Value::Number(number) = value {
                args.set(format!("{name}-form"), FluentValue::from(form(*number)));
            }
        }
        // A value that is missing shows as its name; the text is of more use with it than not at all.
        let mut errors = Vec::new();
        let text = self.0.format_pattern(pattern, Some(&args), &mut errors);
        Some(text.into_owned())
    }

    /// The files are part of the program and a test parses them without errors, so what a broken
    /// one would still hold is better than no page.
    fn parse(locale: Locale) -> Self {
        let resource = FluentResource::try_new(locale.source().to_owned())
            .unwrap_or_else(|(readable, _errors)| readable);
        let language = locale.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // The pages isolate what they embed with <bdi>; marks inside the text would be copied along.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self(bundle)
    }
}

/// A number below 100 with the same plural form, for a message that may show a larger one: the
/// plural rules for Arabic that are compiled in differ from CLDR's from 103 on (they do not take it
/// for a few). What is left out changes no form in a language that has but one and other.
fn form(number: u64) -> u64 {
    match number % 100 {
        rest @ 3.. if number >= 100 => rest,
        _ => number,
    }
}

impl<'a> From<Value<'a>> for FluentValue<'a> {
    fn from(value: Value<'a>) -> Self {
        match value {
            Value::Number(number) => number.into(),
            Value::Text(text) => text.into(),
        }
    }
}

static ARABIC: LazyLock<Catalog> = LazyLock::new(|| Catalog::parse(Locale::Arabic));
static ENGLISH: LazyLock<Catalog> = LazyLock::new(|| Catalog::parse(Locale::English));
static GERMAN: LazyLock<Catalog> = LazyLock::new(|| Catalog::parse(Locale::German));

#[cfg(test)]
mod tests {
    use super::super::Phrase;
    use super::*;

    #[test]
    fn a_number_from_a_hundred_on_has_its_arabic_form() {
        for (days, part) in [
            (1, "يوم واحد"),
            (2, "يومين"),
            (7, "7 أيام"),
            (30, "30 يومًا"),
            (100, "100 يوم"),
            (102, "102 يوم"),
            (103, "103 أيام"),
            (365, "365 يومًا"),
        ] {
            let values = [("days", Value::Number(days))];
            let text = Locale::Arabic.text_with(Phrase::ChallengeTrust, &values);
            assert!(text.ends_with(part), "{days} days: {text:?}");
        }
    }
}
