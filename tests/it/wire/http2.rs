//! Frames of HTTP/2 that could be read in two ways when they become HTTP/1.1, tried (RFC 9113 §8).

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use rustls::version::TLS13;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::client::TlsStream;
use tokio_util::sync::CancellationToken;
use vestibule::gateway::Worker;
use vestibule::gateway::listener::{Certificate, Crowd, Door, acceptor, load_certificate, serve};

use super::Wire;
use super::frames::{END_HEADERS, END_STREAM, Kind, PREFACE, Read, block, field, frame, take};
use crate::support::Authority;

/// A second door to a house, with TLS.
pub(super) struct SecureDoor {
    pub(super) address: SocketAddr,
    pub(super) authority: Authority,
    _tasks: JoinSet<()>,
}

impl SecureDoor {
    pub(super) async fn open(wire: &Wire) -> Result<Self> {
        // It fails only where one is installed already.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let authority = Authority::new()?;
        authority.renew()?;
        let folder = authority.file();
        let at = |name: &str| folder.with_file_name(name);
        let certificate = load_certificate(&at("chain.pem"), &at("key.pem"))?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let door = Door {
            tls: Some(acceptor(Certificate::new(certificate))),
            connections: Arc::new(Semaphore::new(1000)),
            crowd: Crowd::default(),
            stop: CancellationToken::new(),
        };
        let mut tasks = JoinSet::new();
        let worker = Worker::new(Arc::clone(&wire.house.gateway))?;
        tasks.spawn(serve(worker, listener, door));
        Ok(Self {
            address,
            authority,
            _tasks: tasks,
        })
    }

    /// A connection that has sent its preface and settings.
    pub(super) async fn connect(&self) -> Result<Frames> {
        let stream = self
            .authority
            .connect(self.address, &["h2"], &[&TLS13])
            .await?;
        let mut frames = Frames {
            stream,
            unread: Vec::new(),
        };
        frames.send(PREFACE).await?;
        frames.send(&frame(Kind::Settings, 0, 0, &[])).await?;
        Ok(frames)
    }
}

/// A connection on which frames are written and read as they are.
pub(super) struct Frames {
    stream: TlsStream<TcpStream>,
    unread: Vec<u8>,
}

/// What came of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// The first byte of the block of fields that answers it.
    Answered(u8),
    /// It was reset, or the connection was left.
    Refused,
}

impl Frames {
    pub(super) async fn send(&mut self, bytes: &[u8]) -> Result<()> {
        self.stream.write_all(bytes).await?;
        Ok(self.stream.flush().await?)
    }

    /// The next frame; nothing at the end of the connection.
    pub(super) async fn next(&mut self) -> Result<Option<Read>> {
        loop {
            if let Some(read) = take(&mut self.unread) {
                return Ok(Some(read));
            }
            let read = timeout(PATIENCE, self.stream.read_buf(&mut self.unread)).await;
            match read.context("nothing came")? {
                Ok(1..) => {}
                Ok(0) | Err(_) => return Ok(None),
            }
        }
    }

    /// What comes of `stream`.
    pub(super) async fn fate(&mut self, stream: u32) -> Result<Fate> {
        while let Some(read) = self.next().await? {
            let ours = read.stream == stream;
            if read.kind == Kind::Headers as u8 && ours {
                let first = read.payload.first();
                return Ok(Fate::Answered(*first.context("an empty block")?));
            }
            if read.kind == Kind::GoAway as u8 || (read.kind == Kind::Reset as u8 && ours) {
                return Ok(Fate::Refused);
            }
        }
        Ok(Fate::Refused)
    }
}

/// What is expected of a case.
#[derive(Debug, Clone, Copy)]
enum Expect {
    /// A stream error, or a status of 4xx; not a byte upstream.
    Refused,
    /// One request upstream in strict form.
    Passed,
    /// Its beginning may have gone upstream; never the whole.
    CutOff,
}

use Expect::{CutOff, Passed, Refused};

struct Case {
    name: &'static str,
    /// The pseudo fields and fields before the cookie.
    fields: &'static [(&'static [u8], &'static [u8])],
    /// Fields after it.
    more: &'static [(&'static [u8], &'static [u8])],
    /// The body, in one frame.
    body: Option<&'static [u8]>,
    trailers: &'static [(&'static [u8], &'static [u8])],
    expect: Expect,
}

