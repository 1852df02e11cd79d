//! Bodies stream through both ways in constant memory.

use std::fs;
use std::io::Write as _;

use anyhow::{Context as _, Result, ensure};
use bytes::Bytes;
use futures_util::stream;
use http::header::{CONTENT_LENGTH, COOKIE, HOST};
use http::{Method, Request};
use http_body::Frame;
use http_body_util::{BodyExt as _, Empty, StreamBody};
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::support::house::PASSWORD;
use crate::support::meadow::{Meadow, PROFILE};
use crate::support::{Browser, GatewayProcess};

const MAILBOX: &str = "alice@disabled.test";
const DOWNLOAD: usize = 200_000_000;
const UPLOAD: usize = 100_000_000;
const CHUNK: usize = 50_000;
/// In kilobytes: the program, its store's cache, and a few buffers.
const MOST: u64 = 64 * 1024;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_download_and_a_large_upload_pass_in_constant_memory() -> Result<()> {
    let meadow = Meadow::start(&[MAILBOX.to_owned()]).await?;
    let gateway = GatewayProcess::start(&meadow.origin(), PROFILE)?;
    let mut browser = gateway.browser();
    let form = [("user", MAILBOX), ("password", PASSWORD)];
    let login = browser.post("/login", &form).await?;
    ensure!(login.location() == "/mail", "not signed in");
    let idle = peak(&gateway)?;

    let request = request(&browser, Method::GET, &format!("/download/{DOWNLOAD}"))
        .body(Empty::<Bytes>::new())?;
    let mut body = send(&gateway, request).await?;
    let mut received = 0;
    while let Some(frame) = body.frame().await {
        received += frame?.data_ref().map_or(0, Bytes::len);
    }
    ensure!(received == DOWNLOAD, "{received} bytes came");
    let after_download = peak(&gateway)?;

    let piece = Bytes::from(vec![7; CHUNK]);
    let pieces = (0..UPLOAD / CHUNK).map(move |_| anyhow::Ok(Frame::data(piece.clone())));
    let request = request_with_length(&browser, "/upload", UPLOAD)
        .body(StreamBody::new(stream::iter(pieces)))?;
    let counted = send(&gateway, request).await?.collect().await?.to_bytes();
    let counted = String::from_utf8_lossy(&counted).trim().to_owned();
    ensure!(
        counted == UPLOAD.to_string(),
        "the webmail counted {counted}"
    );
    let after_upload = peak(&gateway)?;

    writeln!(
        std::io::stdout(),
        "peak memory in kB: {idle} signed in, {after_download} after 200 MB down, \
         {after_upload} after 100 MB up"
    )?;
    ensure!(after_upload < MOST, "peak memory {after_upload} kB");
    Ok(())
}

fn request(browser: &Browser, method: Method, target: &str) -> http::request::Builder {
    let pairs = browser
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    Request::builder()
        .method(method)
        .uri(target)
        .header(HOST, &browser.host)
        .header(COOKIE, pairs.collect::<Vec<_>>().join("; "))
}

fn request_with_length(browser: &Browser, target: &str, length: usize) -> http::request::Builder {
    request(browser, Method::POST, target).header(CONTENT_LENGTH, length)
}

async fn send<B>(gateway: &GatewayProcess, request: Request<B>) -> Result<Incoming>
where
    B: Body<Data = Bytes> + Send + Unpin + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let stream = TcpStream::connect(gateway.address()).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let response = sender.send_request(request).await?;
    ensure!(response.status().is_success(), "{}", response.status());
    Ok(response.into_body())
}

/// The most memory that the gateway ever had, in kilobytes.
fn peak(gateway: &GatewayProcess) -> Result<u64> {
    let pid = gateway.pid().context("it does not run")?;
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    Ok(number.context("no VmHWM")?.parse()?)
}
