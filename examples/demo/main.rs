//! The sample webmail on a port of its own, nothing in front of it.
//!
//! `cargo run --example demo -- 8081`

mod webmail;

use std::io::Write as _;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::net::TcpListener;

use self::webmail::{Accounts, Webmail, serve};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "8081".to_owned());
    let port: u16 = port.parse().context("the argument is a port")?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let accounts = Accounts::new([
        ("alice@example.com", "wonderland", "Alice Liddell"),
        ("bob@example.net", "builder", "Bob Tanaka"),
    ]);
    let address = listener.local_addr()?;
    writeln!(
        std::io::stdout(),
        "http://{address}/  alice@example.com / wonderland"
    )?;
    serve(listener, Arc::new(Webmail::new(accounts))).await;
    Ok(())
}
