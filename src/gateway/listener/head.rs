//! The head of a request as it came over the wire, in the one form that every server reads alike.
//!
//! hyper is lenient where RFC 9112 lets it be (line feeds alone, a `Content-Length` beside chunks),
//! and drops what it did not follow before anybody could see it. So this looks first.

use thiserror::Error;

/// What follows a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// A body of this many bytes, and then the next head.
    Body(u64),
    /// No head any more: the connection ends with this request, or speaks another protocol.
    Unknown,
}

/// Why a head is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(super) enum HeadError {
    /// A line feed or carriage return alone, or another control character (RFC 9112 §2.2).
    #[error("a control character in the head")]
    Control,
    /// Not `name: value` (RFC 9112 §5).
    #[error("a line of the head is no field")]
    Field,
    /// A length or a coding that could be read in two ways (RFC 9112 §6).
    #[error("the body's length is ambiguous")]
    Framing,
    /// Not `method target version` (RFC 9112 §3).
    #[error("the first line is no request line")]
    Line,
}

/// Whether `byte` may follow `before` in a head: lines end with CR LF, and there are no other
/// control characters but tabs.
pub(super) const fn follows(before: u8, byte: u8) -> bool {
    match (before, byte) {
        (b'\r', byte) => byte == b'\n',
        (_, b'\n') => false,
        (_, b'\r' | b'\t') => true,
        (_, byte) => !byte.is_ascii_control(),
    }
}

/// Reads a head, from its first byte to the end of its empty line.
///
/// # Errors
/// When it could be read in another way.
pub(super) fn judge(head: &[u8]) -> Result<Next, HeadError> {
    let lines = head.strip_suffix(b"\r\n\r\n").ok_or(HeadError::Line)?;
    let mut lines = lines
        .split(|byte| *byte == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let old = judge_line(lines.next().unwrap_or_default())?;
    let (mut length, mut chunked, mut upgrade) = (None, false, false);
    for line in lines {
        let (name, value) = field(line)?;
        if name.eq_ignore_ascii_case(b"content-length") {
            let former = length.replace(read_length(value)?);
            if former.is_some() {
                return Err(HeadError::Framing);
            }
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            if chunked || old || !value.eq_ignore_ascii_case(b"chunked") {
                return Err(HeadError::Framing);
            }
            chunked = true;
        } else if name.eq_ignore_ascii_case(b"upgrade") {
            upgrade = true;
        }
    }
    match (length, chunked) {
        (Some(_), true) => Err(HeadError::Framing),
        (None, true) => Ok(Next::Unknown),
        (Some(_) | None, false) if upgrade => Ok(Next::Unknown),
        (length, false) => Ok(Next::Body(length.unwrap_or(0))),
    }
}

/// Whether it is HTTP/1.0.
fn judge_line(line: &[u8]) -> Result<bool, HeadError> {
    let mut words = line.split(|byte| *byte == b' ');
    let (method, target, version) = (words.next(), words.next(), words.next());
    let (Some(method), Some(target), Some(version), None) = (method, target, version, words.next())
    else {
        return Err(HeadError::Line);
    };
    let origin = target.starts_with(b"/");
    let fine = |byte: &u8| byte.is_ascii_graphic() && *byte != b'#';
    if !is_token(method) || !target.iter().all(fine) || !(origin || is_absolute(target)) {
        return Err(HeadError::Line);
    }
    match version {
        b"HTTP/1.1" => Ok(false),
        b"HTTP/1.0" => Ok(true),
        _ => Err(HeadError::Line),
    }
}

/// Absolute form (RFC 9112 §3.2.2) of a scheme that is ours.
fn is_absolute(target: &[u8]) -> bool {
    let start = |scheme: &[u8]| {
        let start = target.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    start(b"http://") || start(b"https://")
}

/// A field without the white space around its value. A line that begins with white space continues
/// the one before to some servers, and is one of its own to others.
fn field(line: &[u8]) -> Result<(&[u8], &[u8]), HeadError> {
    let colon = line.iter().position(|byte| *byte == b':');
    let (name, value) = line.split_at(colon.ok_or(HeadError::Field)?);
    let value = value.strip_prefix(b":").unwrap_or(value).trim_ascii();
    is_token(name)
        .then_some((name, value))
        .ok_or(HeadError::Field)
}

/// Digits, and no more of them than 64 bits hold.
fn read_length(value: &[u8]) -> Result<u64, HeadError> {
    if value.is_empty() || !value.iter().all(u8::is_ascii_digit) {
        return Err(HeadError::Framing);
    }
    let text = std::str::from_utf8(value).map_err(|_| HeadError::Framing)?;
    text.parse().map_err(|_| HeadError::Framing)
}

/// RFC 9110 §5.6.2.
fn is_token(word: &[u8]) -> bool {
    let fine = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    !word.is_empty() && word.iter().all(fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(fields: &str) -> Result<Next, HeadError> {
        judge(format!("POST / HTTP/1.1\r\nHost: a\r\n{fields}\r\n").as_bytes())
    }

    #[test]
    fn a_length_says_where_the_next_head_begins() {
        assert_eq!(after(""), Ok(Next::Body(0)));
        assert_eq!(after("content-LENGTH:\t12 \r\n"), Ok(Next::Body(12)));
        assert_eq!(after("Transfer-Encoding: Chunked\r\n"), Ok(Next::Unknown));
        assert_eq!(after("Upgrade: websocket\r\n"), Ok(Next::Unknown));
    }

    #[test]
    fn two_ways_to_read_a_length_are_none() {
        for fields in [
            "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n",
            "Content-Length: 1\r\nContent-Length: 1\r\n",
            "Content-Length: 1, 1\r\n",
            "Content-Length: +1\r\n",
            "Content-Length: 18446744073709551616\r\n",
            "Content-Length:\r\n",
            "Transfer-Encoding: identity\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        ] {
            assert_eq!(after(fields), Err(HeadError::Framing), "{fields:?}");
        }
        let old = judge(b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n");
        assert_eq!(old, Err(HeadError::Framing));
    }

    #[test]
    fn what_is_no_line_or_field_is_refused() {
        for line in [
            "GET  / HTTP/1.1",
            "GET /",
            "GET / HTTP/1.1 ",
            " GET / HTTP/1.1",
        ] {
            let head = format!("{line}\r\n\r\n");
            assert_eq!(judge(head.as_bytes()), Err(HeadError::Line), "{line}");
        }
        for field in [" a: b", "a : b", "a", ": b", "a b: c"] {
            assert_eq!(
                after(&format!("{field}\r\n")),
                Err(HeadError::Field),
                "{field}"
            );
        }
        assert!(after("a: \r\n\u{e9}: x\r\n").is_err());
    }

    #[test]
    fn lines_end_with_both_characters() {
        assert!(follows(b'\r', b'\n') && follows(b'a', b'\r') && follows(b'a', b'\t'));
        assert!(follows(b'a', 0xe9));
        for (before, byte) in [
            (b'a', b'\n'),
            (b'\r', b'a'),
            (b'\r', b'\r'),
            (b'a', 0),
            (b'a', 0x7f),
        ] {
            assert!(!follows(before, byte), "{before} {byte}");
        }
    }
}
