//! A domain's terms as the control panel's form holds them.

use vestibule_templates::panel::DomainValues;

use crate::domain::policy::{FieldError, TermsForm};

/// The form's fields of these terms.
#[must_use]
pub(super) fn values(terms: &TermsForm) -> DomainValues {
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let factors = terms.factors.as_ref().map(|all| {
        let both = all.iter().any(|name| name == "sms");
        if both { "both" } else { "app" }
    });
    DomainValues {
        mode: terms.mode.clone(),
        factors: factors.unwrap_or_default().to_owned(),
        trusted_days: number(terms.trusted_days.map(u64::from)),
        grace_hours: number(terms.grace_seconds.map(|seconds| seconds.div_ceil(HOUR))),
        guard: terms.guard.clone().unwrap_or_default(),
        networks: terms
            .networks
            .as_ref()
            .map(|all| all.join("\n"))
            .unwrap_or_default(),
        live_sessions: terms.live_sessions.clone().unwrap_or_default(),
        sms_countries: terms
            .sms_countries
            .as_ref()
            .map(|all| all.join(", "))
            .unwrap_or_default(),
        sms_per_day: number(terms.sms_per_day.map(u64::from)),
        contact: terms.contact.clone().unwrap_or_default(),
        reason: String::new(),
    }
}

/// The terms of a form.
///
/// # Errors
/// When what should be a number is none; the API looks at everything else.
pub(super) fn terms(values: &DomainValues) -> Result<TermsForm, FieldError> {
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let list = |text: &str| {
        let words = text.split([',', ';', '\n', ' ']).map(str::trim);
        let words: Vec<String> = words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        Some(words).filter(|words| !words.is_empty())
    };
    let factors = match values.factors.as_str() {
        "" => None,
        "app" => Some(vec!["app".to_owned()]),
        _ => Some(vec!["app".to_owned(), "sms".to_owned()]),
    };
    let guard = some(&values.guard);
    let networks = list(&values.networks).filter(|_| guard.as_deref() == Some("trusted_network"));
    Ok(TermsForm {
        mode: values.mode.clone(),
        live_sessions: some(&values.live_sessions),
        factors,
        sms_countries: list(&values.sms_countries)
            .map(|all| all.iter().map(|code| code.to_uppercase()).collect()),
        sms_per_day: number("sms_per_day", &values.sms_per_day)?,
        trusted_days: number("trusted_days", &values.trusted_days)?,
        grace_seconds: number::<u64>("grace_seconds", &values.grace_hours)?
            .map(|hours| hours.saturating_mul(HOUR)),
        guard,
        networks,
        contact: some(&values.contact.replace("\r\n", "\n")),
    })
}

fn number<T: std::str::FromStr>(field: &'static str, typed: &str) -> Result<Option<T>, FieldError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let message = || format!("{typed:?} is not a number that is possible here");
    let read = typed.parse();
    read.map(Some).map_err(|_| FieldError {
        field,
        message: message(),
    })
}

const HOUR: u64 = 3600;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_survive_the_form() {
        let said = TermsForm {
            mode: "required".to_owned(),
            live_sessions: Some("step_up".to_owned()),
            factors: Some(vec!["app".to_owned()]),
            sms_countries: Some(vec!["DE".to_owned(), "AT".to_owned()]),
            sms_per_day: Some(9),
            trusted_days: Some(0),
            grace_seconds: Some(72 * 3600),
            guard: Some("trusted_network".to_owned()),
            networks: Some(vec!["10.0.0.0/8".to_owned(), "192.0.2.1/32".to_owned()]),
            contact: Some("Room 12\nFirst floor".to_owned()),
        };
        assert_eq!(terms(&values(&said)), Ok(said));
        let bare = TermsForm::of("optional");
        assert_eq!(terms(&values(&bare)), Ok(bare));
    }

    #[test]
    fn what_is_no_number_is_named_with_its_field() {
        let wrong = |values: DomainValues| terms(&values).unwrap_err().field;
        let values = || DomainValues::default();
        let days = DomainValues {
            trusted_days: "many".to_owned(),
            ..values()
        };
        assert_eq!(wrong(days), "trusted_days");
        let grace = DomainValues {
            grace_hours: "-1".to_owned(),
            ..values()
        };
        assert_eq!(wrong(grace), "grace_seconds");
        let sms = DomainValues {
            sms_per_day: "1.5".to_owned(),
            ..values()
        };
        assert_eq!(wrong(sms), "sms_per_day");
    }
}
