//! The program on TLS: versions, protocols, certificates, and peers who keep it waiting.

use std::fs::Permissions;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE};
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::version::{TLS12, TLS13};
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::support::house::PASSWORD;
use crate::support::{Authority, GatewayProcess, Meadow, Raw};

const BOTH: &[&rustls::SupportedProtocolVersion] = &[&TLS12, &TLS13];
const SECONDS: Duration = Duration::from_secs(5);

async fn open(more: &str) -> Result<(Meadow, Authority, GatewayProcess)> {
    let (meadow, authority) = (Meadow::open().await?, Authority::new()?);
    authority.renew()?;
    let gateway = meadow.gateway(&format!("{}{more}", authority.listen()))?;
    Ok((meadow, authority, gateway))
}

/// An HTTP/2 client that says only what it is told to.
async fn http2(
    authority: &Authority,
    gateway: &GatewayProcess,
) -> Result<SendRequest<Full<Bytes>>> {
    let stream = authority.connect(gateway.address(), &["h2"], BOTH).await?;
    ensure!(stream.get_ref().1.alpn_protocol() == Some(&b"h2"[..]));
    let (sender, connection) = handshake(TokioExecutor::new(), TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

fn get(target: &str) -> http::request::Builder {
    Request::get(format!("https://localhost{target}")).header("sec-fetch-dest", "document")
}

fn cookies(answer: &Response<Incoming>) -> Result<Vec<HeaderValue>> {
    let fields = answer.headers().get_all(SET_COOKIE).iter();
    let pair = |field: &HeaderValue| {
        let pair = field.to_str()?.split(';').next().unwrap_or_default();
        Ok(HeaderValue::from_str(pair)?)
    };
    fields.map(pair).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_over_http_2_works_with_its_cookies_in_several_fields() -> Result<()> {
    let (meadow, authority, gateway) = open("").await?;
    let mut client = http2(&authority, &gateway).await?;
    let form = format!(
        "user=alice%40disabled.test&password={}",
        PASSWORD.replace(' ', "+")
    );
    let login = Request::post("https://localhost/login")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("origin", "https://localhost")
        .body(Full::new(Bytes::from(form)))?;
    let answer = client.send_request(login).await?;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()[LOCATION], "/mail");
    let cookies = cookies(&answer)?;
    assert!(cookies.len() >= 3, "{cookies:?}");
    let mut mail = get("/mail").body(Full::default())?;
    for cookie in cookies {
        mail.headers_mut().append(COOKIE, cookie);
    }
    let answer = client.send_request(mail).await?;
    assert_eq!(answer.status(), StatusCode::OK);
    let page = answer.into_body().collect().await?.to_bytes();
    assert!(String::from_utf8_lossy(&page).contains("Private to alice@disabled.test"));
    let log = meadow.webmail.log();
    let mail = log.iter().rev().find(|seen| seen.target == "/mail");
    let mail = mail.context("the webmail was not asked")?;
    assert_eq!(mail.headers.get_all(COOKIE).iter().count(), 1);
    assert_eq!(mail.headers["via"], "2 vestibule");
    assert_eq!(mail.headers["x-forwarded-proto"], "https");
    assert_eq!(mail.headers["host"], "localhost");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_authority_that_is_not_the_host_is_refused() -> Result<()> {
    let (_meadow, authority, gateway) = open("").await?;
    let mut client = http2(&authority, &gateway).await?;
    for (uri, host, status) in [
        (
            "https://localhost/",
            Some("other.test"),
            StatusCode::BAD_REQUEST,
        ),
        ("https://localhost/", Some("localhost"), StatusCode::OK),
        ("https://localhost/", None, StatusCode::OK),
        ("https://other.test/", None, StatusCode::MISDIRECTED_REQUEST),
        ("https://user@localhost/", None, StatusCode::BAD_REQUEST),
    ] {
        let mut request = Request::get(uri).body(Full::default())?;
        if let Some(host) = host {
            request
                .headers_mut()
                .insert(HOST, HeaderValue::from_str(host)?);
        }
        let answer = client.send_request(request).await?;
        assert_eq!(answer.status(), status, "{uri} {host:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn http_1_1_is_spoken_with_those_who_ask_for_it_or_for_nothing() -> Result<()> {
    let (_meadow, authority, gateway) = open("").await?;
    for (protocols, version) in [(&["http/1.1"][..], &TLS12), (&[], &TLS13)] {
        let stream = authority
            .connect(gateway.address(), protocols, &[version])
            .await?;
        let mut raw = Raw::over(stream);
        raw.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .await?;
        let (head, _) = raw.answer().await?;
        assert!(head.starts_with("http/1.1 200"), "{head}");
        raw.send("GET / HTTP/1.1\r\n\r\n").await?;
        assert!(raw.head().await?.starts_with("http/1.1 400"));
        assert!(raw.is_closed_within(SECONDS).await);
    }
    Ok(())
}

/// A ClientHello of TLS 1.1, as such a client would send it.
fn old_hello() -> Vec<u8> {
    let mut hello = vec![3, 2];
    hello.extend([7; 32]);
    hello.extend([0, 0, 4, 0xC0, 0x13, 0x00, 0x2F, 1, 0]);
    let length = u8::try_from(hello.len()).unwrap_or(0);
    let mut record = vec![22, 3, 1, 0, length + 4, 1, 0, 0, length];
    record.extend(hello);
    record
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tls_1_1_and_plain_text_are_refused() -> Result<()> {
    let (meadow, _authority, gateway) = open("").await?;
    for hello in [
        old_hello(),
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
    ] {
        let mut raw = Raw::over(TcpStream::connect(gateway.address()).await?);
        raw.send(&hello).await?;
        let answer = raw.rest().await.unwrap_or_default();
        assert!(
            answer.is_empty() || answer.starts_with('\u{15}'),
            "{answer:?}"
        );
    }
    assert_eq!(meadow.webmail.requests_seen(), 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_renewed_certificate_is_used_after_sighup_and_nobody_is_cut() -> Result<()> {
    let (_meadow, authority, gateway) = open("").await?;
    let mut kept = http2(&authority, &gateway).await?;
    let new = authority.renew()?;
    gateway.hang_up()?;
    let start = Instant::now();
    loop {
        let stream = authority.connect(gateway.address(), &[], BOTH).await?;
        let shown = stream.get_ref().1.peer_certificates();
        if shown.is_some_and(|chain| chain.first() == Some(new.certificate())) {
            break;
        }
        ensure!(start.elapsed() < SECONDS, "the old certificate is in use");
        sleep(Duration::from_millis(20)).await;
    }
    let answer = kept.send_request(get("/").body(Full::default())?).await?;
    assert_eq!(answer.status(), StatusCode::OK);

    // Half a renewal changes nothing.
    let mut broken = std::fs::OpenOptions::new()
        .write(true)
        .truncate(true)
        .open(authority.file().with_file_name("key.pem"))?;
    broken.write_all(b"nonsense")?;
    gateway.hang_up()?;
    sleep(Duration::from_millis(300)).await;
    let stream = authority.connect(gateway.address(), &[], BOTH).await?;
    let shown = stream.get_ref().1.peer_certificates();
    assert!(shown.is_some_and(|chain| chain.first() == Some(new.certificate())));

    // Nor does a whole one whose key everybody can read.
    authority.renew()?;
    let key = authority.file().with_file_name("key.pem");
    std::fs::set_permissions(&key, Permissions::from_mode(0o644))?;
    gateway.hang_up()?;
    sleep(Duration::from_millis(300)).await;
    let stream = authority.connect(gateway.address(), &[], BOTH).await?;
    let shown = stream.get_ref().1.peer_certificates();
    assert!(shown.is_some_and(|chain| chain.first() == Some(new.certificate())));
    ensure!(gateway.log().contains("can be read by others"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn peers_who_keep_it_waiting_are_cut() -> Result<()> {
    let more = "[limits]\nhead_timeout = \"500ms\"\nidle_timeout = \"700ms\"";
    let (_meadow, authority, gateway) = open(more).await?;
    let mut silent = Raw::over(TcpStream::connect(gateway.address()).await?);
    assert!(silent.is_closed_within(SECONDS).await, "before TLS");
    for protocol in ["h2", "http/1.1"] {
        let stream = authority
            .connect(gateway.address(), &[protocol], BOTH)
            .await?;
        assert!(
            Raw::over(stream).is_closed_within(SECONDS).await,
            "{protocol}: silence"
        );
    }
    let stream = authority
        .connect(gateway.address(), &["http/1.1"], BOTH)
        .await?;
    let mut slow = Raw::over(stream);
    slow.send("GET / HTTP/1.1\r\nHost: loc").await?;
    assert!(slow.is_closed_within(SECONDS).await, "half a head");

    // A preface and settings, then the beginning of a head that never ends.
    let stream = authority.connect(gateway.address(), &["h2"], BOTH).await?;
    let mut slow = Raw::over(stream);
    slow.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await?;
    slow.send([0, 0, 0, 4, 0, 0, 0, 0, 0]).await?;
    slow.send([0, 0, 1, 1, 0, 0, 0, 0, 1, 0x82]).await?;
    assert!(slow.is_closed_within(SECONDS).await, "half an HTTP/2 head");

    let mut client = http2(&authority, &gateway).await?;
    let answer = client.send_request(get("/").body(Full::default())?).await?;
    assert_eq!(answer.status(), StatusCode::OK);
    drop(answer);
    let start = Instant::now();
    while client.ready().await.is_ok() {
        ensure!(start.elapsed() < SECONDS, "an idle connection stays");
        sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_of_http_2_that_stops_is_cut() -> Result<()> {
    let (_meadow, authority, gateway) = open("[limits]\nwrite_timeout = \"600ms\"").await?;
    let mut client = http2(&authority, &gateway).await?;
    let form = format!(
        "user=alice%40disabled.test&password={}",
        PASSWORD.replace(' ', "+")
    );
    let login = Request::post("https://localhost/login")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Full::new(Bytes::from(form)))?;
    let cookies = cookies(&client.send_request(login).await?)?;
    let mut download = get("/download/200000000").body(Full::default())?;
    for cookie in cookies {
        download.headers_mut().append(COOKIE, cookie);
    }
    let mut answer = client.send_request(download).await?;
    assert_eq!(answer.status(), StatusCode::OK);
    // Nothing is read: the window closes, though the connection is well.
    sleep(Duration::from_millis(2500)).await;
    let mut ended = false;
    for _ in 0..10_000 {
        match answer.body_mut().frame().await {
            Some(Ok(_)) => {}
            Some(Err(_)) => {
                ended = true;
                break;
            }
            None => break,
        }
    }
    assert!(ended, "the download went on");
    Ok(())
}
