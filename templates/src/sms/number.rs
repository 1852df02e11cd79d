//! Entering a mobile number.

use maud::{Markup, html};

use super::NumberProblem;
use super::number_problem::PROBLEM_ID;
use crate::account::enrolling;
use crate::callout;
use crate::form::{form, way_back, way_out};
use crate::frame::Frame;
use crate::i18n::{Phrase, region};
use crate::icons::Icon;
use crate::layout;
use crate::progress::{Progress, progress};
use crate::sentence::of_number;

/// What the question for a number shows.
#[derive(Clone, Copy)]
pub struct SmsNumber<'a> {
    /// The mailbox that the number will be for.
    pub subject: &'a str,
    /// What shows that the forms came from this page.
    pub form_token: &'a str,
    /// Whether the policy asks for the set-up, so that the only other way on is to sign out.
    pub forced: bool,
    /// Whether there is another way to choose, so that the page leads back to the choice.
    pub can_choose: bool,
    /// Whether an authenticator app may be set up instead.
    pub app_offered: bool,
    /// How far the set-up has come.
    pub progress: Option<Progress>,
    /// The countries to choose from, in any order.
    pub countries: &'a [CountryOption<'a>],
    /// The number as it was typed before.
    pub typed: &'a str,
    /// The number that this one will replace, masked.
    pub replaces: Option<&'a str>,
    /// Why the last number was not taken.
    pub problem: Option<NumberProblem>,
}

/// A country whose numbers are taken.
#[derive(Clone, Copy, Debug)]
pub struct CountryOption<'a> {
    /// Its two letters (ISO 3166-1), which the form posts.
    pub region: &'a str,
    /// Its name, where it shall not be the one that the page's language has for it.
    pub name: Option<&'a str>,
    /// What a number of it starts with, such as 49.
    pub calling_code: u16,
    /// Whether it is chosen at first.
    pub selected: bool,
}

impl SmsNumber<'static> {
    /// The page as it may look, for tests and the gallery.
    #[must_use]
    pub fn samples() -> Vec<(String, Self)> {
        let plain = Self {
            subject: "anna.lindqvist@example.com",
            form_token: "sample-token",
            forced: false,
            can_choose: true,
            app_offered: true,
            progress: Progress::SECOND_SAMPLE,
            countries: COUNTRIES,
            typed: "",
            replaces: None,
            problem: None,
        };
        let forced = Self {
            forced: true,
            can_choose: false,
            app_offered: false,
            ..plain
        };
        let change = Self {
            can_choose: false,
            progress: None,
            replaces: Some("+49 ••• ••• 67"),
            ..plain
        };
        let problems = NumberProblem::SAMPLES.iter().map(|(name, problem)| {
            let typed = Self {
                typed: "0151 23456789",
                problem: Some(*problem),
                ..forced
            };
            (format!("sms-number-{name}"), typed)
        });
        [
            ("sms-number".to_owned(), plain),
            ("sms-number-forced".to_owned(), forced),
            ("sms-number-change".to_owned(), change),
        ]
        .into_iter()
        .chain(problems)
        .collect()
    }
}

/// The page that asks for a number. It posts `form_token`, `country` and `number` to `enroll/sms`.
#[must_use]
pub fn sms_number(frame: &Frame<'_>, number: &SmsNumber<'_>) -> Markup {
    let body = html! {
        p.lead { (frame.text(Phrase::NumberLead)) }
        (progress(frame, number.progress))
        (enrolling(frame, number.forced, number.subject))
        @if let Some(masked) = number.replaces {
            p { (of_number(frame, Phrase::NumberReplaces, masked)) }
        }
        @if let Some(problem) = number.problem { (problem.words(frame)) }
        (form(frame, "enroll/sms", number.form_token, &fields(frame, number)))
        (callout::note(Icon::Shield, &html! {
            (frame.text(Phrase::NumberRestricted))
            @if number.app_offered {
                " " a href=(frame.address("enroll/app")) { (frame.text(Phrase::NumberUseApp)) }
            }
        }))
        div.aside {
            @if number.can_choose { (way_back(frame, "enroll", Phrase::Back)) }
            (way_out(frame, number.form_token, number.forced))
        }
    };
    layout::page(frame, &frame.text(Phrase::NumberTitle), &body)
}

fn fields(frame: &Frame<'_>, number: &SmsNumber<'_>) -> Markup {
    let about_country = number.problem.map(NumberProblem::is_about_country);
    let wrong = |wanted| (about_country == Some(wanted)).then_some("true");
    let described = match about_country {
        Some(false) => format!("{HELP_ID} {PROBLEM_ID}"),
        Some(true) | None => HELP_ID.to_owned(),
    };
    html! {
        label for="country" { (frame.text(Phrase::NumberCountry)) }
        select #country name="country" required autocomplete="country"
            aria-invalid=[wrong(true)] aria-describedby=[wrong(true).map(|_| PROBLEM_ID)] {
            @for line in lines(frame, number.countries) {
                option value=(line.region) selected[line.selected] { (line.text) }
            }
        }
        label for="number" { (frame.text(Phrase::NumberNational)) }
        input.text #number type="tel" name="number" dir="ltr" required maxlength="32"
            value=(number.typed) inputmode="tel" autocomplete="tel-national" enterkeyhint="send"
            autofocus aria-invalid=[wrong(false)] aria-describedby=(described);
        p.caption id=(HELP_ID) { (frame.text(Phrase::NumberNationalHelp)) }
        button.primary type="submit" { (frame.text(Phrase::SmsSend)) }
    }
}

/// A country as the list shows it.
struct Line<'a> {
    place: usize,
    region: &'a str,
    selected: bool,
    text: String,
}

/// The countries in the order of the page's language; those that it has no name for come last.
fn lines<'a>(frame: &Frame<'_>, countries: &[CountryOption<'a>]) -> Vec<Line<'a>> {
    let mut lines: Vec<_> = countries
        .iter()
        .map(|country| {
            let known = region(frame.locale, country.region);
            let name = country.name.or(known.map(|(_, name)| name));
            let name = name.unwrap_or(country.region);
            let code = country.calling_code;
            Line {
                place: known.map_or(usize::MAX, |(place, _)| place),
                region: country.region,
                selected: country.selected,
                // Isolated, so that the plus sign stays on the left in every script.
                text: format!("{name} (\u{2066}+{code}\u{2069})"),
            }
        })
        .collect();
    lines.sort_by_key(|line| line.place);
    lines
}

const HELP_ID: &str = "number-help";

const COUNTRIES: &[CountryOption<'_>] = &[
    sample("AT", 43, false),
    sample("CH", 41, false),
    sample("DE", 49, true),
    sample("EG", 20, false),
    sample("GB", 44, false),
    sample("SE", 46, false),
];

const fn sample(region: &str, calling_code: u16, selected: bool) -> CountryOption<'_> {
    CountryOption {
        region,
        name: None,
        calling_code,
        selected,
    }
}
