//! A phone number that codes are sent to.

use std::fmt;

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType, Region};

use super::typed;
use super::{Country, LineKind, PhoneRefusal};

/// A mobile phone's number in the form of ITU-T E.164. What prints of it is [masked](Self::masked).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber {
    e164: String,
    country: Country,
}

impl PhoneNumber {
    /// Reads a number as it is typed. One without a country code is of `country`.
    ///
    /// # Errors
    /// When it is not one number of a mobile phone.
    pub fn parse(typed: &str, country: Option<Country>) -> Result<Self, PhoneRefusal> {
        let mut digits = typed::digits(typed).ok_or(PhoneRefusal::Malformed)?;
        if country.is_none() {
            // The international prefix that ITU-T E.164 recommends; where a country is given, its
            // own plan says what its prefix is.
            if let Some(rest) = digits.strip_prefix("00") {
                digits = format!("+{rest}");
            }
            if !digits.starts_with('+') {
                return Err(PhoneRefusal::NoCountry);
            }
        }
        Self::of_plan(&digits, country.and_then(Country::region))
    }

    /// Reads a number that was taken before, as [`as_str`](Self::as_str) gave it. Its form is
    /// checked; whether its kind is taken was decided when it was, and plans change.
    ///
    /// # Errors
    /// When it does not have that form, or its country is not known.
    pub fn from_e164(text: &str) -> Result<Self, PhoneRefusal> {
        if !is_e164(text) {
            return Err(PhoneRefusal::Malformed);
        }
        let number = PHONE_NUMBER_UTIL.parse(text, None);
        let number = number.map_err(|_| PhoneRefusal::Malformed)?;
        let region = PHONE_NUMBER_UTIL
            .get_region_for_number(&number)
            .or_else(|| PHONE_NUMBER_UTIL.get_region_for_country_code(number.country_code));
        let country = region
            .and_then(Country::of)
            .ok_or(PhoneRefusal::Unassigned)?;
        Ok(Self {
            e164: text.to_owned(),
            country,
        })
    }

    fn of_plan(digits: &str, region: Option<Region>) -> Result<Self, PhoneRefusal> {
        let number = PHONE_NUMBER_UTIL.parse(digits, region);
        let number = number.map_err(|_| PhoneRefusal::Unassigned)?;
        // Before its plan is asked: these change often, and none of them is wanted.
        let network = PHONE_NUMBER_UTIL.get_region_for_country_code(number.country_code);
        if network == Some(Region::World) {
            return Err(PhoneRefusal::Line(LineKind::Global));
        }
        if !PHONE_NUMBER_UTIL.is_valid_number(&number) {
            return Err(PhoneRefusal::Unassigned);
        }
        let region = PHONE_NUMBER_UTIL.get_region_for_number(&number);
        let country = region
            .and_then(Country::of)
            .ok_or(PhoneRefusal::Unassigned)?;
        let kind: PhoneNumberType = PHONE_NUMBER_UTIL.get_number_type(&number);
        if let Some(refused) = LineKind::refused(kind) {
            return Err(PhoneRefusal::Line(refused));
        }
        let e164 = PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::E164);
        if !is_e164(&e164) {
            return Err(PhoneRefusal::Unassigned);
        }
        Ok(Self {
            e164: e164.into_owned(),
            country,
        })
    }

    /// The number in full: a plus, and 7 to 15 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.e164
    }

    /// The number without its plus.
    #[must_use]
    pub fn digits(&self) -> &str {
        self.e164.trim_start_matches('+')
    }

    /// Its country. Where several share a calling code, the one whose plan has this number.
    #[must_use]
    pub const fn country(&self) -> Country {
        self.country
    }

    /// Enough for its owner to know it again: `+49 ••• ••• 67`. As many dots for every number.
    #[must_use]
    pub fn masked(&self) -> String {
        let end = self.e164.len().saturating_sub(2);
        let last = self.e164.get(end..).unwrap_or_default();
        format!("+{} ••• ••• {last}", self.country.calling_code())
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber({})", self.masked())
    }
}

