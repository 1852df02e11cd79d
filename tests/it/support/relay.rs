//! A stretch of wire before the sample webmail that a test can cut, or answer on.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy, split};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

/// What to do with a connection.
type Script = Arc<dyn Fn(TcpStream) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// Where the gateway believes the webmail to be.
#[derive(Clone)]
pub(crate) struct Relay {
    pub(crate) address: SocketAddr,
    state: Arc<State>,
    _accepting: Arc<JoinSet<()>>,
}

#[derive(Default)]
struct State {
    accepted: AtomicUsize,
    /// Bytes from the webmail.
    carried: AtomicU64,
    to: Mutex<Option<SocketAddr>>,
    tls: Mutex<Option<TlsAcceptor>>,
    script: Mutex<Option<Script>>,
    open: Mutex<Vec<AbortHandle>>,
}

impl Relay {
    pub(crate) async fn open() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let state = Arc::new(State::default());
        let mut accepting = JoinSet::new();
        accepting.spawn(accept(listener, Arc::clone(&state)));
        Ok(Self {
            address,
            state,
            _accepting: Arc::new(accepting),
        })
    }

    /// Leads to a webmail.
    pub(crate) fn lead_to(&self, webmail: SocketAddr) {
        *lock(&self.state.to) = Some(webmail);
    }

    /// Speaks TLS to the gateway.
    pub(crate) fn speak_tls(&self, acceptor: TlsAcceptor) {
        *lock(&self.state.tls) = Some(acceptor);
    }

    /// Cuts what is open, and runs `script` on every connection from now on.
    pub(crate) fn play<F>(&self, script: impl Fn(TcpStream) -> F + Send + Sync + 'static)
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        let script: Script = Arc::new(move |stream| {
            let playing = script(stream);
            Box::pin(async move {
                playing.await.ok();
            })
        });
        *lock(&self.state.script) = Some(script);
        self.cut();
    }

    /// Cuts what is open.
    pub(crate) fn cut(&self) {
        for open in lock(&self.state.open).drain(..) {
            open.abort();
        }
    }

    /// How many connections there have been.
    pub(crate) fn accepted(&self) -> usize {
        self.state.accepted.load(Ordering::SeqCst)
    }

    /// How many bytes the webmail has sent.
    pub(crate) fn carried(&self) -> u64 {
        self.state.carried.load(Ordering::SeqCst)
    }

    /// How many are open.
    pub(crate) fn open_now(&self) -> usize {
        let mut open = lock(&self.state.open);
        open.retain(|task| !task.is_finished());
        open.len()
    }
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    while let Ok((stream, _)) = listener.accept().await {
        state.accepted.fetch_add(1, Ordering::SeqCst);
        stream.set_nodelay(true).ok();
        let script = lock(&state.script).clone();
        let (to, tls) = (*lock(&state.to), lock(&state.tls).clone());
        let book = Arc::clone(&state);
        let task = tokio::spawn(async move {
            match (script, to, tls) {
                (Some(script), ..) => script(stream).await,
                (None, Some(to), Some(tls)) => {
                    if let Ok(stream) = tls.accept(stream).await {
                        lead(stream, to, &book).await;
                    }
                }
                (None, Some(to), None) => lead(stream, to, &book).await,
                (None, None, _) => {}
            }
        });
        lock(&state.open).push(task.abort_handle());
    }
}

/// Ends when either side does.
async fn lead(from: impl AsyncRead + AsyncWrite + Unpin, to: SocketAddr, book: &State) {
    let Ok(webmail) = TcpStream::connect(to).await else {
        return;
    };
    webmail.set_nodelay(true).ok();
    let (mut from_gateway, mut to_gateway) = split(from);
    let (mut from_webmail, mut to_webmail) = webmail.into_split();
    let back = async {
        let mut part = Vec::with_capacity(64 * 1024);
        while let Ok(read @ 1..) = from_webmail.read_buf(&mut part).await {
            book.carried.fetch_add(read as u64, Ordering::SeqCst);
            if to_gateway.write_all(&part).await.is_err() {
                return;
            }
            part.clear();
        }
        to_gateway.shutdown().await.ok();
    };
    tokio::select! {
        _ = copy(&mut from_gateway, &mut to_webmail) => {}
        () = back => {}
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
