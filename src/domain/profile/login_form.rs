//! A form body, read strictly: what could be read in two ways is not read at all.

use percent_encoding::percent_decode;
use thiserror::Error;

/// Why a form is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FormError {
    /// A control character, also percent-encoded.
    #[error("the form holds a control character")]
    Control,
    /// A field that stands there twice.
    #[error("the form holds a field twice")]
    Duplicate,
    /// Not `name=value` pairs joined by `&` in valid percent-encoding.
    #[error("the form is not well-formed")]
    Malformed,
    /// Bytes that are not UTF-8.
    #[error("the form is not UTF-8")]
    NotUtf8,
    /// More fields than a login form has.
    #[error("the form has too many fields")]
    TooMany,
}

/// Reads `application/x-www-form-urlencoded` (WHATWG URL §5.1) strictly.
///
/// # Errors
/// Where a lenient parser would repair, skip or choose.
pub fn parse_form(body: &[u8]) -> Result<Vec<(String, String)>, FormError> {
    let mut fields: Vec<(String, String)> = Vec::new();
    if body.is_empty() {
        return Ok(fields);
    }
    for pair in body.split(|byte| *byte == b'&') {
        let split = pair.iter().position(|byte| *byte == b'=');
        let (name, value) = pair.split_at(split.ok_or(FormError::Malformed)?);
        let value = value.get(1..).unwrap_or_default();
        let (name, value) = (decode(name)?, decode(value)?);
        if name.is_empty() {
            return Err(FormError::Malformed);
        }
        if fields.iter().any(|(other, _)| *other == name) {
            return Err(FormError::Duplicate);
        }
        if fields.len() == MAX_FIELDS {
            return Err(FormError::TooMany);
        }
        fields.push((name, value));
    }
    Ok(fields)
}

fn decode(bytes: &[u8]) -> Result<String, FormError> {
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte == b'%' {
            let (pair, after) = rest.split_first_chunk::<2>().ok_or(FormError::Malformed)?;
            if !pair.iter().all(u8::is_ascii_hexdigit) {
                return Err(FormError::Malformed);
            }
            rest = after;
        } else if !byte.is_ascii_graphic() {
            return Err(FormError::Malformed);
        }
    }
    let spaced: Vec<u8> = bytes
        .iter()
        .map(|b| if *b == b'+' { b' ' } else { *b })
        .collect();
    let text = percent_decode(&spaced)
        .decode_utf8()
        .map_err(|_| FormError::NotUtf8)?;
    if text.chars().any(char::is_control) {
        return Err(FormError::Control);
    }
    Ok(text.into_owned())
}

const MAX_FIELDS: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_as_browsers_send_it_is_read() {
        let fields = parse_form(b"_user=a%40x.test&_pass=p%26w%3D%C3%B6%2B+%25x&_url=").unwrap();
        let expected = [("_user", "a@x.test"), ("_pass", "p&w=ö+ %x"), ("_url", "")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(fields, expected);
        assert_eq!(parse_form(b""), Ok(Vec::new()));
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        for (body, error) in [
            (&b"_user=a&_user=b"[..], FormError::Duplicate),
            (b"_user=a&%5Fuser=b", FormError::Duplicate),
            (b"_user%00x=a", FormError::Control),
            (b"_user=a%0d%0ab", FormError::Control),
            (b"_user=%ff", FormError::NotUtf8),
            (b"_user=\xff", FormError::Malformed),
            (b"_user=%4", FormError::Malformed),
            (b"_user=%zz", FormError::Malformed),
            (b"_user", FormError::Malformed),
            (b"=a", FormError::Malformed),
            (b"_user=a&", FormError::Malformed),
            (b"&_user=a", FormError::Malformed),
            (b"_user=a b", FormError::Malformed),
        ] {
            let shown = String::from_utf8_lossy(body);
            assert_eq!(parse_form(body), Err(error), "{shown}");
        }
        let many = (0..40)
            .map(|n| format!("f{n}=x"))
            .collect::<Vec<_>>()
            .join("&");
        assert_eq!(parse_form(many.as_bytes()), Err(FormError::TooMany));
    }
}