/// Strict: some gateways take a space or a second plus as the start of another number.
fn is_e164(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+') else {
        return false;
    };
    (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Result<String, PhoneRefusal> {
        PhoneNumber::parse(typed, None).map(|number| number.as_str().to_owned())
    }

    fn read_in(typed: &str, country: &str) -> Result<String, PhoneRefusal> {
        let number = PhoneNumber::parse(typed, Country::parse(country))?;
        Ok(number.as_str().to_owned())
    }

    #[test]
    fn a_number_is_read_in_its_country_or_by_its_country_code() {
        for (typed, country, e164) in [
            ("0170 1234567", "DE", "+491701234567"),
            ("+49 (0) 170 1234567", "DE", "+491701234567"),
            ("0049 170 1234567", "DE", "+491701234567"),
            ("170 1234567", "DE", "+491701234567"),
            ("+43 664 1234567", "DE", "+436641234567"),
            ("(201) 555-0123", "US", "+12015550123"),
            ("011 49 170 1234567", "US", "+491701234567"),
            ("050 123 4567", "SA", "+966501234567"),
            ("٠٥٠ ١٢٣ ٤٥٦٧", "SA", "+966501234567"),
            ("07911 123456", "GB", "+447911123456"),
            // Italy keeps the zero of its fixed lines, and its mobiles have none.
            ("312 345 6789", "IT", "+393123456789"),
        ] {
            assert_eq!(read_in(typed, country).as_deref(), Ok(e164), "{typed}");
        }
        assert_eq!(read("00491701234567").as_deref(), Ok("+491701234567"));
        assert_eq!(read("01701234567"), Err(PhoneRefusal::NoCountry));
    }

    #[test]
    fn a_number_belongs_to_one_country_of_those_that_share_a_calling_code() {
        let country = |text| PhoneNumber::parse(text, None).unwrap().country();
        assert_eq!(country("+15062345678").code(), "CA");
        assert_eq!(country("+12015550123").code(), "US");
        assert_eq!(country("+18762101234").code(), "JM");
        assert_eq!(country("+77710009998").code(), "KZ");
        assert_eq!(country("+447797712345").code(), "JE");
    }

    #[test]
    fn what_is_no_mobile_phone_is_refused_by_kind() {
        for (typed, kind) in [
            ("+49301234567", LineKind::Fixed),
            ("+499001234567", LineKind::Premium),
            ("+449012345678", LineKind::Premium),
            ("+19002345678", LineKind::Premium),
            ("+33891123456", LineKind::Premium),
            ("+498001234567", LineKind::Shared),
            ("+18002345678", LineKind::Shared),
            ("+491801234567", LineKind::Shared),
            ("+447012345678", LineKind::Personal),
            ("+447640123456", LineKind::Pager),
            ("+491641234567", LineKind::Pager),
            ("+445612345678", LineKind::Voip),
            ("+870773111632", LineKind::Global),
            ("+881612345678", LineKind::Global),
            ("+882161234567", LineKind::Global),
            ("+8835100123456", LineKind::Global),
            ("+80012345678", LineKind::Global),
            ("+979123456789", LineKind::Global),
        ] {
            assert_eq!(read(typed), Err(PhoneRefusal::Line(kind)), "{typed}");
        }
    }

    #[test]
    fn what_no_country_has_is_refused() {
        for typed in [
            "+97233142764978",
            "+4917012",
            "+49170123456789012",
            "+999123456789",
            "+210123456789",
            "+1",
            "+0491701234567",
        ] {
            let refused = read(typed);
            let known = matches!(
                refused,
                Err(PhoneRefusal::Unassigned | PhoneRefusal::Malformed)
            );
            assert!(known, "{typed}: {refused:?}");
        }
    }

    #[test]
    fn nothing_prints_more_than_the_last_two_digits() {
        let number = PhoneNumber::parse("+491701234567", None).unwrap();
        assert_eq!(number.masked(), "+49 ••• ••• 67");
        assert_eq!(format!("{number:?}"), "PhoneNumber(+49 ••• ••• 67)");
    }

    #[test]
    fn a_stored_number_is_read_as_it_was_written() {
        let number = PhoneNumber::parse("+447797712345", None).unwrap();
        assert_eq!(PhoneNumber::from_e164(number.as_str()), Ok(number));
        for text in [
            "491701234567",
            "+49 1701234567",
            "+491701234567 ",
            "+491701234567\n",
            "+0491701234567",
            "+٤٩١٧٠١٢٣٤٥٦٧",
            "+4912345678901234",
            "+49",
            "",
        ] {
            let refused = PhoneNumber::from_e164(text);
            assert_eq!(refused, Err(PhoneRefusal::Malformed), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_gives_one_strict_number_or_none(typed in ".{0,40}") {
            if let Ok(number) = PhoneNumber::parse(&typed, Country::parse("DE")) {
                assert!(is_e164(number.as_str()));
            }
        }

        #[test]
        fn whatever_digits_are_typed_give_one_strict_number_or_none(typed in "\\+?[0-9 ]{5,22}") {
            if let Ok(number) = PhoneNumber::parse(&typed, Country::parse("DE")) {
                assert!(is_e164(number.as_str()));
                assert_eq!(PhoneNumber::from_e164(number.as_str()), Ok(number));
            }
        }
    }
}
