//! Request targets in normal form: what is judged is, byte for byte, what is forwarded.

use std::fmt;

use thiserror::Error;

/// An origin-form target of the webmail in normal form: a path, and maybe a query (RFC 9112 §3.2.1).
///
/// Safe as a `Location`: it leads nowhere but to the same origin.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target(String);

impl Target {
    /// Reads a path with an optional query.
    ///
    /// # Errors
    /// When it is not origin-form, or not in normal form.
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        if text.len() > MAX_TARGET {
            return Err(TargetError::Length);
        }
        let (path, query) = match text.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (text, None),
        };
        check_normal_form(path)?;
        // What browsers always encode in a query (WHATWG URL §1.3), and no HTTP library sends.
        let odd = |byte| matches!(byte, b'#' | b'\\' | b'"' | b'<' | b'>');
        let clean = |byte: u8| byte.is_ascii_graphic() && !odd(byte);
        if query.is_some_and(|query| !query.bytes().all(clean)) {
            return Err(TargetError::Character);
        }
        Ok(Self(text.to_owned()))
    }

    /// The path and query.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path alone.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0
            .split_once('?')
            .map_or(self.0.as_str(), |(path, _)| path)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a target is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TargetError {
    /// A character that servers read differently, or that no browser sends.
    #[error("the target has a character that is not allowed in it")]
    Character,
    /// A percent-encoding that is malformed, needless, or hides a separator.
    #[error("the target has a percent-encoding that is not in normal form")]
    Encoding,
    /// Longer than any webmail's.
    #[error("the target is too long")]
    Length,
    /// It does not start with one slash.
    #[error("the target does not start with a single slash")]
    Origin,
    /// An empty or dot segment.
    #[error("the target has an empty or dot segment")]
    Segment,
}

/// Checks that `path` is in the form that every server reads alike (RFC 3986 §6.2.2): no dot or
/// empty segments, no needless or separator-hiding percent-encodings, no odd characters.
///
/// # Errors
/// When it is not.
pub fn check_normal_form(path: &str) -> Result<(), TargetError> {
    let rest = path.strip_prefix('/').ok_or(TargetError::Origin)?;
    let mut segments = rest.split('/').peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        if segment == "." || segment == ".." || (segment.is_empty() && !last) {
            return Err(TargetError::Segment);
        }
    }
    check_characters(path.as_bytes())
}

fn check_characters(mut path: &[u8]) -> Result<(), TargetError> {
    while let Some((byte, rest)) = path.split_first() {
        path = rest;
        match byte {
            b'%' => {
                let (pair, rest) = path.split_first_chunk::<2>().ok_or(TargetError::Encoding)?;
                check_encoded(*pair)?;
                path = rest;
            }
            b'"' | b'<' | b'>' | b'\\' | b'`' | b'{' | b'}' | b'#' | b'?' => {
                return Err(TargetError::Character);
            }
            byte if byte.is_ascii_graphic() => {}
            _ => return Err(TargetError::Character),
        }
    }
    Ok(())
}

fn check_encoded(pair: [u8; 2]) -> Result<(), TargetError> {
    let text = std::str::from_utf8(&pair).map_err(|_| TargetError::Encoding)?;
    if !pair.iter().all(u8::is_ascii_hexdigit) {
        return Err(TargetError::Encoding);
    }
    let byte = u8::from_str_radix(text, 16).map_err(|_| TargetError::Encoding)?;
    let unreserved = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    if unreserved || byte.is_ascii_control() || matches!(byte, b'/' | b'\\') {
        return Err(TargetError::Encoding);
    }
    Ok(())
}

const MAX_TARGET: usize = 8 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_browsers_send_is_in_normal_form() {
        for path in [
            "/",
            "/index.php",
            "/SOGo/so/alice%40required.test/Mail/view",
            "/m%C3%BCll/x%20y/",
            "/a;b=c/d,e(f)'g!h*i+j&k=l:m@n$o|p[q]^",
        ] {
            assert_eq!(check_normal_form(path), Ok(()), "{path}");
        }
    }

    #[test]
    fn what_servers_read_differently_is_refused() {
        for path in [
            "",
            "index.php",
            "*",
            "//",
            "//evil",
            "/a//b",
            "/.",
            "/..",
            "/a/../b",
            "/a/./b",
            "/%2e%2e/b",
            "/%2E",
            "/a%2fb",
            "/a%5cb",
            "/a\\b",
            "/%00",
            "/a%0d%0aB",
            "/%69ndex.php",
            "/%7Ealice",
            "/%",
            "/%4",
            "/%zz",
            "/%252e%2",
            "/a b",
            "/a\u{a0}b",
            "/a\"b",
            "/a<b>",
            "/a#b",
            "/\u{7f}",
        ] {
            assert!(check_normal_form(path).is_err(), "{path:?}");
        }
    }

    #[test]
    fn a_return_target_leads_nowhere_but_to_the_same_origin() {
        assert!(Target::parse("/?_task=mail&_mbox=INBOX").is_ok());
        for target in [
            "//evil.test",
            "/\\evil.test",
            "https:evil.test",
            "https://evil.test/",
            "\\/\\/evil",
            "/\t/evil",
            "javascript:alert(1)",
            "/?a=b#c",
            "/?a b",
            "/?a=<b",
            "/?a=>b",
            "/?a=\"b",
            "/?x=\r\nSet-Cookie:a",
        ] {
            assert!(Target::parse(target).is_err(), "{target:?}");
        }
    }
}
