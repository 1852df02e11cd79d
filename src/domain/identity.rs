//! One canonical form for the mailbox that signs in: policy, store and counters all use it.
//!
//! The local part is compared in lower case, the domain as IDNA A-labels (UTS 46). What would
//! change in any other way under normalization is refused instead of repaired: a webmail and the
//! IMAP server behind it may each read an odd name differently.

use std::fmt;

use thiserror::Error;

/// A mail domain: lower-case A-labels, no trailing dot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Domain(String);

impl Domain {
    /// Reads a domain as a person or a file writes it: `Example.COM`, `müller.example`.
    ///
    /// # Errors
    /// When it is not a domain name, or not in the form that UTS 46 maps it to.
    pub fn parse(name: &str) -> Result<Self, IdentityError> {
        let lower = name.to_lowercase();
        if lower.is_empty() || lower.ends_with('.') {
            return Err(IdentityError::Domain);
        }
        let ascii = idna::domain_to_ascii_strict(&lower).map_err(|_| IdentityError::Domain)?;
        let unchanged = if lower.is_ascii() {
            ascii == lower
        } else {
            idna::domain_to_unicode(&ascii).0 == lower
        };
        if unchanged && ascii.len() <= MAX_DOMAIN {
            Ok(Self(ascii))
        } else {
            Err(IdentityError::Domain)
        }
    }

    /// The A-labels.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The mailbox that signed in, in canonical form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    address: String,
    at: usize,
}

impl Subject {
    /// Reads the name of a mailbox; a name without a domain belongs to `default_domain`.
    ///
    /// Spaces around the name are cut off, as every webmail does.
    ///
    /// # Errors
    /// When the name could be read in more than one way, or by no one.
    pub fn parse(name: &str, default_domain: Option<&Domain>) -> Result<Self, IdentityError> {
        let name = name.trim_matches(' ');
        let (local, domain) = match name.split_once('@') {
            Some((local, domain)) => (local, Domain::parse(domain)?),
            None => (
                name,
                default_domain.cloned().ok_or(IdentityError::NoDomain)?,
            ),
        };
        let local = local.to_ascii_lowercase();
        if local.is_empty() || local.len() > MAX_LOCAL {
            return Err(IdentityError::Length);
        }
        if !local.bytes().all(is_local) || local.starts_with('.') || local.ends_with('.') {
            return Err(IdentityError::Local);
        }
        Ok(Self {
            at: local.len(),
            address: format!("{local}@{domain}"),
        })
    }

    /// `local@domain`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// `domain/local`: names it where those of one domain stand together.
    #[must_use]
    pub fn by_domain(&self) -> String {
        let local = self.address.get(..self.at).unwrap_or_default();
        format!("{}/{local}", self.domain())
    }

    /// The domain, whose policy applies.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.address.get(self.at + 1..).unwrap_or_default()
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)
    }
}

/// Why a name is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IdentityError {
    /// Not a domain name in canonical form.
    #[error("the part after @ is not a domain name")]
    Domain,
    /// Empty, or longer than RFC 5321 §4.5.3.1 allows.
    #[error("the name is empty or too long")]
    Length,
    /// A character that servers read differently: controls, quotes, `<`, a master-user separator…
    #[error("the part before @ has a character that is not allowed")]
    Local,
    /// No domain was given and the site has no default.
    #[error("the name has no domain, and the site has no default_domain")]
    NoDomain,
}

/// `atext` of RFC 5322 §3.2.3 and the dot, without `*` (Dovecot's master-user separator), and
/// without `%` and `!`, which mail servers once read as routes.
const fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'.' | b'-'
                | b'_'
                | b'+'
                | b'='
                | b'&'
                | b'\''
                | b'~'
                | b'/'
                | b'#'
                | b'$'
                | b'^'
                | b'{'
                | b'|'
                | b'}'
                | b'?'
                | b'`'
        )
}

