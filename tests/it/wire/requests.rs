//! The table for HTTP/1.1: bytes, and what becomes of them.
//!
//! `@@` stands for one Host and the cookies of a verified session.

/// One case.
pub(super) struct Case {
    /// What it does, in words.
    pub(super) name: &'static str,
    pub(super) bytes: &'static [u8],
    pub(super) fate: Fate,
}

/// What becomes of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// This status, then the end of the connection; not a byte upstream.
    Refused(u16),
    /// This status from the gateway; not a byte upstream. The connection may go on.
    Answered(u16),
    /// Exactly one request upstream, in strict form.
    Passed,
}

const fn case(name: &'static str, bytes: &'static [u8], fate: Fate) -> Case {
    Case { name, bytes, fate }
}

const fn bad(name: &'static str, bytes: &'static [u8]) -> Case {
    case(name, bytes, Fate::Refused(400))
}

/// What is as it should be passes, so that the rest is refused for its own sake.
pub(super) const FINE: &[Case] = &[
    case("a plain request", b"GET /echo HTTP/1.1\r\n@@\r\n", Fate::Passed),
    case(
        "a body with its length",
        b"POST /upload HTTP/1.1\r\n@@Content-Length: 3\r\n\r\nabc",
        Fate::Passed,
    ),
    case(
        "a body in chunks",
        b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        Fate::Passed,
    ),
    case(
        "a body in chunks, in capitals",
        b"POST /upload HTTP/1.1\r\n@@TRANSFER-ENCODING: Chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        Fate::Passed,
    ),
    case(
        "one empty line before the request, as old clients send it",
        b"\r\nGET /echo HTTP/1.1\r\n@@\r\n",
        Fate::Passed,
    ),
    case(
        "an absolute target that agrees with Host",
        b"GET http://localhost/echo HTTP/1.1\r\n@@\r\n",
        Fate::Passed,
    ),
    case(
        "a field without white space after its colon, and one with too much",
        b"GET /echo HTTP/1.1\r\n@@A:b\r\nC:  \t d \t\r\n\r\n",
        Fate::Passed,
    ),
    case(
        "an empty value, and one beyond ASCII",
        b"GET /echo HTTP/1.1\r\n@@A:\r\nB: caf\xc3\xa9\r\n\r\n",
        Fate::Passed,
    ),
    case(
        "an upgrade that is none of ours",
        b"GET /echo HTTP/1.1\r\n@@Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\nPRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        Fate::Passed,
    ),
    case(
        "names that servers fold into others are dropped",
        b"GET /echo HTTP/1.1\r\n@@X_Accel: a\r\nX.Dot: b\r\nX_Remote_User: root\r\n\r\n",
        Fate::Passed,
    ),
    case(
        "trailers are dropped",
        b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: chunked\r\nTrailer: Cookie\r\n\r\n0\r\nCookie: a=b\r\nContent-Length: 9\r\n\r\n",
        Fate::Passed,
    ),
    case(
        "an extension of a chunk is dropped",
        b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: chunked\r\n\r\n1;a=b\r\nx\r\n0\r\n\r\n",
        Fate::Passed,
    ),
];

