//! Entity tags (RFC 9110 §8.8.3): the version of a record.

use http::{HeaderMap, HeaderValue, header};

use super::desk::Basis;
use super::error::AdminError;
use crate::store::Version;

/// The `ETag` of this version.
pub(super) fn etag(version: Version) -> HeaderValue {
    let quoted = HeaderValue::try_from(format!("\"{}\"", version.0));
    // Digits are always a value.
    quoted.unwrap_or(HeaderValue::from_static("\"0\""))
}

/// What a change says that it is based on (RFC 9110 §13.1): `If-Match` with one tag, or
/// `If-None-Match: *`.
///
/// # Errors
/// When it says nothing, or what no record here has.
pub(super) fn basis(headers: &HeaderMap) -> Result<Basis, AdminError> {
    let one = |name| {
        let mut values = headers.get_all(name).iter();
        match (values.next(), values.next()) {
            (Some(value), None) => value.to_str().ok(),
            (_, _) => None,
        }
    };
    match (one(header::IF_MATCH), one(header::IF_NONE_MATCH)) {
        (Some(tag), None) => {
            let digits = tag.trim().strip_prefix('"');
            let digits = digits.and_then(|tag| tag.strip_suffix('"'));
            let version = digits.and_then(|digits| digits.parse().ok());
            // A tag that no record has is one that the record does not have now.
            version
                .map(|version| Basis::Version(Version(version)))
                .ok_or(AdminError::Changed)
        }
        (None, Some("*")) => Ok(Basis::Nothing),
        (_, _) => Err(AdminError::Unconditional),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(fields: &[(&'static str, &'static str)]) -> Result<Basis, String> {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            headers.append(*name, HeaderValue::from_static(value));
        }
        basis(&headers).map_err(|error| error.to_string())
    }

    #[test]
    fn a_change_says_what_it_is_based_on() {
        let own = etag(Version(42));
        assert_eq!(own, "\"42\"");
        assert_eq!(
            of(&[("if-match", "\"42\"")]),
            Ok(Basis::Version(Version(42)))
        );
        assert_eq!(of(&[("if-none-match", "*")]), Ok(Basis::Nothing));
        for fields in [
            &[][..],
            &[("if-match", "\"1\""), ("if-none-match", "*")],
            &[("if-match", "\"1\""), ("if-match", "\"2\"")],
            &[("if-match", "W/\"1\"")],
            &[("if-match", "*")],
            &[("if-match", "1")],
            &[("if-none-match", "\"1\"")],
        ] {
            assert!(of(fields).is_err(), "{fields:?}");
        }
    }
}