const MAX_LOCAL: usize = 64;
const MAX_DOMAIN: usize = 253;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn subject(name: &str) -> Result<String, IdentityError> {
        let default = Domain::parse("example.com").unwrap();
        Subject::parse(name, Some(&default)).map(|subject| subject.to_string())
    }

    #[test]
    fn case_and_surrounding_spaces_do_not_make_another_mailbox() {
        for name in [
            "alice@required.test",
            "ALICE@Required.TEST",
            "  alice@required.test ",
        ] {
            assert_eq!(subject(name).unwrap(), "alice@required.test", "{name}");
        }
    }

    #[test]
    fn a_name_without_a_domain_gets_the_default_domain() {
        assert_eq!(subject("alice").unwrap(), "alice@example.com");
        assert_eq!(Subject::parse("alice", None), Err(IdentityError::NoDomain));
    }

    #[test]
    fn an_international_domain_is_the_same_in_both_spellings() {
        assert_eq!(subject("a@müller.test").unwrap(), "a@xn--mller-kva.test");
        assert_eq!(
            subject("a@XN--mller-kva.test").unwrap(),
            "a@xn--mller-kva.test"
        );
    }

    #[test]
    fn a_name_that_servers_read_differently_is_refused() {
        for name in [
            "",
            "@required.test",
            "alice@",
            "alice@required.test@lax.test",
            "victim@strict.test<@lax.test",
            "alice@<i>required.test</i>",
            "alice\0@required.test",
            "alice@required.test\u{200b}",
            "ali\u{ad}ce@required.test",
            "alice@\u{ff52}equired.test",
            "alice@required\u{3002}test",
            "alice@required.test.",
            "victim*master@required.test",
            "\"alice\"@required.test",
            "alice smith@required.test",
            "alice\t@required.test",
            "alicé@required.test",
            ".alice@required.test",
            "alice@required..test",
            "alice@-required.test",
        ] {
            assert!(subject(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn the_domain_is_what_follows_the_at_sign() {
        let subject = Subject::parse("a+b@x.test", None).unwrap();
        assert_eq!(subject.domain(), "x.test");
    }

    /// Names as people, files and attackers write them.
    fn name() -> impl Strategy<Value = String> {
        let local = "[a-cA-C.+'/*%é \u{130}\u{212a}]{0,4}";
        let label = "[abkA-C0ßẞäÄſKi\u{130}\u{307}\u{ad}\u{200d}_-]{0,4}|xn--[a-c0-9-]{0,6}";
        let domain = format!("({label}|b[.\u{3002}]?({label})|({label})[.](test|TEST))");
        let domain = proptest::string::string_regex(&domain).unwrap();
        (local, domain, " {0,2}", any::<bool>()).prop_map(|(local, domain, space, bare)| {
            let at = if bare { "" } else { "@" };
            format!("{space}{local}{at}{domain}{space}")
        })
    }

    /// What two spellings of one mailbox may differ in.
    fn folded(name: &str) -> (String, String) {
        let name = name.trim_matches(' ').to_lowercase();
        let (local, domain) = name.split_once('@').unwrap_or((&name, "example.com"));
        (local.to_owned(), idna::domain_to_unicode(domain).0)
    }

    #[test]
    fn a_name_is_as_long_as_mail_servers_take_and_no_longer() {
        let local = |length| subject(&format!("{}@required.test", "a".repeat(length)));
        assert!(local(64).is_ok());
        assert_eq!(local(65), Err(IdentityError::Length));
        // 63 letters a label, 253 in all.
        let domain = |last: usize| {
            let label = "b".repeat(63);
            Domain::parse(&format!("{label}.{label}.{label}.{}", "b".repeat(last)))
        };
        assert!(domain(61).is_ok());
        assert_eq!(domain(62), Err(IdentityError::Domain));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_canonical_name_is_its_own_canonical_form(name in name()) {
            if let Ok(canonical) = subject(&name) {
                let again = Subject::parse(&canonical, None);
                prop_assert_eq!(again.map(|again| again.to_string()), Ok(canonical));
            }
        }

        #[test]
        fn two_mailboxes_never_become_one(one in name(), other in name()) {
            if let (Ok(first), Ok(second)) = (subject(&one), subject(&other)) {
                prop_assert_eq!(first == second, folded(&one) == folded(&other));
            }
        }

        #[test]
        fn a_canonical_name_is_plain_and_names_its_place_in_one_way(name in name()) {
            let default = Domain::parse("example.com").unwrap();
            if let Ok(subject) = Subject::parse(&name, Some(&default)) {
                let plain = |b: u8| b.is_ascii_graphic() && !b.is_ascii_uppercase();
                prop_assert!(subject.as_str().bytes().all(plain), "{}", subject);
                let (domain, local) = subject.by_domain().split_once('/').map(|(domain, local)| {
                    (domain.to_owned(), local.to_owned())
                }).unwrap();
                prop_assert_eq!(subject.to_string(), format!("{local}@{domain}"));
            }
        }
    }
}
