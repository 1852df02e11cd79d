//! Countries, as numbering plans know them.

use std::fmt;
use std::sync::LazyLock;

use rlibphonenumber::{PHONE_NUMBER_UTIL, Region};

use super::{PhoneNumber, PhoneRefusal};

/// A country or territory that has geographic phone numbers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country {
    code: [u8; 2],
    calling_code: u16,
}

impl Country {
    /// The country of an ISO 3166-1 alpha-2 code, `DE` for example, in upper case.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let index = ALL.binary_search_by(|country| country.code().cmp(code));
        ALL.get(index.ok()?).copied()
    }

    /// Every country, ordered by its code.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// Its ISO 3166-1 alpha-2 code.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or_default()
    }

    /// Its calling code (ITU-T E.164), without the plus. Countries may share one.
    #[must_use]
    pub const fn calling_code(self) -> u16 {
        self.calling_code
    }

    pub(super) fn region(self) -> Option<Region> {
        Region::from_code(self.code()).ok()
    }

    /// Nothing where `region` is no country, as those of satellites are not.
    pub(super) fn of(region: Region) -> Option<Self> {
        let code: [u8; 2] = region.as_region_str().as_bytes().try_into().ok()?;
        let calling_code = PHONE_NUMBER_UTIL.get_country_code_for_region(region)?;
        Some(Self {
            code,
            calling_code: u16::try_from(calling_code).ok()?,
        })
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} +{}", self.code(), self.calling_code)
    }
}

/// The countries that messages are sent to. There is no way to say "all": each one is a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Countries(Vec<Country>);

impl Countries {
    /// These and no others; the order is the one they are offered in.
    #[must_use]
    pub fn new(countries: Vec<Country>) -> Self {
        let mut once: Vec<Country> = Vec::with_capacity(countries.len());
        for country in countries {
            if !once.contains(&country) {
                once.push(country);
            }
        }
        Self(once)
    }

    /// Each of them.
    #[must_use]
    pub fn as_slice(&self) -> &[Country] {
        &self.0
    }

    /// Whether messages are sent there.
    #[must_use]
    pub fn contains(&self, country: Country) -> bool {
        self.0.contains(&country)
    }

    /// Passes on a number of one of them.
    ///
    /// # Errors
    /// [`PhoneRefusal::Country`] for any other.
    pub fn admit(&self, number: PhoneNumber) -> Result<PhoneNumber, PhoneRefusal> {
        if self.contains(number.country()) {
            Ok(number)
        } else {
            Err(PhoneRefusal::Country)
        }
    }
}

static ALL: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let regions = PHONE_NUMBER_UTIL.get_supported_regions();
    let mut all: Vec<Country> = regions.filter_map(Country::of).collect();
    all.sort_unstable();
    all
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_named_by_its_code_in_upper_case() {
        let germany = Country::parse("DE").unwrap();
        assert_eq!((germany.code(), germany.calling_code()), ("DE", 49));
        for code in ["de", "DEU", "", "001", "ZZ", "D", "UK", "de\0"] {
            assert_eq!(Country::parse(code), None, "{code}");
        }
    }

    #[test]
    fn all_countries_are_there_once_and_in_order() {
        let all = Country::all();
        assert!(all.len() > 240, "{}", all.len());
        assert!(all.windows(2).all(|pair| pair[0].code() < pair[1].code()));
        let calling = |code| Country::parse(code).unwrap().calling_code();
        assert_eq!((calling("US"), calling("CA")), (1, 1));
        assert_eq!((calling("SA"), calling("GB")), (966, 44));
    }

    #[test]
    fn only_numbers_of_the_listed_countries_are_admitted() {
        let listed = ["AT", "DE", "AT"].map(|code| Country::parse(code).unwrap());
        let countries = Countries::new(listed.to_vec());
        assert_eq!(countries.as_slice().len(), 2);
        let number = |text| PhoneNumber::parse(text, None).unwrap();
        assert!(countries.admit(number("+436641234567")).is_ok());
        let refused = countries.admit(number("+447911123456"));
        assert_eq!(refused, Err(PhoneRefusal::Country));
    }
}
