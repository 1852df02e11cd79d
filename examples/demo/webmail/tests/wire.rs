//! What only a real connection shows.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::super::serve;
use super::{ANN, Browser, Outcome, webmail};

/// A served webmail, a connection to it, and the cookies of someone signed in.
struct Line {
    server: JoinHandle<()>,
    stream: TcpStream,
    cookies: String,
}

impl Line {
    async fn open() -> Outcome<Self> {
        let webmail = webmail();
        let browser = Browser::signed_in(&webmail, ANN).await?;
        let cookies: Vec<String> = browser
            .jar
            .iter()
            .map(|(n, v)| format!("{n}={v}"))
            .collect();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        Ok(Self {
            server: tokio::spawn(serve(listener, Arc::clone(&webmail))),
            stream: TcpStream::connect(address).await?,
            cookies: cookies.join("; "),
        })
    }

    async fn ask(&mut self, target: &str, more: &str) -> Outcome {
        let cookies = &self.cookies;
        let head = format!(
            "GET {target} HTTP/1.1\r\nHost: mail.example\r\nCookie: {cookies}\r\n{more}\r\n"
        );
        Ok(self.stream.write_all(head.as_bytes()).await?)
    }

    /// Reads until `end` has come, or the other side has closed.
    async fn read_until(&mut self, end: &str) -> Outcome<String> {
        let mut text = String::new();
        while !text.ends_with(end) {
            let mut byte = [0];
            if timeout(Duration::from_secs(5), self.stream.read(&mut byte)).await?? == 0 {
                break;
            }
            text.extend(byte.map(char::from));
        }
        Ok(text)
    }
}

#[tokio::test]
async fn an_upgraded_connection_gives_back_what_it_is_sent() -> Outcome {
    let mut line = Line::open().await?;
    line.ask("/ws", "Connection: Upgrade\r\nUpgrade: websocket\r\n")
        .await?;
    let head = line.read_until("\r\n\r\n").await?;
    assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
    line.stream.write_all(b"one two three.").await?;
    assert_eq!(line.read_until(".").await?, "one two three.");
    Ok(())
}

#[tokio::test]
async fn a_download_states_its_length() -> Outcome {
    let mut line = Line::open().await?;
    line.ask("/download/70000", "Connection: close\r\n").await?;
    let head = line.read_until("\r\n\r\n").await?;
    assert!(head.contains("content-length: 70000\r\n"), "{head}");
    assert_eq!(line.read_until("nothing").await?.len(), 70_000);
    Ok(())
}

#[tokio::test]
async fn events_come_one_by_one() -> Outcome {
    let mut line = Line::open().await?;
    line.ask("/sse", "Connection: close\r\n").await?;
    let first = line.read_until("{\"unread\":1}\n\n").await?;
    assert!(first.contains("content-type: text/event-stream\r\n"));
    assert!(!first.contains("{\"unread\":2}"));
    let rest = line.read_until("\r\n0\r\n\r\n").await?;
    assert!(rest.contains("{\"unread\":3}"));
    Ok(())
}

#[tokio::test]
async fn a_slow_answer_comes_after_its_time() -> Outcome {
    let mut line = Line::open().await?;
    line.ask("/slow?ms=50", "Connection: close\r\n").await?;
    let begun = std::time::Instant::now();
    assert!(line.read_until("done").await?.ends_with("done"));
    assert!(begun.elapsed() >= Duration::from_millis(45));
    Ok(())
}

#[tokio::test]
async fn dropping_the_server_closes_its_connections() -> Outcome {
    let mut line = Line::open().await?;
    line.ask("/mail/unread", "").await?;
    assert!(line.read_until("}").await?.ends_with("{\"unread\":2}"));
    line.server.abort();
    assert_eq!(line.read_until("more").await?, "");
    Ok(())
}
