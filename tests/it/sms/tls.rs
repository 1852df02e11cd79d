//! A provider over TLS.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use rustls::pki_types::PrivateKeyDer;
use rustls::{RootCertStore, ServerConfig};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use vestibule::delivery::HttpClient;
use vestibule::delivery::sms::{Kannel, Sms as _, SmsError};
use vestibule::secret::SecretText;

use super::{CODE_TEXT, LIMIT, message};

/// Answers each connection as Kannel does; gives its port and what vouches for its name.
async fn start(name: &str, tasks: &mut JoinSet<()>) -> Result<(u16, RootCertStore)> {
    let made = rcgen::generate_simple_self_signed([name.to_owned()])?;
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der());
    let key = key.map_err(|error| anyhow::anyhow!("{error}"))?;
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)?;
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    tasks.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let answer = b"HTTP/1.1 202 Accepted\r\nContent-Length: 3\r\n\r\n0: ";
            let _ = stream.write_all(answer).await;
            let _ = stream.shutdown().await;
        }
    });
    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone())?;
    Ok((port, roots))
}

fn kannel(port: u16, trust: RootCertStore) -> Result<Kannel> {
    Ok(Kannel {
        url: format!("https://localhost:{port}/cgi-bin/sendsms").parse()?,
        user: "vestibule".to_owned(),
        password: SecretText::new("hunter2".to_owned()),
        from: None,
        smsc: None,
        client: HttpClient::new(Arc::new(trust), LIMIT),
    })
}

#[tokio::test]
async fn a_provider_is_told_nothing_before_it_has_shown_who_it_is() -> Result<()> {
    let mut tasks = JoinSet::new();
    let (right, trust) = start("localhost", &mut tasks).await?;
    kannel(right, trust)?.send(&message(CODE_TEXT)?).await?;
    let outcome = kannel(right, RootCertStore::empty())?
        .send(&message(CODE_TEXT)?)
        .await;
    assert_eq!(outcome.err(), Some(SmsError::Unavailable));
    let (other, trust) = start("other.test", &mut tasks).await?;
    let outcome = kannel(other, trust)?.send(&message(CODE_TEXT)?).await;
    let refused = outcome.err().context("it was told")?;
    assert_eq!(refused, SmsError::Unavailable);
    Ok(())
}