/// Lengths and codings that could be read in two ways (RFC 9112 §6).
pub(super) const FRAMING: &[Case] = &[
    bad(
        "a length, then chunks",
        b"POST /upload HTTP/1.1\r\n@@Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /echo HTTP/1.1\r\n@@\r\n",
    ),
    bad(
        "chunks, then a length",
        b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nGET /echo HTTP/1.1\r\n@@\r\n",
    ),
    bad(
        "a length of nothing, then chunks",
        b"POST /upload HTTP/1.1\r\n@@Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ),
    bad(
        "chunks, then a length that is none",
        b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: chunked\r\nContent-Length: x\r\n\r\n0\r\n\r\n",
    ),
    bad(
        "two lengths that differ",
        b"POST /upload HTTP/1.1\r\n@@Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    ),
    bad(
        "two lengths that are the same",
        b"POST /upload HTTP/1.1\r\n@@Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
    ),
    bad("a list of lengths", b"POST /upload HTTP/1.1\r\n@@Content-Length: 3, 3\r\n\r\nabc"),
    bad("a length with a plus", b"POST /upload HTTP/1.1\r\n@@Content-Length: +3\r\n\r\nabc"),
    bad("a negative length", b"POST /upload HTTP/1.1\r\n@@Content-Length: -3\r\n\r\nabc"),
    bad("a length in hexadecimal", b"POST /upload HTTP/1.1\r\n@@Content-Length: 0x3\r\n\r\nabc"),
    bad("a length with an underscore", b"POST /upload HTTP/1.1\r\n@@Content-Length: 1_0\r\n\r\nabcdefghij"),
    bad("a length with a letter", b"POST /upload HTTP/1.1\r\n@@Content-Length: 3a\r\n\r\nabc"),
    bad("a length in two words", b"POST /upload HTTP/1.1\r\n@@Content-Length: 3 3\r\n\r\nabc"),
    bad("an empty length", b"POST /upload HTTP/1.1\r\n@@Content-Length: \r\n\r\n"),
    bad(
        "a length beyond 64 bits",
        b"POST /upload HTTP/1.1\r\n@@Content-Length: 18446744073709551617\r\n\r\na",
    ),
    bad(
        "a length in other digits",
        b"POST /upload HTTP/1.1\r\n@@Content-Length: \xd9\xa3\r\n\r\nabc",
    ),
    bad(
        "a coding that is not chunked",
        b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    ),
    bad("identity", b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: identity\r\n\r\n0\r\n\r\n"),
    bad("gzip, then chunked", b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    bad("chunked, then identity", b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
    bad("chunked twice", b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
    bad("a comma after chunked", b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: chunked,\r\n\r\n0\r\n\r\n"),
    bad("a comma before chunked", b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n"),
    bad("chunked in quotes", b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"),
    bad("chunked with a parameter", b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n"),
    bad("chunked after a vertical tab", b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n"),
    bad("chunked before a form feed", b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: chunked\x0c\r\n\r\n0\r\n\r\n"),
    bad("chunked after a space beyond ASCII", b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: \xa0chunked\r\n\r\n0\r\n\r\n"),
    bad("an empty coding", b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding:\r\n\r\n0\r\n\r\n"),
    bad(
        "two fields with a coding",
        b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ),
    bad(
        "two fields with a coding, the second none",
        b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    ),
    bad(
        "chunks under HTTP/1.0",
        b"POST /upload HTTP/1.0\r\n@@Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ),
    bad(
        "a coding with an underscore in its name",
        b"POST /upload HTTP/1.1\r\n@@Transfer_Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    ),
    bad(
        "a length with an underscore in its name",
        b"POST /upload HTTP/1.1\r\n@@Content_Length: 5\r\n\r\n",
    ),
    bad(
        "a coding with a dot in its name",
        b"POST /upload HTTP/1.1\r\n@@Transfer.Encoding: chunked\r\n\r\n",
    ),
];

/// Lines that are not quite lines (RFC 9112 §2.2, §5).
pub(super) const LINES: &[Case] = &[
    bad(
        "line feeds alone",
        b"GET /echo HTTP/1.1\nHost: localhost\n\n",
    ),
    bad(
        "a line feed alone at the end",
        b"GET /echo HTTP/1.1\r\n@@\n",
    ),
    bad(
        "a line feed alone in the head",
        b"GET /echo HTTP/1.1\r\n@@A: b\nC: d\r\n\r\n",
    ),
    bad(
        "carriage returns alone",
        b"GET /echo HTTP/1.1\rHost: localhost\r\r",
    ),
    bad(
        "a carriage return in a value",
        b"GET /echo HTTP/1.1\r\n@@A: b\rC: d\r\n\r\n",
    ),
    bad(
        "two carriage returns",
        b"GET /echo HTTP/1.1\r\n@@A: b\r\r\n\r\n",
    ),
    bad(
        "a folded field",
        b"GET /echo HTTP/1.1\r\n@@A: b\r\n c\r\n\r\n",
    ),
    bad(
        "a folded coding",
        b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
    ),
    bad(
        "a fold before the first field",
        b"GET /echo HTTP/1.1\r\n A: b\r\n@@\r\n",
    ),
    bad(
        "a space before the colon",
        b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    ),
    bad(
        "a tab before the colon",
        b"POST /upload HTTP/1.1\r\n@@Content-Length\t: 5\r\n\r\nabcde",
    ),
    bad(
        "a space in a name",
        b"GET /echo HTTP/1.1\r\n@@A B: c\r\n\r\n",
    ),
    bad("no colon", b"GET /echo HTTP/1.1\r\n@@A\r\n\r\n"),
    bad("no name", b"GET /echo HTTP/1.1\r\n@@: b\r\n\r\n"),
    bad(
        "a NUL in a value",
        b"GET /echo HTTP/1.1\r\n@@A: b\0c\r\n\r\n",
    ),
    bad("a NUL in a name", b"GET /echo HTTP/1.1\r\n@@A\0: b\r\n\r\n"),
    bad(
        "a control character in a value",
        b"GET /echo HTTP/1.1\r\n@@A: b\x08c\r\n\r\n",
    ),
    bad(
        "a DEL in a value",
        b"GET /echo HTTP/1.1\r\n@@A: b\x7fc\r\n\r\n",
    ),
    bad(
        "a name beyond ASCII",
        b"GET /echo HTTP/1.1\r\n@@\xc3\x84: b\r\n\r\n",
    ),
    bad(
        "a name in brackets",
        b"GET /echo HTTP/1.1\r\n@@[A]: b\r\n\r\n",
    ),
    bad(
        "two empty lines before the request",
        b"\r\n\r\nGET /echo HTTP/1.1\r\n@@\r\n",
    ),
    bad(
        "a line feed before the request",
        b"\nGET /echo HTTP/1.1\r\n@@\r\n",
    ),
    bad(
        "two spaces in the request line",
        b"GET  /echo HTTP/1.1\r\n@@\r\n",
    ),
    bad(
        "two spaces before the version",
        b"GET /echo  HTTP/1.1\r\n@@\r\n",
    ),
    bad(
        "a tab in the request line",
        b"GET\t/echo HTTP/1.1\r\n@@\r\n",
    ),
    bad(
        "a space before the method",
        b" GET /echo HTTP/1.1\r\n@@\r\n",
    ),
    bad(
        "a space after the version",
        b"GET /echo HTTP/1.1 \r\n@@\r\n",
    ),
    bad(
        "a word after the version",
        b"GET /echo HTTP/1.1 x\r\n@@\r\n",
    ),
    bad("a space in the target", b"GET /echo x HTTP/1.1\r\n@@\r\n"),
    bad("no version", b"GET /echo\r\n\r\n"),
    bad("HTTP/1.2", b"GET /echo HTTP/1.2\r\n@@\r\n"),
    bad("HTTP/2.0", b"GET /echo HTTP/2.0\r\n@@\r\n"),
    bad("HTTP/1.10", b"GET /echo HTTP/1.10\r\n@@\r\n"),
    bad("http/1.1", b"GET /echo http/1.1\r\n@@\r\n"),
    bad("another protocol", b"GET /echo RTSP/1.0\r\n@@\r\n"),
    bad(
        "the preface of HTTP/2 in clear",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ),
    bad("a method that is no token", b"G(T /echo HTTP/1.1\r\n@@\r\n"),
    bad(
        "a TLS hello",
        b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00\r\n\r\n",
    ),
    bad(
        "a bad request after a length of nothing",
        b"\0\r\n\r\nGET /echo HTTP/1.1\r\n@@\r\n",
    ),
];

/// Chunks that could be read in two ways (RFC 9112 §7.1): the head has passed already, so what may
/// have begun upstream must never become a whole request.
pub(super) const CHUNKS: &[Case] = &[
    bad("a size that is none", b"x\r\nabc\r\n0\r\n\r\n"),
    bad("a size with 0x", b"0x3\r\nabc\r\n0\r\n\r\n"),
    bad("a size with a plus", b"+3\r\nabc\r\n0\r\n\r\n"),
    bad("a negative size", b"-1\r\nabc\r\n0\r\n\r\n"),
    bad("a size with an underscore", b"0_3\r\nabc\r\n0\r\n\r\n"),
    bad(
        "a size beyond 64 bits",
        b"10000000000000003\r\nabc\r\n0\r\n\r\n",
    ),
    bad("a line feed after the size", b"3\nabc\r\n0\r\n\r\n"),
    bad("a carriage return after the size", b"3\rxabc\r\n0\r\n\r\n"),
    bad("a line feed in an extension", b"3;a\nb\r\nabc\r\n0\r\n\r\n"),
    bad("nothing after the data", b"3\r\nabc0\r\n\r\n"),
    bad("a line feed after the data", b"3\r\nabc\n0\r\n\r\n"),
    bad("too much data", b"3\r\nabcd\r\n0\r\n\r\n"),
    bad("an empty size", b"\r\nabc\r\n0\r\n\r\n"),
];

/// Targets and hosts (RFC 9112 §3.2, RFC 9110 §7.4).
pub(super) const TARGETS: &[Case] = &[
    bad("a dot segment", b"GET /./echo HTTP/1.1\r\n@@\r\n"),
    bad("two dots", b"GET /static/../echo HTTP/1.1\r\n@@\r\n"),
    bad(
        "encoded dots",
        b"GET /static/%2e%2e/echo HTTP/1.1\r\n@@\r\n",
    ),
    bad(
        "dots encoded twice are no dots, and stay",
        b"GET /static/%252e%2 HTTP/1.1\r\n@@\r\n",
    ),
    bad("two slashes", b"GET //echo HTTP/1.1\r\n@@\r\n"),
    bad("an empty segment", b"GET /static//echo HTTP/1.1\r\n@@\r\n"),
    bad("an encoded slash", b"GET /static%2fecho HTTP/1.1\r\n@@\r\n"),
    bad("a backslash", b"GET /static\\echo HTTP/1.1\r\n@@\r\n"),
    bad(
        "an encoded backslash",
        b"GET /static%5cecho HTTP/1.1\r\n@@\r\n",
    ),
    bad("an encoded NUL", b"GET /echo%00 HTTP/1.1\r\n@@\r\n"),
    bad(
        "an encoded line end",
        b"GET /echo%0d%0aX: HTTP/1.1\r\n@@\r\n",
    ),
    bad("a needless encoding", b"GET /%65cho HTTP/1.1\r\n@@\r\n"),
    bad("half an encoding", b"GET /echo%4 HTTP/1.1\r\n@@\r\n"),
    bad(
        "bytes beyond ASCII in the path",
        b"GET /\xc3\xa9cho HTTP/1.1\r\n@@\r\n",
    ),
    bad(
        "bytes beyond ASCII in the query",
        b"GET /echo?\xc3\xa9 HTTP/1.1\r\n@@\r\n",
    ),
    bad(
        "bytes that are not UTF-8",
        b"GET /echo?\xff HTTP/1.1\r\n@@\r\n",
    ),
    bad("a DEL in the query", b"GET /echo?a\x7fb HTTP/1.1\r\n@@\r\n"),
    bad("a fragment", b"GET /echo#a HTTP/1.1\r\n@@\r\n"),
    bad(
        "a fragment in the query",
        b"GET /echo?a#b HTTP/1.1\r\n@@\r\n",
    ),
    bad("a target without a slash", b"GET echo HTTP/1.1\r\n@@\r\n"),
    bad("a query alone", b"GET ?a HTTP/1.1\r\n@@\r\n"),
    bad("an asterisk", b"OPTIONS * HTTP/1.1\r\n@@\r\n"),
    bad("an authority", b"GET localhost:80 HTTP/1.1\r\n@@\r\n"),
    bad("a tunnel", b"CONNECT localhost:80 HTTP/1.1\r\n@@\r\n"),
    case(
        "a reflection",
        b"TRACE /echo HTTP/1.1\r\n@@\r\n",
        Fate::Answered(403),
    ),
    bad(
        "an absolute target of another scheme",
        b"GET ftp://localhost/echo HTTP/1.1\r\n@@\r\n",
    ),
    bad(
        "an absolute target of another host",
        b"GET http://second.test/echo HTTP/1.1\r\n@@\r\n",
    ),
    bad(
        "an absolute target of another port",
        b"GET http://localhost:81/echo HTTP/1.1\r\n@@\r\n",
    ),
    bad(
        "an absolute target with a user",
        b"GET http://a@localhost/echo HTTP/1.1\r\n@@\r\n",
    ),
    bad(
        "an absolute target without Host",
        b"GET http://localhost/echo HTTP/1.1\r\n\r\n",
    ),
    bad(
        "an absolute target without a host",
        b"GET http:///echo HTTP/1.1\r\n@@\r\n",
    ),
    bad("no Host", b"GET /echo HTTP/1.1\r\n\r\n"),
    bad("no Host under HTTP/1.0", b"GET /echo HTTP/1.0\r\n\r\n"),
    bad("an empty Host", b"GET /echo HTTP/1.1\r\nHost:\r\n\r\n"),
    bad(
        "two Hosts",
        b"GET /echo HTTP/1.1\r\n@@Host: second.test\r\n\r\n",
    ),
    bad(
        "the same Host twice",
        b"GET /echo HTTP/1.1\r\n@@Host: localhost\r\n\r\n",
    ),
    bad(
        "a list of Hosts",
        b"GET /echo HTTP/1.1\r\nHost: localhost, second.test\r\n\r\n",
    ),
    bad(
        "a Host with a user",
        b"GET /echo HTTP/1.1\r\nHost: a@localhost\r\n\r\n",
    ),
    bad(
        "a Host with a path",
        b"GET /echo HTTP/1.1\r\nHost: localhost/x\r\n\r\n",
    ),
    bad(
        "a Host with a port that is none",
        b"GET /echo HTTP/1.1\r\nHost: localhost:x\r\n\r\n",
    ),
    bad(
        "a Host with a fragment",
        b"GET /echo HTTP/1.1\r\nHost: localhost#\r\n\r\n",
    ),
    bad(
        "a Host beyond ASCII",
        b"GET /echo HTTP/1.1\r\nHost: l\xc3\xb6calhost\r\n\r\n",
    ),
    bad(
        "a Host with a space",
        b"GET /echo HTTP/1.1\r\nHost: localhost x\r\n\r\n",
    ),
    case(
        "a host that is no site's",
        b"GET /echo HTTP/1.1\r\nHost: other.test\r\n\r\n",
        Fate::Answered(421),
    ),
    case(
        "a site's host with a dot at its end",
        b"GET /echo HTTP/1.1\r\nHost: localhost.\r\n\r\n",
        Fate::Answered(421),
    ),
];

/// Cookies that somebody planted beside the right ones: worth nothing, and never sent on.
pub(super) const COOKIES: &[Case] = &[
    case(
        "a second session of ours",
        b"GET /echo HTTP/1.1\r\n@@Cookie: __Host-vestibule=planted\r\n\r\n",
        Fate::Answered(401),
    ),
    case(
        "a second session of ours, before the right one",
        b"GET /echo HTTP/1.1\r\nCookie: __Host-vestibule=planted\r\n@@\r\n",
        Fate::Answered(401),
    ),
];
