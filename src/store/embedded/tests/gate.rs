//! A store whose syncs the test holds in its hand.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::mpsc as blocking;
use std::task::Poll;

use anyhow::Context;

use super::*;
use crate::store::embedded::syncer::Syncer;

/// A syncer that tells when it is called, and does what the test then says.
struct Gate {
    entered: mpsc::UnboundedSender<()>,
    verdicts: blocking::Receiver<Verdict>,
}

pub(super) enum Verdict {
    Fail,
    Panic,
    Pass,
}

impl Syncer for Gate {
    fn sync(&mut self) -> io::Result<()> {
        self.entered.send(()).ok();
        match self.verdicts.recv() {
            Ok(Verdict::Fail) => Err(io::Error::other("the disk is gone")),
            Ok(Verdict::Panic) => std::panic::resume_unwind(Box::new("a test wants it so")),
            // The test is over.
            Ok(Verdict::Pass) | Err(_) => Ok(()),
        }
    }
}

/// A store behind a gate. The verdicts' end goes first, so that closing does not wait for one.
pub(super) struct Gated {
    pub(super) verdicts: blocking::Sender<Verdict>,
    pub(super) entered: mpsc::UnboundedReceiver<()>,
    pub(super) store: SledStore,
    _dir: TempDir,
}

impl Gated {
    pub(super) fn open() -> anyhow::Result<Self> {
        let dir = TempDir::new()?;
        let (entered, when_entered) = mpsc::unbounded_channel();
        let (verdicts, verdict) = blocking::channel();
        let gate = Gate {
            entered,
            verdicts: verdict,
        };
        let path = dir.path().join("store");
        let store = SledStore::open_with(&path, manual_clock(), |_| Box::new(gate))?;
        Ok(Self {
            verdicts,
            entered: when_entered,
            store,
            _dir: dir,
        })
    }

    /// Waits until a sync has begun. It goes on when there is a verdict.
    pub(super) async fn sync_begun(&mut self) -> anyhow::Result<()> {
        self.entered.recv().await.context("the writer is gone")
    }

    pub(super) fn decide(&self, verdict: Verdict) -> anyhow::Result<()> {
        Ok(self.verdicts.send(verdict)?)
    }
}

/// Whether `future` is not done, having been asked once.
pub(super) async fn waits<F: Future + ?Sized>(mut future: Pin<&mut F>) -> bool {
    poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx).is_pending())).await
}