type Pairs = &'static [(&'static [u8], &'static [u8])];

const fn case(name: &'static str, fields: Pairs, more: Pairs, expect: Expect) -> Case {
    Case {
        name,
        fields,
        more,
        body: None,
        trailers: &[],
        expect,
    }
}

const fn with_body(name: &'static str, more: Pairs, body: &'static [u8], expect: Expect) -> Case {
    Case {
        name,
        fields: POST,
        more,
        body: Some(body),
        trailers: &[],
        expect,
    }
}

const METHOD: (&[u8], &[u8]) = (b":method", b"GET");
const SCHEME: (&[u8], &[u8]) = (b":scheme", b"https");
const AUTHORITY: (&[u8], &[u8]) = (b":authority", b"localhost");
const PATH: (&[u8], &[u8]) = (b":path", b"/echo");
const GET: Pairs = &[METHOD, SCHEME, AUTHORITY, PATH];
const POST: Pairs = &[
    (b":method", b"POST"),
    SCHEME,
    AUTHORITY,
    (b":path", b"/upload"),
];

const CASES: &[Case] = &[
    case("a plain request", GET, &[], Passed),
    case("Host that agrees", GET, &[(b"host", b"localhost")], Passed),
    case(
        "Host alone",
        &[METHOD, SCHEME, PATH],
        &[(b"host", b"localhost")],
        Passed,
    ),
    case("te: trailers", GET, &[(b"te", b"trailers")], Passed),
    case(
        "a name that servers fold is dropped",
        GET,
        &[(b"x_remote_user", b"root")],
        Passed,
    ),
    case(
        "Host that does not agree",
        GET,
        &[(b"host", b"second.test")],
        Refused,
    ),
    case(
        "Host with another port",
        GET,
        &[(b"host", b"localhost:1")],
        Refused,
    ),
    case(
        "two Hosts",
        GET,
        &[(b"host", b"localhost"), (b"host", b"localhost")],
        Refused,
    ),
    case(
        "neither Host nor authority",
        &[METHOD, SCHEME, PATH],
        &[],
        Refused,
    ),
    case(
        "an empty authority",
        &[METHOD, SCHEME, (b":authority", b""), PATH],
        &[],
        Refused,
    ),
    case(
        "a user in the authority",
        &[METHOD, SCHEME, (b":authority", b"a@localhost"), PATH],
        &[],
        Refused,
    ),
    case(
        "a path in the authority",
        &[METHOD, SCHEME, (b":authority", b"localhost/x"), PATH],
        &[],
        Refused,
    ),
    case(
        "a line end in the authority",
        &[METHOD, SCHEME, (b":authority", b"localhost\r\nX: y"), PATH],
        &[],
        Refused,
    ),
    case(
        "a space in the authority",
        &[METHOD, SCHEME, (b":authority", b"localhost x"), PATH],
        &[],
        Refused,
    ),
    case(
        "two authorities",
        &[METHOD, SCHEME, AUTHORITY, AUTHORITY, PATH],
        &[],
        Refused,
    ),
    case(
        "another site's authority",
        &[METHOD, SCHEME, (b":authority", b"other.test"), PATH],
        &[],
        Refused,
    ),
    case("no path", &[METHOD, SCHEME, AUTHORITY], &[], Refused),
    case(
        "an empty path",
        &[METHOD, SCHEME, AUTHORITY, (b":path", b"")],
        &[],
        Refused,
    ),
    case(
        "two paths",
        &[METHOD, SCHEME, AUTHORITY, PATH, PATH],
        &[],
        Refused,
    ),
    case(
        "a path without a slash",
        &[METHOD, SCHEME, AUTHORITY, (b":path", b"echo")],
        &[],
        Refused,
    ),
    case(
        "an absolute path",
        &[
            METHOD,
            SCHEME,
            AUTHORITY,
            (b":path", b"http://second.test/echo"),
        ],
        &[],
        Refused,
    ),
    case(
        "a line end in the path",
        &[
            METHOD,
            SCHEME,
            AUTHORITY,
            (b":path", b"/echo HTTP/1.1\r\nX: y"),
        ],
        &[],
        Refused,
    ),
    case(
        "a space in the path",
        &[METHOD, SCHEME, AUTHORITY, (b":path", b"/echo x")],
        &[],
        Refused,
    ),
    case(
        "dots in the path",
        &[METHOD, SCHEME, AUTHORITY, (b":path", b"/static/../echo")],
        &[],
        Refused,
    ),
    case(
        "bytes beyond ASCII in the query",
        &[METHOD, SCHEME, AUTHORITY, (b":path", b"/echo?\xc3\xa9")],
        &[],
        Refused,
    ),
    case(
        "an asterisk",
        &[
            (b":method", b"OPTIONS"),
            SCHEME,
            AUTHORITY,
            (b":path", b"*"),
        ],
        &[],
        Refused,
    ),
    case("no method", &[SCHEME, AUTHORITY, PATH], &[], Refused),
    case(
        "two methods",
        &[METHOD, METHOD, SCHEME, AUTHORITY, PATH],
        &[],
        Refused,
    ),
    case(
        "an empty method",
        &[(b":method", b""), SCHEME, AUTHORITY, PATH],
        &[],
        Refused,
    ),
    case(
        "a line end in the method",
        &[
            (b":method", b"GET / HTTP/1.1\r\nX: y\r\n\r\nGET"),
            SCHEME,
            AUTHORITY,
            PATH,
        ],
        &[],
        Refused,
    ),
    case(
        "a tunnel",
        &[(b":method", b"CONNECT"), AUTHORITY],
        &[],
        Refused,
    ),
    case(
        "an extended tunnel",
        &[
            (b":method", b"CONNECT"),
            (b":protocol", b"websocket"),
            SCHEME,
            AUTHORITY,
            PATH,
        ],
        &[],
        Refused,
    ),
    case(
        "a reflection",
        &[(b":method", b"TRACE"), SCHEME, AUTHORITY, PATH],
        &[],
        Refused,
    ),
    case("no scheme", &[METHOD, AUTHORITY, PATH], &[], Refused),
    case(
        "another scheme",
        &[METHOD, (b":scheme", b"ftp"), AUTHORITY, PATH],
        &[],
        Refused,
    ),
    case(
        "a target in the scheme",
        &[
            METHOD,
            (b":scheme", b"http://second.test/x?"),
            AUTHORITY,
            PATH,
        ],
        &[],
        Refused,
    ),
    case(
        "an unknown pseudo field",
        &[METHOD, SCHEME, AUTHORITY, PATH, (b":x", b"y")],
        &[],
        Refused,
    ),
    case(
        "a pseudo field of answers",
        &[METHOD, SCHEME, AUTHORITY, PATH, (b":status", b"200")],
        &[],
        Refused,
    ),
    case(
        "a pseudo field after a field",
        &[METHOD, SCHEME, AUTHORITY, (b"a", b"b"), PATH],
        &[],
        Refused,
    ),
    case("a name in capitals", GET, &[(b"X-Upper", b"y")], Refused),
    case("an empty name", GET, &[(b"", b"y")], Refused),
    case("a colon in a name", GET, &[(b"a:b", b"y")], Refused),
    case("a space in a name", GET, &[(b"a b", b"y")], Refused),
    case("a line end in a name", GET, &[(b"a\r\nx", b"y")], Refused),
    case("a name beyond ASCII", GET, &[(b"\xc3\xa4", b"y")], Refused),
    case(
        "a line end in a value",
        GET,
        &[(b"a", b"b\r\nX-Smuggled: y")],
        Refused,
    ),
    case(
        "a line feed in a value",
        GET,
        &[(b"a", b"b\nx: y")],
        Refused,
    ),
    case("a NUL in a value", GET, &[(b"a", b"b\0")], Refused),
    case("connection", GET, &[(b"connection", b"close")], Refused),
    case("keep-alive", GET, &[(b"keep-alive", b"timeout=5")], Refused),
    case(
        "proxy-connection",
        GET,
        &[(b"proxy-connection", b"close")],
        Refused,
    ),
    case("upgrade", GET, &[(b"upgrade", b"h2c")], Refused),
    case("te: gzip", GET, &[(b"te", b"gzip")], Refused),
    case(
        "chunks",
        POST,
        &[(b"transfer-encoding", b"chunked")],
        Refused,
    ),
    case(
        "a coding with an underscore",
        POST,
        &[(b"transfer_encoding", b"chunked")],
        Refused,
    ),
    case(
        "a length that is none",
        POST,
        &[(b"content-length", b"x")],
        Refused,
    ),
    case(
        "a length with a plus",
        POST,
        &[(b"content-length", b"+0")],
        Refused,
    ),
    case(
        "a length without a body",
        POST,
        &[(b"content-length", b"5")],
        Refused,
    ),
    case(
        "two lengths that differ",
        POST,
        &[(b"content-length", b"0"), (b"content-length", b"5")],
        Refused,
    ),
    case(
        "a second session of ours",
        GET,
        &[(b"cookie", b"__Host-vestibule=planted")],
        Refused,
    ),
    with_body(
        "a body with its length",
        &[(b"content-length", b"3")],
        b"abc",
        Passed,
    ),
    with_body("a body without a length", &[], b"abc", Passed),
    with_body(
        "more than its length",
        &[(b"content-length", b"3")],
        b"abcdef",
        CutOff,
    ),
    with_body(
        "less than its length",
        &[(b"content-length", b"9")],
        b"abc",
        CutOff,
    ),
    Case {
        name: "trailers are dropped",
        fields: POST,
        more: &[],
        body: Some(b"abc"),
        trailers: &[(b"cookie", b"a=b"), (b"content-length", b"9")],
        expect: Passed,
    },
    Case {
        name: "a line end in a trailer",
        fields: POST,
        more: &[],
        body: Some(b"abc"),
        trailers: &[(b"a", b"b\r\nc: d")],
        expect: CutOff,
    },
];

