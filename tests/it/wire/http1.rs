//! The table for HTTP/1.1, tried.

use anyhow::{Context as _, Result, ensure};

use super::Wire;
use super::requests::{CHUNKS, COOKIES, Case, FINE, FRAMING, Fate, LINES, TARGETS};
use crate::support::Raw;

/// Tries every case, and names all that go wrong.
async fn try_all(cases: &[Case]) -> Result<()> {
    let wire = Wire::open("").await?;
    let mut wrong = Vec::new();
    for case in cases {
        wire.recorder.clear();
        if let Err(error) = try_one(&wire, case.bytes, case.fate).await {
            wrong.push(format!("{}: {error:#}", case.name));
        }
    }
    ensure!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
    Ok(())
}

async fn try_one(wire: &Wire, bytes: &[u8], fate: Fate) -> Result<()> {
    let mut raw = Raw::connect(wire.house.address).await?;
    raw.send(filled(bytes, &wire.cookie)).await?;
    match fate {
        Fate::Refused(status) => {
            // All of it, up to the end of the connection: one answer and no second.
            let all = raw.rest().await.context("it was not closed")?;
            expect(&all, status)?;
            ensure!(
                all.matches("HTTP/1.").count() == 1,
                "more than one answer: {all}"
            );
            ensure!(
                wire.recorder.bytes() == 0,
                "upstream: {:?}",
                wire.recorder.requests()
            );
        }
        Fate::Answered(status) => {
            expect(&raw.head().await?.to_uppercase(), status)?;
            ensure!(
                wire.recorder.bytes() == 0,
                "upstream: {:?}",
                wire.recorder.requests()
            );
        }
        Fate::Passed => {
            expect(&raw.head().await?.to_uppercase(), 200)?;
            let requests = wire.recorder.requests()?;
            ensure!(requests.len() == 1, "upstream: {requests:?}");
        }
    }
    Ok(())
}

fn expect(answer: &str, status: u16) -> Result<()> {
    let start: String = answer.chars().take(40).collect();
    let told = answer
        .strip_prefix("HTTP/1.")
        .and_then(|told| told.get(1..));
    let fits = told.is_some_and(|told| told.starts_with(&format!(" {status} ")));
    ensure!(fits, "not {status} but {start:?}");
    Ok(())
}

fn filled(bytes: &[u8], cookie: &str) -> Vec<u8> {
    let common = format!("Host: localhost\r\nCookie: {cookie}\r\n");
    let mut filled = Vec::new();
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        if let Some(after) = rest.strip_prefix(b"@@") {
            filled.extend_from_slice(common.as_bytes());
            rest = after;
        } else {
            filled.push(*byte);
            rest = after;
        }
    }
    filled
}

#[tokio::test]
async fn a_request_that_everybody_reads_alike_passes_once_and_in_strict_form() -> Result<()> {
    try_all(FINE).await
}

#[tokio::test]
async fn ambiguous_framing_is_refused_and_nothing_of_it_goes_upstream() -> Result<()> {
    try_all(FRAMING).await
}

#[tokio::test]
async fn lines_that_are_not_quite_lines_are_refused_and_nothing_of_them_goes_upstream() -> Result<()>
{
    try_all(LINES).await
}

#[tokio::test]
async fn targets_and_hosts_that_could_be_read_in_two_ways_are_refused() -> Result<()> {
    try_all(TARGETS).await
}

#[tokio::test]
async fn cookies_planted_beside_the_right_ones_are_worth_nothing() -> Result<()> {
    try_all(COOKIES).await
}

#[tokio::test]
async fn chunks_that_could_be_read_in_two_ways_never_become_a_whole_request() -> Result<()> {
    let wire = Wire::open("").await?;
    let mut wrong = Vec::new();
    for case in CHUNKS {
        wire.recorder.clear();
        let head = b"POST /upload HTTP/1.1\r\n@@Transfer-Encoding: chunked\r\n\r\n";
        let after = b"GET /echo HTTP/1.1\r\n@@\r\n";
        let bytes = [head, case.bytes, after].concat();
        let mut raw = Raw::connect(wire.house.address).await?;
        raw.send(filled(&bytes, &wire.cookie)).await?;
        let answer = raw.rest().await.context(case.name)?;
        let whole = wire.recorder.requests();
        if !answer.starts_with("HTTP/1.1 400 ") || whole.is_ok_and(|whole| !whole.is_empty()) {
            wrong.push(format!("{}: {answer:.60?}", case.name));
        }
    }
    ensure!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        CHUNKS.len(),
        wrong.join("\n")
    );
    Ok(())
}

#[tokio::test]
async fn a_target_or_a_head_that_is_too_long_is_refused() -> Result<()> {
    let wire = Wire::open("").await?;
    let long = "a".repeat(9000);
    let many = "A: b\r\n".repeat(200);
    let large = format!("A: {}\r\n", "b".repeat(70_000));
    for (request, status) in [
        (format!("GET /echo?{long} HTTP/1.1\r\n@@\r\n"), 414),
        (format!("GET /echo HTTP/1.1\r\n@@{many}\r\n"), 431),
        (format!("GET /echo HTTP/1.1\r\n@@{large}\r\n"), 431),
    ] {
        wire.recorder.clear();
        let mut raw = Raw::connect(wire.house.address).await?;
        raw.send(filled(request.as_bytes(), &wire.cookie)).await?;
        expect(&raw.head().await?.to_uppercase(), status)?;
        ensure!(wire.recorder.bytes() == 0, "{status} reached the webmail");
    }
    Ok(())
}

#[tokio::test]
async fn a_second_request_on_the_same_connection_is_read_as_strictly_as_the_first() -> Result<()> {
    let wire = Wire::open("").await?;
    for first in [
        &b"GET /echo HTTP/1.1\r\n@@\r\n"[..],
        b"POST /upload HTTP/1.1\r\n@@Content-Length: 4\r\n\r\n\r\n\r\n",
        b"GET /echo HTTP/1.1\r\n@@Content-Length: 2\r\n\r\nab",
    ] {
        for apart in [false, true] {
            wire.recorder.clear();
            let second = b"GET /echo HTTP/1.1\r\n@@A: b\n\r\n";
            let mut raw = Raw::connect(wire.house.address).await?;
            if apart {
                raw.send(filled(first, &wire.cookie)).await?;
                raw.answer().await?;
                raw.send(filled(second, &wire.cookie)).await?;
            } else {
                raw.send(filled(&[first, second].concat(), &wire.cookie))
                    .await?;
                raw.answer().await?;
            }
            expect(&raw.rest().await?, 400)?;
            ensure!(
                wire.recorder.requests()?.len() == 1,
                "{:?}",
                wire.recorder.requests()
            );
        }
    }
    Ok(())
}
