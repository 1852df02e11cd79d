//! From a path to a running store.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, RwLock};
use std::thread;

use tokio::sync::mpsc;

use super::error::OpenError;
use super::mark::Mark;
use super::progress::Progress;
use super::shared::Shared;
use super::sweep::Sweep;
use super::syncer::{FileSyncer, Syncer};
use super::table::{Contents, Table, TableError};
use super::writer::Writer;
use super::{SledStore, files};
use crate::clock::Clock;
use crate::store::feed::Feed;

/// How many writes may wait for the writing thread before a caller waits to hand in one.
const INBOX: usize = 1024;

impl SledStore {
    /// Opens the store at `path`, and makes a new one if there is nothing. Reads every record.
    /// Blocks; meant for the start of the program.
    ///
    /// # Errors
    /// When the store cannot be used, or is not as it was left.
    pub fn open(path: &Path, clock: Arc<dyn Clock>) -> Result<Self, OpenError> {
        Self::open_with(path, clock, |files| Box::new(files))
    }

    pub(super) fn open_with(
        path: &Path,
        clock: Arc<dyn Clock>,
        wrap: impl FnOnce(FileSyncer) -> Box<dyn Syncer>,
    ) -> Result<Self, OpenError> {
        let claim = files::prepare(path)?;
        let mut syncer =
            FileSyncer::open(path).map_err(OpenError::io(path, "opening its files"))?;
        let (table, contents) = Table::open(path).map_err(|error| error.opening(path))?;
        let mark = files::check_contents(path, contents)?;
        settle(&table, contents, mark.is_some()).map_err(|error| error.opening(path))?;
        syncer
            .sync()
            .map_err(OpenError::io(path, "syncing its files"))?;
        let mark = mark
            .map_or_else(|| Mark::create(path, contents.last), Ok)
            .and_then(|mark| files::sync_directory(path).map(|()| mark))
            .map_err(OpenError::io(path, "making its mark"))?;
        let shared = Arc::new(Shared {
            table,
            clock,
            progress: Progress::new(contents.last),
            feed: Feed::new(),
            moment: RwLock::new(()),
        });
        let writer = Writer {
            shared: Arc::clone(&shared),
            syncer: wrap(syncer),
            mark,
            last: contents.last,
            sum: contents.sum,
            sweep: Sweep::default(),
        };
        let (inbox, requests) = mpsc::channel(INBOX);
        let writer = thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || writer.run(requests))
            .map_err(OpenError::io(path, "starting its thread"))?;
        Ok(Self {
            path: path.to_owned(),
            inbox: Some(inbox),
            writer: Some(writer),
            shared,
            _claim: claim,
        })
    }
}

/// After a crash, what was found may never have been synced. And what was accepted for good is what
/// the table says of itself from now on.
fn settle(table: &Table, contents: Contents, as_it_was: bool) -> Result<(), TableError> {
    if !as_it_was {
        table.apply(&BTreeMap::new(), contents.last, contents.sum)?;
    }
    table.flush()
}