async fn try_one(door: &SecureDoor, wire: &Wire, case: &Case) -> Result<()> {
    wire.recorder.clear();
    let mut frames = door.connect().await?;
    let mut head = block(case.fields);
    head.extend(field(b"cookie", wire.cookie.as_bytes()));
    head.extend(block(case.more));
    let end = if case.body.is_some() { 0 } else { END_STREAM };
    let mut bytes = frame(Kind::Headers, END_HEADERS | end, 1, &head);
    if let Some(body) = case.body {
        let end = if case.trailers.is_empty() {
            END_STREAM
        } else {
            0
        };
        bytes.extend(frame(Kind::Data, end, 1, body));
    }
    if !case.trailers.is_empty() {
        let trailers = block(case.trailers);
        bytes.extend(frame(Kind::Headers, END_HEADERS | END_STREAM, 1, &trailers));
    }
    frames.send(&bytes).await?;
    let fate = frames.fate(1).await?;
    let seen = wire.recorder.requests();
    match case.expect {
        // 0x88 is status 200 of HPACK's static table, 0x8c 400, 0x8d 404; others are spelt out.
        Refused => {
            ensure!(fate != Fate::Answered(0x88), "answered");
            ensure!(wire.recorder.bytes() == 0, "upstream: {seen:?}");
        }
        Passed => {
            ensure!(fate == Fate::Answered(0x88), "{fate:?}");
            let seen = seen?;
            ensure!(seen.len() == 1, "upstream: {seen:?}");
            for name in ["te", "x_remote_user", "trailer"] {
                ensure!(
                    seen.iter().all(|seen| seen.all(name).is_empty()),
                    "{name}: {seen:?}"
                );
            }
        }
        CutOff => {
            ensure!(fate != Fate::Answered(0x88), "answered");
            ensure!(
                seen.is_err() || wire.recorder.bytes() == 0,
                "upstream: {seen:?}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_becomes_of_a_request_of_http_2_is_one_strict_request_or_none() -> Result<()> {
    let wire = Wire::open("").await?;
    let door = SecureDoor::open(&wire).await?;
    let mut wrong = Vec::new();
    for case in CASES {
        if let Err(error) = try_one(&door, &wire, case).await {
            wrong.push(format!("{}: {error:#}", case.name));
        }
    }
    ensure!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        CASES.len(),
        wrong.join("\n")
    );
    Ok(())
}

const PATIENCE: Duration = Duration::from_secs(20);
